package nightly

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"voc"
	"voc/internal/workspace"
)

// purged is what is known of the comments that must never be kept again.
type purged struct {
	ids     map[string]bool
	hashes  map[uint64]bool // of ids, as keys hold them
	marks   map[mark]bool
	foreign int // marks that another version made, or another secret: no comment is known by them

	secret workspace.Secret
}

// readPurged reads what is kept of erased comments. Without a secret no marks are known.
func readPurged(w *workspace.Workspace, secret workspace.Secret) (*purged, error) {
	lines, err := w.Purged()
	if err != nil {
		return nil, err
	}
	return newPurged(sorted(lines), secret), nil
}

// newPurged makes of lines what they say: ids, and marks as [mark.line] writes them.
func newPurged(lines []string, secret workspace.Secret) *purged {
	p := &purged{ids: map[string]bool{}, hashes: map[uint64]bool{}, marks: map[mark]bool{}, secret: secret}
	for _, line := range lines {
		switch m, ok := markOf(line, secret); {
		case ok:
			p.marks[m] = true
		case strings.HasPrefix(line, "c"):
			p.ids[line], p.hashes[fingerprint(line)] = true, true
		default:
			p.foreign++
		}
	}
	return p
}

// none reports whether nothing was erased.
func (p *purged) none() bool { return p == nil || len(p.ids)+len(p.marks) == 0 }

// has reports whether a comment as it was read is one that must not be kept: by its id or its trace.
func (p *purged) has(c *voc.Comment) bool {
	return !p.none() && (p.ids[c.ID] || p.ids[c.Former] && p.trusts(c.Thread) || traceOf(c, p.secret).in(p.marks))
}

// hasKey reports the same of a comment whose key is kept.
func (p *purged) hasKey(k key) bool {
	return p.hashes[k.ID] || p.hashes[k.Former] && p.trusts(k.Thread) || k.Trace.in(p.marks)
}

// trusts reports whether the id that a version before gave a comment says that it was erased.
// That of a number which begins anew was another's too: there the marks decide, unless some cannot be read.
func (p *purged) trusts(thread uint64) bool { return thread == 0 || p.foreign > 0 }

// hasAny reports whether one of the keys is that of a comment that must not be kept.
func (p *purged) hasAny(keys []key) bool { return !p.none() && slices.ContainsFunc(keys, p.hasKey) }

// digest depends on what was erased and not on the secret, so that what is published does not either.
func (p *purged) digest() string {
	list := sorted(p.ids)
	if len(list) > 0 {
		list = append(list, strconv.Itoa(len(p.marks)+p.foreign))
	}
	return digest(list...)
}

// warning says that copies may come back; empty if they may not.
func (p *purged) warning() string {
	if p.foreign == 0 {
		return ""
	}
	return fmt.Sprintf("%d marks of erased comments cannot be read, which another version of voc made, or another store/secret: "+
		"copies of these comments in exports of other names can come back; put the store/secret of that time back, or purge the copies", p.foreign)
}

// A mark is a hash by which copies of an erased comment are known.
type mark struct {
	kind byte // 'n' of a tool's id, 't' of a number and its clock time, 'w' of words, 'v' of the words of one with an id
	sum  uint64
}

// marksVersion changes when the marks of a comment do.
const marksVersion = "2"

// line writes a mark with its version and the tag of its secret.
func (m mark) line(secret workspace.Secret) string {
	return fmt.Sprintf("%c%s:%s:%016x", m.kind, marksVersion, secret.Tag(), m.sum)
}

// markOf reads what [mark.line] wrote; it reports false for anything else.
func markOf(line string, secret workspace.Secret) (mark, bool) {
	fields := strings.Split(line, ":")
	if len(fields) != 3 || len(fields[0]) < 2 || !strings.Contains("ntvw", fields[0][:1]) || fields[0][1:] != marksVersion || fields[1] != secret.Tag() {
		return mark{}, false
	}
	sum, err := strconv.ParseUint(fields[2], 16, 64)
	return mark{fields[0][0], sum}, err == nil
}

// optional makes of no secret the empty one, with which nothing is kept.
func optional(s workspace.Secret, err error) (workspace.Secret, error) {
	if errors.Is(err, fs.ErrNotExist) {
		return workspace.Secret{}, nil
	}
	return s, err
}
