//go:build !linux

package servers

import "syscall"

// Elsewhere than on Linux need skips every test before any of this is called;
// it is here so that the tests compile.

type process struct{}

type command struct {
	name     string
	args     []string
	env      []string // besides the usual
	uid, gid int
	stop     syscall.Signal
}

func (b *bench) setGuard()              {}
func (b *bench) start(command) *process { return nil }
func (p *process) await(func() bool)    {}
func (p *process) wait()                {}
