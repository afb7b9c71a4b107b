package fit

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"mentord/calendar"
)

// people are made-up rosters: three to six things each, the popular ones far more
// often (Zipf), in any of their synonyms; hours on two to four days in one of six
// zones; one to two of five languages; a level and a department.
func people(mentees, mentors int, seed uint64) (a, b []One) {
	lots := rand.New(rand.NewPCG(seed, 1))
	var things [][]string
	for line := range strings.Lines(commonSynonyms) {
		if !strings.HasPrefix(line, "#") {
			same, _, _ := strings.Cut(strings.TrimSpace(line), "~")
			things = append(things, strings.Split(same, "="))
		}
	}
	for i := range 120 { // and what no list of synonyms knows
		things = append(things, []string{fmt.Sprintf("speciality%c%c", 'a'+i/26, 'a'+i%26)})
	}
	lots.Shuffle(len(things), func(i, j int) { things[i], things[j] = things[j], things[i] })
	zipf := rand.NewZipf(lots, 1.2, 8, uint64(len(things)-1))
	text := func() string {
		var out []string
		for range 3 + lots.IntN(4) {
			names := things[zipf.Uint64()]
			out = append(out, strings.TrimSpace(names[lots.IntN(len(names))]))
		}
		return strings.Join(out, ", ")
	}
	monday := time.Date(2027, 1, 4, 0, 0, 0, 0, time.UTC)
	one := func(role string, i int) One {
		var windows []calendar.Window
		zone := time.Duration([]int{-8, -5, 0, 1, 2, 5}[lots.IntN(6)]) * time.Hour
		for range 2 + lots.IntN(3) {
			from := monday.AddDate(0, 0, lots.IntN(5)).Add(time.Duration(8+lots.IntN(8))*time.Hour - zone)
			windows = append(windows, calendar.Window{Start: from, End: from.Add(time.Duration(1+lots.IntN(4)) * time.Hour)})
		}
		tongues := []string{"English", "English", "English", "German", "Spanish", "French", "Portuguese"}
		return One{Key: fmt.Sprint(role, i), Hours: HoursOf(windows, monday), Level: 1 + lots.IntN(9), Department: fmt.Sprint("d", lots.IntN(20)),
			Languages: slices.Compact([]string{tongues[lots.IntN(7)], tongues[lots.IntN(3)]})}
	}
	for i := range mentees {
		x := one("mentee", i)
		x.Wants = text()
		a = append(a, x)
	}
	for i := range mentors {
		x := one("mentor", i)
		x.Offers, x.Background = text(), text()
		b = append(b, x)
	}
	return a, b
}

var rosterRules = Rules{Weights: weights, Session: 3, Step: 2, Prefer: OtherDepartment, Apart: []Same{TheManager, TheTeam}}

// recall is how many of the true best n of some mentees, or as good ones, are
// among their candidates, and the score of these against that of the best.
func recall(p *Pool, n, of int) (found, worth float64) {
	var hits, all, got, best int
	p.Candidates(n, func(i int, list []Candidate) {
		if i%max(1, len(p.mentees)/of) != 0 {
			return
		}
		truly := p.All(i)
		slices.SortFunc(truly, func(a, b Candidate) int { return b.Score - a.Score })
		truly = truly[:min(n, len(truly))]
		slices.SortFunc(list, func(a, b Candidate) int { return b.Score - a.Score })
		for k, c := range truly {
			best += c.Score
			all++
			if k < len(list) {
				got += list[k].Score
				if list[k].Score >= truly[len(truly)-1].Score {
					hits++
				}
			}
		}
	})
	return float64(hits) / float64(all), float64(got) / float64(best)
}

// The candidates of a large program are nearly all of the true best, all of them
// may be pairs, and no mentee who has a possible mentor is without any.
func TestCandidatesOfALargeProgram(t *testing.T) {
	mentees, mentors := people(2500, 2000, 3)
	p := mustPool(t, rosterRules, mentees, mentors)
	found, worth := recall(p, 30, 250)
	t.Logf("%.1f %% of the true best 30, worth %.2f %% of them", 100*found, 100*worth)
	if found < 0.95 || worth < 0.99 {
		t.Errorf("only %.1f %% of the true best 30, worth %.2f %% of them", 100*found, 100*worth)
	}
	p.Candidates(30, func(i int, list []Candidate) {
		seen := map[int]bool{}
		for _, c := range list {
			if score, ok := p.Score(i, c.Mentor); !ok || score != c.Score || seen[c.Mentor] {
				t.Fatalf("mentee %d: candidate %+v, score %d, %t", i, c, score, ok)
			}
			seen[c.Mentor] = true
		}
		if len(list) == 0 && len(p.All(i)) > 0 {
			t.Errorf("mentee %d has no candidate of %d", i, len(p.All(i)))
		}
	})
}

// BenchmarkCandidates goes from rosters to sparse candidates, 30 a mentee, and
// reports the share of the true best 30 among them and the growth of time: 1.0 if
// twice the people take twice as long.
func BenchmarkCandidates(b *testing.B) {
	var lastTime, lastSize float64
	for _, size := range []int{5000, 10_000, 20_000, 40_000} {
		mentees, mentors := people(size, size*3/10, 5)
		var p *Pool
		b.Run(fmt.Sprintf("%dx%d", size, size*3/10), func(b *testing.B) {
			for b.Loop() {
				p = mustPool(b, rosterRules, mentees, mentors)
				p.Candidates(30, func(int, []Candidate) {})
			}
			took := b.Elapsed().Seconds() / float64(b.N)
			found, worth := recall(p, 30, 100)
			b.ReportMetric(100*found, "%recall")
			b.ReportMetric(100*worth, "%worth")
			if lastTime > 0 && lastSize != float64(size) {
				b.ReportMetric(math.Log(took/lastTime)/math.Log(float64(size)/lastSize), "exponent")
			}
			lastTime, lastSize = took, float64(size)
		})
	}
}

// BenchmarkAllPairs is what Candidates is measured against: every pair compared.
func BenchmarkAllPairs(b *testing.B) {
	for _, size := range []int{5000, 10_000} {
		mentees, mentors := people(size, size*3/10, 5)
		b.Run(fmt.Sprintf("%dx%d", size, size*3/10), func(b *testing.B) {
			for b.Loop() {
				p := mustPool(b, rosterRules, mentees, mentors)
				for i := range mentees {
					p.All(i)
				}
			}
		})
	}
}
