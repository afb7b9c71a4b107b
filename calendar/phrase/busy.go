package phrase

import "strings"

// busy reads what a person does on a day as that they are away: "I'm teaching on
// Wednesday", "my kid's got football Friday". A clause with a yes or a no of its
// own says it itself.
func (p *parser) busy(from, to int) {
	for a := from; a < to; {
		b, days, clocks, settled := a, 0, 0, false
		for ; b < to && p.its[b].kind != comma && p.its[b].kind != but; b++ {
			switch p.its[b].kind {
			case dayAt:
				days++
			case clock:
				clocks++
			case positive, negative, away, except, until, back:
				settled = true
			}
		}
		if days > 0 && !settled && p.told(a, b) {
			for i := a; i < b; i++ {
				if p.its[i].kind == dayAt || p.its[i].kind == clock {
					p.its[i].kind = word
				}
			}
		} else if days == 0 && clocks > 0 && !settled {
			for i := a; i < b; i++ {
				if p.its[i].kind == word && p.engaged(i, a, b) { // "I have the school run at 3"
					for j := i; j < b; j++ {
						if p.its[j].kind == clock {
							p.its[j].kind = word
						}
					}
				}
			}
		} else if days > 0 && !settled {
			for i := a; i < b; i++ {
				if p.its[i].kind == word && p.engaged(i, a, b) {
					p.its[i].kind = away
					break
				}
			}
		}
		a = b + 1
	}
}

// told reports whether the clause from a to b tells of what was: "it was my
// birthday on Wednesday".
func (p *parser) told(a, b int) bool {
	for i := a; i < b; i++ {
		if p.its[i].kind == word {
			switch w := glance(p.ts, p.its[i].start); w {
			case "was", "were":
				return i > a && p.otherDay(a, b)
			}
		}
	}
	return false
}

// engaged reports whether the words at item i, in the clause from a to b, tell of
// something to do or to be at.
func (p *parser) engaged(i, a, b int) bool {
	ts := p.ts
	t := p.its[i].start
	next := glance(ts, t+1)
	switch w := glance(ts, t); {
	case next == "" || weekdays[at(ts, t+1)] != 0 || !lower(ts, t+1):
		return false
	case w == "i'm" || w == "im" || w == "am" || w == "be" && at(ts, t-1) != "can" && at(ts, t-1) != "would" && at(ts, t-1) != "to":
		if strings.HasSuffix(next, "ing") && len(next) > 5 {
			return !hoping[next]
		}
		place := glance(ts, t+2)
		if (next == "at" || next == "in") && b+1 < len(p.its) && (p.its[b].kind == but || p.its[b+1].kind == but) && p.deniesNext(b+1) {
			return true // "I'm at the Toledo plant Thursday, so this one won't work"
		}
		return (next == "in" || next == "at") && lower(ts, t+2) && len(place) > 2 && !reachable[place] && dayParts[at(ts, t+2)].to == 0 && p.otherDay(a, b)
	case (w == "sit" || w == "sitting" || w == "attend" || w == "teach" || w == "fly" || w == "travel" || w == "drive" || w == "lecture") && (first[glance(ts, t-1)] || glance(ts, t-1) == "i'm"):
		return next != "down" && next != "on"
	case comes[w] && (next == "at" || glance(ts, t+2) == "at" || glance(ts, t+3) == "at") && t > 0 && mine[glance(ts, t-1)]: // "my bus gets in at three"
		return true
	case w == "have" && next == "on" && weekdays[at(ts, t+2)] != 0: // "I have on Monday a workshop"
		return article[glance(ts, t+3)] && !spare[glance(ts, t+4)]
	case w == "have" || w == "got" || w == "has" || w == "having" || w == "i've":
		if w == "i've" && !article[next] {
			return false
		}
		if w == "have" && !first[glance(ts, t-1)] || w == "has" && p.its[i].start == 0 {
			return false
		}
		thing := next
		if article[next] {
			thing = glance(ts, t+2)
		}
		return lower(ts, t+1) && len(thing) > 2 && !strings.HasSuffix(thing, "ed") && !spare[thing] && at(ts, t+1) != "ok" && dayParts[at(ts, t+1)].to == 0
	}
	return false
}

// deniesNext reports whether the clause that begins at item i says no before any day.
func (p *parser) deniesNext(i int) bool {
	for ; i < len(p.its); i++ {
		switch p.its[i].kind {
		case negative:
			return true
		case stop, dayAt, clock, positive:
			return false
		}
	}
	return false
}

// otherDay reports whether a day is named outside the clause from a to b.
func (p *parser) otherDay(a, b int) bool {
	for i, it := range p.its {
		if it.kind == dayAt && (i < a || i >= b) {
			return true
		}
	}
	return false
}

func set(words string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		out[w] = true
	}
	return out
}

var (
	// hoping are the words in -ing that say nothing of being busy.
	hoping = set("attending joining hoping looking thinking wondering asking leaning planning going writing replying proposing suggesting confirming choosing picking starting working wanting waiting assuming guessing sorting checking trying aiming counting coming getting joining voting booking keeping happening meeting seeing talking speaking during morning evening")
	// reachable is where one can be called.
	reachable = set("the home work office town person my time touch least all front favour favor agreement luck need charge london today most")
	// comes is what happens by itself at its time, beside whose it is.
	comes   = set("bus train flight plane ferry tram class lesson lecture school nursery kids shift boss taxi delivery connection")
	mine    = set("my the our her his a kids")
	article = set("a an the my our his her their some another two three")
	first   = set("i we we've i've ll also already only then")
	// spare is what one has when there is time.
	spare = set("most peace quiet energy calm time gap gaps opening openings slot slots space window windows room hour hours moment minute minutes break half availability free any anything nothing some something one you no not had been to it that this them the more availability got look chat problem problems preference preferences question questions quick only")
)
