/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the handlers of this folder share, and their names for the one table of routes
 * (directory_routes.c). Private to src/directory.
 */
#ifndef DIRECTORY_DIRECTORY_HTTP_H
#define DIRECTORY_DIRECTORY_HTTP_H

#include "directory/directory_impl.h"

#define LIST_DEFAULT 50
#define LIST_MAX     200

/*
 * The organisation a list is of: the one asked for if the caller may do `perm` there, or, with 0,
 * the highest organisation at which he may. Errors as authz_organisation(); ERR_FORBIDDEN if there
 * is none. Texts live in `a`.
 */
NODISCARD enum err scope_organisation(struct db *db, struct arena *a, const struct user *who,
				      enum perm perm, int64_t organisation_id,
				      struct directory_organisation *ret);

/* Paths of the subtrees in which the caller may read, none inside another; gives their number. */
size_t visible_roots(const struct user *who, struct arena *a, const char ***ret);

/* Opens {"items":[ and closes ],"next":...,"total":...}; next NULL: last page; total < 0: null. */
void page_begin(struct json_writer *w);
void page_end(struct json_writer *w, const char *next, int64_t total);

/* "key~17": the cursor behind a row; ERR_INPUT with a problem at "after" if it is none. */
const char *cursor_make(struct arena *a, const char *key, int64_t id);
NODISCARD enum err cursor_parse(struct req *rq, const char *text, const char **ret_key,
				int64_t *ret_id);

/* One audit line with up to a few details: {"key":"value"}; value NULL: no detail. */
NODISCARD enum err audit_one(struct db *db, struct req *rq, const char *action, const char *kind,
			     int64_t id, const char *key, const char *value);

/* {"id":"17"} and {"id":"17","version":1} */
struct made {
	int64_t id, version;
};
extern const struct fld made_fields[];

extern const struct fld organisation_list_query[], organisation_row_fields[],
	organisation_detail_fields[], organisation_found_body[], organisation_found_reply[],
	organisation_event_body[], organisation_event_fields[], organisation_changes_query[],
	organisation_changes_fields[], organisation_patch_body[];
enum err organisation_list_handler(struct req *rq);
enum err organisation_get_handler(struct req *rq);
enum err organisation_found_handler(struct req *rq);
enum err organisation_patch_handler(struct req *rq);
enum err organisation_event_handler(struct req *rq);
enum err organisation_events_handler(struct req *rq);
enum err organisation_changes_handler(struct req *rq);

extern const struct fld person_list_query[], person_row_fields[], person_search_query[],
	person_hit_fields[], person_page_fields[], person_add_body[], person_patch_body[],
	id_number_body[], id_number_fields[], affiliation_body[], class_join_body[];
enum err person_list_handler(struct req *rq);
enum err person_search_handler(struct req *rq);
enum err person_get_handler(struct req *rq);
enum err person_add_handler(struct req *rq);
enum err person_patch_handler(struct req *rq);
enum err id_number_handler(struct req *rq);
enum err affiliation_handler(struct req *rq);
enum err class_join_handler(struct req *rq);

/* A list of things of a subtree by name: all alike (scoped_list.c). */
struct scoped_list {
	int64_t organisation_id, limit;
	const char *after;
};
extern const struct fld scoped_query[];
struct scoped_statement {
	enum sql id;
	int low, high, after_name, after_id, n; /* numbers of the parameters */
	int col_id, col_name;
	const struct fld *fields;
};
NODISCARD enum err scoped_list_answer(struct req *rq, const char *name,
				      const struct scoped_statement *statement);

/* A class the caller may not see is none: ERR_NOT_FOUND. */
NODISCARD enum err authz_class(struct db *db, struct req *rq, int64_t class_id);

extern const struct fld class_row_fields[], class_add_body[], class_patch_body[];
enum err class_list_handler(struct req *rq);
enum err class_show_handler(struct req *rq);
enum err class_add_handler(struct req *rq);
enum err class_patch_handler(struct req *rq);

extern const struct fld goals_query[], goals_fields[];
enum err goals_handler(struct req *rq);

extern const struct fld room_row_fields[], room_add_body[], room_patch_body[];
enum err room_list_handler(struct req *rq);
enum err room_add_handler(struct req *rq);
enum err room_patch_handler(struct req *rq);

extern const struct fld party_group_row_fields[], party_group_add_body[], party_group_patch_body[];
enum err party_group_list_handler(struct req *rq);
enum err party_group_add_handler(struct req *rq);
enum err party_group_patch_handler(struct req *rq);

extern const struct fld post_list_query[], post_row_fields[], post_add_body[], post_add_reply[],
	post_patch_body[];
enum err post_list_handler(struct req *rq);
enum err post_add_handler(struct req *rq);
enum err post_patch_handler(struct req *rq);

extern const struct fld roster_export_body[], export_list_query[], export_row_fields[];
enum err roster_export_handler(struct req *rq);
enum err export_list_handler(struct req *rq);

extern const struct fld voters_query[], voters_fields[];
enum err voters_handler(struct req *rq);

#endif
