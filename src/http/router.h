/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Route tables compiled into a tree of path segments. A fixed segment wins over a parameter
 * ("/rooms/free" before "/rooms/{id}"). Read-only after router_build(), so shared by all threads.
 */
#ifndef HTTP_ROUTER_H
#define HTTP_ROUTER_H

#include "http/http.h"

#define ROUTE_PARAMS_MAX 8

struct router;

struct route_param {
	const char *name;  /* "id", as in the table */
	const char *value; /* still percent-encoded, inside the path that was looked up */
	size_t len;
};

struct route_match {
	const struct route *route; /* NULL if none */
	struct route_param params[ROUTE_PARAMS_MAX];
	size_t n_params;
	const char *allow; /* methods of this path, "GET, PATCH"; NULL if the path is unknown */
};

/*
 * Lives in `a`. ERR_CONFLICT: two routes are the same (also when only the names of parameters
 * differ), or a path is ill-formed; the reason is logged.
 */
NODISCARD enum err router_build(struct arena *a, const struct route *const *tables,
				struct router **ret);

/* path: percent-encoded, without the query. HEAD is looked up as GET. */
void router_find(const struct router *r, const char *method, const char *path, size_t len,
		 struct route_match *ret);

#endif
