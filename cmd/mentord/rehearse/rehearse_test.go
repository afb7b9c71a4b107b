package rehearse

import (
	"bytes"
	"context"
	"testing"
)

func play(t *testing.T, o Options) Result {
	t.Helper()
	r, err := Run(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestCohort(t *testing.T) {
	r := play(t, Options{Seed: 1})
	var b bytes.Buffer
	r.Script.WriteTo(&b)
	r.Summary.Print(&b)
	t.Log(b.String())
}
