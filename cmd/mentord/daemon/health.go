package daemon

import (
	"fmt"
	"slices"
	"sync"
	"time"

	"mentord/mailer"
)

// A Part is something that the daemon depends on.
type Part string

// The parts.
const (
	Mailbox Part = "mailbox" // the IMAP server
	Letters Part = "letters" // the SMTP server
	Storage Part = "store"
)

// patience is how long a part may fail before it counts as broken: servers restart.
const patience = 10 * time.Minute

// maxRound is how long one round of the loop may take before it counts as stuck.
const maxRound = 15 * time.Minute

// Health is how the daemon does. Any goroutine may ask; the zero value is well.
type Health struct {
	mu     sync.Mutex
	failed map[Part]failure
	round  time.Time // when the round that is running began; zero between two
	counts map[string]int
}

type failure struct {
	since time.Time
	why   string
}

// note takes down how a part did just now.
func (h *Health) note(part Part, now time.Time, err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if err == nil {
		delete(h.failed, part)
		return
	}
	if h.failed == nil {
		h.failed, h.counts = map[Part]failure{}, map[string]int{}
	}
	f, ok := h.failed[part]
	if !ok {
		f.since = now
	}
	f.why = err.Error()
	h.failed[part] = f
	h.counts[string(part)]++
}

// working notes that a round begins, or with the zero time that it has ended.
func (h *Health) working(since time.Time) {
	h.mu.Lock()
	h.round = since
	h.mu.Unlock()
}

// Report is what is wrong, a line each; none when all is well. Without a working store
// nothing is taken and nothing sent, so that is told at once; servers may be away for a
// while.
func (h *Health) Report(now time.Time) (wrong []string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for part, f := range h.failed {
		if part == Storage || now.Sub(f.since) >= patience {
			wrong = append(wrong, fmt.Sprintf("%s: fails since %s: %s", part, f.since.UTC().Format(time.RFC3339), mailer.Masked(f.why)))
		}
	}
	if !h.round.IsZero() && now.Sub(h.round) > maxRound {
		wrong = append(wrong, fmt.Sprintf("loop: one round takes since %s", h.round.UTC().Format(time.RFC3339)))
	}
	slices.Sort(wrong)
	return wrong
}

// Alive reports whether the loop goes round; a watchdog restarts a daemon that does not.
func (h *Health) Alive(now time.Time) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.round.IsZero() || now.Sub(h.round) <= maxRound
}

// Errors counts the failures of each part since the start.
func (h *Health) Errors() map[string]int {
	h.mu.Lock()
	defer h.mu.Unlock()
	out := map[string]int{}
	for _, p := range []Part{Mailbox, Letters, Storage} {
		out[string(p)] = h.counts[string(p)]
	}
	return out
}
