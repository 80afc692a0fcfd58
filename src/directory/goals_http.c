/* SPDX-License-Identifier: Apache-2.0 */
/* GET /organisations/goals: a member in each young class, a branch in each older (S000-14, S003-02). */
#include "directory/directory_http.h"
#include "base/banned.h"

struct goals_in {
	int64_t organisation_id;
};
const struct fld goals_query[] = { FIELD_ID_OPT(goals_in, organisation_id), FIELD_END };

static const char *const states[] = { "met", "not_met", "may_found_branch", "unknown", NULL };
struct class_row {
	int64_t class_id, entry_year, year, members, full_members;
	const char *class_name, *campus, *state;
	bool has_group, has_branch;
};
static const struct fld class_fields[] = {
	FIELD_ID(class_row, class_id),
	FIELD_STR(class_row, class_name, 1, 60),
	FIELD_I64(class_row, entry_year, 0, 2199),
	FIELD_I64(class_row, year, 0, 300),
	FIELD_STR_OPT(class_row, campus, 0, 40),
	FIELD_I64(class_row, members, 0, INT64_MAX),
	FIELD_I64(class_row, full_members, 0, INT64_MAX),
	FIELD_BOOL(class_row, has_group),
	FIELD_BOOL(class_row, has_branch),
	FIELD_ENUM(class_row, state, states),
	FIELD_END,
};

static const char *const goal_codes[] = { "lower_years_have_members", "upper_years_have_branches",
					  "campuses_have_groups", NULL };
static const char *const goal_states[] = { "met", "not_met", "none", NULL };
struct goal_row {
	const char *code, *state;
	int64_t n, of;
};
static const struct fld goal_fields[] = {
	FIELD_ENUM(goal_row, code, goal_codes),
	FIELD_ENUM(goal_row, state, goal_states),
	FIELD_I64(goal_row, n, 0, INT64_MAX),
	FIELD_I64(goal_row, of, 0, INT64_MAX),
	FIELD_END,
};

struct campus_row {
	const char *campus;
	int64_t classes, groups;
};
static const struct fld campus_fields[] = {
	FIELD_STR(campus_row, campus, 1, 40),
	FIELD_I64(campus_row, classes, 0, INT64_MAX),
	FIELD_I64(campus_row, groups, 0, INT64_MAX),
	FIELD_END,
};

struct goals_out {
	struct fld_list items, goals, campuses;
};
const struct fld goals_fields[] = {
	FIELD_LIST(goals_out, items, class_row, class_fields, 2000),
	FIELD_LIST(goals_out, goals, goal_row, goal_fields, 10),
	FIELD_LIST(goals_out, campuses, campus_row, campus_fields, 100),
	FIELD_END,
};

struct goals_job {
	struct req *rq;
	struct goals_in in;
	struct directory_organisation root;
	struct class_row *classes;
	struct class_facts *facts; /* one for each class */
	struct campus_row *campuses;
	size_t n, n_campuses;
	size_t cap, cap_facts, cap_campuses;
};

static struct campus_row *campus_of(struct goals_job *job, const char *name)
{
	struct campus_row *row;
	size_t i;

	for (i = 0; i < job->n_campuses; i++)
		if (str_eq(job->campuses[i].campus, name))
			return &job->campuses[i];
	row = VEC_PUSH(req_arena(job->rq), job->campuses, job->n_campuses, job->cap_campuses);
	row->campus = arena_strdup(req_arena(job->rq), name);
	return row;
}

static void add_class(struct goals_job *job, struct stmt *q, const char *today)
{
	struct arena *a = req_arena(job->rq);
	struct class_facts facts = {
		.study_year = study_year(col_i64(q, CLASS_GOALS_C_ENTRY_YEAR), today),
		.members = col_i64(q, CLASS_GOALS_C_MEMBERS),
		.full = col_i64(q, CLASS_GOALS_C_FULL_MEMBERS),
		.has_group = col_bool(q, CLASS_GOALS_C_HAS_GROUP),
		.has_branch = col_bool(q, CLASS_GOALS_C_HAS_BRANCH),
	};
	struct class_row row = {
		.class_id = col_i64(q, CLASS_GOALS_C_CLASS_ID),
		.class_name = col_dup(q, CLASS_GOALS_C_CLASS_NAME, a),
		.entry_year = col_i64(q, CLASS_GOALS_C_ENTRY_YEAR),
		.year = facts.study_year,
		.campus = col_dup(q, CLASS_GOALS_C_CAMPUS, a),
		.members = facts.members,
		.full_members = facts.full,
		.has_group = facts.has_group,
		.has_branch = facts.has_branch,
		.state = class_goal(&facts),
	};
	size_t n = job->n;

	*VEC_PUSH(a, job->classes, job->n, job->cap) = row;
	*VEC_PUSH(a, job->facts, n, job->cap_facts) = facts;
	if (row.campus)
		campus_of(job, row.campus)->classes++;
}

static enum err read_classes(struct db *db, struct goals_job *job)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct arena *a = req_arena(job->rq);
	bool row;
	enum err e = db_stmt(db, SQL_CLASS_GOALS, &q);

	if (e)
		return e;
	bind_str(q, CLASS_GOALS_LOW, job->root.path);
	bind_str(q, CLASS_GOALS_HIGH, directory_path_high(a, job->root.path));
	while ((e = step_row(q, &row)) == OK && row)
		add_class(job, q, today_text(a));
	return e;
}

static enum err read_groups(struct db *db, struct goals_job *job)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	bool row;
	enum err e = db_stmt(db, SQL_CAMPUS_GROUPS, &q);

	if (e)
		return e;
	bind_str(q, CAMPUS_GROUPS_LOW, job->root.path);
	bind_str(q, CAMPUS_GROUPS_HIGH, directory_path_high(req_arena(job->rq), job->root.path));
	while ((e = step_row(q, &row)) == OK && row)
		campus_of(job, col_str(q, CAMPUS_GROUPS_C_CAMPUS))->groups =
			col_i64(q, CAMPUS_GROUPS_C_N);
	return e;
}

static enum err goals_tx(struct db *db, void *arg)
{
	struct goals_job *job = arg;
	enum err e = scope_organisation(db, req_arena(job->rq), req_user(job->rq),
					PERM_DIRECTORY_READ, job->in.organisation_id, &job->root);

	if (!e)
		e = read_classes(db, job);
	return e ? e : read_groups(db, job);
}

static void sum_up(struct goals_job *job, struct goals_out *out)
{
	struct goals sums = goals_of(job->facts, job->n);
	struct goal_row *rows = ARENA_ARRAY(req_arena(job->rq), struct goal_row, 3);
	int64_t of = job->n_campuses > 1 ? (int64_t)job->n_campuses : 0, met = 0;
	size_t i;

	for (i = 0; i < job->n_campuses; i++)
		met += job->campuses[i].groups > 0;
	rows[0] = (struct goal_row){ goal_codes[0], goal_state(sums.lower_met, sums.lower),
				     sums.lower_met, sums.lower };
	rows[1] = (struct goal_row){ goal_codes[1], goal_state(sums.upper_met, sums.upper),
				     sums.upper_met, sums.upper };
	rows[2] = (struct goal_row){ goal_codes[2], goal_state(met, of), of ? met : 0, of };
	out->items = (struct fld_list){ job->classes, job->n };
	out->goals = (struct fld_list){ rows, 3 };
	out->campuses = (struct fld_list){ job->campuses, job->n_campuses };
}

enum err goals_handler(struct req *rq)
{
	struct goals_job job = { .rq = rq };
	struct goals_out out;
	enum err e = req_query(rq, goals_query, &job.in);

	if (!e)
		e = db_read(req_db(rq), "class.goals", goals_tx, &job);
	if (e)
		return e;
	sum_up(&job, &out);
	return res_json(rq, 200, goals_fields, &out);
}
