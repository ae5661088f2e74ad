package nightly

import (
	"os"
	"path/filepath"
	"testing"

	"voc"
	"voc/internal/workspace"
)

// What a purge or a killed run left of a part is taken away where a comment of it was erased, to the last slice;
// where none was, its slices are used.
func TestClear(t *testing.T) {
	secret := workspace.Secret{1}
	n := &night{secret: secret, Options: Options{Workspace: &workspace.Workspace{Dir: t.TempDir()}}}
	slicesOf := func(name string, ids ...string) input {
		in := input{key: name}
		for i, id := range ids {
			dir := filepath.Join(n.dir(in), sliceName(i))
			if err := os.MkdirAll(dir, 0o755); err != nil {
				t.Fatal(err)
			}
			if err := writeKeys(dir, []key{keyOf(name, &voc.Comment{ID: id}, secret)}, secret); err != nil {
				t.Fatal(err)
			}
		}
		return in
	}
	gone, stays := slicesOf("gone", "c1", "c2"), slicesOf("stays", "c3", "c4")
	for _, lines := range [][]string{nil, {"c2"}} {
		n.purged = newPurged(lines, secret)
		for _, in := range []input{gone, stays} {
			if p, err := n.cached(in); p != nil || err != nil {
				t.Errorf("%s: part %v, %v", in.key, p, err)
			}
		}
		if left := exists(n.dir(gone)); left != (lines == nil) {
			t.Errorf("erased %q: folder of the part there: %v", lines, left)
		}
		if !exists(filepath.Join(n.dir(stays), sliceName(1), keysFile)) {
			t.Errorf("erased %q: the keys of another part are gone", lines)
		}
	}
}
