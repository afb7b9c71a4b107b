// Package servers starts a real Dovecot, Postfix and PostgreSQL for a test.
//
// It is imported by tests only. Each call gives servers of its own, in a
// directory of its own and on ports of its own, so packages under test at the
// same time never meet:
//
//	m := servers.StartMail(t, "program", "alice", "bob")  // m.IMAP, m.Submit, m.MX, m.CAFile
//	dsn := servers.StartPostgres(t)                       // for pgx
//
// It never uses the configuration, the data or the running services of the
// machine, and mail never leaves it: a domain that is not served here bounces at
// once.
//
// It promises that nothing is left over. The servers end with the test, also
// when it fails; should the test program be killed, a small shell that waits for
// just that ends them and removes the directory.
//
// The servers are started by root, as that is what Postfix asks for; Dovecot and
// PostgreSQL then run as nobody. Where root, or a program, is missing the test
// is skipped with a word on what to install (.ci/install does it), or fails if
// MENTORD_REAL_SERVERS=required.
package servers
