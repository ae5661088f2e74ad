package review

import (
	"reflect"
	"testing"
	"time"

	"voc"
)

// Corrections go with their comments to other ids, in the order in which they were made.
func TestRename(t *testing.T) {
	dir := t.TempDir()
	at := time.Date(2026, 9, 1, 9, 0, 0, 0, time.UTC)
	said := func(id, value string, day int) Correction {
		return Correction{Time: at.AddDate(0, 0, day), By: "ann", Comment: id, Kind: voc.KindNeed, Label: "control", Old: None, New: value}
	}
	if err := Append(dir, said("c2", "met", 0), said("c1", "met", 1), said("c2", "unmet", 2), said("c3", "mixed", 40)); err != nil {
		t.Fatal(err)
	}
	before, err := Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]string{"c1": "c2", "c3": "c4", "c9": "c8"}
	if err := Rename(dir, ids); err != nil {
		t.Fatal(err)
	}
	after, err := Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	moved := said("c2", "met", 1)
	moved.Was = []string{"c1"}
	want := []Correction{said("c2", "met", 0), moved, said("c2", "unmet", 2)}
	if got := after.For("c2"); !reflect.DeepEqual(got, want) {
		t.Errorf("corrections %+v, want %+v", got, want)
	}
	if len(after.For("c1"))+len(after.For("c3")) > 0 || len(after.For("c4")) != 1 || after.Fingerprint() == before.Fingerprint() {
		t.Errorf("ids %v", after.IDs())
	}
	renamed, err := before.Renamed(ids)
	if err != nil || !reflect.DeepEqual(renamed, after) {
		t.Errorf("in memory %+v, %v; on disk %+v", renamed, err, after)
	}
	if same, err := before.Renamed(nil); same != before || err != nil {
		t.Errorf("nothing was renamed, yet the set is another: %v", err)
	}
	back, err := after.Renamed(map[string]string{"c2": "c1"})
	if err != nil || len(back.For("c1")) != 3 || !reflect.DeepEqual(back.For("c1")[1].Was, []string{"c2"}) || !reflect.DeepEqual(back.Was("c1"), []string{"c2", "c2", "c2"}) {
		t.Errorf("back again %+v, %v", back, err)
	}
}
