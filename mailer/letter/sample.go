package letter

import (
	"time"

	"mentord/calendar"
	"mentord/calendar/ics"
	"mentord/pairing"
	"mentord/pairing/reply"
)

// Sample is a made-up letter of one notice with every fact set, to try a template
// or to see what it looks like.
func Sample(kind pairing.NoticeKind) Letter {
	zone, _ := time.LoadLocation("Europe/London")
	now := time.Date(2027, 2, 1, 9, 0, 0, 0, time.UTC)
	slot := func(d, h int) calendar.Slot {
		s := time.Date(2027, 2, d, h, 0, 0, 0, time.UTC)
		return calendar.Slot{Start: s, End: s.Add(45 * time.Minute)}
	}
	ana := pairing.Person{ID: "ana", Name: "Ana Ruiz", Email: "ana@example.org", Standing: pairing.Ready, Profile: pairing.Profile{
		Role: pairing.MenteeRole, Goals: "learn to negotiate", Languages: []string{"English", "Spanish"}, Zone: "Europe/London",
		Availability: calendar.Week{{Day: time.Tuesday, Span: calendar.Span{From: calendar.At(9, 0), To: calendar.At(12, 0)}}}}}
	mentor := pairing.Profile{Role: pairing.MentorRole, Skills: "negotiation, hiring", Background: "15 years in sales", Zone: "Europe/Berlin", Languages: []string{"English", "German"}}
	q := pairing.Question{ID: "q1", Person: "ana", Open: true}
	switch kind {
	case pairing.MatchNotice, pairing.AnsweredNotice:
		q.Kind = reply.Match
	case pairing.SlotsNotice, pairing.CounterNotice:
		q.Kind, q.Slots = reply.Slots, []calendar.Slot{slot(4, 10), slot(5, 14), slot(9, 9)}
	case pairing.AgainNotice:
		q.Kind, q.Slots = reply.Slots, []calendar.Slot{slot(18, 10)}
	case pairing.InviteNotice, pairing.FormNotice:
		q.Kind = reply.Enrol
	case pairing.EchoNotice:
		q.Kind = reply.Echo
	case pairing.RematchNotice:
		q.Kind, q.Items = reply.Survey, []reply.Question{{N: 1, Kind: reply.FreeText, Text: "If you like: what was missing?"}}
	case pairing.PassedNotice:
		q.Kind, q.Items = reply.Survey, []reply.Question{{N: 1, Kind: reply.FreeText, Text: "What may I answer Bo?"}}
	case pairing.FeedbackNotice:
		q.Kind, q.Items = reply.Survey, []reply.Question{{N: 1, Kind: reply.FreeText, Text: "What does Bo do that helps you, and what would help you more?"}, {N: 2, Kind: reply.YesNo, Text: "May Bo read it, if you may read theirs?"}}
	case pairing.FitNotice:
		q.Kind = reply.Fit
	case pairing.EndingNotice:
		q.Kind = reply.Ending
	case pairing.MentorNotice:
		q.Kind = pairing.MentorQuestion
	case pairing.ClosingNotice:
		q.Kind, q.Items = reply.Survey, []reply.Question{{N: 1, Kind: reply.FreeText, Text: "A line of thanks for Bo? (I pass it on as you write it.)"}}
	case pairing.ForgetNotice:
		q.Kind = pairing.ForgetQuestion
	case pairing.IntroNotice:
		q.Kind = reply.Agreement
	case pairing.CheckinNotice:
		q.Kind = reply.Checkin
		q.Items = []reply.Question{{N: 1, Kind: reply.Checkin, Text: "Did you and Bo meet?"}, {N: 2, Kind: reply.Rating5, Text: "How was it, from 1 to 5?"}, {N: 3, Kind: reply.FreeText, Text: "One line: how are you getting on with your goals?"}}
	case pairing.SurveyNotice:
		q.Kind = reply.Survey
		for i, s := range pairing.DefaultSurveys()[0].Questions {
			q.Items = append(q.Items, reply.Question{N: i + 1, Kind: reply.Rating5, Text: s.Ask})
		}
	}
	facts := pairing.Facts{Partner: "Bo Berg", First: "Bo", Email: "bo@example.org", PartnerIs: "mentor", Profile: mentor, Missing: []string{"role", "goals"},
		Why: []string{"negotiate: what Ana wants to work on and Bo offers", "about 4 hours a week in which both can meet"}, Slot: slot(4, 10),
		Slots: q.Slots, Zone: "Europe/Berlin", N: 2, Every: 14, Goals: "ask for the raise", Notes: []string{"Ana: drafted the pitch"}, Until: time.Date(2027, 8, 2, 8, 0, 0, 0, time.UTC),
		Minutes: 10, Words: "Please move me to the other group", Reason: "Bo cannot make it", Subject: "help", Pair: "pair1", Session: "sess1"}
	if kind == pairing.EchoNotice || kind == pairing.StatusNotice {
		facts.Profile = ana.Profile
	}
	switch kind {
	case pairing.WaitingNotice:
		facts.Reason = "hours"
	case pairing.DraftNotice:
		q.Kind, facts.N, facts.Reason, facts.Firsts, facts.Total, facts.Worst = reply.Drafted, 2, "hold", 1, 1500, 640
		facts.Notes = []string{"Sent: 5 of 7. Both of each pair are asked now.", "swap 4 and 7: not done, and neither was sent. Imran Shah and Teo Vik: no hour in common."}
		facts.Draft = []pairing.DraftLine{{N: 1, Mentor: "Imran Shah", Mentee: "Sun Li", Score: 860, Why: "hiring: what Sun wants to work on and Imran offers; about 3 hours a week in which both can meet"},
			{N: 2, Mentor: "Olga Berg", Mentee: "Teo Vik", Score: 640, Why: "about 5 hours a week in which both can meet"}}
		facts.Unmatched = []string{"Petra Ek (mentee): no mentor fits: no hour in common (4). What would change it: other hours would open 4 mentors."}
	case pairing.SharedNotice:
		facts.Words = "Your questions help me most. More time for them would be even better."
	case pairing.PassedNotice, pairing.AnsweredNotice:
		facts.Words = "Does she speak Portuguese?"
	case pairing.QuietNotice:
		facts.Reason, facts.N = "you", 45
	case pairing.EndingNotice:
		facts.Reason = "8 weeks"
	case pairing.CertificateNotice:
		facts.Words, facts.PartnerIs, facts.N, facts.Slot = "Ana Ruiz", "mentee", 9, calendar.Slot{Start: now, End: now.AddDate(0, 6, 0)}
	case pairing.DigestNotice:
		facts.Why = []string{"People: 20 mentors, 28 mentees (3 invited, 2 waiting)", "Pairs: 18 active, 2 proposed", "Sessions of the last week: 12 held, 1 missed; booked for the next: 14"}
		facts.Notes = []string{"Greta Lost: mail comes back", "Imran Shah and Sun Li: no session for 30 days, and none booked"}
		for n, q := range pairing.DefaultSurveys()[0].Questions {
			sum := pairing.SurveySum{Ask: q.Ask, Top: 5}
			for i, s := range []string{"start", "middle", "end"} {
				sum.Means = append(sum.Means, pairing.Mean{Survey: s, Count: 36 - 3*i, Mean: 2.6 + 0.5*float64(i) + 0.1*float64(n)})
			}
			facts.Sums = append(facts.Sums, sum)
		}
	case pairing.AboutNotice:
		facts.Notes = []string{"Ana Ruiz <ana@example.org>: ready, last heard of on Mon 25 Jan 2027.", "  With Bo Berg, as the mentee: active, sessions: 3 held; next on Thu 4 Feb 2027, 10:00-10:45 (London)."}
	case pairing.DraftedNotice:
		facts.Notes = []string{"Sent: 7 of 7. Both of each pair are asked now."}
	}
	if kind == pairing.SurveyNotice {
		facts.Reason, facts.N = "middle", 5
	}
	if kind == pairing.RemindNotice {
		facts.Reason = "1 hour"
	}
	if kind == pairing.SlotsNotice || kind == pairing.CounterNotice {
		facts.Old = slot(4, 10)
	}
	urgency := pairing.AtDesk
	if kind == pairing.BookedNotice || kind == pairing.CancelledNotice {
		method := ics.Request
		if kind == pairing.CancelledNotice {
			method = ics.Cancel
		}
		urgency = pairing.AtOnce
		facts.Invitation = &pairing.CalendarPart{Method: method, UID: "sess1", Sequence: 1, Stamp: now, Slot: slot(4, 10), Alarm: time.Hour,
			People: []pairing.Invitee{{Name: "Ana Ruiz", Email: "ana@example.org", Status: ics.NeedsAction}, {Name: "Bo Berg", Email: "bo@example.org", Status: ics.Accepted}}}
	}
	notice := pairing.Notice{Key: "k", To: "ana", Kind: kind, Urgency: urgency, Facts: facts}
	if q.Kind != "" {
		notice.Ask = q.ID
	}
	return Letter{ID: "abcdefghijklmnop", To: ana, Zone: zone, Notices: []pairing.Notice{notice}, Questions: map[pairing.QuestionID]pairing.Question{"q1": q}, Now: now,
		Sender: Sender{Name: "Northwind Mentoring", Mailbox: "mentoring@example.org", Plus: true, Key: "secret", Program: "p1", Coordinator: "Mia Okafor", Zone: time.UTC, Link: "https://meet.example.org/{pair}"}}
}
