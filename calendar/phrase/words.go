package phrase

import "time"

// weekdays by name and by the short forms people type.
var weekdays = map[string]time.Weekday{
	"monday": time.Monday, "mon": time.Monday, "mondays": time.Monday,
	"tuesday": time.Tuesday, "tue": time.Tuesday, "tues": time.Tuesday, "tuesdays": time.Tuesday,
	"wednesday": time.Wednesday, "wed": time.Wednesday, "weds": time.Wednesday, "wednesdays": time.Wednesday,
	"thursday": time.Thursday, "thu": time.Thursday, "thur": time.Thursday, "thurs": time.Thursday, "thursdays": time.Thursday,
	"friday": time.Friday, "fri": time.Friday, "fridays": time.Friday,
	"saturday": time.Saturday, "sat": time.Saturday, "saturdays": time.Saturday,
	"sunday": time.Sunday, "sun": time.Sunday, "sundays": time.Sunday,
}

// ambiguousDays are also everyday words ("sat in a meeting", "the sun"): alone
// they count only next to another sign of time, in lower case.
var ambiguousDays = map[string]bool{"sat": true, "sun": true}

var months = map[string]time.Month{
	"january": 1, "jan": 1, "february": 2, "feb": 2, "march": 3, "mar": 3, "april": 4, "apr": 4,
	"may": 5, "june": 6, "jun": 6, "july": 7, "jul": 7, "august": 8, "aug": 8,
	"september": 9, "sep": 9, "sept": 9, "october": 10, "oct": 10, "november": 11, "nov": 11,
	"december": 12, "dec": 12,
}

var numberWords = map[string]int{
	"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
	"nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}

// dayParts are the parts of a day by the policy, in minutes since midnight.
var dayParts = map[string][2]int{
	"morning": {9 * 60, 12 * 60}, "mornings": {9 * 60, 12 * 60},
	"lunch": {12 * 60, 14 * 60}, "lunchtime": {12 * 60, 14 * 60}, "midday": {12 * 60, 14 * 60},
	"afternoon": {12 * 60, 17 * 60}, "afternoons": {12 * 60, 17 * 60},
	"evening": {17 * 60, 20 * 60}, "evenings": {17 * 60, 20 * 60}, "tonight": {17 * 60, 20 * 60},
}

// negative words turn the terms after them, up to the next turn, into windows
// that are excluded.
var negative = map[string]bool{
	"not": true, "can't": true, "cant": true, "cannot": true, "couldn't": true, "won't": true,
	"isn't": true, "doesn't": true, "don't": true, "except": true, "never": true, "no": true,
	"unavailable": true, "impossible": true, "busy": true, "booked": true,
	"bad": true, "excluding": true, "avoid": true, "unable": true,
}

// away words exclude too, and make "until" the end of an absence.
var away = map[string]bool{
	"away": true, "out": true, "off": true, "holiday": true, "holidays": true, "vacation": true,
	"leave": true, "travelling": true, "traveling": true, "abroad": true, "ooo": true, "pto": true,
}

// positive words turn back to windows that are wanted.
var positive = map[string]bool{
	"works": true, "work": true, "fine": true, "ok": true, "okay": true, "good": true, "great": true,
	"better": true, "best": true, "can": true, "could": true, "free": true, "suits": true, "suit": true,
	"available": true, "instead": true, "perfect": true, "possible": true, "happy": true, "prefer": true, "possibly": true,
	"how": true, "maybe": true, "rather": true,
}

// zoneNames are the zone abbreviations and cities that people put behind a time.
var zoneNames = map[string]string{
	"utc": "UTC", "gmt": "UTC", "cet": "Europe/Berlin", "cest": "Europe/Berlin", "bst": "Europe/London",
	"eet": "Europe/Helsinki", "wet": "Europe/Lisbon", "ist": "Asia/Kolkata", "jst": "Asia/Tokyo", "sgt": "Asia/Singapore",
	"et": "America/New_York", "est": "America/New_York", "edt": "America/New_York", "eastern": "America/New_York",
	"ct": "America/Chicago", "cst": "America/Chicago", "cdt": "America/Chicago", "central": "America/Chicago",
	"mt": "America/Denver", "mst": "America/Denver", "mdt": "America/Denver",
	"pt": "America/Los_Angeles", "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles", "pacific": "America/Los_Angeles",
	"aest": "Australia/Sydney", "aedt": "Australia/Sydney",
}
