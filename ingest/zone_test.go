package ingest

import "testing"

// What is read does not depend on the machine's own zone.
func TestZone(t *testing.T) {
	for name, want := range map[string]string{"": "UTC", "UTC": "UTC", "America/Denver": "America/Denver", "Local": "", "Our/Town": ""} {
		zone, err := Zone(name)
		if want == "" && err == nil || want != "" && (err != nil || zone.String() != want) {
			t.Errorf("Zone(%q) = %v, %v, want %q", name, zone, err, want)
		}
	}
	if key, err := (&Mapping{Timezone: "Local"}).Validate(); err == nil || key != "timezone" {
		t.Errorf("a mapping with timezone: Local is taken: %q, %v", key, err)
	}
}
