package inbox

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

// Wanted says which mails a Fetch is to give.
type Wanted struct {
	After Mark                     // all behind it; of a rebuilt mailbox, all
	Skip  []Mark                   // but not these, which could not be fetched before
	Again []Mark                   // and these once more, whole
	Since time.Time                // not what came before its day; zero for all
	Hold  func(header []byte) bool // of these only the header, as of what is too big; it sees the fields that tell who writes, and what is answered
}

// A Stuck is the error of one mail that could not be fetched, while the mails before
// it could.
type Stuck struct {
	Mark
	Err error
}

func (s *Stuck) Error() string { return fmt.Sprintf("mail %d cannot be fetched: %v", s.UID, s.Err) }
func (s *Stuck) Unwrap() error { return s.Err }

// whoWrites are the fields that Hold sees.
var whoWrites = []string{"From", "Return-Path", "To", "Delivered-To", "In-Reply-To", "References"}

// One Fetch gives at most this many mails, and stops after this many bytes.
const (
	batch      = 50
	batchBytes = 64 << 20
)

// Fetch gives the mails behind the mark, oldest first and at most 50. A changed
// UIDVALIDITY means that the mailbox was rebuilt: then all of it is given, and
// the caller knows what it already has. With an error there may still be mails; a
// *Stuck names the one that failed, and the caller says whether to skip it.
func (i *Inbox) Fetch(ctx context.Context, w Wanted) (mails []Arrival, err error) {
	err = i.do(ctx, func(c *imapclient.Client) error {
		if err := i.selectFolder(c); err != nil {
			return err
		}
		uids, again, err := i.search(c, w)
		if err != nil || len(uids) == 0 {
			return err
		}
		hold := func(uid imap.UID, header []byte) bool {
			return w.Hold != nil && !slices.Contains(again, uint32(uid)) && w.Hold(header)
		}
		mails, err = i.fetch(c, uids, hold)
		return err
	})
	if err != nil {
		return mails, fmt.Errorf("fetch mail: %w", err)
	}
	return mails, nil
}

// ErrNoFolder says that the server has no such folder, or lets nobody see it.
var ErrNoFolder = errors.New("there is no such folder")

func (i *Inbox) selectFolder(c *imapclient.Client) error {
	data, err := c.Select(i.Folder, nil).Wait()
	var no *imap.Error
	if errors.As(err, &no) && no.Type == imap.StatusResponseTypeNo {
		// It may be busy, or not be there: only a list tells.
		if list, listErr := c.List("", i.Folder, nil).Collect(); listErr == nil && len(list) == 0 {
			return fmt.Errorf("%w: %s: %w", ErrNoFolder, i.Folder, err)
		}
	}
	if err != nil {
		return fmt.Errorf("open folder %s: %w", i.Folder, err)
	}
	i.state = *data
	return nil
}

// search finds which mails there are to fetch: numbers only, since anything else that
// the server says of a mail may be what cannot be parsed.
func (i *Inbox) search(c *imapclient.Client, w Wanted) (uids []imap.UID, again []uint32, err error) {
	from := imap.UID(w.After.UID) + 1
	if w.After.Validity != i.state.UIDValidity {
		from = 1
	}
	// Of another UIDVALIDITY these numbers mean other mails.
	skip, again := numbers(w.Skip, i.state.UIDValidity), numbers(w.Again, i.state.UIDValidity)
	if i.state.NumMessages == 0 || len(again) == 0 && i.state.UIDNext != 0 && from >= i.state.UIDNext {
		return nil, nil, nil
	}
	set := imap.UIDSet{}
	set.AddRange(from, 0)
	for _, uid := range again {
		set.AddNum(imap.UID(uid))
	}
	found, err := c.UIDSearch(&imap.SearchCriteria{UID: []imap.UIDSet{set}, Since: w.Since}, nil).Wait()
	if err != nil {
		return nil, nil, err
	}
	for _, uid := range found.AllUIDs() {
		behind := uid >= from && !slices.Contains(skip, uint32(uid)) // "n:*" also gives the last one before n
		if (behind || slices.Contains(again, uint32(uid))) && !slices.Contains(uids, uid) {
			uids = append(uids, uid)
		}
	}
	// Those that failed before come last: they must not hold up the others again.
	late := func(uid imap.UID) int {
		if slices.Contains(again, uint32(uid)) {
			return 1
		}
		return 0
	}
	slices.SortFunc(uids, func(a, b imap.UID) int { return cmp.Or(cmp.Compare(late(a), late(b)), cmp.Compare(a, b)) })
	return uids[:min(len(uids), batch)], again, nil
}

func numbers(marks []Mark, validity uint32) (uids []uint32) {
	for _, m := range marks {
		if m.Validity == validity {
			uids = append(uids, m.UID)
		}
	}
	return uids
}

// fetch looks at sizes and senders first, then asks for one mail after the other.
// After a listing that failed each mail is looked at alone, so that the one that
// cannot be parsed is known.
func (i *Inbox) fetch(c *imapclient.Client, uids []imap.UID, hold func(imap.UID, []byte) bool) (out []Arrival, err error) {
	sender := &imap.FetchItemBodySection{Specifier: imap.PartSpecifierHeader, HeaderFields: whoWrites, Peek: true}
	items := &imap.FetchOptions{UID: true, RFC822Size: true, InternalDate: true, BodySection: []*imap.FetchItemBodySection{sender}}
	known := map[imap.UID]*imapclient.FetchMessageBuffer{}
	if !i.wary {
		list, err := c.Fetch(imap.UIDSetNum(uids...), items).Collect()
		if err != nil {
			i.wary = true
			return nil, err
		}
		for _, m := range list {
			known[m.UID] = m
		}
	}
	bytes := int64(0)
	for _, uid := range uids {
		i.dog.Reset(5 * i.Timeout)
		m := known[uid]
		if i.wary {
			alone, err := c.Fetch(imap.UIDSetNum(uid), items).Collect()
			if err != nil {
				return out, &Stuck{Mark{i.state.UIDValidity, uint32(uid)}, err}
			}
			if len(alone) > 0 {
				m = alone[0]
			}
		}
		if m == nil {
			continue // moved or deleted by a human between the two commands
		}
		a := Arrival{Mark: Mark{i.state.UIDValidity, uint32(uid)}, At: m.InternalDate, TooBig: m.RFC822Size > i.MaxSize}
		a.Held = hold(uid, m.FindBodySection(sender))
		if bytes += m.RFC822Size; len(out) > 0 && bytes > batchBytes && !a.TooBig && !a.Held {
			return out, nil
		}
		section := &imap.FetchItemBodySection{Peek: true}
		if a.TooBig || a.Held {
			section.Specifier = imap.PartSpecifierHeader
		}
		body, err := c.Fetch(imap.UIDSetNum(uid), &imap.FetchOptions{UID: true, BodySection: []*imap.FetchItemBodySection{section}}).Collect()
		if err != nil {
			return out, &Stuck{a.Mark, err}
		}
		if len(body) == 0 || len(body[0].BodySection) == 0 {
			continue
		}
		a.Raw = body[0].BodySection[0].Bytes
		out = append(out, a)
	}
	i.wary = false
	return out, nil
}
