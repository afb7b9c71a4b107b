package match

import "fmt"

// A Graph holds for each mentee the mentors they could go with, packed row
// behind row: 4 octets an edge.
type Graph struct {
	places []uint32 // by mentor
	start  []uint32 // of each mentee's row in edges; one more at the end
	edges  []edge
}

// An edge is the score, the mentor's index, and whether the pair is seated: packed
// so that of two edges the better is the lower number, of equals the one with the
// lower index.
type edge uint32

const (
	// MaxScore is the best that two can fit; 0 is the worst that is allowed.
	MaxScore = 1000
	// MaxSide is how many mentors, and how many mentees, a graph can hold.
	MaxSide = 1 << sideBits

	sideBits      = 21
	used     edge = 1
	topScore      = 1<<(32-1-sideBits) - 1
)

func pack(to uint32, score int) edge { return edge(topScore-score)<<(sideBits+1) | edge(to)<<1 }

func (e edge) to() uint32 { return uint32(e) >> 1 & (MaxSide - 1) }

func (e edge) score() int64 { return topScore - int64(e>>(sideBits+1)) }

// NewGraph packs the rows: mentee i could go with mentors[start[i]:start[i+1]],
// and fits them as scores says, in 0 to MaxScore. A mentor stands in a row once.
func NewGraph(places, start, mentors []uint32, scores []uint16) (*Graph, error) {
	if len(places) > MaxSide || len(start) == 0 || len(start)-1 > MaxSide || len(mentors) != len(scores) || int(start[len(start)-1]) != len(mentors) {
		return nil, fmt.Errorf("match: %d places, %d rows, %d mentors and %d scores make no graph", len(places), len(start)-1, len(mentors), len(scores))
	}
	g := &Graph{places: places, start: start, edges: make([]edge, len(mentors))}
	for i, m := range mentors {
		if int(m) >= len(places) || scores[i] > MaxScore {
			return nil, fmt.Errorf("match: edge %d goes to mentor %d of %d with score %d, of at most %d", i, m, len(places), scores[i], MaxScore)
		}
		g.edges[i] = pack(m, int(scores[i]))
	}
	return g, nil
}

// turned is the graph seen from the mentors: their rows hold mentees. Each place
// is one that bids.
func (g *Graph) turned() (start []uint32, edges []edge) {
	start = make([]uint32, len(g.places)+1)
	for _, e := range g.edges {
		start[e.to()+1]++
	}
	for m := range g.places {
		start[m+1] += start[m]
	}
	edges = make([]edge, len(g.edges))
	next := append([]uint32(nil), start...)
	for i := range len(g.start) - 1 {
		for _, e := range g.edges[g.start[i]:g.start[i+1]] {
			m := e.to()
			edges[next[m]] = pack(uint32(i), int(e.score()))
			next[m]++
		}
	}
	return start, edges
}
