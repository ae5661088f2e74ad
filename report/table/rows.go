package table

// A row struct is the contract of one table: its tags name the column, its type and what it means.
// The tags doc, unit and range are what the data dictionary prints, see [Dictionary].
//
// Note: dates are int32 days and times int64 microseconds, never time.Time,
// which the library writes wrongly as a date and reads back as 1754 when zero.
// A value that may be unknown is a pointer, also to a string:
// a string marked optional comes out empty rather than NULL where a run of k values begins k rows after a multiple of 64 (v0.32.0).

// commentRow is a row of the table comments.
type commentRow struct {
	CommentID         string   `parquet:"comment_id" doc:"identifier of the comment, the same on every run" range:"unique"`
	Source            string   `parquet:"source,dict" doc:"feed the comment belongs to"`
	OriginFile        string   `parquet:"origin_file,dict" doc:"file it was read from" range:"path below the inbox"`
	OriginRow         int32    `parquet:"origin_row" doc:"line, row or cue in that file, as a person counts" range:"1 and up; 0 if the whole file is meant"`
	Department        *string  `parquet:"department,optional,dict" doc:"department spoken of" range:"id in departments; else the name as written"`
	Service           *string  `parquet:"service,optional,dict" doc:"service, product or team as written"`
	Channel           *string  `parquet:"channel,optional,dict" doc:"how it arrived" range:"survey, transcript, review, social, ticket, 311, email, comment"`
	Audience          *string  `parquet:"audience,optional,dict" doc:"customers outside the organisation, or departments served by others" range:"external, internal"`
	Question          *string  `parquet:"question,optional,dict" doc:"what was asked, personal details masked"`
	QuestionKind      *string  `parquet:"question_kind,optional,dict" doc:"kind of question" range:"what_good, could_improve, why_score, other"`
	Session           *string  `parquet:"session,optional,dict" doc:"transcript or thread it belongs to; a pseudonym where that is a personal detail"`
	Speaker           *string  `parquet:"speaker,optional,dict" doc:"pseudonym or role of the speaker in the session"`
	ReceivedAt        *int64   `parquet:"received_at,optional,timestamp(microsecond)" doc:"when it was said; midnight if only the day is known" unit:"UTC"`
	ReceivedOn        *int32   `parquet:"received_on,optional,date" doc:"day it was said, where it was said"`
	Rating            *float64 `parquet:"rating,optional" doc:"rating given with it, brought to one scale" range:"0 to 1, 1 best"`
	Language          *string  `parquet:"language,optional,dict" doc:"language of the text" range:"BCP 47; und if it cannot be told"`
	Sentiment         *string  `parquet:"sentiment,optional,dict" doc:"overall feeling; NULL if there is no content or the language is not labelled" range:"positive, negative, neutral, mixed"`
	SentimentScore    *float64 `parquet:"sentiment_score,optional" doc:"strength of the feeling" range:"-1 to 1"`
	NeedDignity       *string  `parquet:"need_dignity,optional,dict" doc:"need for dignity and respect; NULL if not spoken of" range:"met, unmet, mixed"`
	NeedControl       *string  `parquet:"need_control,optional,dict" doc:"need for some control; NULL if not spoken of" range:"met, unmet, mixed"`
	NeedUnderstanding *string  `parquet:"need_understanding,optional,dict" doc:"need to be understood; NULL if not spoken of" range:"met, unmet, mixed"`
	NeedResolution    *string  `parquet:"need_resolution,optional,dict" doc:"need to have the issue resolved; NULL if not spoken of" range:"met, unmet, mixed"`
	Themes            []string `parquet:"themes,list" parquet-element:",dict" doc:"themes spoken of" range:"theme ids, sorted, each once"`
	KeyPhrases        []string `parquet:"key_phrases,list" doc:"noun phrases in lower case, in order of appearance, each once"`
	Text              string   `parquet:"text" doc:"the words, personal details masked"`
	Words             int32    `parquet:"n_words" doc:"length of the text" unit:"words"`
	Masked            int32    `parquet:"n_masked" doc:"personal details masked in the text" unit:"details"`
	Complex           bool     `parquet:"is_complex" doc:"more than one need, or one met beside one unmet"`
	RunID             string   `parquet:"run_id,dict" doc:"run that published it" range:"run_id in runs"`

	NativeID   *string `parquet:"native_id,optional" doc:"identifier its own tool gave it; a pseudonym where that is a personal detail, such as an e-mail address"`
	Respondent *string `parquet:"respondent,optional" doc:"pseudonym of the person, the same within a source"`
	Campaign   *string `parquet:"campaign,optional,dict" doc:"campaign of near-identical letters it belongs to; NULL if none" range:"comment_id of the letter that counts in shares"`
	Turn       *int32  `parquet:"turn,optional" doc:"place in the session" range:"1 and up"`
	UTCOffset  *int32  `parquet:"utc_offset,optional" doc:"what to add to received_at for local time; NULL if only the day is known" unit:"seconds"`
	UpdatedAt  *int64  `parquet:"updated_at,optional,timestamp(microsecond)" doc:"when its tool last changed it" unit:"UTC"`
	DueAt      *int64  `parquet:"due_at,optional,timestamp(microsecond)" doc:"when the service was promised" unit:"UTC"`
	ClosedAt   *int64  `parquet:"closed_at,optional,timestamp(microsecond)" doc:"when the case was closed" unit:"UTC"`
	Units      []int32 `parquet:"unit_chars,list" doc:"start and end of each unit of the text in turn, half-open" unit:"Unicode code points, from 0"`
	Mentions   int32   `parquet:"n_mentions" doc:"rows in mentions that belong to it" unit:"mentions"`
	NoContent  bool    `parquet:"is_no_content" doc:"nothing that could be labelled, such as n/a"`
	Unlabelled bool    `parquet:"is_unlabelled" doc:"in a language that is not labelled"`
}

// mentionRow is a row of the table mentions. Rows stand in the order of their comments.
type mentionRow struct {
	CommentID  string  `parquet:"comment_id" doc:"comment it is a label of" range:"comment_id in comments"`
	Unit       int32   `parquet:"unit" doc:"unit of the comment it stands in" range:"0 and up"`
	Kind       string  `parquet:"kind,dict" doc:"kind of label" range:"need, theme, sentiment"`
	Label      string  `parquet:"label,dict" doc:"the need, the theme or the sentiment"`
	Polarity   *string `parquet:"polarity,optional,dict" doc:"how the need or theme was met; NULL for a sentiment and for a theme said neutrally" range:"met, unmet, mixed"`
	Score      float64 `parquet:"score" doc:"calibrated probability; for a sentiment its strength" range:"0 to 1; sentiment -1 to 1"`
	Start      int32   `parquet:"start_char" doc:"first character of the evidence in the text" unit:"Unicode code points, from 0"`
	End        int32   `parquet:"end_char" doc:"character after the evidence" unit:"Unicode code points, from 0"`
	Evidence   string  `parquet:"evidence" doc:"the words that show it"`
	By         string  `parquet:"by,dict" doc:"what gave the label" range:"rule, model, review"`
	Department *string `parquet:"department,optional,dict" doc:"department of the comment" range:"as in comments"`
	ReceivedOn *int32  `parquet:"received_on,optional,date" doc:"day of the comment, where it was said"`
	Rule       *string `parquet:"rule,optional,dict" doc:"rule that gave the label; NULL unless by is rule"`
	Uncertain  bool    `parquet:"is_uncertain" doc:"the score lies between the label's two bounds"`
}
