// Package pairing is what the program knows and decides. It is pure: state and
// event go in, a Decision comes out, and the moment is an argument.
//
// The life of a person:
//
//	roster ─► invited ─┬─► declined
//	mail ──────────────┼─► enrolling ─► ready ◄─► quiet (left a match unanswered)
//	                   └────────┬─────────┘
//	                            └─► gone (left the program)
//
// A person may also be away (paused, or out of office) until a day, or bounced
// (until a mail comes from that address); both stop letters without changing
// where they stand.
//
// The life of a pair:
//
//	proposed ─┬─► agreed (both said yes) ─► active ─► ended
//	          ├─► refused (one said no, or had no place left)
//	          └─► lapsed  (one never answered)
//
// The life of a session:
//
//	proposing ─► booked ─┬─► held | missed (by what both report)
//	    ▲          ▲ │   └─► cancelled
//	    │          │ ▼
//	    └─(release)─ moving (the old time is off, new ones are offered)
//
// A cohort: people enrol; some days before the start matches are proposed; at
// the start the pairs are introduced; sessions follow at the agreed rhythm with
// reminders, check-ins and surveys; at the end the pairs are closed. With
// rolling enrolment each pair has these dates of its own.
//
// Decide gets everything it may look at in a Scene, and what follows comes out
// whole: changed values, notices, timers, questions. Keys derive from the state,
// so deciding the same event twice says the same things under the same keys.
// It never guesses: what is not understood goes to the coordinator's queue.
package pairing
