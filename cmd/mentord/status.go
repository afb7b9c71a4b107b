package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"mentord/store"
)

// statusCommand counts what is in the store. It shows no names and no words of
// anybody.
func statusCommand(ctx context.Context, args []string, out, progress io.Writer) error {
	c, _, err := configFlag("status", args, 0, progress)
	if err != nil {
		return err
	}
	s, err := store.Open(ctx, c.Store, time.Now(), newSecret)
	if err != nil {
		return err
	}
	defer s.Close()
	var counts store.Counts
	err = s.View(ctx, time.Now(), func(t *store.Tx) (err error) {
		counts, err = t.Counts()
		return err
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s\n", c.Program.Name)
	for _, row := range []struct {
		name string
		n    map[string]int
	}{{"people", counts.People}, {"pairs", counts.Pairs}, {"sessions", counts.Sessions}, {"letters", counts.Outbox}, {"mails", counts.Mails}} {
		fmt.Fprintf(out, "%-10s %s\n", row.name, tally(row.n))
	}
	queue := counts.Questions["queue"]
	delete(counts.Questions, "queue")
	fmt.Fprintf(out, "%-10s %s\n", "open", tally(counts.Questions))
	fmt.Fprintf(out, "%-10s %d waiting for the coordinator\n", "queue", queue)
	return nil
}

// tally writes counts as in "12: ready 10, invited 2".
func tally(n map[string]int) string {
	sum := 0
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(n)) {
		sum += n[name]
		label := name
		if label == "" {
			label = "not decided yet"
		}
		parts = append(parts, fmt.Sprintf("%s %d", label, n[name]))
	}
	if sum == 0 {
		return "none"
	}
	return fmt.Sprintf("%d: %s", sum, strings.Join(parts, ", "))
}
