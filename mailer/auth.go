package mailer

import "strings"

// Authentic reports whether the mail server that we trust says that the From
// domain sent this mail: dmarc=pass, or an aligned dkim=pass. Only the topmost
// Authentication-Results field (RFC 8601) of our own server counts; any other
// may have been written by the sender.
func Authentic(m Mail, authserv string) bool {
	results := m.Header["authentication-results"]
	if authserv == "" || len(results) == 0 || len(m.From) != 1 {
		return false
	}
	clauses := resultClauses(results[0])
	if len(clauses) < 2 || len(clauses[0]) == 0 || !strings.EqualFold(clauses[0][0], authserv) {
		return false
	}
	domain := domainOf(m.From[0].Email)
	if domain == "" || !strings.Contains(m.From[0].Email, "@") {
		return false
	}
	for _, words := range clauses[1:] {
		if len(words) == 0 {
			continue
		}
		// A clause begins with its method and result; what follows are properties,
		// which may repeat words of the sender.
		method, result, _ := strings.Cut(strings.ToLower(words[0]), "=")
		method, _, _ = strings.Cut(method, "/") // dkim/1=pass
		props := map[string]string{}
		for _, w := range words[1:] {
			key, value, _ := strings.Cut(strings.ToLower(w), "=")
			if _, twice := props[key]; !twice {
				props[key] = value
			}
		}
		switch {
		case result != "pass":
		case method == "dmarc" && (props["header.from"] == "" || props["header.from"] == domain):
			return true
		case method == "dkim" && (props["header.d"] == domain || strings.HasSuffix(props["header.i"], "@"+domain)):
			return true
		}
	}
	return false
}

// resultClauses takes an Authentication-Results value apart: clauses between
// semicolons, words between blanks. Comments, nested ones too, and quoted
// strings are taken as RFC 5322 says, so that a semicolon or a result inside
// them means nothing.
func resultClauses(value string) (clauses [][]string) {
	var words []string
	var word strings.Builder
	endWord := func() {
		if word.Len() > 0 {
			words = append(words, word.String())
			word.Reset()
		}
	}
	comment, quoted := 0, false
	for i := 0; i < len(value); i++ {
		c := value[i]
		switch {
		case c == '\\' && (quoted || comment > 0):
			i++
		case quoted:
			if c == '"' {
				quoted = false
			} else if c != ' ' && c != '=' {
				word.WriteByte(c)
			}
		case c == '(':
			comment++
		case c == ')' && comment > 0:
			comment--
		case comment > 0:
		case c == '"':
			quoted = true
		case c == ';':
			endWord()
			clauses, words = append(clauses, words), nil
		case c == ' ' || c == '\t':
			endWord()
		default:
			word.WriteByte(c)
		}
	}
	endWord()
	return append(clauses, words)
}
