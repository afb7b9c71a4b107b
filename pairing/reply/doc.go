// Package reply reads a person's words in the light of what was asked, and
// gives the acts in them: yes, no, a slot by number, times in words, a rating,
// a fact for their profile, a wish to pause.
//
// It gets the new words only: quotes, signatures and footers are already cut
// away, and an answer typed between quoted lines comes with the line it
// answers. The words are cut into sentences, and what the word files of each
// language know is tagged in them (lexicon.go, words/): the longest form wins,
// and what is denied or taken back does not count. Commands that can come at any
// time are read first (command.go); the rest by the kind of the letter, a file
// each. Yes and no are weighed in verdict.go. Every act comes with its words.
//
// What it gives is never an error. Where it is not sure of something that would
// book, move, cancel, accept, end or erase, it gives Unclear, and a person reads
// the mail: a wrong act is worse than a question.
//
// The package is pure and linear in the length of the words, of which it reads
// the first 16 KB.
package reply
