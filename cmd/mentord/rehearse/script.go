package rehearse

import (
	"fmt"
	"io"
	"time"
)

// A Script is what happened, in order, as a person can read it.
type Script struct{ lines []line }

type line struct {
	at        time.Time
	who, what string
}

func (s *Script) add(at time.Time, who, what string) { s.lines = append(s.lines, line{at, who, what}) }

// WriteTo writes the timeline, a line an event, days apart.
func (s *Script) WriteTo(w io.Writer) (int64, error) {
	var total int64
	day := ""
	for _, l := range s.lines {
		var n int
		var err error
		if d := l.at.Format("Mon 2 Jan 2006"); d != day {
			day = d
			n, err = fmt.Fprintf(w, "\n%s\n", d)
			total += int64(n)
			if err != nil {
				return total, err
			}
		}
		n, err = fmt.Fprintf(w, "  %s  %-16s %s\n", l.at.Format("15:04"), l.who, l.what)
		total += int64(n)
		if err != nil {
			return total, err
		}
	}
	return total, nil
}
