// Package match decides who goes with whom: of all ways to seat mentees at
// mentors within capacity, one that seats the most mentees and, among those,
// has the highest total score.
//
// It is a minimum-cost flow with integral optimum, solved by successive
// shortest paths (Ahuja, Magnanti, Orlin: Network Flows, chapter 9.7). The
// same input always gives the same pairs.
package match
