package ics

import (
	"fmt"
	"testing"
	"time"
)

// describe writes the rules of the European Union or of the United States as
// clients send them, under a name that nobody knows.
func describe(rules string) string {
	switch rules {
	case "eu":
		return "BEGIN:VTIMEZONE\nTZID:Customized Time Zone\nBEGIN:STANDARD\nDTSTART:16010101T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nRRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10\nEND:STANDARD\n" +
			"BEGIN:DAYLIGHT\nDTSTART:16010101T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nRRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3\nEND:DAYLIGHT\nEND:VTIMEZONE\n"
	case "us":
		return "BEGIN:VTIMEZONE\nTZID:Customized Time Zone\nBEGIN:DAYLIGHT\nTZOFFSETFROM:-0500\nTZOFFSETTO:-0400\nDTSTART:20070311T020000\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\nEND:DAYLIGHT\n" +
			"BEGIN:STANDARD\nTZOFFSETFROM:-0400\nTZOFFSETTO:-0500\nDTSTART:20071104T020000\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\nEND:STANDARD\nEND:VTIMEZONE\n"
	}
	return "BEGIN:VTIMEZONE\nTZID:Customized Time Zone\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0530\nTZOFFSETTO:+0530\nEND:STANDARD\nEND:VTIMEZONE\n"
}

// TestOwnTimeZone proposes noon of every day of two years in a zone that only
// the object describes, and compares with the tz database.
func TestOwnTimeZone(t *testing.T) {
	for rules, name := range map[string]string{"eu": "Europe/Berlin", "us": "America/New_York", "fixed": "Asia/Kolkata"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		for day := time.Date(2026, 1, 1, 12, 0, 0, 0, zone); day.Year() < 2028; day = day.AddDate(0, 0, 1) {
			object := "BEGIN:VCALENDAR\nMETHOD:COUNTER\n" + describe(rules) + fmt.Sprintf("BEGIN:VEVENT\nUID:u1\nDTSTART;TZID=\"Customized Time Zone\":%s\nDURATION:PT45M\nEND:VEVENT\nEND:VCALENDAR\n", day.Format("20060102T150405"))
			answers, err := Read([]byte(object))
			if err != nil {
				t.Fatal(err)
			}
			if got := answers[0].Proposed; !got.Start.Equal(day) || got.Length() != 45*time.Minute {
				t.Fatalf("%s: %s was read as %v", rules, day, got)
			}
		}
	}
}

func TestDuration(t *testing.T) {
	for text, want := range map[string]time.Duration{"PT45M": 45 * time.Minute, "PT1H30M": 90 * time.Minute, "P1DT2H": 26 * time.Hour, "P1W": 7 * 24 * time.Hour} {
		if got, ok := duration(text); !ok || got != want {
			t.Errorf("%s is %v, %t", text, got, ok)
		}
	}
	for _, text := range []string{"", "P", "PT", "45M", "PT45", "-PT5M", "PTxM"} {
		if got, ok := duration(text); ok {
			t.Errorf("%q was read as %v", text, got)
		}
	}
}
