package ingest

import (
	"strings"

	"voc"
)

// channelOf brings a channel as written to one of the constants.
func channelOf(written string) string {
	switch w := strings.ToLower(written); w {
	case voc.ChannelSurvey, voc.ChannelTranscript, voc.ChannelReview, voc.ChannelSocial, voc.ChannelTicket, voc.Channel311, voc.ChannelEmail, voc.ChannelComment:
		return w
	case "reviews":
		return voc.ChannelReview
	case "e-mail", "mail":
		return voc.ChannelEmail
	case "twitter", "facebook", "instagram", "social media":
		return voc.ChannelSocial
	case "questionnaire", "poll":
		return voc.ChannelSurvey
	case "focus group", "interview", "meeting":
		return voc.ChannelTranscript
	}
	return ""
}

func (b *builder) channelOf() string {
	if b.mapping.Channel != "" {
		return b.mapping.Channel
	}
	if s := b.cell(roleChannel); s != "" {
		if channel := channelOf(s); channel != "" {
			return channel
		}
	}
	if b.channel != "" {
		return b.channel
	}
	if b.format.channel != "" {
		return b.format.channel
	}
	return voc.ChannelComment
}

func (b *builder) audienceOf() string {
	if s := strings.ToLower(b.cell(roleAudience)); s != "" {
		switch s {
		case "internal", "staff", "employee", "employees":
			return voc.Internal
		case "external":
			return voc.External
		}
	}
	if b.mapping.Audience != "" {
		return b.mapping.Audience
	}
	return voc.External
}
