package workspace

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// ErrLocked means that another run holds the workspace.
var ErrLocked = errors.New("another run holds the lock")

// Lock takes the workspace for one run, waiting at most wait for another to end.
// The operating system gives it back when the process dies.
func (w *Workspace) Lock(ctx context.Context, wait time.Duration) (unlock func(), err error) {
	if err := os.MkdirAll(w.Store(), 0o755); err != nil {
		return nil, err
	}
	lock := flock.New(filepath.Join(w.Store(), "lock"))
	ok, err := lock.TryLock()
	if err == nil && !ok && wait > 0 {
		patience, cancel := context.WithTimeout(ctx, wait)
		defer cancel()
		ok, err = lock.TryLockContext(patience, 200*time.Millisecond)
		if errors.Is(err, context.DeadlineExceeded) {
			err = nil
		}
	}
	switch {
	case err != nil:
		return nil, err
	case !ok:
		return nil, ErrLocked
	}
	return func() { _ = lock.Unlock() }, nil
}
