package pairing

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// A Date is a day of the program's calendar, as in 2027-02-01.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// IsZero reports whether the date is unset.
func (d Date) IsZero() bool { return d == Date{} }

// At is the date's given hour in zone.
func (d Date) At(hour int, zone *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Day, hour, 0, 0, 0, zone)
}

// UnmarshalText reads 2027-02-01.
func (d *Date) UnmarshalText(text []byte) error {
	t, err := time.Parse(time.DateOnly, strings.TrimSpace(string(text)))
	if err != nil {
		return fmt.Errorf("%q is not a date: write it as in 2027-02-01", text)
	}
	*d = Date{t.Year(), t.Month(), t.Day()}
	return nil
}

// MarshalText writes the date as UnmarshalText reads it.
func (d Date) MarshalText() ([]byte, error) {
	if d.IsZero() {
		return nil, nil
	}
	return []byte(d.At(0, time.UTC).Format(time.DateOnly)), nil
}

func itoa(n int) string { return strconv.Itoa(n) }
