/* SPDX-License-Identifier: Apache-2.0 */
/* Beginning, writing, confirming, signing and calling off a hand-over. */
#include "handover/handover_impl.h"

#include "base/banned.h"

static void again(struct handover_ask *ask)
{
	ask->problems->n = 0; /* the transaction may run again */
	ask->details = NULL;
}

static enum err refuse(struct handover_ask *ask, enum err e, enum handover_refusal why)
{
	ask->details = handover_refuse(ask->a, why);
	return e;
}

static const char *today_text(struct arena *a)
{
	char text[DATE_SIZE];

	date_format(clock_today(), text);
	return arena_strdup(a, text);
}

enum err handover_part_of(struct db *db, const struct user *who, const struct handover *h,
			  struct handover_part *ret)
{
	enum err e = authz_post(db, who, h->kind, h->organisation_id);

	if (e && e != ERR_FORBIDDEN && e != ERR_NOT_FOUND)
		return e;
	*ret = (struct handover_part){
		.holder = who->person_id && who->person_id == h->from_person_id,
		.successor = who->person_id && who->person_id == h->to_person_id,
	};
	ret->giver = !e && !ret->holder; /* nobody confirms his own successor */
	return OK;
}

/* The hand-over, if it is the caller's business at all. */
static enum err open_for(struct db *db, struct handover_ask *ask, int64_t id, struct handover *ret,
			 struct handover_part *ret_part)
{
	enum err e;

	again(ask);
	e = handover_get(db, ask->a, id, ret);
	if (!e)
		e = handover_part_of(db, ask->who, ret, ret_part);
	if (e)
		return e;
	if (!ret_part->holder && !ret_part->successor && !ret_part->giver)
		return ERR_NOT_FOUND;
	return OK;
}

static enum err still_open(struct handover_ask *ask, const struct handover *h, int64_t version)
{
	if (str_eq(h->state, "accepted"))
		return refuse(ask, ERR_CONFLICT, HANDOVER_ACCEPTED);
	if (str_eq(h->state, "withdrawn"))
		return refuse(ask, ERR_CONFLICT, HANDOVER_WITHDRAWN);
	return h->version == version ? OK : ERR_STALE;
}

/* Does its holder still hold the post today? */
static bool stands(const struct directory_post *post, int64_t person_id, const char *today)
{
	return post->person_id == person_id && strcmp(post->from_on, today) <= 0 &&
	       (!post->until_on || strcmp(post->until_on, today) > 0);
}

static enum err successor_check(struct db *db, struct handover_ask *ask, int64_t to, int64_t from)
{
	enum err e = authz_person(db, ask->who, PERM_DIRECTORY_READ, to);

	if (e && e != ERR_NOT_FOUND && e != ERR_FORBIDDEN)
		return e;
	if (e)
		problem_add(ask->problems, "to_person_id", "not_a_person", NULL);
	else if (to == from)
		problem_add(ask->problems, "to_person_id", "same_person", NULL);
	return ask->problems->n ? ERR_INPUT : OK;
}

static void term_check(struct handover_ask *ask, const char *term_until)
{
	if (term_until && strcmp(term_until, today_text(ask->a)) < 0)
		problem_add(ask->problems, "term_until", "out_of_range", NULL);
}

/* ---- beginning ---- */

static enum err post_for(struct db *db, struct handover_ask *ask, int64_t post_id,
			 struct directory_post *ret, bool *ret_giver)
{
	int64_t version, under_way = 0;
	bool holder;
	enum err e, may;

	e = directory_post_get(db, ask->a, post_id, ret, &version);
	if (e)
		return e;
	may = authz_post(db, ask->who, ret->kind, ret->organisation_id);
	if (may && may != ERR_FORBIDDEN && may != ERR_NOT_FOUND)
		return may;
	holder = ask->who->person_id && ask->who->person_id == ret->person_id;
	if (may && !holder)
		return may;
	if (!stands(ret, ret->person_id, today_text(ask->a)))
		return refuse(ask, ERR_CONFLICT, HANDOVER_POST_OVER);
	e = handover_of_post(db, post_id, &under_way);
	if (!e && under_way)
		return refuse(ask, ERR_CONFLICT, HANDOVER_UNDER_WAY);
	*ret_giver = !may && !holder;
	return e;
}

enum err handover_begin(struct db *db, struct handover_ask *ask, const struct handover_begin *in,
			int64_t *ret_id)
{
	struct directory_organisation where = { 0 };
	struct directory_post post;
	struct handover h;
	bool giver = false;
	enum err e;

	again(ask);
	e = post_for(db, ask, in->post_id, &post, &giver);
	if (!e)
		e = directory_organisation_get(db, ask->a, post.organisation_id, &where);
	if (e)
		return e;
	term_check(ask, in->term_until);
	if (in->to_person_id)
		e = successor_check(db, ask, in->to_person_id, post.person_id);
	if (!e && ask->problems->n)
		e = ERR_INPUT;
	if (e)
		return e;
	/* Only who may give the post makes it ready: nobody passes on a right by himself. */
	h = (struct handover){ .school_id = where.school_id,
			       .organisation_id = where.id,
			       .post_id = post.id,
			       .kind = post.kind,
			       .from_person_id = post.person_id,
			       .to_person_id = in->to_person_id,
			       .state = giver && in->to_person_id && in->decision ? "ready"
										  : "proposed",
			       .decision = in->decision,
			       .term_until = in->term_until,
			       .letter = handover_letter_join(ask->a, &in->letter),
			       .keys_note = in->keys_note,
			       .papers_note = in->papers_note };
	e = handover_add(db, ask->who, &h, ret_id);
	return e ? e
		 : audit_add(db, ask->who, "handover.begin", "handover", *ret_id,
			     arena_printf(ask->a,
					  "{\"post_id\":\"%lld\",\"to_person_id\":\"%lld\","
					  "\"state\":\"%s\"}",
					  (long long)post.id, (long long)in->to_person_id,
					  h.state));
}

enum err handover_demo(struct db *db, struct arena *a, const struct user *who,
		       const struct handover_begin *in, int64_t *ret_id)
{
	struct problems problems = { .a = a };
	struct handover_ask ask = { a, who, &problems, NULL };

	return handover_begin(db, &ask, in, ret_id);
}

/* ---- writing and confirming ---- */

enum err handover_write_notes(struct db *db, struct handover_ask *ask, int64_t id,
			      const struct handover_notes *in)
{
	struct handover_part part;
	struct handover h;
	enum err e;

	e = open_for(db, ask, id, &h, &part);
	if (e)
		return e;
	if (!part.holder && !part.giver)
		return ERR_FORBIDDEN;
	e = still_open(ask, &h, in->version);
	if (!e)
		e = handover_touch(db, id, in->version);
	h.letter = handover_letter_join(ask->a, &in->letter);
	h.keys_note = in->keys_note;
	h.papers_note = in->papers_note;
	if (!e)
		e = handover_set_notes(db, &h);
	return e ? e : audit_add(db, ask->who, "handover.write", "handover", id, NULL);
}

enum err handover_approve(struct db *db, struct handover_ask *ask, int64_t id,
			  const struct handover_approval *in)
{
	struct handover_part part;
	struct handover h;
	enum err e;

	e = open_for(db, ask, id, &h, &part);
	if (e)
		return e;
	if (!part.giver)
		return ERR_FORBIDDEN;
	e = still_open(ask, &h, in->version);
	if (e)
		return e;
	h.to_person_id = in->to_person_id ? in->to_person_id : h.to_person_id;
	h.decision = in->decision;
	h.term_until = in->term_until ? in->term_until : h.term_until;
	if (!h.to_person_id)
		return refuse(ask, ERR_CONFLICT, HANDOVER_NO_SUCCESSOR);
	term_check(ask, in->term_until);
	e = successor_check(db, ask, h.to_person_id, h.from_person_id);
	if (!e)
		e = handover_touch(db, id, in->version);
	if (!e)
		e = handover_set_ready(db, ask->who, &h);
	return e ? e
		 : audit_add(db, ask->who, "handover.approve", "handover", id,
			     arena_printf(ask->a, "{\"to_person_id\":\"%lld\"}",
					  (long long)h.to_person_id));
}

enum err handover_withdraw(struct db *db, struct handover_ask *ask, int64_t id,
			   const struct handover_ending *in)
{
	struct handover_part part;
	struct handover h;
	enum err e;

	e = open_for(db, ask, id, &h, &part);
	if (e)
		return e;
	if (!part.holder && !part.giver)
		return ERR_FORBIDDEN;
	e = still_open(ask, &h, in->version);
	if (!e)
		e = handover_touch(db, id, in->version);
	if (!e)
		e = handover_set_withdrawn(db, ask->who, id, in->reason);
	return e ? e : audit_add(db, ask->who, "handover.withdraw", "handover", id, NULL);
}

/* ---- signing ---- */

static bool holds_already(const struct directory_holder *holders, size_t n, int64_t person_id)
{
	for (size_t i = 0; i < n; i++) {
		if (holders[i].person_id == person_id)
			return true;
	}
	return false;
}

/*
 * Rights are read from `post` by day, and a post is over on its until_on: with today's day in both
 * rows the old right ends and the new one begins when this transaction is committed.
 */
static enum err posts_change(struct db *db, struct handover_ask *ask, const struct handover *h,
			     int64_t *ret_post)
{
	const char *today = today_text(ask->a);
	struct directory_holder *holders = NULL;
	struct directory_post old, new_post;
	int64_t version = 0;
	size_t n = 0;
	enum err e;

	e = directory_post_get(db, ask->a, h->post_id, &old, &version);
	if (!e)
		e = directory_post_holders(db, ask->a, h->organisation_id, h->kind, today, &holders,
					   &n);
	if (e)
		return e;
	if (!stands(&old, h->from_person_id, today))
		return refuse(ask, ERR_CONFLICT, HANDOVER_POST_OVER);
	if (holds_already(holders, n, h->to_person_id))
		return refuse(ask, ERR_CONFLICT, HANDOVER_HOLDS_ALREADY);
	new_post = (struct directory_post){ .person_id = h->to_person_id,
					    .organisation_id = h->organisation_id,
					    .kind = h->kind,
					    .from_on = today,
					    .term_until =
						    h->term_until ? h->term_until : old.term_until,
					    .note = h->decision,
					    .recorded_by = ask->who->account_id };
	if (new_post.term_until && strcmp(new_post.term_until, today) < 0)
		new_post.term_until = NULL; /* the predecessor's term was over */
	e = directory_post_end(db, old.id, version, today);
	if (!e)
		e = directory_post_add(db, &new_post, ret_post);
	if (!e)
		e = audit_add(db, ask->who, "post.end", "post", old.id,
			      arena_printf(ask->a, "{\"until_on\":\"%s\"}", today));
	return e ? e
		 : audit_add(db, ask->who, "post.give", "post", *ret_post,
			     arena_printf(ask->a, "{\"kind\":\"%s\"}", h->kind));
}

enum err handover_accept(struct db *db, struct handover_ask *ask, int64_t id, int64_t version)
{
	struct handover_part part;
	struct handover h;
	enum err e;

	e = open_for(db, ask, id, &h, &part);
	if (e)
		return e;
	if (!part.successor)
		return refuse(ask, ERR_FORBIDDEN, HANDOVER_OTHER_PERSON);
	e = still_open(ask, &h, version);
	if (e)
		return e;
	if (!str_eq(h.state, "ready"))
		return refuse(ask, ERR_CONFLICT, HANDOVER_NOT_READY);
	e = handover_touch(db, id, version);
	if (!e)
		e = posts_change(db, ask, &h, &h.new_post_id);
	if (!e)
		e = handover_set_accepted(db, ask->who, &h);
	return e ? e
		 : audit_add(db, ask->who, "handover.accept", "handover", id,
			     arena_printf(ask->a,
					  "{\"old_post_id\":\"%lld\",\"new_post_id\":\"%lld\"}",
					  (long long)h.post_id, (long long)h.new_post_id));
}
