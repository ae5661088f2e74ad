package attack

import (
	"slices"
	"testing"
)

func TestSystem(t *testing.T) {
	for _, test := range []struct {
		name   string
		values []int
		sums   [][]int
		tells  []int // a group whose number can be had
		hidden []int // one whose number cannot
		small  []int
	}{
		{"a part shown", []int{3, 30, 40}, [][]int{{0, 1, 2}, {1}, {2}}, []int{0}, nil, []int{0}},
		{"two parts together", []int{3, 30, 40}, [][]int{{0, 1, 2}, {2}}, []int{0, 1}, []int{0}, nil},
		{"the first and the last of a chain", []int{3, 30, 30, 4}, [][]int{{0, 1}, {1, 2}, {2, 3}}, []int{0, 3}, []int{0}, []int{0, 3}},
		{"a round of three", []int{3, 30, 40}, [][]int{{0, 1}, {1, 2}, {0, 2}}, []int{1}, nil, []int{0}},
		{"an empty part", []int{0, 30, 40}, [][]int{{0, 1}, {1, 2}}, []int{2}, nil, nil},
		{"a part in no sum", []int{3, 30}, [][]int{{1}}, []int{1}, []int{0}, nil},
		{"rows and columns", []int{3, 20, 20, 20}, [][]int{{0, 1}, {2, 3}, {0, 2}, {1, 3}}, []int{0, 1, 2, 3}, []int{0}, nil},
	} {
		s := New(test.values, test.sums)
		if !s.Tells(test.tells) || test.hidden != nil && s.Tells(test.hidden) {
			t.Errorf("%s: tells %v %t, %v %t", test.name, test.tells, s.Tells(test.tells), test.hidden, s.Tells(test.hidden))
		}
		if small := s.Small(10); !slices.Equal(small, test.small) {
			t.Errorf("%s: small group %v, want %v", test.name, small, test.small)
		}
	}
}
