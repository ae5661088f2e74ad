//go:build !amd64

package analyze

var wide = false

func addWide(dst, src *float32, n int) {}

func addShareWide(dst, src *int16, n int, share int16) {}

func poolRowsWide(best *int16, sums *int32, where *int16, rows *[]int16, bias *int16, filters, words int) {
}

func poolWide(best, sum *float32, where *int32, act, bias *float32, n int, i int32) {}

func applyWide(out, in, m *float32, rows, columns int) {}

func mixPairsWide(out *int32, in, m *int16, pairs, columns int) {}
