package mailer

import (
	"strings"
	"testing"
)

// What clients write in HTML, and what was typed in it.
func TestHTMLForms(t *testing.T) {
	for _, c := range []struct{ name, html, want string }{
		{"gmail old", `<div dir="ltr">Yes</div><div class="gmail_extra"><br><div class="gmail_quote">On Mon, Mar 2, 2026 at 4:05 PM, Bo <span dir="ltr">&lt;<a href="mailto:b@x.y">b@x.y</a>&gt;</span> wrote:<br><blockquote class="gmail_quote" style="margin:0">ok?</blockquote></div><br></div>`, "Yes"},
		{"gmail old fwd", `<div dir="ltr">See<div class="gmail_quote">---------- Forwarded message ----------<br>From: <b>Bo</b><br>Date: x<br>Subject: y<br>To: z<br><br><br>ok?</div></div>`, "See"},
		{"gmail bottom", `<div dir="ltr"><div class="gmail_quote"><div class="gmail_attr">On Mon Bo wrote:<br></div><blockquote class="gmail_quote">ok?</blockquote><div>Yes.</div></div></div>`, "Yes."},
		{"gmail indent", `<div>Rules:</div><blockquote style="margin:0 0 0 40px;border:none;padding:0px"><div>one</div></blockquote>`, "Rules:\none"},
		{"outlook de", `<div class=WordSection1><p class=MsoNormal>Ja</p><div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal><b>Von:</b> Bo<br><b>Gesendet:</b> x<br><b>An:</b> y<br><b>Betreff:</b> z</p></div></div><p>ok?</p></div>`, "Ja"},
		{"outlook p per field", `<p>Yes</p><p><b>From:</b> Bo &lt;b@x.y&gt;</p><p><b>Sent:</b> Monday</p><p><b>To:</b> y</p><p><b>Subject:</b> z</p><p>ok?</p>`, "Yes"},
		{"outlook mac", `<div>Yes</div><span id="OLK_SRC_BODY_SECTION"><div>From: Bo</div></span>`, "Yes"},
		{"new outlook", `<div>Yes</div><div id="mail-editor-reference-message-container"><div>On...</div></div>`, "Yes"},
		{"icloud", `<div>Yes</div><br><div>On Mar 2, 2026, at 4:05 PM, Bo &lt;b@x.y&gt; wrote:<br><br></div><blockquote type="cite"><div>ok?</div></blockquote>`, "Yes"},
		{"roundcube", `<p>Yes</p><p id="reply-intro">On 2026-03-02 16:05, Bo wrote:</p><blockquote type="cite">ok?</blockquote><p>No</p>`, "Yes\nNo"},
		{"qq", `<div>Yes</div><div><br></div><div style="font-size: 12px;">------------------&nbsp;Original&nbsp;------------------</div><div><div><b>From: </b>&nbsp;"Bo"&lt;b@x.y&gt;;</div><div><b>Date: </b>&nbsp;Mon, Mar 2, 2026 04:05 PM</div><div><b>To: </b>&nbsp;"Ana";</div><div><b>Subject: </b>&nbsp;Hi</div></div><div>ok?</div>`, "Yes"},
		{"yandex", `<div>Yes</div><div> </div><div>02.03.2026, 16:05, "Bo" &lt;b@x.y&gt;:</div><blockquote><p>ok?</p></blockquote>`, "Yes"},
		{"mailru", `<div>Yes<br><br><blockquote style="border-left:1px solid">Monday, 2 March 2026, 16:05 from Bo:<br>ok?</blockquote></div>`, "Yes"},
		{"zoho", `<div>Yes</div><div class="zmail_extra"><div>---- On Mon wrote ----</div><blockquote>ok?</blockquote></div>`, "Yes"},
		{"fastmail", `<div>Yes</div><div>On Mon, 2 Mar 2026, at 4:05 PM, Bo wrote:<br></div><blockquote type="cite" id="qt">ok?</blockquote><div>No<br></div><div id="sig1"><div class="signature">--<br>Bo<br></div></div>`, "Yes\nNo"},
		{"preheader", `<div style="display:none">hidden</div><p>Yes</p>`, "Yes"},
		{"table layout", `<table><tr><td>Yes,</td></tr><tr><td>gladly</td></tr></table>`, "Yes,\ngladly"},
		{"hr sig", `<p>Yes</p><hr><p>Bo Lim<br>Head of Sales<br>+44 20 7946 0000</p>`, "Yes"},
		{"hr header", `<p>Yes</p><hr><p><b>From:</b> Bo<br><b>Sent:</b> x<br><b>To:</b> y<br><b>Subject:</b> z</p>ok?`, "Yes"},
		{"list", `<p>Three:</p><ul><li>one</li><li>two</li></ul>`, "Three:\none\ntwo"},
		{"nested blockquote answer", `<blockquote type="cite">a<blockquote type="cite">b</blockquote>c</blockquote>Yes`, "Yes"},
		{"unclosed", `<p>Yes<blockquote type=cite>ok?`, "Yes"},
		{"spark", `<div name="messageBodySection">Yes</div><div name="messageSignatureSection"><br>Bo</div><div name="messageReplySection">On Mon Bo wrote:<blockquote type="cite">ok?</blockquote></div>`, "Yes"},
		{"mailspring", `<div>Yes</div><div class="gmail_quote nylas-quote nylas-quote-id-x"><br>On Mar 2 2026, Bo wrote:<blockquote class="gmail_quote">ok?</blockquote></div>`, "Yes"},
		{"x_ of Outlook", `<div>Yes</div><div class="x_gmail_quote"><div class="x_gmail_attr">On Mon Bo wrote:</div><blockquote class="x_gmail_quote">ok?</blockquote></div>`, "Yes"},
		{"outlook mobile", `<div>Yes</div><div id="ms-outlook-mobile-body-separator-line"></div><div>Von: Bo</div>`, "Yes"},
		{"em client", `<div>Yes</div><div class="cite-prefix"></div><div>------ Original Message ------</div><div>From: "Bo" &lt;b@x.y&gt;</div><div>To: y</div><div>Sent: 02/03/2026 16:05:12</div><div>Subject: z</div><blockquote class="cite2">ok?</blockquote>`, "Yes"},
		{"signature without a mark", `<p>Yes</p><p>Kind regards,<br>Bo</p><p><b>Bo Lim</b><br>Head of Sales<br>Example Ltd</p><p>+44 20 7946 0000</p>`, "Yes\nKind regards,\nBo"},
		{"banner in a table", `<table><tr><td>CAUTION: This email originated from outside of the organisation.</td></tr></table><p>Yes</p>`, "Yes"},
		{"disclaimer", `<p>Yes</p><p style="font-size:8pt">This e-mail is confidential and intended for the addressee. If received in error, please delete it.</p>`, "Yes"},
		{"quote in body class", `<body class="moz-signature-x"><p>Yes</p></body>`, "Yes"},
	} {
		passages, cuts := NewWords(Mail{HTML: c.html})
		var got []string
		for _, p := range passages {
			got = append(got, corpusLines(p.Typed)...)
		}
		if strings.Join(got, "\n") != c.want {
			t.Errorf("%s:\n got %q\nwant %q\ncuts %q", c.name, strings.Join(got, "\n"), c.want, cuts)
		}
	}
}
