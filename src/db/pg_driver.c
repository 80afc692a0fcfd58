/* SPDX-License-Identifier: Apache-2.0 */
/* PostgreSQL behind struct driver: connections, transactions, errors. */
#include "base/str.h"
#include "db/pg_impl.h"
#include "base/banned.h"

#define LOCK_TIMEOUT_MS 5000

static void forget_names(struct db *db)
{
	for (int i = 0; i < SQL__MAX; i++) {
		if (db->statements[i])
			db->statements[i]->prepared = false;
	}
}

static enum err map_state(struct db *db, const char *state)
{
	static const struct {
		const char *state; /* or its beginning */
		enum err e;
	} known[] = {
		{ "23505", ERR_DUPLICATE }, { "23", ERR_CONFLICT }, { "40001", ERR_BUSY },
		{ "40P01", ERR_BUSY },      { "55P03", ERR_BUSY },  { "22021", ERR_INPUT },
	};

	if (str_starts(state, "40001") || str_starts(state, "40P01"))
		db->conflict = true;
	for (size_t i = 0; i < COUNTOF(known); i++) {
		if (str_starts(state, known[i].state))
			return known[i].e;
	}
	return ERR_DB;
}

enum err pg_map(struct db *db, const PGresult *result, const char *where)
{
	ExecStatusType status = PQresultStatus(result); /* NULL: fatal */
	const char *state;

	if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
		return OK;
	db_set_error(db, where, result ? PQresultErrorMessage(result) : PQerrorMessage(db->pg));
	state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
	if (PQstatus(db->pg) != CONNECTION_OK || !state || str_starts(state, "08") ||
	    str_starts(state, "57P0")) {
		db->lost = true;
		forget_names(db);
		return ERR_DB;
	}
	return map_state(db, state);
}

static enum err exec(struct db *db, const char *text, const char *where)
{
	PGresult *result = PQexec(db->pg, text);
	enum err e = pg_map(db, result, where);

	PQclear(result);
	return e;
}

static enum err set_up(struct db *db)
{
	char text[200];

	if (PQstatus(db->pg) != CONNECTION_OK) {
		db_set_error(db, "connect", PQerrorMessage(db->pg));
		return ERR_DB;
	}
	if (PQsetClientEncoding(db->pg, "UTF8") != 0)
		return ERR_DB;
	snprintf(text, sizeof(text), "SET TimeZone = 'UTC'; SET lock_timeout = %d",
		 LOCK_TIMEOUT_MS);
	return exec(db, text, "connect");
}

/* "relation exists already, skipping" and the like are not for stderr. */
static void quiet(void *unused, const char *message)
{
	(void)unused;
	(void)message;
}

static enum err connect_pg(struct db *db)
{
	db->pg = PQconnectdb(db->pool->url);
	PQsetNoticeProcessor(db->pg, quiet, NULL);
	return set_up(db);
}

static void disconnect_pg(struct db *db)
{
	PQfinish(db->pg);
	db->pg = NULL;
}

enum err pg_alive(struct db *db)
{
	if (PQstatus(db->pg) == CONNECTION_OK || db->in_read || db->in_write)
		return OK;
	forget_names(db);
	PQreset(db->pg);
	return set_up(db);
}

/* Nothing was done yet when BEGIN finds the server gone: once more on a new connection. */
static enum err begin(struct db *db, const char *text)
{
	enum err e = pg_alive(db);

	if (e)
		return e;
	e = exec(db, text, text);
	if (!e || PQstatus(db->pg) == CONNECTION_OK)
		return e;
	e = pg_alive(db);
	return e ? e : exec(db, text, text);
}

/* COMMIT of a transaction that is dead answers ROLLBACK, which is no error for libpq. */
static enum err commit(struct db *db)
{
	PGresult *result = PQexec(db->pg, "COMMIT");
	enum err e = pg_map(db, result, "COMMIT");

	if (!e && !str_eq(PQcmdStatus(result), "COMMIT"))
		e = ERR_DB;
	PQclear(result);
	return e;
}

static enum err control_pg(struct db *db, enum control what)
{
	switch (what) {
	case CONTROL_BEGIN_READ:
		return begin(db, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
	case CONTROL_BEGIN_WRITE:
		return begin(db, "BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE");
	case CONTROL_COMMIT:
		return commit(db);
	case CONTROL_ROLLBACK:
		return exec(db, "ROLLBACK", "ROLLBACK");
	case CONTROL_SAVEPOINT:
		return exec(db, "SAVEPOINT job", "SAVEPOINT");
	case CONTROL_RELEASE:
		return exec(db, "RELEASE job", "RELEASE");
	case CONTROL_ROLLBACK_TO:
		return exec(db, "ROLLBACK TO job; RELEASE job", "ROLLBACK TO");
	case CONTROL__MAX:
		break;
	}
	return ERR_BUG;
}

static enum err script_pg(struct db *db, const char *text)
{
	return exec(db, text, "script");
}

const struct driver pg_driver = {
	.dialect = DB_POSTGRESQL,
	.connect = connect_pg,
	.disconnect = disconnect_pg,
	.control = control_pg,
	.script = script_pg,
	.prepare = pg_prepare,
	.finalize = pg_finalize,
	.rewind = pg_rewind,
	.bind_i64 = pg_bind_i64,
	.bind_text = pg_bind_text,
	.bind_blob = pg_bind_blob,
	.bind_null = pg_bind_null,
	.step = pg_step,
	.changed = pg_changed,
	.col_i64 = pg_col_i64,
	.col_null = pg_col_null,
	.col_text = pg_col_text,
	.col_blob = pg_col_blob,
	.columns = pg_columns,
	.column_name = pg_column_name,
};
