package letter

import (
	"bytes"
	"fmt"
	"strings"
	"text/template"
	"time"

	"mentord/calendar"
	"mentord/pairing"
	"mentord/pairing/reply"
)

// An Asked is one numbered question of a letter, so that its answer can be
// brought back to the question it belongs to.
type Asked struct {
	N        int                `json:"n"`
	Question pairing.QuestionID `json:"question"`
	Item     int                `json:"item"` // within a check-in or survey
	Kind     reply.QuestionKind `json:"kind"`
	Text     string             `json:"text"`
}

// A page is the text of a letter in the making.
type page struct {
	Letter
	numbered bool
	asked    []Asked
	current  pairing.Notice
	chart    []byte // PNG, or nil
}

// chartName is what the picture in a letter is called, and its Content-ID.
const chartName = "chart.png"

// view is what a template sees: the facts of its notice, and whom it speaks to.
type view struct {
	pairing.Facts
	Program     string
	Coordinator string
	You         string
	Again       int
	Old         *calendar.Slot
	Slot        *calendar.Slot
	Until       *time.Time
	Link        string
	From, To    *time.Time // of a pair
	Average     int        // of a draft's scores
}

// text gives the subject and the body of the letter, without greeting and footer.
func (p *page) text() (subject, body string, err error) {
	items := 0
	for _, n := range p.Notices {
		if q, ok := p.Questions[n.Ask]; ok {
			items += max(1, len(q.Items))
		}
	}
	p.numbered = items > 1
	var blocks []string
	for _, n := range p.Notices {
		n.Facts = shown(n.Facts)
		p.current = n
		s, b, err := p.block(n)
		if err != nil {
			return "", "", err
		}
		if subject == "" && n.Urgency != pairing.Alongway {
			subject = s
		}
		blocks = append(blocks, b)
	}
	if subject == "" {
		subject = p.Sender.Name
	}
	return subject, strings.Join(blocks, "\n\n"), nil
}

// block renders one notice by its template.
func (p *page) block(n pairing.Notice) (subject, body string, err error) {
	source, err := p.Sender.Templates.source(n.Kind)
	if err != nil {
		return "", "", err
	}
	t, err := template.New(string(n.Kind)).Funcs(p.funcs()).Parse(source)
	if err != nil {
		return "", "", fmt.Errorf("letter %s: %w", n.Kind, err)
	}
	v := view{Facts: n.Facts, Program: p.Sender.Name, Coordinator: p.Sender.Coordinator, You: name(p.To.First()), Again: n.Again,
		Link: p.place(n.Facts), Average: n.Facts.Total / max(1, len(n.Facts.Draft))}
	if !n.Facts.Slot.IsZero() {
		v.Slot, v.From, v.To = &n.Facts.Slot, &n.Facts.Slot.Start, &n.Facts.Slot.End
	}
	if !n.Facts.Old.IsZero() {
		v.Old = &n.Facts.Old
	}
	if !n.Facts.Until.IsZero() {
		v.Until = &n.Facts.Until
	}
	var out bytes.Buffer
	if err := t.Execute(&out, v); err != nil {
		return "", "", fmt.Errorf("letter %s: %w", n.Kind, err)
	}
	head, rest, _ := strings.Cut(out.String(), "\n")
	subject = atMost(forHeader(oneLine(strings.TrimPrefix(head, "Subject: "))), maxSubject)
	return subject, tidy(rest), nil
}

// place is where a pair meets: its own room, else the program's for it, else
// what the two agreed in words.
func (p *page) place(f pairing.Facts) string {
	if p.Sender.Link == "" || strings.HasPrefix(f.Link, "https://") {
		return f.Link
	}
	return strings.ReplaceAll(p.Sender.Link, "{pair}", string(f.Pair))
}

// funcs are the words that templates are written with.
func (p *page) funcs() template.FuncMap {
	return template.FuncMap{
		"ask":   p.ask,
		"items": p.items,
		"when":  func(s any) string { return calendar.Say(slotOf(s), p.Zone) },
		"short": func(s any) string { return slotOf(s).Start.In(p.Zone).Format("Mon 2 Jan, 15:04") },
		"day":   func(t any) string { return calendar.SayDay(timeOf(t), p.Zone) },
		"theirs": func(s any, zone, who string) string {
			z := calendar.Zone(zone, p.Sender.Zone)
			if slot := slotOf(s); slot.Start.In(z).Format("15:04 Mon") != slot.Start.In(p.Zone).Format("15:04 Mon") {
				return "\n   For " + who + " that is " + slot.Start.In(z).Format("Mon 15:04") + " (" + calendar.City(z) + ")."
			}
			return ""
		},
		"slots":   p.slots,
		"inc":     func(n int) int { return n + 1 },
		"list":    func(words []string) string { return strings.Join(words, " and ") },
		"profile": profile,
		"form":    func() string { return form },
		"quote": func(words string) string {
			return "   " + strings.ReplaceAll(strings.TrimSpace(words), "\n", "\n   ")
		},
	}
}

func slotOf(v any) calendar.Slot {
	switch s := v.(type) {
	case calendar.Slot:
		return s
	case *calendar.Slot:
		if s != nil {
			return *s
		}
	}
	return calendar.Slot{}
}

func timeOf(v any) time.Time {
	switch t := v.(type) {
	case time.Time:
		return t
	case *time.Time:
		if t != nil {
			return *t
		}
	}
	return time.Time{}
}

// ask writes the notice's question, numbered if the letter has several.
func (p *page) ask(text string) string {
	q, ok := p.Questions[p.current.Ask]
	if !ok {
		return text
	}
	return p.number(Asked{Question: q.ID, Item: 1, Kind: q.Kind, Text: text})
}

// items writes the questions of a check-in or survey.
func (p *page) items() string {
	var out []string
	for _, item := range p.Questions[p.current.Ask].Items {
		text := item.Text
		switch {
		case item.Kind == reply.Rating5 && !strings.Contains(text, "1"):
			text += " (1 not at all, 5 very much)"
		case item.Kind == reply.NPS:
			text += " (0 to 10)"
		}
		out = append(out, p.number(Asked{Question: p.current.Ask, Item: item.N, Kind: item.Kind, Text: text}))
	}
	return strings.Join(out, "\n")
}

func (p *page) number(a Asked) string {
	a.N = len(p.asked) + 1
	p.asked = append(p.asked, a)
	if p.numbered {
		return fmt.Sprintf("%d. %s", a.N, a.Text)
	}
	return a.Text
}

func (p *page) slots(slots []calendar.Slot) string {
	zone := calendar.Zone(p.current.Facts.Zone, p.Sender.Zone)
	var out []string
	for i, s := range slots {
		line := fmt.Sprintf("   %d) %s", i+1, calendar.Say(s, p.Zone))
		if theirs := s.Start.In(zone).Format("15:04"); theirs != s.Start.In(p.Zone).Format("15:04") {
			line += ", " + theirs + " for " + p.current.Facts.First
		}
		out = append(out, line)
	}
	return strings.Join(out, "\n")
}

// form is what reply reads back line by line.
const form = `Role (mentor, mentee or both):
Goals:
Skills you can offer:
Background:
Languages:
City or time zone:
When are you usually free (days and hours):
If mentor, how many mentees at most:`

// profile writes what is known of a person, one line a field; the whole form
// with what is not known for themselves, only what is known for others.
func profile(f pairing.Profile, own bool) string {
	var out []string
	add := func(name, value, unknown string) {
		if value == "" && own {
			value = unknown
		}
		if value != "" {
			out = append(out, "   "+name+": "+atMost(oneLine(value), maxFact))
		}
	}
	if own {
		add("Role", string(f.Role), "not said yet")
	}
	if own || f.Role != pairing.MentorRole {
		if f.Role != pairing.MentorRole || f.Goals != "" {
			add("Goals", f.Goals, "not said yet")
		}
	}
	if f.Role != pairing.MenteeRole || f.Skills != "" {
		add("Skills", f.Skills, "not said yet")
	}
	add("Background", f.Background, "")
	add("Languages", strings.Join(f.Languages, ", "), "")
	if f.Zone != "" {
		add("Time zone", calendar.City(calendar.Zone(f.Zone, time.UTC)), "")
	} else {
		add("Time zone", "", "that of the program")
	}
	if own {
		add("Usually free", f.Availability.String(), "office hours")
		if f.Role == pairing.MentorRole || f.Role == pairing.BothRoles {
			add("Mentees at most", fmt.Sprint(max(1, f.Capacity)), "")
		}
	}
	return strings.Join(out, "\n")
}

// tidy joins runs of blank lines that conditions in templates leave behind.
func tidy(text string) string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimRight(line, " \t")
		if line == "" && (len(out) == 0 || out[len(out)-1] == "") {
			continue
		}
		out = append(out, line)
	}
	return strings.TrimSpace(strings.Join(out, "\n"))
}
