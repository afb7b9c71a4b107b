// Package match decides who goes with whom: of all ways to seat mentees at
// mentors within capacity, one that seats the most mentees and, among those,
// has the highest total score.
//
// It is a minimum-cost flow with integral optimum (Ahuja, Magnanti, Orlin:
// Network Flows, chapters 9 and 12). The scarcer side bids for the other
// (Bertsekas: Auction algorithms for network flow problems), which seats
// nearly everybody; shortest augmenting paths on reduced costs seat the rest,
// and the prices that come of it prove the optimum.
//
// The same input always gives the same pairs, in whatever order it comes.
package match
