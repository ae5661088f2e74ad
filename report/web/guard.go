package web

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// Bounds of a request.
const (
	maxBody = 64 << 10 // bytes of a form
	maxForm = 200      // fields
)

// policy allows a page its own style sheet, scripts, pictures and requests, and nothing else.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

// guard lets only such requests through to next as the server's own pages make,
// and tells browsers what those pages may do.
func guard(host string, next http.Handler) http.Handler {
	next = http.NewCrossOriginProtection().Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "private, no-cache")
		if !known(host, r.Host) {
			http.Error(w, "this server is not known by that name", http.StatusMisdirectedRequest)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		next.ServeHTTP(w, r)
	})
}

// known reports whether a request's Host header is a name of a server that listens on host.
// A foreign name that was made to lead here (DNS rebinding) is not; such a name is never an address.
func known(host, header string) bool {
	name := header
	if h, _, err := net.SplitHostPort(header); err == nil {
		name = h
	}
	name = strings.ToLower(strings.Trim(name, "[]"))
	if name == "localhost" || name == strings.ToLower(host) && host != "" {
		return true
	}
	addr, err := netip.ParseAddr(name)
	if err != nil {
		return false
	}
	listens, err := netip.ParseAddr(host)
	everywhere := host == "" || err == nil && listens.IsUnspecified()
	return addr.IsLoopback() || everywhere
}
