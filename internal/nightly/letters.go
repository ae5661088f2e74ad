package nightly

import (
	"encoding/binary"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"voc"
	"voc/ingest"
	"voc/report/table"
)

// A letter is what finding campaigns needs to know of a comment that is long enough to belong to one.
type letter struct {
	comment    int    // its number in the slice
	department uint64 // hash of the name
	signature  ingest.Signature
}

// lettersFile holds the letters of a slice.
const lettersFile = "letters"

// letterBytes is the size of a stored letter.
const letterBytes = 4 + 8 + 2*len(ingest.Signature{})

// letterOf returns the letter that a comment is, and false if it is none.
// A turn of a focus group is no letter, and a case of 311 is a case however like another it is put:
// its words are often those of a form.
func letterOf(number int, c *voc.Comment) (letter, bool) {
	if c.Channel == voc.ChannelTranscript || c.Channel == voc.Channel311 {
		return letter{}, false
	}
	s, ok := ingest.Sign(c.Text)
	return letter{number, fingerprint(c.Department), s}, ok
}

func writeLetters(dir string, letters []letter) error {
	data := make([]byte, 0, letterBytes*len(letters))
	for i := range letters {
		l := &letters[i]
		data = binary.LittleEndian.AppendUint32(data, uint32(l.comment))
		data = binary.LittleEndian.AppendUint64(data, l.department)
		for _, h := range l.signature {
			data = binary.LittleEndian.AppendUint16(data, h)
		}
	}
	return os.WriteFile(filepath.Join(dir, lettersFile), data, 0o644)
}

func readLetters(dir string) ([]letter, error) {
	data, err := os.ReadFile(filepath.Join(dir, lettersFile))
	if err != nil {
		return nil, err
	}
	if len(data)%letterBytes != 0 {
		return nil, fmt.Errorf("%s: %d bytes of letters", dir, len(data))
	}
	letters := make([]letter, len(data)/letterBytes)
	for i := range letters {
		l, from := &letters[i], data[i*letterBytes:]
		l.comment = int(binary.LittleEndian.Uint32(from))
		l.department = binary.LittleEndian.Uint64(from[4:])
		for h := range l.signature {
			l.signature[h] = binary.LittleEndian.Uint16(from[12+2*h:])
		}
	}
	return letters, nil
}

// campaigns finds the near-identical letters among the comments of all slices that are kept.
// A campaign to several departments is one for each: it bears the id of the first letter there, which counts for all of them.
func (m *merge) campaigns() error {
	var all ingest.Letters
	var at []place
	var departments []uint64
	for i, s := range m.slices {
		letters, err := readLetters(s.dir)
		if err != nil {
			return err
		}
		for _, l := range letters {
			if m.dropped[i][l.comment] == 0 {
				all.Add(l.signature)
				at = append(at, place{int32(i), int32(l.comment)})
				departments = append(departments, l.department)
			}
		}
	}
	type address struct {
		first      int32
		department uint64
	}
	firsts := map[address]place{}
	letters := map[place][]place{} // of each campaign, by the first
	found, repeated := all.Campaigns()
	m.repeated = repeated
	for n, first := range found {
		if first < 0 {
			continue
		}
		to := address{first, departments[n]}
		if _, ok := firsts[to]; !ok {
			firsts[to] = at[n]
		}
		letters[firsts[to]] = append(letters[firsts[to]], at[n])
	}
	return m.mark(letters)
}

// mark notes of every letter the id of its campaign, which is the id of the first.
func (m *merge) mark(letters map[place][]place) error {
	holds := map[int]bool{} // the slices with the first letter of a campaign
	for p := range letters {
		holds[int(p.slice)] = true
	}
	for _, i := range slices.Sorted(maps.Keys(holds)) {
		number := 0
		for record, err := range table.Comments(m.slices[i].dir, "comment_id") {
			if err != nil {
				return err
			}
			p := place{int32(i), int32(number)}
			for _, l := range letters[p] {
				if m.marked[l.slice] == nil {
					m.marked[l.slice] = map[int]string{}
				}
				m.marked[l.slice][int(l.comment)] = record.ID
			}
			m.letters += len(letters[p])
			number++
		}
	}
	m.sent = len(letters)
	return nil
}
