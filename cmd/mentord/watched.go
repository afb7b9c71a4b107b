package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	sd "github.com/coreos/go-systemd/v22/daemon"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"mentord/cmd/mentord/daemon"
)

// watched lets others see how the daemon does: /health and /metrics on the address, if
// there is one, and systemd's watchdog, if systemd has started us. stop ends both.
func watched(ctx context.Context, address string, d *daemon.Daemon, log *slog.Logger) (stop func(), err error) {
	server := &http.Server{Handler: pages(d), ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second, WriteTimeout: 30 * time.Second, MaxHeaderBytes: 16 << 10}
	if address != "" {
		l, err := net.Listen("tcp", address)
		if err != nil {
			return nil, fmt.Errorf("daemon.listen: %w; give each program an address of its own, or write \"\" for none", err)
		}
		go func() {
			if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
				log.Error("health and metrics are not served any more", "error", err)
			}
		}()
	}
	tell := func(state string) {
		if _, err := sd.SdNotify(false, state); err != nil {
			log.Warn("systemd cannot be told", "error", err)
		}
	}
	tell(sd.SdNotifyReady)
	ctx, cancel := context.WithCancel(ctx)
	if every, err := sd.SdWatchdogEnabled(false); err == nil && every > 0 {
		go beat(ctx, every/2, func() {
			if d.Health.Alive(time.Now()) {
				tell(sd.SdNotifyWatchdog)
			}
			tell("STATUS=" + strings.Join(append(d.Health.Report(time.Now()), "running")[:1], ""))
		})
	}
	return func() {
		cancel()
		tell(sd.SdNotifyStopping)
		server.Close()
	}, nil
}

// beat does something again and again until the context ends.
func beat(ctx context.Context, every time.Duration, do func()) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		do()
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// pages are /health, 200 or 503 with what is wrong, and /metrics. Neither names anybody.
func pages(d *daemon.Daemon) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /health", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		wrong := d.Health.Report(time.Now())
		if len(wrong) > 0 {
			w.WriteHeader(http.StatusServiceUnavailable)
			fmt.Fprintln(w, strings.Join(wrong, "\n"))
			return
		}
		fmt.Fprintln(w, "ok")
	})
	registry := prometheus.NewRegistry()
	registry.MustRegister(&gauges{d}, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	mux.Handle("GET /metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{MaxRequestsInFlight: 2, Timeout: 20 * time.Second}))
	return mux
}
