package mailer

import "strings"

// separatorWords stand between the dashes over what is quoted or forwarded.
var separatorWords = []string{"forwarded message", "forwarded by", "forwarded mail", "forwarded email", "original message", "original email", "original mail", "original appointment", "weitergeleitete nachricht", "weitergeleitete mail", "weitergeleitet von", "ursprüngliche nachricht", "original-nachricht", "original nachricht", "originalnachricht", "urspr. nachricht",
	"message transféré", "message transfere", "message d'origine", "message d’origine", "message original", "message initial", "courriel original", "mensaje reenviado", "mensaje original", "messaggio inoltrato", "messaggio originale", "messaggio di origine", "mensagem encaminhada", "mensagem reencaminhada", "mensagem original",
	"doorgestuurd bericht", "oorspronkelijk bericht", "origineel bericht", "vidarebefordrat", "vidarebefordrad", "ursprungligt meddelande", "originalmeddelande", "ursprungligt brev", "videresendt", "oprindelig meddelelse", "opprinnelig melding", "oprindelig besked", "original meddelelse", "alkuperäinen viesti", "välitetty viesti", "edelleenlähetetty",
	"wiadomość przekazana", "przekazana wiadomość", "oryginalna wiadomość", "wiadomość oryginalna", "treść przekazanej", "původní zpráva", "přeposlaná zpráva", "puvodni zprava", "pôvodná správa", "исходное сообщение", "пересылаемое сообщение", "пересланное сообщение", "перенаправленное сообщение", "оригинальное сообщение", "початкове повідомлення",
	"orijinal mesaj", "özgün ileti", "özgün mesaj", "iletilen mesaj", "yönlendirilmiş", "eredeti üzenet", "továbbított", "mesaj original", "原始邮件", "转发邮件", "邮件原件", "原始郵件", "轉寄郵件", "原邮件", "元のメッセージ", "転送メッセージ", "転送された", "元のメール", "원본 메시지", "원본 메일", "전달된 메시지", "전달 메시지", "αρχικό μήνυμα", "end of forwarded"}

// forwardOpens begin what Apple Mail forwards.
var forwardOpens = []string{"begin forwarded message", "début du message réexpédié", "début du message transféré", "anfang der weitergeleiteten", "anfang weitergeleitete", "inicio del mensaje reenviado", "comienzo del mensaje reenviado", "inizio messaggio inoltrato", "inizio del messaggio inoltrato", "início da mensagem encaminhada", "início da mensagem reencaminhada", "begin doorgestuurd bericht",
	"vidarebefordrat brev", "vidarebefordrat mejl", "videresendt besked", "videresendt meddelelse", "videresendt melding", "start på videresendt", "välitetty viesti alkaa", "początek przekazanej", "začátek přeposílané", "začátek přeposlané", "začiatok preposlanej", "начало переадресованного", "начало пересылаемого", "転送されたメッセージ", "转发的邮件", "下面是被转发的邮件", "以下是轉寄的郵件", "전달된 메시지", "iletilen mesajın", "iletilmiş mesajın", "továbbított üzenet"}

// separator gives how many lines "----- Original Message -----" has, with the
// header block below it.
func (t *trimmer) separator(i int) int {
	line := strings.Trim(t.short[i], "* \t\u00a0")
	if line == "" || len(line) > 200 {
		return 0
	}
	below := t.next[i+1]
	switch {
	case line[0] == '-' || line[0] == '_' || line[0] == '=' || strings.HasPrefix(line, "\u2014"):
		words := strings.TrimLeft(line, "-_= \u2014")
		if dashes := len(line) - len(words); words == "" {
			return t.ruledBlock(i)
		} else if dashes < 2 {
			return 0
		}
		closed := strings.HasSuffix(line, "--") || strings.HasSuffix(line, "__") || strings.HasSuffix(line, "==")
		lower := strings.ToLower(clip(words, 120))
		known := startsAny(lower, separatorWords) || closed && len(line)-len(words) >= 4 && containsAny(lower, separatorWords)
		// In a language that we do not know, the block below tells.
		if !known && !(closed && below < len(t.short) && (t.fields[below] != 0 || containsAny(lower, wroteVerbs))) {
			return 0
		}
	case len(line) < 100 && strings.HasSuffix(line, ":") || strings.HasSuffix(line, "\uff1a"):
		if !startsAny(strings.ToLower(line), forwardOpens) {
			return 0
		}
	default:
		return 0
	}
	if below < len(t.short) && !t.quotes[below] {
		if n := t.headerBlock(below); n > 0 {
			return below + n - i
		}
		if n := t.attribution(below); n > 0 {
			return below + n - i
		}
	}
	return 1
}

// ruledBlock gives how many lines a ruled line has with the header block below.
func (t *trimmer) ruledBlock(i int) int {
	below := t.next[i+1]
	if below == len(t.short) || below > i+3 || t.quotes[below] {
		return 0
	}
	if n := t.headerBlock(below); n > 0 {
		return below + n - i
	}
	// In a language that we do not know: fields, one with an address, one with a date.
	fields, address, dated := 0, false, false
	for ; below < len(t.short) && fields < 6; below++ {
		name, value, ok := strings.Cut(t.short[below], ": ")
		if !ok || len(name) > 30 {
			break
		}
		fields++
		address = address || strings.Contains(value, "@") && strings.Contains(value, "<")
		dated = dated || hasYear(value) && clock.MatchString(value)
	}
	if fields >= 4 && address && dated {
		return below - i
	}
	return 0
}

func containsAny(s string, list []string) bool {
	for _, w := range list {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

func startsAny(s string, list []string) bool {
	for _, w := range list {
		if strings.HasPrefix(s, w) {
			return true
		}
	}
	return false
}
