/* SPDX-License-Identifier: Apache-2.0 */
/* Officers of every branch and committee, and the accounts to look at Jishi with. */
#include "demo/demo_impl.h"

#include "access/account.h"
#include "access/password.h"
#include "demo/demo.h"
#include "directory/directory.h"
#include "base/banned.h"

/* login, whose: for each role one account. The words are for the person who starts the demo. */
static const struct {
	const char *login, *role;
} accounts[] = {
	{ "admin", "系统管理员 system administrator" },
	{ "department", "组织部干部 organisation department" },
	{ "committee", "电气工程学院党委书记 committee secretary" },
	{ "organiser", "电气工程学院组织员 organiser" },
	{ "secretary", "电气2301班党支部书记 branch secretary" },
	{ "counsellor", "电气工程学院辅导员 counsellor" },
	{ "applicant", "入党申请人 applicant" },
	{ "activist", "入党积极分子 activist" },
	{ "probationary", "预备党员 probationary member" },
	{ "organiser2", "计算机学院组织员 organiser of another college" },
	{ "successor", "电气2301班党支部宣传委员（接任人选） the secretary's successor" },
	{ "secretary2", "计算机学院学生党支部书记 branch secretary of another college" },
};

_Static_assert(COUNTOF(accounts) <= DEMO_ACCOUNTS_MAX, "room for each account");

void demo_print_accounts(FILE *to)
{
	fprintf(to, "演示学校：云岫大学（人物均为虚构）  A demo university, all people invented\n");
	fprintf(to, "密码 password: %s\n", DEMO_PASSWORD);
	for (size_t i = 0; i < COUNTOF(accounts); i++)
		fprintf(to, "  %-13s %s\n", accounts[i].login, accounts[i].role);
}

enum err demo_post_give(struct demo *d, int64_t person_id, int64_t organisation_id,
			const char *kind)
{
	int32_t from = d->today - demo_between(&d->random, 40, 700);
	struct directory_post p = {
		.person_id = person_id,
		.organisation_id = organisation_id,
		.kind = kind,
		.from_on = demo_day(d, from),
		.term_until = demo_day(d, date_add_months(from, 36)),
	};

	return directory_post_add(d->db, &p, &p.id);
}

static enum err give_branch_posts(struct demo *d, struct demo_branch *b)
{
	static const char *const kinds[] = { "branch_secretary", "organisation_officer",
					     "publicity_officer", "discipline_officer" };
	size_t n = b->n_full >= 7 ? COUNTOF(kinds) : 3;

	for (size_t i = 0; i < n && i < b->n_full; i++) {
		enum err e = demo_post_give(d, b->full[i], b->id, kinds[i]);

		if (e)
			return e;
	}
	return OK;
}

/* The staff branch of a body, whose members serve above it; any of its branches if there is none. */
static struct demo_branch *staff_of(struct demo *d, int64_t organisation_id)
{
	struct demo_branch *found = NULL;

	for (size_t i = 0; i < d->n_branches; i++) {
		struct demo_branch *b = &d->branches[i];

		if (b->parent_id != organisation_id)
			continue;
		if (!found || (found->o->student && !b->o->student))
			found = b;
	}
	return found;
}

static enum err give_body_posts(struct demo *d, size_t place)
{
	const char *kind = d->tree[place].kind;
	struct demo_branch *b = staff_of(d, d->ids[place]);
	enum err e;

	if (!b || b->n_full < 3 || directory_is_branch(kind) || place == 0)
		return OK;
	e = demo_post_give(d, b->full[b->n_full - 1], d->ids[place], "committee_secretary");
	if (!e)
		e = demo_post_give(d, b->full[b->n_full - 2], d->ids[place], "organiser");
	if (!e && directory_is_committee(kind))
		e = demo_post_give(d, b->full[b->n_full - 3], d->ids[place], "committee_member");
	return e;
}

struct demo_branch *demo_branch_of(struct demo *d, const char *code)
{
	for (size_t i = 0; i < d->n_branches; i++) {
		if (str_eq(d->branches[i].o->code, code))
			return &d->branches[i];
	}
	return NULL;
}

int64_t demo_id_of(const struct demo *d, const char *code)
{
	for (size_t i = 0; i < d->n_tree; i++) {
		if (str_eq(d->tree[i].code, code))
			return d->ids[i];
	}
	return 0;
}

/* Whoever holds the post; 0 if nobody does. */
static enum err holder(struct demo *d, const char *code, const char *kind, int64_t *ret_person)
{
	struct directory_holder *who;
	size_t n;
	enum err e = directory_post_holders(d->db, d->a, demo_id_of(d, code), kind,
					    demo_day(d, d->today), &who, &n);

	if (e)
		return e;
	*ret_person = n ? who[0].person_id : 0;
	return OK;
}

/* Somebody of the branch who has come as far as this stage. */
static enum err traveller_at(struct demo *d, const char *stage, int64_t *ret_person)
{
	size_t branch = (size_t)(demo_branch_of(d, "YX1103") - d->branches);

	for (size_t i = 0; i < d->n_travellers; i++) {
		struct directory_person_state s;
		enum err e;

		if (d->travellers[i].branch != branch)
			continue;
		e = directory_person_state(d->db, d->a, d->travellers[i].person_id, &s);
		if (e)
			return e;
		if (str_eq(s.stage, stage)) {
			*ret_person = s.person_id;
			return OK;
		}
	}
	*ret_person = 0;
	return OK;
}

static enum err person_of(struct demo *d, const char *login, int64_t *ret)
{
	struct demo_branch *office = demo_branch_of(d, "YX2101"),
			   *staff = demo_branch_of(d, "YX0101");

	if (str_eq(login, "admin"))
		*ret = office->full[0];
	else if (str_eq(login, "department"))
		*ret = office->full[1];
	else if (str_eq(login, "counsellor"))
		*ret = staff->full[0];
	else if (str_eq(login, "committee"))
		return holder(d, "YX01", "committee_secretary", ret);
	else if (str_eq(login, "organiser"))
		return holder(d, "YX01", "organiser", ret);
	else if (str_eq(login, "organiser2"))
		return holder(d, "YX02", "organiser", ret);
	else if (str_eq(login, "secretary"))
		return holder(d, "YX1103", "branch_secretary", ret);
	else if (str_eq(login, "successor"))
		return holder(d, "YX1103", "publicity_officer", ret);
	else if (str_eq(login, "secretary2"))
		return holder(d, "YX0202", "branch_secretary", ret);
	else
		return traveller_at(d, login, ret);
	return OK;
}

enum err demo_accounts(struct demo *d)
{
	char hash[PASSWORD_HASH_SIZE];
	enum err e = password_hash(DEMO_PASSWORD, hash);

	for (size_t i = 0; !e && i < COUNTOF(accounts); i++) {
		struct account_new account = { .school_id = d->root_id,
					       .login = accounts[i].login,
					       .password_hash = hash };
		int64_t id;

		e = person_of(d, accounts[i].login, &account.person_id);
		if (e || !account.person_id)
			continue;
		e = account_add(d->db, &account, &id);
		if (!e)
			d->accounts[d->n_accounts++] =
				(struct demo_account){ accounts[i].login, id, account.person_id };
	}
	return e;
}

const struct demo_account *demo_account_of(const struct demo *d, const char *login)
{
	static const struct demo_account none = { 0 };

	for (size_t i = 0; i < d->n_accounts; i++) {
		if (str_eq(d->accounts[i].login, login))
			return &d->accounts[i];
	}
	return &none;
}

enum err demo_posts(struct demo *d)
{
	struct demo_branch *office = demo_branch_of(d, "YX2101"),
			   *staff = demo_branch_of(d, "YX0101");
	enum err e = OK;

	for (size_t i = 0; !e && i < d->n_branches; i++)
		e = give_branch_posts(d, &d->branches[i]);
	for (size_t i = 0; !e && i < d->n_tree; i++)
		e = give_body_posts(d, i);
	if (!e)
		e = demo_post_give(d, office->full[0], d->root_id, "school_admin");
	if (!e)
		e = demo_post_give(d, office->full[1], d->root_id, "department_officer");
	return e ? e : demo_post_give(d, staff->full[0], demo_id_of(d, "YX01"), "counsellor");
}
