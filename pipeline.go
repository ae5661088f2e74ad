package voc

import (
	"context"
	"iter"

	"golang.org/x/sync/errgroup"
)

// A Pipeline carries tasks through a pool of workers to a sink, keeping their order.
// Tasks wait when the workers are busy and workers wait when the sink is,
// so memory is bounded by a few tasks a worker.
type Pipeline[Task, Result any] struct {
	Workers int                                         // goroutines; at least 1
	Do      func(context.Context, Task) (Result, error) // called by several goroutines at once
	Sink    func(Result) error                          // called by one goroutine, in the order of the tasks
}

// Run takes every task through Do and Sink.
// It ends at the first error, of the sequence, of Do or of Sink, or when ctx is done, and returns it;
// no goroutine is left behind.
func (p Pipeline[Task, Result]) Run(ctx context.Context, tasks iter.Seq2[Task, error]) error {
	type ticket struct {
		task   Task
		result chan Result // holds one
	}
	parent := ctx
	group, ctx := errgroup.WithContext(parent)
	workers := max(1, p.Workers)
	work := make(chan ticket)
	order := make(chan ticket, workers)

	group.Go(func() error {
		defer close(work)
		defer close(order)
		for task, err := range tasks {
			if err != nil {
				return err
			}
			t := ticket{task, make(chan Result, 1)}
			for _, c := range []chan ticket{order, work} {
				select {
				case c <- t:
				case <-ctx.Done():
					return ctx.Err()
				}
			}
		}
		return nil
	})
	for range workers {
		group.Go(func() error {
			for t := range work {
				result, err := p.Do(ctx, t.task)
				if err != nil {
					return err
				}
				t.result <- result
			}
			return nil
		})
	}
	group.Go(func() error {
		for t := range order {
			select {
			case result := <-t.result:
				if err := p.Sink(result); err != nil {
					return err
				}
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	})
	if err := group.Wait(); err != nil {
		return err
	}
	return parent.Err()
}
