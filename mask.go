package voc

// Masks are the words that stand for personal details in a text. No search finds them, since nobody said them.
var Masks = []string{"[email]", "[phone]", "[card]", "[ssn]", "[url]", "[name]", "[address]", "[handle]", "[iban]", "[plate]", "[account]", "[id]", "[birthday]"}
