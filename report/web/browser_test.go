package web

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"voc"
	"voc/internal/review"
)

// missing skips the test for want of a tool, except where all tools must be there.
func missing(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatalf("%s is missing, and CI=true", what)
	}
	t.Skipf("%s is missing", what)
}

// A visitor is a browser that looks at a site.
type visitor struct {
	t     *testing.T
	ctx   context.Context
	place *place
	base  string
	mu    sync.Mutex
	bad   []string // what the browser complained of
}

// visit opens a browser on a site with n invented comments.
func visit(t *testing.T, n int) *visitor {
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
	p := newPlace(t)
	p.publish("000001-demo", city(n)...)
	server := httptest.NewServer(p.site())
	t.Cleanup(server.Close)

	flags := []chromedp.ExecAllocatorOption{chromedp.ExecPath(path), chromedp.UserDataDir(t.TempDir()), chromedp.WindowSize(1280, 900), chromedp.WSURLReadTimeout(time.Minute)}
	for _, flag := range []string{"headless", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "no-default-browser-check", "disable-background-networking", "disable-component-update", "disable-sync", "disable-dev-shm-usage"} {
		flags = append(flags, chromedp.Flag(flag, true))
	}
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), flags...)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 8*time.Minute)
	t.Cleanup(cancel)
	v := &visitor{t: t, place: p, base: server.URL}
	v.ctx, cancel = chromedp.NewContext(ctx, chromedp.WithListener(v.listen))
	t.Cleanup(cancel)
	call(v, log.Enable, cdp.Empty{})
	return v
}

// listen keeps what the browser complains of: policies that were broken, scripts that failed.
func (v *visitor) listen(event any) {
	v.mu.Lock()
	defer v.mu.Unlock()
	switch e := event.(type) {
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError && !strings.Contains(e.Entry.Text, "status of 4") {
			v.bad = append(v.bad, e.Entry.Text)
		}
	case *runtime.EventExceptionThrown:
		v.bad = append(v.bad, fmt.Sprint(e.ExceptionDetails.Text, " ", e.ExceptionDetails.URL, ":", e.ExceptionDetails.LineNumber))
	}
}

// well reports what the browser complained of.
func (v *visitor) well() {
	v.t.Helper()
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, text := range v.bad {
		v.t.Errorf("the browser complains: %s", text)
	}
}

// call runs a command of the browser. The first one starts it.
func call[P, R any](v *visitor, command cdp.Command[P, R], params P) R {
	v.t.Helper()
	result, err := chromedp.Call(v.ctx, command, params)
	if err != nil {
		v.t.Fatalf("browser: %v", err)
	}
	return result
}

// run runs an action that has a value.
func run[T any](v *visitor, action chromedp.Action[T]) T {
	v.t.Helper()
	result, err := attempt(v, action)
	if err != nil {
		v.t.Fatalf("browser: %v", err)
	}
	return result
}

func attempt[T any](v *visitor, action chromedp.Action[T]) (T, error) {
	ctx, cancel := context.WithTimeout(v.ctx, time.Minute)
	defer cancel()
	return chromedp.Run(ctx, action)
}

func (v *visitor) do(actions ...chromedp.Action[chromedp.Void]) {
	v.t.Helper()
	run(v, chromedp.Steps(actions...))
}

// fill writes text into a field as by hand.
func (v *visitor) fill(selector, text string) {
	v.t.Helper()
	v.do(chromedp.SendKeys(chromedp.CSS(selector), text))
}

// choose sets the value of a list.
func (v *visitor) choose(selector, value string) {
	v.t.Helper()
	v.do(chromedp.SetValue(chromedp.CSS(selector), value))
}

func (v *visitor) wait(selector string) {
	v.t.Helper()
	v.do(chromedp.WaitVisible(chromedp.CSS(selector)))
}

func (v *visitor) open(path string) {
	v.t.Helper()
	v.do(chromedp.Navigate(v.base+path), chromedp.WaitReady(chromedp.CSS("main")))
}

// text returns the words of the first element that matches.
func (v *visitor) text(selector string) string {
	v.t.Helper()
	return strings.TrimSpace(run(v, chromedp.Text(chromedp.CSS(selector))))
}

// eval returns what an expression gives in the page.
func eval[T any](v *visitor, expression string) T {
	v.t.Helper()
	return run(v, chromedp.Evaluate[T](expression))
}

// leaving reports whether a page could not answer because the next one was taking its place.
func leaving(err error) bool {
	return strings.Contains(err.Error(), "Inspected target navigated or closed") || strings.Contains(err.Error(), "Execution context was destroyed")
}

// until waits for a condition in the page.
func (v *visitor) until(condition string) {
	v.t.Helper()
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); {
		holds, err := attempt(v, chromedp.Evaluate[bool]("(() => { try { return Boolean("+condition+") } catch { return false } })()"))
		switch {
		case err != nil && !leaving(err):
			v.t.Fatalf("browser: %v", err)
		case err == nil && holds:
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	v.t.Fatalf("in vain: %s\nat %s: %s", condition, eval[string](v, "location.href"), eval[string](v, "document.querySelector('main')?.innerText.slice(0, 400) ?? ''"))
}

// heading waits until the page says how many comments it found.
func (v *visitor) heading(want string) {
	v.t.Helper()
	v.until(fmt.Sprintf("document.querySelector('#found [role=status]').textContent.trim() === %q", want))
}

func (v *visitor) click(selector string) {
	v.t.Helper()
	v.do(chromedp.Click(chromedp.CSS(selector), chromedp.NodeVisible))
}

func TestClickThrough(t *testing.T) {
	v := visit(t, 120)
	v.open("/")
	v.heading("120 comments")
	eval[bool](v, "window.stayed = true")

	// Search.
	v.fill("#q", "nobody"+kb.Enter)
	v.heading("40 comments")
	if marked := v.text(".hit mark"); !strings.EqualFold(marked, "nobody") {
		t.Errorf("marked %q, want nobody", marked)
	}
	// A facet on, off, and the back button.
	v.click("#f-need-control")
	v.heading("20 comments")
	v.until("location.search.includes('need=control')")
	v.until("document.activeElement.id === 'f-need-control'")
	v.click("#f-need-control")
	v.heading("40 comments")
	eval[bool](v, "history.back() || true")
	v.heading("20 comments")
	v.until("location.search.includes('need=control')")
	eval[bool](v, "history.back() || true")
	v.heading("40 comments")
	// Page 2.
	v.click(".pages a[rel=next]")
	v.until("location.search.includes('page=2') && document.querySelector('.pages span').textContent.length >= 0 && document.querySelector('a[rel=prev]')")
	if !eval[bool](v, "window.stayed === true") {
		t.Error("the page was loaded anew: the script that swaps results does not work")
	}
	// A bar of the chart.
	v.open("/?q=nobody")
	eval[bool](v, "document.querySelector('.months a').dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true})) || true")
	v.until("location.search.includes('from=2025-09-01') && document.querySelector('.chips')")
	// A record, and back.
	v.open("/?q=phone&dept=streets")
	v.click(".hit .open")
	v.until("document.querySelector('blockquote mark.unmet')")
	v.until("document.title.startsWith('Comment c')")
	v.click(".back a")
	v.heading("20 comments")
	v.well()
}

func TestCorrectionInBrowser(t *testing.T) {
	v := visit(t, 30)
	v.open("/comment/c00000")
	v.click(".correct > summary")
	v.choose(`[name="need:dignity"]`, "unmet")
	v.choose("#add", "access")
	v.choose("#unit", "2")
	v.fill("#note", "kind, but not to him")
	v.fill("#by", "Ada")
	v.click(".correct button")
	v.until("document.querySelector('.notice')")
	if got := v.text(".reviews"); !strings.Contains(got, "Respect and dignity: met → not met") || !strings.Contains(got, "Reaching us: not mentioned → not met") {
		t.Errorf("the corrections read %q", got)
	}
	made, err := review.Read(v.place.Reviews)
	if err != nil {
		t.Fatal(err)
	}
	list := made.For("c00000")
	if len(list) != 2 || list[0].Old != "met" || list[0].New != "unmet" || list[0].By != "Ada" || list[0].Unit != 2 || list[0].Note != "kind, but not to him" || list[0].Codebook != "test" || list[1].Label != "access" {
		t.Errorf("kept: %+v", list)
	}
	// The next correction knows the name.
	v.open("/comment/c00001")
	if got := eval[string](v, "document.getElementById('by').value"); got != "Ada" {
		t.Errorf("the name is %q, want Ada", got)
	}
	v.well()
}

func TestSavedSearchInBrowser(t *testing.T) {
	v := visit(t, 30)
	v.open("/?q=phone&need=control")
	v.click(".tools .menu:first-child summary")
	v.fill("#name", "Phones & control"+kb.Enter)
	v.until("location.pathname === '/saved' && document.querySelector('.saved')")
	if got, want := eval[string](v, "document.querySelector('.link').value"), v.base+"/?need=control&q=phone"; got != want {
		t.Errorf("the link to send is %q, want %q", got, want)
	}
	v.click(".saved h2 a")
	v.heading("5 comments")
	v.open("/saved")
	v.click(".saved button")
	v.until("document.querySelector('main').innerText.includes('Nothing is saved yet')")
	v.well()
}

func TestWithoutScript(t *testing.T) {
	v := visit(t, 120)
	call(v, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	v.open("/")
	v.fill("#q", "nobody"+kb.Enter)
	v.wait(".hit mark")
	for _, step := range []struct{ click, wait, selector, want string }{
		{"#f-need-control", ".chips", "#found", "20 comments"},
		{".chips a", ".hit", "#found", "40 comments"},
		{".pages a[rel=next]", "a[rel=prev]", ".pages span", "21–40 of 40"},
		{".hit .open", "blockquote mark", "h1", "Comment c"},
		{"nav a[href='/themes']", "table", "h1", "Needs and themes"},
		{"nav a[href='/departments']", "table", "h1", "Departments"},
	} {
		v.click(step.click)
		v.wait(step.wait)
		deadline := time.Now().Add(30 * time.Second)
		for !strings.Contains(v.text(step.selector), step.want) {
			if time.Now().After(deadline) {
				t.Fatalf("after %s: %q, want %q", step.click, v.text(step.selector), step.want)
			}
			time.Sleep(50 * time.Millisecond)
		}
	}
	v.open("/comment/c00000")
	v.click(".correct > summary")
	v.fill("#by", "Ada")
	v.click("[name=all]")
	v.click(".correct button")
	v.wait(".notice")
	v.well()
}

func TestKeyboardOnly(t *testing.T) {
	v := visit(t, 120)
	v.open("/themes")
	v.do(chromedp.KeyEvent("/"))
	v.until("document.activeElement.id === 'q'")
	v.do(chromedp.KeyEvent("nobody"), chromedp.KeyEvent(kb.Enter))
	v.heading("40 comments")
	eval[bool](v, "document.activeElement.blur() || true")
	first := eval[string](v, "document.querySelectorAll('.hit .open')[0].href")
	second := eval[string](v, "document.querySelectorAll('.hit .open')[1].href")
	v.do(chromedp.KeyEvent("j"))
	v.until(fmt.Sprintf("document.activeElement.href === %q", first))
	v.do(chromedp.KeyEvent("j"))
	v.until(fmt.Sprintf("document.activeElement.href === %q", second))
	v.do(chromedp.KeyEvent("k"), chromedp.KeyEvent("k"))
	v.until(fmt.Sprintf("document.activeElement.href === %q", first))
	v.do(chromedp.KeyEvent("?"))
	v.until("document.getElementById('keys').open")
	v.do(chromedp.KeyEvent(kb.Escape))
	v.until("!document.getElementById('keys').open")
	v.do(chromedp.KeyEvent("j"), chromedp.KeyEvent(kb.Enter))
	v.until("document.querySelector('blockquote mark')")
	// The keys can be switched off and on again.
	v.click("#keys-open")
	v.until("document.activeElement.id === 'keys-on'")
	v.do(chromedp.KeyEvent(" "), chromedp.KeyEvent(kb.Escape), chromedp.KeyEvent("/"), chromedp.KeyEvent("?"))
	if at := eval[string](v, "document.activeElement.id"); at == "q" || eval[bool](v, "document.getElementById('keys').open") {
		t.Errorf("keys that were switched off still work: the focus is at %q", at)
	}
	v.click("#keys-open")
	v.do(chromedp.KeyEvent(" "), chromedp.KeyEvent(kb.Escape), chromedp.KeyEvent("/"))
	v.until("document.activeElement.id === 'q'")
	// From the top of a page the first stop leads past its head.
	v.open("/?q=nobody")
	v.do(chromedp.KeyEvent(kb.Tab))
	v.until("document.activeElement.className === 'skip'")
	v.do(chromedp.KeyEvent(kb.Enter))
	v.until("document.activeElement.id === 'main'")
	v.well()
}

// TestAxe checks every page against WCAG 2.1 AA: light on a laptop, dark on a phone.
func TestAxe(t *testing.T) {
	script, err := os.ReadFile(filepath.Join(os.Getenv("VOC_NODE"), "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		missing(t, "$VOC_NODE/node_modules/axe-core")
	}
	v := visit(t, 120)
	if err := review.Append(v.place.Reviews, review.Correction{Time: time.Now(), By: "Ada", Comment: "c00000", Kind: voc.KindNeed, Label: "dignity", Old: "met", New: "mixed", Note: "why"}); err != nil {
		t.Fatal(err)
	}
	post(t, v.place.site(), "/saved", map[string][]string{"name": {"Phones"}, "url": {"/?q=phone"}}, 303)
	for _, look := range []struct {
		theme string
		width int64
	}{{"light", 1280}, {"dark", 390}} {
		call(v, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: look.theme}}})
		v.do(chromedp.EmulateViewport(look.width, 900))
		for _, path := range []string{"/", "/?q=nobody&need=control&polarity=unmet&from=2026-01-01", "/?q=abrupt", "/?q=zzzz&dept=water", "/?q=%22open", "/comment/c00000?q=callback", "/comment/c00067", "/comment/c00004",
			"/themes", "/theme/access", "/theme/control", "/departments", "/department/water", "/saved", "/help", "/nowhere"} {
			where := fmt.Sprintf("%s, %s, %d wide", path, look.theme, look.width)
			v.open(path)
			v.shot(strings.NewReplacer("/", "_", "?", "-", "&", "-", "%22", "", ", ", "-", " ", "-").Replace(where))
			eval[bool](v, `document.querySelectorAll("details").forEach((d) => { d.open = !d.classList.contains("menu") }) || true`)
			v.axe(string(script), where)
			if over := eval[int](v, "document.documentElement.scrollWidth - document.documentElement.clientWidth"); over > 0 {
				t.Errorf("%s: the page is %d pixels too wide", where, over)
			}
		}
	}
	v.well()
}

// axe reports what the page breaks of WCAG 2.1 A and AA.
func (v *visitor) axe(script, where string) {
	v.t.Helper()
	var found []struct {
		ID    string
		Help  string
		Nodes []struct{ HTML, FailureSummary string }
	}
	eval[int](v, script+";0")
	answer := run(v, chromedp.Evaluate[string](`axe.run({runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}).then((r) => JSON.stringify(r.violations))`, chromedp.EvalAwaitPromise))
	if err := json.Unmarshal([]byte(answer), &found); err != nil {
		v.t.Fatalf("axe: %v", err)
	}
	for _, violation := range found {
		v.t.Errorf("%s: %s: %s: %d places, such as %.300s\n%s", where, violation.ID, violation.Help, len(violation.Nodes), violation.Nodes[0].HTML, violation.Nodes[0].FailureSummary)
	}
}

// shot keeps a picture of the page in $VOC_SHOTS, if that is set.
func (v *visitor) shot(name string) {
	dir := os.Getenv("VOC_SHOTS")
	if dir == "" {
		return
	}
	png := run(v, chromedp.FullScreenshot(100))
	if err := os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644); err != nil {
		v.t.Fatal(err)
	}
}
