// Package roster reads a coordinator's list of people from a CSV file. It never
// takes half a file: every line is checked, and an error names them all.
package roster

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"net/mail"
	"slices"
	"strconv"
	"strings"
	"time"

	"mentord/calendar"
	"mentord/pairing"
	"mentord/pairing/reply"
)

// Columns are the columns that a roster can have, in any order. Only email must
// be there.
var Columns = []string{"email", "name", "role", "goals", "skills", "background", "languages", "zone", "free", "capacity", "department", "team", "level", "manager"}

// maxErrors is how many wrong lines one error lists.
const maxErrors = 20

// Read reads a roster; file names it in errors. The first line names the
// columns.
func Read(r io.Reader, file string, program *time.Location) ([]pairing.Imported, error) {
	c := csv.NewReader(r)
	c.FieldsPerRecord = -1
	c.TrimLeadingSpace = true
	header, err := c.Read()
	if err != nil {
		return nil, fmt.Errorf("%s:1: the first line should name the columns (%s): %w", file, strings.Join(Columns, ","), err)
	}
	for i, name := range header {
		header[i] = strings.ToLower(strings.TrimSpace(strings.TrimPrefix(name, "\ufeff")))
		if !slices.Contains(Columns, header[i]) {
			return nil, fmt.Errorf("%s:1: there is no column %q: use %s", file, name, strings.Join(Columns, ", "))
		}
		if slices.Contains(header[:i], header[i]) {
			return nil, fmt.Errorf("%s:1: the column %q stands twice", file, header[i])
		}
	}
	if !slices.Contains(header, "email") {
		return nil, fmt.Errorf("%s:1: the column email is missing", file)
	}
	var people []pairing.Imported
	var wrong []error
	seen := map[string]int{}
	for {
		record, err := c.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err) // csv says the line; what follows it cannot be trusted
		}
		line, _ := c.FieldPos(0)
		p, err := person(header, record, program)
		switch first, twice := seen[p.Address]; {
		case err != nil:
			wrong = append(wrong, fmt.Errorf("%s:%d: %w", file, line, err))
		case twice:
			wrong = append(wrong, fmt.Errorf("%s:%d: %s stands on line %d already", file, line, p.Address, first))
		default:
			seen[p.Address] = line
			people = append(people, p)
		}
		if len(wrong) == maxErrors {
			wrong = append(wrong, errors.New("and perhaps more"))
			break
		}
	}
	if len(wrong) > 0 {
		return nil, fmt.Errorf("nobody was imported:\n%w", errors.Join(wrong...))
	}
	return people, nil
}

// person reads one line.
func person(header, record []string, program *time.Location) (p pairing.Imported, err error) {
	if len(record) != len(header) {
		return p, fmt.Errorf("%d fields, but the first line names %d columns: put values with a comma in quotes", len(record), len(header))
	}
	for i, value := range record {
		value = strings.TrimSpace(value)
		if value == "" && header[i] != "email" {
			continue
		}
		if err := set(&p, header[i], value, program); err != nil {
			return p, fmt.Errorf("%s %q: %w", header[i], value, err)
		}
	}
	return p, nil
}

func set(p *pairing.Imported, column, value string, program *time.Location) error {
	switch column {
	case "email", "manager":
		a, err := mail.ParseAddress(value)
		if err != nil || strings.ContainsAny(a.Address, " \r\n") {
			return errors.New("is no address: write it as in ana@example.org")
		}
		address := strings.ToLower(a.Address)
		if column == "manager" {
			p.Profile.Manager = address
			return nil
		}
		p.Address = address
		if p.Name == "" {
			p.Name = a.Name
		}
	case "name":
		p.Name = strings.Join(strings.Fields(value), " ")
	case "role":
		switch role := pairing.Role(strings.ToLower(value)); role {
		case pairing.MentorRole, pairing.MenteeRole, pairing.BothRoles:
			p.Profile.Role = role
		default:
			return errors.New("write mentor, mentee or both")
		}
	case "goals":
		p.Profile.Goals = value
	case "skills":
		p.Profile.Skills = value
	case "background":
		p.Profile.Background = value
	case "department":
		p.Profile.Department = value
	case "team":
		p.Profile.Team = value
	case "level":
		n, err := strconv.Atoi(value)
		if err != nil || n < 1 || n > 99 {
			return errors.New("write a whole number from 1 to 99, higher for more senior")
		}
		p.Profile.Level = n
	case "capacity":
		n, err := strconv.Atoi(value)
		if err != nil || n < 0 || n > 20 {
			return errors.New("write a whole number from 0 to 20")
		}
		p.Profile.Capacity = n
	default:
		return spoken(p, column, value, program)
	}
	return nil
}

// spoken reads a column in which people write as they speak, as the program
// reads their mail.
func spoken(p *pairing.Imported, column, value string, program *time.Location) error {
	label := map[string]string{"languages": "Languages", "zone": "City", "free": "Free"}[column]
	// Any Monday will do to read weekly hours by.
	monday := time.Date(2027, 1, 4, 9, 0, 0, 0, program)
	zone := calendar.Zone(p.Profile.Zone, program)
	for _, act := range reply.Read([]reply.Passage{{Words: label + ": " + value}}, reply.Asked{Kind: reply.Enrol, Sent: monday, Zone: zone}) {
		switch act.Field {
		case reply.Languages:
			p.Profile.Languages = act.List
			return nil
		case reply.Zone:
			p.Profile.Zone = act.Text
			return nil
		case reply.Availability:
			p.Profile.Availability = act.Week
			return nil
		}
	}
	return map[string]error{
		"languages": errors.New("write English names, as in \"English, German\""),
		"zone":      errors.New("write a larger city or a name of the tz database, as in Europe/London"),
		"free":      errors.New("write days and hours, as in \"Tue and Thu 9-12\""),
	}[column]
}
