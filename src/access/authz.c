/* SPDX-License-Identifier: Apache-2.0 */
/* Scope over rows: rights of the caller against the place of the row, inside the transaction. */
#include <assert.h>

#include "access/access.h"
#include "access/access_core.h"
#include "base/banned.h"

/* OK, ERR_FORBIDDEN or ERR_NOT_FOUND for a row at this place. */
static enum err at_path(const struct user *who, enum perm perm, const char *path)
{
	if (user_may_at(who, perm, path))
		return OK;
	return user_may_at(who, PERM_DIRECTORY_READ, path) ? ERR_FORBIDDEN : ERR_NOT_FOUND;
}

static enum err organisation_at(struct db *db, int64_t id, struct stmt **ret)
{
	enum err e = db_stmt(db, SQL_AUTHZ_ORGANISATION, ret);

	if (e)
		return e;
	bind_i64(*ret, AUTHZ_ORGANISATION_ID, id);
	return step_one(*ret);
}

enum err authz_organisation(struct db *db, const struct user *who, enum perm perm,
			    int64_t organisation_id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	assert(perm > PERM_SIGNED_IN);
	e = organisation_at(db, organisation_id, &q);
	if (e)
		return e;
	return at_path(who, perm, col_str(q, AUTHZ_ORGANISATION_C_PATH));
}

enum err authz_person(struct db *db, const struct user *who, enum perm perm, int64_t person_id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	bool himself = who != NULL && who->person_id != 0 && who->person_id == person_id;
	enum err e;

	assert(perm > PERM_SIGNED_IN);
	if (himself && (perm == PERM_DIRECTORY_READ || perm == PERM_CASE_READ))
		return OK;
	e = db_stmt(db, SQL_AUTHZ_PERSON, &q);
	if (e)
		return e;
	bind_i64(q, AUTHZ_PERSON_ID, person_id);
	e = step_one(q);
	if (e)
		return e;
	e = at_path(who, perm, col_str(q, AUTHZ_PERSON_C_PATH));
	return e == ERR_NOT_FOUND && himself ? ERR_FORBIDDEN : e;
}

bool user_covers(const struct user *who, uint32_t perms, const char *path)
{
	/* Left out: a committee's secretary names branch secretaries but records no branch steps. */
	perms &= ~(UINT32_C(1) << PERM_CASE_BRANCH);
	for (int perm = PERM_DIRECTORY_READ; perm < PERM__MAX; perm++) {
		if ((perms >> perm & 1) && !user_may_at(who, (enum perm)perm, path))
			return false;
	}
	return true;
}

enum err authz_post(struct db *db, const struct user *who, const char *kind,
		    int64_t organisation_id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	const char *path;
	enum err e;

	e = organisation_at(db, organisation_id, &q);
	if (e)
		return e;
	path = col_str(q, AUTHZ_ORGANISATION_C_PATH);
	e = at_path(who, PERM_POST_EDIT, path);
	if (e)
		return e;
	return user_covers(who, post_perms(kind), path) ? OK : ERR_FORBIDDEN;
}
