package main

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"mentord/mailer"
)

const example = "../../config.example.toml"

// The example file shows every default, so decoding it gives the defaults but
// for the keys that are required.
func TestExampleShowsTheDefaults(t *testing.T) {
	c, err := readConfig(example)
	if err != nil {
		t.Fatal(err)
	}
	want := defaults()
	want.Program.Name, want.Program.Coordinator = c.Program.Name, c.Program.Coordinator
	want.Inbox.Server, want.Inbox.User, want.Inbox.Password = c.Inbox.Server, c.Inbox.User, mailer.Secret{Env: "MENTORD_PASSWORD"}
	want.Outbox.Server = c.Outbox.Server
	want.Enrol.Domains = []string{}
	if !reflect.DeepEqual(c, want) {
		t.Errorf("the example differs from the defaults:\n example  %+v\n defaults %+v", c, want)
	}
}

// Every key of the structs stands in the example, and none that is unknown,
// also in the lines that are commented out.
func TestExampleNamesEveryKey(t *testing.T) {
	data, err := os.ReadFile(example)
	if err != nil {
		t.Fatal(err)
	}
	whole := regexp.MustCompile(`(?m)^#(\S)`).ReplaceAllString(string(data), "$1")
	file := filepath.Join(t.TempDir(), "whole.toml")
	if err := os.WriteFile(file, []byte(whole), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := readConfig(file); err != nil {
		t.Errorf("with its commented lines the example is not valid: %v", err)
	}
	var shown []string
	table := ""
	for line := range strings.Lines(whole) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "[") {
			table = strings.Trim(strings.SplitN(line, "#", 2)[0], "[] ")
			shown = append(shown, table)
		} else if key, _, ok := strings.Cut(line, "="); ok && !strings.HasPrefix(line, "#") {
			shown = append(shown, table+"."+strings.TrimSpace(key))
		}
	}
	for _, key := range knownKeys(reflect.TypeOf(Config{}), "") {
		parent := key[:max(0, strings.LastIndexByte(key, '.'))]
		if !slices.Contains(shown, key) && !strings.HasSuffix(parent, "password") {
			t.Errorf("config.example.toml does not show %s", key)
		}
	}
}

func TestSixKeysAreEnough(t *testing.T) {
	file := filepath.Join(t.TempDir(), "six.toml")
	six := "[program]\nname = \"N\"\ncoordinator = \"a@b.example\"\n[inbox]\nserver = \"imap.b.example:993\"\nuser = \"m@b.example\"\npassword = { env = \"P\" }\n[outbox]\nserver = \"smtp.b.example:587\"\n"
	if err := os.WriteFile(file, []byte(six), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("P", "x")
	c, err := readConfig(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.resolve(); err != nil {
		t.Fatal(err)
	}
	if m, err := c.mailbox(); m != "m@b.example" || err != nil || c.Outbox.User != "m@b.example" || c.Outbox.Secret != "x" {
		t.Errorf("mailbox %q, %v; outbox %+v", m, err, c.Outbox)
	}
}

func TestConfigErrorsSayWhere(t *testing.T) {
	base := "[program]\nname = \"N\"\ncoordinator = \"a@b.example\"\n[inbox]\nserver = \"imap.b.example:993\"\nuser = \"m@b.example\"\n[outbox]\nserver = \"smtp.b.example:587\"\n"
	cases := []struct{ add, want string }{
		{"[calendar]\nofer = 3\n", `:10:1: there is no key "calendar.ofer"; did you mean "calendar.offer"?`},
		{"[calendar]\noffer = \"three\"\n", ":10:9: calendar.offer: this is a string, but what is wanted is a whole number"},
		{"[calendar]\noffer = 12\n", ":10:1: calendar.offer = 12: a letter offers 1 to 9 slots"},
		{"[calendar]\nsession = \"3 moons\"\n", ":10:11: "},
		{"[calender]\n", `did you mean "calendar"?`},
		{"[cohort]\nlength = \"1 day\"\n", "a cohort lasts at least"},
		{"[enrol]\nwho = \"everyone\"\n", ":10:1: enrol.who = \"everyone\""},
		{"[letter]\nquiet = \"late\"\n", ":10:9: "},
		{"[[survey]]\nwhen = \"sometimes\"\n", "survey.when"},
		{"[calendar\n", ":9:"},
		{"[daemon]\nauthserv = 3\n", ":10:12: "},
		{"[pairing.weight]\ngoals = -1\n", ":10:1: pairing.weight.goals = -1"},
		{"[pairing]\nsynonyms = [\"CRM\"]\n", "pairing.synonyms 1: \"CRM\" joins nothing"},
		{"[pairing]\napart = [\"boss\"]\n", "pairing.apart has \"boss\""},
		{"[[pairing.must]]\npeople = [\"a@b.example\"]\n", "pairing.must 1: write two addresses"},
	}
	for _, c := range cases {
		file := filepath.Join(t.TempDir(), "c.toml")
		if err := os.WriteFile(file, []byte(base+c.add), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := readConfig(file)
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), file) {
			t.Errorf("%q\n gives %v\n want  %s", c.add, err, c.want)
		}
	}
}

func TestPlainOnlyOnThisMachine(t *testing.T) {
	for server, ok := range map[string]bool{"127.0.0.1:143": true, "[::1]:143": true, "localhost:1143": true, "imap.example.org:143": false} {
		if _, err := mailer.Plain.Settle(server); (err == nil) != ok {
			t.Errorf("%s: %v", server, err)
		}
	}
}

func FuzzConfig(f *testing.F) {
	data, _ := os.ReadFile(example)
	f.Add(string(data))
	f.Add("[calendar]\nsession = \"45 minutes\"\n[[survey]]\nwhen=\"end\"\n")
	f.Fuzz(func(t *testing.T, text string) {
		if c, err := parseConfig("f", []byte(text)); err == nil {
			_ = c.policy().Check()
		}
	})
}

// The coordinator's own letters are tried with the config: a mistake is named by
// its file, and a relative folder is beside the config.
func TestOwnTemplatesAreTried(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "c.toml")
	base := "[program]\nname = \"N\"\ncoordinator = \"a@b.example\"\n[inbox]\nserver = \"imap.b.example:993\"\nuser = \"m@b.example\"\n[outbox]\nserver = \"smtp.b.example:587\"\n[letter]\ntemplates = \"letters\"\n"
	write := func(name, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Join(dir, "letters"), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("c.toml", base)
	write("letters/help.txt", "Subject: Ahoy\n\nAsk me anything.\n")
	c, err := readConfig(file)
	if err != nil || c.Letter.Own["help"] == "" {
		t.Fatalf("%v, own letters %v", err, c.Letter.Own)
	}
	write("letters/match.txt", "Subject: Ahoy\n\n{{.Nickname}}\n")
	if _, err := readConfig(file); err == nil || !strings.Contains(err.Error(), filepath.Join(dir, "letters", "match.txt")+":3:2: ") {
		t.Errorf("a wrong template: %v", err)
	}
}
