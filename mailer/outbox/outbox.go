package outbox

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/textproto"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"

	"mentord/mailer"
)

// Options is the coordinator's [outbox] table, and what the program adds to it.
type Options struct {
	Server      string          `toml:"server"`
	User        string          `toml:"user"` // "" is that of the inbox
	Password    mailer.Secret   `toml:"password"`
	TLS         mailer.Security `toml:"tls"`
	CA          string          `toml:"ca"`
	From        string          `toml:"from"`        // address of the mailbox; "" is the inbox's user
	Plus        bool            `toml:"plus"`        // answers may come to mailbox+token@domain
	PerMinute   int             `toml:"per_minute"`  // letters; 0 for no limit
	Connections int             `toml:"connections"` // at a time

	Secret  string        `toml:"-"`
	Config  *tls.Config   `toml:"-"`
	Timeout time.Duration `toml:"-"`
}

// Defaults are the options of a file that says nothing.
func Defaults() Options {
	return Options{TLS: mailer.Auto, Plus: true, PerMinute: 30, Connections: 1, Timeout: time.Minute}
}

// Check says what is wrong with the options and what to write instead.
func (o Options) Check() error {
	if o.Server == "" {
		return errors.New("outbox.server is missing: write the SMTP server, as in \"smtp.example.org:587\"")
	}
	if _, err := o.TLS.Settle(o.Server); err != nil {
		return fmt.Errorf("outbox.%w", err)
	}
	if o.PerMinute < 0 {
		return fmt.Errorf("outbox.per_minute = %d: write how many letters your server takes a minute, or 0 for no limit", o.PerMinute)
	}
	if o.Connections < 1 || o.Connections > 20 {
		return fmt.Errorf("outbox.connections = %d: write 1 to 20", o.Connections)
	}
	return nil
}

// A Verdict is what became of one attempt.
type Verdict string

// The verdicts. Everything is temporary unless it is known to be permanent.
const (
	Sent      Verdict = "sent"      // the server answered 250 to the final dot
	Temporary Verdict = "temporary" // not taken; try again later
	Unknown   Verdict = "unknown"   // all of it was sent, but no answer came
	Permanent Verdict = "permanent" // this letter is refused for good
	Refused   Verdict = "refused"   // the address is refused for good
)

// An Outbox sends over one connection that it keeps open between letters. It is
// used by one goroutine, but for Close.
type Outbox struct {
	Options
	mu   sync.Mutex // guards conn and raw against Close
	conn *smtp.Client
	raw  net.Conn // of conn, to cut it
}

// New is an outbox that is not connected yet; the first letter connects.
func New(o Options) *Outbox { return &Outbox{Options: o} }

// Send hands over the raw bytes of one letter. The error says why the verdict
// is not Sent.
func (o *Outbox) Send(ctx context.Context, from, to string, raw []byte) (Verdict, error) {
	stop := context.AfterFunc(ctx, o.Close)
	defer stop()
	conn, err := o.connected(ctx)
	if err != nil {
		return Temporary, fmt.Errorf("connect to %s: %w", o.Server, err)
	}
	if err := conn.UpdateDeadline(o.Timeout); err != nil {
		return o.failed(conn, fmt.Errorf("send letter: %w", err))
	}
	if err := conn.Mail("<" + from + ">"); err != nil {
		_, err := o.failed(conn, fmt.Errorf("sender %s: %w", from, err))
		return Temporary, err // about us, whatever it says: no letter is lost for it
	}
	if err := conn.Rcpt("<" + to + ">"); err != nil {
		verdict, err := o.failed(conn, fmt.Errorf("recipient %s: %w", to, err))
		if words := strings.ReplaceAll(err.Error(), to, ""); verdict == Permanent && ours.MatchString(words) {
			verdict = Temporary
		} else if verdict == Permanent && unknown.MatchString(words) {
			verdict = Refused
		}
		return verdict, err
	}
	w, err := conn.Data()
	if err != nil {
		return o.failed(conn, fmt.Errorf("send letter: %w", err))
	}
	if _, err := w.Write(raw); err != nil {
		o.Close() // the final dot was never sent: the server cannot have taken it
		return Temporary, fmt.Errorf("send letter: %w", err)
	}
	if err := w.Close(); err != nil {
		if code(err) == 0 {
			o.Close()
			return Unknown, fmt.Errorf("no answer to the end of the letter: %w", err)
		}
		return o.failed(conn, fmt.Errorf("send letter: %w", err))
	}
	return Sent, nil
}

// failed judges a refusal, and clears the connection for the next letter.
func (o *Outbox) failed(conn *smtp.Client, err error) (Verdict, error) {
	if code(err) == 0 || conn.Reset() != nil {
		o.Close()
	}
	switch c := code(err); {
	case c == 550 || c == 551 || c == 553 || c == 554 || c == 501 || c == 552:
		return Permanent, err
	}
	return Temporary, err
}

// unknown is how servers say at RCPT that there is no such address; ours is how they say
// that it is about us: a setting, a quota, a limit, which somebody will mend.
var (
	unknown = regexp.MustCompile(`(?i)\b5\.1\.(0|1|2|3|6|10)\b|\b5\.2\.1\b|no such|unknown|not exist|n't exist|not found|invalid|disabled|not a valid|no mailbox|not known|not our customer|unrouteable`)
	ours    = regexp.MustCompile(`(?i)relay|authenti|auth |not permitted|not verified|verify|quota|\blimit|\brate\b|too many|suspended|sender`)
)

// code is the SMTP reply code in the error; 0 if no reply came.
func code(err error) int {
	var reply *textproto.Error
	if errors.As(err, &reply) {
		return reply.Code
	}
	return 0
}

// Close ends the connection at once; a letter on its way fails.
func (o *Outbox) Close() {
	o.mu.Lock()
	defer o.mu.Unlock()
	switch {
	case o.raw != nil:
		o.raw.Close()
	case o.conn != nil:
		go o.conn.Close() // takes a lock that a command may hold until its deadline
	}
	o.conn, o.raw = nil, nil
}

// Try connects and logs in, for mentord check.
func (o *Outbox) Try(ctx context.Context) error {
	_, err := o.connected(ctx)
	o.Close()
	return err
}

func (o *Outbox) connected(ctx context.Context) (*smtp.Client, error) {
	o.mu.Lock()
	conn := o.conn
	o.mu.Unlock()
	if conn != nil {
		if err := conn.UpdateDeadline(o.Timeout); err == nil && conn.Noop() == nil {
			return conn, nil
		}
		o.Close()
	}
	security, err := o.TLS.Settle(o.Server)
	if err != nil {
		return nil, err
	}
	host, portText, _ := net.SplitHostPort(o.Server)
	port, _ := strconv.Atoi(portText)
	config := &tls.Config{}
	if o.Config != nil {
		config = o.Config.Clone()
	}
	config.ServerName = host
	options := []mail.Option{mail.WithPort(port), mail.WithTimeout(o.Timeout), mail.WithTLSConfig(config)}
	switch security {
	case mailer.TLS: // with a dial function of ours go-mail would not know that it is encrypted
		options = append(options, mail.WithSSL())
	case mailer.StartTLS:
		options = append(options, mail.WithTLSPolicy(mail.TLSMandatory), mail.WithDialContextFunc(o.dial))
	default:
		options = append(options, mail.WithTLSPolicy(mail.NoTLS), mail.WithDialContextFunc(o.dial))
	}
	if o.User != "" {
		auth := mail.SMTPAuthAutoDiscover
		if security == mailer.Plain {
			auth = mail.SMTPAuthPlainNoEnc
		}
		options = append(options, mail.WithSMTPAuth(auth), mail.WithUsername(o.User), mail.WithPassword(o.Secret))
	}
	dialer, err := mail.NewClient(host, options...)
	if err != nil {
		return nil, err
	}
	conn, err = dialer.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return nil, err
	}
	o.mu.Lock()
	o.conn = conn
	o.mu.Unlock()
	return conn, nil
}

// dial keeps hold of the raw connection, so that Close can cut it.
func (o *Outbox) dial(ctx context.Context, network, address string) (net.Conn, error) {
	dialer := net.Dialer{Timeout: o.Timeout}
	conn, err := dialer.DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	o.mu.Lock()
	o.raw = conn
	o.mu.Unlock()
	return conn, nil
}
