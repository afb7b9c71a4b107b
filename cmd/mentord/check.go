package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"mentord/mailer/inbox"
	"mentord/mailer/outbox"
	"mentord/store"
)

// checkCommand tries everything that serve needs, a line each, with what to do
// when one fails. It changes nothing in the mailbox.
func checkCommand(ctx context.Context, args []string, out, progress io.Writer) error {
	c, _, err := configFlag("check", args, 0, progress)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "config   ok")
	failed := false
	try := func(name, help string, f func() error) {
		if err := f(); err != nil {
			failed = true
			fmt.Fprintf(out, "%-8s FAILED: %v\n         %s\n", name, err, help)
			return
		}
		fmt.Fprintf(out, "%-8s ok\n", name)
	}
	try("secrets", "Set the environment variable or make the file readable for this user.", c.resolve)
	if failed {
		return errors.New("the servers were not tried")
	}
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	try("imap", "Look at [inbox]: server, tls, user and password. Gmail and Microsoft 365 want an app password or OAuth2.", func() error {
		box := inbox.New(c.Inbox)
		defer box.Close()
		_, err := box.UIDNext(ctx)
		return err
	})
	try("smtp", "Look at [outbox]: server, tls, user and password; port 587 with STARTTLS is the usual one.", func() error {
		if _, err := c.mailbox(); err != nil {
			return err
		}
		return outbox.New(c.Outbox).Try(ctx)
	})
	try("store", "Look at [store] path: this user must be able to write there, and the disk must have room.", func() error {
		s, err := store.Open(ctx, c.Store, time.Now(), newSecret)
		if err != nil {
			return err
		}
		return s.Close()
	})
	try("clock", "Set the machine's clock (NTP): times in letters and invitations come from it.", func() error {
		if now := time.Now(); now.Year() < 2026 {
			return fmt.Errorf("it says %s", now.Format(time.DateTime))
		}
		return nil
	})
	if failed {
		return errors.New("not everything works yet")
	}
	return nil
}
