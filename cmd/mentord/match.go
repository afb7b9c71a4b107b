package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"mentord/cmd/mentord/roster"
	"mentord/pairing"
)

// matchCommand drafts who would go with whom from a roster, and sends nothing.
func matchCommand(_ context.Context, args []string, out, progress io.Writer) error {
	f := flags("match", progress)
	file := f.String("people", "", "the roster")
	config := f.String("config", "", "the coordinator's file, for its rules and zone")
	asCSV := f.Bool("csv", false, "write the draft as CSV")
	asJSON := f.Bool("json", false, "write the draft as JSON")
	if err := parse(f, args, 0); err != nil {
		return err
	}
	if *file == "" || *asCSV && *asJSON {
		return fmt.Errorf("--people FILE.csv is wanted, and at most one of --csv and --json: %w", errUsage)
	}
	policy := pairing.Defaults()
	if *config != "" {
		c, err := readConfig(*config)
		if err != nil {
			return err
		}
		policy = c.policy()
	}
	r, err := os.Open(*file)
	if err != nil {
		return err
	}
	defer r.Close()
	imported, err := roster.Read(r, *file, policy.Zone())
	if err != nil {
		return err
	}
	var people []pairing.Person
	for _, i := range imported {
		people = append(people, pairing.Person{ID: pairing.PersonID(strings.ToLower(i.Address)), Name: i.Name, Email: i.Address, Standing: pairing.Ready, Profile: i.Profile})
	}
	draft := policy.Draft(people, time.Now())
	switch {
	case *asCSV:
		return draftCSV(out, draft)
	case *asJSON:
		return draftJSON(out, draft)
	}
	return draftTable(out, draft, len(people))
}

func draftTable(out io.Writer, d pairing.Draft, people int) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for i, p := range d.Pairs {
		fmt.Fprintf(w, "%d\t%s\t%s\t%d\t%s\n", i+1, p.Mentor.FullName(), p.Mentee.FullName(), p.Score, strings.Join(p.Why, "; "))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if len(d.Unmatched) > 0 {
		fmt.Fprintln(out, "\nWithout a pair:")
		for _, u := range d.Unmatched {
			fmt.Fprintf(w, "  %s\t%s\t%s\tWhat would change it: %s\n", u.Person.FullName(), u.Role, u.Why, u.Change)
		}
		if err := w.Flush(); err != nil {
			return err
		}
	}
	for i, note := range d.Notes {
		fmt.Fprint(out, strings.Repeat("\n", max(0, 1-i)), note, "\n")
	}
	_, err := fmt.Fprintf(out, "\nPeople %d, pairs %d: %d with their first goal, %d with any. Total score %d, worst pair %d, best possible 1000 each.\nNothing was sent.\n", people, len(d.Pairs), d.First, d.Goals, d.Total, d.Worst)
	return err
}

func draftCSV(out io.Writer, d pairing.Draft) error {
	w := csv.NewWriter(out)
	rows := [][]string{{"pair", "mentor", "mentee", "score", "why"}}
	for i, p := range d.Pairs {
		rows = append(rows, []string{strconv.Itoa(i + 1), p.Mentor.Email, p.Mentee.Email, strconv.Itoa(p.Score), strings.Join(p.Why, "; ")})
	}
	for _, u := range d.Unmatched {
		row := []string{"", "", "", "", u.Why}
		row[1+map[pairing.Role]int{pairing.MenteeRole: 1}[u.Role]] = u.Person.Email
		rows = append(rows, row)
	}
	return w.WriteAll(rows)
}

func draftJSON(out io.Writer, d pairing.Draft) error {
	type pair struct {
		Mentor string   `json:"mentor"`
		Mentee string   `json:"mentee"`
		Score  int      `json:"score"`
		Why    []string `json:"why"`
	}
	type one struct {
		Person string       `json:"person"`
		Role   pairing.Role `json:"role"`
		Why    string       `json:"why"`
		Change string       `json:"what_would_change_it"`
	}
	doc := struct {
		Pairs     []pair   `json:"pairs"`
		Unmatched []one    `json:"unmatched"`
		Total     int      `json:"total"`
		Worst     int      `json:"worst"`
		Goals     int      `json:"share_a_goal"`
		First     int      `json:"share_the_first_goal"`
		Notes     []string `json:"notes"`
	}{Pairs: []pair{}, Unmatched: []one{}, Total: d.Total, Worst: d.Worst, Goals: d.Goals, First: d.First, Notes: append([]string{}, d.Notes...)}
	for _, p := range d.Pairs {
		doc.Pairs = append(doc.Pairs, pair{p.Mentor.Email, p.Mentee.Email, p.Score, p.Why})
	}
	for _, u := range d.Unmatched {
		doc.Unmatched = append(doc.Unmatched, one{u.Person.Email, u.Role, u.Why, u.Change})
	}
	e := json.NewEncoder(out)
	e.SetIndent("", "  ")
	return e.Encode(doc)
}
