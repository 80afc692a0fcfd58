/* SPDX-License-Identifier: Apache-2.0 */
/* SQLite behind struct driver. The only file besides its functions that knows sqlite3.h. */
#include "db/db_impl.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/str.h"
#include "base/banned.h"

#define BUSY_TIMEOUT_MS 5000

/* Every connection stays in one thread: no locks and no global counters are wanted. */
static void configure(void)
{
	(void)sqlite3_config(SQLITE_CONFIG_MULTITHREAD); /* refused only when already in use */
	(void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static enum err map(struct db *db, int code, const char *where)
{
	if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE)
		return OK;
	db_set_error(db, where, sqlite3_errmsg(db->sqlite));
	switch (code) {
	case SQLITE_CONSTRAINT_UNIQUE:
	case SQLITE_CONSTRAINT_PRIMARYKEY:
	case SQLITE_CONSTRAINT_ROWID:
		return ERR_DUPLICATE;
	case SQLITE_CONSTRAINT_DATATYPE: /* a text in a number's column: our fault, as in PostgreSQL */
		return ERR_DB;
	default:
		break;
	}
	if ((code & 0xff) == SQLITE_CONSTRAINT)
		return ERR_CONFLICT;
	if ((code & 0xff) == SQLITE_BUSY)
		return ERR_BUSY;
	return ERR_DB;
}

/* The file, readable by us alone, and its folder; SQLite would make it readable for all. */
static enum err create_file(const char *path)
{
	const char *slash = strrchr(path, '/');
	int fd;

	if (slash && slash != path) {
		char folder[4096];

		if ((size_t)(slash - path) >= sizeof(folder))
			return ERR_INPUT;
		memcpy(folder, path, (size_t)(slash - path));
		folder[slash - path] = '\0';
		if (mkdir(folder, 0700) != 0 && errno != EEXIST)
			return ERR_DB;
	}
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		return ERR_DB;
	close(fd);
	return OK;
}

static enum err pragmas(struct db *db)
{
	static const char common[] = "PRAGMA foreign_keys=ON; PRAGMA case_sensitive_like=ON;"
				     "PRAGMA synchronous=FULL; PRAGMA trusted_schema=OFF;";
	int code = sqlite3_exec(db->sqlite, common, NULL, NULL, NULL);

	if (code == SQLITE_OK && db->is_writer)
		code = sqlite3_exec(db->sqlite,
				    "PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=4000;",
				    NULL, NULL, NULL);
	if (code == SQLITE_OK && !db->is_writer)
		code = sqlite3_exec(db->sqlite, "PRAGMA query_only=ON", NULL, NULL, NULL);
	return map(db, code, "pragma");
}

static enum err connect_sqlite(struct db *db)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
	enum err e;
	int code;

	pthread_once(&once, configure);
	if (db->is_writer) {
		e = create_file(db->pool->path);
		if (e)
			return e;
	}
	flags |= db->pool->read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
	code = sqlite3_open_v2(db->pool->path, &db->sqlite, flags, NULL);
	if (code != SQLITE_OK)
		return map(db, code, "open");
	sqlite3_busy_timeout(db->sqlite, BUSY_TIMEOUT_MS);
	sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	e = sqlite_teach(db);
	if (e)
		return e;
	return pragmas(db);
}

static void disconnect_sqlite(struct db *db)
{
	int code;

	for (int i = 0; i < CONTROL__MAX; i++)
		sqlite3_finalize(db->controls[i]);
	code = sqlite3_close(db->sqlite);
	assert(code == SQLITE_OK); /* a statement is still open otherwise */
	(void)code;
}

static enum err control_one(struct db *db, enum control what, const char *text)
{
	int code = SQLITE_OK;

	if (!db->controls[what])
		code = sqlite3_prepare_v3(db->sqlite, text, -1, SQLITE_PREPARE_PERSISTENT,
					  &db->controls[what], NULL);
	if (code != SQLITE_OK)
		return map(db, code, text);
	code = sqlite3_step(db->controls[what]);
	if (code != SQLITE_DONE) {
		enum err e = map(db, code, text);

		sqlite3_reset(db->controls[what]);
		return e;
	}
	sqlite3_reset(db->controls[what]);
	return OK;
}

/*
 * A foreign key that is checked late would fail the COMMIT of a whole group. So the job that
 * leaves one open is refused when its own savepoint ends.
 */
static enum err no_open_keys(struct db *db)
{
	int open_keys = 0, high = 0;

	if (sqlite3_db_status(db->sqlite, SQLITE_DBSTATUS_DEFERRED_FKS, &open_keys, &high, 0) ||
	    !open_keys)
		return OK;
	db_set_error(db, "release", "a deferred foreign key points to nothing");
	return ERR_CONFLICT;
}

static enum err control_sqlite(struct db *db, enum control what)
{
	static const char *const text[CONTROL__MAX] = {
		[CONTROL_BEGIN_READ] = "BEGIN",
		[CONTROL_BEGIN_WRITE] = "BEGIN IMMEDIATE",
		[CONTROL_COMMIT] = "COMMIT",
		[CONTROL_ROLLBACK] = "ROLLBACK",
		[CONTROL_SAVEPOINT] = "SAVEPOINT job",
		[CONTROL_RELEASE] = "RELEASE job",
		[CONTROL_ROLLBACK_TO] = "ROLLBACK TO job",
	};
	enum err e;

	if (what == CONTROL_ROLLBACK && sqlite3_get_autocommit(db->sqlite))
		return OK; /* SQLite has taken everything back by itself */
	if (what == CONTROL_RELEASE) {
		e = no_open_keys(db);
		if (e)
			return e;
	}
	e = control_one(db, what, text[what]);
	if (!e && what == CONTROL_ROLLBACK_TO)
		e = control_one(db, CONTROL_RELEASE, text[CONTROL_RELEASE]);
	return e;
}

static enum err script_sqlite(struct db *db, const char *text)
{
	return map(db, sqlite3_exec(db->sqlite, text, NULL, NULL, NULL), "script");
}

static enum err prepare_sqlite(struct stmt *q)
{
	unsigned flags = q->once ? 0 : SQLITE_PREPARE_PERSISTENT;
	int code = sqlite3_prepare_v3(q->db->sqlite, q->sql->text[DB_SQLITE], -1, flags, &q->sqlite,
				      NULL);

	/* A statement that does not fit the schema is a fault in the program: say which. */
	if ((code & 0xff) == SQLITE_ERROR || (code & 0xff) == SQLITE_SCHEMA)
		log_error("statement %s: %s", q->sql->name, sqlite3_errmsg(q->db->sqlite));
	return map(q->db, code, q->sql->name);
}

static void finalize_sqlite(struct stmt *q)
{
	sqlite3_finalize(q->sqlite); /* its result repeats the step's */
	q->sqlite = NULL;
}

static void rewind_sqlite(struct stmt *q)
{
	sqlite3_reset(q->sqlite); /* its result repeats the step's */
	sqlite3_clear_bindings(q->sqlite);
}

static enum err bound(struct stmt *q, int code)
{
	return code == SQLITE_OK ? OK : map(q->db, code, q->sql->name);
}

static enum err bind_i64_sqlite(struct stmt *q, int param, int64_t v)
{
	return bound(q, sqlite3_bind_int64(q->sqlite, param, v));
}

static enum err bind_text_sqlite(struct stmt *q, int param, const char *s, size_t len)
{
	return bound(q, sqlite3_bind_text(q->sqlite, param, s, (int)len, SQLITE_STATIC));
}

static enum err bind_blob_sqlite(struct stmt *q, int param, const void *bytes, size_t len)
{
	return bound(q, sqlite3_bind_blob(q->sqlite, param, bytes, (int)len, SQLITE_STATIC));
}

static enum err bind_null_sqlite(struct stmt *q, int param)
{
	return bound(q, sqlite3_bind_null(q->sqlite, param));
}

static enum err step_sqlite(struct stmt *q, bool *ret_row)
{
	int code = sqlite3_step(q->sqlite);

	*ret_row = code == SQLITE_ROW;
	return code == SQLITE_ROW || code == SQLITE_DONE ? OK : map(q->db, code, q->sql->name);
}

static int64_t changed_sqlite(struct stmt *q)
{
	return sqlite3_changes64(q->db->sqlite);
}

static int64_t col_i64_sqlite(struct stmt *q, int col)
{
	return sqlite3_column_int64(q->sqlite, col);
}

static bool col_null_sqlite(struct stmt *q, int col)
{
	return sqlite3_column_type(q->sqlite, col) == SQLITE_NULL;
}

/* Text before bytes: the other order would give the length of another encoding. */
static const char *col_text_sqlite(struct stmt *q, int col, size_t *ret_len)
{
	const char *s = (const char *)sqlite3_column_text(q->sqlite, col);

	*ret_len = s ? (size_t)sqlite3_column_bytes(q->sqlite, col) : 0;
	return s;
}

static const void *col_blob_sqlite(struct stmt *q, int col, size_t *ret_len)
{
	const void *bytes = sqlite3_column_blob(q->sqlite, col);

	*ret_len = (size_t)sqlite3_column_bytes(q->sqlite, col);
	if (!bytes && sqlite3_column_type(q->sqlite, col) != SQLITE_NULL)
		return ""; /* an empty blob is not NULL */
	return bytes;
}

static int columns_sqlite(struct stmt *q)
{
	return sqlite3_column_count(q->sqlite);
}

static const char *column_name_sqlite(struct stmt *q, int col)
{
	return sqlite3_column_name(q->sqlite, col);
}

const struct driver sqlite_driver = {
	.dialect = DB_SQLITE,
	.connect = connect_sqlite,
	.disconnect = disconnect_sqlite,
	.control = control_sqlite,
	.script = script_sqlite,
	.prepare = prepare_sqlite,
	.finalize = finalize_sqlite,
	.rewind = rewind_sqlite,
	.bind_i64 = bind_i64_sqlite,
	.bind_text = bind_text_sqlite,
	.bind_blob = bind_blob_sqlite,
	.bind_null = bind_null_sqlite,
	.step = step_sqlite,
	.changed = changed_sqlite,
	.col_i64 = col_i64_sqlite,
	.col_null = col_null_sqlite,
	.col_text = col_text_sqlite,
	.col_blob = col_blob_sqlite,
	.columns = columns_sqlite,
	.column_name = column_name_sqlite,
};
