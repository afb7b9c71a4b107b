package pairing

import (
	"time"
)

// How long a pair can be quiet before both are asked, unless their agreement says
// otherwise, and how much later the coordinator hears of it.
const (
	quietDays      = 45
	coordinatorLag = 15
)

// quietAfter is how long after somebody was last heard of the partner hears of it.
func (t *turn) quietAfter(pair Pair) time.Duration {
	days := quietDays
	if pair.Agreement.QuietDays > 0 {
		days = pair.Agreement.QuietDays
	}
	return time.Duration(days) * 24 * time.Hour
}

// watch sets the timer for when one of the pair would be quiet for too long.
func (t *turn) watch(pair Pair) {
	if pair.Status != Active {
		return
	}
	t.set(Timer{Key: key("quiet", string(pair.ID)), At: t.heard(pair, t.quietest(pair)).Add(t.quietAfter(pair)), Kind: QuietTimer, Pair: pair.ID})
}

// heard is when the one of the pair was last heard of: a mail, an answer of their
// calendar, or a session at which the partner says they met.
func (t *turn) heard(pair Pair, side Side) time.Time {
	last := pair.Start
	if p := t.person(pair, side); p.Heard.After(last) {
		last = p.Heard
	}
	for _, s := range t.Sessions {
		if s.Pair == pair.ID && s.Status == Held && s.Slot.End.After(last) {
			last = s.Slot.End
		}
	}
	if back := t.person(pair, side).Away; back.After(last) && back.Before(t.now.AddDate(1, 0, 0)) {
		last = back // who is away is not quiet
	}
	return last
}

// quietest is the one who was heard of longer ago.
func (t *turn) quietest(pair Pair) Side {
	if t.heard(pair, Mentor).Before(t.heard(pair, Mentee)) {
		return Mentor
	}
	return Mentee
}

// goneQuiet steps in when one of the two has gone quiet, as they agreed: both get a
// letter, and when nothing follows the coordinator. Each silence is raised once.
func (t *turn) goneQuiet(id PairID) {
	pair := t.Pairs[id]
	if pair.Status != Active {
		return
	}
	side := t.quietest(pair)
	since := t.heard(pair, side)
	who, other := t.person(pair, side), t.partner(pair, side)
	day := since.Format(time.DateOnly)
	switch silent := t.now.Sub(since); {
	case silent < t.quietAfter(pair):
		t.watch(pair)
	case !pair.Raised.Equal(since):
		pair.Raised = since
		t.putPair(pair)
		both := t.heard(pair, side.Other()).Before(t.now.Add(-t.quietAfter(pair)))
		for _, s := range Sides {
			reason := "you"
			if s != side {
				reason = "partner"
			}
			if both {
				reason = "both"
			}
			t.tell(Notice{Key: key("quiet", string(id), day, string(pair.People[s])), To: pair.People[s], Kind: QuietNotice,
				Facts: Facts{Partner: t.partner(pair, s).FullName(), First: t.partner(pair, s).First(), N: int(silent.Hours() / 24), Reason: reason, Pair: id}})
		}
		t.set(Timer{Key: key("quiet", string(id)), At: t.now.AddDate(0, 0, coordinatorLag), Kind: QuietTimer, Pair: id})
	default:
		t.queueUnder(key("quiet", string(id), day), who, "", "has not been heard of for "+plural(int(silent.Hours()/24), "day")+", nor have they met; "+other.FullName()+" knows", "", "")
		t.set(Timer{Key: key("quiet", string(id)), At: t.now.Add(t.quietAfter(pair)), Kind: QuietTimer, Pair: id}) // and again only after as long a time
	}
}

// missedTwice raises it with both when two sessions in a row did not take place.
func (t *turn) missedTwice(s Session) {
	pair := t.Pairs[s.Pair]
	if pair.Status != Active || s.Status != Missed {
		return
	}
	before := Session{} // the last one that was to take place
	for _, o := range t.Sessions {
		if o.Pair == s.Pair && o.N < s.N && o.N > before.N && (o.Status == Held || o.Status == Missed) {
			before = o
		}
	}
	if before.Status != Missed {
		return
	}
	for _, side := range Sides {
		other := t.partner(pair, side)
		t.tell(Notice{Key: key("missed", string(s.ID), string(pair.People[side])), To: pair.People[side], Kind: MissedNotice,
			Facts: Facts{Partner: other.FullName(), First: other.First(), Every: t.every(pair), N: s.N, Pair: pair.ID}})
	}
}
