/* SPDX-License-Identifier: Apache-2.0 */
/* jishi user add | passwd | list: accounts from the server's own terminal. */
#include <sodium.h>

#include "access/access_serve.h"
#include "access/account.h"
#include "access/password.h"
#include "access/session.h"
#include "access/throttle.h"
#include "base/clock.h"
#include "base/str.h"
#include "db/db_cli.h"
#include "base/banned.h"

static const char usage[] =
	"user add LOGIN --number STUDENT_OR_STAFF_NO | --administrator --name NAME [--db URL] | "
	"user passwd LOGIN [--stdin] [--db URL] | user list [--db URL]";

struct user_command {
	const char *url, *verb, *login, *number, *name;
	bool administrator, from_stdin;
	struct arena arena;
	/* while running */
	struct account account;
	char token[SEAL_CSRF_SIZE], hash[PASSWORD_HASH_SIZE];
	const char *why; /* a refusal in words */
};

static int misunderstood(const char *word)
{
	fprintf(stderr, "jishi user: \"%s\" is not understood; use: jishi %s\n", word, usage);
	return 2;
}

static int parse(int argc, char **argv, struct user_command *c)
{
	static const struct {
		const char *option;
		size_t offset;
	} texts[] = {
		{ "--db", offsetof(struct user_command, url) },
		{ "--number", offsetof(struct user_command, number) },
		{ "--name", offsetof(struct user_command, name) },
	};

	for (int i = 1; i < argc; i++) {
		const char **text = NULL;

		for (size_t k = 0; k < COUNTOF(texts); k++) {
			if (str_eq(argv[i], texts[k].option) && i + 1 < argc)
				text = (const char **)(void *)((char *)c + texts[k].offset);
		}
		if (text != NULL)
			*text = argv[++i];
		else if (str_eq(argv[i], "--administrator"))
			c->administrator = true;
		else if (str_eq(argv[i], "--stdin"))
			c->from_stdin = true;
		else if (c->verb == NULL && argv[i][0] != '-')
			c->verb = argv[i];
		else if (c->login == NULL && argv[i][0] != '-')
			c->login = account_login_form(&c->arena, argv[i]);
		else
			return misunderstood(argv[i]);
	}
	return 0;
}

/* ---- add ---- */

static enum err person_find(struct db *db, const char *number, struct account_new *account)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_PERSON_BY_NUMBER, &q);
	if (e)
		return e;
	bind_str(q, PERSON_BY_NUMBER_NUMBER, number);
	e = step_one(q);
	if (e)
		return e;
	account->person_id = col_i64(q, PERSON_BY_NUMBER_C_ID);
	account->school_id = col_i64(q, PERSON_BY_NUMBER_C_SCHOOL_ID);
	return OK;
}

static enum err school_find(struct db *db, struct account_new *account)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_SCHOOL_ROOT, &q);
	if (e)
		return e;
	e = step_one(q);
	if (e)
		return e;
	account->school_id = col_i64(q, SCHOOL_ROOT_C_ID);
	return OK;
}

static enum err add_tx(struct db *db, void *arg)
{
	struct user_command *c = arg;
	struct account_new account = { .login = c->login,
				       .name = c->name,
				       .administrator = c->administrator };
	int64_t id;
	enum err e;

	c->why = c->number != NULL
			 ? "nobody has this student or staff number"
			 : "there is no school yet; open the link that jishi serve prints";
	e = c->number != NULL ? person_find(db, c->number, &account) : school_find(db, &account);
	if (e)
		return e;
	c->why = "the login is taken, or the person has an account; jishi user list shows them";
	e = account_add(db, &account, &id);
	if (e)
		return e;
	e = link_new(db, LINK_PASSWORD, id, clock_now(), c->token);
	if (e)
		return e;
	return audit_add(db, &command_line_user, "account.create", "account", id, NULL);
}

static int add_check(const struct user_command *c)
{
	size_t len = c->login == NULL ? 0 : strlen(c->login);

	if (len < ACCOUNT_LOGIN_MIN || len > ACCOUNT_LOGIN_MAX || account_login_fault(c->login)) {
		fputs("jishi user add: a login has 2 to 64 characters, none of them a space or one "
		      "of \"'\\/<>&?#%:;,\n",
		      stderr);
		return 2;
	}
	if ((c->number != NULL) == c->administrator || (c->administrator && str_empty(c->name))) {
		fprintf(stderr, "jishi user add: say whose account it is; use: jishi %s\n", usage);
		return 2;
	}
	return 0;
}

/* ---- passwd ---- */

static enum err passwd_tx(struct db *db, void *arg)
{
	struct user_command *c = arg;
	int64_t id = c->account.id;
	enum err e;

	e = throttle_forget(db, throttle_login(&c->arena, c->login));
	if (e)
		return e;
	if (c->from_stdin) {
		e = account_set_password(db, id, c->hash, /* must_change= */ true);
		if (e == OK)
			e = session_revoke_all(db, id, /* keep_id= */ 0, clock_now());
	} else {
		e = link_new(db, LINK_PASSWORD, id, clock_now(), c->token);
	}
	if (e)
		return e;
	return audit_add(db, &command_line_user,
			 c->from_stdin ? "account.password" : "account.reset", "account", id, NULL);
}

/* One line from stdin, hashed. */
static enum err password_read(struct user_command *c)
{
	char line[PASSWORD_MAX * 4 + 2];
	const char *password, *fault;
	size_t count;
	enum err e;

	c->why = "no password came on stdin";
	if (fgets(line, sizeof(line), stdin) == NULL)
		return ERR_INPUT;
	password = str_trim(&c->arena, line, strlen(line));
	sodium_memzero(line, sizeof(line));
	c->why = "the password is not UTF-8 text of 10 to 128 characters";
	if (!utf8_valid(password, strlen(password)))
		return ERR_INPUT;
	count = utf8_count(password, strlen(password));
	if (count < PASSWORD_MIN || count > PASSWORD_MAX)
		return ERR_INPUT;
	fault = password_fault(c->login, password);
	c->why = "the password is the login or one of those everybody tries";
	if (fault != NULL)
		return ERR_INPUT;
	e = password_hash(password, c->hash);
	return e;
}

static enum err passwd(struct db *db, struct user_command *c)
{
	enum err e;

	c->why = "no such login; jishi user list shows them";
	e = account_by_login(db, &c->arena, c->login, &c->account);
	if (e == OK && c->from_stdin)
		e = password_read(c);
	if (e)
		return e;
	return db_write(db, "account.passwd", passwd_tx, c);
}

/* ---- list ---- */

static enum err list(struct db *db)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	bool row;
	enum err e;

	e = db_stmt(db, SQL_ACCOUNT_ALL, &q);
	if (e)
		return e;
	for (e = step_row(q, &row); e == OK && row; e = step_row(q, &row))
		printf("%s\t%s%s%s%s\n", col_str(q, ACCOUNT_ALL_C_LOGIN),
		       col_str(q, ACCOUNT_ALL_C_NAME),
		       col_bool(q, ACCOUNT_ALL_C_ADMINISTRATOR) ? "\tadministrator" : "",
		       col_bool(q, ACCOUNT_ALL_C_TOTP_ON) ? "\tone-time code" : "",
		       col_bool(q, ACCOUNT_ALL_C_DISABLED) ? "\tdisabled" : "");
	return e;
}

/* ---- all ---- */

static enum err run(struct db *db, struct user_command *c)
{
	enum err e;

	if (str_eq(c->verb, "list"))
		return list(db);
	if (str_eq(c->verb, "add"))
		e = db_write(db, "account.create", add_tx, c);
	else
		e = passwd(db, c);
	if (e == OK && c->token[0] != '\0')
		printf("Open this once, within a day, behind the server's address:\n/link#%s\n",
		       c->token);
	return e;
}

static enum err open_and_run(struct user_command *c)
{
	const struct db_options options = { .url = c->url };
	struct db_pool *pool = NULL;
	struct db *db = NULL;
	enum err e;

	c->why = "the database cannot be opened; see --db, or run jishi migrate";
	e = db_pool_open(&options, &pool);
	if (e == OK)
		e = db_open(pool, &db);
	if (e == OK) {
		c->why = err_text(ERR_DB);
		e = run(db, c);
	}
	db_close(db);
	db_pool_close(pool);
	return e;
}

static int user_run(int argc, char **argv)
{
	struct user_command c = { .url = DB_URL_DEFAULT };
	int status = parse(argc, argv, &c);
	enum err e;

	if (status == 0 && !str_eq(c.verb, "add") && !str_eq(c.verb, "passwd") &&
	    !str_eq(c.verb, "list"))
		status = misunderstood(c.verb == NULL ? "" : c.verb);
	if (status == 0 && str_eq(c.verb, "add"))
		status = add_check(&c);
	if (status == 0 && str_eq(c.verb, "passwd") && c.login == NULL)
		status = misunderstood("passwd without LOGIN");
	if (status == 0) {
		e = open_and_run(&c);
		if (e)
			fprintf(stderr, "jishi user %s: %s\n", c.verb,
				e == ERR_DB ? err_text(e) : c.why);
		status = e ? 1 : 0;
	}
	sodium_memzero(c.token, sizeof(c.token));
	arena_release(&c.arena);
	return status;
}

const struct command access_commands[] = {
	{ "user", usage, user_run },
	COMMAND_END,
};
