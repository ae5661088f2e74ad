package analyze

import "golang.org/x/sys/cpu"

// wide says whether the processor works on eight numbers at a time.
var wide = cpu.X86.HasAVX2

// addWide adds n numbers of src to dst; n is a multiple of lanes.
//
//go:noescape
func addWide(dst, src *float32, n int)

// addShareWide is addShare for n numbers, a multiple of lanes, with the share in parts of 32768.
//
//go:noescape
func addShareWide(dst, src *int16, n int, share int16)

// poolRowsWide is poolRows for filters, a multiple of lanes, and words, both at least 1.
//
//go:noescape
func poolRowsWide(best *int16, sums *int32, where *int16, rows *[]int16, bias *int16, filters, words int)

// poolWide is pool for n filters, a multiple of lanes.
//
//go:noescape
func poolWide(best, sum *float32, where *int32, act, bias *float32, n int, i int32)

// applyWide is apply for a matrix of rows x columns, at least 1 and a multiple of lanes.
//
//go:noescape
func applyWide(out, in, m *float32, rows, columns int)

// mixPairsWide is mixPairs for pairs of inputs, at least 1, and columns, a multiple of lanes.
//
//go:noescape
func mixPairsWide(out *int32, in, m *int16, pairs, columns int)
