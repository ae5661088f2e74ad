package report

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// missing skips the test for want of a tool, except where all tools must be there.
func missing(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatalf("%s is missing, and CI=true", what)
	}
	t.Skipf("%s is missing", what)
}

// browse starts a browser.
func browse(t *testing.T) context.Context {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		missing(t, "chromium")
	}
	flags := []chromedp.ExecAllocatorOption{chromedp.ExecPath(path), chromedp.UserDataDir(t.TempDir()), chromedp.WindowSize(1280, 900), chromedp.WSURLReadTimeout(time.Minute)}
	for _, flag := range []string{"headless", "no-sandbox", "disable-gpu", "no-first-run", "disable-background-networking", "disable-component-update", "disable-dev-shm-usage"} {
		flags = append(flags, chromedp.Flag(flag, true))
	}
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), flags...)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 5*time.Minute)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	return ctx
}

func do[T any](t *testing.T, ctx context.Context, action chromedp.Action[T]) T {
	t.Helper()
	result, err := chromedp.Run(ctx, action)
	if err != nil {
		t.Fatalf("browser: %v", err)
	}
	return result
}

func command[P, R any](t *testing.T, ctx context.Context, c cdp.Command[P, R], params P) R {
	t.Helper()
	result, err := chromedp.Call(ctx, c, params)
	if err != nil {
		t.Fatalf("browser: %v", err)
	}
	return result
}

// TestPagesInABrowser checks the pages against WCAG 2.1 AA, light on a laptop and dark on a phone, and how they print.
func TestPagesInABrowser(t *testing.T) {
	script, err := os.ReadFile(filepath.Join(os.Getenv("VOC_NODE"), "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		missing(t, "$VOC_NODE/node_modules/axe-core")
	}
	dir := t.TempDir()
	if _, err := WriteAll(context.Background(), dir, fullInput(t)); err != nil {
		t.Fatal(err)
	}
	ctx := browse(t)
	for _, look := range []struct {
		theme string
		width int64
	}{{"light", 1280}, {"dark", 390}} {
		for _, name := range []string{"index.html", "streets/report.html", "parks/report.html"} {
			if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Size() > 150_000 {
				t.Errorf("%s: %v, %d bytes, want at most 150,000", name, err, info.Size())
			}
			where := name + ", " + look.theme + ", " + strconv.Itoa(int(look.width)) + " wide"
			do(t, ctx, chromedp.EmulateViewport(look.width, 900))
			command(t, ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: look.theme}}})
			do(t, ctx, chromedp.Navigate("file://"+filepath.Join(dir, name)))
			checkPage(t, ctx, string(script), where)
		}
	}
	do(t, ctx, chromedp.Navigate("file://"+filepath.Join(dir, "streets/report.html")))
	command(t, ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	do(t, ctx, chromedp.EmulateViewport(680, 1000)) // the width of A4 between its margins
	if height := do(t, ctx, chromedp.Evaluate[float64](`document.querySelector("#needs").getBoundingClientRect().top`)); height > 990 {
		t.Errorf("at a glance takes %.0f pixels, more than a printed page's 990", height)
	}
	tagged := true
	printed := command(t, ctx, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: &tagged, GenerateTaggedPDF: &tagged})
	if !bytes.Contains(printed.Data, []byte("/StructTreeRoot")) || !bytes.Contains(printed.Data, []byte("/MarkInfo")) {
		t.Error("the page prints to a PDF without tags")
	}
	do(t, ctx, chromedp.Navigate("file://"+filepath.Join(dir, "index.html")))
	if inside := do(t, ctx, chromedp.Evaluate[string](`getComputedStyle(document.querySelector("#departments .scroll")).breakInside`)); inside != "auto" {
		t.Errorf("the table of departments is broken %s between printed pages, want auto: a long one would leave the first page empty", inside)
	}
}

func checkPage(t *testing.T, ctx context.Context, script, where string) {
	t.Helper()
	var found []struct {
		ID    string
		Help  string
		Nodes []struct{ HTML, FailureSummary string }
	}
	do(t, ctx, chromedp.Evaluate[int](script+";0"))
	answer := do(t, ctx, chromedp.Evaluate[string](`axe.run({runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}).then((r) => JSON.stringify(r.violations))`, chromedp.EvalAwaitPromise))
	if err := json.Unmarshal([]byte(answer), &found); err != nil {
		t.Fatalf("axe: %v", err)
	}
	for _, violation := range found {
		t.Errorf("%s: %s: %s: %d places, such as %.300s\n%s", where, violation.ID, violation.Help, len(violation.Nodes), violation.Nodes[0].HTML, violation.Nodes[0].FailureSummary)
	}
	if over := do(t, ctx, chromedp.Evaluate[int]("document.documentElement.scrollWidth - document.documentElement.clientWidth")); over > 0 {
		t.Errorf("%s: the page is %d pixels too wide", where, over)
	}
	if asked := do(t, ctx, chromedp.Evaluate[int]("performance.getEntriesByType('resource').length")); asked > 0 {
		t.Errorf("%s: the page asks for %d other files", where, asked)
	}
}
