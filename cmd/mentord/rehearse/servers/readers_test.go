package servers

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os/exec"
	"strings"
	"testing"
	"time"

	"mentord/calendar"
	"mentord/calendar/ics"
)

// hardNames are names that break parameters which are not quoted well, with what
// every reader has to make of them.
var hardNames = map[string]string{
	"O'Brien, Ana":             "O'Brien, Ana",
	"Team: A; B":               "Team: A; B",
	`Bo "the boss" Berg`:       "Bo 'the boss' Berg",
	"Ünï Ñandú 🎉":              "Ünï Ñandú 🎉",
	"山田 太郎":                    "山田 太郎",
	`back\slash at the end\`:   `back/slash at the end/`, // readers take it for an escape
	strings.Repeat("Ana ", 50): strings.TrimSpace(strings.Repeat("Ana ", 50)),
}

// invitationTo is the invitation of a session to somebody with a hard name.
func invitationTo(t *testing.T, name string, method ics.Method) []byte {
	start := time.Date(2027, 3, 25, 15, 0, 0, 0, time.UTC)
	data, err := ics.Write(ics.Invitation{Method: method, UID: "session1@mentoring.example", Sequence: 2, Stamp: start.AddDate(0, 0, -3),
		Slot: calendar.Slot{Start: start, End: start.Add(45 * time.Minute)}, Summary: "Mentoring: Ana, Bo; kick-off", Description: "One line,\nand \\ another; 日本語",
		Location: "https://meet.example/a,b;c", Organizer: ics.Attendee{Name: "Northwind: Mentoring", Email: "mentoring@mentoring.example"},
		Attendees: []ics.Attendee{{Name: name, Email: "ana@example.org", Status: ics.NeedsAction}, {Name: "Bo Berg", Email: "bo@example.org", Status: ics.Accepted}}})
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// What each of the readers prints of an invitation, as JSON.
var readers = map[string]string{
	"icalendar": `
import sys, json, icalendar
c = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
e = c.walk('VEVENT')[0]
print(json.dumps({'method': str(c['METHOD']), 'uid': str(e['UID']), 'start': e['DTSTART'].dt.isoformat(), 'end': e['DTEND'].dt.isoformat(), 'summary': str(e['SUMMARY']),
  'description': str(e['DESCRIPTION']), 'location': str(e['LOCATION']), 'organizer': str(e['ORGANIZER']), 'sequence': int(e['SEQUENCE']),
  'attendees': [[str(a), str(a.params['CN']), str(a.params['PARTSTAT']), str(a.params['RSVP'])] for a in e['ATTENDEE']]}))`,
	"vobject": `
import sys, json, vobject
c = vobject.readOne(sys.stdin.buffer.read().decode('utf-8'))
e = c.vevent
print(json.dumps({'method': c.method.value, 'uid': e.uid.value, 'start': e.dtstart.value.isoformat(), 'end': e.dtend.value.isoformat(), 'summary': e.summary.value,
  'description': e.description.value, 'location': e.location.value, 'organizer': e.organizer.value, 'sequence': int(e.sequence.value),
  'attendees': [[a.value, a.params['CN'][0], a.params['PARTSTAT'][0], a.params['RSVP'][0]] for a in e.attendee_list]}))`,
}

// icaljs is what Thunderbird reads calendars with.
const icaljs = "/usr/local/lib/mentord-readers/node_modules/ical.js/dist/ical.js"

const icaljsReader = `
import ICAL from "` + icaljs + `";
const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const calendar = new ICAL.Component(ICAL.parse(Buffer.concat(chunks).toString("utf8")));
const event = calendar.getFirstSubcomponent("vevent");
const value = name => event.getFirstPropertyValue(name);
console.log(JSON.stringify({method: calendar.getFirstPropertyValue("method"), uid: value("uid"), start: value("dtstart").toJSDate().toISOString().replace(".000Z", "+00:00"),
  end: value("dtend").toJSDate().toISOString().replace(".000Z", "+00:00"), summary: value("summary"), description: value("description"), location: value("location"),
  organizer: value("organizer"), sequence: value("sequence"),
  attendees: event.getAllProperties("attendee").map(a => [a.getFirstValue(), a.getParameter("cn"), a.getParameter("partstat"), a.getParameter("rsvp")])}));
`

type seen struct {
	Method, UID, Start, End, Summary, Description, Location, Organizer string
	Sequence                                                           int
	Attendees                                                          [][4]string
}

// TestIndependentReaders hands invitations to readers that are not ours.
func TestIndependentReaders(t *testing.T) {
	need(t, "python3-icalendar python3-vobject ical.js", "/usr/bin/python3", "/usr/lib/python3/dist-packages/icalendar/__init__.py", "/usr/lib/python3/dist-packages/vobject/__init__.py", icaljs)
	for reader, command := range map[string][]string{
		"icalendar": {"/usr/bin/python3", "-c", readers["icalendar"]},
		"vobject":   {"/usr/bin/python3", "-c", readers["vobject"]},
		"ical.js":   {"node", "--input-type=module", "-e", icaljsReader},
	} {
		for name, want := range hardNames {
			for _, method := range []ics.Method{ics.Request, ics.Cancel} {
				cmd := exec.Command(command[0], command[1:]...)
				cmd.Stdin = bytes.NewReader(invitationTo(t, name, method))
				out, err := cmd.Output()
				if err != nil {
					t.Errorf("%s refuses the %s to %q: %v", reader, method, name, err)
					continue
				}
				var got seen
				if err := json.Unmarshal(out, &got); err != nil {
					t.Fatal(err)
				}
				if got.Method != string(method) || got.UID != "session1@mentoring.example" || got.Sequence != 2 || got.Start != "2027-03-25T15:00:00+00:00" || got.End != "2027-03-25T15:45:00+00:00" ||
					got.Summary != "Mentoring: Ana, Bo; kick-off" || got.Description != "One line,\nand \\ another; 日本語" || got.Location != "https://meet.example/a,b;c" || got.Organizer != "mailto:mentoring@mentoring.example" {
					t.Errorf("%s reads the %s to %q as %+v", reader, method, name, got)
				}
				if len(got.Attendees) != 2 || got.Attendees[0] != [4]string{"mailto:ana@example.org", want, "NEEDS-ACTION", "TRUE"} || got.Attendees[1][0] != "mailto:bo@example.org" {
					t.Errorf("%s reads the attendees of %q as %q", reader, name, got.Attendees)
				}
			}
		}
	}
}

// TestCalendarServerTakesInvitations puts invitations into a real CalDAV server
// and gets them back.
func TestCalendarServerTakesInvitations(t *testing.T) {
	url, user, password := StartRadicale(t)
	do := func(method, path string, body []byte) (int, []byte) {
		request, err := http.NewRequest(method, url+path, bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		request.SetBasicAuth(user, password)
		request.Header.Set("Content-Type", "text/calendar; charset=utf-8")
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		data, err := io.ReadAll(response.Body)
		if err != nil {
			t.Fatal(err)
		}
		return response.StatusCode, data
	}
	if code, why := do("MKCALENDAR", "cal/", nil); code != http.StatusCreated {
		t.Fatalf("no calendar: %d %s", code, why)
	}
	for name, want := range hardNames {
		if code, why := do("PUT", "cal/session1.ics", invitationTo(t, name, ics.Request)); code != http.StatusCreated && code != http.StatusNoContent {
			t.Errorf("the invitation to %q is refused: %d %s", name, code, why)
			continue
		}
		_, back := do("GET", "cal/session1.ics", nil)
		text := strings.ReplaceAll(strings.ReplaceAll(string(back), "\r\n ", ""), "\n ", "")
		if !strings.Contains(text, want) {
			t.Errorf("%q did not come back:\n%s", want, text)
		}
	}
}
