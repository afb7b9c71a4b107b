package pairing

import (
	"bufio"
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"mentord/calendar"
	"mentord/calendar/ics"
	"mentord/pairing/reply"
)

var update = flag.Bool("update", false, "write what follows from each line of the transcripts anew")

// TestTranscripts plays testdata/*.txt: whole conversations, each line an event,
// below it, indented, what follows from it. `go test ./pairing -update` writes
// what follows anew; read the difference before you believe it.
//
//	let approve | let silence send | let cohort 2027-02-01 | let enrol domains x.example | …
//	at 2027-01-04 09:00                     the clock, without timers
//	person ana mentor zone=Europe/Lisbon skills="hiring, sales" capacity=2
//	pair ana bo                             they are one since now
//	booked ana bo 2027-01-07 15:00          and have a session
//	match | middle ana bo | ending ana bo | end ana bo                      the timers of these
//	import cy@x.example Cy Lee              the coordinator's roster
//	ana: words of a mail                    read as the answer to what the newest letter asks
//	coordinator: words                      the answer to the newest letter to the coordinator
//	calendar bo declined                    an answer to the next session, from a calendar
//	away bo 2027-02-01 | bounce bo          an automatic answer; mail that comes back
//	pass 3 days                             timers fire, each as a line of its own
func TestTranscripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no transcripts", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := played(t, file, want)
			if *update {
				if err := os.WriteFile(file, got, 0o644); err != nil {
					t.Fatal(err)
				}
			} else if !bytes.Equal(got, want) {
				t.Errorf("%s is played otherwise; see it with: go test ./pairing -run Transcripts -update && git diff\n%s", file, firstOther(got, want))
			}
		})
	}
}

func firstOther(got, want []byte) string {
	g, w := strings.Split(string(got), "\n"), strings.Split(string(want), "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			return fmt.Sprintf("line %d:\n  got  %s\n  want %s", i+1, g[i], w[i])
		}
	}
	return fmt.Sprintf("%d lines, not %d", len(g), len(w))
}

// A stage plays one transcript.
type stage struct {
	*world
	out  strings.Builder
	file string
	line int
}

func played(t *testing.T, file string, text []byte) []byte {
	s := &stage{world: newWorld(t, 1), file: file}
	s.policy.Cohort.Start, s.policy.Program.Zone = time.Time{}, "Europe/London"
	for lines := bufio.NewScanner(bytes.NewReader(text)); lines.Scan(); {
		s.line++
		if line := lines.Text(); strings.HasPrefix(line, "  ") {
			continue // what followed the last time
		} else {
			fmt.Fprintln(&s.out, line)
			if line != "" && !strings.HasPrefix(line, "#") {
				s.play(line)
			}
		}
	}
	return []byte(s.out.String())
}

func (s *stage) fail(format string, args ...any) {
	s.t.Fatalf("%s:%d: %s", s.file, s.line, fmt.Sprintf(format, args...))
}

func (s *stage) play(line string) {
	word, rest, _ := strings.Cut(line, " ")
	words := strings.Fields(rest)
	switch {
	case strings.HasSuffix(word, ":"):
		s.mails(strings.TrimSuffix(word, ":"), rest)
	case word == "let":
		s.let(words)
	case word == "at":
		s.now = s.moment(rest)
	case word == "person":
		s.person(words[0], words[1], rest)
	case word == "pair", word == "booked":
		s.pair(word, words)
	case word == "match":
		s.follows(Due{Timer{Kind: MatchTimer}})
	case word == "middle":
		s.follows(Due{Timer{Kind: SurveyTimer, Pair: PairID(words[0] + "/" + words[1]), N: 2}})
	case word == "ending":
		s.follows(Due{Timer{Kind: EndingTimer, Pair: PairID(words[0] + "/" + words[1])}})
	case word == "end":
		s.follows(Due{Timer{Kind: EndTimer, Pair: PairID(words[0] + "/" + words[1])}})
	case word == "import":
		s.follows(Imported{Address: words[0], Name: strings.Join(words[1:], " ")})
	case word == "calendar":
		s.calendar(words)
	case word == "away":
		s.follows(Away{Mail: s.id(), Person: PersonID(words[0]), Until: s.moment(words[1] + " 00:00")})
	case word == "bounce":
		s.follows(Bounced{Mail: s.id(), Person: PersonID(words[0]), Why: "no such user", Soft: slices.Contains(words, "soft"), Doubted: slices.Contains(words, "doubted")})
	case word == "pass":
		p, err := calendar.ParsePeriod(rest)
		if err != nil {
			s.fail("%v", err)
		}
		s.passes(p.After(s.now))
	default:
		s.fail("%q is nothing that happens", line)
	}
}

func (s *stage) id() string {
	s.mail++
	return fmt.Sprintf("mail%d", s.mail)
}

func (s *stage) moment(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", strings.TrimSpace(text), s.policy.Zone())
	if err != nil {
		s.fail("%v", err)
	}
	return t
}

func (s *stage) let(words []string) {
	value := strings.Join(words[1:], " ")
	switch words[0] {
	case "approve":
		s.policy.Pairing.Approve = true
	case "silence":
		s.policy.Pairing.Silence = Silence(value)
	case "cohort":
		s.policy.Cohort.Start = s.moment(value + " 00:00")
	case "enrol":
		s.policy.Enrol.Who, s.policy.Enrol.Domains = words[1], words[2:]
	case "concerns":
		s.policy.Program.Concerns = value
	case "surveys":
		if value == "none" {
			s.policy.Surveys = nil
		}
	default:
		s.fail("there is no %q to let", words[0])
	}
}

// person puts somebody in who is ready to be matched.
func (s *stage) person(name, role, rest string) {
	p := Person{ID: PersonID(name), Name: strings.ToUpper(name[:1]) + name[1:] + " Lund", Email: name + "@x.example", Standing: Ready, Joined: s.now,
		Profile: Profile{Role: Role(role), Goals: "hiring", Skills: "hiring", Zone: "Europe/London", Availability: calendar.OfficeWeek(s.policy.Calendar.Hours)}}
	if p.Profile.Role == MentorRole {
		p.Profile.Goals = ""
	} else if p.Profile.Role == MenteeRole {
		p.Profile.Skills = ""
	}
	for _, m := range fields(rest) {
		key, value, _ := strings.Cut(m, "=")
		value = strings.Trim(value, `"`)
		switch key {
		case "zone":
			p.Profile.Zone = value
		case "skills":
			p.Profile.Skills = value
		case "goals":
			p.Profile.Goals = value
		case "manager":
			p.Profile.Manager = value
		case "languages":
			p.Profile.Languages = strings.Split(value, ",")
		case "capacity":
			fmt.Sscan(value, &p.Profile.Capacity)
		case "standing":
			p.Standing = Standing(value)
		}
	}
	s.scene.People[p.ID] = p
}

// fields splits at blanks that are not between quotes.
func fields(text string) []string {
	quoted := false
	return strings.FieldsFunc(text, func(r rune) bool {
		if r == '"' {
			quoted = !quoted
		}
		return r == ' ' && !quoted
	})
}

func (s *stage) pair(word string, words []string) {
	mentor, mentee := PersonID(words[0]), PersonID(words[1])
	id := PairID(words[0] + "/" + words[1])
	if word == "pair" {
		pair := Pair{ID: id, People: [2]PersonID{mentor, mentee}, Status: Agreed, Yes: [2]bool{true, true}, Made: s.now}
		s.scene.Pairs[id] = pair
		s.follows(Due{Timer{Kind: IntroduceTimer, Pair: id}})
		return
	}
	pair := s.scene.Pairs[id]
	pair.Sessions++
	pair.Status, pair.Start, pair.End, pair.Yes, pair.People, pair.ID = Active, s.now, s.now.AddDate(0, 6, 0), [2]bool{true, true}, [2]PersonID{mentor, mentee}, id
	s.scene.Pairs[id] = pair
	start := s.moment(strings.Join(words[2:], " "))
	session := Session{ID: SessionID(fmt.Sprintf("%s/%d", id, pair.Sessions)), Pair: id, N: pair.Sessions, Status: Booked, Slot: calendar.Slot{Start: start, End: start.Add(45 * time.Minute)}}
	s.scene.Sessions[session.ID] = session
	for i, before := range s.policy.Remind.Before {
		s.timers[fmt.Sprint("remind/", session.ID, i)] = Timer{Key: fmt.Sprint("remind/", session.ID, i), At: before.Before(start), Kind: RemindTimer, Session: session.ID, N: i}
	}
	s.timers["checkin/"+string(session.ID)] = Timer{Key: "checkin/" + string(session.ID), At: session.Slot.End, Kind: CheckinTimer, Session: session.ID}
}

func (s *stage) calendar(words []string) {
	e := Answered{Mail: s.id(), From: PersonID(words[0]), Method: ics.Reply, Status: ics.Status(strings.ToUpper(words[1])), Stamp: s.now}
	for _, session := range sorted(s.scene.Sessions) {
		if _, in := s.scene.Pairs[session.Pair].Side(e.From); in && session.Live() {
			e.Session, e.Sequence = session.ID, session.Sequence
		}
	}
	s.now = s.now.Add(time.Minute)
	s.follows(e)
}

// passes lets time go on; what a timer causes stands below its line.
func (s *stage) passes(end time.Time) {
	for {
		var next *Timer
		for _, timer := range sorted(s.timers) {
			if !timer.At.After(end) && (next == nil || timer.At.Before(next.At)) {
				next = &timer
			}
		}
		if next == nil {
			break
		}
		delete(s.timers, next.Key)
		if next.At.After(s.now) {
			s.now = next.At
		}
		d := s.decide(Due{*next})
		if text := s.said(d); text != "" {
			fmt.Fprintf(&s.out, "  %s %s\n%s", s.now.In(s.policy.Zone()).Format("Mon 2 Jan 15:04"), next.Kind, text)
		}
	}
	s.now = end
}

func (s *stage) follows(e Event) {
	if text := s.said(s.decide(e)); text != "" {
		s.out.WriteString(text)
	} else {
		s.out.WriteString("  nothing\n")
	}
}

// mails is a mail of somebody, read as the answer to what they are asked.
func (s *stage) mails(name, words string) {
	s.now = s.now.Add(time.Minute)
	if name == "coordinator" {
		s.directs(words)
		return
	}
	address := name + "@x.example"
	if strings.Contains(name, "@") {
		address = name
	}
	e := Read{Mail: s.id(), From: PersonID(name), Address: address, Proven: true, Words: words}
	p, known := s.scene.People[PersonID(name)]
	if !known {
		e.From = NewPersonID(s.policy.Secret, address)
		p, known = s.scene.People[e.From]
	}
	e.Known = known && p.Standing != Erased
	asked := reply.Asked{Kind: reply.Nothing, Sent: s.now, Zone: p.Zone(s.policy.Zone()), Length: s.policy.Calendar.Session.Duration()}
	items := map[int]Question{}
	var open []Question
	for _, q := range sorted(s.scene.Questions) {
		if q.Person == e.From && q.Open {
			open = append(open, q)
		}
	}
	slices.SortStableFunc(open, func(a, b Question) int { return b.Asked.Compare(a.Asked) })
	for i, q := range open { // the answer is to the newest letter
		if q.Asked.Before(open[0].Asked) {
			open = open[:i]
			break
		}
	}
	number := map[int]int{}
	for _, q := range open {
		kinds, whole := q.Items, readAs(q.Kind)
		if s.scene.AsksAgain(q) {
			whole = reply.Again
		}
		if kinds == nil {
			kinds = []reply.Question{{N: 1, Kind: whole}}
		}
		for _, item := range kinds {
			n := len(asked.Questions) + 1
			if len(open) == 1 && q.Items != nil {
				n = item.N // what is left keeps its numbers
			}
			var offered []reply.Offered
			for i, slot := range q.Slots {
				offered = append(offered, reply.Offered{N: i + 1, Slot: slot})
			}
			asked.Questions = append(asked.Questions, reply.Question{N: n, Kind: item.Kind, Text: item.Text, Offered: offered})
			items[n], number[n], asked.Kind = q, item.N, whole
			if offered != nil {
				asked.Offered = offered
			}
		}
	}
	if len(open) > 1 {
		asked.Kind = reply.Several
	}
	for _, session := range sorted(s.scene.Sessions) {
		if _, in := s.scene.Pairs[session.Pair].Side(e.From); in && session.Status == Booked && session.Slot.End.After(s.now) {
			asked.Booked = session.Slot
		}
	}
	for _, act := range reply.Read([]reply.Passage{{Words: words}}, asked) {
		q, ok := items[max(1, act.Question)]
		if !ok || act.Question == 0 && anytime(act.Kind) && !(asked.Kind == reply.Again && act.Kind == reply.Cancel) || asked.Kind == reply.Several && act.Question == 0 {
			e.Free = append(e.Free, act)
			continue
		}
		act.Question = number[max(1, act.Question)]
		if i := slices.IndexFunc(e.Answers, func(a Answer) bool { return a.Question == q.ID }); i >= 0 {
			e.Answers[i].Acts = append(e.Answers[i].Acts, act)
		} else {
			e.Answers = append(e.Answers, Answer{q.ID, []reply.Act{act}})
		}
	}
	if len(open) == 0 && s.settled(e.From) { // as the daemon knows from the letter that is answered
		e.Late = true
		e.Free = slices.DeleteFunc(e.Free, func(a reply.Act) bool { return !anytime(a.Kind) })
	}
	s.follows(e)
}

// settled reports whether what the person was asked last is settled.
func (s *stage) settled(id PersonID) bool {
	return slices.ContainsFunc(sorted(s.told), func(n Notice) bool { return n.To == id && n.Ask != "" && s.closed[n.Ask] })
}

func readAs(kind reply.QuestionKind) reply.QuestionKind {
	if kind == ConfirmQuestion || kind == ForgetQuestion || kind == MentorQuestion {
		return reply.Match
	}
	return kind
}

func anytime(k reply.Kind) bool {
	switch k {
	case reply.Help, reply.Status, reply.Pause, reply.Resume, reply.Leave, reply.Rematch, reply.Undo, reply.MyData, reply.Forget, reply.Concern, reply.Move, reply.Cancel, reply.Late, reply.Confirm, reply.Profile:
		return true
	}
	return false
}

// directs is the coordinator's answer to a draft, or to the newest queue letter.
func (s *stage) directs(words string) {
	if q := s.draft(); q.ID != "" {
		asked := reply.Asked{Kind: reply.Drafted, Sent: s.now, Zone: s.policy.Zone()}
		for i, p := range q.Draft {
			asked.Draft = append(asked.Draft, reply.Pairing{N: i + 1, Mentor: s.scene.People[p.Mentor].FullName(), Mentee: s.scene.People[p.Mentee].FullName()})
		}
		s.follows(Ruled{Mail: s.id(), Question: q.ID, Words: words, Acts: reply.Read([]reply.Passage{{Words: words}}, asked)})
		return
	}
	var newest Question
	for _, q := range sorted(s.scene.Questions) {
		if q.Person == Coordinator && !q.Asked.Before(newest.Asked) {
			newest = q
		}
	}
	s.follows(Directed{Mail: s.id(), Question: newest.ID, Words: words})
}

// said is what a decision says, a line each.
func (s *stage) said(d Decision) string {
	var b strings.Builder
	add := func(format string, args ...any) { fmt.Fprintf(&b, "  "+format+"\n", args...) }
	for _, p := range d.People {
		if p.Standing != Ready || p.IsAway(s.now) || p.Bounced != "" {
			add("%s is %s%s", s.name(p.ID), p.Standing, map[bool]string{true: ", away until " + p.Away.Format("2 Jan"), false: ""}[p.IsAway(s.now)])
		}
	}
	for _, p := range d.Pairs {
		add("pair %s with %s: %s", s.name(p.People[Mentor]), s.name(p.People[Mentee]), p.Status)
	}
	for _, v := range d.Sessions {
		when := ""
		if !v.Slot.IsZero() {
			when = ", " + v.Slot.Start.In(s.policy.Zone()).Format("Mon 2 Jan 15:04")
		}
		add("session %d: %s%s", v.N, v.Status, when)
	}
	for _, a := range d.Surveys {
		add("kept: survey %s, question %d: %d %s", a.Survey, a.N, a.Number, a.Text)
	}
	for _, n := range d.Notices {
		add("to %s: %s%s", s.name(n.To), n.Kind, s.facts(n))
	}
	for _, id := range d.Erase {
		add("erase %s", s.name(id))
	}
	return b.String()
}

// facts are what a notice tells, those that a reader of transcripts wants to see.
func (s *stage) facts(n Notice) string {
	var out []string
	add := func(name, value string) {
		if value != "" && value != "0" {
			out = append(out, name+value)
		}
	}
	f := n.Facts
	add("", f.First)
	add("", f.Reason)
	if n.Again > 0 {
		add("", "again")
	}
	for _, slot := range f.Slots {
		add("", slot.Start.In(s.policy.Zone()).Format("Mon 2 Jan 15:04"))
	}
	if !f.Slot.IsZero() && f.Slots == nil {
		add("", f.Slot.Start.In(s.policy.Zone()).Format("Mon 2 Jan 15:04"))
	}
	if f.Invitation != nil {
		add("", fmt.Sprintf("%s sequence %d", f.Invitation.Method, f.Invitation.Sequence))
	}
	if !f.Until.IsZero() {
		add("until ", f.Until.In(s.policy.Zone()).Format("2 Jan"))
	}
	for _, note := range f.Notes {
		add("", note)
	}
	for _, line := range f.Draft {
		add("", fmt.Sprintf("%d. %s mentors %s", line.N, line.Mentor, line.Mentee))
	}
	if len(f.Words) > 90 {
		f.Words = f.Words[:90] + "…"
	}
	add("", f.Words)
	add("missing ", strings.Join(f.Missing, ", "))
	if len(out) == 0 {
		return ""
	}
	return ": " + strings.Join(out, "; ")
}

// name is how a transcript calls somebody.
func (s *stage) name(id PersonID) string {
	p, ok := s.scene.People[id]
	if id == Coordinator || id == Concerns || !ok || p.Email == "" || strings.HasSuffix(p.Email, "@x.example") && string(id)+"@x.example" == p.Email {
		return string(id)
	}
	if strings.HasPrefix(p.Email, "erased-") {
		return "the erased"
	}
	return p.Email
}
