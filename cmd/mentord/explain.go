package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"mentord/calendar"
	"mentord/cmd/mentord/daemon"
	"mentord/mailer/letter"
	"mentord/pairing"
	"mentord/pairing/reply"
	"mentord/store"
)

// explainCommand says what mentord makes of a mail: what it cut away and why,
// each act with its words, and what would follow. Nothing of it is done.
func explainCommand(ctx context.Context, args []string, out, progress io.Writer) error {
	f := flags("explain", progress)
	config := f.String("config", "", "the coordinator's file: the mail is read as one to that program")
	kind := f.String("asked", "", "with no config: the kind of letter that is answered")
	asJSON := f.Bool("json", false, "as JSON, and nothing else")
	if err := parse(f, args, 1); err != nil {
		return err
	}
	x, err := explain(ctx, f.Arg(0), *config, *kind)
	if err != nil {
		return err
	}
	if *asJSON {
		e := json.NewEncoder(out)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		return e.Encode(x)
	}
	printExplanation(out, x)
	return nil
}

func explain(ctx context.Context, name, config, kind string) (x daemon.Explanation, err error) {
	raw, err := os.ReadFile(name)
	isFile := err == nil
	if err != nil && (config == "" || !errors.Is(err, fs.ErrNotExist) || strings.HasSuffix(name, ".eml")) {
		return x, fmt.Errorf("read the mail: %w", err)
	}
	if kind != "" {
		if config != "" {
			return x, fmt.Errorf("--asked is for mails without a program: %w", errUsage)
		}
		return daemon.ExplainWords(raw, reply.Asked{Kind: reply.QuestionKind(kind), Sent: time.Now(), Zone: time.Local, Length: 45 * time.Minute}), nil
	}
	d, closeAll, err := explaining(ctx, config)
	if err != nil {
		return x, err
	}
	defer closeAll()
	if isFile {
		return d.Explain(ctx, raw, time.Now())
	}
	return d.ExplainStored(ctx, name, time.Now())
}

// explaining opens the program of the config, or an empty one of defaults.
func explaining(ctx context.Context, config string) (*daemon.Daemon, func(), error) {
	log := slog.New(slog.DiscardHandler)
	if config != "" {
		c, err := readConfig(config)
		if err != nil {
			return nil, nil, err
		}
		return open(ctx, c, log)
	}
	dir, err := os.MkdirTemp("", "mentord-explain")
	if err != nil {
		return nil, nil, err
	}
	s, err := store.Open(ctx, store.Options{Path: filepath.Join(dir, "empty.db"), Program: "explain"}, time.Now(), newSecret)
	if err != nil {
		os.RemoveAll(dir)
		return nil, nil, err
	}
	policy := pairing.Defaults()
	policy.Calendar = calendar.Defaults()
	d := daemon.New(daemon.Setup{Policy: policy, Letter: letter.Defaults(), Store: s, Logger: log,
		Sender: letter.Sender{Name: "mentord", Mailbox: "mentoring@example.org", Program: instance(s), Zone: policy.Zone()}})
	return d, func() { s.Close(); os.RemoveAll(dir) }, nil
}

func printExplanation(out io.Writer, x daemon.Explanation) {
	fmt.Fprintf(out, "from      %s\nsubject   %s\n", x.From, x.Subject)
	for _, row := range [][2]string{{"mail", x.Mail}, {"class", x.Class}, {"writer", x.Writer}, {"became", x.Before}} {
		if row[1] != "" {
			fmt.Fprintf(out, "%-9s %s\n", row[0], row[1])
		}
	}
	for _, q := range x.Asked {
		fmt.Fprintf(out, "asked     %d. %s (%s)\n", q.N, q.Text, q.Kind)
	}
	section(out, "what the person typed")
	for _, p := range x.Words {
		if p.Below != "" {
			fmt.Fprintf(out, "  below %q\n", p.Below)
		}
		fmt.Fprintf(out, "%s\n", shifted(p.Words, "  | "))
	}
	section(out, "what was cut away")
	for _, c := range x.Cuts {
		fmt.Fprintf(out, "  %s\n%s\n", c.Why, shifted(c.Text, "  - "))
	}
	section(out, "what it says")
	for _, a := range x.Acts {
		question := ""
		if a.Question > 0 {
			question = fmt.Sprintf(" (question %d)", a.Question)
		}
		fmt.Fprintf(out, "  %s %s%s, %s\n%s\n", a.Act, a.Value, question, a.Sure, shifted(a.Words, "  « "))
	}
	if x.Outcome == "" && len(x.Follows) == 0 {
		return
	}
	section(out, "what would follow: "+x.Outcome)
	for _, f := range x.Follows {
		fmt.Fprintf(out, "  %s\n", f)
	}
}

func section(out io.Writer, title string) { fmt.Fprintf(out, "\n%s\n", title) }

// shifted puts the sign before each line, and leaves out what is too long to read.
func shifted(text, sign string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	if len(lines) > 12 {
		lines = append(lines[:10:10], fmt.Sprintf("… and %d lines more", len(lines)-10))
	}
	return sign + strings.Join(lines, "\n"+sign)
}
