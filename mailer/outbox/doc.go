// Package outbox hands finished letters to an SMTP server (RFC 5321), one
// message and one recipient at a time, and says for each what became of it.
//
// The difference that matters is between what may be tried again and what may
// not: see Verdict. A connection that breaks after the last byte of a message
// leaves it Unknown (RFC 1047): the server may have taken it. It is tried again
// with the same Message-ID, so that a double does no harm.
package outbox
