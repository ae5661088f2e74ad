// Package table keeps records in Parquet tables, to be counted by voc and by any tool that reads Parquet.
//
// The tables comments and mentions of one folder belong together:
// a part of a run is such a folder, and so is what a run publishes.
// Mentions stand in the order of their comments, so that the two are joined by reading them side by side.
package table

// Names of the files of a folder of tables.
const (
	CommentsFile = "comments.parquet"
	MentionsFile = "mentions.parquet"
)
