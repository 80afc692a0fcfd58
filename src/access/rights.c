/* SPDX-License-Identifier: Apache-2.0 */
/* Which post gives which right. Pure; the scope checks that read the database are in authz.c. */
#include <assert.h>

#include "access/access.h"
#include "base/str.h"
#include "base/banned.h"

#define BIT(perm) (UINT32_C(1) << (perm))

#define EVERYTHING                                                                                 \
	(BIT(PERM_DIRECTORY_READ) | BIT(PERM_DIRECTORY_EDIT) | BIT(PERM_ORGANISATION_EDIT) |       \
	 BIT(PERM_POST_EDIT) | BIT(PERM_IMPORT) | BIT(PERM_EXPORT) | BIT(PERM_ID_REVEAL) |         \
	 BIT(PERM_CASE_READ) | BIT(PERM_CASE_BRANCH) | BIT(PERM_CASE_SUPERIOR) |                   \
	 BIT(PERM_CASE_HIGHER) | BIT(PERM_ACCOUNT_EDIT) | BIT(PERM_AUDIT_READ) |                   \
	 BIT(PERM_SETTING_EDIT))
#define DEPARTMENT                                                                                 \
	(BIT(PERM_DIRECTORY_READ) | BIT(PERM_DIRECTORY_EDIT) | BIT(PERM_ORGANISATION_EDIT) |       \
	 BIT(PERM_POST_EDIT) | BIT(PERM_EXPORT) | BIT(PERM_ID_REVEAL) | BIT(PERM_CASE_READ) |      \
	 BIT(PERM_CASE_SUPERIOR) | BIT(PERM_CASE_HIGHER))
#define COMMITTEE                                                                                  \
	(BIT(PERM_DIRECTORY_READ) | BIT(PERM_DIRECTORY_EDIT) | BIT(PERM_IMPORT) |                  \
	 BIT(PERM_EXPORT) | BIT(PERM_POST_EDIT) | BIT(PERM_ACCOUNT_EDIT) | BIT(PERM_CASE_READ) |   \
	 BIT(PERM_CASE_SUPERIOR))
#define BRANCH                                                                                     \
	(BIT(PERM_DIRECTORY_READ) | BIT(PERM_DIRECTORY_EDIT) | BIT(PERM_IMPORT) |                  \
	 BIT(PERM_EXPORT) | BIT(PERM_CASE_READ) | BIT(PERM_CASE_BRANCH))

/* Every kind that gives anything gives PERM_DIRECTORY_READ: what one may change one sees. */
static const struct {
	const char *kind;
	uint32_t perms;
} table[] = {
	{ "school_admin", EVERYTHING },
	{ "department_officer", DEPARTMENT },
	{ "committee_secretary", COMMITTEE },
	{ "committee_member",
	  BIT(PERM_DIRECTORY_READ) | BIT(PERM_CASE_READ) | BIT(PERM_CASE_SUPERIOR) },
	{ "organiser", COMMITTEE | BIT(PERM_CASE_BRANCH) },
	{ "branch_secretary", BRANCH },
	{ "deputy_secretary", BRANCH },
	{ "organisation_officer", BRANCH },
	{ "publicity_officer", BIT(PERM_DIRECTORY_READ) },
	{ "discipline_officer", BIT(PERM_DIRECTORY_READ) },
	{ "group_leader", BIT(PERM_DIRECTORY_READ) },
	{ "counsellor", BIT(PERM_DIRECTORY_READ) | BIT(PERM_CASE_READ) },
	{ "league_secretary", 0 },
};

const char *const post_kinds[] = {
	"school_admin",        "department_officer",
	"committee_secretary", "committee_member",
	"organiser",           "branch_secretary",
	"deputy_secretary",    "organisation_officer",
	"publicity_officer",   "discipline_officer",
	"group_leader",        "counsellor",
	"league_secretary",    NULL,
};

_Static_assert(COUNTOF(post_kinds) == COUNTOF(table) + 1, "each kind has its line in the table");
_Static_assert(PERM__MAX <= 32, "struct right keeps one bit a permission");

static const struct right everywhere[] = {
	{ .kind = "school_admin", .path_low = "/", .path_high = "0", .perms = EVERYTHING },
};

const struct user command_line_user = {
	.login = "",
	.name = "",
	.administrator = true,
	.n_rights = COUNTOF(everywhere),
	.rights = everywhere,
};

uint32_t post_perms(const char *kind)
{
	for (size_t i = 0; i < COUNTOF(table); i++) {
		if (str_eq(table[i].kind, kind))
			return table[i].perms;
	}
	return 0;
}

const char *perm_code(enum perm perm)
{
	static const char *const codes[] = {
#define X(name, code) [name] = (code),
#include "access/perm.def"
#undef X
	};

	assert(perm < PERM__MAX);
	return codes[perm];
}

bool user_may(const struct user *who, enum perm perm)
{
	if (perm == PERM_PUBLIC)
		return true;
	if (who == NULL)
		return false;
	if (perm == PERM_SIGNED_IN)
		return true;
	for (size_t i = 0; i < who->n_rights; i++) {
		if (who->rights[i].perms & BIT(perm))
			return true;
	}
	return false;
}

bool user_may_at(const struct user *who, enum perm perm, const char *path)
{
	for (size_t i = 0; who != NULL && i < who->n_rights; i++) {
		const struct right *r = &who->rights[i];

		if ((r->perms & BIT(perm)) && strcmp(path, r->path_low) >= 0 &&
		    strcmp(path, r->path_high) < 0)
			return true;
	}
	return false;
}
