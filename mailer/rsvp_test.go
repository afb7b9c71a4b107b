package mailer

import "testing"

func TestSubjectRSVP(t *testing.T) {
	for subject, want := range map[string]RSVP{
		"Accepted: Session 1 with Ana": SaysAccepted, "Zugesagt: Session 1": SaysAccepted, "Refusé : Session 1": SaysDeclined, "Rechazado: Session 1": SaysDeclined,
		"Mit Vorbehalt: Session 1": SaysTentative, "New Time Proposed: Session 1": SaysProposed, "承諾済み： Session 1": SaysAccepted,
		"Re: Session 1": NoRSVP, "I accepted a job": NoRSVP, "": NoRSVP, "Accepted": NoRSVP,
	} {
		if got := SubjectRSVP(subject); got != want {
			t.Errorf("%q says %q, want %q", subject, got, want)
		}
	}
	for says, prefixes := range rsvpPrefixes {
		for _, p := range prefixes {
			if got := SubjectRSVP(p + ": x"); got != says {
				t.Errorf("%q is %q and %q", p, says, got)
			}
		}
	}
}
