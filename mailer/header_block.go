package mailer

import (
	"regexp"
	"strings"
)

// Kinds of fields in the block that Outlook and others put over what they quote
// without a prefix.
const (
	fieldFrom = 1 << iota
	fieldDate
	fieldTo
	fieldSubject
	fieldMore
)

var fieldNames = fieldKinds(map[int][]string{
	fieldFrom: {"from", "von", "de", "da", "van", "od", "från", "fra", "差出人", "发件人", "寄件者", "寄件人", "от", "від", "kimden", "gönderen", "feladó", "lähettäjä", "보낸 사람", "보낸사람", "από",
		"expéditeur", "remitente", "remetente", "mittente", "afzender", "absender", "送信者", "von wem", "odosielateľ", "odesílatel", "nadawca", "avsändare", "от кого", "de la", "dari", "từ", "من", "מאת", "จาก", "šalje", "saatja", "kellelt", "nuo", "frá"},
	fieldSubject: {"subject", "betreff", "objet", "asunto", "assunto", "oggetto", "onderwerp", "temat", "ämne", "emne", "件名", "主题", "主題", "主旨", "тема", "konu", "tárgy", "aihe", "předmět", "predmet", "제목", "θέμα", "sujet", "subiect", "perihal", "subjek", "chủ đề", "الموضوع", "נושא", "เรื่อง", "assumpte", "zadeva", "относно", "teema", "tēma", "tema", "efni"},
	fieldDate: {"sent", "date", "gesendet", "datum", "gesendet am", "envoyé", "envoyé le", "enviado", "enviado el", "enviado em", "enviada em", "enviada", "fecha", "data", "data/hora", "inviato", "inviato il", "verzonden", "wysłano", "data wysłania", "skickat", "sendt", "dato",
		"送信日時", "日時", "日付", "发送时间", "發送時間", "時間", "时间", "日期", "寄件日期", "отправлено", "дата", "надіслано", "gönderildi", "gönderme", "gönderim tarihi", "tarih", "elküldve", "küldve", "lähetetty", "päivämäärä", "päiväys", "odesláno", "odoslané", "보낸 날짜", "날짜", "date d'envoi", "ημερομηνία", "trimis", "dátum", "tanggal", "dikirim", "đã gửi", "ngày", "التاريخ", "تاريخ الإرسال", "תאריך", "נשלח", "วันที่", "ส่ง", "enviat", "poslano", "изпратено", "saadetud", "nosūtīts", "išsiųsta", "sent at", "sent on", "date sent", "sent date"},
	fieldTo:   {"to", "cc", "bcc", "an", "à", "a", "aan", "para", "do", "dla", "till", "til", "kopia", "kopi", "kopie", "copie à", "copia", "宛先", "收件人", "收件者", "抄送", "кому", "копия", "kime", "bilgi", "alıcı", "címzett", "másolatot kap", "vastaanottaja", "kopio", "komu", "받는 사람", "받는사람", "참조", "προς", "către", "destinataire", "destinatario", "ontvanger", "empfänger", "kepada", "đến", "إلى", "אל", "ถึง", "per a", "prima", "za", "saaja", "kam", "gavėjas"},
	fieldMore: {"reply-to", "importance", "priority", "attachments", "attach", "anlagen", "pièces jointes", "sent by", "organization", "newsgroups", "wichtigkeit", "importancia", "mailing-list", "antwort an", "répondre à", "x-mailer", "message-id", "resent-from", "sender"},
})

func fieldKinds(names map[int][]string) map[string]int {
	kinds := map[string]int{}
	for kind, list := range names {
		for _, n := range list {
			kinds[n] = kind
		}
	}
	return kinds
}

// A year beside a clock is what programs write; people write one or the other.
var (
	year  = regexp.MustCompile(`(^|\D)(19|20)\d{2}(\D|$)|\d ?年`)
	clock = regexp.MustCompile(`\d[:.h]\d{2}(\D|$)|\d ?時|\d ?点`)
	day   = regexp.MustCompile(`(^|\D)\d{1,2}[./-] ?\d{1,2}[./-] ?\d{2}|\d{4}[./-] ?\d{1,2}[./-] ?\d{1,2}`)
)

// fieldKind tells which field the line could be, as in "*Sent:* Monday"; 0 when
// it is none.
func fieldKind(line string) int {
	line = strings.TrimLeft(clip(line, 80), "* \t\u00a0_>")
	end := strings.IndexAny(line, ":\uff1a")
	if end <= 0 || end > 40 {
		return 0
	}
	name := strings.Trim(line[:end], "* \t\u00a0_")
	if kind, ok := fieldNames[name]; ok {
		return kind
	}
	return fieldNames[strings.ToLower(name)]
}

// headerBlock gives how many lines the block of From, Sent, To and Subject has
// that begins here. Somebody who types "From: 3pm" has no subject and no
// address. Long values are wrapped, and some clients put empty lines between.
func (t *trimmer) headerBlock(i int) int {
	if t.fields[i] == 0 {
		return t.notesBlock(i)
	}
	lines := t.short[i:min(i+24, len(t.short))]
	if squashed(lines[0]) {
		return 1
	}
	seen, last, fields, loose := 0, 0, 0, 0
	address := false
	for n, l := range lines {
		kind := t.fields[i+n]
		switch {
		case kind != 0:
			if seen |= kind; kind != fieldMore {
				fields++
			}
			last, loose = n, 0
			address = address || strings.Contains(l, "@")
		case strings.TrimSpace(l) == "", last > 0 || address || strings.HasSuffix(lines[n-1], ";") || strings.HasSuffix(lines[n-1], ","):
			loose++
		default:
			loose = 9
		}
		// An empty line may stand between two fields, but not two, nor text below it.
		if gap := n > 0 && strings.TrimSpace(lines[n-1]) == ""; loose > 3 || gap && kind == 0 {
			break
		}
	}
	others := fields - 1
	switch {
	case seen&fieldFrom == 0 || fields < 3 && seen&fieldSubject == 0:
		return 0
	case seen&fieldSubject != 0 && others >= 2, seen&fieldSubject != 0 && seen&(fieldDate|fieldTo) != 0:
	case others >= 2 && seen&fieldDate != 0 && address: // "From: Hamburg" is a journey
	case others >= 1 && seen&fieldSubject != 0 && address:
	default:
		return 0
	}
	return last + 1
}

// notesBlock gives how many lines the header of a quote of Lotus Notes has: a
// name, a date, then "To" and "Subject" on lines of their own.
func (t *trimmer) notesBlock(i int) int {
	date := t.next[min(i+1, len(t.short))]
	if date >= len(t.short) || date > i+2 || len(t.short[date]) > 80 || !hasYear(t.short[date]) || !clock.MatchString(t.short[date]) {
		return 0
	}
	to := false
	for n := date + 1; n < min(date+14, len(t.short)); n++ {
		switch strings.ToLower(strings.Trim(t.short[n], " \t:")) {
		case "to", "an", "à", "para", "a", "aan":
			to = true
		case "subject", "betreff", "objet", "asunto", "oggetto", "onderwerp":
			if to {
				return min(n+2, len(t.short)) - i
			}
		}
	}
	return 0
}

// squashed reports whether a line holds a whole block, which is what is left of
// one that lost its line breaks.
func squashed(line string) bool {
	lower := strings.ToLower(clip(line, 600))
	return fieldKind(line) == fieldFrom &&
		(strings.Contains(lower, " sent: ") || strings.Contains(lower, " date: ") || strings.Contains(lower, " gesendet: ") || strings.Contains(lower, " envoyé : ") || strings.Contains(lower, " enviado: ")) &&
		(strings.Contains(lower, " subject: ") || strings.Contains(lower, " betreff: ") || strings.Contains(lower, " objet : ") || strings.Contains(lower, " asunto: "))
}
