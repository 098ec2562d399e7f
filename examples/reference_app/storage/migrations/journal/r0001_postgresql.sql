-- table counts
CREATE TABLE counts (
	user_id TEXT NOT NULL,
	month TEXT NOT NULL,
	actions BIGINT NOT NULL CHECK (actions >= 0),
	PRIMARY KEY (user_id, month)
)
-- table entries
CREATE TABLE entries (
	seq BIGSERIAL NOT NULL,
	id TEXT NOT NULL,
	at TEXT NOT NULL,
	action TEXT NOT NULL,
	subject TEXT NOT NULL,
	detail TEXT NOT NULL,
	ip TEXT NOT NULL,
	dns TEXT NOT NULL,
	port BIGINT,
	tenant_id TEXT NOT NULL,
	user_id TEXT NOT NULL,
	browser_id TEXT NOT NULL,
	PRIMARY KEY (seq),
	UNIQUE (id)
)
--;
CREATE OR REPLACE FUNCTION entries_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'entries: append only'; END $$; CREATE TRIGGER entries_no_delete BEFORE DELETE ON entries FOR EACH ROW EXECUTE FUNCTION entries_no_delete()
--;
CREATE OR REPLACE FUNCTION entries_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'entries: append only'; END $$; CREATE TRIGGER entries_no_update BEFORE UPDATE ON entries FOR EACH ROW EXECUTE FUNCTION entries_no_update()
-- table identity
CREATE TABLE identity (
	owner TEXT NOT NULL,
	purpose TEXT NOT NULL,
	PRIMARY KEY (purpose)
)
--;
CREATE OR REPLACE FUNCTION identity_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'identity: append only'; END $$; CREATE TRIGGER identity_no_delete BEFORE DELETE ON identity FOR EACH ROW EXECUTE FUNCTION identity_no_delete()
--;
CREATE OR REPLACE FUNCTION identity_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'identity: append only'; END $$; CREATE TRIGGER identity_no_update BEFORE UPDATE ON identity FOR EACH ROW EXECUTE FUNCTION identity_no_update()
-- table outcomes
CREATE TABLE outcomes (
	entry_id TEXT NOT NULL,
	at TEXT NOT NULL,
	outcome TEXT NOT NULL,
	PRIMARY KEY (entry_id),
	FOREIGN KEY(entry_id) REFERENCES entries (id)
)
--;
CREATE OR REPLACE FUNCTION outcomes_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'outcomes: append only'; END $$; CREATE TRIGGER outcomes_no_delete BEFORE DELETE ON outcomes FOR EACH ROW EXECUTE FUNCTION outcomes_no_delete()
--;
CREATE OR REPLACE FUNCTION outcomes_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'outcomes: append only'; END $$; CREATE TRIGGER outcomes_no_update BEFORE UPDATE ON outcomes FOR EACH ROW EXECUTE FUNCTION outcomes_no_update()
-- table sent_forms
CREATE TABLE sent_forms (
	user_id TEXT NOT NULL,
	key TEXT NOT NULL,
	digest BYTEA NOT NULL,
	entry_id TEXT NOT NULL,
	PRIMARY KEY (user_id, key),
	FOREIGN KEY(entry_id) REFERENCES entries (id)
)
