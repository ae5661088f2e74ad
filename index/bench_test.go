package index

import (
	"context"
	"path/filepath"
	"testing"
)

func BenchmarkBuild(b *testing.B) {
	records := recordsTo(20000)
	for b.Loop() {
		if err := Build(context.Background(), filepath.Join(b.TempDir(), "index"), sequence(records)); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(records)*b.N)/b.Elapsed().Seconds(), "comments/s")
}
