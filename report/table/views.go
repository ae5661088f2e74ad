package table

import (
	_ "embed"
	"io"
)

//go:embed views.sql
var views string

// ViewsFile is the name under which a run publishes what [WriteViews] writes.
const ViewsFile = "views.sql"

// WriteViews writes the script that opens the published tables in DuckDB.
func WriteViews(w io.Writer) error {
	_, err := io.WriteString(w, views)
	return err
}
