package mailer

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-msgauth/dkim"
)

// signed signs a mail as its domain's server would.
func signed(t *testing.T, key ed25519.PrivateKey, domain, mail string, fields ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	err := dkim.Sign(&out, strings.NewReader(mail), &dkim.SignOptions{Domain: domain, Selector: "s", Signer: key, HeaderKeys: fields})
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// A signature counts only if it is the From domain's own, over this mail to us, and
// fresh: what was signed for others, or altered, or long ago, proves nothing.
func TestSigned(t *testing.T) {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	_, other, _ := ed25519.GenerateKey(rand.Reader)
	lookup := func(name string) ([]string, error) {
		if !strings.HasPrefix(name, "s._domainkey.") {
			return nil, errors.New("no such name")
		}
		return []string{"v=DKIM1; k=ed25519; p=" + base64.StdEncoding.EncodeToString(public)}, nil
	}
	now := time.Date(2027, 1, 4, 10, 0, 0, 0, time.UTC)
	mail := func(from, to string, at time.Time) string {
		return fmt.Sprintf("From: %s\r\nTo: %s\r\nDate: %s\r\nMessage-ID: <a@x.example>\r\nSubject: leave\r\n\r\nleave\r\n", from, to, at.Format(time.RFC1123Z))
	}
	all := []string{"From", "To", "Date", "Subject", "Message-ID"}
	good := mail("Ana <ana@x.example>", "Program <m+abc@us.example>", now)
	cases := []struct {
		name string
		raw  []byte
		want bool
	}{
		{"signed by its own domain", signed(t, private, "x.example", good, all...), true},
		{"signed by another domain", signed(t, private, "eve.example", good, all...), false},
		{"signed by a parent domain", signed(t, private, "example", good, all...), false},
		{"signed with another key", signed(t, other, "x.example", good, all...), false},
		{"not signed", []byte(good), false},
		{"altered", bytes.Replace(signed(t, private, "x.example", good, all...), []byte("\r\n\r\nleave"), []byte("\r\n\r\nforget me"), 1), false},
		{"more below", append(signed(t, private, "x.example", good, all...), "and more\r\n"...), false},
		{"to somebody else", signed(t, private, "x.example", mail("ana@x.example", "bo@y.example", now), all...), false},
		{"To is not signed", signed(t, private, "x.example", good, "From", "Date"), false},
		{"Date is not signed", signed(t, private, "x.example", good, "From", "To"), false},
		{"Message-ID is not signed", signed(t, private, "x.example", good, "From", "To", "Date"), false},
		{"a month old", signed(t, private, "x.example", mail("ana@x.example", "m@us.example", now.AddDate(0, -1, 0)), all...), false},
		{"of next week", signed(t, private, "x.example", mail("ana@x.example", "m@us.example", now.AddDate(0, 0, 7)), all...), false},
		{"a second From above", append([]byte("From: bo@y.example\r\n"), signed(t, private, "x.example", good, all...)...), false},
		{"a second To above", append([]byte("To: m@us.example\r\n"), signed(t, private, "x.example", mail("ana@x.example", "bo@y.example", now), all...)...), false},
		{"a hundred signatures", append([]byte(rep("DKIM-Signature: v=1; a=rsa-sha256; d=x.example; s=s; h=From; bh=x; b=x\r\n", 100)), signed(t, private, "x.example", good, all...)...), false},
	}
	for _, c := range cases {
		if got := Signed(c.raw, Parse(c.raw), "m@us.example", now, lookup); got != c.want {
			t.Errorf("%s: %t", c.name, got)
		}
	}
	if raw := cases[0].raw; Signed(raw, Parse(raw), "m@us.example", now, nil) || Signed(raw, Parse(raw), "m@us.example", now, func(string) ([]string, error) { return nil, errors.New("DNS is away") }) {
		t.Error("without DNS a signature counts")
	}
}
