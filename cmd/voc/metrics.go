package main

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"voc/internal/nightly"
)

// writeMetrics writes what a Prometheus node exporter collects from a text file.
func writeMetrics(path string, outcome *nightly.Outcome, status int, start time.Time) error {
	registry := prometheus.NewRegistry()
	gauge := func(name, help string, value float64) {
		g := prometheus.NewGauge(prometheus.GaugeOpts{Namespace: "voc", Name: name, Help: help})
		g.Set(value)
		registry.MustRegister(g)
	}
	gauge("run_exit_status", "Exit status of the last run.", float64(status))
	gauge("run_start_timestamp_seconds", "When the last run began.", float64(start.Unix()))
	gauge("run_duration_seconds", "How long the last run took.", time.Since(start).Seconds())
	if outcome != nil && outcome.Account != nil {
		rows := prometheus.NewGaugeVec(prometheus.GaugeOpts{Namespace: "voc", Name: "rows", Help: "Rows of the inbox by what became of them."}, []string{"fate"})
		totals := outcome.Account.Totals
		for fate, n := range map[string]int{"accepted": totals.Accepted, "duplicate": totals.Duplicates, "empty": totals.Empty, "rejected": totals.Rejected} {
			rows.WithLabelValues(fate).Set(float64(n))
		}
		registry.MustRegister(rows)
		gauge("comments", "Comments that are counted.", float64(totals.Comments))
		nothing := 0.0
		if outcome.Nothing {
			nothing = 1
		}
		gauge("run_nothing_new", "1 if the last run found nothing new.", nothing)
	}
	return prometheus.WriteToTextfile(path, registry)
}
