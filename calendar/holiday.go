package calendar

import (
	_ "embed"
	"strings"
	"sync"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/at"
	"github.com/rickar/cal/v2/au"
	"github.com/rickar/cal/v2/be"
	"github.com/rickar/cal/v2/bg"
	"github.com/rickar/cal/v2/br"
	"github.com/rickar/cal/v2/ca"
	"github.com/rickar/cal/v2/ch"
	"github.com/rickar/cal/v2/cz"
	"github.com/rickar/cal/v2/de"
	"github.com/rickar/cal/v2/dk"
	"github.com/rickar/cal/v2/es"
	"github.com/rickar/cal/v2/fr"
	"github.com/rickar/cal/v2/gb"
	"github.com/rickar/cal/v2/gr"
	"github.com/rickar/cal/v2/hr"
	"github.com/rickar/cal/v2/ie"
	"github.com/rickar/cal/v2/it"
	"github.com/rickar/cal/v2/jp"
	"github.com/rickar/cal/v2/lt"
	"github.com/rickar/cal/v2/lv"
	"github.com/rickar/cal/v2/nl"
	"github.com/rickar/cal/v2/no"
	"github.com/rickar/cal/v2/nz"
	"github.com/rickar/cal/v2/pl"
	"github.com/rickar/cal/v2/ro"
	"github.com/rickar/cal/v2/ru"
	"github.com/rickar/cal/v2/se"
	"github.com/rickar/cal/v2/si"
	"github.com/rickar/cal/v2/sk"
	"github.com/rickar/cal/v2/ua"
	"github.com/rickar/cal/v2/us"
	"github.com/rickar/cal/v2/za"
)

// national are the public holidays of countries, those of the whole country; of
// Australia's states.
var national = map[string][]*cal.Holiday{
	"AT":     at.Holidays,
	"AU-NSW": au.HolidaysNSW,
	"AU-NT":  au.HolidaysNT,
	"AU-QLD": au.HolidaysQLD,
	"AU-SA":  au.HolidaysSA,
	"AU-TAS": au.HolidaysTAS,
	"AU-VIC": au.HolidaysVIC,
	"AU-WA":  au.HolidaysWA,
	"BE":     be.Holidays,
	"BG":     bg.Holidays,
	"BR":     br.Holidays,
	"CA":     ca.Holidays,
	"CH":     ch.Holidays,
	"CZ":     cz.Holidays,
	"DE":     de.Holidays,
	"DK":     dk.Holidays,
	"ES":     es.Holidays,
	"FR":     fr.Holidays,
	"GB":     gb.Holidays,
	"GR":     gr.Holidays,
	"HR":     hr.Holidays,
	"IE":     ie.Holidays,
	"IT":     it.Holidays,
	"JP":     jp.Holidays,
	"LT":     lt.Holidays,
	"LV":     lv.Holidays,
	"NL":     nl.Holidays,
	"NO":     no.Holidays,
	"NZ":     nz.Holidays,
	"PL":     pl.Holidays,
	"RO":     ro.Holidays,
	"RU":     ru.Holidays,
	"SE":     se.Holidays,
	"SI":     si.Holidays,
	"SK":     sk.Holidays,
	"UA":     ua.Holidays,
	"US":     us.Holidays,
	"ZA":     za.Holidays,
}

//go:embed countries.txt
var countries string

// countryOf is the country of a zone, as far as its holidays are known.
var countryOf = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	for line := range strings.Lines(countries) {
		words := strings.Fields(line)
		if len(words) > 1 && words[0] != "#" {
			for _, zone := range words[1:] {
				out[zone] = words[0]
			}
		}
	}
	return out
})

// Holiday is the name of the public holiday that the day of t is in its own zone,
// by the country of the zone; "" if it is none, or the country's are not known. A
// holiday that falls on a weekend counts on the day on which it is kept.
func Holiday(t time.Time) string {
	y, m, d := t.Date()
	for _, h := range national[countryOf()[t.Location().String()]] {
		actual, observed := h.Calc(y)
		for _, day := range []time.Time{actual, observed} {
			if hy, hm, hd := day.Date(); !day.IsZero() && hy == y && hm == m && hd == d {
				return h.Name
			}
		}
	}
	return ""
}

// Business reports whether t falls on a business day in its own zone: no weekend,
// no public holiday.
func Business(t time.Time) bool { return !Weekend(t) && Holiday(t) == "" }
