package inbox

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"time"

	"github.com/emersion/go-imap/v2/imapclient"

	"mentord/mailer"
)

// do runs commands under a watchdog; after any error the connection is closed.
func (i *Inbox) do(ctx context.Context, run func(*imapclient.Client) error) error {
	client, err := i.connected(ctx)
	if err != nil {
		return err
	}
	stop := context.AfterFunc(ctx, i.Close)
	defer stop()
	i.dog = time.AfterFunc(5*i.Timeout, i.Close)
	defer i.dog.Stop()
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
