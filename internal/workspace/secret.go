package workspace

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/google/renameio/v2/maybe"
)

// A Secret is the key of the hashes that a workspace keeps of unmasked words:
// who does not have it can neither read words from them nor check a guess.
// Nothing that is published depends on it.
type Secret [32]byte

// Sum returns 64 bits of an HMAC-SHA-256 of parts. Sums of different kinds have nothing to do with each other.
func (s Secret) Sum(kind string, parts ...string) uint64 {
	mac := hmac.New(sha256.New, s[:])
	var buf []byte
	for _, part := range append([]string{kind}, parts...) {
		buf = binary.AppendUvarint(buf, uint64(len(part)))
		buf = append(buf, part...)
	}
	mac.Write(buf)
	return binary.BigEndian.Uint64(mac.Sum(nil))
}

// Tag tells secrets apart and says nothing of them.
func (s Secret) Tag() string { return fmt.Sprintf("%016x", s.Sum("tag")) }

func (w *Workspace) secret() string { return filepath.Join(w.Store(), "secret") }

// Secret returns the secret of the workspace. An error that is [fs.ErrNotExist] means that none was made yet, or that it was lost.
func (w *Workspace) Secret() (Secret, error) {
	var s Secret
	data, err := os.ReadFile(w.secret())
	if err != nil {
		return s, err
	}
	digits := strings.TrimSpace(string(data))
	if n, err := hex.Decode(s[:], []byte(digits[:min(len(digits), 2*len(s))])); err != nil || n != len(s) || len(digits) != 2*len(s) {
		return s, &Mistake{
			File: w.secret(), Err: fmt.Errorf("not %d hexadecimal digits", 2*len(s)),
			Hint: `put it back from a backup; if there is none, take it away and type "voc run", which makes a new one`,
		}
	}
	return s, nil
}

// MakeSecret returns the secret of the workspace, and makes one where there is none. The caller holds the lock.
func (w *Workspace) MakeSecret() (Secret, error) {
	s, err := w.Secret()
	if !errors.Is(err, fs.ErrNotExist) {
		return s, err
	}
	rand.Read(s[:]) // never returns an error
	if err := os.MkdirAll(w.Store(), 0o755); err != nil {
		return s, err
	}
	return s, maybe.WriteFile(w.secret(), []byte(hex.EncodeToString(s[:])+"\n"), 0o600)
}
