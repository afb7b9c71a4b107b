package letter

import (
	"fmt"
	"strconv"
	"strings"

	"mentord/calendar"
)

// Policy is the coordinator's [letter] table.
type Policy struct {
	Templates string        `toml:"templates"` // folder of the coordinator's own; "" for none
	Own       Templates     `toml:"-"`         // what is in it
	Quiet     calendar.Span `toml:"quiet"`     // no letter that can wait goes out in these hours of the person's day; "off" for none
	AtMost    Cap           `toml:"at_most"`   // letters a day and person; answers, invitations and reminders aside
}

// Defaults is the policy of a file that says nothing.
func Defaults() Policy {
	return Policy{Quiet: calendar.Span{From: calendar.At(19, 0), To: calendar.At(8, 0)}, AtMost: 1}
}

// A Cap is how many letters a day may go to one person, as in "1 a day".
type Cap int

// UnmarshalText reads "2 a day".
func (c *Cap) UnmarshalText(text []byte) error {
	words := strings.Fields(string(text))
	if len(words) == 3 && words[1] == "a" && words[2] == "day" {
		if n, err := strconv.Atoi(words[0]); err == nil && n >= 1 && n <= 100 {
			*c = Cap(n)
			return nil
		}
	}
	return fmt.Errorf("%q is not a number of letters: write \"1 a day\" to \"100 a day\"", text)
}

// MarshalText writes the cap as UnmarshalText reads it.
func (c Cap) MarshalText() ([]byte, error) { return []byte(strconv.Itoa(int(c)) + " a day"), nil }
