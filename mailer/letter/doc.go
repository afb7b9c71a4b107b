// Package letter turns notices into the letters that people get: plain text
// first, with a simple HTML twin, and an invitation in it when there is one.
//
// A notice says what to tell; its template in templates/ says how. Everything
// that one person is to hear now goes into one letter, whose questions are
// numbered through when there are several. Desk decides what may go now: quiet
// hours, the daily cap, who is away.
//
// The package is pure. The same letter gives the same bytes: the date, the ids
// and even the MIME boundaries come from what is passed in, so a letter written
// twice is the same letter.
package letter
