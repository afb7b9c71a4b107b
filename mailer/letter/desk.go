package letter

import (
	"cmp"
	"slices"
	"time"

	"mentord/calendar"
	"mentord/pairing"
)

// A Desk is what waits for one person, and what they got today.
type Desk struct {
	Person  pairing.Person
	Zone    *time.Location
	Waiting []pairing.Notice
	Today   int                        // letters that count against the cap, since the person's midnight
	Hour    map[pairing.NoticeKind]int // letters of the last hour, by kind
}

// A machine that answers our answers must not keep us talking: of letters that say
// nothing new, an hour sees no more than this many of each kind.
const (
	maxEchoes = 3
	maxQueue  = 20
)

// echoes are the answers that can follow upon any mail whatever.
var echoes = []pairing.NoticeKind{pairing.AckNotice, pairing.StaleNotice, pairing.HelpNotice, pairing.StatusNotice, pairing.MyDataNotice, pairing.ForgetNotice, pairing.ConcernAck, pairing.RefusedNotice}

// held are those that must not be dropped: beyond the hour's number they wait for the next.
var held = map[pairing.NoticeKind]int{pairing.QueueNotice: maxQueue, pairing.ConfirmNotice: maxEchoes, pairing.AboutNotice: maxQueue}

// A Sorting is what Desk.Sort decides.
type Sorting struct {
	Letters [][]pairing.Notice // each becomes one letter, in this order
	Stale   []pairing.Notice   // never to be sent
	Next    time.Time          // when to look again; zero if nothing is left waiting
	Capped  bool               // something waits for no other reason than the cap
}

// Sort decides what goes now. Invitations, reminders and answers go at once and
// alone; everything else waits for the person's waking hours on a business day,
// goes in one letter, and counts against the cap. What rides along never causes
// a letter; what may ride causes one only in the end.
func (d Desk) Sort(now time.Time, p Policy) (s Sorting) {
	var riding, desk, patient []pairing.Notice
	outside := d.Person.ID == pairing.Coordinator || d.Person.ID == pairing.Concerns
	for _, n := range d.Waiting {
		switch {
		case !n.Until.IsZero() && !n.Until.After(now), !outside && d.Person.Bounced != "",
			!outside && !d.Person.Reachable() && n.Urgency != pairing.AtOnce:
			s.Stale = append(s.Stale, n)
		case n.After.After(now):
			s.lookAt(n.After)
		case slices.Contains(echoes, n.Kind) && d.Hour[n.Kind]+s.written(n.Kind) >= maxEchoes:
			s.Stale = append(s.Stale, n)
		case held[n.Kind] > 0 && d.Hour[n.Kind]+s.written(n.Kind) >= held[n.Kind]:
			s.lookAt(now.Add(time.Hour))
		case n.Urgency == pairing.AtOnce:
			s.Letters = append(s.Letters, []pairing.Notice{n})
		case n.Urgency == pairing.Alongway:
			riding = append(riding, n)
		case n.Ride.After(now):
			patient = append(patient, n)
			s.lookAt(n.Ride)
		default:
			desk = append(desk, n)
		}
	}
	if len(desk) == 0 {
		return s
	}
	if d.Person.IsAway(now) {
		s.lookAt(d.Person.Away)
		return s
	}
	local := now.In(d.Zone)
	if waking := p.waking(local, d.Zone); waking.After(local) {
		s.lookAt(waking)
		return s
	}
	if d.Today >= int(p.AtMost) {
		s.Capped = true
		midnight, _ := calendar.At(0, 0).On(local.Year(), local.Month(), local.Day()+1, d.Zone)
		s.lookAt(p.waking(midnight, d.Zone))
		return s
	}
	desk = append(desk, patient...)
	slices.SortStableFunc(desk, func(a, b pairing.Notice) int { return cmp.Compare(order(a.Kind), order(b.Kind)) })
	s.Letters = append(s.Letters, append(riding, desk...))
	return s
}

// waking is the first moment from t on at which a letter that can wait may go;
// with quiet hours off, any moment is good.
func (p Policy) waking(t time.Time, zone *time.Location) time.Time {
	if p.Quiet.IsZero() {
		return t
	}
	return calendar.Waking(t, zone, p.Quiet)
}

// written counts the letters of a kind that go now.
func (s *Sorting) written(kind pairing.NoticeKind) (n int) {
	for _, l := range s.Letters {
		if l[0].Kind == kind {
			n++
		}
	}
	return n
}

func (s *Sorting) lookAt(t time.Time) {
	if s.Next.IsZero() || t.Before(s.Next) {
		s.Next = t
	}
}

// order puts what has happened before what is asked, and surveys last.
func order(k pairing.NoticeKind) int {
	switch k {
	case pairing.PartnerNotice, pairing.AwayNotice, pairing.UnmatchedNotice, pairing.ClosingNotice:
		return 0
	case pairing.IntroNotice, pairing.CheckinNotice:
		return 1
	case pairing.SurveyNotice:
		return 3
	}
	return 2
}

// Counts reports whether a letter of these notices counts against the cap.
func Counts(notices []pairing.Notice) bool {
	return slices.ContainsFunc(notices, func(n pairing.Notice) bool { return n.Urgency == pairing.AtDesk })
}
