package mailer

import (
	"slices"
	"strings"
	"testing"
)

// typedIn splits a mail whose typed lines are marked with a § into the mail and
// what should be found in it.
func typedIn(marked string) (mail, want string) {
	var lines, typed []string
	for line := range strings.SplitSeq(marked, "\n") {
		if l, ok := strings.CutPrefix(line, "§"); ok {
			line = l
			if strings.TrimSpace(l) != "" {
				typed = append(typed, strings.TrimSpace(l))
			}
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n"), strings.Join(typed, "\n")
}

// Forms of mail, one each; a § marks what was typed.
var forms = map[string]string{
	"gnome":                       "§Use the list call.\n\nOn Tue, 2026-03-03 at 18:02 +0530, Ravi Kumar wrote:\n> Hi folks\n>\n> -Ravi\n\n§Or ask Bo.\n\n--\nBo Lim, Director at\nExample.",
	"name with a dash":            "§Hi folks\n\n§What is the best way?\n\n§-Ravi Kumar\n\n\n_______________________________________________\nmentor-users mailing list\nmentor-users@lists.example.org\nhttp://lists.example.org/mailman/listinfo/mentor-users",
	"outlook, ruled and bold":     "§Outlook with a reply\n\n\n ------------------------------\n*From:* Sync Team [mailto:noreply@example.org]\n*Sent:* Thursday, February 09, 2026 1:36 PM\n*To:* bo@example.org\n*Subject:* It was updated!\n\n\n\nDear user,\n\nwe updated it.",
	"three lines of header":       "§Fine here.\n\nSent from a magnificent torch of pixels\n\nOn Dec 16, 2026, at 12:47 PM, Corey Dono\n<reply@example.org>\nwrote:\n\n> Was this fixed?",
	"no colon":                    "§Yes.\n\n2026/5/1 Corey Dono <reply@example.org>\n\n> Was this fixed?",
	"no colon, wrapped":           "§Yes.\n\n2026-05-01 12:13 GMT+02:00 Corey Dono from the Northern Office <\nreply@example.org>:\n\n> Was this fixed?",
	"no blank before wrote":       "§:+1:\n\nOn Tue, Sep 25, 2026 at 8:59 AM, Corey Dono\n<reply@example.org>wrote:\n\n> Steven has a question",
	"odd wraps":                   "§Yes.\n\nOn Tue, Sep 25,\n2026 at 8:59 AM\nCorey\nDono <reply@\nexample.org> wrote:\n\n> Steven has a question",
	"sentence with On":            "§This is one thing.\n§On the other hand, this is another:\n§it goes on.\n§One is not On.\n\n§On your question: yes.",
	"nested":                      "§Thanks.\n\nOn 21 Nov 2026, at 10:18, Bo Lim <bo@example.org> wrote:\n> Ok.\n>\n>> On 20 Nov 2026, at 09:00, Ana <a@example.org> wrote:\n>> Hi",
	"quoted header of a quote":    "§Ok. Thanks.\n\n> On Nov 21, 2026, at 10:18, Bo Lim <bo@example.org> wrote:\n>\n> Ok?",
	"header prefixed half":        "§Ok. Thanks.\n\nOn Nov 21, 2026, at 10:18, Bo Lim\n> <bo@example.org> wrote:\n>\n> Ok?",
	"yandex":                      "§Ok\n\n11.10.2026, 12:00, \"Bo Lim\" <bo@example.org>:\n> Hi",
	"zoho":                        "§Ok\n\n---- On Mon, 02 Mar 2026 16:05:12 +0100 Bo Lim <bo@example.org> wrote ----\n\nHi Ana,\n\nis it ok?",
	"german web":                  "§Passt!\n\n<bo@example.org> schrieb am Di., 3. März 2026, 16:05:\n\n> Hi",
	"name, german":                "§Passt!\n\nBo Lim <bo@example.org> schrieb am Di., 3. März 2026 um 16:05:\n> Hi",
	"lotus":                       "§I agree.\n\n-----Bo Lim/Org wrote: -----\nTo: ana@example.org\nFrom: Bo Lim/Org\nDate: 03/02/2026 04:05PM\nSubject: Hi\n\nis it ok?",
	"following":                   "§I agree.\n\nBo Lim wrote the following on 3/2/2026 4:05 PM:\n> is it ok?",
	"indented":                    "§I agree.\n\nOn Mon, 2 Mar 2026 at 16:05, Bo Lim <bo@example.org> wrote:\n\n    is it ok?\n    Bo\n\n§So do I.",
	"hotmail":                     "§Both.\n\nDate: Mon, 2 Mar 2026 16:05:12 +0100\nSubject: Hi\nFrom: bo@example.org\nTo: ana@example.org\n\nis it ok?",
	"reply to, in a block":        "§Both.\n\nFrom: Bo Lim <bo@example.org>\nReply-To: Bo Lim <bo@example.org>\nDate: Monday, March 2, 2026 at 4:05 PM\nTo: Ana <ana@example.org>\nCc: Office\n <office@example.org>, Somebody Else\n <else@example.org>\nSubject: Hi\n\nis it ok?",
	"one line block":              "§Both.\n\nFrom: Bo Lim [mailto:bo@example.org] Sent: Monday, March 2, 2026 4:05 PM To: Ana Subject: Hi\n\nis it ok?",
	"empty lines in a block":      "§Both.\n\nFrom: Bo Lim <bo@example.org>\n\nSent: Monday, March 2, 2026 4:05 PM\n\nTo: Ana\n\nSubject: Hi\n\nis it ok?",
	"unknown language":            "§Gerai.\n\n----- Pradinis laiškas -----\nFrom: Bo Lim\nSent: 2026-03-02 16:05\nTo: Ana\nSubject: Hi\n\nis it ok?",
	"qq":                          "§好的\n\n------------------ 原始邮件 ------------------\n发件人: \"Bo\" <bo@example.org>;\n发送时间: 2026年3月2日(星期一) 16:05\n收件人: \"Ana\" <ana@example.org>;\n主题: Hi\n\n可以吗",
	"signature below the name":    "§Works.\n\n§Cheers,\n§Bo\n\nBo Lim\nLead Architect, Example\nm: 0044 7700 900123\nhttps://example.org",
	"signature under closing":     "§Works.\n\n§Best regards,\n§Bo Lim\nLead Architect\nExample GmbH\n+49 40 5550123",
	"numbered list at the end":    "§Here they are\n\n§1. Bo Lim\n§2. Ana Souza\n§3. Ida Berg",
	"list of names":               "§Please invite\n\n§Bo Lim\n§Ana Souza\n§Ida Berg",
	"closing, then more text":     "§Works.\n\n§Thanks,\n§Bo\n\n§One more thing: the room is on the third floor of the old building.",
	"hr and prose":                "§First part of it.\n\n§---\n\n§Second part, which is as long as the first one.\n\n§Bo",
	"prompt":                      "§Try this:\n\n§>>> import sys\n§>>> print(sys.path)\n§['a']\n\n§and tell me.",
	"comparison wrapped":          "§I think that the number of people in the room must be\n§> 50 for it to be worth it.",
	"table":                       "§| day | time |\n§|-----|------|\n§| Mon | 3 pm |",
	"external":                    "[EXTERNAL]\n§Yes.",
	"external, starred":           "*** EXTERNAL EMAIL: do not click links unless you know the sender ***\n\n§Yes.",
	"microsoft hint":              "You don't often get email from bo@example.org. Learn why this is important<https://aka.ms/x>\n\n§Yes.",
	"phone, excuse":               "§Yes.\n\nSent from my phone, please excuse typos.\n",
	"excuse below":                "§Yes.\n\n§Bo\n\nSent from my mobile device\nPlease excuse any typos or brevity",
	"android":                     "§Yes.\nSent from my Android phone with K-9 Mail. Please excuse my brevity.",
	"mention of a phone":          "§Sent from my phone earlier was the wrong list, so here\n§is the right one.",
	"github":                      "§+1\n\n\u2014\nReply to this email directly or view it on GitHub\nhttps://example.org/x.",
	"google groups":               "§+1\n\n--\nYou received this message because you are subscribed to the Google Groups \"x\" group.\nTo post to this group, send email to x@example.org.\n\nFor more options, visit https://example.org/d/optout.",
	"disclaimer below the name":   "§Yes.\n\n§Bo\nThis email is confidential and intended for the recipient only. If you got it\nby mistake, delete it.",
	"two paragraph disclaimer":    "§Yes.\n\nThe information in this e-mail is confidential and may be legally privileged. It is intended solely for the addressee.\n\nAccess to this email by anyone else is unauthorised.",
	"question about a secret":     "§This message is confidential, isn't it?\n§Please tell me who reads it.",
	"quote, then signature":       "On 02/03/2026 16:05, Bo wrote:\n> Is it ok?\n§Yes.\n\n-- \nAna Souza\nExample",
	"answers, then name":          "> 1. Did you meet?\n§Yes\n> 2. How was it?\n§Good\n\n§Bo",
	"typed story":                 "§On Monday at 15:00 Ana wrote:\n§\"I can't\". So we left.",
	"colon above a quote":         "§You asked me this last week:\n\n> Is it ok?\n\n§It is.",
	"reply above, another":        "§Yes\n\n##- Please type your reply above this line -##\n\nHello",
	"em dash signature":           "§Yes\n\n\u2014\nBo Lim\nLead Architect, Example\n",
	"plain address":               "§My new address:\n\n§Bo Lim\n§12 Harbour Street\n§Bristol BS1 4XX",
	"apple, french":               "§Oui.\n\nEnvoyé de mon iPhone\n\n> Le 2 mars 2026 à 16:05, Bo <bo@example.org> a écrit :\n>\n> ça va ?",
	"two headers":                 "§Oui.\n\nOn Mon, Mar 2, 2026 at 4:05 PM Bo Lim <bo@example.org> wrote:\n\nI will ask.\n\nOn Sun, Mar 1, 2026 at 4:05 PM Ana <ana@example.org> wrote:\n> ok?",
	"text above the header":       "§On Tuesday I can come.\nOn Mon, Mar 2, 2026 at 4:05 PM Bo Lim <bo@example.org> wrote:\n> ok?",
	"clock above the header":      "§15:00 is fine\nBo Lim <bo@example.org> wrote:\n> ok?",
	"name on a line of its own":   "§Yes\n\nBo Lim\n<bo@example.org> wrote:\n> ok?",
	"star header":                 "§Yes\n\n*On Mon, Mar 2, 2026 at 4:05 PM Bo Lim <bo@example.org> wrote:*\n> ok?",
	"hour in danish":              "§Ja\n\nDen man. 2. mar. 2026 kl.\n16.05 skrev Bo Lim <bo@example.org>:\n> ok?",
	"subject typed":               "§Subject: Maths\n§Date: any\n§Place: here",
	"fwd with a note and quotes":  "§See below.\n\n----- Forwarded message from Bo Lim <bo@example.org> -----\n\nDate: Mon, 2 Mar 2026 16:05:12 +0100\nFrom: Bo Lim <bo@example.org>\nTo: Ana\nSubject: Hi\n\nok?\n\n----- End forwarded message -----",
	"bottom posted below a block": "-----Original Message-----\nFrom: Bo Lim\nSent: Monday\nTo: Ana\nSubject: Hi\n\n> ok?\n\n§Yes.",
	"code with a pipe":            "§Run\n\n§ps ax \\\n§  | grep mentord",
	"lone dash list":              "§- Monday\n§- Tuesday\n§-- not Friday",
	"double dash in the middle":   "§First point.\n§--\n§Second point, which goes on for a while.\n\n-- \nBo",
}

func TestForms(t *testing.T) {
	for _, table := range []map[string]string{forms, moreForms} {
		for name, marked := range table {
			text, want := typedIn(marked)
			passages, cuts := NewWords(Mail{Text: text})
			var got []string
			for _, p := range passages {
				got = append(got, corpusLines(p.Typed)...)
			}
			if strings.Join(got, "\n") != want {
				t.Errorf("%s:\n got %q\nwant %q\ncuts %q", name, strings.Join(got, "\n"), want, cuts)
			}
		}
	}
}

// What answers us has no closing, no name and no telephone; what was typed has
// the first two.
func TestWordsAreTypedWithoutTheClosing(t *testing.T) {
	ana := []Address{{"Ana Souza", "ana@example.org"}}
	for _, c := range []struct {
		text string
		want []Passage
	}{
		{"Yes.\n\nBest,\nAna", []Passage{{"", "Yes.", "Yes.\n\nBest,\nAna"}}},
		{"Yes.\n\nAna", []Passage{{"", "Yes.", "Yes.\n\nAna"}}},
		{"Yes.\n-Ana", []Passage{{"", "Yes.", "Yes.\n-Ana"}}},
		{"Yes.\n\nThanks, Ana", []Passage{{"", "Yes.", "Yes.\n\nThanks, Ana"}}},
		{"Yes.\n\nThanks, Tuesday", []Passage{{"", "Yes.\n\nThanks, Tuesday", "Yes.\n\nThanks, Tuesday"}}},
		{"Yes.\n\nRegards\nAna Souza\n+44 20 7946 0000", []Passage{{"", "Yes.", "Yes.\n\nRegards\nAna Souza"}}},
		{"> 1. Did you meet?\nYes\n> 2. How was it?\n4\n> Mentoring\n\nBest,\nAna", []Passage{{"1. Did you meet?", "Yes", "Yes"}, {"2. How was it?", "4", "4\nBest,\nAna"}}},
		{"> Your telephone?\n+44 20 7946 0000\n> Your name?\nAna", []Passage{{"Your telephone?", "+44 20 7946 0000", "+44 20 7946 0000"}, {"Your name?", "Ana", "Ana"}}},
		{"> Your name?\nAna Souza", []Passage{{"Your name?", "Ana Souza", "Ana Souza"}}},
	} {
		if got, _ := NewWords(Mail{Text: c.text, From: ana}); !slices.Equal(got, c.want) {
			t.Errorf("%q:\n got %q\nwant %q", c.text, got, c.want)
		}
	}
}
