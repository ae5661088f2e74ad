package workspace

import (
	"os"

	"voc"
	"voc/ingest"
)

// A Config is what voc.yaml says.
type Config struct {
	Organisation string           `yaml:"organisation"` // as printed on reports
	Timezone     string           `yaml:"timezone"`     // IANA zone of times without one; UTC if empty
	Sources      []ingest.Mapping `yaml:"sources"`
	Period       string           `yaml:"period"`     // of reports: month, quarter, half or year; quarter if empty
	Codebook     string           `yaml:"codebook"`   // path of the organisation's own codebook; empty for the built-in one
	Models       []string         `yaml:"models"`     // paths of models made by voc train
	Quality      string           `yaml:"quality"`    // path of what voc eval measured; empty for that of the built-in labels
	MaxReject    float64          `yaml:"max_reject"` // percent of rows; 5 if absent
	MaxFall      float64          `yaml:"max_fall"`   // percent by which the number of comments may fall from one run to the next; 50 if absent
	KeepRuns     int              `yaml:"keep_runs"`  // published runs kept whole; 10 if absent
}

// ReadConfig reads the voc.yaml at path. An unknown key is an error with its line.
func ReadConfig(path string) (Config, error) {
	config := Config{Timezone: "UTC", Period: "quarter", MaxReject: 5, MaxFall: 50, KeepRuns: 10}
	data, err := os.ReadFile(path)
	if err != nil {
		return config, err
	}
	if !said(data) {
		return config, nil
	}
	if err := strict(path, data, &config); err != nil {
		return config, err
	}
	return config, check(path, &config)
}

func readDepartments(path string) ([]voc.Department, error) {
	data, err := os.ReadFile(path)
	if os.IsNotExist(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var file struct {
		Departments []voc.Department `yaml:"departments"`
	}
	if !said(data) {
		return nil, nil
	}
	if err := strict(path, data, &file); err != nil {
		return nil, err
	}
	return file.Departments, checkDepartments(path, file.Departments)
}
