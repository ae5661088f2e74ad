package voc_test

import (
	"context"
	"errors"
	"iter"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"voc"
)

// numbers are the tasks 0 to n-1.
func numbers(n int) iter.Seq2[int, error] {
	return func(yield func(int, error) bool) {
		for i := range n {
			if !yield(i, nil) {
				return
			}
		}
	}
}

func TestPipelineKeepsOrder(t *testing.T) {
	for _, workers := range []int{0, 1, 2, 8} {
		synctest.Test(t, func(t *testing.T) {
			var got []int
			p := voc.Pipeline[int, int]{
				Workers: workers,
				Do: func(_ context.Context, i int) (int, error) {
					time.Sleep(time.Duration((i*7)%5) * time.Second)
					return i * i, nil
				},
				Sink: func(square int) error { got = append(got, square); return nil },
			}
			if err := p.Run(t.Context(), numbers(50)); err != nil {
				t.Fatal(err)
			}
			if len(got) != 50 || !slices.IsSorted(got) {
				t.Errorf("%d workers: got %v", workers, got)
			}
		})
	}
}

func TestPipelineBoundsWhatWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var kept atomic.Int64
		tasks := func(yield func(int, error) bool) {
			for i := range 100 {
				if ahead := i + 1 - int(kept.Load()); ahead > 3*4 {
					t.Errorf("%d tasks taken ahead of the sink", ahead)
				}
				if !yield(i, nil) {
					return
				}
			}
		}
		p := voc.Pipeline[int, int]{
			Workers: 4,
			Do:      func(_ context.Context, i int) (int, error) { return i, nil },
			Sink:    func(int) error { time.Sleep(time.Second); kept.Add(1); return nil },
		}
		if err := p.Run(t.Context(), tasks); err != nil || kept.Load() != 100 {
			t.Errorf("kept %d, error %v", kept.Load(), err)
		}
	})
}

func TestPipelineEndsAtTheFirstError(t *testing.T) {
	boom := errors.New("boom")
	broken := func(yield func(int, error) bool) { _ = yield(0, nil) && yield(0, boom) }
	fine := func(_ context.Context, i int) (int, error) { return i, nil }
	keep := func(int) error { return nil }
	tests := []struct {
		name  string
		tasks iter.Seq2[int, error]
		do    func(context.Context, int) (int, error)
		sink  func(int) error
	}{
		{"reading", broken, fine, keep},
		{"working", numbers(100), func(_ context.Context, i int) (int, error) {
			if i == 10 {
				return 0, boom
			}
			return i, nil
		}, keep},
		{"keeping", numbers(100), fine, func(i int) error {
			if i == 10 {
				return boom
			}
			return nil
		}},
	}
	for _, test := range tests {
		synctest.Test(t, func(t *testing.T) { // fails if a goroutine is left behind
			p := voc.Pipeline[int, int]{Workers: 4, Do: test.do, Sink: test.sink}
			if err := p.Run(t.Context(), test.tasks); !errors.Is(err, boom) {
				t.Errorf("%s: Run = %v, want %v", test.name, err, boom)
			}
		})
	}
}

func TestPipelineStopsWhenTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		kept := 0
		p := voc.Pipeline[int, int]{
			Workers: 2,
			Do: func(ctx context.Context, i int) (int, error) {
				time.Sleep(time.Second)
				return i, ctx.Err()
			},
			Sink: func(int) error { kept++; return nil },
		}
		if err := p.Run(ctx, numbers(1000)); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Run = %v, want %v", err, context.DeadlineExceeded)
		}
		if kept == 0 || kept > 20 {
			t.Errorf("kept %d results in 10 seconds of 2 a second", kept)
		}
	})
}
