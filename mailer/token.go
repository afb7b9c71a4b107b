package mailer

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"strings"
)

// A Key signs and checks the tokens in our addresses and message ids. It is the
// program's secret.
type Key string

var base = base32.StdEncoding.WithPadding(base32.NoPadding)

// idLength and macLength are in characters of base32: 80 bits each.
const (
	idLength  = 16
	macLength = 16
)

// sign is an HMAC-SHA256 over the purpose and the id, cut to 80 bits, in lower
// case because local parts get case-folded on their way.
func (k Key) sign(purpose, id string) string {
	mac := hmac.New(sha256.New, []byte(k))
	mac.Write([]byte(purpose + "\x00" + id))
	return strings.ToLower(base.EncodeToString(mac.Sum(nil)[:10]))
}

// Token is what stands in the plus address and the message id of a letter:
// the letter's id and its signature, 32 characters. Whoever shows it has read
// that letter.
func (k Key) Token(letter string) string { return letter + k.sign("letter", letter) }

// open gives the letter's id if the token is ours.
func (k Key) open(token string) (letter string, ok bool) {
	if len(token) != idLength+macLength {
		return "", false
	}
	token = strings.ToLower(token)
	letter = token[:idLength]
	return letter, hmac.Equal([]byte(k.sign("letter", letter)), []byte(token[idLength:]))
}

// ReplyTo is the address to which answers to the letter go: mailbox, with the
// token as its detail (RFC 5233) when plus addressing is on.
func (k Key) ReplyTo(mailbox, letter string, plus bool) string {
	local, domain, _ := strings.Cut(mailbox, "@")
	if !plus {
		return mailbox
	}
	return local + "+" + k.Token(letter) + "@" + domain
}

// MessageID is the letter's message id, without brackets.
func (k Key) MessageID(mailbox, letter string) string {
	_, domain, _ := strings.Cut(mailbox, "@")
	return k.Token(letter) + "@" + domain
}

// Letter finds the letter that a mail answers: by the token in an address that
// it was sent to, else in the message ids that it refers to, else, in a bounce,
// in what it gives back.
func (k Key) Letter(m Mail) (letter string, ok bool) {
	var tokens []string
	for _, to := range m.To {
		if _, detail, plus := strings.Cut(localPart(to), "+"); plus {
			tokens = append(tokens, detail)
		}
	}
	refers := m.Refers
	if isBounce(m) { // a letter that a person attaches is not one that they answer
		refers = append(refers[:len(refers):len(refers)], returnedIDs(m)...)
	}
	for _, id := range refers {
		local, _, _ := strings.Cut(id, "@")
		tokens = append(tokens, local)
	}
	for _, token := range tokens {
		if letter, ok := k.open(token); ok {
			return letter, true
		}
	}
	return "", false
}

// Keys are those whose tokens are believed, the newest first. Keys are replaced from
// time to time, and a token is worth nothing any more when its key has gone.
type Keys []Key

// Letter finds the letter that a mail answers, by a token that any of the keys has
// signed.
func (ks Keys) Letter(m Mail) (letter string, ok bool) {
	for _, k := range ks {
		if letter, ok = k.Letter(m); ok {
			return letter, true
		}
	}
	return "", false
}

// Mark is what stands in a letter for one thing that it tells, so that a store that was
// restored knows from the copies of sent letters what was told. It says nothing to others.
func (k Key) Mark(notice string) string { return k.sign("told", notice) }

// Instance is an id of the program for the loop header, made from the secret
// without giving it away.
func (k Key) Instance(program string) string { return k.sign("instance", program) }

// Marks are those in the header of one of our letters.
func (m Mail) Marks() []string { return strings.Fields(m.Header.Get(strings.ToLower(ToldHeader))) }
