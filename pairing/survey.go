package pairing

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"mentord/calendar"
	"mentord/pairing/reply"
)

// A Survey is one [[survey]] table: questions put to both people of a pair at
// one point of their time together.
type Survey struct {
	When      string           `toml:"when"` // "start", "middle", "end", or a time after the start: "30 days"
	Questions []SurveyQuestion `toml:"question"`
}

// A SurveyQuestion is one [[survey.question]].
type SurveyQuestion struct {
	Ask  string `toml:"ask"`
	Kind string `toml:"kind"` // "1-5", "0-10", "yes/no" or "text"
}

var surveyKinds = map[string]reply.QuestionKind{
	"1-5": reply.Rating5, "0-10": reply.NPS, "yes/no": reply.YesNo, "text": reply.FreeText,
}

// DefaultSurveys measure guidance, skills, network, confidence and perspective
// at the start, in the middle and at the end, so that the change shows.
func DefaultSurveys() []Survey {
	five := []SurveyQuestion{
		{"How much guidance do you have for the decisions in front of you?", "1-5"},
		{"How sure are you of the skills that you came to work on?", "1-5"},
		{"How well is your network able to help you?", "1-5"},
		{"How confident are you in your work?", "1-5"},
		{"How well do you see your work from other points of view?", "1-5"},
	}
	return []Survey{
		{"start", five},
		{"30 days", []SurveyQuestion{{"How is the mentoring going for you so far?", "1-5"}}},
		{"middle", append(five[:5:5], SurveyQuestion{"What should change in the second half?", "text"})},
		{"end", append(five[:5:5],
			SurveyQuestion{"How likely are you to recommend the program to a colleague?", "0-10"},
			SurveyQuestion{"What will you remember of it?", "text"})},
	}
}

// At is when the survey is due for a pair that runs from start to end.
func (s Survey) At(start, end time.Time) time.Time {
	switch s.When {
	case "start":
		return start.AddDate(0, 0, 3)
	case "middle":
		return start.Add(end.Sub(start) / 2)
	case "end":
		return end
	}
	p, err := calendar.ParsePeriod(s.When)
	if err != nil {
		return end
	}
	return p.After(start)
}

// Check says what is wrong with the survey and what to write instead.
func (s Survey) Check() error {
	switch s.When {
	case "start", "middle", "end":
	default:
		if _, err := calendar.ParsePeriod(s.When); err != nil {
			return fmt.Errorf("survey.when = %q: write \"start\", \"middle\", \"end\" or a time after the start as in \"30 days\"", s.When)
		}
	}
	if len(s.Questions) == 0 || len(s.Questions) > 20 {
		return fmt.Errorf("survey %q has %d questions: write 1 to 20 [[survey.question]] tables", s.When, len(s.Questions))
	}
	for _, q := range s.Questions {
		if _, ok := surveyKinds[q.Kind]; !ok {
			return fmt.Errorf("survey.question.kind = %q: write \"1-5\", \"0-10\", \"yes/no\" or \"text\"", q.Kind)
		}
		if strings.TrimSpace(q.Ask) == "" {
			return fmt.Errorf("a question of survey %q has no ask: write what it asks", s.When)
		}
	}
	return nil
}

// items are the questions as a letter numbers them.
func (s Survey) items() []reply.Question {
	var out []reply.Question
	for i, q := range s.Questions {
		out = append(out, reply.Question{N: i + 1, Kind: surveyKinds[q.Kind], Text: q.Ask})
	}
	return out
}

// A SurveyAnswer is one answer to one question, kept for the sums.
type SurveyAnswer struct {
	Survey string
	N      int
	Kind   reply.QuestionKind
	Person PersonID
	Pair   PairID
	Number int
	Text   string
}

// A SurveySum is what all answers to one question come to, survey by survey.
type SurveySum struct {
	Ask   string  `json:"ask"`
	Top   float64 `json:"top"` // the best rating
	Means []Mean  `json:"means"`
}

// A Mean is that of the answers in one survey.
type Mean struct {
	Survey string  `json:"survey"`
	Count  int     `json:"count"`
	Mean   float64 `json:"mean"`
}

// FewAnswers is how many answers there must be before their mean is shown, so that
// nobody's answer can be told from it.
const FewAnswers = 5

// Sums puts together what the surveys asked for a rating of, a question that
// several of them ask only once.
func (p Policy) Sums(mean func(survey string, n int) (count int, mean float64)) (out []SurveySum) {
	for _, s := range p.Surveys {
		for i, q := range s.Questions {
			top, rated := map[string]float64{"1-5": 5, "0-10": 10}[q.Kind]
			if !rated {
				continue
			}
			count, m := mean(s.When, i+1)
			if count < FewAnswers {
				continue
			}
			k := slices.IndexFunc(out, func(x SurveySum) bool { return x.Ask == q.Ask && x.Top == top })
			if k < 0 {
				k, out = len(out), append(out, SurveySum{Ask: q.Ask, Top: top})
			}
			out[k].Means = append(out[k].Means, Mean{s.When, count, m})
		}
	}
	return out
}
