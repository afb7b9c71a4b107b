// Command mentord runs a mentoring program from one mailbox.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // the program's zones do not depend on the machine's
)

const usage = `mentord runs a mentoring program from one mailbox.

Usage:
  mentord rehearse [--seed N] [--out DIR] [--json] [--config FILE] [--people FILE.csv]
        plays a whole cohort in seconds, on embedded servers and with a cast
  mentord check   --config FILE    tries the config, the servers, the store and the clock
  mentord serve   --config FILE    runs the program
  mentord import  --config FILE PEOPLE.csv    invites the people of a roster
  mentord status  --config FILE    counts people, pairs, sessions, questions and the queue
  mentord queue   --config FILE [list | show ID | rerun ID ... | release ID ...]
        what waits for a human: mails that could not be read, letters that could not be sent
  mentord backup  --config FILE BACKUP     writes the program into a new file, while it runs
  mentord restore --config FILE BACKUP     puts it into an empty store, SQLite or PostgreSQL
  mentord explain [--config FILE] [--asked KIND] [--json] FILE.eml | MESSAGE-ID
        says what is read from a mail, what is cut away and why, and what would follow
  mentord match --people FILE.csv [--config FILE] [--csv | --json]
        drafts who would go with whom, and why, and sends nothing

Exit codes: 0 done, 1 it failed, 2 it was called wrongly.
config.example.toml shows every key; six are enough to start.
`

// errUsage is a call with wrong words; what is wrong has been said.
var errUsage = errors.New("see mentord --help")

// A command is one verb of mentord. Flags are read apart from run, so that
// tests can run it with values.
type command struct {
	name string
	run  func(ctx context.Context, args []string, out, progress io.Writer) error
}

var commands = []command{
	{"rehearse", rehearseCommand}, {"check", checkCommand}, {"serve", serveCommand}, {"import", importCommand}, {"status", statusCommand}, {"queue", queueCommand}, {"backup", backupCommand}, {"restore", restoreCommand}, {"explain", explainCommand}, {"match", matchCommand},
}

func main() { os.Exit(Main(os.Args[1:], os.Stdout, os.Stderr)) }

// Main runs one command and gives the exit code. Results go to out, progress
// and errors to trouble.
func Main(args []string, out, trouble io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if len(args) == 0 || args[0] == "help" || args[0] == "--help" || args[0] == "-h" {
		fmt.Fprint(out, usage)
		return 0
	}
	for _, c := range commands {
		if c.name != args[0] {
			continue
		}
		switch err := c.run(ctx, args[1:], out, trouble); {
		case err == nil, errors.Is(err, flag.ErrHelp):
			return 0
		case errors.Is(err, errUsage):
			fmt.Fprintf(trouble, "mentord %s: %v\n", c.name, err)
			return 2
		default:
			fmt.Fprintf(trouble, "mentord %s: %v\n", c.name, err)
			return 1
		}
	}
	fmt.Fprintf(trouble, "mentord: there is no command %q; see mentord --help\n", args[0])
	return 2
}

// flags are those of one command; its errors become errUsage.
func flags(name string, progress io.Writer) *flag.FlagSet {
	f := flag.NewFlagSet(name, flag.ContinueOnError)
	f.SetOutput(progress)
	f.Usage = func() { fmt.Fprint(progress, usage) }
	return f
}

// parse reads the flags; operands is how many words may follow, -1 for any.
func parse(f *flag.FlagSet, args []string, operands int) error {
	if err := f.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return err
		}
		return errUsage
	}
	if operands >= 0 && f.NArg() != operands {
		return fmt.Errorf("%d words behind the flags, %d are wanted: %w", f.NArg(), operands, errUsage)
	}
	return nil
}

// configFlag reads the config that --config names.
func configFlag(name string, args []string, operands int, progress io.Writer) (c Config, rest []string, err error) {
	f := flags(name, progress)
	file := f.String("config", "", "the coordinator's file")
	if err := parse(f, args, operands); err != nil {
		return c, nil, err
	}
	if *file == "" {
		return c, nil, fmt.Errorf("--config FILE is missing: %w", errUsage)
	}
	c, err = readConfig(*file)
	return c, f.Args(), err
}
