package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mentord/pairing"
	"mentord/store"
)

// The two commands, as in README.
func TestBackupAndRestoreCommands(t *testing.T) {
	file, s := configured(t, "")
	err := s.Update(context.Background(), time.Now(), func(tx *store.Tx) error {
		return tx.Save(pairing.Decision{People: []pairing.Person{{ID: "ana", Email: "ana@x.example", Standing: pairing.Ready}}}, store.Cause{})
	})
	if err != nil {
		t.Fatal(err)
	}
	backup := filepath.Join(t.TempDir(), "mentord.backup")
	if got := mentord(t, 0, "backup", "--config", file, backup); !strings.Contains(got, "readable for you only") {
		t.Errorf("backup said %q", got)
	}
	mentord(t, 1, "backup", "--config", file, backup)
	if got := mentord(t, 1, "restore", "--config", file, backup); !strings.Contains(got, "already holds") {
		t.Errorf("a restore over a living program said %q", got)
	}
	s.Close()
	for _, f := range []string{"m.db", "m.db-wal", "m.db-shm"} {
		_ = os.Remove(filepath.Join(filepath.Dir(file), f))
	}
	if got := mentord(t, 0, "restore", "--config", file, backup); !strings.Contains(got, "sends nothing twice") {
		t.Errorf("restore said %q", got)
	}
	if got := mentord(t, 0, "status", "--config", file); !strings.Contains(got, "1: ready 1") {
		t.Errorf("afterwards status says %s", got)
	}
	mentord(t, 2, "backup", "--config", file)
}
