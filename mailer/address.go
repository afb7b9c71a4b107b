package mailer

import (
	"net/mail"
	"strings"
)

// An Address is a mailbox: a name to show and an address in lower case.
type Address struct{ Name, Email string }

// maxAddresses is how many mailboxes are read of one kind of field.
const maxAddresses = 500

// Addresses reads a list of mailboxes as people write it.
func Addresses(list string) []Address { return addresses([]string{list}) }

// addresses reads a list of mailboxes; where it is malformed, every address
// that can be found in it.
func addresses(values []string) (out []Address) {
	parser := mail.AddressParser{WordDecoder: wordDecoder()}
	octets := 0
	for _, v := range values {
		if octets += len(v); octets > 2*maxField || len(out) > maxAddresses {
			break
		}
		v = v[:min(len(v), maxField)]
		if list, err := parser.ParseList(v); err == nil {
			for _, a := range list {
				out = append(out, Address{oneLine(a.Name, 200), strings.ToLower(oneLine(a.Address, 320))})
			}
			continue
		}
		found := findAddresses(v, 50)
		for _, a := range found {
			out = append(out, Address{"", a})
		}
		if name, _, ok := strings.Cut(v, "<"); ok && len(found) == 1 {
			out[len(out)-1].Name = strings.Trim(oneLine(decodeWords(name), 200), `" `)
		}
	}
	return out[:min(len(out), maxAddresses)]
}

// findAddresses are the addresses, in lower case, that stand anywhere in the
// text, up to limit. Around every @ it looks at no more than an address can be
// long, so it is linear whatever the text.
func findAddresses(text string, limit int) (out []string) {
	from := 0
	for i := 0; i < len(text) && len(out) < limit; i++ {
		if text[i] != '@' {
			continue
		}
		start, end := i, i+1
		for start > max(from, i-64) && inLocal(text[start-1]) {
			start--
		}
		for end < min(len(text), i+254) && inDomain(text[end]) {
			end++
		}
		domain := strings.Trim(text[i+1:end], ".-")
		if start < i && domain != "" {
			out = append(out, strings.ToLower(text[start:i]+"@"+domain))
			from, i = end, end-1
		}
	}
	return out
}

func inDomain(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '-'
}

func inLocal(c byte) bool { return inDomain(c) || strings.IndexByte("!#$%&'*+/=?^_{|}~", c) >= 0 }

// localPart and domainOf are what stands before and after the last @: the one
// within quotes is not the one that mail goes by.
func localPart(address string) string { return address[:max(0, strings.LastIndexByte(address, '@'))] }

func domainOf(address string) string { return address[strings.LastIndexByte(address, '@')+1:] }

// Masked is a text in which addresses show their domain only, for logs.
func Masked(text string) string {
	var out strings.Builder
	from := 0
	for i := 0; i < len(text); i++ {
		if text[i] != '@' {
			continue
		}
		start := i
		for start > from && inLocal(text[start-1]) {
			start--
		}
		if start < i {
			out.WriteString(text[from:start])
			out.WriteString("…")
			from = i
		}
	}
	out.WriteString(text[from:])
	return out.String()
}
