package phrase

import (
	"fmt"
	"time"

	"mentord/calendar"
)

// zoneNames are the abbreviations of zones that people put behind a time.
var zoneNames = map[string]string{
	"utc": "UTC", "gmt": "UTC", "cet": "Europe/Berlin", "cest": "Europe/Berlin", "mez": "Europe/Berlin", "mesz": "Europe/Berlin", "bst": "Europe/London",
	"eet": "Europe/Helsinki", "eest": "Europe/Helsinki", "wet": "Europe/Lisbon", "west": "Europe/Lisbon", "msk": "Europe/Moscow", "trt": "Europe/Istanbul",
	"ist": "Asia/Kolkata", "jst": "Asia/Tokyo", "kst": "Asia/Seoul", "sgt": "Asia/Singapore", "hkt": "Asia/Hong_Kong", "gst": "Asia/Dubai", "pkt": "Asia/Karachi",
	"et": "America/New_York", "est": "America/New_York", "edt": "America/New_York", "eastern": "America/New_York",
	"ct": "America/Chicago", "cst": "America/Chicago", "cdt": "America/Chicago", "central": "America/Chicago",
	"mt": "America/Denver", "mst": "America/Denver", "mdt": "America/Denver",
	"pt": "America/Los_Angeles", "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles", "pacific": "America/Los_Angeles", "brt": "America/Sao_Paulo",
	"aest": "Australia/Sydney", "aedt": "Australia/Sydney", "acst": "Australia/Adelaide", "awst": "Australia/Perth", "nzst": "Pacific/Auckland", "nzdt": "Pacific/Auckland",
	"sast": "Africa/Johannesburg", "wat": "Africa/Lagos", "eat": "Africa/Nairobi", "cat": "Africa/Johannesburg",
}

// withZone takes a zone behind the time: "10am London", "17:30 CET".
func withZone(ts []token, n int, c clockTerm) (clockTerm, int) {
	if zone, m := readZone(ts, n); m > n {
		c.zone, c.sure = zone, true
		return c, m
	}
	if _, part := dayParts[at(ts, n)]; part {
		if zone, m := readZone(ts, n+1); m > n+1 { // "9 in the morning Boston time"; the part is read by itself
			c.zone, c.sure = zone, true
		}
	}
	return c, n
}

// readZone reads "CET", "UTC+2", "London", "New York time", "(UK time)".
func readZone(ts []token, n int) (*time.Location, int) {
	k := n
	if open := at(ts, k); open == "(" || open == "in" || open == "," {
		k++
	}
	for words := 3; words >= 1; words-- {
		name := at(ts, k)
		for j := 1; j < words; j++ {
			name += " " + at(ts, k+j)
		}
		zone, ok := zoneNames[name]
		abbreviated := ok
		if !ok {
			zone, ok = CityZone(name)
		}
		if !ok {
			continue
		}
		end := k + words
		if sign := glance(ts, end); zone == "UTC" && (sign == "+" || sign == "-") && glued(ts, end) && num(ts, end+1) >= 0 && num(ts, end+1) <= 14 {
			hours := num(ts, end+1)
			if sign == "-" {
				hours = -hours
			}
			return time.FixedZone(fmt.Sprintf("UTC%+d", hours), hours*3600), end + 2
		}
		timed := at(ts, end) == "time"
		if k > n && !timed && !abbreviated {
			return nil, n // "Tuesday, London is nice"
		}
		if timed {
			end++
		}
		if at(ts, k-1) == "(" && k > n && at(ts, end) == ")" {
			end++
		}
		return calendar.Zone(zone, time.UTC), end
	}
	return nil, n
}
