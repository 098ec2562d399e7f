-- table attempts
CREATE TABLE attempts (
	key TEXT NOT NULL,
	failures BIGINT NOT NULL,
	last_at TEXT NOT NULL,
	blocked_until TEXT NOT NULL,
	PRIMARY KEY (key)
)
-- table backups
CREATE TABLE backups (
	id TEXT NOT NULL,
	owner TEXT NOT NULL,
	purpose TEXT NOT NULL,
	at TEXT NOT NULL,
	file TEXT NOT NULL,
	rows BIGINT NOT NULL,
	bytes BIGINT NOT NULL,
	digest TEXT NOT NULL,
	PRIMARY KEY (id),
	UNIQUE (file)
)
--;
CREATE INDEX ix_backups_owner ON backups (owner)
-- table given_passwords
CREATE TABLE given_passwords (
	account_id TEXT NOT NULL,
	PRIMARY KEY (account_id)
)
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
-- table restore_tests
CREATE TABLE restore_tests (
	seq BIGSERIAL NOT NULL,
	at TEXT NOT NULL,
	owner TEXT NOT NULL,
	purpose TEXT NOT NULL,
	archive TEXT NOT NULL,
	rows BIGINT NOT NULL,
	milliseconds BIGINT NOT NULL,
	verdict TEXT NOT NULL CHECK (verdict IN ('equal', 'failed')),
	detail TEXT NOT NULL,
	PRIMARY KEY (seq)
)
--;
CREATE INDEX ix_restore_tests_owner ON restore_tests (owner)
--;
CREATE OR REPLACE FUNCTION restore_tests_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'restore_tests: append only'; END $$; CREATE TRIGGER restore_tests_no_delete BEFORE DELETE ON restore_tests FOR EACH ROW EXECUTE FUNCTION restore_tests_no_delete()
--;
CREATE OR REPLACE FUNCTION restore_tests_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'restore_tests: append only'; END $$; CREATE TRIGGER restore_tests_no_update BEFORE UPDATE ON restore_tests FOR EACH ROW EXECUTE FUNCTION restore_tests_no_update()
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
-- table sessions
CREATE TABLE sessions (
	id_hash BYTEA NOT NULL,
	realm TEXT NOT NULL CHECK (realm IN ('broker', 'staff')),
	account_id TEXT NOT NULL,
	browser_id TEXT NOT NULL,
	csrf TEXT NOT NULL,
	created_at TEXT NOT NULL,
	expires_at TEXT NOT NULL,
	seen_at TEXT NOT NULL,
	user_epoch BIGINT NOT NULL,
	tenant_epoch BIGINT NOT NULL,
	rights_epoch BIGINT NOT NULL,
	free_path TEXT,
	free_until TEXT,
	notice TEXT,
	PRIMARY KEY (id_hash)
)
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
	session_epoch BIGINT DEFAULT '0' NOT NULL,
	PRIMARY KEY (id),
	UNIQUE (login)
)
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
	session_epoch BIGINT DEFAULT '0' NOT NULL,
	networks TEXT DEFAULT '' NOT NULL,
	idle_minutes BIGINT,
	renewal_months BIGINT,
	administrator_renewal_months BIGINT,
	PRIMARY KEY (id),
	UNIQUE (siren)
)
-- table unfinished
CREATE TABLE unfinished (
	work TEXT NOT NULL,
	PRIMARY KEY (work)
)
-- table billing_entries
CREATE TABLE billing_entries (
	seq BIGSERIAL NOT NULL,
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
	form_digest BYTEA,
	PRIMARY KEY (seq),
	UNIQUE (recorded_by, form_key),
	CHECK ((kind = 'counter-entry') = (cancels IS NOT NULL)),
	CHECK (kind = 'rate' OR cancels IS NOT NULL OR tenant_id IS NOT NULL),
	CHECK (known_on >= on_day),
	CHECK ((body)::jsonb IS NOT NULL),
	UNIQUE (id),
	FOREIGN KEY(tenant_id) REFERENCES tenants (id),
	UNIQUE (cancels),
	FOREIGN KEY(cancels) REFERENCES billing_entries (id),
	FOREIGN KEY(recorded_by) REFERENCES staff (id)
)
--;
CREATE INDEX ix_billing_entries_tenant_id ON billing_entries (tenant_id)
--;
CREATE OR REPLACE FUNCTION billing_entries_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'billing_entries: append only'; END $$; CREATE TRIGGER billing_entries_no_delete BEFORE DELETE ON billing_entries FOR EACH ROW EXECUTE FUNCTION billing_entries_no_delete()
--;
CREATE OR REPLACE FUNCTION billing_entries_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'billing_entries: append only'; END $$; CREATE TRIGGER billing_entries_no_update BEFORE UPDATE ON billing_entries FOR EACH ROW EXECUTE FUNCTION billing_entries_no_update()
-- table documents
CREATE TABLE documents (
	seq BIGSERIAL NOT NULL,
	id TEXT NOT NULL,
	tenant_id TEXT NOT NULL,
	kind TEXT NOT NULL,
	key TEXT NOT NULL,
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
	UNIQUE (tenant_id, key),
	CHECK ((series IS NULL) = (number IS NULL)),
	CHECK ((body)::jsonb IS NOT NULL),
	UNIQUE (id),
	FOREIGN KEY(tenant_id) REFERENCES tenants (id),
	FOREIGN KEY(issued_by) REFERENCES staff (id)
)
--;
CREATE INDEX ix_documents_tenant_id ON documents (tenant_id)
--;
CREATE OR REPLACE FUNCTION documents_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'documents: append only'; END $$; CREATE TRIGGER documents_no_delete BEFORE DELETE ON documents FOR EACH ROW EXECUTE FUNCTION documents_no_delete()
--;
CREATE OR REPLACE FUNCTION documents_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'documents: append only'; END $$; CREATE TRIGGER documents_no_update BEFORE UPDATE ON documents FOR EACH ROW EXECUTE FUNCTION documents_no_update()
-- table erasures
CREATE TABLE erasures (
	tenant_id TEXT NOT NULL,
	at TEXT NOT NULL,
	ticket TEXT NOT NULL,
	certificate TEXT NOT NULL,
	PRIMARY KEY (tenant_id),
	FOREIGN KEY(tenant_id) REFERENCES tenants (id)
)
--;
CREATE OR REPLACE FUNCTION erasures_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'erasures: append only'; END $$; CREATE TRIGGER erasures_no_delete BEFORE DELETE ON erasures FOR EACH ROW EXECUTE FUNCTION erasures_no_delete()
--;
CREATE OR REPLACE FUNCTION erasures_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'erasures: append only'; END $$; CREATE TRIGGER erasures_no_update BEFORE UPDATE ON erasures FOR EACH ROW EXECUTE FUNCTION erasures_no_update()
-- table job_runs
CREATE TABLE job_runs (
	seq BIGSERIAL NOT NULL,
	id TEXT NOT NULL,
	job TEXT NOT NULL,
	subject TEXT NOT NULL,
	steps BIGINT NOT NULL,
	started_by TEXT,
	started_at TEXT NOT NULL,
	PRIMARY KEY (seq),
	UNIQUE (id),
	FOREIGN KEY(started_by) REFERENCES staff (id)
)
--;
CREATE OR REPLACE FUNCTION job_runs_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'job_runs: append only'; END $$; CREATE TRIGGER job_runs_no_delete BEFORE DELETE ON job_runs FOR EACH ROW EXECUTE FUNCTION job_runs_no_delete()
--;
CREATE OR REPLACE FUNCTION job_runs_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'job_runs: append only'; END $$; CREATE TRIGGER job_runs_no_update BEFORE UPDATE ON job_runs FOR EACH ROW EXECUTE FUNCTION job_runs_no_update()
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
-- table staff_journal
CREATE TABLE staff_journal (
	seq BIGSERIAL NOT NULL,
	at TEXT NOT NULL,
	staff_id TEXT,
	browser_id TEXT NOT NULL,
	ip TEXT NOT NULL,
	port BIGINT,
	action TEXT NOT NULL,
	subject TEXT NOT NULL,
	detail TEXT NOT NULL,
	outcome TEXT NOT NULL,
	PRIMARY KEY (seq),
	FOREIGN KEY(staff_id) REFERENCES staff (id)
)
--;
CREATE OR REPLACE FUNCTION staff_journal_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'staff_journal: append only'; END $$; CREATE TRIGGER staff_journal_no_delete BEFORE DELETE ON staff_journal FOR EACH ROW EXECUTE FUNCTION staff_journal_no_delete()
--;
CREATE OR REPLACE FUNCTION staff_journal_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'staff_journal: append only'; END $$; CREATE TRIGGER staff_journal_no_update BEFORE UPDATE ON staff_journal FOR EACH ROW EXECUTE FUNCTION staff_journal_no_update()
-- table tenant_keys
CREATE TABLE tenant_keys (
	tenant_id TEXT NOT NULL,
	purpose TEXT NOT NULL,
	sealed BYTEA NOT NULL,
	next BYTEA,
	PRIMARY KEY (tenant_id, purpose),
	FOREIGN KEY(tenant_id) REFERENCES tenants (id)
)
-- table users
CREATE TABLE users (
	id TEXT NOT NULL,
	tenant_id TEXT NOT NULL,
	first_name TEXT NOT NULL,
	last_name TEXT NOT NULL,
	login TEXT NOT NULL,
	password TEXT NOT NULL,
	administrator BIGINT NOT NULL,
	opened_at TEXT NOT NULL,
	closed_at TEXT,
	password_changed_at TEXT NOT NULL,
	session_epoch BIGINT DEFAULT '0' NOT NULL,
	rights_epoch BIGINT DEFAULT '0' NOT NULL,
	networks TEXT DEFAULT '' NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(tenant_id) REFERENCES tenants (id),
	UNIQUE (login)
)
--;
CREATE INDEX ix_users_tenant_id ON users (tenant_id)
-- table console_forms
CREATE TABLE console_forms (
	seq BIGSERIAL NOT NULL,
	staff_id TEXT NOT NULL,
	form_key TEXT NOT NULL,
	form_digest BYTEA NOT NULL,
	user_id TEXT NOT NULL,
	at TEXT NOT NULL,
	PRIMARY KEY (seq),
	UNIQUE (staff_id, form_key),
	FOREIGN KEY(staff_id) REFERENCES staff (id),
	FOREIGN KEY(user_id) REFERENCES users (id)
)
--;
CREATE OR REPLACE FUNCTION console_forms_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'console_forms: append only'; END $$; CREATE TRIGGER console_forms_no_delete BEFORE DELETE ON console_forms FOR EACH ROW EXECUTE FUNCTION console_forms_no_delete()
--;
CREATE OR REPLACE FUNCTION console_forms_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'console_forms: append only'; END $$; CREATE TRIGGER console_forms_no_update BEFORE UPDATE ON console_forms FOR EACH ROW EXECUTE FUNCTION console_forms_no_update()
-- table job_ends
CREATE TABLE job_ends (
	run_id TEXT NOT NULL,
	ended_at TEXT NOT NULL,
	PRIMARY KEY (run_id),
	FOREIGN KEY(run_id) REFERENCES job_runs (id)
)
--;
CREATE OR REPLACE FUNCTION job_ends_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'job_ends: append only'; END $$; CREATE TRIGGER job_ends_no_delete BEFORE DELETE ON job_ends FOR EACH ROW EXECUTE FUNCTION job_ends_no_delete()
--;
CREATE OR REPLACE FUNCTION job_ends_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'job_ends: append only'; END $$; CREATE TRIGGER job_ends_no_update BEFORE UPDATE ON job_ends FOR EACH ROW EXECUTE FUNCTION job_ends_no_update()
-- table job_steps
CREATE TABLE job_steps (
	seq BIGSERIAL NOT NULL,
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
--;
CREATE INDEX ix_job_steps_run_id ON job_steps (run_id)
--;
CREATE OR REPLACE FUNCTION job_steps_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'job_steps: append only'; END $$; CREATE TRIGGER job_steps_no_delete BEFORE DELETE ON job_steps FOR EACH ROW EXECUTE FUNCTION job_steps_no_delete()
--;
CREATE OR REPLACE FUNCTION job_steps_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'job_steps: append only'; END $$; CREATE TRIGGER job_steps_no_update BEFORE UPDATE ON job_steps FOR EACH ROW EXECUTE FUNCTION job_steps_no_update()
--;
CREATE UNIQUE INDEX job_steps_done_once ON job_steps (job, subject, step) WHERE state = 'done'
-- table records
CREATE TABLE records (
	seq BIGSERIAL NOT NULL,
	id TEXT NOT NULL,
	scope TEXT NOT NULL,
	tenant_id TEXT,
	kind TEXT NOT NULL,
	key TEXT,
	on_day TEXT NOT NULL,
	body TEXT NOT NULL,
	recorded_by TEXT,
	recorded_by_user TEXT,
	recorded_at TEXT NOT NULL,
	form_key TEXT,
	form_digest BYTEA,
	PRIMARY KEY (seq),
	UNIQUE (scope, kind, key),
	UNIQUE (recorded_by, form_key),
	UNIQUE (recorded_by_user, form_key),
	CHECK (scope = coalesce(tenant_id, '')),
	CHECK (recorded_by IS NULL OR recorded_by_user IS NULL),
	CHECK ((body)::jsonb IS NOT NULL),
	UNIQUE (id),
	FOREIGN KEY(tenant_id) REFERENCES tenants (id),
	FOREIGN KEY(recorded_by) REFERENCES staff (id),
	FOREIGN KEY(recorded_by_user) REFERENCES users (id)
)
--;
CREATE INDEX records_by_kind ON records (kind, scope)
--;
CREATE OR REPLACE FUNCTION records_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'records: append only'; END $$; CREATE TRIGGER records_no_delete BEFORE DELETE ON records FOR EACH ROW EXECUTE FUNCTION records_no_delete()
--;
CREATE OR REPLACE FUNCTION records_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'records: append only'; END $$; CREATE TRIGGER records_no_update BEFORE UPDATE ON records FOR EACH ROW EXECUTE FUNCTION records_no_update()
-- table user_rights
CREATE TABLE user_rights (
	user_id TEXT NOT NULL,
	rights TEXT NOT NULL,
	PRIMARY KEY (user_id),
	FOREIGN KEY(user_id) REFERENCES users (id)
)
