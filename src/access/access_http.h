/* SPDX-License-Identifier: Apache-2.0 */
/* Private: the handlers and field tables that access_routes.c joins to routes. */
#ifndef ACCESS_ACCESS_HTTP_H
#define ACCESS_ACCESS_HTTP_H

#include "access/account.h"
#include "http/http.h"

/* session_http.c: signing in and out, who am I. */
extern const struct fld session_create_body[], session_reply[];
enum err session_create(struct req *rq);
enum err session_get(struct req *rq);
enum err session_end(struct req *rq);

/*
 * Answers 201 with the session that begins, its cookie and its CSRF token. For those who are let in
 * by other ways as well (the first administrator's link).
 */
NODISCARD enum err session_answer(struct req *rq, const char *token);

/* Who asks, also behind a server with TLS on this machine (throttle.h); in the request's arena. */
const char *request_address(struct req *rq);

/* own_http.c: one's own password, one-time codes and sessions. */
extern const struct fld password_body[], totp_reply[], totp_on_body[], totp_off_body[];
extern const struct fld session_items[];
enum err password_put(struct req *rq);
enum err totp_begin(struct req *rq);
enum err totp_on(struct req *rq);
enum err totp_off(struct req *rq);
enum err sessions_get(struct req *rq);
enum err sessions_end(struct req *rq);

/* The open sessions of an account as a page; current: the one that asks. */
NODISCARD enum err sessions_answer(struct req *rq, int64_t account_id, int64_t current);

/* setup_http.c: one-time links. */
extern const struct fld setup_reply[], setup_body[], link_body[];
enum err setup_get(struct req *rq);
enum err setup_post(struct req *rq);
enum err link_post(struct req *rq);

/* account_http.c: accounts of others. */
extern const struct fld account_query[], account_items[], account_body[], account_reply[];
extern const struct fld account_patch_body[], account_reset_reply[];
enum err accounts_get(struct req *rq);
enum err account_post(struct req *rq);
enum err account_patch(struct req *rq);
enum err account_reset(struct req *rq);
enum err account_sessions_get(struct req *rq);
enum err account_sessions_end(struct req *rq);

/* audit_http.c, setting_http.c. */
extern const struct fld audit_query[], audit_items[];
enum err audit_get(struct req *rq);
extern const struct fld setting_query[], setting_items[], setting_body[];
enum err settings_get(struct req *rq);
enum err setting_put(struct req *rq);

#endif
