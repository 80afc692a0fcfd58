/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of src/db share. Nobody else includes it (tests of src/db do). */
#ifndef DB_DB_IMPL_H
#define DB_DB_IMPL_H

#include <pthread.h>
#include <stdatomic.h>

#include "base/buf.h"
#include "db/db.h"
#include "db/statement.h"

struct sqlite3;
struct sqlite3_stmt;
struct pg_conn;
struct pg_values;
struct writer;

#define DB_ERROR_TEXT_MAX 2000 /* of the library's own message, for logs */

/* BEGIN and its friends: not in the closed list, since both databases have their own words. */
enum control {
	CONTROL_BEGIN_READ,
	CONTROL_BEGIN_WRITE,
	CONTROL_COMMIT,
	CONTROL_ROLLBACK,
	CONTROL_SAVEPOINT,
	CONTROL_RELEASE,
	CONTROL_ROLLBACK_TO, /* and releases the savepoint */
	CONTROL__MAX
};

/*
 * One prepared statement of one connection. in_use: between db_stmt and stmt_done. has_row: a row
 * is there to be read. bind_error: the first fault of a bind, reported by the step.
 */
struct stmt {
	struct db *db;
	const struct sql_statement *sql;
	bool prepared, in_use, has_row, finished, once;
	enum err bind_error;
	struct sqlite3_stmt *sqlite;
	struct pg_values *pg; /* parameters and rows on PostgreSQL */
};

/* What a database must be able to do. Errors of step and control are already mapped. */
struct driver {
	enum db_dialect dialect;
	enum err (*connect)(struct db *db);
	void (*disconnect)(struct db *db);
	enum err (*control)(struct db *db, enum control what);
	enum err (*script)(struct db *db, const char *text);
	enum err (*prepare)(struct stmt *q);
	void (*finalize)(struct stmt *q);
	void (*rewind)(struct stmt *q); /* give back rows and values, keep the statement */
	enum err (*bind_i64)(struct stmt *q, int param, int64_t v);
	enum err (*bind_text)(struct stmt *q, int param, const char *s, size_t len);
	enum err (*bind_blob)(struct stmt *q, int param, const void *bytes, size_t len);
	enum err (*bind_null)(struct stmt *q, int param);
	enum err (*step)(struct stmt *q, bool *ret_row);
	int64_t (*changed)(struct stmt *q);
	int64_t (*col_i64)(struct stmt *q, int col);
	bool (*col_null)(struct stmt *q, int col);
	const char *(*col_text)(struct stmt *q, int col, size_t *ret_len);
	const void *(*col_blob)(struct stmt *q, int col, size_t *ret_len);
	int (*columns)(struct stmt *q);
	const char *(*column_name)(struct stmt *q, int col);
};

extern const struct driver sqlite_driver;
extern const struct driver pg_driver;

/*
 * One connection. depth: savepoints open inside the write transaction. failed: the first error of
 * a statement in this transaction (or savepoint), after which PostgreSQL would answer nothing
 * else; SQLite is held to the same. conflict: another transaction was in the way, the whole may
 * be run again.
 */
struct db {
	struct arena arena;
	struct db_pool *pool;
	const struct driver *driver;
	bool is_writer; /* SQLite: the connection of the writer thread */
	bool in_read, in_write, conflict, lost;
	int depth;
	enum err failed;
	struct stmt **statements; /* SQL__MAX slots, filled on first use */
	struct buf error_text;
	struct sqlite3 *sqlite;
	struct sqlite3_stmt *controls[CONTROL__MAX];
	struct pg_conn *pg;
	int pg_names; /* last number given to an ad hoc prepared name */
};

#define DB_COUNT_SLOTS 512 /* more than there are named transactions */

enum db_counted { COUNT_RUN, COUNT_FAILURE, COUNT_CONFLICT, COUNT__MAX };

struct count_slot {
	_Atomic(const char *) name;
	atomic_int_fast64_t n[COUNT__MAX];
};

/* watch: a connection kept for db_version alone, with its lock; seen: what it said last. */
struct db_pool {
	struct arena arena;
	const struct driver *driver;
	const char *url, *path; /* path: of the SQLite file */
	bool read_only;
	struct writer *writer; /* NULL on PostgreSQL and when read_only */
	pthread_mutex_t lock;  /* zh and connecting */
	void *zh;              /* UCollator, opened on first use */
	pthread_mutex_t watch_lock;
	struct db *watch;
	int64_t seen, version;
	struct count_slot counts[DB_COUNT_SLOTS];
};

void db_count(struct db_pool *pool, const char *name, enum db_counted what);

/* Opens a connection; is_writer: SQLite's one connection that may write. */
NODISCARD enum err db_connect(struct db_pool *pool, bool is_writer, struct db **ret);

/* A statement outside the closed list: prepared now, thrown away by stmt_done. Migrations, tests. */
NODISCARD enum err db_stmt_once(struct db *db, const struct sql_statement *sql, struct stmt **ret);

/* BEGIN, COMMIT ...; keeps in_read, in_write and failed right. */
NODISCARD enum err db_control(struct db *db, enum control what);

/* Takes everything back; the error that made it necessary is the one to tell. */
void db_rollback(struct db *db);

/* Several statements in one text, without parameters and rows. Must be inside a write. */
NODISCARD enum err db_script(struct db *db, const char *text);

/* fn inside a savepoint of the write transaction that stands; its error takes back its writes. */
NODISCARD enum err db_run_nested(struct db *db, db_tx_fn fn, void *arg);

/* Does the schema of this store equal the embedded migrations? ERR_CONFLICT otherwise. */
NODISCARD enum err db_schema_check(struct db *db);

/* The same, but an older schema passes: a backup may be restored and then migrated. */
NODISCARD enum err db_schema_usable(struct db *db);

/* Test builds: true when this call is the one that must fail. */
bool db_fault(struct db *db);

/* Remembers the library's message for db_error_text. */
void db_set_error(struct db *db, const char *where, const char *text);

/* Functions and collations that PostgreSQL has and SQLite lacks. */
NODISCARD enum err sqlite_teach(struct db *db);
void sqlite_forget(struct db_pool *pool); /* the collator, when no connection is open */

/* The writer thread (writer.c). */
NODISCARD enum err writer_start(struct db_pool *pool, struct writer **ret);
void writer_stop(struct writer *w);
NODISCARD enum err writer_submit(struct writer *w, struct db_job *job);
bool writer_is_self(const struct writer *w); /* is the calling thread the writer? */

#endif
