package nightly

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"voc/internal/workspace"
)

// errForeign says that keys are of another version or secret, and so of no use: there might as well be none.
var errForeign = fmt.Errorf("keys of another version or secret: %w", fs.ErrNotExist)

// keysHead is the first line of a file of keys.
func keysHead(secret workspace.Secret) []byte {
	return []byte("voc keys " + format + " " + secret.Tag() + "\n")
}

// writeKeys writes the keys of a slice.
func writeKeys(dir string, keys []key, secret workspace.Secret) error {
	data, err := binary.Append(keysHead(secret), binary.LittleEndian, keys)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, keysFile), data, 0o644)
}

// readKeys returns the keys of a slice; the error is [errForeign] if another version wrote them, or one with another secret.
func readKeys(dir string, secret workspace.Secret) ([]key, error) {
	data, err := os.ReadFile(filepath.Join(dir, keysFile))
	if err != nil {
		return nil, err
	}
	data, ours := bytes.CutPrefix(data, keysHead(secret))
	if !ours {
		return nil, fmt.Errorf("%s: %w", dir, errForeign)
	}
	keys := make([]key, len(data)/binary.Size(key{}))
	if n, err := binary.Decode(data, binary.LittleEndian, keys); err != nil || n != len(data) {
		return nil, fmt.Errorf("%s: %d bytes of keys", dir, len(data))
	}
	return keys, nil
}

// keysBelow returns the keys of all slices of a part, be it finished or not, or emptied by an earlier purge.
// Keys of another version or secret are left out.
func keysBelow(part string, secret workspace.Secret) ([]key, error) {
	slices, err := folders(part)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var all []key
	for _, slice := range slices {
		keys, err := readKeys(slice, secret)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		all = append(all, keys...)
	}
	return all, nil
}
