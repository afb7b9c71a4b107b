package inbox

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
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
	CA       string          `toml:"ca"`       // PEM file of the authority to trust; "" for the system's
	Folder   string          `toml:"folder"`   // that is read
	Archive  string          `toml:"archive"`  // where mail goes once it is stored; "" leaves it
	Poll     calendar.Period `toml:"poll"`     // looks this often, beside IDLE
	MaxSize  int64           `toml:"max_size"` // bytes; of larger mail only the header is read

	Secret  string        `toml:"-"` // the password
	Config  *tls.Config   `toml:"-"` // nil for the defaults
	Timeout time.Duration `toml:"-"` // of one command
}

// Defaults are the options of a file that says nothing.
func Defaults() Options {
	return Options{TLS: mailer.Auto, Folder: "INBOX", Archive: "Processed", Poll: calendar.Minutes(2), MaxSize: 25 << 20, Timeout: time.Minute}
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
}

// An Inbox is a mailbox that is read.
type Inbox struct {
	Options
	mu     sync.Mutex // guards client against Close
	client *imapclient.Client
	state  imap.SelectData
	waited imap.UID      // UIDNEXT when Wait last looked
	fresh  chan struct{} // the server said that there is more
}

// New is an inbox that is not connected yet; the first call connects.
func New(o Options) *Inbox { return &Inbox{Options: o, fresh: make(chan struct{}, 1)} }

// batch is how many mails one Fetch gives at most.
const batch = 50

// Fetch gives the mails behind the mark, oldest first and at most 50. A changed
// UIDVALIDITY means that the mailbox was rebuilt: then all of it is given, and
// the caller knows what it already has.
func (i *Inbox) Fetch(ctx context.Context, after Mark) (mails []Arrival, err error) {
	err = i.do(ctx, func(c *imapclient.Client) error {
		if err := i.selectFolder(c); err != nil {
			return err
		}
		from := imap.UID(after.UID) + 1
		if after.Validity != i.state.UIDValidity {
			from = 1
		}
		mails, err = i.fetchFrom(c, from)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("fetch mail: %w", err)
	}
	return mails, nil
}

func (i *Inbox) selectFolder(c *imapclient.Client) error {
	data, err := c.Select(i.Folder, nil).Wait()
	if err != nil {
		return fmt.Errorf("open folder %s: %w", i.Folder, err)
	}
	i.state = *data
	return nil
}

// fetchFrom looks at sizes first, then asks for one mail after the other.
func (i *Inbox) fetchFrom(c *imapclient.Client, from imap.UID) (out []Arrival, err error) {
	if i.state.NumMessages == 0 || i.state.UIDNext != 0 && from >= i.state.UIDNext {
		return nil, nil
	}
	set := imap.UIDSet{}
	set.AddRange(from, 0)
	list, err := c.Fetch(set, &imap.FetchOptions{UID: true, RFC822Size: true, InternalDate: true}).Collect()
	if err != nil {
		return nil, err
	}
	for _, m := range list {
		if m.UID < from || len(out) == batch { // "n:*" also gives the last one before n
			continue
		}
		a := Arrival{Mark: Mark{i.state.UIDValidity, uint32(m.UID)}, At: m.InternalDate, TooBig: m.RFC822Size > i.MaxSize}
		section := &imap.FetchItemBodySection{Peek: true}
		if a.TooBig {
			section.Specifier = imap.PartSpecifierHeader
		}
		body, err := c.Fetch(imap.UIDSetNum(m.UID), &imap.FetchOptions{UID: true, BodySection: []*imap.FetchItemBodySection{section}}).Collect()
		if err != nil {
			return out, err
		}
		if len(body) == 0 || len(body[0].BodySection) == 0 {
			continue // moved or deleted by a human between the two commands
		}
		a.Raw = body[0].BodySection[0].Bytes
		out = append(out, a)
	}
	return out, nil
}

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
		err := i.move(c, set)
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

// do runs commands under a watchdog; after any error the connection is closed.
func (i *Inbox) do(ctx context.Context, run func(*imapclient.Client) error) error {
	client, err := i.connected(ctx)
	if err != nil {
		return err
	}
	stop := context.AfterFunc(ctx, i.Close)
	defer stop()
	dog := time.AfterFunc(5*i.Timeout, i.Close)
	defer dog.Stop()
	if err := run(client); err != nil {
		i.Close()
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return err
	}
	return nil
}

// connected is the open connection, or a new one that is logged in.
func (i *Inbox) connected(ctx context.Context) (*imapclient.Client, error) {
	i.mu.Lock()
	client := i.client
	i.mu.Unlock()
	if client != nil {
		select {
		case <-client.Closed():
		default:
			return client, nil
		}
	}
	client, err := i.dial(ctx)
	if err != nil {
		return nil, err
	}
	i.mu.Lock()
	i.client = client
	i.mu.Unlock()
	return client, nil
}

func (i *Inbox) dial(ctx context.Context) (*imapclient.Client, error) {
	security, err := i.TLS.Settle(i.Server)
	if err != nil {
		return nil, err
	}
	host, _, _ := net.SplitHostPort(i.Server)
	config := &tls.Config{}
	if i.Config != nil {
		config = i.Config.Clone()
	}
	config.ServerName = host
	dialer := net.Dialer{Timeout: i.Timeout}
	conn, err := dialer.DialContext(ctx, "tcp", i.Server)
	if err != nil {
		return nil, fmt.Errorf("connect to %s: %w", i.Server, err)
	}
	stop := time.AfterFunc(i.Timeout, func() { conn.Close() })
	defer stop.Stop()
	options := &imapclient.Options{TLSConfig: config, UnilateralDataHandler: &imapclient.UnilateralDataHandler{
		Mailbox: func(data *imapclient.UnilateralDataMailbox) {
			if data.NumMessages != nil {
				select {
				case i.fresh <- struct{}{}:
				default:
				}
			}
		}}}
	var client *imapclient.Client
	switch security {
	case mailer.TLS:
		client = imapclient.New(tls.Client(conn, config), options)
	case mailer.StartTLS:
		if client, err = imapclient.NewStartTLS(conn, options); err != nil {
			conn.Close()
			return nil, fmt.Errorf("start TLS with %s: %w", i.Server, err)
		}
	default:
		client = imapclient.New(conn, options)
	}
	if err := client.Login(i.User, i.Secret).Wait(); err != nil {
		client.Close()
		return nil, fmt.Errorf("log in to %s as %s: %w", i.Server, i.User, err)
	}
	return client, nil
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
