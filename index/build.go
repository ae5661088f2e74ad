// Package index finds records: by words, by what they mean, by when and where they were said.
package index

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"iter"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/document"
	"golang.org/x/sync/errgroup"

	"voc"
)

// shards is the number of parts of an index, built and searched side by side.
// A comment's part depends on its id alone.
const shards = 2

// batch is the number of records that are indexed at a time.
const batch = 2000

// format is the version of what an index holds. It changes whenever entries, or the terms of words, do,
// because entries of two versions must not stand in one index.
const format = "7"

// formatFile is the file of an index that holds its format. It is written last, so an index without it is not complete.
const formatFile = "format"

// ErrFormat means that an index is not complete or was made by another version of the program.
var ErrFormat = errors.New("index of another version, or not complete")

// Check returns nil if the index in the folder dir is complete and of this version, so that it can be opened and updated.
func Check(dir string) error {
	made, err := os.ReadFile(filepath.Join(dir, formatFile))
	if err != nil {
		return err
	}
	if string(made) != format {
		return fmt.Errorf("%s: %w", dir, ErrFormat)
	}
	return nil
}

// seal completes the index in the folder dir.
func seal(dir string) error {
	if err := share(dir); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, formatFile), []byte(format), 0o644)
}

// share lets everybody read the files of an index who may look into its folder, as it is with tables.
// Bleve makes files and folders that nobody else can read, and ignores the umask, which made the folder.
func share(dir string) error {
	info, err := os.Stat(dir)
	if err != nil {
		return err
	}
	folders := info.Mode().Perm()
	return filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		want := folders
		if !entry.IsDir() {
			want &^= 0o111
		}
		// A segment may be shared with an older index that another account made, which alone can change it.
		if info, err := entry.Info(); err != nil || info.Mode().Perm() == want {
			return err
		}
		return os.Chmod(path, want)
	})
}

func shardOf(id string) int {
	h := fnv.New32a()
	h.Write([]byte(id)) // never fails
	return int(h.Sum32() % shards)
}

func shardDir(dir string, shard int) string { return filepath.Join(dir, strconv.Itoa(shard)) }

// Build makes an index of the records in the folder dir, which must not exist.
// The ids must differ. The first error of the sequence ends it; what is in dir is then of no use.
func Build(ctx context.Context, dir string, records iter.Seq2[voc.Record, error]) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("build index: %w", err)
	}
	// Building makes much garbage and holds little: collecting it less often saves a fifth of the time.
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	err := scatter(ctx, records, func(ctx context.Context, shard int, records <-chan []voc.Record) error {
		return buildShard(ctx, shardDir(dir, shard), records)
	})
	if err == nil {
		err = seal(dir)
	}
	if err != nil {
		return fmt.Errorf("build index: %w", err)
	}
	return nil
}

// scatter hands each record to one of as many calls of do as there are shards, by its id, in slices.
func scatter(ctx context.Context, records iter.Seq2[voc.Record, error], do func(ctx context.Context, shard int, records <-chan []voc.Record) error) error {
	group, ctx := errgroup.WithContext(ctx)
	var inputs [shards]chan []voc.Record
	for i := range inputs {
		inputs[i] = make(chan []voc.Record, 2)
		group.Go(func() error { return do(ctx, i, inputs[i]) })
	}
	group.Go(func() error {
		for _, input := range inputs {
			defer close(input)
		}
		const slice = 256
		var waiting [shards][]voc.Record
		send := func(i int) error {
			select {
			case inputs[i] <- waiting[i]:
				waiting[i] = make([]voc.Record, 0, slice)
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		for record, err := range records {
			if err != nil {
				return err
			}
			i := shardOf(record.ID)
			if waiting[i] = append(waiting[i], record); len(waiting[i]) == slice {
				if err := send(i); err != nil {
					return err
				}
			}
		}
		for i := range waiting {
			if err := send(i); err != nil {
				return err
			}
		}
		return nil
	})
	return group.Wait()
}

// buildShard makes one part. A part without records is an empty index, which the builder cannot make.
func buildShard(ctx context.Context, dir string, records <-chan []voc.Record) error {
	first := <-records
	if len(first) == 0 {
		return emptyShard(dir)
	}
	scratch := dir + ".tmp"
	if err := os.MkdirAll(scratch, 0o755); err != nil {
		return err
	}
	defer os.RemoveAll(scratch)
	w := newWriter()
	builder, err := bleve.NewBuilder(dir, w, map[string]any{"batchSize": batch, "mergeMax": 100, "buildPathPrefix": scratch})
	if err != nil {
		return err
	}
	for slice := first; slice != nil; slice = <-records {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		for i := range slice {
			if err := builder.Index(slice[i].ID, &slice[i]); err != nil {
				return fmt.Errorf("comment %s: %w", slice[i].ID, err)
			}
		}
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err := builder.Close(); err != nil {
		return err
	}
	return writeVocabulary(dir, w.lexicon)
}

func emptyShard(dir string) error {
	shard, err := bleve.NewUsing(dir, staticMapping(), "scorch", "scorch", nil)
	if err != nil {
		return err
	}
	return shard.Close()
}

// Update makes an index in the folder dst, which must not exist, of what is in the index src,
// without the comments whose ids are in remove, and with the records in add,
// which replace those of the same id.
// An error that is [ErrFormat] says that src cannot be updated, and the index must be built.
// src is not changed and can be searched meanwhile; its segments are shared by hard links, which never change.
// Searching gives the same hits, scores and order as an index built anew.
func Update(ctx context.Context, dst, src string, add iter.Seq2[voc.Record, error], remove []string) error {
	if err := Check(src); err != nil {
		return fmt.Errorf("update index: %w", err)
	}
	for i := range shards {
		if err := link(shardDir(dst, i), shardDir(src, i)); err != nil {
			return fmt.Errorf("update index: %w", err)
		}
	}
	var gone [shards][]string
	for _, id := range remove {
		gone[shardOf(id)] = append(gone[shardOf(id)], id)
	}
	err := scatter(ctx, add, func(ctx context.Context, shard int, records <-chan []voc.Record) error {
		return updateShard(ctx, shardDir(dst, shard), records, gone[shard])
	})
	if err == nil {
		err = seal(dst)
	}
	if err != nil {
		return fmt.Errorf("update index: %w", err)
	}
	return nil
}

// link makes the folder dst with the files of src: segments by hard links where the file system has them, all else copied.
func link(dst, src string) error {
	return filepath.WalkDir(src, func(path string, entry os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(src, path)
		if err != nil {
			return err
		}
		target := filepath.Join(dst, rel)
		if entry.IsDir() {
			return os.MkdirAll(target, 0o755)
		}
		if filepath.Ext(path) == ".zap" && os.Link(path, target) == nil {
			return nil
		}
		return copyFile(target, path)
	})
}

func copyFile(dst, src string) (err error) {
	in, err := os.Open(src)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(dst, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	_, err = io.Copy(out, in)
	return err
}

func updateShard(ctx context.Context, dir string, records <-chan []voc.Record, remove []string) (err error) {
	shard, err := bleve.OpenUsing(dir, map[string]any{"bolt_timeout": "5s"})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, shard.Close()) }()
	w := newWriter()
	b := shard.NewBatch()
	for _, id := range remove {
		b.Delete(id)
	}
	for slice := range records {
		for i := range slice {
			doc := document.NewDocument(slice[i].ID)
			if err := w.MapDocument(doc, &slice[i]); err != nil {
				return err
			}
			doc.AddIDField()
			if err := b.IndexAdvanced(doc); err != nil {
				return fmt.Errorf("comment %s: %w", slice[i].ID, err)
			}
		}
		if b.Size() >= batch {
			if err := errors.Join(ctx.Err(), shard.Batch(b)); err != nil {
				return err
			}
			b.Reset()
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if b.Size() > 0 {
		if err := shard.Batch(b); err != nil {
			return err
		}
	}
	return writeVocabulary(dir, w.lexicon)
}
