-- What a program of hundreds looks up at every step, found by measuring one.
CREATE INDEX notice_person ON notice (program, person, state);
CREATE INDEX notice_letter ON notice (program, letter);
CREATE INDEX notice_seq ON notice (program, seq);
CREATE INDEX letter_seq ON letter (program, seq);
CREATE INDEX letter_address ON letter (program, address, seq);
CREATE INDEX mail_taken ON mail (program, account, taken);
CREATE INDEX mail_unfiled ON mail (program, account, validity, filed);
CREATE INDEX mail_person ON mail (program, person);
