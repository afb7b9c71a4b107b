// Package calendar knows when people can meet.
//
// Its values are the slot (a concrete time that can be offered), the window (a
// span in which someone can or cannot), and the week of a person in their own
// zone. Offer turns two weeks, what is already booked and the program's
// [calendar] policy into the slots that both can make, or says why there are
// none.
//
// The package is pure: it reads no clock, draws no lots and does no I/O. Every
// function takes the moment it speaks about, and gives the same answer for the
// same arguments. Local days are always built with time.Date in the person's
// zone and never by adding 24 hours, so the two Sundays a year that have 23 and
// 25 hours come out right; a local time that a clock change skips is never
// offered.
//
// Below it, phrase reads times in words and ics writes and reads iCalendar.
package calendar
