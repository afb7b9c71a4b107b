package mailer

import "strings"

// An RSVP is what the subject of a calendar's answer says, when nothing else in
// the mail can be read: a winmail.dat, or no calendar object at all.
type RSVP string

// What a subject can say.
const (
	NoRSVP        RSVP = ""
	SaysAccepted  RSVP = "accepted"
	SaysDeclined  RSVP = "declined"
	SaysTentative RSVP = "tentative"
	SaysProposed  RSVP = "proposed"
)

// rsvpPrefixes are how calendar programs begin the subjects of their answers.
var rsvpPrefixes = map[RSVP][]string{
	SaysAccepted:  {"accepted", "invitation accepted", "meeting accepted", "zugesagt", "angenommen", "accepté", "acceptée", "acceptée", "aceptado", "aceptada", "aceito", "aceite", "aceita", "accettato", "accettata", "geaccepteerd", "zaakceptowano", "accepterad", "godkänt", "accepteret", "akseptert", "hyväksytty", "přijato", "elfogadva", "kabul edildi", "принято", "承諾", "承諾済み", "已接受", "수락"},
	SaysDeclined:  {"declined", "invitation declined", "meeting declined", "abgelehnt", "abgesagt", "refusé", "refusée", "décliné", "rechazado", "rechazada", "recusado", "recusada", "rifiutato", "rifiutata", "geweigerd", "afgewezen", "odrzucono", "avböjd", "avvisat", "afvist", "avslått", "hylätty", "odmítnuto", "elutasítva", "reddedildi", "отклонено", "辞退", "已拒绝", "已谢绝", "거절"},
	SaysTentative: {"tentative", "tentatively accepted", "tentative accept", "mit vorbehalt", "vorläufig", "provisoire", "accepté provisoirement", "peut-être", "provisional", "tentativo", "provvisorio", "provisório", "voorlopig", "wstępnie", "preliminärt", "foreløbig", "alustava", "předběžně", "под вопросом", "仮承諾", "暂定", "미정"},
	SaysProposed:  {"new time proposed", "proposed new time", "neue zeit vorgeschlagen", "neuer termin vorgeschlagen", "nouvelle heure proposée", "nuevo horario propuesto", "nueva hora propuesta", "novo horário proposto", "nuova ora proposta", "nieuwe tijd voorgesteld"},
}

// SubjectRSVP reads the beginning of a subject: "Accepted: Session 1 with Ana".
func SubjectRSVP(subject string) RSVP {
	head, _, ok := strings.Cut(strings.ReplaceAll(subject, "\uff1a", ":"), ":")
	if !ok {
		return NoRSVP
	}
	head = strings.ToLower(strings.TrimSpace(head))
	for says, prefixes := range rsvpPrefixes {
		for _, p := range prefixes {
			if head == p {
				return says
			}
		}
	}
	return NoRSVP
}
