/* SPDX-License-Identifier: Apache-2.0 */
/* One-time links over HTTP: the first administrator, new passwords. */
#include "access/access_http.h"
#include "access/password.h"
#include "access/setup.h"
#include "base/banned.h"

struct setup_view {
	bool needed;
};

const struct fld setup_reply[] = {
	FIELD_BOOL(setup_view, needed),
	FIELD_END,
};

enum err setup_get(struct req *rq)
{
	struct setup_view out;
	bool any;
	enum err e;

	e = account_any(req_db(rq), &any);
	if (e)
		return e;
	out.needed = !any;
	return res_json(rq, 200, setup_reply, &out);
}

const struct fld setup_body[] = {
	FIELD_STR_(setup, token, 1, 100, FLD_SECRET),
	FIELD_STR(setup, login, ACCOUNT_LOGIN_MIN, ACCOUNT_LOGIN_MAX),
	FIELD_STR_(setup, password, PASSWORD_MIN, PASSWORD_MAX, FLD_SECRET),
	FIELD_STR(setup, school_code, 1, 40),
	FIELD_STR(setup, school_name, 1, 100),
	FIELD_STR(setup, name, 1, 60),
	FIELD_END,
};

enum err setup_post(struct req *rq)
{
	char token[SEAL_CSRF_SIZE];
	struct setup in = { 0 };
	const char *fault;
	enum err e;

	e = req_json(rq, setup_body, &in);
	if (e)
		return e;
	in.login = account_login_form(req_arena(rq), in.login);
	fault = account_login_fault(in.login);
	if (fault != NULL)
		problem_add(req_problems(rq), "login", fault, NULL);
	fault = password_fault(in.login, in.password);
	if (fault != NULL)
		problem_add(req_problems(rq), "password", fault, NULL);
	if (req_problems(rq)->n > 0)
		return ERR_INPUT;
	in.address = request_address(rq);
	in.request_id = req_id(rq);
	e = setup_finish(req_db(rq), &in, token);
	if (e)
		return e;
	return session_answer(rq, token);
}

struct link_in {
	const char *token, *new_password;
};

const struct fld link_body[] = {
	FIELD_STR_(link_in, token, 1, 100, FLD_SECRET),
	FIELD_STR_(link_in, new_password, PASSWORD_MIN, PASSWORD_MAX, FLD_SECRET),
	FIELD_END,
};

enum err link_post(struct req *rq)
{
	struct link_in in = { 0 };
	const char *fault = NULL;
	enum err e;

	e = req_json(rq, link_body, &in);
	if (e)
		return e;
	e = link_password(req_db(rq), in.token, in.new_password, req_id(rq), &fault);
	if (e == ERR_INPUT)
		problem_add(req_problems(rq), "new_password", fault, NULL);
	if (e)
		return e;
	return res_none(rq);
}
