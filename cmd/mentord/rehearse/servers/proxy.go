package servers

import (
	"io"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// A Harm is what a Proxy does to a connection.
type Harm string

// The harms.
const (
	None  Harm = ""
	Cut   Harm = "cut"   // both ends are closed
	Half  Harm = "half"  // half of what was being said passes, then both ends are closed
	Stall Harm = "stall" // nothing passes any more, and nothing is closed
	Delay Harm = "delay" // what was being said passes later
)

// A Fault is a harm at a step of a conversation. A step is what one side says before
// the other answers; 0 is the server's greeting.
type Fault struct {
	Step int
	Harm Harm
}

// EveryStep is the step of a Delay that comes at all of them.
const EveryStep = -1

// A Proxy stands between a client and a server, and does harm.
type Proxy struct {
	Addr string

	to    string
	delay time.Duration
	plan  func(connection int) Fault
	conns atomic.Int64
	done  atomic.Int64
}

// StartProxy starts a proxy before the server for the rest of the test; plan says what
// happens to each connection, counted from 0.
func StartProxy(t testing.TB, to string, plan func(connection int) Fault) *Proxy {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	p := &Proxy{Addr: l.Addr().String(), to: to, delay: 20 * time.Millisecond, plan: plan}
	go func() {
		for {
			client, err := l.Accept()
			if err != nil {
				return
			}
			go p.serve(client, plan(int(p.conns.Add(1)-1)))
		}
	}()
	return p
}

// Connections is how many there were; Done, to how many harm was done.
func (p *Proxy) Connections() int { return int(p.conns.Load()) }

// Done is to how many connections harm was done.
func (p *Proxy) Done() int { return int(p.done.Load()) }

// A talk is one connection through the proxy.
type talk struct {
	*Proxy
	Fault
	client, server net.Conn
	mu             sync.Mutex
	step           int
	last           net.Conn // who spoke last
	stalled        bool
}

func (p *Proxy) serve(client net.Conn, f Fault) {
	server, err := net.DialTimeout("tcp", p.to, 5*time.Second)
	if err != nil {
		client.Close()
		return
	}
	t := &talk{Proxy: p, Fault: f, client: client, server: server, last: server}
	go t.pass(client, server)
	t.pass(server, client)
}

func (t *talk) close() {
	t.client.Close()
	t.server.Close()
}

// pass carries what one side says to the other, until the fault's step.
func (t *talk) pass(from, to net.Conn) {
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		if n > 0 && !t.say(from, to, buffer[:n]) {
			return
		}
		if err != nil {
			t.mu.Lock()
			stalled := t.stalled
			t.mu.Unlock()
			if !stalled || from == t.client {
				t.close()
			}
			return
		}
	}
}

// say passes one piece on; false ends the talk.
func (t *talk) say(from, to net.Conn, said []byte) bool {
	t.mu.Lock()
	if from != t.last {
		t.last = from
		t.step++
	}
	due := t.Harm != None && t.step >= t.Step && !t.stalled // one side may speak before the other has
	if t.Harm == Delay && t.Step != EveryStep && t.step > t.Step {
		due = false
	}
	if due && t.Harm != Delay {
		t.stalled = true
	}
	swallow := t.stalled && !due
	t.mu.Unlock()
	if swallow {
		return t.Harm == Stall
	}
	if due {
		t.done.Add(1)
		switch t.Harm {
		case Cut:
			t.close()
			return false
		case Half:
			_, _ = to.Write(said[:len(said)/2])
			t.close()
			return false
		case Stall:
			return true
		case Delay:
			time.Sleep(t.delay)
		}
	}
	if _, err := to.Write(said); err != nil && err != io.EOF {
		t.close()
		return false
	}
	return true
}
