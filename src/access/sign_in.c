/* SPDX-License-Identifier: Apache-2.0 */
/* Signing in: look, compare (slow), then one transaction that accepts or counts the failure. */
#include "access/sign_in.h"
#include "access/audit.h"
#include "access/password.h"
#include "access/session.h"
#include "access/throttle.h"
#include "access/totp.h"
#include "base/clock.h"
#include "base/str.h"
#include "base/banned.h"

/* One attempt on its way. */
struct attempt {
	struct arena arena;
	const struct seal_keys *keys;
	const struct sign_in *from;
	const char *login, *login_subject, *address_subject;
	int64_t now, wait;
	bool known;
	struct account account;
	int64_t totp_step;
	char new_hash[PASSWORD_HASH_SIZE]; /* "": the old one is good */
	const char *reason;                /* of a refusal, for the audit log */
	struct signed_in *ret;
};

static void attempt_release(struct attempt *t)
{
	arena_release(&t->arena);
}

static enum err look_tx(struct db *db, void *arg)
{
	struct attempt *t = arg;
	enum err e;

	e = throttle_read(db, t->login_subject, t->address_subject, t->now, &t->wait);
	if (e)
		return e;
	e = account_by_login(db, &t->arena, t->login, &t->account);
	t->known = e == OK;
	return e == ERR_NOT_FOUND ? OK : e;
}

static enum err code_check(struct attempt *t)
{
	const char *secret;
	enum err e;

	if (!t->account.totp_on)
		return OK;
	if (str_empty(t->from->code))
		return ERR_SECOND_FACTOR;
	e = open_text(t->keys, TOTP_PLACE, t->account.id, t->account.totp.bytes,
		      t->account.totp.len, &t->arena, &secret);
	if (e)
		return e;
	return totp_verify(secret, t->from->code, t->now, t->account.totp_step, &t->totp_step);
}

static enum err audit_attempt(struct db *db, const struct attempt *t, const char *action,
			      const char *kind, int64_t id, const char *detail)
{
	const struct audit_line line = {
		.school_id = t->account.school_id,
		.account_id = t->account.id,
		.person_id = t->account.person_id,
		.request_id = t->from->request_id,
		.action = action,
		.object_kind = kind,
		.object_id = id,
		.detail = detail,
	};

	return audit_insert(db, &line);
}

static enum err refuse_tx(struct db *db, void *arg)
{
	struct attempt *t = arg;
	enum err e;

	e = throttle_count(db, t->login_subject, t->address_subject, t->now);
	if (e || !t->known)
		return e;
	return audit_attempt(db, t, "session.refuse", "account", t->account.id,
			     arena_printf(&t->arena, "{\"reason\":\"%s\"}", t->reason));
}

/* Is everything still as it was when the password was compared? */
static enum err still_right(struct db *db, struct attempt *t)
{
	struct account now;
	int64_t wait;
	enum err e;

	/* Others may have guessed meanwhile: a right guess among too many is refused as well. */
	e = throttle_read(db, t->login_subject, t->address_subject, t->now, &wait);
	if (e)
		return e;
	if (wait > 0) {
		t->wait = wait;
		return ERR_THROTTLED;
	}
	e = account_get(db, &t->arena, t->account.id, &now);
	if (e)
		return e == ERR_NOT_FOUND ? ERR_UNAUTHENTICATED : e;
	if (now.disabled || now.totp_on != t->account.totp_on ||
	    !str_eq(now.password_hash, t->account.password_hash))
		return ERR_UNAUTHENTICATED;
	if (!t->account.totp_on)
		return OK;
	return account_use_totp_step(db, t->account.id, t->totp_step);
}

static enum err session_begin(struct db *db, struct attempt *t)
{
	const struct session_new from = {
		.account_id = t->account.id,
		.school_id = t->account.school_id,
		.second_factor = t->account.totp_on,
		.address = t->from->address,
		.agent = t->from->agent,
	};
	enum err e;

	if (t->from->old_session_id != 0) {
		e = session_revoke(db, t->from->old_account_id, t->from->old_session_id, t->now);
		if (e && e != ERR_NOT_FOUND)
			return e;
	}
	e = session_add(db, &from, t->now, t->ret->token, &t->ret->session_id);
	if (e)
		return e;
	t->ret->account_id = t->account.id;
	return audit_attempt(db, t, "session.create", "session", t->ret->session_id, NULL);
}

static enum err accept_tx(struct db *db, void *arg)
{
	struct attempt *t = arg;
	enum err e;

	e = still_right(db, t);
	if (e)
		return e;
	e = throttle_forget(db, t->login_subject);
	if (e)
		return e;
	if (!str_empty(t->new_hash)) {
		e = account_rehash(db, t->account.id, t->new_hash, t->account.password_hash);
		if (e)
			return e;
	}
	e = account_signed_in(db, t->account.id, t->now);
	if (e)
		return e;
	return session_begin(db, t);
}

/* Counts the failure and gives the error that the caller is to see. */
static enum err refuse(struct db *db, struct attempt *t, const char *reason, enum err because)
{
	enum err e;

	t->reason = reason;
	e = db_write(db, "session.refuse", refuse_tx, t);
	return e ? e : because;
}

static enum err compare(struct db *db, struct attempt *t)
{
	const char *hash = t->known && !t->account.disabled ? t->account.password_hash : NULL;
	enum err e;

	if (!password_matches(hash, t->from->password))
		return refuse(db, t, t->known && t->account.disabled ? "disabled" : "password",
			      ERR_UNAUTHENTICATED);
	e = code_check(t);
	if (e == ERR_SECOND_FACTOR && !str_empty(t->from->code))
		return refuse(db, t, "code", e);
	if (e)
		return e;
	return password_is_old(hash) ? password_hash(t->from->password, t->new_hash) : OK;
}

static enum err throttled(struct attempt *t)
{
	t->ret->retry_after_seconds = t->wait;
	return ERR_THROTTLED;
}

enum err sign_in(struct db *db, const struct seal_keys *keys, const struct sign_in *from,
		 struct signed_in *ret)
{
	CLEANUP(attempt_release)
	struct attempt t = { .keys = keys, .from = from, .now = clock_now(), .ret = ret };
	enum err e;

	t.login = account_login_form(&t.arena, from->login);
	t.login_subject = throttle_login(&t.arena, t.login);
	t.address_subject = throttle_address(&t.arena, from->address);
	e = db_read(db, "session.look", look_tx, &t);
	if (e)
		return e;
	if (t.wait > 0)
		return throttled(&t);
	e = compare(db, &t);
	if (e)
		return e;
	e = db_write(db, "session.create", accept_tx, &t);
	if (e == ERR_THROTTLED)
		return throttled(&t);
	if (e == ERR_SECOND_FACTOR)
		return refuse(db, &t, "code", e);
	return e;
}

enum err password_confirm(struct db *db, const struct user *who, const char *address,
			  const struct account *account, const char *password, int64_t *ret_wait)
{
	const struct sign_in from = { .request_id = who->request_id };
	CLEANUP(attempt_release) struct attempt t = { .from = &from, .now = clock_now() };
	enum err e;

	t.account = *account;
	t.known = true;
	t.login_subject = throttle_login(&t.arena, account->login);
	t.address_subject = throttle_address(&t.arena, address);
	e = throttle_read(db, t.login_subject, t.address_subject, t.now, ret_wait);
	if (e)
		return e;
	if (*ret_wait > 0)
		return ERR_THROTTLED;
	if (password_matches(account->password_hash, password))
		return OK;
	return refuse(db, &t, "password", ERR_FORBIDDEN);
}
