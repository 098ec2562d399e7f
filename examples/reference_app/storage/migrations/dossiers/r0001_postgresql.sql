-- table applied
CREATE TABLE applied (
	entry_id TEXT NOT NULL,
	at TEXT,
	change BIGINT,
	PRIMARY KEY (entry_id)
)
-- table changes
CREATE TABLE changes (
	seq BIGSERIAL NOT NULL,
	of_table TEXT NOT NULL,
	key TEXT NOT NULL,
	image TEXT,
	PRIMARY KEY (seq)
)
--;
CREATE OR REPLACE FUNCTION changes_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'changes: append only'; END $$; CREATE TRIGGER changes_no_delete BEFORE DELETE ON changes FOR EACH ROW EXECUTE FUNCTION changes_no_delete()
--;
CREATE OR REPLACE FUNCTION changes_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'changes: append only'; END $$; CREATE TRIGGER changes_no_update BEFORE UPDATE ON changes FOR EACH ROW EXECUTE FUNCTION changes_no_update()
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
-- table clients
CREATE TABLE clients (
	id TEXT NOT NULL,
	owner TEXT NOT NULL,
	number BIGINT NOT NULL,
	version BIGINT NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('person', 'company')),
	title TEXT NOT NULL,
	first_name TEXT NOT NULL,
	last_name TEXT NOT NULL,
	birth_date TEXT,
	corporate_name TEXT NOT NULL,
	siren TEXT NOT NULL,
	contact TEXT NOT NULL,
	email TEXT NOT NULL,
	phone TEXT NOT NULL,
	address TEXT NOT NULL,
	postcode TEXT NOT NULL,
	city TEXT NOT NULL,
	country TEXT NOT NULL,
	created_at TEXT NOT NULL,
	updated_at TEXT NOT NULL,
	search TEXT NOT NULL,
	name_key TEXT NOT NULL,
	city_key TEXT NOT NULL,
	email_key TEXT NOT NULL,
	PRIMARY KEY (id),
	UNIQUE (number)
)
--;
CREATE INDEX ix_clients_name_key ON clients (name_key)
--;
CREATE OR REPLACE FUNCTION clients_log() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    old_key json;
    image json;
BEGIN
    IF TG_OP = 'INSERT' THEN
        old_key := pg_catalog.json_build_array(NEW.id);
    ELSE
        old_key := pg_catalog.json_build_array(OLD.id);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        image := pg_catalog.row_to_json(NEW);
    END IF;
    INSERT INTO public.changes(of_table, key, image) VALUES ('clients', old_key::text, image::text);
    RETURN NULL;
END $$;
CREATE TRIGGER clients_log AFTER INSERT OR UPDATE OR DELETE ON clients FOR EACH ROW EXECUTE FUNCTION clients_log()
-- table files
CREATE TABLE files (
	id TEXT NOT NULL,
	client_id TEXT NOT NULL,
	name TEXT NOT NULL,
	size BIGINT NOT NULL CHECK (size > 0),
	sha256 TEXT NOT NULL,
	added_at TEXT NOT NULL,
	added_by TEXT NOT NULL,
	removed_at TEXT,
	PRIMARY KEY (id),
	FOREIGN KEY(client_id) REFERENCES clients (id)
)
--;
CREATE INDEX ix_files_client_id ON files (client_id)
--;
CREATE OR REPLACE FUNCTION files_log() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    old_key json;
    image json;
BEGIN
    IF TG_OP = 'INSERT' THEN
        old_key := pg_catalog.json_build_array(NEW.id);
    ELSE
        old_key := pg_catalog.json_build_array(OLD.id);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        image := pg_catalog.row_to_json(NEW);
    END IF;
    INSERT INTO public.changes(of_table, key, image) VALUES ('files', old_key::text, image::text);
    RETURN NULL;
END $$;
CREATE TRIGGER files_log AFTER INSERT OR UPDATE OR DELETE ON files FOR EACH ROW EXECUTE FUNCTION files_log()
