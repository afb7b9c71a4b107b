package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"

	"mentord/cmd/mentord/rehearse"
	"mentord/cmd/mentord/roster"
)

// rehearseCommand plays a cohort and shows what happened.
func rehearseCommand(ctx context.Context, args []string, out, progress io.Writer) error {
	f := flags("rehearse", progress)
	seed := f.Uint64("seed", 1, "repeats a rehearsal exactly")
	dir := f.String("out", "", "folder for every mailbox as .eml files, and the timeline")
	asJSON := f.Bool("json", false, "the summary as JSON, and nothing else")
	config := f.String("config", "", "the coordinator's own file")
	people := f.String("people", "", "the coordinator's own roster")
	crowd := f.Int("crowd", 42, "people beside the cast of eighteen")
	if err := parse(f, args, 0); err != nil {
		return err
	}
	o := rehearse.Options{Seed: *seed, Crowd: max(0, *crowd), Out: *dir, Progress: bar(progress)}
	if *config != "" {
		c, err := readConfig(*config)
		if err != nil {
			return err
		}
		o.Policy, o.Letter = c.policy(), c.Letter
	}
	if *people != "" {
		file, err := os.Open(*people)
		if err != nil {
			return err
		}
		defer file.Close()
		if o.People, err = roster.Read(file, *people, o.Policy.Zone()); err != nil {
			return err
		}
	}
	r, err := rehearse.Run(ctx, o)
	if err != nil {
		return err
	}
	fmt.Fprintln(progress)
	if *asJSON {
		return json.NewEncoder(out).Encode(r.Summary)
	}
	if _, err := r.Script.WriteTo(out); err != nil {
		return err
	}
	r.Summary.Print(out)
	if *dir != "" {
		fmt.Fprintf(out, "every mailbox is in %s\n", *dir)
	}
	return nil
}

// isTerminal reports whether a person watches what is written there.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// bar shows how far the play is, and which day it is in it.
func bar(w io.Writer) func(float64, time.Time) {
	b := progressbar.NewOptions(1000, progressbar.OptionSetWriter(w), progressbar.OptionSetWidth(30),
		progressbar.OptionSetVisibility(isTerminal(w)), progressbar.OptionSetElapsedTime(false), progressbar.OptionSetPredictTime(false), progressbar.OptionThrottle(100*time.Millisecond))
	last := -1
	return func(done float64, now time.Time) {
		if n := int(done * 1000); n != last {
			last = n
			b.Describe("rehearsing, " + now.Format("2 Jan 2006"))
			_ = b.Set(n) // what a progress bar cannot show is nobody's loss
		}
	}
}
