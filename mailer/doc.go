// Package mailer is mail as values: it parses what arrives, finds the words
// that a person typed now, tells people from machines, reads bounces, and says
// who may act on whose behalf.
//
// It is pure: no clock, no lots, no I/O, no logger. Parsing cannot fail: a mail
// is read as far as it goes, and what was wrong with it stands in
// Mail.Trouble. Every walk is bounded (see the limits in parse.go), because
// mail is hostile; none is recursive over what a stranger nested.
package mailer
