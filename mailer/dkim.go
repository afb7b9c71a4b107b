package mailer

import (
	"bytes"
	"slices"
	"strings"
	"time"

	"github.com/emersion/go-msgauth/dkim"
)

// A mail that was signed for somebody else, or long ago, may be sent once more by anybody
// who has a copy. So a signature counts only for mail to us, of the last days.
const (
	maxSignatures  = 5
	signedMaxAge   = 7 * 24 * time.Hour
	signedMaxAhead = 24 * time.Hour
)

// Signed reports whether the From domain itself has signed the mail (DKIM, RFC 6376), as
// it is, with its From, Date, To and Message-ID, for the mailbox. lookup gives the TXT records of a
// name. It is for where no server of ours says so (see Authentic).
func Signed(raw []byte, m Mail, mailbox string, now time.Time, lookup func(name string) ([]string, error)) bool {
	if lookup == nil || len(m.From) != 1 || len(m.Header["from"]) != 1 || len(m.Header["dkim-signature"]) == 0 || len(m.Header["to"]) != 1 || !names(m.Header["to"], mailbox) {
		return false
	}
	if age := now.Sub(m.Date); m.Date.IsZero() || age > signedMaxAge || age < -signedMaxAhead {
		return false
	}
	found, err := dkim.VerifyWithOptions(bytes.NewReader(raw), &dkim.VerifyOptions{LookupTXT: lookup, MaxVerifications: maxSignatures})
	if err != nil && len(found) == 0 {
		return false
	}
	domain := domainOf(m.From[0].Email)
	return slices.ContainsFunc(found, func(v *dkim.Verification) bool {
		signs := func(name string) bool {
			return slices.ContainsFunc(v.HeaderKeys, func(key string) bool { return strings.EqualFold(strings.TrimSpace(key), name) })
		}
		fresh := v.Expiration.IsZero() || v.Expiration.After(now)
		return v.Err == nil && strings.EqualFold(v.Domain, domain) && fresh && signs("From") && signs("Date") && signs("To") && signs("Message-ID")
	})
}

// ToUs reports whether To or Cc names the mailbox, with or without a token.
func ToUs(m Mail, mailbox string) bool {
	return names(m.Header["to"], mailbox) || names(m.Header["cc"], mailbox)
}

func names(fields []string, mailbox string) bool {
	local, domain, _ := strings.Cut(strings.ToLower(mailbox), "@")
	return slices.ContainsFunc(addresses(fields), func(a Address) bool {
		base, _, _ := strings.Cut(localPart(a.Email), "+")
		return base == local && domainOf(a.Email) == domain
	})
}
