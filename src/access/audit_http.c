/* SPDX-License-Identifier: Apache-2.0 */
/* GET /audit: the log, the latest first. */
#include "access/access_http.h"
#include "base/date.h"
#include "base/str.h"
#include "base/banned.h"

#define PAGE_MAX      200
#define DAY_SECONDS   INT64_C(86400)
#define CHINA_SECONDS INT64_C(28800) /* UTC+8 */

struct audit_filter {
	const char *object_kind, *action, *from, *until, *after;
	int64_t object_id, account_id, limit;
};

const struct fld audit_query[] = {
	FIELD_STR_OPT(audit_filter, object_kind, 0, 40),
	FIELD_ID_OPT(audit_filter, object_id),
	FIELD_ID_OPT(audit_filter, account_id),
	FIELD_STR_OPT(audit_filter, action, 0, 60),
	FIELD_DATE_OPT(audit_filter, from),
	FIELD_DATE_OPT(audit_filter, until),
	FIELD_STR_OPT(audit_filter, after, 0, 50),
	FIELD_I64_OPT(audit_filter, limit, 1, PAGE_MAX),
	FIELD_END,
};

struct audit_item {
	int64_t id, at, account_id, object_id;
	const char *login, *name, *action, *object_kind, *request_id, *detail;
	bool sealed;
};

const struct fld audit_items[] = {
	FIELD_ID(audit_item, id),
	FIELD_TIME(audit_item, at),
	FIELD_ID_OPT(audit_item, account_id),
	FIELD_STR_OPT(audit_item, login, 0, 64),
	FIELD_STR_OPT(audit_item, name, 0, 64),
	FIELD_STR(audit_item, action, 1, 60),
	FIELD_STR(audit_item, object_kind, 1, 40),
	FIELD_ID_OPT(audit_item, object_id),
	FIELD_STR_OPT(audit_item, request_id, 0, 40),
	FIELD_RAW(audit_item, detail),
	FIELD_BOOL(audit_item, sealed),
	FIELD_END,
};

_Static_assert((int)AUDIT_BY_TIME_SCHOOL_ID == (int)AUDIT_BY_OBJECT_SCHOOL_ID &&
		       (int)AUDIT_BY_TIME_SCHOOL_ID == (int)AUDIT_BY_ACCOUNT_SCHOOL_ID &&
		       (int)AUDIT_BY_TIME_BEFORE_ID == (int)AUDIT_BY_OBJECT_BEFORE_ID &&
		       (int)AUDIT_BY_TIME_BEFORE_ID == (int)AUDIT_BY_ACCOUNT_BEFORE_ID &&
		       (int)AUDIT_BY_TIME_ACCOUNT_ID == (int)AUDIT_BY_OBJECT_ACCOUNT_ID &&
		       (int)AUDIT_BY_TIME_ACCOUNT_ID == (int)AUDIT_BY_ACCOUNT_ACCOUNT_ID &&
		       (int)AUDIT_BY_TIME_LIMIT == (int)AUDIT_BY_OBJECT_LIMIT &&
		       (int)AUDIT_BY_TIME_LIMIT == (int)AUDIT_BY_ACCOUNT_LIMIT,
	       "one way of binding for three statements");

/* The first second of a day in China. */
static int64_t day_begins(const char *day)
{
	int32_t d;

	if (date_parse(day, &d) != OK)
		return 0; /* the field table let only days through */
	return d * DAY_SECONDS - CHINA_SECONDS;
}

/* Where the page begins: behind "AT.ID", or behind the last second of `until`. */
static enum err page_start(struct req *rq, const struct audit_filter *in, int64_t *ret_at,
			   int64_t *ret_id)
{
	*ret_at = in->until == NULL ? INT64_MAX : day_begins(in->until) + DAY_SECONDS;
	*ret_id = 0;
	if (!str_empty(in->after)) {
		char *at = arena_strdup(req_arena(rq), in->after), *dot = strchr(at, '.');

		if (dot != NULL)
			*dot = '\0';
		if (dot == NULL || str_to_i64(at, 0, INT64_MAX, ret_at) != OK ||
		    str_to_i64(dot + 1, 1, INT64_MAX, ret_id) != OK) {
			problem_add(req_problems(rq), "after", "type", NULL);
			return ERR_INPUT;
		}
	}
	return OK;
}

static enum err filter_bind(struct req *rq, const struct audit_filter *in, struct stmt *q)
{
	int64_t before_at, before_id;
	enum err e;

	e = page_start(rq, in, &before_at, &before_id);
	if (e)
		return e;
	bind_i64(q, AUDIT_BY_TIME_SCHOOL_ID, req_user(rq)->school_id);
	bind_i64(q, AUDIT_BY_TIME_FROM_AT, in->from == NULL ? 0 : day_begins(in->from));
	bind_i64(q, AUDIT_BY_TIME_BEFORE_AT, before_at);
	bind_i64(q, AUDIT_BY_TIME_BEFORE_ID, before_id);
	bind_str(q, AUDIT_BY_TIME_OBJECT_KIND, str_empty(in->object_kind) ? NULL : in->object_kind);
	bind_id(q, AUDIT_BY_TIME_OBJECT_ID, in->object_id);
	bind_id(q, AUDIT_BY_TIME_ACCOUNT_ID, in->account_id);
	bind_str(q, AUDIT_BY_TIME_ACTION, str_empty(in->action) ? NULL : in->action);
	bind_i64(q, AUDIT_BY_TIME_LIMIT, in->limit);
	return OK;
}

enum err audit_get(struct req *rq)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct audit_filter in = { .limit = 50 };
	struct json_writer *w = res_writer(rq);
	const char *next = NULL;
	int64_t n = 0;
	bool row;
	enum err e;

	e = req_query(rq, audit_query, &in);
	if (e)
		return e;
	if (!str_empty(in.object_kind) && in.object_id != 0)
		e = db_stmt(req_db(rq), SQL_AUDIT_BY_OBJECT, &q);
	else if (in.account_id != 0)
		e = db_stmt(req_db(rq), SQL_AUDIT_BY_ACCOUNT, &q);
	else
		e = db_stmt(req_db(rq), SQL_AUDIT_BY_TIME, &q);
	if (e)
		return e;
	e = filter_bind(rq, &in, q);
	if (e)
		return e;
	json_object(w, NULL);
	json_array(w, "items");
	for (e = step_row(q, &row); e == OK && row; e = step_row(q, &row)) {
		res_row(w, NULL, audit_items, q);
		if (++n == in.limit)
			next = arena_printf(req_arena(rq), "%lld.%lld",
					    (long long)col_i64(q, AUDIT_BY_TIME_C_AT),
					    (long long)col_i64(q, AUDIT_BY_TIME_C_ID));
	}
	if (e)
		return e;
	json_close(w);
	json_str(w, "next", next);
	json_null(w, "total");
	json_close(w);
	return res_written(rq, 200);
}
