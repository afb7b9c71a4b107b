// Package store keeps the program in SQL: SQLite by default, PostgreSQL for
// many programs on several daemons. It is the only importer of sqlx and of the
// drivers.
//
// One transaction is one instant: Update gets the moment, everything inside
// sees it as Tx.Now, and nothing here reads a clock. A Decision is saved whole
// by Tx.Save, with the mail that caused it, in the same transaction.
//
// SQL holds facts, not rules: no trigger, no computed state, no foreign key
// action. Every table has the id of its program, so that programs can share a
// database. Values with a shape of their own are kept as JSON beside the
// columns that are looked up by; times are integers, Unix milliseconds in UTC.
//
// The schema stands in migrations/, in order, and all of it can be read as one
// file in schema.sql. A store written by a newer mentord is refused.
package store
