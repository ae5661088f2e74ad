package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"voc/analyze"
	"voc/internal/nightly"
	"voc/internal/workspace"
	"voc/report/web"
)

// serveOptions are what "voc serve" is asked for.
type serveOptions struct {
	*globals
	addr string
}

// newServe returns the command that shows what is published in a browser.
func newServe(g *globals) *cobra.Command {
	opt := serveOptions{globals: g}
	c := &cobra.Command{
		Use:   "serve",
		Short: "Search comments and open reports in a browser",
		Long: `Serve pages to search comments, see what each means and why, correct labels, and open reports.

It follows newly published runs without a restart. Corrections are kept in reviews/, saved searches in searches.yaml.
It asks nobody for a password: listen on an address that others reach only where all who reach it may read every comment.`,
		Example: `  voc serve
  voc serve --addr 127.0.0.1:9000`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return serve(c.Context(), c.ErrOrStderr(), &opt)
		},
	}
	c.Flags().StringVar(&opt.addr, "addr", "127.0.0.1:8080", "host and port to listen on")
	return c
}

// serve answers requests until ctx is done, which is a good end.
func serve(ctx context.Context, stderr io.Writer, opt *serveOptions) (err error) {
	host, _, err := net.SplitHostPort(opt.addr)
	if err != nil {
		return fail(exitUsage, "type it as --addr 127.0.0.1:8080", "--addr: %w", err)
	}
	w, run, err := opt.published()
	if err != nil {
		return err
	}
	site, err := openSite(w, run, host, stderr)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, site.Close()) }()
	listener, err := net.Listen("tcp", opt.addr)
	if err != nil {
		return fail(exitFailed, "choose another port, such as --addr 127.0.0.1:8081", "%w", err)
	}
	if !opt.quiet {
		fmt.Fprintf(stderr, "voc: open http://%s (Ctrl-C ends it)\n", listener.Addr())
	}
	if !isLoopback(host) {
		fmt.Fprintf(stderr, "voc: others can reach this address: everyone who does can read every comment\n")
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go site.Follow(ctx)
	return answer(ctx, listener, site)
}

// answer serves the site until ctx is done, and lets requests under way end.
func answer(ctx context.Context, listener net.Listener, site http.Handler) error {
	const patience = 5 * time.Second
	server := &http.Server{
		Handler:           site,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    256 << 10,
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	if err := server.Shutdown(ending); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return server.Close()
}

// openSite returns the pages of a workspace.
func openSite(w *workspace.Workspace, run *workspace.Run, host string, stderr io.Writer) (*web.Site, error) {
	departments, err := publishedDepartments(w, run)
	if err != nil {
		return nil, err
	}
	book, err := nightly.Codebook(w)
	if err != nil {
		return nil, err
	}
	version, err := codebookVersion(book)
	if err != nil {
		return nil, err
	}
	site, err := web.New(web.Options{
		Organisation: w.Config.Organisation,
		Departments:  departments,
		Themes:       webThemes(book),
		Synonyms:     book.Synonyms,
		Codebook:     version,
		Reviews:      w.Reviews(),
		Searches:     filepath.Join(w.Dir, "searches.yaml"),
		Current:      currentRun(w),
		Host:         host,
		Log:          func(err error) { fmt.Fprintf(stderr, "voc: %v\n", err) },
	})
	if err != nil {
		return nil, fail(exitFailed, `type "voc index rebuild" to make it anew`, "%w", err)
	}
	return site, nil
}

// codebookVersion returns a short hash of what a codebook says.
func codebookVersion(book *analyze.Codebook) (string, error) {
	data, err := json.Marshal(book)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:6]), nil
}

// webThemes returns the labels of a codebook for the pages.
func webThemes(book *analyze.Codebook) []web.Theme {
	var themes []web.Theme
	for _, entries := range [][]analyze.Entry{book.Needs, book.Themes, book.Serious} {
		for _, e := range entries {
			themes = append(themes, web.Theme{ID: e.ID, Name: e.Name, Need: e.Need, Definition: e.Definition, Includes: e.Includes, Excludes: e.Excludes})
		}
	}
	return themes
}

// currentRun returns a function that returns the run that was published last.
// It is asked again and again, so it reads the account of a run once. It is not safe for concurrent use.
func currentRun(w *workspace.Workspace) func() (web.Run, error) {
	dir, known := "", web.Run{}
	return func() (web.Run, error) {
		run, err := w.Current()
		if err != nil {
			return web.Run{}, err
		}
		if run.Dir == dir {
			return known, nil
		}
		account, err := run.Account()
		if err != nil {
			return web.Run{}, err
		}
		dir = run.Dir
		known = web.Run{ID: account.RunID, Name: filepath.Base(dir), AsOf: account.AsOf, Index: run.Index(), Reports: run.Reports()}
		return known, nil
	}
}

// isLoopback reports whether only this machine reaches host.
func isLoopback(host string) bool {
	addr, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && addr.IsLoopback()
}
