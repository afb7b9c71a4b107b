package inbox

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"mentord/calendar"
	"mentord/mailer"
)

// Options is the coordinator's [inbox] table, and what the program adds to it.
type Options struct {
	Server   string          `toml:"server"`
	User     string          `toml:"user"`
	Password mailer.Secret   `toml:"password"`
	TLS      mailer.Security `toml:"tls"`
	CA       string          `toml:"ca"`        // PEM file of the authority to trust; "" for the system's
	Folder   string          `toml:"folder"`    // that is read
	Archive  string          `toml:"archive"`   // where mail goes once it is stored; "" leaves it
	Poll     calendar.Period `toml:"poll"`      // looks this often, beside IDLE
	MaxSize  int64           `toml:"max_size"`  // bytes; of larger mail only the header is read
	Sent     string          `toml:"sent"`      // folder with copies of what was sent; looked into after a restore
	KeepSent bool            `toml:"keep_sent"` // put the copies there; some servers do it themselves

	Secret  string        `toml:"-"` // the password
	Config  *tls.Config   `toml:"-"` // nil for the defaults
	Timeout time.Duration `toml:"-"` // of one command
}

// Defaults are the options of a file that says nothing.
func Defaults() Options {
	return Options{TLS: mailer.Auto, Folder: "INBOX", Archive: "Processed", Sent: "Sent", Poll: calendar.Minutes(2), MaxSize: 25 << 20, Timeout: time.Minute}
}

// Check says what is wrong with the options and what to write instead.
func (o Options) Check() error {
	if o.Server == "" || o.User == "" {
		return errors.New("inbox.server and inbox.user are missing: write the IMAP server and its user, as in \"imap.example.org:993\"")
	}
	if _, err := o.TLS.Settle(o.Server); err != nil {
		return fmt.Errorf("inbox.%w", err)
	}
	if o.MaxSize < 1<<16 {
		return fmt.Errorf("inbox.max_size = %d: write at least 65536", o.MaxSize)
	}
	return nil
}

// A Mark is how far a mailbox has been read. Both are zero at first.
type Mark struct {
	Validity uint32 // UIDVALIDITY
	UID      uint32 // of the last mail taken
}

// An Arrival is one mail as the server has it.
type Arrival struct {
	Mark
	At     time.Time // INTERNALDATE
	Raw    []byte
	TooBig bool // Raw is the header only
	Held   bool // the same, because its sender sends too much
}

// An Inbox is a mailbox that is read.
type Inbox struct {
	Options
	mu     sync.Mutex // guards client against Close
	client *imapclient.Client
	state  imap.SelectData
	waited imap.UID      // UIDNEXT when Wait last looked
	dog    *time.Timer   // closes the connection when a command takes too long
	wary   bool          // the last listing failed: look at one mail at a time
	fresh  chan struct{} // the server said that there is more
}

// New is an inbox that is not connected yet; the first call connects.
func New(o Options) *Inbox { return &Inbox{Options: o, fresh: make(chan struct{}, 1)} }

// File moves mails that the caller has stored to the archive folder, which is
// made if it is not there.
func (i *Inbox) File(ctx context.Context, validity uint32, uids []uint32) error {
	if i.Archive == "" || len(uids) == 0 {
		return nil
	}
	set := imap.UIDSet{}
	for _, uid := range uids {
		set.AddNum(imap.UID(uid))
	}
	err := i.do(ctx, func(c *imapclient.Client) error {
		if err := i.selectFolder(c); err != nil {
			return err
		}
		if i.state.UIDValidity != validity {
			return nil // rebuilt meanwhile: these numbers mean other mails now
		}
		// What a human has moved meanwhile, or we in a try that was cut, is not there.
		found, err := c.UIDSearch(&imap.SearchCriteria{UID: []imap.UIDSet{set}}, nil).Wait()
		if err != nil || len(found.AllUIDs()) == 0 {
			return err
		}
		set = imap.UIDSetNum(found.AllUIDs()...)
		err = i.move(c, set)
		var no *imap.Error
		if errors.As(err, &no) && no.Type == imap.StatusResponseTypeNo {
			if err := c.Create(i.Archive, nil).Wait(); err != nil {
				return fmt.Errorf("make folder %s: %w", i.Archive, err)
			}
			err = i.move(c, set)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("file mail: %w", err)
	}
	return nil
}

// move uses MOVE, or COPY and an expunge of just these; without either
// extension the mail stays where it is, because a plain EXPUNGE would also
// remove what others have deleted.
func (i *Inbox) move(c *imapclient.Client, set imap.UIDSet) error {
	caps := c.Caps()
	if caps.Has(imap.CapMove) || caps.Has(imap.CapIMAP4rev2) {
		_, err := c.Move(set, i.Archive).Wait()
		return err
	}
	if !caps.Has(imap.CapUIDPlus) {
		return nil
	}
	if _, err := c.Copy(set, i.Archive).Wait(); err != nil {
		return err
	}
	if err := c.Store(set, &imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: []imap.Flag{imap.FlagDeleted}}, nil).Close(); err != nil {
		return err
	}
	return c.UIDExpunge(set).Close()
}

// Keep puts a mail into the folder, as seen. The folder is made if it is not there.
func (i *Inbox) Keep(ctx context.Context, raw []byte, at time.Time) error {
	err := i.do(ctx, func(c *imapclient.Client) error {
		err := i.put(c, raw, at)
		var no *imap.Error
		if errors.As(err, &no) && no.Type == imap.StatusResponseTypeNo {
			if err := c.Create(i.Folder, nil).Wait(); err != nil {
				return fmt.Errorf("make folder %s: %w", i.Folder, err)
			}
			err = i.put(c, raw, at)
		}
		return err
	})
	var no *imap.Error
	if errors.As(err, &no) {
		return fmt.Errorf("keep a copy: %w: %w", ErrRefused, err)
	}
	if err != nil {
		return fmt.Errorf("keep a copy: %w", err)
	}
	return nil
}

// ErrRefused says that the server does not take a copy.
var ErrRefused = errors.New("the server does not take it")

func (i *Inbox) put(c *imapclient.Client, raw []byte, at time.Time) error {
	w := c.Append(i.Folder, int64(len(raw)), &imap.AppendOptions{Flags: []imap.Flag{imap.FlagSeen}, Time: at})
	_, err := w.Write(raw)
	err = errors.Join(err, w.Close())
	_, waited := w.Wait()
	return errors.Join(waited, err)
}

// maxIdle bounds one IDLE: servers drop those that last too long, and a link
// that is only half open is noticed.
const maxIdle = 9 * time.Minute

// Wait returns when something may have arrived: the server said so, the poll
// is due, or the context ended.
func (i *Inbox) Wait(ctx context.Context) error {
	limit := min(i.Poll.Duration(), maxIdle)
	if limit <= 0 {
		limit = maxIdle
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	client, err := i.connected(ctx)
	if err != nil {
		return fmt.Errorf("wait for mail: %w", err)
	}
	// Only a folder that is open tells what arrives in it; and what arrived
	// since the last time is told at once.
	var next imap.UID
	if err := i.do(ctx, func(c *imapclient.Client) error {
		data, err := c.Select(i.Folder, &imap.SelectOptions{ReadOnly: true}).Wait()
		if err == nil {
			next = data.UIDNext
		}
		return err
	}); err != nil {
		return fmt.Errorf("wait for mail: %w", err)
	}
	last := i.waited
	if i.waited = next; next != last {
		return nil
	}
	if !client.Caps().Has(imap.CapIdle) {
		<-ctx.Done()
		return nil
	}
	idle, err := client.Idle()
	if err != nil {
		i.Close()
		return fmt.Errorf("wait for mail: %w", err)
	}
	select {
	case <-i.fresh:
	case <-ctx.Done():
	case <-client.Closed():
	}
	stop := time.AfterFunc(i.Timeout, i.Close) // a dead link must not hold us here
	defer stop.Stop()
	if err := errors.Join(idle.Close(), idle.Wait()); err != nil {
		i.Close()
		return fmt.Errorf("wait for mail: %w", err)
	}
	return nil
}

// Close ends the connection at once; a command that is running fails.
func (i *Inbox) Close() {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.client != nil {
		i.client.Close()
		i.client = nil
	}
}

// UIDNext is the UID that the next mail in the folder will get: one more than
// how many have ever arrived.
func (i *Inbox) UIDNext(ctx context.Context) (next uint32, err error) {
	err = i.do(ctx, func(c *imapclient.Client) error {
		// EXAMINE, not STATUS: of the folder that is selected STATUS may tell old news.
		data, err := c.Select(i.Folder, &imap.SelectOptions{ReadOnly: true}).Wait()
		if err != nil {
			return fmt.Errorf("open folder %s: %w", i.Folder, err)
		}
		next = uint32(data.UIDNext)
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("look into the mailbox: %w", err)
	}
	return next, nil
}
