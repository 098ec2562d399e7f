-- table applied
CREATE TABLE applied (
	entry_id TEXT NOT NULL,
	at TEXT,
	change INTEGER,
	PRIMARY KEY (entry_id)
)
 STRICT
-- table changes
CREATE TABLE changes (
	seq INTEGER NOT NULL,
	of_table TEXT NOT NULL,
	"key" TEXT NOT NULL,
	image TEXT,
	PRIMARY KEY (seq)
)
 STRICT
--;
CREATE TRIGGER changes_no_delete BEFORE DELETE ON changes BEGIN SELECT RAISE(ABORT, 'changes: append only'); END
--;
CREATE TRIGGER changes_no_update BEFORE UPDATE ON changes BEGIN SELECT RAISE(ABORT, 'changes: append only'); END
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
-- table clients
CREATE TABLE clients (
	id TEXT NOT NULL,
	owner TEXT NOT NULL,
	number INTEGER NOT NULL,
	version INTEGER NOT NULL,
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
 STRICT
--;
CREATE INDEX ix_clients_name_key ON clients (name_key)
--;
CREATE TRIGGER clients_log_delete AFTER DELETE ON clients BEGIN INSERT INTO changes(of_table, key, image) VALUES ('clients', json_array(OLD.id), NULL); END
--;
CREATE TRIGGER clients_log_insert AFTER INSERT ON clients BEGIN INSERT INTO changes(of_table, key, image) VALUES ('clients', json_array(NEW.id), json_object('id', NEW.id, 'owner', NEW.owner, 'number', NEW.number, 'version', NEW.version, 'kind', NEW.kind, 'title', NEW.title, 'first_name', NEW.first_name, 'last_name', NEW.last_name, 'birth_date', NEW.birth_date, 'corporate_name', NEW.corporate_name, 'siren', NEW.siren, 'contact', NEW.contact, 'email', NEW.email, 'phone', NEW.phone, 'address', NEW.address, 'postcode', NEW.postcode, 'city', NEW.city, 'country', NEW.country, 'created_at', NEW.created_at, 'updated_at', NEW.updated_at, 'search', NEW.search, 'name_key', NEW.name_key, 'city_key', NEW.city_key, 'email_key', NEW.email_key)); END
--;
CREATE TRIGGER clients_log_update AFTER UPDATE ON clients BEGIN INSERT INTO changes(of_table, key, image) VALUES ('clients', json_array(OLD.id), json_object('id', NEW.id, 'owner', NEW.owner, 'number', NEW.number, 'version', NEW.version, 'kind', NEW.kind, 'title', NEW.title, 'first_name', NEW.first_name, 'last_name', NEW.last_name, 'birth_date', NEW.birth_date, 'corporate_name', NEW.corporate_name, 'siren', NEW.siren, 'contact', NEW.contact, 'email', NEW.email, 'phone', NEW.phone, 'address', NEW.address, 'postcode', NEW.postcode, 'city', NEW.city, 'country', NEW.country, 'created_at', NEW.created_at, 'updated_at', NEW.updated_at, 'search', NEW.search, 'name_key', NEW.name_key, 'city_key', NEW.city_key, 'email_key', NEW.email_key)); END
-- table files
CREATE TABLE files (
	id TEXT NOT NULL,
	client_id TEXT NOT NULL,
	name TEXT NOT NULL,
	size INTEGER NOT NULL CHECK (size > 0),
	sha256 TEXT NOT NULL,
	added_at TEXT NOT NULL,
	added_by TEXT NOT NULL,
	removed_at TEXT,
	PRIMARY KEY (id),
	FOREIGN KEY(client_id) REFERENCES clients (id)
)
 STRICT
--;
CREATE INDEX ix_files_client_id ON files (client_id)
--;
CREATE TRIGGER files_log_delete AFTER DELETE ON files BEGIN INSERT INTO changes(of_table, key, image) VALUES ('files', json_array(OLD.id), NULL); END
--;
CREATE TRIGGER files_log_insert AFTER INSERT ON files BEGIN INSERT INTO changes(of_table, key, image) VALUES ('files', json_array(NEW.id), json_object('id', NEW.id, 'client_id', NEW.client_id, 'name', NEW.name, 'size', NEW.size, 'sha256', NEW.sha256, 'added_at', NEW.added_at, 'added_by', NEW.added_by, 'removed_at', NEW.removed_at)); END
--;
CREATE TRIGGER files_log_update AFTER UPDATE ON files BEGIN INSERT INTO changes(of_table, key, image) VALUES ('files', json_array(OLD.id), json_object('id', NEW.id, 'client_id', NEW.client_id, 'name', NEW.name, 'size', NEW.size, 'sha256', NEW.sha256, 'added_at', NEW.added_at, 'added_by', NEW.added_by, 'removed_at', NEW.removed_at)); END
