//go:build !amd64

package analyze

const wide = false

func addWide(dst, src *float32, n int) {}

func poolWide(best, sum *float32, where *int32, act, bias *float32, n int, i int32) {}

func applyWide(out, in, m *float32, rows, columns int) {}
