package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"mentord/store"
)

// backupCommand writes the program into a file, while a daemon may run.
func backupCommand(ctx context.Context, args []string, out, progress io.Writer) error {
	c, files, err := configFlag("backup", args, 1, progress)
	if err != nil {
		return err
	}
	s, err := store.Open(ctx, c.Store, time.Now(), newSecret)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := s.Backup(ctx, files[0], time.Now()); err != nil {
		return err
	}
	info, err := os.Stat(files[0])
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s: %d bytes, readable for you only. It holds all that people wrote: keep it as safe as the mailbox.\n", files[0], info.Size())
	return nil
}

// restoreCommand puts a backup into the store of the config, which must not hold the
// program.
func restoreCommand(ctx context.Context, args []string, out, progress io.Writer) error {
	c, files, err := configFlag("restore", args, 1, progress)
	if err != nil {
		return err
	}
	at, err := store.Restore(ctx, files[0], c.Store, time.Now())
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "Restored as of %s. When mentord serve starts it reads the folders %q and %q for what came and went since, and sends nothing twice that they show as sent.\n",
		at.Format(time.RFC1123), c.Inbox.Archive, c.Inbox.Sent)
	return nil
}
