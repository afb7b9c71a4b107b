// Package phrase reads times in words: "Tue or Wed after 3, not Friday".
//
// It gives windows that are wanted and windows that are excluded, never points,
// because that is what people mean when they say when they can meet. What each
// phrase means is a policy, written down as a table in docs/times.md; the
// grammar here follows that table line by line.
//
// A reading goes in three steps. The text is cut into tokens; runs of tokens
// that name a day or a time of day become terms (day.go, clock.go), and
// everything else is passed over; terms are joined into groups of days and
// times, each wanted or excluded by the words around it (read.go). A term with
// two valid meanings is reported as ambiguous and gives no window.
//
// The package is pure, runs in linear time, and never gives a window that ends
// before the mail was sent.
package phrase
