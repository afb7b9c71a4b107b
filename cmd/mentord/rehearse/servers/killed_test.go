package servers_test

import (
	"bufio"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mentord/cmd/mentord/rehearse/servers"
)

const victim = "MENTORD_TEST_VICTIM"

// TestKilled kills a test program that has servers running, and expects the
// servers and their directory to go.
func TestKilled(t *testing.T) {
	t.Parallel()
	if os.Getenv(victim) != "" {
		m := servers.StartMail(t, "alice")
		dsn, err := url.Parse(servers.StartPostgres(t))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Println("\nup", filepath.Dir(m.CAFile), m.IMAP, m.MX, dsn.Host)
		time.Sleep(time.Minute)
		return
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestKilled$", "-test.v")
	cmd.Env = append(os.Environ(), victim+"=1")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var up []string
	for lines := bufio.NewScanner(out); len(up) == 0 && lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "up ") {
			up = strings.Fields(lines.Text())[1:]
		}
		if strings.Contains(lines.Text(), "SKIP") {
			cmd.Wait()
			t.Skip("the servers can't run here")
		}
	}
	cmd.Process.Kill()
	cmd.Wait()
	if len(up) == 0 {
		t.Fatal("no servers came up")
	}
	begun := time.Now()
	for remains(up[0], up[1:]) {
		if time.Since(begun) > 20*time.Second {
			t.Fatalf("still there: %v", up)
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Logf("all gone after %v", time.Since(begun))
}

func remains(dir string, addrs []string) bool {
	if _, err := os.Stat(dir); err == nil {
		return true
	}
	for _, addr := range addrs {
		if c, err := net.DialTimeout("tcp", addr, time.Second); err == nil {
			c.Close()
			return true
		}
	}
	return false
}
