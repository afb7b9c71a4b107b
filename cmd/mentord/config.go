package main

import (
	"bytes"
	"cmp"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"mentord/calendar"
	"mentord/cmd/mentord/daemon"
	"mentord/mailer"
	"mentord/mailer/inbox"
	"mentord/mailer/letter"
	"mentord/mailer/outbox"
	"mentord/pairing"
	"mentord/store"
)

// A Config is the coordinator's file: one field a table, each of the type of
// the package that owns it.
type Config struct {
	Program  pairing.Program  `toml:"program"`
	Cohort   pairing.Cohort   `toml:"cohort"`
	Enrol    pairing.Enrol    `toml:"enrol"`
	Pairing  pairing.Rules    `toml:"pairing"`
	Calendar calendar.Policy  `toml:"calendar"`
	Remind   pairing.Remind   `toml:"remind"`
	Survey   []pairing.Survey `toml:"survey"`
	Letter   letter.Policy    `toml:"letter"`
	Inbox    inbox.Options    `toml:"inbox"`
	Outbox   outbox.Options   `toml:"outbox"`
	Store    store.Options    `toml:"store"`
	Daemon   daemon.Options   `toml:"daemon"`
}

// defaults is the config of a file that says nothing.
func defaults() Config {
	p := pairing.Defaults()
	return Config{Program: p.Program, Cohort: p.Cohort, Enrol: p.Enrol, Pairing: p.Pairing, Calendar: p.Calendar, Remind: p.Remind,
		Letter: letter.Defaults(), Inbox: inbox.Defaults(), Outbox: outbox.Defaults(), Store: store.Defaults(), Daemon: daemon.Defaults()}
}

// policy is the part that decisions are made by.
func (c Config) policy() pairing.Policy {
	surveys := c.Survey
	if surveys == nil {
		surveys = pairing.DefaultSurveys()
	}
	return pairing.Policy{Program: c.Program, Cohort: c.Cohort, Enrol: c.Enrol, Pairing: c.Pairing, Remind: c.Remind, Surveys: surveys, Calendar: c.Calendar}
}

// readConfig reads and checks a file. An error says where in it (file, line and
// column), why, and what to write instead.
func readConfig(file string) (Config, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return Config{}, fmt.Errorf("read config: %w", err)
	}
	c, err := parseConfig(file, data)
	if err != nil {
		return c, err
	}
	for _, check := range []func() error{c.policy().Check, c.Inbox.Check, c.Outbox.Check, c.Store.Check, c.Daemon.Check} {
		if err := check(); err != nil {
			return c, fmt.Errorf("%s%s: %w", file, place(data, err.Error()), err)
		}
	}
	c.Letter.Own, err = templates(filepath.Dir(file), c.Letter.Templates)
	return c, err
}

// templates reads and tries the coordinator's own letters; a relative folder is
// beside the config.
func templates(beside, folder string) (letter.Templates, error) {
	if folder == "" {
		return nil, nil
	}
	if !filepath.IsAbs(folder) {
		folder = filepath.Join(beside, folder)
	}
	files, err := os.ReadDir(folder)
	if err != nil {
		return nil, fmt.Errorf("letter.templates: %w", err)
	}
	own := letter.Templates{}
	var wrong []error
	for _, f := range files {
		name, isText := strings.CutSuffix(f.Name(), ".txt")
		if f.IsDir() || !isText {
			continue
		}
		file := filepath.Join(folder, f.Name())
		text, err := os.ReadFile(file)
		if err == nil {
			err = letter.Check(pairing.NoticeKind(name), file, string(text))
		}
		wrong = append(wrong, err)
		own[pairing.NoticeKind(name)] = string(text)
	}
	return own, errors.Join(wrong...)
}

func parseConfig(file string, data []byte) (Config, error) {
	c := defaults()
	d := toml.NewDecoder(bytes.NewReader(data)).DisallowUnknownFields()
	err := d.Decode(&c)
	var unknown *toml.StrictMissingError
	var wrong *toml.DecodeError
	switch {
	case err == nil:
		return c, nil
	case errors.As(err, &unknown):
		var all []error
		for _, e := range unknown.Errors {
			line, column := e.Position()
			all = append(all, fmt.Errorf("%s:%d:%d: there is no key %q%s", file, line, column, strings.Join(e.Key(), "."), nearest(e.Key())))
		}
		return c, errors.Join(all...)
	case errors.As(err, &wrong):
		line, column := wrong.Position()
		key := ""
		if len(wrong.Key()) > 0 {
			key = strings.Join(wrong.Key(), ".") + ": "
		}
		return c, fmt.Errorf("%s:%d:%d: %s%s", file, line, column, key, plainly(wrong))
	}
	return c, fmt.Errorf("%s: %w", file, err)
}

// typeClash is how the library says that a value has the wrong type.
var typeClash = regexp.MustCompile(`cannot decode TOML (.+?) into .* of type (\S+)`)

// plainly says it in the words of the file instead of Go's.
func plainly(wrong *toml.DecodeError) string {
	text := strings.TrimPrefix(wrong.Error(), "toml: ")
	m := typeClash.FindStringSubmatch(text)
	if m == nil {
		return text
	}
	wanted := map[string]string{"int": "a whole number", "int64": "a whole number", "bool": "true or false", "string": "words in quotes", "time.Time": "a date as in 2027-02-01"}[m[2]]
	if wanted == "" {
		wanted = "something else, as config.example.toml shows"
	}
	return fmt.Sprintf("this is a %s, but what is wanted is %s", m[1], wanted)
}

// place finds where the key that an error speaks of stands in the file. A check
// begins its error with the key: "calendar.offer = …".
func place(data []byte, message string) string {
	word, _, _ := strings.Cut(message, " ")
	word = strings.TrimSuffix(word, ":")
	dot := strings.LastIndex(word, ".")
	if dot < 0 {
		return ""
	}
	table, key := word[:dot], word[dot+1:]
	in := false
	for i, line := range strings.Split(string(data), "\n") {
		trimmed := strings.TrimSpace(line)
		if strings.HasPrefix(trimmed, "[") {
			in = strings.HasPrefix(strings.Trim(trimmed, "[] "), table)
			continue
		}
		name, _, assigned := strings.Cut(trimmed, "=")
		if in && assigned && strings.TrimSpace(name) == key {
			return fmt.Sprintf(":%d:%d", i+1, strings.Index(line, key)+1)
		}
	}
	return ""
}

// nearest suggests the known key that was probably meant.
func nearest(key []string) string {
	wanted := strings.Join(key, ".")
	known := knownKeys(reflect.TypeOf(Config{}), "")
	slices.SortStableFunc(known, func(a, b string) int { return cmp.Compare(distance(a, wanted), distance(b, wanted)) })
	if distance(known[0], wanted) > max(3, len(wanted)/2) {
		return "; config.example.toml has them all"
	}
	return fmt.Sprintf("; did you mean %q?", known[0])
}

// knownKeys are the keys of a config struct, with the tables they stand in.
func knownKeys(t reflect.Type, prefix string) (out []string) {
	for i := range t.NumField() {
		f := t.Field(i)
		name := f.Tag.Get("toml")
		if name == "" || name == "-" {
			continue
		}
		out = append(out, prefix+name)
		ft := f.Type
		if ft.Kind() == reflect.Slice {
			ft = ft.Elem()
		}
		if ft.Kind() == reflect.Struct && !reflect.PointerTo(ft).Implements(reflect.TypeFor[interface{ UnmarshalText([]byte) error }]()) {
			out = append(out, knownKeys(ft, prefix+name+".")...)
		}
	}
	return out
}

// distance is the Levenshtein distance of two words.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}

// resolve reads the secrets and certificates that the config points to.
func (c *Config) resolve() (err error) {
	if c.Inbox.Secret, err = secret("inbox.password", c.Inbox.Password); err != nil {
		return err
	}
	if c.Outbox.User == "" {
		c.Outbox.User = c.Inbox.User
	}
	if c.Outbox.From == "" {
		c.Outbox.From = c.Inbox.User
	}
	c.Outbox.Secret = c.Inbox.Secret
	if c.Outbox.Password != (mailer.Secret{}) {
		if c.Outbox.Secret, err = secret("outbox.password", c.Outbox.Password); err != nil {
			return err
		}
	}
	if c.Inbox.Config, err = trust("inbox.ca", c.Inbox.CA); err != nil {
		return err
	}
	c.Outbox.Config, err = trust("outbox.ca", c.Outbox.CA)
	return err
}

// secret reads a password from where the config says that it is. Its error
// never holds the password.
func secret(key string, s mailer.Secret) (string, error) {
	switch {
	case s.Env != "" && s.File != "":
		return "", fmt.Errorf("%s: write env or file, not both", key)
	case s.Env != "":
		value := os.Getenv(s.Env)
		if value == "" {
			return "", fmt.Errorf("%s: the environment variable %s is not set: set it before starting mentord", key, s.Env)
		}
		return value, nil
	case s.File != "":
		data, err := os.ReadFile(s.File)
		if err != nil {
			return "", fmt.Errorf("%s: %w", key, err)
		}
		line, _, _ := strings.Cut(string(data), "\n")
		return strings.TrimRight(line, "\r"), nil
	}
	return "", fmt.Errorf("%s is missing: write { env = \"NAME\" } or { file = \"PATH\" }", key)
}

func trust(key, file string) (*tls.Config, error) {
	if file == "" {
		return nil, nil
	}
	pem, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", key, err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("%s: no certificate in %s: write a PEM file", key, file)
	}
	return &tls.Config{RootCAs: pool}, nil
}

// mailbox is the address that letters come from and go back to.
func (c Config) mailbox() (string, error) {
	if strings.Count(c.Outbox.From, "@") != 1 {
		return "", fmt.Errorf("outbox.from is missing: the inbox's user %q is no address, so write the mailbox's address there", c.Inbox.User)
	}
	return strings.ToLower(c.Outbox.From), nil
}
