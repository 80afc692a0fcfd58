/* SPDX-License-Identifier: Apache-2.0 */
/* The only place where this folder's paths, permissions and handlers meet. */
#include "access/access_http.h"
#include "access/access_serve.h"
#include "base/banned.h"

#define API "/api/v1"

const struct route access_routes[] = {
	{ "POST", API "/session", PERM_PUBLIC, session_create, "Signs in.", NULL,
	  session_create_body, session_reply, ROUTE_SLOW },
	{ "GET", API "/session", PERM_SIGNED_IN, session_get, "Who am I and what may I do.", NULL,
	  NULL, session_reply, 0 },
	{ "DELETE", API "/session", PERM_SIGNED_IN, session_end, "Signs out.", NULL, NULL, NULL,
	  0 },
	{ "PUT", API "/session/password", PERM_SIGNED_IN, password_put,
	  "Changes one's own password and ends one's other sessions.", NULL, password_body, NULL,
	  ROUTE_SLOW },
	{ "POST", API "/session/totp", PERM_SIGNED_IN, totp_begin,
	  "A new secret for one-time codes; they are not asked for until it is turned on.", NULL,
	  NULL, totp_reply, 0 },
	{ "PUT", API "/session/totp", PERM_SIGNED_IN, totp_on,
	  "Turns one-time codes on, by a first code.", NULL, totp_on_body, NULL, 0 },
	{ "DELETE", API "/session/totp", PERM_SIGNED_IN, totp_off, "Turns one-time codes off.",
	  NULL, totp_off_body, NULL, ROUTE_SLOW },
	{ "GET", API "/sessions", PERM_SIGNED_IN, sessions_get, "One's own open sessions.", NULL,
	  NULL, session_items, ROUTE_PAGE },
	{ "DELETE", API "/sessions/{id}", PERM_SIGNED_IN, sessions_end,
	  "Ends one of one's own sessions.", NULL, NULL, NULL, 0 },

	{ "GET", API "/setup", PERM_PUBLIC, setup_get,
	  "Does this installation still wait for its first administrator?", NULL, NULL, setup_reply,
	  0 },
	{ "POST", API "/setup", PERM_PUBLIC, setup_post,
	  "The first administrator enters by the one-time link from the terminal.", NULL,
	  setup_body, session_reply, ROUTE_SLOW },
	{ "POST", API "/links", PERM_PUBLIC, link_post, "A new password by one-time link.", NULL,
	  link_body, NULL, ROUTE_SLOW },

	{ "GET", API "/accounts", PERM_ACCOUNT_EDIT, accounts_get,
	  "Accounts of the people below an organisation.", account_query, NULL, account_items,
	  ROUTE_PAGE },
	{ "POST", API "/accounts", PERM_ACCOUNT_EDIT, account_post,
	  "An account for a person, with a one-time link to choose the password.", NULL,
	  account_body, account_reply, 0 },
	{ "PATCH", API "/accounts/{id}", PERM_ACCOUNT_EDIT, account_patch,
	  "Disables or enables an account; disabling ends its sessions.", NULL, account_patch_body,
	  NULL, 0 },
	{ "POST", API "/accounts/{id}/reset", PERM_ACCOUNT_EDIT, account_reset,
	  "A one-time link to choose a new password.", NULL, NULL, account_reset_reply, 0 },
	{ "GET", API "/accounts/{id}/sessions", PERM_ACCOUNT_EDIT, account_sessions_get,
	  "Open sessions of an account.", NULL, NULL, session_items, ROUTE_PAGE },
	{ "DELETE", API "/accounts/{id}/sessions", PERM_ACCOUNT_EDIT, account_sessions_end,
	  "Ends all sessions of an account.", NULL, NULL, NULL, 0 },

	{ "GET", API "/audit", PERM_AUDIT_READ, audit_get,
	  "Who did what, when, on which row; the latest first.", audit_query, NULL, audit_items,
	  ROUTE_PAGE },

	{ "GET", API "/settings", PERM_SETTING_EDIT, settings_get,
	  "The school's choices in force today.", setting_query, NULL, setting_items, ROUTE_PAGE },
	{ "PUT", API "/settings/{name}", PERM_SETTING_EDIT, setting_put,
	  "A choice that holds from a day on.", NULL, setting_body, NULL, 0 },
	ROUTE_END
};
