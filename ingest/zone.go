package ingest

import (
	"fmt"
	"time"
)

// Zone returns the time zone called name; UTC if it is empty. It does not take the zone of the machine, "Local",
// with which the same export would be read differently elsewhere.
func Zone(name string) (*time.Location, error) {
	if name == "Local" {
		return nil, fmt.Errorf("%q is no zone but that of whatever machine reads it", name)
	}
	return time.LoadLocation(name)
}
