/* SPDX-License-Identifier: Apache-2.0 */
#include "fixture.h"

#include <stdarg.h>
#include <unistd.h>

#include "base/asset.h"

static const char rows[] =
	"INSERT INTO organisation (id, school_id, code, name, kind, parent_id, path, depth) VALUES"
	" (1, 1, 'S', '学校党委', 'school_party_committee', NULL, '/1/', 0),"
	" (2, 1, 'A', '甲学院党委', 'school_committee', 1, '/1/2/', 1),"
	" (3, 1, 'A1', '甲一支部', 'branch', 2, '/1/2/3/', 2),"
	" (4, 1, 'A2', '甲二支部', 'branch', 2, '/1/2/4/', 2),"
	" (5, 1, 'B', '乙学院党委', 'school_committee', 1, '/1/5/', 1),"
	" (6, 1, 'B1', '乙一支部', 'branch', 5, '/1/5/6/', 2),"
	" (7, 1, 'C', '丙党总支', 'general_branch', 1, '/1/7/', 1),"
	" (8, 1, 'C1', '丙一支部', 'branch', 7, '/1/7/8/', 2);"
	"INSERT INTO person (id, school_id, name, birth, recorded_in, created_at, updated_at)"
	" VALUES (201, 1, '周向前', '2006-03-01', 3, 0, 0), (202, 1, '吴小满', '2006-04-01', 3,"
	" 0, 0), (208, 1, '郑平', '2005-05-05', 8, 0, 0);"
	"INSERT INTO affiliation (school_id, person_id, organisation_id, from_on, recorded_at)"
	" VALUES (1, 201, 3, '2024-09-01', 0), (1, 202, 3, '2024-09-01', 0),"
	" (1, 208, 8, '2024-09-01', 0);";

static enum err run_script(struct db *db, void *arg)
{
	return db_script(db, arg);
}

void fixture_sql(struct fixture *f, const char *fmt, ...)
{
	char *text;
	va_list args;

	va_start(args, fmt);
	assert_true(vasprintf(&text, fmt, args) > 0);
	va_end(args);
	assert_int_equal(db_write(f->db, "fixture", run_script, text), OK);
	free(text);
}

static enum err ask_one(struct fixture *f, const char *sql, int64_t *ret_number,
			const char **ret_text)
{
	const struct sql_statement statement = { .name = "fixture",
						 .kind = SQL_KIND_ONE,
						 .cols = "n",
						 .text = { sql, sql },
						 .columns = 1 };
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt_once(f->db, &statement, &q);

	if (!e)
		e = step_one(q);
	if (!e && ret_number)
		*ret_number = col_i64(q, 0);
	if (!e && ret_text)
		*ret_text = col_dup(q, 0, &f->arena);
	return e;
}

int64_t fixture_number(struct fixture *f, const char *fmt, ...)
{
	int64_t n = 0;
	char *text;
	va_list args;

	va_start(args, fmt);
	assert_true(vasprintf(&text, fmt, args) > 0);
	va_end(args);
	assert_int_equal(ask_one(f, text, &n, NULL), OK);
	free(text);
	return n;
}

const char *fixture_text(struct fixture *f, const char *fmt, ...)
{
	const char *value = NULL;
	char *text;
	va_list args;

	va_start(args, fmt);
	assert_true(vasprintf(&text, fmt, args) > 0);
	va_end(args);
	assert_int_equal(ask_one(f, text, NULL, &value), OK);
	free(text);
	return value;
}

void fixture_day(const char *day)
{
	int32_t d;

	assert_int_equal(date_parse(day, &d), OK);
	clock_set_today(d);
}

int (*fixture_more)(void **state);

/* ---- rules ---- */

static void set_fill(struct fixture *f)
{
	struct rules_fault fault = { 0 };
	size_t n;
	const struct asset *all = asset_all(&n);

	arena_init(&f->pack_arena);
	f->set = rules_set_new(&f->pack_arena);
	for (size_t i = 0; i < n; i++) {
		const char *text = (const char *)all[i].bytes;

		if (str_starts(all[i].path, "packs/calendar/"))
			assert_int_equal(rules_set_add_calendar(f->set, all[i].path, text,
								all[i].size_bytes, &fault),
					 OK);
		else if (str_starts(all[i].path, "packs/rules/national-"))
			assert_int_equal(rules_set_add_pack(f->set, all[i].path, text,
							    all[i].size_bytes, &fault),
					 OK);
	}
	assert_int_equal(rules_set_finish(f->set, &fault), OK);
}

/* ---- posts ---- */

static void post_make(struct post *p, int64_t account_id, const char *kind, int64_t organisation_id,
		      const char *low, const char *high)
{
	p->right = (struct right){ .organisation_id = organisation_id,
				   .kind = kind,
				   .path_low = low,
				   .path_high = high,
				   .perms = post_perms(kind) };
	p->user = (struct user){ .account_id = account_id,
				 .school_id = 1,
				 .login = kind,
				 .name = kind,
				 .n_rights = 1,
				 .rights = &p->right };
}

static void posts_make(struct fixture *f)
{
	post_make(&f->secretary, 1, "branch_secretary", 3, "/1/2/3/", "/1/2/30");
	post_make(&f->organiser, 2, "organiser", 2, "/1/2/", "/1/20");
	post_make(&f->other_secretary, 3, "branch_secretary", 6, "/1/5/6/", "/1/5/60");
	post_make(&f->general_organiser, 4, "organiser", 7, "/1/7/", "/1/70");
	post_make(&f->department, 5, "department_officer", 1, "/1/", "/10");
	post_make(&f->counsellor, 6, "counsellor", 3, "/1/2/3/", "/1/2/30");
	for (int i = 1; i <= 6; i++)
		fixture_sql(f,
			    "INSERT INTO account (id, school_id, login, created_at)"
			    " VALUES (%d, 1, 'account%d', 0);",
			    i, i);
}

static void member_add(struct fixture *f, int id, int branch, const char *stage, const char *on)
{
	fixture_sql(f,
		    "INSERT INTO person (id, school_id, name, recorded_in, created_at, updated_at)"
		    " VALUES (%d, 1, '党员%d', %d, 0, 0);"
		    "INSERT INTO affiliation (school_id, person_id, organisation_id, from_on,"
		    " recorded_at) VALUES (1, %d, %d, '2015-01-01', 0);"
		    "INSERT INTO stage_event (school_id, person_id, stage, happened_on,"
		    " recorded_at) VALUES (1, %d, '%s', '%s', 0);",
		    id, id, branch, id, branch, id, stage, on);
}

static enum err derive_all(struct db *db, void *arg)
{
	static const int64_t plain[] = { 201, 202, 208, 310, 401, 402, 403 };
	enum err e = OK;

	(void)arg;
	for (int64_t id = 301; !e && id <= 309; id++)
		e = directory_derive_person(db, id);
	for (size_t i = 0; !e && i < COUNTOF(plain); i++)
		e = directory_derive_person(db, plain[i]);
	return e;
}

/* before: a script that empties a store that was used; NULL: it is new. */
static int fill(struct fixture *f, void **state, const char *before)
{
	struct db_options options = { .url = f->url, .allow_old = true };
	int applied;

	if (db_pool_open(&options, &f->pool) || db_migrate(f->pool, &applied) ||
	    db_open(f->pool, &f->db))
		return -1;
	arena_init(&f->arena);
	set_fill(f);
	fixture_day("2029-01-10");
	if (before)
		fixture_sql(f, "%s", before);
	fixture_sql(f, "%s", rows);
	for (int id = 301; id <= 309; id++)
		member_add(f, id, 3, "full", "2016-01-01");
	member_add(f, 310, 3, "probationary", "2026-04-01");
	for (int id = 401; id <= 403; id++)
		member_add(f, id, 8, "full", "2016-01-01");
	if (db_write(f->db, "fixture", derive_all, NULL))
		return -1;
	posts_make(f);
	*state = f;
	return fixture_more ? fixture_more(state) : 0;
}

int fixture_open(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	if (!f)
		return -1;
	f->arg = *state;
	snprintf(f->folder, sizeof(f->folder), "/tmp/jishi-development-XXXXXX");
	if (!mkdtemp(f->folder))
		return -1;
	snprintf(f->url, sizeof(f->url), "sqlite:%s/a.db", f->folder);
	return fill(f, state, NULL);
}

/* Creates or drops a schema of the database that JISHI_TEST_PG_URL names. */
static int schema_do(const char *verb, const char *schema, const char *end)
{
	struct db_options options = { .url = getenv("JISHI_TEST_PG_URL"), .allow_old = true };
	struct db_pool *pool = NULL;
	struct db *db = NULL;
	char text[120];
	enum err e;

	snprintf(text, sizeof(text), "%s %s %s", verb, schema, end);
	e = db_pool_open(&options, &pool);
	if (!e)
		e = db_open(pool, &db);
	if (!e)
		e = db_write(db, "fixture.schema", run_script, text);
	db_close(db);
	db_pool_close(pool);
	return e ? -1 : 0;
}

/* One schema a run: making all tables anew for each test would take longer than the tests. */
static char schema[40];

static int open_pg(void **state)
{
	static const char empty[] =
		"DO $$ BEGIN EXECUTE (SELECT 'TRUNCATE ' || string_agg(quote_ident(tablename), ',')"
		" || ' RESTART IDENTITY' FROM pg_tables WHERE schemaname = current_schema() AND"
		" tablename <> 'schema_migration'); END $$";
	const char *base = getenv("JISHI_TEST_PG_URL");
	struct fixture *f = calloc(1, sizeof(*f));
	bool first = !schema[0];

	if (!f)
		return -1;
	f->arg = *state;
	if (first) {
		snprintf(schema, sizeof(schema), "d%d", (int)getpid());
		if (schema_do("CREATE SCHEMA", schema, ""))
			return -1;
	}
	snprintf(f->url, sizeof(f->url), "%s%coptions=-csearch_path%%3D%s", base,
		 strchr(base, '?') ? '&' : '?', schema);
	return fill(f, state, first ? NULL : empty);
}

int fixture_close(void **state)
{
	static const char *const names[] = { "a.db", "a.db-wal", "a.db-shm" };
	struct fixture *f = *state;
	char path[160];

	db_close(f->db);
	db_pool_close(f->pool);
	arena_release(&f->arena);
	arena_release(&f->pack_arena);
	for (size_t i = 0; f->folder[0] && i < COUNTOF(names); i++) {
		snprintf(path, sizeof(path), "%s/%s", f->folder, names[i]);
		unlink(path);
	}
	if (f->folder[0])
		rmdir(f->folder);
	clock_set_today(DATE_NONE);
	free(f);
	return 0;
}

int fixture_run(const struct CMUnitTest *tests, size_t n)
{
	struct CMUnitTest *pg;
	int failed = _cmocka_run_group_tests("on SQLite", tests, n, NULL, NULL);

	if (!getenv("JISHI_TEST_PG_URL"))
		return failed;
	pg = calloc(n, sizeof(*pg));
	assert_non_null(pg);
	for (size_t i = 0; i < n; i++) {
		pg[i] = tests[i];
		pg[i].setup_func = open_pg;
	}
	failed += _cmocka_run_group_tests("on PostgreSQL", pg, n, NULL, NULL);
	free(pg);
	if (schema[0])
		failed += schema_do("DROP SCHEMA", schema, "CASCADE") != 0;
	schema[0] = '\0';
	return failed;
}

/* ---- doing ---- */

struct opening {
	struct fixture *f;
	const struct post *post;
	int64_t person_id, id;
};

static enum err open_tx(struct db *db, void *arg)
{
	struct opening *o = arg;

	return development_case_open(db, o->f->set, &o->f->arena, &o->post->user, o->person_id,
				     "2026-06-01", &o->id);
}

int64_t open_case(struct fixture *f, const struct post *post, int64_t person_id)
{
	struct opening o = { f, post, person_id, 0 };

	assert_int_equal(db_write(f->db, "test", open_tx, &o), OK);
	return o.id;
}

int64_t case_version(struct fixture *f, int64_t case_id)
{
	return fixture_number(f, "SELECT version FROM development_case WHERE id = %lld",
			      (long long)case_id);
}

struct recording {
	struct step_ask ask;
	int64_t case_id, corrects;
	struct step_in in;
	struct step_done done;
};

static enum err record_tx(struct db *db, void *arg)
{
	struct recording *r = arg;

	return step_record_write(db, &r->ask, r->case_id, &r->in, r->corrects, &r->done);
}

static struct fld_list reasons_for(struct fixture *f, const char *rules)
{
	struct step_reason *items = NULL;
	size_t n = 0, cap = 0;

	while (rules && *rules) {
		size_t len = strcspn(rules, " ");

		*VEC_PUSH(&f->arena, items, n, cap) =
			(struct step_reason){ arena_strndup(&f->arena, rules, len),
					      "情况特殊，已说明" };
		rules += len + (rules[len] == ' ');
	}
	return (struct fld_list){ items, n };
}

struct tried try_step(struct fixture *f, const struct post *post, int64_t case_id,
		      const struct story_step *step, const char *rules, int64_t corrects)
{
	struct problems *problems = ARENA_NEW(&f->arena, struct problems);
	struct recording r = {
		.ask = { f->set, &f->arena, &post->user, problems, clock_today(), NULL },
		.case_id = case_id,
		.corrects = corrects,
		.in = { .step_code = step->step,
			.happened_on = step->on,
			.facts = step->facts,
			.reasons = reasons_for(f, rules),
			.reason = corrects ? "原记录有误" : NULL,
			.version = case_version(f, case_id) },
	};
	struct tried t = { .details = "", .problem = "" };

	problems->a = &f->arena;
	t.e = db_write(f->db, "test", record_tx, &r);
	t.record_id = r.done.record_id;
	if (t.e == ERR_RULE)
		t.details = r.done.details;
	if (problems->n)
		t.problem = arena_printf(&f->arena, "%s %s", problems->items[0].field,
					 problems->items[0].code);
	return t;
}

/* ---- the story ---- */

#define VOTES                                                                                      \
	"\"votes\":{\"due\":9,\"present\":8,\"yes\":8},\"ballot\":\"secret\",\"one_person\":true"
#define VIEWS "\"view_group\":true,\"view_members\":true,\"view_nonmembers\":true"

const struct story_step story[] = {
	{ "b", "apply", "2026-06-01", "{}" },
	{ "b", "first_talk", "2026-06-20", "{\"talker\":\"301\"}" },
	{ "b", "activist_decide", "2026-07-01",
	  "{\"recommendation\":\"members\",\"body\":\"committee\"}" },
	{ "s", "activist_file", "2026-07-05", "{\"filing_number\":\"甲备2026-1\"}" },
	{ "b", "cultivator_assign", "2026-07-02", "{\"cultivators\":[\"301\",\"302\"]}" },
	{ "b", "cultivate", "2026-12-20", "{\"kind\":\"inspection\"}" },
	{ "b", "cultivate", "2027-06-20", "{\"kind\":\"inspection\"}" },
	{ "b", "candidate_decide", "2027-07-02",
	  "{\"body\":\"committee\",\"view_cultivators\":true," VIEWS "}" },
	{ "s", "candidate_agree", "2027-07-05", "{\"result\":\"agreed\"}" },
	{ "b", "candidate_notice", "2027-07-06", "{\"open_objection\":false}" },
	{ "b", "introducer_assign", "2027-07-13", "{\"introducers\":[\"301\",\"302\"]}" },
	{ "b", "review_done", "2027-08-01",
	  "{\"reviewed_by\":\"甲一支部\",\"conclusion\":\"passed\"}" },
	{ "s", "short_training", "2027-08-05", "{\"days\":3}" },
	{ "b", "committee_examine", "2027-08-20", "{\"body\":\"committee\"}" },
	{ "s", "pre_review", "2027-08-25", "{\"result\":\"passed\"}" },
	{ "b", "pledge_form", "2027-08-28", "{}" },
	{ "b", "admission_vote", "2027-09-10", "{" VOTES "}" },
	{ "s", "approval_talk", "2027-09-15",
	  "{\"talker\":\"303\",\"talker_role\":\"organiser\"}" },
	{ "s", "approval", NULL, "{\"received_on\":\"2027-09-12\"}" },
	{ "s", "approval", "2027-10-01", "{\"decision\":\"approved\"}" },
	{ "h", "approval_file", "2027-10-10", "{}" },
	{ "b", "group_assign", "2027-10-05", "{\"group\":\"第一党小组\"}" },
	{ "b", "oath", "2027-10-20", "{}" },
	{ "b", "probation_inspect", "2028-03-10", "{}" },
	{ "b", "convert_apply", "2028-09-01", "{}" },
	{ "b", "convert_vote", "2028-09-10",
	  "{\"outcome\":\"convert\",\"committee_examined\":true," VIEWS "," VOTES "}" },
	{ "s", "convert_approval", "2028-10-01",
	  "{\"received_on\":\"2028-09-12\",\"decision\":\"approved\"}" },
	{ "s", "archive", "2028-11-01",
	  "{\"paper_pledge\":true,\"paper_application\":true,\"paper_cultivation\":true,"
	  "\"paper_review\":true,\"paper_probation\":true,\"paper_conversion\":true}" },
};
const size_t story_length = COUNTOF(story);

const struct post *story_post(struct fixture *f, const struct story_step *s)
{
	return s->by[0] == 's' ? &f->organiser : s->by[0] == 'h' ? &f->department : &f->secretary;
}

void tell_story(struct fixture *f, int64_t case_id, const char *until)
{
	for (size_t i = 0; i < story_length; i++) {
		const struct story_step *s = &story[i];
		struct tried t = try_step(f, story_post(f, s), case_id, s, NULL, 0);
		bool last = until && strcmp(s->step, until) == 0 && s->on &&
			    (i + 1 == story_length || strcmp(story[i + 1].step, until) != 0);

		if (t.e)
			print_error("%s %s: %s %s %s\n", s->step, s->on ? s->on : "-",
				    err_code(t.e), t.problem, t.details);
		assert_int_equal(t.e, OK);
		if (last)
			return;
	}
}

/* ---- looking ---- */

struct looking {
	struct fixture *f;
	const struct post *post;
	int64_t case_id;
	struct case_reply page;
};

static enum err look_tx(struct db *db, void *arg)
{
	struct looking *l = arg;
	struct case_view view;
	enum err e;

	e = case_load(db, l->f->set, &l->f->arena, l->case_id, &view);
	if (e)
		return e;
	return case_reply_make(db, l->f->set, &l->f->arena, &l->post->user, &view, clock_today(),
			       &l->page);
}

struct case_reply page_of(struct fixture *f, const struct post *post, int64_t case_id)
{
	struct looking l = { f, post, case_id, { 0 } };

	assert_int_equal(db_read(f->db, "test", look_tx, &l), OK);
	return l.page;
}

const struct case_step_reply *page_step(const struct case_reply *page, const char *code)
{
	const struct case_step_reply *items = page->steps.items;

	for (size_t i = 0; i < page->steps.n; i++) {
		if (strcmp(items[i].code, code) == 0)
			return &items[i];
	}
	fail_msg("no step %s", code);
	return NULL;
}

const struct next_reply *page_next(const struct case_reply *page, const char *code)
{
	const struct next_reply *items = page->next.items;

	for (size_t i = 0; i < page->next.n; i++) {
		if (strcmp(items[i].step, code) == 0)
			return &items[i];
	}
	return NULL;
}

int64_t fixture_rows(struct fixture *f)
{
	return fixture_number(
		f, "SELECT (SELECT count(*) FROM step_record) * 1000000"
		   " + (SELECT count(*) FROM audit) * 10000"
		   " + (SELECT count(*) FROM stage_event) * 100"
		   " + (SELECT CAST(coalesce(sum(version), 0) AS BIGINT) FROM development_case)");
}
