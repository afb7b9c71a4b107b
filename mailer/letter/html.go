package letter

import (
	"fmt"
	"html"
	"strings"

	"mentord/mailer"
	"mentord/pairing"
	"mentord/pairing/reply"
)

// chartAbove begins the paragraph whose numbers the chart shows.
const chartAbove = "What people answered"

// html is the twin of the text: the same words, readable in the dark and on a
// phone, with buttons that begin the answer. No scripts, nothing from elsewhere; the
// coordinator's chart comes with the letter, and its numbers stand in the text.
func (p *page) html(r Rendered) string {
	var b strings.Builder
	b.WriteString(`<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
		`<meta name="color-scheme" content="light dark"><title>` + html.EscapeString(r.Subject) + `</title></head>` +
		`<body style="margin:0;padding:16px;font-family:system-ui,sans-serif;font-size:16px;line-height:1.5"><div class="mentord-letter" style="max-width:34em;margin:0 auto">`)
	paragraphs := strings.Split(strings.TrimSpace(r.Text), "\n\n")
	for i, para := range paragraphs {
		if len(p.chart) > 0 && strings.HasPrefix(para, chartAbove) {
			b.WriteString(`<p><img src="cid:` + chartName + `" width="480" style="max-width:100%;height:auto" alt="Bars of the means below, question by question"></p>`)
		}
		if i == len(paragraphs)-1 { // above the footer
			for _, button := range p.buttons(r) {
				b.WriteString(button)
			}
		}
		p.paragraph(&b, para)
	}
	b.WriteString(`</div></body></html>`)
	return b.String()
}

// paragraph writes one paragraph of the text: lines that begin with blanks, a
// number or a dash keep their line.
func (p *page) paragraph(b *strings.Builder, para string) {
	switch {
	case strings.TrimSpace(para) == mailer.Marker:
		fmt.Fprintf(b, `<p style="font-size:12px;opacity:.6;margin:0 0 12px">%s</p>`, html.EscapeString(mailer.Marker))
		return
	case strings.HasPrefix(para, "   "):
		b.WriteString(`<p style="margin:0 0 16px;padding-left:12px;border-left:3px solid #7a8fa6">`)
	default:
		b.WriteString(`<p style="margin:0 0 16px">`)
	}
	for i, line := range strings.Split(para, "\n") {
		if i > 0 {
			b.WriteString("<br>")
		}
		text := html.EscapeString(strings.TrimSpace(line))
		if p.isQuestion(line) {
			text = "<strong>" + text + "</strong>"
		}
		if strings.HasPrefix(text, "https://") && !strings.ContainsAny(text, " \t") {
			text = `<a href="` + text + `">` + text + `</a>`
		}
		b.WriteString(text)
	}
	b.WriteString("</p>")
}

func (p *page) isQuestion(line string) bool {
	for _, a := range p.asked {
		if a.Text != "" && strings.HasSuffix(line, a.Text) {
			return true
		}
	}
	return false
}

// buttons are links that begin the answer in the reader's own mail program. A
// letter with several questions has none: its answer is more than a word.
func (p *page) buttons(r Rendered) (out []string) {
	if len(p.asked) != 1 || p.To.ID == pairing.Coordinator {
		return nil
	}
	var answers []string
	q := p.Questions[p.asked[0].Question]
	switch q.Kind {
	case reply.Match, pairing.MentorQuestion:
		answers = []string{"Yes", "No", "Later"}
	case reply.Fit:
		answers = []string{"Good", "Not sure", "Not"}
	case reply.Ending:
		answers = []string{"End as planned", "Extend"}
	case reply.Enrol:
		answers = []string{"Yes", "No"}
	case pairing.ForgetQuestion:
		answers = []string{"Yes", "No"}
	case reply.Echo, reply.Agreement, pairing.ConfirmQuestion:
		answers = []string{"Yes"}
	case reply.Slots:
		for i := range q.Slots {
			answers = append(answers, fmt.Sprint(i+1))
		}
		if len(q.Slots) > 0 {
			answers = append(answers, "None of these")
		}
	}
	to := p.Sender.Key.ReplyTo(p.Sender.Mailbox, p.ID, p.Sender.Plus)
	for _, a := range answers {
		link := mailto(to, "Re: "+r.Subject, a)
		out = append(out, fmt.Sprintf(`<a href="%s" style="display:inline-block;margin:0 8px 8px 0;padding:8px 16px;border:1px solid #7a8fa6;border-radius:6px;text-decoration:none">%s</a>`,
			html.EscapeString(link), html.EscapeString(a)))
	}
	return out
}
