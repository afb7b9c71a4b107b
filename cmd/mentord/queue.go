package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"mentord/mailer"
	"mentord/store"
)

// queueCommand shows what waits for a human and lets them deal with it: a mail that
// could not be decided or fetched, a letter that could not be sent, a question that the
// coordinator was written about.
func queueCommand(ctx context.Context, args []string, out, progress io.Writer) error {
	f := flags("queue", progress)
	file := f.String("config", "", "the coordinator's file")
	if err := parse(f, args, -1); err != nil {
		return err
	}
	verb, ids := "list", f.Args()
	if len(ids) > 0 {
		verb, ids = ids[0], ids[1:]
	}
	run := map[string]func(*store.Tx, store.Waiting) error{
		"show":    func(t *store.Tx, w store.Waiting) error { return showWaiting(t, w, out) },
		"rerun":   func(t *store.Tx, w store.Waiting) error { return t.Rerun(w) },
		"release": func(t *store.Tx, w store.Waiting) error { return t.Release(w) },
	}[verb]
	switch {
	case *file == "":
		return fmt.Errorf("--config FILE is missing: %w", errUsage)
	case verb == "list" && len(ids) == 0:
	case run == nil:
		return fmt.Errorf("%q is not list, show, rerun or release: %w", verb, errUsage)
	case len(ids) == 0:
		return fmt.Errorf("%s whom? mentord queue lists the ids: %w", verb, errUsage)
	}
	c, err := readConfig(*file)
	if err != nil {
		return err
	}
	s, err := store.Open(ctx, c.Store, time.Now(), newSecret)
	if err != nil {
		return err
	}
	defer s.Close()
	transaction := s.Update
	if run == nil || verb == "show" {
		transaction = s.View
	}
	return transaction(ctx, time.Now(), func(t *store.Tx) error {
		if run == nil {
			return listWaiting(t, out)
		}
		for _, id := range ids {
			w, err := t.FindWaiting(id)
			if err == nil {
				err = run(t, w)
			}
			if err != nil {
				return err
			}
			if verb != "show" {
				fmt.Fprintf(out, "%s %s: %s\n", w.Kind, w.ID, map[string]string{"rerun": "will be tried again", "release": "is off the queue"}[verb])
			}
		}
		return nil
	})
}

// listWaiting shows no words of anybody: ids, ages and reasons.
func listWaiting(t *store.Tx, out io.Writer) error {
	all, err := t.Waiting()
	if err != nil {
		return err
	}
	if len(all) == 0 {
		fmt.Fprintln(out, "Nothing waits.")
		return nil
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "KIND\tSINCE\tTRIES\tID\tWHY")
	for _, x := range all {
		fmt.Fprintf(w, "%s\t%s\t%d\t%s\t%s\n", x.Kind, x.Since.Format("2006-01-02 15:04"), x.Attempts, x.ID, cmp.Or(clean(mailer.Masked(x.Why), 100), "-"))
	}
	return w.Flush()
}

func showWaiting(t *store.Tx, w store.Waiting, out io.Writer) error {
	fmt.Fprintf(out, "%s %s, since %s, tried %d times\nwhy: %s\n", w.Kind, w.ID, w.Since.Format(time.RFC1123), w.Attempts, cmp.Or(clean(w.Why, 1000), "-"))
	if w.Person != "" {
		p, ok, err := t.PersonByID(w.Person)
		if err != nil {
			return err
		}
		if ok {
			fmt.Fprintf(out, "person: %s <%s>\n", clean(p.FullName(), 100), clean(p.Email, 200))
		}
	}
	raw := []byte(nil)
	if w.Kind == store.WaitingLetter {
		l, _, err := t.Letter(w.ID)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "to: %s\n", clean(l.Address, 200))
		raw = l.Raw
	} else if w.Mail != "" {
		m, _, err := t.Mail(w.Mail)
		if err != nil {
			return err
		}
		raw = m.Raw
	}
	if len(raw) == 0 {
		fmt.Fprintln(out, "its text is not kept here")
		return nil
	}
	m := mailer.Parse(raw)
	from := ""
	if len(m.From) > 0 {
		from = m.From[0].Email
	}
	fmt.Fprintf(out, "from: %s\nsubject: %s\n\n", clean(from, 200), clean(m.Subject, 300))
	text := strings.TrimSpace(m.Text)
	for line := range strings.Lines(text[:min(len(text), 4_000)]) {
		fmt.Fprintln(out, "  "+clean(line, 500))
	}
	return nil
}

// clean makes a line of somebody else's words harmless on a terminal.
func clean(line string, most int) string {
	line = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return -1
		}
		return r
	}, strings.ReplaceAll(line, "\t", " "))
	if runes := []rune(line); len(runes) > most {
		line = string(runes[:most]) + "…"
	}
	return strings.TrimSpace(line)
}
