package mailer

import "time"

// schedule is how long a letter waits after each failed attempt. Attempts come
// at about 0, 1 min, 6 min, 21 min, 1 h 21, 3 h 21, 7 h 21, 15 h 21, then every
// 12 hours until five days have passed.
var schedule = []time.Duration{
	time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 2 * time.Hour, 4 * time.Hour, 8 * time.Hour,
	12 * time.Hour, 12 * time.Hour, 12 * time.Hour, 12 * time.Hour, 12 * time.Hour, 12 * time.Hour, 12 * time.Hour, 12 * time.Hour, 12 * time.Hour,
}

// NextTry is when a letter that failed for the n-th time (from 1) is tried
// again; ok is false when it has been tried for long enough.
func NextTry(n int, now time.Time) (at time.Time, ok bool) {
	if n < 1 || n > len(schedule) {
		return time.Time{}, false
	}
	return now.Add(schedule[n-1]), true
}
