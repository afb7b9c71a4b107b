package main

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"mentord/cmd/mentord/daemon"
	"mentord/store"
)

// The metrics are read from the store when they are asked for, so they are right also
// for several daemons and after a restart.
var (
	peopleMetric   = prometheus.NewDesc("mentord_people", "People in the program, by standing.", []string{"standing"}, nil)
	pairsMetric    = prometheus.NewDesc("mentord_pairs", "Pairs, by status.", []string{"status"}, nil)
	sessionsMetric = prometheus.NewDesc("mentord_sessions", "Sessions, by status.", []string{"status"}, nil)
	mailsMetric    = prometheus.NewDesc("mentord_mails", "Mails taken from the mailbox, by what became of them.", []string{"outcome"}, nil)
	lettersMetric  = prometheus.NewDesc("mentord_letters", "Letters, by state: queued, sending, sent, retry, unknown, dead, released.", []string{"state"}, nil)
	waitingMetric  = prometheus.NewDesc("mentord_waiting", "What waits for a human (mentord queue), by kind.", []string{"kind"}, nil)
	oldestMetric   = prometheus.NewDesc("mentord_oldest_unsent_seconds", "Age of the oldest letter that is not sent.", nil, nil)
	errorsMetric   = prometheus.NewDesc("mentord_errors_total", "Failures since the start, by part: mailbox, letters, store.", []string{"part"}, nil)
	healthyMetric  = prometheus.NewDesc("mentord_healthy", "1 if /health says ok.", nil, nil)
)

// gauges collects the metrics of one daemon.
type gauges struct{ d *daemon.Daemon }

// Describe sends the descriptions.
func (g *gauges) Describe(out chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{peopleMetric, pairsMetric, sessionsMetric, mailsMetric, lettersMetric, waitingMetric, oldestMetric, errorsMetric, healthyMetric} {
		out <- d
	}
}

// Collect counts what is in the store.
func (g *gauges) Collect(out chan<- prometheus.Metric) {
	now := time.Now()
	healthy := 0.0
	if len(g.d.Health.Report(now)) == 0 {
		healthy = 1
	}
	out <- prometheus.MustNewConstMetric(healthyMetric, prometheus.GaugeValue, healthy)
	for part, n := range g.d.Health.Errors() {
		out <- prometheus.MustNewConstMetric(errorsMetric, prometheus.CounterValue, float64(n), part)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	var counts store.Counts
	var oldest time.Time
	waiting := map[string]int{}
	err := g.d.Store.View(ctx, now, func(t *store.Tx) (err error) {
		if counts, err = t.Counts(); err != nil {
			return err
		}
		if oldest, err = t.OldestUnsent(); err != nil {
			return err
		}
		all, err := t.Waiting()
		for _, w := range all {
			waiting[string(w.Kind)]++
		}
		return err
	})
	if err != nil {
		out <- prometheus.NewInvalidMetric(peopleMetric, err)
		return
	}
	for desc, by := range map[*prometheus.Desc]map[string]int{peopleMetric: counts.People, pairsMetric: counts.Pairs, sessionsMetric: counts.Sessions,
		mailsMetric: counts.Mails, lettersMetric: counts.Outbox, waitingMetric: waiting} {
		for label, n := range by {
			out <- prometheus.MustNewConstMetric(desc, prometheus.GaugeValue, float64(n), label)
		}
	}
	age := 0.0
	if !oldest.IsZero() {
		age = now.Sub(oldest).Seconds()
	}
	out <- prometheus.MustNewConstMetric(oldestMetric, prometheus.GaugeValue, age)
}
