package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mentord/cmd/mentord/daemon"
	"mentord/mailer/inbox"
	"mentord/mailer/outbox"
	"mentord/pairing"
	"mentord/store"
)

// A deadMailbox refuses everything.
type deadMailbox struct{ err error }

func (d *deadMailbox) Fetch(context.Context, inbox.Wanted) ([]inbox.Arrival, error) {
	return nil, d.err
}
func (d *deadMailbox) Keep(context.Context, []byte, time.Time) error { return nil }
func (d *deadMailbox) File(context.Context, uint32, []uint32) error  { return d.err }
func (d *deadMailbox) Wait(context.Context) error                    { return d.err }
func (d *deadMailbox) Close()                                        {}

// /health turns bad when the mailbox is away for ten minutes, and good again; /metrics
// counts and names nobody.
func TestHealthAndMetrics(t *testing.T) {
	_, s := configured(t, "")
	p := pairing.Defaults()
	p.Program = pairing.Program{Name: "x", Coordinator: "mia@x.example", Zone: "UTC"}
	box := &deadMailbox{}
	d := daemon.New(daemon.Setup{Policy: p, Account: "a", Store: s, Logger: slog.New(slog.DiscardHandler), Inbox: box})
	get := func(path string) (int, string) {
		w := httptest.NewRecorder()
		pages(d).ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		return w.Code, w.Body.String()
	}
	if code, said := get("/health"); code != 200 || said != "ok\n" {
		t.Errorf("at first: %d %q", code, said)
	}
	box.err = errors.New("connection refused")
	long := time.Now().Add(-time.Hour)
	for range 2 {
		if _, err := d.Step(context.Background(), long); err == nil {
			t.Fatal("a dead mailbox is no trouble")
		}
	}
	if code, said := get("/health"); code != 503 || !strings.Contains(said, "mailbox: fails since") || !strings.Contains(said, "connection refused") {
		t.Errorf("without a mailbox: %d %q", code, said)
	}
	if err := s.Update(context.Background(), time.Now(), func(tx *store.Tx) error {
		if err := tx.Queue(store.Letter{ID: "letterletterlett", Person: "ana", Address: "ana@x.example", Subject: "for Ana", Raw: []byte("x")}, nil); err != nil {
			return err
		}
		if err := tx.Dead("letterletterlett", "550 ana@x.example is unknown"); err != nil {
			return err
		}
		return tx.Save(pairing.Decision{People: []pairing.Person{{ID: "ana", Name: "Ana Lima", Email: "ana@x.example", Standing: pairing.Ready}}}, store.Cause{})
	}); err != nil {
		t.Fatal(err)
	}
	code, metrics := get("/metrics")
	for _, want := range []string{`mentord_healthy 0`, `mentord_errors_total{part="mailbox"} 2`, `mentord_people{standing="ready"} 1`, `mentord_letters{state="dead"} 1`, `mentord_waiting{kind="letter"} 1`, "go_goroutines"} {
		if code != 200 || !strings.Contains(metrics, want) {
			t.Errorf("metrics (%d) lack %s", code, want)
		}
	}
	if strings.Contains(strings.ToLower(metrics), "ana") {
		t.Error("the metrics name somebody")
	}
	box.err = nil
	if _, err := d.Step(context.Background(), time.Now()); err != nil {
		t.Fatal(err)
	}
	if code, said := get("/health"); code != 200 {
		t.Errorf("when it is back: %d %q", code, said)
	}
}

// systemd hears that we are ready, alive and at the end, and a daemon whose loop hangs
// is not reported alive.
func TestSystemdIsTold(t *testing.T) {
	path := filepath.Join(t.TempDir(), "notify")
	socket, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: path, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	t.Setenv("NOTIFY_SOCKET", path)
	t.Setenv("WATCHDOG_USEC", "20000")
	_, s := configured(t, "")
	d := daemon.New(daemon.Setup{Policy: pairing.Defaults(), Store: s, Logger: slog.New(slog.DiscardHandler)})
	stop, err := watched(context.Background(), "", d, slog.New(slog.NewTextHandler(io.Discard, nil)))
	if err != nil {
		t.Fatal(err)
	}
	hear := func(want string) {
		t.Helper()
		buffer := make([]byte, 4096)
		for deadline := time.Now().Add(10 * time.Second); ; {
			_ = socket.SetReadDeadline(deadline)
			n, err := socket.Read(buffer)
			if err != nil {
				t.Fatalf("systemd never heard %s: %v", want, err)
			}
			if strings.Contains(string(buffer[:n]), want) {
				return
			}
		}
	}
	hear("READY=1")
	hear("WATCHDOG=1")
	hear("STATUS=running")
	stop()
	hear("STOPPING=1")
	if _, err := watched(context.Background(), "256.0.0.1:1", d, slog.New(slog.DiscardHandler)); err == nil || !strings.Contains(err.Error(), "daemon.listen") {
		t.Errorf("an address that cannot be had: %v", err)
	}
}

// What other servers say names people; the log does not. A run with trouble of every kind
// leaves no address, no password and no words in it.
func TestLogsNameNobody(t *testing.T) {
	for _, form := range []string{"text", "json"} {
		_, s := configured(t, "")
		var log strings.Builder
		p := pairing.Defaults()
		p.Program = pairing.Program{Name: "x", Coordinator: "mia@x.example", Zone: "UTC"}
		box := &deadMailbox{err: errors.New("log in as program@x.example: NO wrong password for program@x.example")}
		d := daemon.New(daemon.Setup{Policy: p, Account: "a", Store: s, Logger: logger(form, &log), Inbox: box, Watch: box, Outbox: refusal{}})
		err := s.Update(context.Background(), time.Now(), func(tx *store.Tx) error {
			if err := tx.TakeMail(store.Mail{Account: "a", Validity: 1, UID: 1, MessageID: "m@x", Arrived: tx.Now, Raw: []byte("From: Ana Lima <ana.lima@x.example>\r\nSubject: my secret\r\n\r\nI'd like a mentor. I want to learn about secrets.\r\n")}); err != nil {
				return err
			}
			return tx.Queue(store.Letter{ID: "letterletterlett", Person: "ana", Address: "ana.lima@x.example", Subject: "for Ana", Raw: []byte("x")}, nil)
		})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
		_ = d.Run(ctx)
		cancel()
		said := log.String()
		if !strings.Contains(said, "550") || !strings.Contains(said, "wrong password") {
			t.Errorf("the log does not say what is wrong:\n%s", said)
		}
		for _, secret := range []string{"ana", "Ana", "Lima", "secret", "program@"} {
			if strings.Contains(said, secret) {
				t.Errorf("the log holds %q:\n%s", secret, said)
			}
		}
	}
}

// A refusal is a server that says whom it refuses.
type refusal struct{}

func (refusal) Send(_ context.Context, _, to string, _ []byte) (outbox.Verdict, error) {
	return outbox.Permanent, errors.New("recipient " + to + ": 550 5.7.1 <" + to + ">: not here")
}
func (refusal) Close() {}
