package workspace

import "testing"

func TestEveryKeyHasAMeaning(t *testing.T) {
	keys := Keys()
	named := map[string]bool{}
	for _, key := range keys {
		named[key.Name] = true
		if key.Meaning == "" {
			t.Errorf("%s: key %s has no meaning", key.File, key.Name)
		}
	}
	for name := range meanings {
		if !named[name] {
			t.Errorf("meaning of %s, which is no key", name)
		}
	}
}
