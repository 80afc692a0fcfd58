/* SPDX-License-Identifier: Apache-2.0 */
#include "directory/directory_http.h"
#include "base/banned.h"

const struct fld made_fields[] = { FIELD_ID(made, id), FIELD_I64(made, version, 1, INT64_MAX),
				   FIELD_END };

static bool right_has(const struct right *right, enum perm perm)
{
	return right->perms >> perm & 1;
}

enum err scope_organisation(struct db *db, struct arena *a, const struct user *who, enum perm perm,
			    int64_t organisation_id, struct directory_organisation *ret)
{
	const struct right *highest = NULL;
	size_t i;
	enum err e;

	for (i = 0; !organisation_id && i < who->n_rights; i++) {
		const struct right *right = &who->rights[i];

		if (right_has(right, perm) &&
		    (!highest || strlen(right->path_low) < strlen(highest->path_low)))
			highest = right;
	}
	if (highest)
		organisation_id = highest->organisation_id;
	if (!organisation_id)
		return ERR_FORBIDDEN;
	e = authz_organisation(db, who, perm, organisation_id);
	return e ? e : directory_organisation_get(db, a, organisation_id, ret);
}

/* Does another right cover this one? */
static bool is_covered(const struct user *who, size_t at)
{
	const struct right *own = &who->rights[at];
	size_t i;

	for (i = 0; i < who->n_rights; i++) {
		const struct right *right = &who->rights[i];

		if (i == at || !right_has(right, PERM_DIRECTORY_READ) ||
		    !str_starts(own->path_low, right->path_low))
			continue;
		if (!str_eq(own->path_low, right->path_low) || i < at)
			return true;
	}
	return false;
}

size_t visible_roots(const struct user *who, struct arena *a, const char ***ret)
{
	const char **roots = ARENA_ARRAY(a, const char *, who->n_rights + 1);
	size_t n = 0, i;

	for (i = 0; i < who->n_rights; i++)
		if (right_has(&who->rights[i], PERM_DIRECTORY_READ) && !is_covered(who, i))
			roots[n++] = who->rights[i].path_low;
	*ret = roots;
	return n;
}

void page_begin(struct json_writer *w)
{
	json_object(w, NULL);
	json_array(w, "items");
}

void page_end(struct json_writer *w, const char *next, int64_t total)
{
	json_close(w);
	json_str(w, "next", next);
	if (total < 0)
		json_null(w, "total");
	else
		json_i64(w, "total", total);
	json_close(w);
}

const char *cursor_make(struct arena *a, const char *key, int64_t id)
{
	return arena_printf(a, "%s~%lld", key, (long long)id);
}

enum err cursor_parse(struct req *rq, const char *text, const char **ret_key, int64_t *ret_id)
{
	const char *mark = text ? strrchr(text, '~') : NULL;
	int64_t id = 0;

	if (str_empty(text)) {
		*ret_key = "";
		*ret_id = 0;
		return OK;
	}
	if (!mark || str_to_i64(mark + 1, 0, INT64_MAX, &id)) {
		problem_add(req_problems(rq), "after", "type", NULL);
		return ERR_INPUT;
	}
	*ret_key = arena_strndup(req_arena(rq), text, (size_t)(mark - text));
	*ret_id = id;
	return OK;
}

enum err audit_one(struct db *db, struct req *rq, const char *action, const char *kind, int64_t id,
		   const char *key, const char *value)
{
	CLEANUP(buf_release) struct buf out = { 0 };
	struct json_writer w;
	enum err e;

	if (!value)
		return audit_add(db, req_user(rq), action, kind, id, NULL);
	buf_init(&out, 8192);
	json_begin(&w, &out);
	json_object(&w, NULL);
	json_str(&w, key, value);
	json_close(&w);
	e = json_end(&w);
	return e ? e : audit_add(db, req_user(rq), action, kind, id, out.text);
}
