package report

import (
	"math"
	"os"
	"regexp"
	"strconv"
	"testing"
)

// luminance and contrast are those of WCAG 2.1.
func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	if len(colour) == 3 {
		colour = string([]byte{colour[0], colour[0], colour[1], colour[1], colour[2], colour[2]})
	}
	var sum float64
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(colour[2*i:2*i+2], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		x := float64(n) / 255
		if x <= 0.04045 {
			x /= 12.92
		} else {
			x = math.Pow((x+0.055)/1.055, 2.4)
		}
		sum += weight * x
	}
	return sum
}

func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// Words have a contrast of 4.5 to what they stand on, and marks of charts 3, on every palette: light, dark and print.
func TestContrast(t *testing.T) {
	style, err := os.ReadFile("page/style.css")
	if err != nil {
		t.Fatal(err)
	}
	palettes := regexp.MustCompile(`:root\{[^}]*--paper[^}]*\}`).FindAllString(string(style), -1)
	if len(palettes) != 3 {
		t.Fatalf("%d palettes, want light, dark and print", len(palettes))
	}
	for _, palette := range palettes {
		colours := map[string]string{}
		for _, m := range regexp.MustCompile(`--(\w+):#(\w+)`).FindAllStringSubmatch(palette, -1) {
			colours[m[1]] = m[2]
		}
		for _, pair := range []struct {
			front, back string
			least       float64
		}{
			{"ink", "paper", 4.5}, {"ink", "card", 4.5}, {"ink", "mark", 4.5}, {"ink", "first", 4.5}, {"quiet", "paper", 4.5}, {"quiet", "card", 4.5},
			{"blue", "paper", 4.5}, {"plum", "paper", 4.5}, {"blue", "track", 3}, {"plum", "track", 3}, {"blue", "band", 3}, {"blue", "first", 3}, {"plum", "first", 3},
		} {
			if got := contrast(t, colours[pair.front], colours[pair.back]); got < pair.least {
				t.Errorf("%s on %s has a contrast of %.2f, want %.1f: %.60s", pair.front, pair.back, got, pair.least, palette)
			}
		}
	}
}
