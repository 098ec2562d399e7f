-- table attempts
CREATE TABLE attempts (
	"key" TEXT NOT NULL,
	failures INTEGER NOT NULL,
	last_at TEXT NOT NULL,
	blocked_until TEXT NOT NULL,
	PRIMARY KEY ("key")
)
 STRICT
-- table backups
CREATE TABLE backups (
	id TEXT NOT NULL,
	owner TEXT NOT NULL,
	purpose TEXT NOT NULL,
	at TEXT NOT NULL,
	file TEXT NOT NULL,
	rows INTEGER NOT NULL,
	bytes INTEGER NOT NULL,
	digest TEXT NOT NULL,
	PRIMARY KEY (id),
	UNIQUE (file)
)
 STRICT
--;
CREATE INDEX ix_backups_owner ON backups (owner)
-- table given_passwords
CREATE TABLE given_passwords (
	account_id TEXT NOT NULL,
	PRIMARY KEY (account_id)
)
 STRICT
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
-- table restore_tests
CREATE TABLE restore_tests (
	seq INTEGER NOT NULL,
	at TEXT NOT NULL,
	owner TEXT NOT NULL,
	purpose TEXT NOT NULL,
	archive TEXT NOT NULL,
	rows INTEGER NOT NULL,
	milliseconds INTEGER NOT NULL,
	verdict TEXT NOT NULL CHECK (verdict IN ('equal', 'failed')),
	detail TEXT NOT NULL,
	PRIMARY KEY (seq)
)
 STRICT
--;
CREATE INDEX ix_restore_tests_owner ON restore_tests (owner)
--;
CREATE TRIGGER restore_tests_no_delete BEFORE DELETE ON restore_tests BEGIN SELECT RAISE(ABORT, 'restore_tests: append only'); END
--;
CREATE TRIGGER restore_tests_no_update BEFORE UPDATE ON restore_tests BEGIN SELECT RAISE(ABORT, 'restore_tests: append only'); END
-- table schema_revisions
CREATE TABLE schema_revisions (
	tenant_id TEXT NOT NULL,
	purpose TEXT NOT NULL,
	revision TEXT NOT NULL,
	compatible TEXT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('new', 'ready', 'upgrading', 'failed')),
	error TEXT NOT NULL,
	at TEXT NOT NULL,
	PRIMARY KEY (tenant_id, purpose)
)
 STRICT
-- table sessions
CREATE TABLE sessions (
	id_hash BLOB NOT NULL,
	realm TEXT NOT NULL CHECK (realm IN ('broker', 'staff')),
	account_id TEXT NOT NULL,
	browser_id TEXT NOT NULL,
	csrf TEXT NOT NULL,
	created_at TEXT NOT NULL,
	expires_at TEXT NOT NULL,
	seen_at TEXT NOT NULL,
	user_epoch INTEGER NOT NULL,
	tenant_epoch INTEGER NOT NULL,
	rights_epoch INTEGER NOT NULL,
	free_path TEXT,
	free_until TEXT,
	notice TEXT,
	PRIMARY KEY (id_hash)
)
 STRICT
--;
CREATE INDEX ix_sessions_account_id ON sessions (account_id)
--;
CREATE INDEX sessions_by_end ON sessions (expires_at)
-- table staff
CREATE TABLE staff (
	id TEXT NOT NULL,
	first_name TEXT NOT NULL,
	last_name TEXT NOT NULL,
	login TEXT NOT NULL,
	password TEXT NOT NULL,
	opened_at TEXT NOT NULL,
	closed_at TEXT,
	password_changed_at TEXT NOT NULL,
	session_epoch INTEGER DEFAULT '0' NOT NULL,
	PRIMARY KEY (id),
	UNIQUE (login)
)
 STRICT
-- table tenants
CREATE TABLE tenants (
	id TEXT NOT NULL,
	name TEXT NOT NULL,
	legal_form TEXT NOT NULL,
	siren TEXT NOT NULL,
	representative TEXT NOT NULL,
	address TEXT NOT NULL,
	email TEXT NOT NULL,
	phone TEXT NOT NULL,
	opened_at TEXT NOT NULL,
	closed_at TEXT,
	session_epoch INTEGER DEFAULT '0' NOT NULL,
	networks TEXT DEFAULT '' NOT NULL,
	idle_minutes INTEGER,
	renewal_months INTEGER,
	administrator_renewal_months INTEGER,
	PRIMARY KEY (id),
	UNIQUE (siren)
)
 STRICT
-- table unfinished
CREATE TABLE unfinished (
	work TEXT NOT NULL,
	PRIMARY KEY (work)
)
 STRICT
-- table billing_entries
CREATE TABLE billing_entries (
	seq INTEGER NOT NULL,
	id TEXT NOT NULL,
	tenant_id TEXT,
	kind TEXT NOT NULL,
	on_day TEXT NOT NULL,
	known_on TEXT NOT NULL,
	body TEXT NOT NULL,
	cancels TEXT,
	reason TEXT NOT NULL,
	recorded_by TEXT,
	recorded_at TEXT NOT NULL,
	form_key TEXT,
	form_digest BLOB,
	PRIMARY KEY (seq),
	UNIQUE (recorded_by, form_key),
	CHECK ((kind = 'counter-entry') = (cancels IS NOT NULL)),
	CHECK (kind = 'rate' OR cancels IS NOT NULL OR tenant_id IS NOT NULL),
	CHECK (known_on >= on_day),
	CHECK (json_valid(body)),
	UNIQUE (id),
	FOREIGN KEY(tenant_id) REFERENCES tenants (id),
	UNIQUE (cancels),
	FOREIGN KEY(cancels) REFERENCES billing_entries (id),
	FOREIGN KEY(recorded_by) REFERENCES staff (id)
)
 STRICT
--;
CREATE INDEX ix_billing_entries_tenant_id ON billing_entries (tenant_id)
--;
CREATE TRIGGER billing_entries_no_delete BEFORE DELETE ON billing_entries BEGIN SELECT RAISE(ABORT, 'billing_entries: append only'); END
--;
CREATE TRIGGER billing_entries_no_update BEFORE UPDATE ON billing_entries BEGIN SELECT RAISE(ABORT, 'billing_entries: append only'); END
-- table documents
CREATE TABLE documents (
	seq INTEGER NOT NULL,
	id TEXT NOT NULL,
	tenant_id TEXT NOT NULL,
	kind TEXT NOT NULL,
	"key" TEXT NOT NULL,
	seller TEXT NOT NULL,
	series TEXT,
	number TEXT,
	on_day TEXT NOT NULL,
	body TEXT NOT NULL,
	digest TEXT NOT NULL,
	issued_by TEXT,
	issued_at TEXT NOT NULL,
	PRIMARY KEY (seq),
	UNIQUE (seller, series, number),
	UNIQUE (tenant_id, "key"),
	CHECK ((series IS NULL) = (number IS NULL)),
	CHECK (json_valid(body)),
	UNIQUE (id),
	FOREIGN KEY(tenant_id) REFERENCES tenants (id),
	FOREIGN KEY(issued_by) REFERENCES staff (id)
)
 STRICT
--;
CREATE INDEX ix_documents_tenant_id ON documents (tenant_id)
--;
CREATE TRIGGER documents_no_delete BEFORE DELETE ON documents BEGIN SELECT RAISE(ABORT, 'documents: append only'); END
--;
CREATE TRIGGER documents_no_update BEFORE UPDATE ON documents BEGIN SELECT RAISE(ABORT, 'documents: append only'); END
-- table erasures
CREATE TABLE erasures (
	tenant_id TEXT NOT NULL,
	at TEXT NOT NULL,
	ticket TEXT NOT NULL,
	certificate TEXT NOT NULL,
	PRIMARY KEY (tenant_id),
	FOREIGN KEY(tenant_id) REFERENCES tenants (id)
)
 STRICT
--;
CREATE TRIGGER erasures_no_delete BEFORE DELETE ON erasures BEGIN SELECT RAISE(ABORT, 'erasures: append only'); END
--;
CREATE TRIGGER erasures_no_update BEFORE UPDATE ON erasures BEGIN SELECT RAISE(ABORT, 'erasures: append only'); END
-- table job_runs
CREATE TABLE job_runs (
	seq INTEGER NOT NULL,
	id TEXT NOT NULL,
	job TEXT NOT NULL,
	subject TEXT NOT NULL,
	steps INTEGER NOT NULL,
	started_by TEXT,
	started_at TEXT NOT NULL,
	PRIMARY KEY (seq),
	UNIQUE (id),
	FOREIGN KEY(started_by) REFERENCES staff (id)
)
 STRICT
--;
CREATE TRIGGER job_runs_no_delete BEFORE DELETE ON job_runs BEGIN SELECT RAISE(ABORT, 'job_runs: append only'); END
--;
CREATE TRIGGER job_runs_no_update BEFORE UPDATE ON job_runs BEGIN SELECT RAISE(ABORT, 'job_runs: append only'); END
-- table placements
CREATE TABLE placements (
	tenant_id TEXT NOT NULL,
	purpose TEXT NOT NULL,
	site TEXT NOT NULL,
	previous TEXT,
	moved_at TEXT NOT NULL,
	PRIMARY KEY (tenant_id, purpose),
	FOREIGN KEY(tenant_id) REFERENCES tenants (id)
)
 STRICT
-- table staff_journal
CREATE TABLE staff_journal (
	seq INTEGER NOT NULL,
	at TEXT NOT NULL,
	staff_id TEXT,
	browser_id TEXT NOT NULL,
	ip TEXT NOT NULL,
	port INTEGER,
	action TEXT NOT NULL,
	subject TEXT NOT NULL,
	detail TEXT NOT NULL,
	outcome TEXT NOT NULL,
	PRIMARY KEY (seq),
	FOREIGN KEY(staff_id) REFERENCES staff (id)
)
 STRICT
--;
CREATE TRIGGER staff_journal_no_delete BEFORE DELETE ON staff_journal BEGIN SELECT RAISE(ABORT, 'staff_journal: append only'); END
--;
CREATE TRIGGER staff_journal_no_update BEFORE UPDATE ON staff_journal BEGIN SELECT RAISE(ABORT, 'staff_journal: append only'); END
-- table tenant_keys
CREATE TABLE tenant_keys (
	tenant_id TEXT NOT NULL,
	purpose TEXT NOT NULL,
	sealed BLOB NOT NULL,
	next BLOB,
	PRIMARY KEY (tenant_id, purpose),
	FOREIGN KEY(tenant_id) REFERENCES tenants (id)
)
 STRICT
-- table users
CREATE TABLE users (
	id TEXT NOT NULL,
	tenant_id TEXT NOT NULL,
	first_name TEXT NOT NULL,
	last_name TEXT NOT NULL,
	login TEXT NOT NULL,
	password TEXT NOT NULL,
	administrator INTEGER NOT NULL,
	opened_at TEXT NOT NULL,
	closed_at TEXT,
	password_changed_at TEXT NOT NULL,
	session_epoch INTEGER DEFAULT '0' NOT NULL,
	rights_epoch INTEGER DEFAULT '0' NOT NULL,
	networks TEXT DEFAULT '' NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(tenant_id) REFERENCES tenants (id),
	UNIQUE (login)
)
 STRICT
--;
CREATE INDEX ix_users_tenant_id ON users (tenant_id)
-- table console_forms
CREATE TABLE console_forms (
	seq INTEGER NOT NULL,
	staff_id TEXT NOT NULL,
	form_key TEXT NOT NULL,
	form_digest BLOB NOT NULL,
	user_id TEXT NOT NULL,
	at TEXT NOT NULL,
	PRIMARY KEY (seq),
	UNIQUE (staff_id, form_key),
	FOREIGN KEY(staff_id) REFERENCES staff (id),
	FOREIGN KEY(user_id) REFERENCES users (id)
)
 STRICT
--;
CREATE TRIGGER console_forms_no_delete BEFORE DELETE ON console_forms BEGIN SELECT RAISE(ABORT, 'console_forms: append only'); END
--;
CREATE TRIGGER console_forms_no_update BEFORE UPDATE ON console_forms BEGIN SELECT RAISE(ABORT, 'console_forms: append only'); END
-- table job_ends
CREATE TABLE job_ends (
	run_id TEXT NOT NULL,
	ended_at TEXT NOT NULL,
	PRIMARY KEY (run_id),
	FOREIGN KEY(run_id) REFERENCES job_runs (id)
)
 STRICT
--;
CREATE TRIGGER job_ends_no_delete BEFORE DELETE ON job_ends BEGIN SELECT RAISE(ABORT, 'job_ends: append only'); END
--;
CREATE TRIGGER job_ends_no_update BEFORE UPDATE ON job_ends BEGIN SELECT RAISE(ABORT, 'job_ends: append only'); END
-- table job_steps
CREATE TABLE job_steps (
	seq INTEGER NOT NULL,
	run_id TEXT NOT NULL,
	job TEXT NOT NULL,
	subject TEXT NOT NULL,
	step TEXT NOT NULL,
	tenant_id TEXT,
	state TEXT NOT NULL CHECK (state IN ('done', 'failed')),
	detail TEXT NOT NULL,
	at TEXT NOT NULL,
	PRIMARY KEY (seq),
	FOREIGN KEY(run_id) REFERENCES job_runs (id),
	FOREIGN KEY(tenant_id) REFERENCES tenants (id)
)
 STRICT
--;
CREATE INDEX ix_job_steps_run_id ON job_steps (run_id)
--;
CREATE TRIGGER job_steps_no_delete BEFORE DELETE ON job_steps BEGIN SELECT RAISE(ABORT, 'job_steps: append only'); END
--;
CREATE TRIGGER job_steps_no_update BEFORE UPDATE ON job_steps BEGIN SELECT RAISE(ABORT, 'job_steps: append only'); END
--;
CREATE UNIQUE INDEX job_steps_done_once ON job_steps (job, subject, step) WHERE state = 'done'
-- table records
CREATE TABLE records (
	seq INTEGER NOT NULL,
	id TEXT NOT NULL,
	scope TEXT NOT NULL,
	tenant_id TEXT,
	kind TEXT NOT NULL,
	"key" TEXT,
	on_day TEXT NOT NULL,
	body TEXT NOT NULL,
	recorded_by TEXT,
	recorded_by_user TEXT,
	recorded_at TEXT NOT NULL,
	form_key TEXT,
	form_digest BLOB,
	PRIMARY KEY (seq),
	UNIQUE (scope, kind, "key"),
	UNIQUE (recorded_by, form_key),
	UNIQUE (recorded_by_user, form_key),
	CHECK (scope = coalesce(tenant_id, '')),
	CHECK (recorded_by IS NULL OR recorded_by_user IS NULL),
	CHECK (json_valid(body)),
	UNIQUE (id),
	FOREIGN KEY(tenant_id) REFERENCES tenants (id),
	FOREIGN KEY(recorded_by) REFERENCES staff (id),
	FOREIGN KEY(recorded_by_user) REFERENCES users (id)
)
 STRICT
--;
CREATE INDEX records_by_kind ON records (kind, scope)
--;
CREATE TRIGGER records_no_delete BEFORE DELETE ON records BEGIN SELECT RAISE(ABORT, 'records: append only'); END
--;
CREATE TRIGGER records_no_update BEFORE UPDATE ON records BEGIN SELECT RAISE(ABORT, 'records: append only'); END
-- table user_rights
CREATE TABLE user_rights (
	user_id TEXT NOT NULL,
	rights TEXT NOT NULL,
	PRIMARY KEY (user_id),
	FOREIGN KEY(user_id) REFERENCES users (id)
)
 STRICT
