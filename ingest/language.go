package ingest

import "strings"

// languageTag brings "EN", "en_US" or "English" to a tag; what is neither is left to analysis.
func languageTag(s string) string {
	s = strings.ReplaceAll(s, "_", "-")
	base, region, _ := strings.Cut(s, "-")
	if n := len(base); n == 2 || n == 3 {
		tag := strings.ToLower(base)
		for _, r := range tag {
			if r < 'a' || r > 'z' {
				return ""
			}
		}
		if len(region) == 2 {
			tag += "-" + strings.ToUpper(region)
		}
		return tag
	}
	return languageNames[strings.ToLower(base)]
}

var languageNames = map[string]string{
	"english": "en", "spanish": "es", "español": "es", "french": "fr", "français": "fr", "german": "de", "deutsch": "de", "dutch": "nl", "portuguese": "pt",
	"chinese": "zh", "vietnamese": "vi", "russian": "ru", "korean": "ko", "arabic": "ar", "italian": "it", "polish": "pl", "turkish": "tr",
}
