package phrase

import (
	_ "embed"
	"strings"
	"sync"
)

// cities.txt holds one zone a line: its IANA name, then the cities in it that
// people name, separated by commas.
//
//go:embed cities.txt
var citiesText string

var cityZones = sync.OnceValue(func() map[string]string {
	zones := map[string]string{}
	for line := range strings.Lines(citiesText) {
		zone, names, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		for name := range strings.SplitSeq(names, ",") {
			zones[strings.ToLower(strings.TrimSpace(name))] = strings.TrimSpace(zone)
		}
	}
	return zones
})

// CityZone is the IANA zone of a city or a country with one zone, in any
// letter case.
func CityZone(name string) (zone string, ok bool) {
	zone, ok = cityZones()[strings.ToLower(strings.TrimSpace(name))]
	return zone, ok
}
