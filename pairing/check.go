package pairing

import "fmt"

// Check says what must always hold in a scene; the error names the first thing
// that does not. It runs before every save and in the property tests.
func Check(s Scene) error {
	for _, check := range []func(Scene) error{checkPairs, checkSessions, checkQuestions} {
		if err := check(s); err != nil {
			return err
		}
	}
	return nil
}

func checkPairs(s Scene) error {
	for _, pair := range sorted(s.Pairs) {
		if pair.People[Mentor] == pair.People[Mentee] {
			return fmt.Errorf("pair %s: mentor and mentee are the same person", pair.ID)
		}
		for _, side := range Sides {
			if _, ok := s.People[pair.People[side]]; !ok {
				return fmt.Errorf("pair %s: its %s %s is not there", pair.ID, roleName(side), pair.People[side])
			}
		}
		if pair.Status == Active && !pair.Start.Before(pair.End) {
			return fmt.Errorf("pair %s: it ends before it starts", pair.ID)
		}
		if (pair.Status == Active || pair.Status == Agreed) && (!pair.Yes[Mentor] || !pair.Yes[Mentee]) {
			return fmt.Errorf("pair %s: introduced without the yes of both", pair.ID)
		}
	}
	return nil
}

func checkSessions(s Scene) error {
	live := map[PairID]int{}
	for _, session := range sorted(s.Sessions) {
		pair, ok := s.Pairs[session.Pair]
		if !ok {
			return fmt.Errorf("session %s: its pair %s is not there", session.ID, session.Pair)
		}
		if (session.Status == Booked || session.Status == Moving || session.Status == Held) && !session.Slot.Start.Before(session.Slot.End) {
			return fmt.Errorf("session %s: %s without a time", session.ID, session.Status)
		}
		if (session.Status == Booked || session.Status == Moving) && session.Sequence < 0 {
			return fmt.Errorf("session %s: %s without an invitation", session.ID, session.Status)
		}
		if session.Status == Proposing || session.Status == Moving {
			if live[pair.ID]++; live[pair.ID] > 1 {
				return fmt.Errorf("pair %s: two sessions are being arranged at once", pair.ID)
			}
		}
		if (session.Status == Proposing || session.Status == Moving) && (pair.Status == Ended || pair.Status == Refused) {
			return fmt.Errorf("session %s: still %s, but its pair is %s", session.ID, session.Status, pair.Status)
		}
	}
	return nil
}

func checkQuestions(s Scene) error {
	for _, q := range sorted(s.Questions) {
		if !q.Open || q.Person == Coordinator {
			continue
		}
		p, ok := s.People[q.Person]
		switch {
		case !ok:
			return fmt.Errorf("question %s: nobody is asked", q.ID)
		case !p.Reachable():
			return fmt.Errorf("question %s: open for somebody who cannot or must not be written to", q.ID)
		}
	}
	return nil
}
