/* SPDX-License-Identifier: Apache-2.0 */
#include "officers.h"

#include "access/session.h"
#include "json/json_read.h"

#define ACCOUNT_OF(person) ((person) + 10000)

static void account_add_for(struct fixture *f, int person)
{
	fixture_sql(f,
		    "INSERT INTO account (id, school_id, person_id, login, created_at)"
		    " VALUES (%d, 1, %d, 'p%d', 0);",
		    ACCOUNT_OF(person), person, person);
}

static void post_add(struct fixture *f, int person, int organisation, const char *kind)
{
	fixture_sql(f,
		    "INSERT INTO post (school_id, person_id, organisation_id, kind, from_on,"
		    " term_until, recorded_at) VALUES (1, %d, %d, '%s', '2025-09-01',"
		    " '2028-08-31', 0);",
		    person, organisation, kind);
}

static void person_add(struct fixture *f, int id)
{
	fixture_sql(f,
		    "INSERT INTO person (id, school_id, name, birth, recorded_in, created_at,"
		    " updated_at) VALUES (%d, 1, '人%d', '2006-03-01', 3, 0, 0);"
		    "INSERT INTO affiliation (school_id, person_id, organisation_id, from_on,"
		    " recorded_at) VALUES (1, %d, 3, '2024-09-01', 0);",
		    id, id, id);
}

static enum err derive_tx(struct db *db, void *arg)
{
	enum err e = OK;

	(void)arg;
	for (int64_t id = 501; !e && id <= 504; id++)
		e = directory_derive_person(db, id);
	for (int64_t id = 601; !e && id <= 606; id++)
		e = directory_derive_person(db, id);
	return e;
}

int officers_open(void **state)
{
	struct fixture *f = *state;

	for (int id = 501; id <= 504; id++)
		person_add(f, id);
	for (int id = 601; id <= 606; id++)
		person_add(f, id);
	for (int id = 301; id <= 309; id++)
		account_add_for(f, id);
	for (int id = 401; id <= 403; id++)
		account_add_for(f, id);
	for (int id = 501; id <= 504; id++)
		account_add_for(f, id);
	post_add(f, 301, 3, "branch_secretary");
	post_add(f, 303, 3, "organisation_officer");
	post_add(f, 401, 8, "branch_secretary");
	post_add(f, 501, 2, "organiser");
	post_add(f, 504, 2, "committee_secretary");
	post_add(f, 402, 7, "organiser");
	return db_write(f->db, "fixture", derive_tx, NULL) ? -1 : 0;
}

/* ---- rights, as the server reads them ---- */

struct signing_in {
	struct fixture *f;
	int64_t person_id;
	char token[SEAL_CSRF_SIZE];
};

static enum err sign_in_tx(struct db *db, void *arg)
{
	struct signing_in *s = arg;
	struct session_new from = { .account_id = ACCOUNT_OF(s->person_id), .school_id = 1 };
	int64_t id;

	return session_add(db, &from, clock_now(), s->token, &id);
}

struct post *officer(struct fixture *f, int64_t person_id)
{
	struct signing_in s = { f, person_id, "" };
	unsigned char hash[SEAL_INDEX_BYTES];
	struct session_state *state = ARENA_NEW(&f->arena, struct session_state);
	struct post *p = ARENA_NEW(&f->arena, struct post);

	assert_int_equal(db_write(f->db, "test", sign_in_tx, &s), OK);
	seal_token_hash(s.token, hash);
	assert_int_equal(session_load(f->db, &f->arena, hash, clock_today(), state), OK);
	p->user = state->user;
	return p;
}

uint32_t perms_at(struct fixture *f, int64_t person_id, const char *path)
{
	const struct user *who = &officer(f, person_id)->user;
	uint32_t perms = 0;

	for (int perm = PERM_DIRECTORY_READ; perm < PERM__MAX; perm++) {
		if (user_may_at(who, (enum perm)perm, path))
			perms |= UINT32_C(1) << perm;
	}
	return perms;
}

static const char *today_text(struct fixture *f)
{
	char text[DATE_SIZE];

	date_format(clock_today(), text);
	return arena_strdup(&f->arena, text);
}

static int64_t post_column(struct fixture *f, const char *column, int64_t organisation_id,
			   const char *kind)
{
	return fixture_number(f,
			      "SELECT coalesce(max(%s), 0) FROM post WHERE organisation_id = %lld"
			      " AND kind = '%s' AND from_on <= '%s'"
			      " AND (until_on IS NULL OR until_on > '%s')",
			      column, (long long)organisation_id, kind, today_text(f),
			      today_text(f));
}

int64_t post_of(struct fixture *f, int64_t organisation_id, const char *kind)
{
	return post_column(f, "id", organisation_id, kind);
}

int64_t holder_of(struct fixture *f, int64_t organisation_id, const char *kind)
{
	return post_column(f, "person_id", organisation_id, kind);
}

/* ---- acts ---- */

enum act { ACT_BEGIN, ACT_APPROVE, ACT_ACCEPT, ACT_TAKE_BACK, ACT_WRITE };

struct acting {
	struct fixture *f;
	struct handover_ask ask;
	enum act act;
	struct handover_begin begin;
	struct handover_approval approval;
	struct handover_notes notes;
	struct handover_ending ending;
	int64_t version;
	struct handed out;
};

static enum err act_tx(struct db *db, void *arg)
{
	struct acting *a = arg;

	switch (a->act) {
	case ACT_BEGIN:
		return handover_begin(db, &a->ask, &a->begin, &a->out.id);
	case ACT_APPROVE:
		return handover_approve(db, &a->ask, a->out.id, &a->approval);
	case ACT_ACCEPT:
		return handover_accept(db, &a->ask, a->out.id, a->version);
	case ACT_WRITE:
		return handover_write_notes(db, &a->ask, a->out.id, &a->notes);
	default:
		return handover_withdraw(db, &a->ask, a->out.id, &a->ending);
	}
}

static const char *first_rule(struct fixture *f, const char *details)
{
	const struct jval *root = NULL;

	if (!details ||
	    jval_parse(&f->arena, details, strlen(details), &jval_limits_file, &root, NULL) != OK)
		return "";
	return jval_text(jval_get(jval_at(jval_get(root, "stops"), 0), "rule"));
}

static struct handed act(struct fixture *f, int64_t by, enum act what, struct acting a)
{
	struct problems *problems = ARENA_NEW(&f->arena, struct problems);
	const struct problems *p = problems;

	problems->a = &f->arena;
	a.f = f;
	a.act = what;
	a.ask = (struct handover_ask){ &f->arena, &officer(f, by)->user, problems, NULL };
	if (what != ACT_BEGIN)
		a.version = fixture_number(f, "SELECT version FROM handover WHERE id = %lld",
					   (long long)a.out.id);
	a.approval.version = a.notes.version = a.ending.version = a.version;
	a.out.rule = a.out.problem = "";
	a.out.e = db_write(f->db, "test", act_tx, &a);
	a.out.rule = first_rule(f, a.ask.details);
	if (p->n)
		a.out.problem =
			arena_printf(&f->arena, "%s %s", p->items[0].field, p->items[0].code);
	return a.out;
}

struct handed begin(struct fixture *f, int64_t by, int64_t post_id, int64_t to,
		    const char *decision)
{
	struct acting a = {
		.begin = { .post_id = post_id, .to_person_id = to, .decision = decision }
	};

	return act(f, by, ACT_BEGIN, a);
}

struct handed approve(struct fixture *f, int64_t by, int64_t id, int64_t to)
{
	struct acting a = { .approval = { .to_person_id = to, .decision = "甲党〔2027〕5号" },
			    .out.id = id };

	return act(f, by, ACT_APPROVE, a);
}

struct handed accept(struct fixture *f, int64_t by, int64_t id)
{
	struct acting a = { .out.id = id };

	return act(f, by, ACT_ACCEPT, a);
}

struct handed take_back(struct fixture *f, int64_t by, int64_t id)
{
	struct acting a = { .ending.reason = "人选有变", .out.id = id };

	return act(f, by, ACT_TAKE_BACK, a);
}

struct handed write_notes(struct fixture *f, int64_t by, int64_t id, const char *keys)
{
	struct acting a = { .notes.keys_note = keys, .out.id = id };

	return act(f, by, ACT_WRITE, a);
}
