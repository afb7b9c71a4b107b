package roster

import (
	"strings"
	"testing"
	"time"
)

func TestRead(t *testing.T) {
	people, err := Read(strings.NewReader("Email,Name,Role,Free,Zone,Languages,Capacity\nANA@example.org,Ana Ruiz,mentee,Tue and Thu 9-12,Madrid,\"English, Spanish\",\nBo Berg <bo@example.org>,,mentor,,Europe/Stockholm,,2\n"), "people.csv", time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	ana, bo := people[0], people[1]
	if ana.Address != "ana@example.org" || ana.Profile.Zone != "Europe/Madrid" || len(ana.Profile.Languages) != 2 || ana.Profile.Availability.String() != "Tue 09:00-12:00, Thu 09:00-12:00" {
		t.Errorf("Ana came out as %+v", ana)
	}
	if bo.Name != "Bo Berg" || bo.Profile.Capacity != 2 || bo.Profile.Role != "mentor" {
		t.Errorf("Bo came out as %+v", bo)
	}
}

func TestErrorsNameTheLine(t *testing.T) {
	cases := []struct{ csv, want string }{
		{"name\nAna\n", "people.csv:1: the column email is missing"},
		{"email,shoe\n", `there is no column "shoe"`},
		{"email,email\n", "stands twice"},
		{"email,role\nana@example.org,boss\n", "people.csv:2: role \"boss\": write mentor"},
		{"email\nana@example.org\nnobody\n", "people.csv:3: email \"nobody\": is no address"},
		{"email\nana@example.org\nANA@example.org\n", "people.csv:3: ana@example.org stands on line 2 already"},
		{"email,name\nana@example.org,Ruiz, Ana\n", "people.csv:2: 3 fields"},
		{"email,level\nana@example.org,senior\n", "people.csv:2: level \"senior\": write a whole number"},
		{"email,zone\nana@example.org,Atlantis\n", "people.csv:2: zone \"Atlantis\""},
		{"email,free\nana@example.org,sometimes\n", "people.csv:2: free"},
		{"", "people.csv:1: the first line"},
	}
	for _, c := range cases {
		people, err := Read(strings.NewReader(c.csv), "people.csv", time.UTC)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: error %v, want %q in it", c.csv, err, c.want)
		}
		if len(people) > 0 {
			t.Errorf("%q: %d people were taken all the same", c.csv, len(people))
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("email,name,free\nana@example.org,\"A, B\",Tue 9-12\n")
	f.Fuzz(func(t *testing.T, text string) {
		people, err := Read(strings.NewReader(text), "f", time.UTC)
		for _, p := range people {
			if err != nil || strings.Count(p.Address, "@") == 0 {
				t.Errorf("%q gave %+v", text, p)
			}
		}
	})
}
