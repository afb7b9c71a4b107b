package rehearse

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"
	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// A Post is an embedded IMAP server and an embedded SMTP server that deliver
// to each other: every mailbox of the domain, on loopback.
type Post struct {
	IMAP string // host:port
	SMTP string

	domain string
	now    func() time.Time
	mu     sync.Mutex
	boxes  map[string]*imapmemserver.User // by address
	lost   []string                       // addresses without a mailbox that mail was sent to
	closes []func() error
}

// Password is the password of every mailbox of the Post.
const Password = "rehearsal"

// OpenPost starts the servers, with a mailbox for each address.
func OpenPost(domain string, addresses []string, now func() time.Time) (*Post, error) {
	p := &Post{domain: domain, now: now, boxes: map[string]*imapmemserver.User{}}
	memory := imapmemserver.New()
	for _, a := range addresses {
		user := imapmemserver.NewUser(a, Password)
		if err := user.Create("INBOX", nil); err != nil {
			return nil, fmt.Errorf("make mailbox %s: %w", a, err)
		}
		memory.AddUser(user)
		p.boxes[a] = user
	}
	imapListener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("start embedded IMAP server: %w", err)
	}
	smtpListener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, errors.Join(fmt.Errorf("start embedded SMTP server: %w", err), imapListener.Close())
	}
	imapServer := imapserver.New(&imapserver.Options{
		NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			return memory.NewSession(), nil, nil
		},
		Caps:         imap.CapSet{imap.CapIMAP4rev1: {}, imap.CapIMAP4rev2: {}},
		InsecureAuth: true, // loopback
	})
	smtpServer := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &delivery{post: p}, nil }))
	smtpServer.Domain = domain
	smtpServer.AllowInsecureAuth = true
	smtpServer.MaxMessageBytes = 50 << 20
	p.IMAP, p.SMTP = imapListener.Addr().String(), smtpListener.Addr().String()
	p.closes = []func() error{imapServer.Close, smtpServer.Close}
	go imapServer.Serve(imapListener) // ends with Close
	go smtpServer.Serve(smtpListener)
	return p, nil
}

// Close stops both servers.
func (p *Post) Close() error {
	var errs []error
	for _, c := range p.closes {
		errs = append(errs, c())
	}
	return errors.Join(errs...)
}

// deliver puts a mail into the mailbox of the address; one that is not there
// gets the sender a delivery status, as a real server would send it.
func (p *Post) deliver(from, to string, raw []byte) error {
	local, domain, _ := strings.Cut(strings.ToLower(to), "@")
	local, _, _ = strings.Cut(local, "+")
	p.mu.Lock()
	box := p.boxes[local+"@"+domain]
	if box == nil {
		p.lost = append(p.lost, to)
	}
	p.mu.Unlock()
	if box == nil {
		if from == "" {
			return nil // a bounce is never bounced
		}
		return p.deliver("", from, bounceOf(from, to, raw, p.domain, p.now()))
	}
	head := fmt.Appendf(nil, "Return-Path: <%s>\r\nDelivered-To: %s\r\n", from, to)
	whole := append(head, raw...)
	_, err := box.Append("INBOX", literal{bytes.NewReader(whole)}, &imap.AppendOptions{Time: p.now()})
	return err
}

type literal struct{ *bytes.Reader }

func (l literal) Size() int64 { return l.Reader.Size() }

// bounceOf is the delivery status (RFC 3464) for a mail to nobody.
func bounceOf(from, to string, raw []byte, domain string, now time.Time) []byte {
	header, _, _ := bytes.Cut(raw, []byte("\r\n\r\n"))
	return fmt.Appendf(nil, "From: MAILER-DAEMON@%s\r\nTo: <%s>\r\nSubject: Undelivered Mail Returned to Sender\r\nDate: %s\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"+
		"Content-Type: multipart/report; report-type=delivery-status; boundary=\"bounce\"\r\n\r\n--bounce\r\nContent-Type: text/plain\r\n\r\nYour mail to <%s> could not be delivered.\r\n"+
		"--bounce\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; %s\r\n\r\nFinal-Recipient: rfc822; %s\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 no such mailbox\r\n"+
		"--bounce\r\nContent-Type: text/rfc822-headers\r\n\r\n%s\r\n--bounce--\r\n", domain, from, now.Format(time.RFC1123Z), to, domain, to, header)
}

// A delivery is one SMTP session.
type delivery struct {
	post *Post
	from string
	to   []string
}

func (d *delivery) AuthMechanisms() []string { return []string{sasl.Plain} }

func (d *delivery) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, _, password string) error {
		if password != Password {
			return smtp.ErrAuthFailed
		}
		return nil
	}), nil
}

func (d *delivery) Mail(from string, _ *smtp.MailOptions) error { d.from = from; return nil }

func (d *delivery) Rcpt(to string, _ *smtp.RcptOptions) error {
	d.to = append(d.to, to)
	return nil
}

func (d *delivery) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	for _, to := range d.to {
		if err := d.post.deliver(d.from, to, raw); err != nil {
			return err
		}
	}
	return nil
}

func (d *delivery) Reset()        { d.from, d.to = "", nil }
func (d *delivery) Logout() error { return nil }
