// Package inbox reads the program's mailbox over IMAP (RFC 9051, RFC 3501).
//
// It asks for UID, size and date first and for the bytes afterwards, one mail
// at a time, always with PEEK; it never asks for ENVELOPE or BODYSTRUCTURE,
// because one that cannot be parsed ends the connection. What was taken is
// filed away only when the caller says so, after it has committed it. \Seen is
// neither set nor trusted: a human may be reading beside us.
//
// go-imap waits for an answer without a deadline, so every command runs under a
// watchdog that closes the connection; the next call dials anew. An Inbox is
// used by one goroutine, but for Close.
package inbox
