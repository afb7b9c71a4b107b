package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"mentord/cmd/mentord/roster"
)

// importCommand invites the people of a roster: all of them, or nobody if a
// line is wrong. Whoever was imported before is not invited twice.
func importCommand(ctx context.Context, args []string, out, progress io.Writer) error {
	c, files, err := configFlag("import", args, 1, progress)
	if err != nil {
		return err
	}
	f, err := os.Open(files[0])
	if err != nil {
		return err
	}
	defer f.Close()
	people, err := roster.Read(f, files[0], c.policy().Zone())
	if err != nil {
		return err
	}
	d, closeAll, err := open(ctx, c, slog.New(slog.NewTextHandler(progress, nil)))
	if err != nil {
		return err
	}
	defer closeAll()
	if err := d.Import(ctx, time.Now(), people); err != nil {
		return err
	}
	fmt.Fprintf(out, "%d people are on the roster. Their invitations go out when mentord serve runs, in their waking hours.\n", len(people))
	return nil
}
