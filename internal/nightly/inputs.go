package nightly

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"voc/analyze"
	"voc/ingest"
	"voc/internal/workspace"
)

// An input is one file of the inbox.
type input struct {
	name     string // path below the inbox, with slashes
	path     string
	bytes    int64
	sha      string
	mapping  *ingest.Mapping // what voc.yaml declares about it; nil if nothing
	key      string          // of its part
	declared []byte          // mapping as JSON
	asked    bool            // by the glob
	twin     int             // index of an earlier input with the same bytes and mapping; -1 if none
	unread   error           // why its bytes cannot be had; then it has no hash
}

// inputs lists the files below the inbox, sorted by name, with their hashes.
// With a glob, files that do not match it are listed only if their part is finished.
// Names that begin with a dot or an underscore are not read, so that a file can be uploaded beside its name.
func inputs(ctx context.Context, w *workspace.Workspace, glob, fingerprint string) ([]input, error) {
	all, err := Names(w.Inbox())
	if err != nil {
		return nil, err
	}
	asked := &ingest.Mapping{Files: glob}
	var found []input
	for _, name := range all {
		in := input{name: name, path: filepath.Join(w.Inbox(), filepath.FromSlash(name)), mapping: mapping(w.Config.Sources, name)}
		ok, err := in.identify(ctx)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err == nil && !ok {
			continue
		}
		if in.unread = err; err != nil {
			in.sha = ""
		}
		in.key = digest(in.sha, in.name, string(in.declared), fingerprint)
		if in.asked = glob == "" || asked.Matches(in.name); in.asked || exists(filepath.Join(w.Parts(), in.key, partFile)) {
			found = append(found, in)
		}
	}
	pair(found)
	return found, nil
}

// Names lists the files below inbox that a run reads, sorted.
func Names(inbox string) ([]string, error) {
	var list []string
	err := filepath.WalkDir(inbox, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		hidden := strings.HasPrefix(entry.Name(), ".") || strings.HasPrefix(entry.Name(), "_")
		switch {
		case hidden && entry.IsDir() && file != inbox:
			return fs.SkipDir
		case hidden, entry.IsDir():
			return nil
		}
		name, err := filepath.Rel(inbox, file)
		list = append(list, filepath.ToSlash(name))
		return err
	})
	return list, err
}

// identify finds the input's size, hash and declaration. It reports whether it is a file at all;
// an error means that it may be one, but cannot be read.
func (in *input) identify(ctx context.Context) (bool, error) {
	info, err := os.Stat(in.path) // follows links
	if err != nil || !info.Mode().IsRegular() {
		return false, err
	}
	in.bytes = info.Size()
	if in.sha, err = hash(ctx, in.path); err != nil {
		return false, err
	}
	in.declared, err = json.Marshal(in.mapping)
	return true, err
}

// pair notes of every input the earlier one with the same bytes and mapping.
func pair(found []input) {
	seen := map[string]int{}
	for i, in := range found {
		found[i].twin = -1
		if in.unread != nil {
			continue
		}
		same := in.sha + string(in.declared)
		if first, ok := seen[same]; ok {
			found[i].twin = first
		} else {
			seen[same] = i
		}
	}
}

// Reading returns how the file called name, its path below the inbox, is read in zone on the day of today,
// by a run as by whoever looks at the file alone.
func Reading(w *workspace.Workspace, name string, zone *time.Location, today time.Time) ingest.Options {
	return ingest.Options{Name: name, Mapping: mapping(w.Config.Sources, name), Departments: w.Departments, Location: zone, Latest: Latest(today), Ordinary: analyze.Ordinary}
}

// mapping returns the first declared source whose files match name.
func mapping(sources []ingest.Mapping, name string) *ingest.Mapping {
	for i := range sources {
		if sources[i].Matches(name) {
			return &sources[i]
		}
	}
	return nil
}

// hash returns the SHA-256 of a file's bytes in hexadecimal digits.
func hash(ctx context.Context, file string) (string, error) {
	f, err := os.Open(file)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, reader{ctx, f}); err != nil {
		return "", fmt.Errorf("%s: %w", file, err)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// reader stops reading when its context is done.
type reader struct {
	ctx context.Context
	io.Reader
}

func (r reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.Reader.Read(p)
}

// digest returns 32 hexadecimal digits that depend on every part and on their order.
func digest(parts ...string) string {
	h := sha256.New()
	for _, part := range parts {
		fmt.Fprintf(h, "%d:%s,", len(part), part)
	}
	return hex.EncodeToString(h.Sum(nil))[:32]
}

// Location returns the zone of times without one, or in UTC.
func Location(w *workspace.Workspace) (*time.Location, error) {
	return ingest.Zone(w.Config.Timezone)
}
