/* SPDX-License-Identifier: Apache-2.0 */
/* Writing the audit log. Sealing and verifying it is in audit_seal.c. */
#include <assert.h>

#include "access/access.h"
#include "access/audit.h"
#include "base/clock.h"
#include "base/banned.h"

enum err audit_insert(struct db *db, const struct audit_line *line)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	assert(db_in_write(db));
	assert(strchr(line->action, '.') != NULL);
	if (line->detail != NULL && strlen(line->detail) > AUDIT_DETAIL_MAX)
		return BUG("the detail of an audit line is too long");
	e = db_stmt(db, SQL_AUDIT_INSERT, &q);
	if (e)
		return e;
	bind_id(q, AUDIT_INSERT_SCHOOL_ID, line->school_id);
	bind_i64(q, AUDIT_INSERT_AT, clock_now());
	bind_id(q, AUDIT_INSERT_ACCOUNT_ID, line->account_id);
	bind_id(q, AUDIT_INSERT_PERSON_ID, line->person_id);
	bind_str(q, AUDIT_INSERT_ACTION, line->action);
	bind_str(q, AUDIT_INSERT_OBJECT_KIND, line->object_kind);
	bind_id(q, AUDIT_INSERT_OBJECT_ID, line->object_id);
	bind_str(q, AUDIT_INSERT_REQUEST_ID, line->request_id);
	bind_str(q, AUDIT_INSERT_DETAIL, line->detail);
	return step_done(q, /* ret_changed= */ NULL);
}

enum err audit_add(struct db *db, const struct user *who, const char *action,
		   const char *object_kind, int64_t object_id, const char *detail)
{
	struct audit_line line = {
		.school_id = who->school_id,
		.account_id = who->account_id,
		.person_id = who->person_id,
		.request_id = who->request_id,
		.action = action,
		.object_kind = object_kind,
		.object_id = object_id,
		.detail = detail,
	};

	return audit_insert(db, &line);
}
