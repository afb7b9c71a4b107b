-- The whole schema as it is after every migration in migrations/, for reading.
-- BYTES is BLOB on SQLite and BYTEA on PostgreSQL. A test keeps it true.

CREATE TABLE program (
	id      TEXT PRIMARY KEY,
	secret  TEXT NOT NULL,          -- signs tokens and makes session ids
	created BIGINT NOT NULL,
	restored BIGINT NOT NULL DEFAULT 0 -- moment of the backup that it was restored from; 0 once that is caught up with
);

-- What signs the tokens of letters: the newest signs, all of them are believed.
CREATE TABLE signing_key (
	program TEXT NOT NULL,
	made    BIGINT NOT NULL,
	secret  TEXT NOT NULL,
	PRIMARY KEY (program, made)
);

CREATE TABLE person (
	program TEXT NOT NULL,
	id      TEXT NOT NULL,
	address TEXT NOT NULL,          -- lower case
	standing TEXT NOT NULL,
	data    TEXT NOT NULL,          -- pairing.Person
	PRIMARY KEY (program, id)
);
CREATE UNIQUE INDEX person_address ON person (program, address);

CREATE TABLE pair (
	program TEXT NOT NULL,
	id      TEXT NOT NULL,
	mentor  TEXT NOT NULL,
	mentee  TEXT NOT NULL,
	status  TEXT NOT NULL,
	data    TEXT NOT NULL,          -- pairing.Pair
	PRIMARY KEY (program, id)
);
CREATE INDEX pair_mentor ON pair (program, mentor);
CREATE INDEX pair_mentee ON pair (program, mentee);

CREATE TABLE session (
	program TEXT NOT NULL,
	id      TEXT NOT NULL,          -- also the local part of the event's UID
	pair    TEXT NOT NULL,
	status  TEXT NOT NULL,
	begins  BIGINT NOT NULL,        -- 0 while nothing is booked
	data    TEXT NOT NULL,          -- pairing.Session
	PRIMARY KEY (program, id)
);
CREATE INDEX session_pair ON session (program, pair);

CREATE TABLE question (
	program TEXT NOT NULL,
	id      TEXT NOT NULL,
	person  TEXT NOT NULL,
	kind    TEXT NOT NULL,
	open    INTEGER NOT NULL,       -- 1 or 0
	data    TEXT NOT NULL,          -- pairing.Question
	PRIMARY KEY (program, id)
);
CREATE INDEX question_person ON question (program, person, open);

CREATE TABLE timer (
	program TEXT NOT NULL,
	key     TEXT NOT NULL,
	at      BIGINT NOT NULL,
	data    TEXT NOT NULL,          -- pairing.Timer
	PRIMARY KEY (program, key)
);
CREATE INDEX timer_at ON timer (program, at);

-- What waits at each person's desk, and what has become of it.
CREATE TABLE notice (
	program TEXT NOT NULL,
	key     TEXT NOT NULL,          -- idempotent: told once
	person  TEXT NOT NULL,
	seq     BIGINT NOT NULL,        -- the order in which it was decided
	kind    TEXT NOT NULL,
	state   TEXT NOT NULL,          -- waiting, written, stale, withdrawn
	due     BIGINT NOT NULL,        -- look at the desk from then on
	letter  TEXT NOT NULL,          -- that carries it, once written
	data    TEXT NOT NULL,          -- pairing.Notice
	PRIMARY KEY (program, key)
);
CREATE INDEX notice_desk ON notice (program, state, due);
CREATE INDEX notice_person ON notice (program, person, state);
CREATE INDEX notice_letter ON notice (program, letter);
CREATE INDEX notice_seq ON notice (program, seq);

-- The outbox.
CREATE TABLE letter (
	program  TEXT NOT NULL,
	id       TEXT NOT NULL,
	seq      BIGINT NOT NULL,       -- letters to one address leave in this order
	person   TEXT NOT NULL,
	address  TEXT NOT NULL,
	kind     TEXT NOT NULL,         -- of its first notice
	thread   TEXT NOT NULL,         -- letters of one thread refer to each other
	message_id TEXT NOT NULL,
	subject  TEXT NOT NULL,
	counts   INTEGER NOT NULL,      -- against the daily cap
	state    TEXT NOT NULL,         -- queued, sending, sent, retry, unknown, dead
	made     BIGINT NOT NULL,
	next     BIGINT NOT NULL,       -- not tried before
	attempts INTEGER NOT NULL,
	sent     BIGINT NOT NULL,       -- or tried last
	error    TEXT NOT NULL,
	asked    TEXT NOT NULL,         -- []letter.Asked
	raw      BYTES NOT NULL,
	copied   INTEGER NOT NULL DEFAULT 0, -- into the mailbox's folder of sent mail
	PRIMARY KEY (program, id)
);
CREATE INDEX letter_outbox ON letter (program, state, next);
CREATE INDEX letter_person ON letter (program, person, made);
CREATE INDEX letter_thread ON letter (program, person, thread);
CREATE INDEX letter_copied ON letter (program, copied, state, sent);
CREATE INDEX letter_turn ON letter (program, address, state, seq);
CREATE INDEX letter_sent ON letter (program, sent);
CREATE INDEX letter_seq ON letter (program, seq);
CREATE INDEX letter_address ON letter (program, address, seq);

-- The mails taken from the mailbox, raw, before anything is made of them.
CREATE TABLE mail (
	program  TEXT NOT NULL,
	id       TEXT NOT NULL,
	account  TEXT NOT NULL,         -- of the mailbox: user@server/folder
	validity BIGINT NOT NULL,       -- UIDVALIDITY
	uid      BIGINT NOT NULL,
	message_id TEXT NOT NULL,
	digest   TEXT NOT NULL,         -- SHA-256 of the raw mail
	taken    BIGINT NOT NULL,
	arrived  BIGINT NOT NULL,       -- INTERNALDATE
	state    TEXT NOT NULL,         -- new, done, twin, failed, flood
	outcome  TEXT NOT NULL,         -- one word
	why      TEXT NOT NULL,
	attempts INTEGER NOT NULL,
	filed    INTEGER NOT NULL,      -- moved to the archive folder
	truncated INTEGER NOT NULL,     -- too big: the header only
	person   TEXT NOT NULL,
	raw      BYTES NOT NULL,        -- gzip
	sender   TEXT NOT NULL DEFAULT '', -- address in From, lower case
	PRIMARY KEY (program, id)
);
CREATE UNIQUE INDEX mail_uid ON mail (program, account, validity, uid);
CREATE INDEX mail_copy ON mail (program, message_id, digest);
CREATE INDEX mail_state ON mail (program, state);
CREATE INDEX mail_taken ON mail (program, account, taken);
CREATE INDEX mail_unfiled ON mail (program, account, validity, filed);
CREATE INDEX mail_person ON mail (program, person);
CREATE INDEX mail_sender ON mail (program, sender, taken);

-- Mails that the mailbox has and that could not be fetched.
CREATE TABLE stuck (
	program  TEXT NOT NULL,
	account  TEXT NOT NULL,
	validity BIGINT NOT NULL,
	uid      BIGINT NOT NULL,
	attempts INTEGER NOT NULL,
	since    BIGINT NOT NULL,
	next     BIGINT NOT NULL,       -- not tried before
	why      TEXT NOT NULL,
	PRIMARY KEY (program, account, validity, uid)
);

-- In a restored store, until it has caught up: marks of the notices that letters
-- in the mailbox's own folders show as told.
CREATE TABLE told (
	program TEXT NOT NULL,
	mark    TEXT NOT NULL,
	PRIMARY KEY (program, mark)
);

CREATE TABLE survey_answer (
	program TEXT NOT NULL,
	survey  TEXT NOT NULL,
	n       INTEGER NOT NULL,
	person  TEXT NOT NULL,
	pair    TEXT NOT NULL,
	kind    TEXT NOT NULL,
	number  INTEGER NOT NULL,
	words   TEXT NOT NULL,
	at      BIGINT NOT NULL,
	PRIMARY KEY (program, survey, n, person, pair)
);

-- Why things are as they are, for the coordinator and for us. No bodies.
CREATE TABLE log (
	program TEXT NOT NULL,
	seq     BIGINT NOT NULL,
	at      BIGINT NOT NULL,
	event   TEXT NOT NULL,
	subject TEXT NOT NULL,          -- id of the mail or key of the timer
	why     TEXT NOT NULL,
	PRIMARY KEY (program, seq)
);
