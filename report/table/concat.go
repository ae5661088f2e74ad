package table

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"sync"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"

	"voc"
)

// A Part is a folder of tables that goes into larger ones.
type Part struct {
	Dir  string
	Edit func(*voc.Record) bool // changes a record, and reports whether it stays; nil keeps all as they are
}

// Concat makes the tables comments and mentions of dst from those of parts, in their order,
// with runID in the column run_id. The files appear under their names when all is done.
//
// A part without Edit is copied byte for byte, so that a run costs what is new;
// one with Edit is read, changed and written anew, and so are small ones that follow one another, together.
// The bytes of the result depend on the parts and runID alone.
func Concat(dst string, parts []Part, runID string) (err error) {
	comments, err := newJoined(filepath.Join(dst, CommentsFile), commentFooter())
	if err != nil {
		return err
	}
	defer comments.file.Abort()
	mentions, err := newJoined(filepath.Join(dst, MentionsFile), mentionFooter())
	if err != nil {
		return err
	}
	defer mentions.file.Abort()
	comments.runID = &constant{value: runID, chunks: map[int64]*chunk{}}
	runs, err := runs(parts)
	if err != nil {
		return err
	}
	for _, run := range runs {
		if alone := run[0]; len(run) == 1 && alone.Edit == nil {
			err = appendTables(comments, mentions, alone.Dir)
		} else {
			err = compact(comments, mentions, run, dst)
		}
		if err != nil {
			return err
		}
	}
	if err := mentions.Close(); err != nil {
		return err
	}
	return comments.Close()
}

// A joinedFile is a Parquet file made of the row groups of others.
//
// Note: the page indexes of the parts are left out; a reader does without them,
// and a row group is small enough to be read whole.
type joinedFile struct {
	file   *file
	meta   format.FileMetaData
	offset int64
	runID  *constant // what to put in the column run_id; nil if the table has none
}

const magic = "PAR1"

func newJoined(path string, footer format.FileMetaData) (*joinedFile, error) {
	f, err := createFile(path)
	if err != nil {
		return nil, err
	}
	if _, err := f.WriteString(magic); err != nil {
		f.Abort()
		return nil, err
	}
	return &joinedFile{file: f, meta: footer, offset: int64(len(magic))}, nil
}

// append copies the row groups of the file at path.
func (j *joinedFile) append(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	size, footer, err := readFooter(f)
	if err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	if !reflect.DeepEqual(footer.Schema, j.meta.Schema) {
		return fmt.Errorf("read %s: its columns are those of another version", path)
	}
	for _, group := range footer.RowGroups {
		if err := j.appendGroup(f, size, group); err != nil {
			return fmt.Errorf("append %s: %w", path, err)
		}
	}
	return nil
}

// appendGroup copies one row group out of f, which has size bytes.
func (j *joinedFile) appendGroup(f *os.File, size int64, group format.RowGroup) error {
	if len(j.meta.RowGroups) > math.MaxInt16 {
		return fmt.Errorf("more than %d row groups", math.MaxInt16)
	}
	group.FileOffset, group.Ordinal = j.offset, int16(len(j.meta.RowGroups))
	group.TotalByteSize, group.TotalCompressedSize = 0, 0
	var run extent // of f, not yet copied
	for i := range group.Columns {
		column := &group.Columns[i]
		if j.runID != nil && slices.Equal(column.MetaData.PathInSchema, runPath) {
			if err := run.copyTo(j.file, f); err != nil {
				return err
			}
			constant, err := j.runID.chunk(group.NumRows)
			if err != nil {
				return err
			}
			if _, err := j.file.Write(constant.data); err != nil {
				return err
			}
			*column = constant.column
			j.place(column, constant.start)
		} else {
			at := chunkExtent(&column.MetaData)
			if at.start < 0 || at.length < 0 || at.start > size-at.length {
				return io.ErrUnexpectedEOF
			}
			if at.start != run.start+run.length {
				if err := run.copyTo(j.file, f); err != nil {
					return err
				}
				run = extent{start: at.start}
			}
			run.length += at.length
			j.place(column, at.start)
		}
		group.TotalByteSize += column.MetaData.TotalUncompressedSize
		group.TotalCompressedSize += column.MetaData.TotalCompressedSize
	}
	if err := run.copyTo(j.file, f); err != nil {
		return err
	}
	j.meta.NumRows += group.NumRows
	j.meta.RowGroups = append(j.meta.RowGroups, group)
	return nil
}

// place moves the column's offsets from a chunk at start to the end of the joined file.
func (j *joinedFile) place(column *format.ColumnChunk, start int64) {
	shift, meta := j.offset-start, &column.MetaData
	meta.DataPageOffset += shift
	if meta.DictionaryPageOffset != 0 {
		meta.DictionaryPageOffset += shift
	}
	meta.BloomFilterOffset, meta.BloomFilterLength = 0, 0
	column.ColumnIndexOffset, column.ColumnIndexLength = 0, 0
	column.OffsetIndexOffset, column.OffsetIndexLength = 0, 0
	column.FileOffset = 0
	j.offset += meta.TotalCompressedSize
}

// Close writes the footer and completes the file.
func (j *joinedFile) Close() error {
	footer, err := thrift.Marshal(new(thrift.CompactProtocol), &j.meta)
	if err != nil {
		return err
	}
	footer = binary.LittleEndian.AppendUint32(footer, uint32(len(footer)))
	if _, err := j.file.Write(append(footer, magic...)); err != nil {
		return err
	}
	return j.file.Close()
}

// An extent is a range of bytes in a file.
type extent struct {
	start, length int64
}

// chunkExtent returns where a column chunk stands: its dictionary, if it has one, and its pages.
func chunkExtent(meta *format.ColumnMetaData) extent {
	start := meta.DataPageOffset
	if d := meta.DictionaryPageOffset; d > 0 && d < start {
		start = d
	}
	return extent{start, meta.TotalCompressedSize}
}

// copyTo copies the extent of src to dst, and forgets it.
func (e *extent) copyTo(dst *file, src *os.File) error {
	defer func() { *e = extent{} }()
	if e.length == 0 {
		return nil
	}
	if _, err := src.Seek(e.start, io.SeekStart); err != nil {
		return err
	}
	_, err := io.CopyN(dst.File, src, e.length)
	return err
}

// A constant makes column chunks of run_id with one value throughout.
type constant struct {
	value  string
	chunks map[int64]*chunk // by number of rows
}

// A chunk is a column chunk in memory.
type chunk struct {
	column format.ColumnChunk
	start  int64 // what column takes to be the offset of data
	data   []byte
}

var runPath = []string{"run_id"}

type runRow struct {
	RunID string `parquet:"run_id,dict"`
}

// chunk returns the chunk with n rows.
func (c *constant) chunk(n int64) (*chunk, error) {
	if made := c.chunks[n]; made != nil {
		return made, nil
	}
	var buffer bytes.Buffer
	w := parquet.NewGenericWriter[runRow](&buffer, append(writerOptions[runRow](), parquet.MaxRowsPerRowGroup(math.MaxInt32))...)
	rows := make([]runRow, n)
	for i := range rows {
		rows[i].RunID = c.value
	}
	if _, err := w.Write(rows); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	_, footer, err := readFooter(bytes.NewReader(buffer.Bytes()))
	if err != nil {
		return nil, err
	}
	column := footer.RowGroups[0].Columns[0]
	at := chunkExtent(&column.MetaData)
	made := &chunk{column: column, start: at.start, data: buffer.Bytes()[at.start : at.start+at.length]}
	c.chunks[n] = made
	return made, nil
}

// footers of tables without rows: what each joined file begins with.
var (
	commentFooter = sync.OnceValue(emptyFooter[commentRow])
	mentionFooter = sync.OnceValue(emptyFooter[mentionRow])
)

func emptyFooter[Row any]() format.FileMetaData {
	var buffer bytes.Buffer
	if err := parquet.NewGenericWriter[Row](&buffer, writerOptions[Row]()...).Close(); err != nil {
		panic(err) // the row type is wrong, which any test would show
	}
	_, footer, err := readFooter(bytes.NewReader(buffer.Bytes()))
	if err != nil {
		panic(err)
	}
	return *footer
}

// readFooter returns the size of a Parquet file and what its footer says.
func readFooter(f io.ReadSeeker) (size int64, footer *format.FileMetaData, err error) {
	size, err = f.Seek(0, io.SeekEnd)
	if err != nil {
		return 0, nil, err
	}
	var tail [8]byte
	if err := readAt(f, tail[:], size-8); err != nil || string(tail[4:]) != magic {
		return 0, nil, errNotParquet
	}
	length := int64(binary.LittleEndian.Uint32(tail[:]))
	if length > size-8 {
		return 0, nil, errNotParquet
	}
	data := make([]byte, length)
	if err := readAt(f, data, size-8-length); err != nil {
		return 0, nil, err
	}
	footer = new(format.FileMetaData)
	err = guard(func() error { return thrift.Unmarshal(new(thrift.CompactProtocol), data, footer) })
	return size, footer, err
}

func readAt(f io.ReadSeeker, b []byte, offset int64) error {
	if offset < 0 {
		return io.ErrUnexpectedEOF
	}
	if _, err := f.Seek(offset, io.SeekStart); err != nil {
		return err
	}
	_, err := io.ReadFull(f, b)
	return err
}
