package pairing

import (
	"crypto/sha256"
	"encoding/base32"
	"strconv"
	"strings"
)

// newID derives an id from what makes the thing one of its kind, so that
// deciding the same twice names the same thing. It is 80 bits in lower-case
// base32: opaque, and safe in an address, a UID and a file name.
func newID(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:10]))
}

// NewPersonID is the id of the person with this address in this program.
func NewPersonID(program, address string) PersonID {
	return PersonID(newID("person", program, strings.ToLower(address)))
}

func newPairID(mentor, mentee PersonID) PairID {
	return PairID(newID("pair", string(mentor), string(mentee)))
}

// newSessionID needs the program's secret: the id is the UID of the invitation,
// and whoever knows it may answer for the session.
func newSessionID(secret string, pair PairID, n int) SessionID {
	return SessionID(newID("session", secret, string(pair), itoa(n)))
}

// LetterID is the id of the letter that carries the notices with these keys:
// writing it twice gives the same letter.
func LetterID(keys ...string) string { return newID(append([]string{"letter"}, keys...)...) }

func itoa(n int) string { return strconv.Itoa(n) }
