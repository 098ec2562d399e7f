-- table counts
CREATE TABLE counts (
	user_id TEXT NOT NULL,
	month TEXT NOT NULL,
	actions INTEGER NOT NULL CHECK (actions >= 0),
	PRIMARY KEY (user_id, month)
)
 STRICT
-- table entries
CREATE TABLE entries (
	seq INTEGER NOT NULL,
	id TEXT NOT NULL,
	at TEXT NOT NULL,
	action TEXT NOT NULL,
	subject TEXT NOT NULL,
	detail TEXT NOT NULL,
	ip TEXT NOT NULL,
	dns TEXT NOT NULL,
	port INTEGER,
	tenant_id TEXT NOT NULL,
	user_id TEXT NOT NULL,
	browser_id TEXT NOT NULL,
	PRIMARY KEY (seq),
	UNIQUE (id)
)
 STRICT
--;
CREATE TRIGGER entries_no_delete BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'entries: append only'); END
--;
CREATE TRIGGER entries_no_update BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'entries: append only'); END
-- table identity
CREATE TABLE identity (
	owner TEXT NOT NULL,
	purpose TEXT NOT NULL,
	PRIMARY KEY (purpose)
)
 STRICT
--;
CREATE TRIGGER identity_no_delete BEFORE DELETE ON identity BEGIN SELECT RAISE(ABORT, 'identity: append only'); END
--;
CREATE TRIGGER identity_no_update BEFORE UPDATE ON identity BEGIN SELECT RAISE(ABORT, 'identity: append only'); END
-- table outcomes
CREATE TABLE outcomes (
	entry_id TEXT NOT NULL,
	at TEXT NOT NULL,
	outcome TEXT NOT NULL,
	PRIMARY KEY (entry_id),
	FOREIGN KEY(entry_id) REFERENCES entries (id)
)
 STRICT
--;
CREATE TRIGGER outcomes_no_delete BEFORE DELETE ON outcomes BEGIN SELECT RAISE(ABORT, 'outcomes: append only'); END
--;
CREATE TRIGGER outcomes_no_update BEFORE UPDATE ON outcomes BEGIN SELECT RAISE(ABORT, 'outcomes: append only'); END
-- table sent_forms
CREATE TABLE sent_forms (
	user_id TEXT NOT NULL,
	"key" TEXT NOT NULL,
	digest BLOB NOT NULL,
	entry_id TEXT NOT NULL,
	PRIMARY KEY (user_id, "key"),
	FOREIGN KEY(entry_id) REFERENCES entries (id)
)
 STRICT
