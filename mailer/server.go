package mailer

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
)

// A Secret says where a password is kept; the config file never has to hold it.
type Secret struct {
	Env  string `toml:"env"`  // name of an environment variable
	File string `toml:"file"` // path of a file whose first line it is
}

// A Security is how a connection to a mail server is protected.
type Security string

// The ways to protect a connection. Auto goes by the port: 993 and 465 begin
// with TLS, all others upgrade with STARTTLS, and only a server on this machine
// may do without.
const (
	Auto     Security = "auto"
	TLS      Security = "tls"
	StartTLS Security = "starttls"
	Plain    Security = "none" // on loopback only
)

// Settle turns Auto into what it means for the server, and refuses what would
// send a password over an open network.
func (s Security) Settle(server string) (Security, error) {
	colon := strings.LastIndexByte(server, ':')
	host, port := server[:max(colon, 0)], 0
	if colon >= 0 {
		port, _ = strconv.Atoi(server[colon+1:])
	}
	if host == "" || strings.ContainsAny(host, " /@") || port < 1 || port > 65535 {
		return "", fmt.Errorf("server = %q: write a host and a port, as in \"imap.example.org:993\"", server)
	}
	switch {
	case s == Auto && (port == 993 || port == 465):
		return TLS, nil
	case s == Auto:
		return StartTLS, nil
	case s == Plain && !Loopback(host):
		return "", fmt.Errorf("tls = \"none\" would send the password to %s unprotected: it is for servers on this machine only; write \"starttls\" or \"tls\"", host)
	case s == TLS || s == StartTLS || s == Plain:
		return s, nil
	}
	return "", fmt.Errorf("tls = %q: write \"auto\", \"tls\", \"starttls\" or \"none\"", string(s))
}

// Loopback reports whether the host is this machine.
func Loopback(host string) bool {
	ip, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return host == "localhost" || err == nil && ip.IsLoopback()
}
