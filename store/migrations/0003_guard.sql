-- What lets one sender, one mail or one key do no harm.
ALTER TABLE mail ADD COLUMN sender TEXT NOT NULL DEFAULT '';
CREATE INDEX mail_sender ON mail (program, sender, taken);
CREATE TABLE stuck (
	program  TEXT NOT NULL,
	account  TEXT NOT NULL,
	validity BIGINT NOT NULL,
	uid      BIGINT NOT NULL,
	attempts INTEGER NOT NULL,
	since    BIGINT NOT NULL,
	next     BIGINT NOT NULL,
	why      TEXT NOT NULL,
	PRIMARY KEY (program, account, validity, uid)
);
CREATE TABLE signing_key (
	program TEXT NOT NULL,
	made    BIGINT NOT NULL,
	secret  TEXT NOT NULL,
	PRIMARY KEY (program, made)
);
CREATE TABLE told (
	program TEXT NOT NULL,
	mark    TEXT NOT NULL,
	PRIMARY KEY (program, mark)
);
ALTER TABLE program ADD COLUMN restored BIGINT NOT NULL DEFAULT 0;
CREATE INDEX letter_sent ON letter (program, sent);
ALTER TABLE letter ADD COLUMN copied INTEGER NOT NULL DEFAULT 0;
UPDATE letter SET copied = 1 WHERE state = 'sent';
CREATE INDEX letter_copied ON letter (program, copied, state, sent);
CREATE INDEX letter_turn ON letter (program, address, state, seq);
