package ingest

import (
	"errors"
	"strings"

	"voc"
)

// googlePlayFormat is the monthly CSV of reviews of the Google Play console.
var googlePlayFormat = Format{
	Name:         "google-play",
	Tool:         "Google Play reviews",
	Recognised:   "columns Package Name, Star Rating and Review Text",
	Traps:        "UTF-16 with a byte order mark; most rows have stars only; the developer's reply is staff's words",
	channel:      voc.ChannelReview,
	declaresText: true,
	match:        func(h *head) bool { return h.hasColumns(0, "package name", "star rating", "review text") },
	shape: func(p *plan, h *head) error {
		p.nameColumns(h, 1)
		p.give(roleText, "the review", "review text")
		p.give(roleTitle, "by format", "review title")
		p.give(roleRating, "by format", "star rating")
		p.scaleFor("star rating", scale{1, 5})
		p.give(roleID, "by format", "review link")
		p.give(roleService, "by format", "package name")
		p.give(roleDate, "by format", "review submit date and time")
		p.give(roleUpdated, "by format", "review last update date and time")
		p.give(roleLanguage, "by format", "reviewer language")
		p.give(roleContext, "staff's words", "developer reply text")
		p.drop("about the app or the device")
		return nil
	},
}

// appStoreFormat is the feed of reviews of Apple's store.
var appStoreFormat = Format{
	Name:         "app-store",
	Tool:         "App Store reviews (RSS as JSON)",
	Recognised:   "feed.entry with im:rating and content.label",
	Traps:        "the first entry is the app itself; one review is an object, not a list",
	channel:      voc.ChannelReview,
	declaresText: true,
	wordless:     true,
	match:        func(h *head) bool { return h.keyed && h.hasColumns(0, "im rating label", "content label") },
	shape: func(p *plan, h *head) error {
		p.nameColumns(h, 1)
		p.give(roleText, "the review", "content label")
		p.give(roleTitle, "by format", "title label")
		p.give(roleRating, "by format", "im rating label")
		p.scaleFor("im rating label", scale{1, 5})
		p.give(roleID, "by format", "id label")
		p.give(roleDate, "by format", "updated label")
		p.drop("about the app or the person")
		return nil
	},
	check: func(b *builder) *voc.RowError {
		if b.named("im:rating.label") == "" {
			return b.reject(b.line, voc.CodeStaff, "the entry is the app itself, not a review")
		}
		return nil
	},
}

// twitterFormat is tables of tweets.
var twitterFormat = Format{
	Name:       "twitter",
	Tool:       "tables of tweets",
	Recognised: "text with screen_name, or tweet_id with inbound",
	Traps:      "names are not kept; what the company wrote (inbound false) is staff's",
	channel:    voc.ChannelSocial,
	match: func(h *head) bool {
		return h.hasColumns(0, "text", "screen name") || h.hasColumns(0, "tweet id", "text", "inbound")
	},
	shape: func(p *plan, h *head) error {
		p.nameColumns(h, 1)
		p.give(roleText, "the tweet", "text")
		p.give(roleID, "by format", "tweet id", "id")
		p.give(roleStaff, "by format", "inbound")
		p.give(roleDate, "by format", "created at")
		if h.hasColumns(0, "tweet id", "inbound") {
			p.give(roleRespondent, "by format", "author id")
		} else {
			p.give(roleRespondent, "by format", "screen name")
		}
		p.drop("about the tweet")
		return nil
	},
	staff: func(inbound string) bool { return !yes(inbound) },
}

// facebookFormat is the comments.json of Facebook.
var facebookFormat = Format{
	Name:         "facebook",
	Tool:         "Facebook comments",
	Recognised:   "comments_v2 with data and timestamp",
	Traps:        "UTF-8 written as Latin-1 escapes is undone; authors and titles, which name people, are not kept",
	channel:      voc.ChannelSocial,
	declaresText: true,
	wordless:     true,
	match:        func(h *head) bool { return h.keyed && h.hasColumns(0, "data 0 comment comment", "timestamp") },
	shape: func(p *plan, h *head) error {
		p.nameColumns(h, 1)
		p.give(roleDate, "by format", "timestamp")
		p.finish = func(p *plan) {
			for _, c := range p.columns {
				if strings.HasPrefix(c.name, "data.") && strings.HasSuffix(c.name, ".comment.comment") {
					c.role, c.why = roleText, "the comment"
				}
			}
			p.drop("about the post or the person")
		}
		return nil
	},
}

var errParticipants = errors.New("a list of participants of a meeting: it names people and holds no words; give the transcript or the chat")

// zoomListFormat is refused with a clear message.
var zoomListFormat = Format{
	Name:       "zoom-participants",
	Tool:       "Zoom list of participants",
	Recognised: "columns Name (Original Name) or Meeting ID and Topic",
	Traps:      "refused: it names people and holds no words",
	match: func(h *head) bool {
		for row := range h.rows[:min(6, len(h.rows))] {
			if h.hasColumns(row, "name original name") || h.hasColumns(row, "meeting id", "topic") {
				return true
			}
		}
		return false
	},
	shape: func(*plan, *head) error { return errParticipants },
}
