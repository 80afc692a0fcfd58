/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Statements and transactions, the same text on SQLite and PostgreSQL.
 *
 * Statements stand in <feature>.sql; tools/sqlgen makes of each an enum value SQL_<NAME>, its
 * parameters <NAME>_<PARAM> and, for rows, its columns <NAME>_C_<COLUMN> (0-based), all in
 * sql.gen.h. Values are always bound.
 *
 *	-- name: room_get  :one
 *	-- cols: id, name, kind
 *	-- One room.
 *	SELECT id, name, kind FROM room WHERE id = :id;
 *
 * A struct db is one connection and belongs to one thread. Statements are prepared on first use
 * and kept. Writing on SQLite happens on the one writer thread, many transactions in one commit.
 */
#ifndef DB_DB_H
#define DB_DB_H

#include "base/arena.h"
#include "base/err.h"
#include "sql.gen.h" /* enum sql and the numbers of parameters and columns */

struct db;
struct db_pool;
struct stmt;

enum db_dialect { DB_SQLITE, DB_POSTGRESQL };

/*
 * url: "sqlite:PATH" or "postgresql://...". Opens the store (creating an SQLite file, mode 0600),
 * checks that its schema is the one this binary knows unless allow_old (migrate): ERR_CONFLICT
 * when the schema is older or newer; ERR_DB when it cannot be opened. On SQLite starts the
 * writer thread.
 */
struct db_options {
	const char *url;
	bool allow_old;
	bool read_only; /* no writer; SQLite file must exist */
};
NODISCARD enum err db_pool_open(const struct db_options *options, struct db_pool **ret);
/* Waits for the writer's queue; no connection may be in use. NULL is accepted. */
void db_pool_close(struct db_pool *pool);
enum db_dialect db_pool_dialect(const struct db_pool *pool);

/* A connection for reading (SQLite: query_only) and, on PostgreSQL, for writing as well. */
NODISCARD enum err db_open(struct db_pool *pool, struct db **ret);
void db_close(struct db *db);
enum db_dialect db_dialect(const struct db *db);

/* Brings the schema up to date from the embedded migrations; ret_applied: how many were. */
NODISCARD enum err db_migrate(struct db_pool *pool, int *ret_applied);

/*
 * Runs fn inside a write transaction and commits it: durable when OK is returned. fn may be run
 * again after a conflict (PostgreSQL, at most 5 times): it answers nothing and changes nothing
 * but the database and *arg. If fn gives an error everything it wrote is taken back and the error
 * passed on.
 * On SQLite, called from any other thread, the job is handed to the writer and waited for; the
 * struct db that fn gets is the writer's. Called inside the writer it runs in a savepoint of the
 * group's transaction.
 * name is for counting runs and conflicts; static storage.
 */
typedef enum err (*db_tx_fn)(struct db *db, void *arg);
NODISCARD enum err db_write(struct db *db, const char *name, db_tx_fn fn, void *arg);

/* Runs fn in one read transaction: all its statements see one state. */
NODISCARD enum err db_read(struct db *db, const char *name, db_tx_fn fn, void *arg);

/*
 * Hands work to the writer without waiting (SQLite only): `run` is called on the writer thread
 * with the writer's connection inside a savepoint; `done` after the group's commit, with OK or
 * with ERR_DB when the commit failed (then nothing is durable, and run may not have been called;
 * ERR_BUSY: another process held the file for five seconds). run's own error rolls its savepoint
 * back; done still follows. ERR_BUSY when the queue (4096) is full, ERR_STOPPING at the end.
 * The http layer sends whole requests this way, so that many share one commit.
 */
struct db_job {
	struct db_job *next; /* private */
	const char *name;
	enum err (*run)(struct db *db, struct db_job *job);
	void (*done)(struct db_job *job, enum err commit);
	enum err result; /* private: what run gave */
};
NODISCARD enum err db_submit(struct db_pool *pool, struct db_job *job);

/* Is this connection inside a write transaction (for asserts)? */
bool db_in_write(const struct db *db);

/* What the database said of its last error on this connection, for logs; never for clients. */
const char *db_error_text(const struct db *db);

/*
 * The statement, ready for binding; given back (reset, unbound) by stmt_done on every path:
 *	CLEANUP(stmt_done) struct stmt *q = NULL;
 * After its last row (or step_done) it may be bound and run again: all parameters anew.
 * ERR_DB when it cannot be prepared. A statement already in use on this connection: BUG.
 */
NODISCARD enum err db_stmt(struct db *db, enum sql id, struct stmt **ret);
void stmt_done(struct stmt **q);

/*
 * A failed bind is kept and reported by the step: ERR_INPUT for text with a NUL inside or not
 * UTF-8. Text and blobs must live until stmt_done. A parameter left unbound is NULL.
 */
void bind_i64(struct stmt *q, int param, int64_t v);
void bind_bool(struct stmt *q, int param, bool v);
void bind_id(struct stmt *q, int param, int64_t id);     /* 0 binds NULL */
void bind_str(struct stmt *q, int param, const char *s); /* NULL binds NULL */
void bind_strn(struct stmt *q, int param, const char *s, size_t len);
void bind_blob(struct stmt *q, int param, const void *bytes, size_t len); /* NULL binds NULL */
void bind_null(struct stmt *q, int param);

/* Next row: *ret_row tells whether there is one. ERR_DB, ERR_DUPLICATE, ERR_CONFLICT as below. */
NODISCARD enum err step_row(struct stmt *q, bool *ret_row);

/* Exactly one row is expected: ERR_NOT_FOUND when there is none. */
NODISCARD enum err step_one(struct stmt *q);

/*
 * Runs a statement without rows. ret_changed (may be NULL): rows changed.
 * ERR_DUPLICATE: a unique key stands already. ERR_CONFLICT: a foreign key or check refuses.
 * After an error of a constraint the transaction is dead: return at once (use ON CONFLICT to ask).
 */
NODISCARD enum err step_done(struct stmt *q, int64_t *ret_changed);

/* Columns of the current row, 0-based. Text and blobs live until the next step or stmt_done. */
int64_t col_i64(struct stmt *q, int col); /* NULL: 0 */
bool col_bool(struct stmt *q, int col);
bool col_null(struct stmt *q, int col);
const char *col_str(struct stmt *q, int col); /* NULL: NULL; always valid UTF-8 with NUL */
size_t col_len(struct stmt *q, int col);
const void *col_blob(struct stmt *q, int col, size_t *ret_len);
char *col_dup(struct stmt *q, int col, struct arena *a); /* text copied into a; NULL: NULL */
int stmt_columns(struct stmt *q);
const char *stmt_column_name(struct stmt *q, int col); /* lives as long as the connection */

/*
 * A number that changes with every committed write (any process): for ETags. Cheap. Ask before
 * reading what the ETag is for, never after. Outside of transactions.
 */
NODISCARD enum err db_version(struct db *db, int64_t *ret);

/*
 * Calls each for every name given to db_write, db_read and db_submit so far: how often it ran, how
 * often it ended in an error, how often it met another transaction. For the metrics page. From any
 * thread; two texts of the same name in two files may come as two.
 */
struct db_count {
	const char *name;
	int64_t runs, failures, conflicts;
};
void db_counts(struct db_pool *pool, void (*each)(void *arg, const struct db_count *count),
	       void *arg);

/* Test builds: makes the n-th database call from now fail with ERR_DB (0 = never). */
void db_fault_after(int64_t n);

#endif
