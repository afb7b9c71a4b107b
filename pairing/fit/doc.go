// Package fit says how well a mentor and a mentee go together, from 0 to 1000,
// what made it so, and what forbids it; and among thousands it finds for each
// mentee the mentors worth looking at.
//
// Words are compared by their stem (Snowball), by synonyms, which are data and
// can be added to, and by how rare they are: what few people say tells more
// (inverse document frequency, Spärck Jones 1972). Everything is counted in whole
// numbers, so that every machine comes to the same score.
package fit
