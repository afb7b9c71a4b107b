package servers

import (
	"fmt"
	"os"
	"runtime"
	"testing"
)

// need skips the test, or fails it if real servers are required, unless this is
// a machine on which they can run: Linux, root, and each of the files.
func need(t testing.TB, packages string, files ...string) {
	t.Helper()
	why := missing(packages, files)
	switch {
	case why == "":
	case os.Getenv("MENTORD_REAL_SERVERS") == "required":
		t.Fatalf("real servers are required, but %s", why)
	default:
		t.Skipf("real servers: %s", why)
	}
}

func missing(packages string, files []string) string {
	if runtime.GOOS != "linux" {
		return "they are started on Linux only"
	}
	if os.Geteuid() != 0 {
		return "only root can start them"
	}
	for _, file := range files {
		if _, err := os.Stat(file); err != nil {
			return fmt.Sprintf("%s is missing: install %s (.ci/install does)", file, packages)
		}
	}
	return ""
}
