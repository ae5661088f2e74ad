package report

// A Summary is what one report says of one department in one period.
// All arithmetic is done when it is made: what writes it only sets it out.
// Shares are 0..1. A figure that is not shown has no numbers at all.
type Summary struct {
	Organisation string           `json:"organisation"`
	Department   DepartmentID     `json:"department"`
	Period       Span             `json:"period"`
	Selection    string           `json:"selection,omitempty"` // in words, which comments of the period are counted; empty if all are
	Before       Span             `json:"before"`
	YearAgo      Span             `json:"year_ago"`
	AsOf         string           `json:"as_of,omitempty"` // day of the newest comment
	Run          string           `json:"run,omitempty"`
	Glance       Glance           `json:"at_a_glance"`
	Needs        []Row            `json:"needs"`
	Audiences    Audiences        `json:"audiences"`
	People       *People          `json:"people,omitempty"`
	Campaigns    *Campaigns       `json:"campaigns,omitempty"`
	Themes       []Row            `json:"themes"` // all that are shown, the most comments first
	Strengths    []Row            `json:"strengths"`
	Opportunity  []Row            `json:"opportunities"`
	Focus        *Focus           `json:"focus,omitempty"`
	Quadrant     *Quadrant        `json:"quadrant,omitempty"`
	Progress     *Progress        `json:"progress,omitempty"`
	Standards    []StandardResult `json:"standards,omitempty"`
	Serious      []SeriousRow     `json:"serious,omitempty"`
	SeriousNote  string           `json:"serious_note,omitempty"`
	Groups       *Groups          `json:"focus_groups,omitempty"`
	Impact       []ImpactRow      `json:"impact_on_rating,omitempty"`
	Quotations   []Quotation      `json:"quotations"`
	Session      []string         `json:"session"`
	About        []string         `json:"about"`
	oneSided     bool             // comments were chosen by whether they praise or blame
}

// A DepartmentID names a department.
type DepartmentID struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Folder  string `json:"folder"` // below reports/
	Vision  string `json:"vision,omitempty"`
	Mission string `json:"mission,omitempty"`
}

// A Span is a period as a report names it.
type Span struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Short   string `json:"short,omitempty"`   // as sentences call the period before
	Partial string `json:"partial,omitempty"` // in words; empty if the period is over
}

// Glance is the first page.
type Glance struct {
	Sentences []string `json:"sentences"`
	Notes     []string `json:"notes,omitempty"` // what is to be known of the sentences and tiles, each said once
	Tiles     []Tile   `json:"tiles"`
	Keep      string   `json:"keep_doing"`
	Work      string   `json:"most_in_need_of_work"`
	Focus     string   `json:"focus"`
}

// A Tile is one figure of the first page with what stands around it.
type Tile struct {
	ID     string   `json:"id"`
	Name   string   `json:"name"`
	About  string   `json:"about,omitempty"`
	Value  string   `json:"value"`
	Lines  []string `json:"lines,omitempty"`
	Figure *Figure  `json:"figure,omitempty"`
}

// A Figure is a share of a base. The zero Figure is one that is not shown.
type Figure struct {
	Shown   bool    `json:"shown"`
	Care    bool    `json:"care,omitempty"` // on fewer than [CareBase] comments
	N       int     `json:"n,omitempty"`
	Count   int     `json:"count"`
	Share   float64 `json:"share"`
	Low     float64 `json:"low"`
	High    float64 `json:"high"`
	All     *Versus `json:"all,omitempty"`
	Change  *Change `json:"change,omitempty"`
	YearAgo *Change `json:"year_ago,omitempty"` // never called clear: it is no part of the tests
	Held    *Held   `json:"held,omitempty"`     // it is as it was on an earlier day; nil if it is of the run

	Corrected *Corrected `json:"corrected,omitempty"` // for the errors of the labels; nil if these were not measured
}

// Held says as of which day a figure is that stands because fewer than [MinBase] comments have come or gone since.
type Held struct {
	Day string `json:"as_of,omitempty"` // empty if that is not known
}

// Versus compares a figure with that of all departments.
type Versus struct {
	N         int     `json:"n"`
	Share     float64 `json:"share"`
	Direction string  `json:"direction"` // up, down or same: against the other departments
	Words     string  `json:"words"`
}

// A Change compares a figure with that of another period.
type Change struct {
	N         int     `json:"n"`
	Share     float64 `json:"share"` // then
	Points    float64 `json:"difference"`
	Low       float64 `json:"low"`
	High      float64 `json:"high"`
	Clear     bool    `json:"clear"`
	Direction string  `json:"direction"` // up, down or same
	Words     string  `json:"words"`
}

// A Row is a need or a theme with its figure: the share that say it was not met.
type Row struct {
	ID     string     `json:"id"`
	Name   string     `json:"name"`
	Need   string     `json:"need,omitempty"` // name of the need behind a theme
	Figure Figure     `json:"figure"`
	Of     *Portion   `json:"of_comments,omitempty"` // themes: share of the department's comments
	Quote  *Quotation `json:"quotation,omitempty"`
}

// A Portion is a share without more.
type Portion struct {
	Count int     `json:"count"`
	N     int     `json:"n"`
	Share float64 `json:"share"`
}

// Audiences are the needs by kind of customer; Rows is empty where Note says why.
type Audiences struct {
	Note string        `json:"note,omitempty"`
	Rows []AudienceRow `json:"rows,omitempty"`
}

// An AudienceRow is one need of external and of internal customers.
type AudienceRow struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	External Figure `json:"external"`
	Internal Figure `json:"internal"`
}

// A Quotation is a comment, or the part of it that speaks of a theme.
type Quotation struct {
	ID      string  `json:"id"`    // of its record
	Theme   string  `json:"theme"` // or the need, where no theme of the comment is shown
	Label   string  `json:"label"` // its name and polarity in words
	Where   string  `json:"where"` // channel and day in words
	Pieces  []Piece `json:"pieces"`
	Met     bool    `json:"met"`
	channel string
	month   Month
	score   float64
	doubt   int // see [evidence]
}

// A Piece is a run of words of a quotation.
type Piece struct {
	Text   string `json:"text"`
	Marked bool   `json:"marked,omitempty"` // evidence of the label
}

// Directions of a change or comparison.
const (
	Up   = "up"
	Down = "down"
	Same = "same"
)
