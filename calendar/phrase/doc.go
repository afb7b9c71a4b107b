// Package phrase reads times in words: "Tue or Wed after 3, not Friday".
//
// It gives windows that are wanted and windows that are excluded, never points,
// because that is what people mean when they say when they can meet. What each
// phrase means is a policy, written down as a table in docs/times.md; the
// grammar here follows that table line by line.
//
// A reading goes in four steps. The text is cut into tokens (token.go). What the
// word files of each language know is put into the words of the grammar
// (lexicon.go, words/), so that the grammar is written once. Runs of tokens
// become items: a day, a time of day, a negation, a shift (item.go with day.go,
// numeric.go and clock.go), and items of one sentence are looked at side by side
// (settle.go). Then the items are walked once and joined into groups of days and
// times, each wanted or excluded (read.go, group.go). A term with two valid
// meanings is reported as ambiguous and gives no window.
//
// The package is pure, runs in linear time, and never gives a window that ends
// before the mail was sent.
package phrase
