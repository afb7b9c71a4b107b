// Command matchbench solves one instance file of the benchmark and prints one
// line of JSON, as the peers that it is measured against do.
package main

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"syscall"
	"time"

	"mentord/pairing/match"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: matchbench FILE")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Stdout); err != nil {
		fmt.Fprintf(os.Stderr, "matchbench: %s: %v\n", os.Args[1], err)
		os.Exit(1)
	}
}

// A line is what is printed; times in milliseconds, memory in megabytes.
type line struct {
	Solver  string  `json:"solver"`
	Inst    string  `json:"inst"`
	Build   float64 `json:"build_ms"`
	Solve   float64 `json:"solve_ms"`
	CPU     float64 `json:"cpu_ms"`
	RSS     float64 `json:"rss_mb"`
	Matched int     `json:"matched"`
	Score   int64   `json:"score"`
}

func run(file string, out io.Writer) error {
	in, err := read(file)
	if err != nil {
		return err
	}
	start, cpu := time.Now(), used()
	g, err := match.NewGraph(in.places, in.start, in.mentors, in.scores)
	if err != nil {
		return err
	}
	seats := g.Solve()
	l := line{Solver: "mentord", Inst: file, Solve: ms(time.Since(start)), CPU: ms(used() - cpu)}
	for i, m := range seats {
		if m == match.Unseated {
			continue
		}
		l.Matched++
		for k := in.start[i]; k < in.start[i+1]; k++ {
			if in.mentors[k] == m {
				l.Score += int64(in.scores[k])
				break
			}
		}
	}
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err == nil {
		l.RSS = float64(r.Maxrss) / 1024
	}
	return json.NewEncoder(out).Encode(l)
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// used is the processor's time so far.
func used() time.Duration {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		return 0
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

// An instance is what the file holds, row behind row.
type instance struct {
	places, start, mentors []uint32
	scores                 []uint16
}

func read(file string) (in instance, err error) {
	f, err := os.Open(file)
	if err != nil {
		return in, err
	}
	defer f.Close()
	r := bufio.NewReaderSize(f, 1<<20)
	var head struct {
		Magic            [8]byte
		Mentees, Mentors uint32
		Edges            uint64
	}
	if err := binary.Read(r, binary.LittleEndian, &head); err != nil {
		return in, err
	}
	if head.Mentees > match.MaxSide || head.Mentors > match.MaxSide || head.Edges > 1<<32-1 {
		return in, fmt.Errorf("%d mentees, %d mentors and %d edges are more than can be solved", head.Mentees, head.Mentors, head.Edges)
	}
	in.places, in.start = make([]uint32, head.Mentors), make([]uint32, head.Mentees+1)
	in.mentors, in.scores = make([]uint32, head.Edges), make([]uint16, head.Edges)
	switch string(head.Magic[:]) {
	case "PAIR0001":
		for _, part := range [][]uint32{in.places, in.start, in.mentors} {
			if err := words(r, part); err != nil {
				return in, err
			}
		}
	case "PAIRD001": // everybody with everybody
		for m := range in.places {
			in.places[m] = 1
		}
		for i := range in.start {
			in.start[i] = uint32(i) * head.Mentors
		}
		for k := range in.mentors {
			in.mentors[k] = uint32(k) % head.Mentors
		}
	default:
		return in, fmt.Errorf("%q is no instance", head.Magic)
	}
	raw := make([]byte, 2*len(in.scores))
	if _, err := io.ReadFull(r, raw); err != nil {
		return in, err
	}
	for i := range in.scores {
		in.scores[i] = binary.LittleEndian.Uint16(raw[2*i:])
	}
	return in, nil
}

// words reads numbers of four octets.
func words(r io.Reader, into []uint32) error {
	raw := make([]byte, 4*min(len(into), 1<<20))
	for len(into) > 0 {
		n := min(len(into), 1<<20)
		if _, err := io.ReadFull(r, raw[:4*n]); err != nil {
			return err
		}
		for i := range n {
			into[i] = binary.LittleEndian.Uint32(raw[4*i:])
		}
		into = into[n:]
	}
	return nil
}
