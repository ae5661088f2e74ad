package nightly

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"voc"
	"voc/internal/workspace"
)

// Keys of another version or secret are told from keys, and read as none.
func TestForeignKeys(t *testing.T) {
	dir, secret := t.TempDir(), workspace.Secret{1}
	c := voc.Comment{ID: "c1", Native: "7", Content: 9, Text: "The gate was shut."}
	keys := []key{keyOf("a.csv", &c, secret), {ID: 2}}
	if keys[0].Content == 0 || keys[0].Content == c.Content {
		t.Errorf("content %x of %x: not keyed", keys[0].Content, c.Content)
	}
	if err := writeKeys(dir, keys, secret); err != nil {
		t.Fatal(err)
	}
	if got, err := readKeys(dir, secret); err != nil || !slices.Equal(got, keys) {
		t.Errorf("read %v, %v; want %v", got, err, keys)
	}
	if got, err := readKeys(dir, workspace.Secret{2}); !errors.Is(err, errForeign) || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("with another secret: %v, %v", got, err)
	}
	file := filepath.Join(dir, keysFile)
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	bare := bytes.Clone(whole[len(keysHead(secret)):]) // as earlier versions wrote them
	for _, old := range [][]byte{bare, bare[:2*binary.Size(key{})/3], bytes.Replace(whole, []byte(" "+format+" "), []byte(" 0 "), 1)} {
		if err := os.WriteFile(file, old, 0o644); err != nil {
			t.Fatal(err)
		}
		if got, err := readKeys(dir, secret); !errors.Is(err, errForeign) {
			t.Errorf("of another version: %v, %v", got, err)
		}
	}
	if err := os.WriteFile(file, whole[:len(whole)-1], 0o644); err != nil {
		t.Fatal(err)
	}
	if got, err := readKeys(dir, secret); err == nil || errors.Is(err, fs.ErrNotExist) {
		t.Errorf("cut off: %v, %v", got, err)
	}
}
