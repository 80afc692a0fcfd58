/* SPDX-License-Identifier: Apache-2.0 */
/* Route: the figures of a year of an organisation (S000-06, S003-11). */
#include "access/setting.h"
#include "figures/figures_impl.h"

#include "base/banned.h"

#define FIRST_YEAR 1949
#define LAST_YEAR  9998

struct group_reply {
	int64_t entry_year, people, applied, activists, applied_permille, activists_permille;
	bool first_year;
	int64_t applied_line, activists_line; /* percent; activists_line 0: the school has none */
};

static const struct fld group_fields[] = {
	FIELD_I64(group_reply, entry_year, 0, INT64_MAX),
	FIELD_BOOL(group_reply, first_year),
	FIELD_I64(group_reply, people, 0, INT64_MAX),
	FIELD_I64(group_reply, applied, 0, INT64_MAX),
	FIELD_I64(group_reply, applied_permille, 0, INT64_MAX),
	FIELD_I64(group_reply, applied_line, 0, 100),
	FIELD_I64(group_reply, activists, 0, INT64_MAX),
	FIELD_I64(group_reply, activists_permille, 0, INT64_MAX),
	FIELD_I64(group_reply, activists_line, 0, 100),
	FIELD_END,
};

struct figures_reply {
	const char *organisation_name;
	int64_t year;
	const char *as_of;
	int64_t applied, trained, developed, trained_permille, developed_permille;
	struct fld_list groups;
};

static const struct fld figures_fields[] = {
	FIELD_STR(figures_reply, organisation_name, 1, 100),
	FIELD_I64(figures_reply, year, FIRST_YEAR, LAST_YEAR),
	FIELD_DATE(figures_reply, as_of),
	FIELD_I64(figures_reply, applied, 0, INT64_MAX),
	FIELD_I64(figures_reply, trained, 0, INT64_MAX),
	FIELD_I64(figures_reply, developed, 0, INT64_MAX),
	FIELD_I64(figures_reply, trained_permille, 0, INT64_MAX),
	FIELD_I64(figures_reply, developed_permille, 0, INT64_MAX),
	FIELD_LIST(figures_reply, groups, group_reply, group_fields, FIGURES_GROUPS_MAX),
	FIELD_END,
};

struct figures_ask {
	int64_t year;
};

static const struct fld query_fields[] = {
	FIELD_I64_OPT(figures_ask, year, FIRST_YEAR, LAST_YEAR),
	FIELD_END,
};

struct figures_job {
	struct req *rq;
	int64_t id;
	struct figures_ask in;
	const char *low, *high;
	int first_years; /* entered in this year */
	struct group_reply groups[FIGURES_GROUPS_MAX];
	struct figures_reply out;
};

/* The school's reference lines: shown beside a share, nothing more. */
struct lines {
	int64_t applied_first, activists_first, applied_other;
};

static enum err lines_take(struct db *db, int64_t school_id, struct lines *ret)
{
	enum err e = setting_number(db, school_id, "line_applied_first_year", &ret->applied_first);

	if (!e)
		e = setting_number(db, school_id, "line_activists_first_year",
				   &ret->activists_first);
	return e ? e
		 : setting_number(db, school_id, "line_applied_other_years", &ret->applied_other);
}

static enum err groups_take(struct db *db, struct figures_job *job)
{
	struct figures_group found[FIGURES_GROUPS_MAX];
	struct lines lines = { 0 };
	size_t n = 0;
	enum err e = lines_take(db, req_user(job->rq)->school_id, &lines);

	if (!e)
		e = figures_groups_count(db, job->low, job->high, job->first_years, job->out.as_of,
					 found, &n);
	for (size_t i = 0; !e && i < n; i++) {
		const struct figures_group *g = &found[i];
		bool first = g->entry_year == job->first_years;

		job->groups[i] = (struct group_reply){
			.entry_year = g->entry_year,
			.people = g->people,
			.applied = g->applied,
			.activists = g->activists,
			.applied_permille = figures_permille(g->applied, g->people),
			.activists_permille = figures_permille(g->activists, g->people),
			.first_year = first,
			.applied_line = first ? lines.applied_first : lines.applied_other,
			.activists_line = first ? lines.activists_first : 0,
		};
	}
	job->out.groups = (struct fld_list){ job->groups, n };
	return e;
}

static enum err year_take(struct db *db, struct figures_job *job)
{
	struct arena *a = req_arena(job->rq);
	struct figures_year y = { 0 };
	enum err e = figures_year_count(db, job->low, job->high,
					arena_printf(a, "%04d-01-01", (int)job->in.year),
					arena_printf(a, "%04d-01-01", (int)job->in.year + 1), &y);

	job->out.applied = y.applied;
	job->out.trained = y.trained;
	job->out.developed = y.developed;
	job->out.trained_permille = figures_permille(y.trained, y.applied);
	job->out.developed_permille = figures_permille(y.developed, y.trained);
	return e;
}

static enum err figures_tx(struct db *db, void *arg)
{
	struct figures_job *job = arg;
	struct arena *a = req_arena(job->rq);
	struct directory_organisation org;
	enum err e = authz_organisation(db, req_user(job->rq), PERM_CASE_READ, job->id);

	if (!e)
		e = directory_organisation_get(db, a, job->id, &org);
	if (e)
		return e;
	job->out.organisation_name = org.name;
	job->low = org.path;
	job->high = directory_path_high(a, org.path);
	e = year_take(db, job);
	return e ? e : groups_take(db, job);
}

/* As it stood at the end of the year; of this year: today. */
static void as_of_set(struct figures_job *job)
{
	struct arena *a = req_arena(job->rq);
	int32_t today = clock_today();
	int this_year = date_to_ymd(today).year;
	char text[DATE_SIZE];

	if (!job->in.year)
		job->in.year = this_year;
	job->out.year = job->in.year;
	if (job->in.year < this_year) {
		job->out.as_of = arena_printf(a, "%04d-12-31", (int)job->in.year);
		job->first_years = (int)job->in.year;
		return;
	}
	date_format(today, text);
	job->out.as_of = arena_strdup(a, text);
	job->first_years = figures_first_years(today);
}

static enum err figures_show(struct req *rq)
{
	struct figures_job job = { .rq = rq };
	enum err e = req_path_id(rq, "id", &job.id);

	if (!e)
		e = req_query(rq, query_fields, &job.in);
	if (e)
		return e;
	if (res_unchanged(rq))
		return OK;
	as_of_set(&job);
	e = db_read(req_db(rq), "figures.year", figures_tx, &job);
	return e ? e : res_json(rq, 200, figures_fields, &job.out);
}

const struct route figures_routes[] = {
	{ "GET", "/api/v1/organisations/{id}/figures", PERM_CASE_READ, figures_show,
	  "A year's applications, trainings and admissions, and the shares of each year group beside the school's reference lines.",
	  query_fields, NULL, figures_fields, 0 },
	ROUTE_END
};
