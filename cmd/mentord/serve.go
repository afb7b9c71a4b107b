package main

import (
	"context"
	"crypto/rand"
	"io"
	"log/slog"
	"net"
	"time"

	"mentord/cmd/mentord/daemon"
	"mentord/mailer"
	"mentord/mailer/inbox"
	"mentord/mailer/letter"
	"mentord/mailer/outbox"
	"mentord/store"
)

// serveCommand runs the program until it is told to stop.
func serveCommand(ctx context.Context, args []string, _, progress io.Writer) error {
	c, _, err := configFlag("serve", args, 0, progress)
	if err != nil {
		return err
	}
	log := logger(c.Daemon.Log, progress)
	d, closeAll, err := open(ctx, c, log)
	if err != nil {
		return err
	}
	defer closeAll()
	stop, err := watched(ctx, c.Daemon.Listen, d, log)
	if err != nil {
		return err
	}
	defer stop()
	log.Info("mentord is running", "program", c.Program.Name, "mailbox", d.Sender.Mailbox)
	err = d.Run(ctx)
	log.Info("mentord has stopped")
	return err
}

// logger writes lines as people or as machines read them. Of an address that stands in
// another server's words only the domain is shown.
func logger(form string, to io.Writer) *slog.Logger {
	options := &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		switch v := a.Value.Any().(type) {
		case string:
			a.Value = slog.StringValue(mailer.Masked(v))
		case error:
			a.Value = slog.StringValue(mailer.Masked(v.Error()))
		}
		return a
	}}
	if form == "json" {
		return slog.New(slog.NewJSONHandler(to, options))
	}
	return slog.New(slog.NewTextHandler(to, options))
}

// open makes a daemon of the config.
func open(ctx context.Context, c Config, log *slog.Logger) (d *daemon.Daemon, closeAll func(), err error) {
	if err := c.resolve(); err != nil {
		return nil, nil, err
	}
	mailbox, err := c.mailbox()
	if err != nil {
		return nil, nil, err
	}
	s, err := store.Open(ctx, c.Store, time.Now(), newSecret)
	if err != nil {
		return nil, nil, err
	}
	policy := c.policy()
	setup := daemon.Setup{
		Options: c.Daemon, Policy: policy, Letter: c.Letter, Store: s, KeepRaw: c.Store.KeepRaw, Logger: log,
		Account: c.Inbox.User + "@" + c.Inbox.Server + "/" + c.Inbox.Folder,
		Inbox:   inbox.New(c.Inbox), Watch: inbox.New(c.Inbox), Outbox: outbox.New(c.Outbox),
		Sender: letter.Sender{Name: c.Program.Name, Mailbox: mailbox, Plus: c.Outbox.Plus, Program: instance(s), Zone: policy.Zone(), Link: c.Calendar.Link, Templates: c.Letter.Own},
	}
	setup.PerMinute, setup.NewKey = c.Outbox.PerMinute, newSecret
	if c.Daemon.DKIM {
		setup.LookupTXT = func(name string) ([]string, error) {
			ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
			defer cancel()
			return net.DefaultResolver.LookupTXT(ctx, name)
		}
	}
	folder := func(name string) *inbox.Inbox {
		o := c.Inbox
		o.Folder, o.Archive = name, ""
		return inbox.New(o)
	}
	if c.Inbox.Archive != "" {
		setup.Archive = folder(c.Inbox.Archive)
	}
	if c.Inbox.Sent != "" {
		setup.SentBox, setup.KeepSent = folder(c.Inbox.Sent), c.Inbox.KeepSent
	}
	for range c.Outbox.Connections - 1 {
		setup.Beside = append(setup.Beside, outbox.New(c.Outbox))
	}
	return daemon.New(setup), func() { s.Close() }, nil
}

// instance is the id in the loop header: it tells this program's letters from
// those of another mentord without giving the secret away.
func instance(s *store.Store) string { return mailer.Key(s.Secret()).Instance(s.Program()) }

// newSecret makes the secret of a new program.
func newSecret() string { return rand.Text() + rand.Text() }
