// Package disk keeps what was written through a loss of power.
package disk

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
)

// Sync brings a file, or the names in a folder, to the disk.
func Sync(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}

// Append adds data, which is whole lines, to a file that it makes if need be; when it returns nil they are safe on disk.
// A last line without its end, of an Append that was cut off, is ended if whole says that nothing of it is missing, else taken away.
// One at a time may append to a file.
func Append(path string, data []byte, whole func(line []byte) bool) error {
	_, statErr := os.Stat(path)
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return err
	}
	defer f.Close()
	end, err := mend(f, whole)
	if err != nil {
		return err
	}
	if _, err := f.WriteAt(data, end); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if statErr != nil {
		return Sync(filepath.Dir(path))
	}
	return f.Close()
}

// mend returns where the next line begins, after it ended or cut off a last line that has no end.
func mend(f *os.File, whole func(line []byte) bool) (int64, error) {
	const most = 64 << 10 // longer than any line
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil || size == 0 {
		return size, err
	}
	tail := make([]byte, min(size, most))
	if _, err := f.ReadAt(tail, size-int64(len(tail))); err != nil {
		return 0, err
	}
	if tail[len(tail)-1] == '\n' {
		return size, nil
	}
	line := tail[bytes.LastIndexByte(tail, '\n')+1:]
	if whole(line) {
		_, err := f.WriteAt([]byte{'\n'}, size)
		return size + 1, err
	}
	start := size - int64(len(line))
	return start, f.Truncate(start)
}
