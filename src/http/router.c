/* SPDX-License-Identifier: Apache-2.0 */
#include "http/router.h"

#include "base/log.h"
#include "base/str.h"
#include "base/banned.h"

struct node {
	const char *segment; /* fixed text; NULL for a parameter */
	size_t len;
	struct node *next;  /* sibling */
	struct node *child; /* fixed ones first, the parameter last */
	const struct route **routes;
	size_t n_routes, cap_routes;
	const char *allow;
};

struct router {
	struct node root;
};

static bool path_ok(const char *path)
{
	size_t params = 0;

	if (path[0] != '/')
		return false;
	for (const char *p = path; *p; p += strcspn(p, "/")) {
		size_t len;

		p++;
		len = strcspn(p, "/");
		if (len == 0)
			return false;
		if (*p == '{' && (len < 3 || p[len - 1] != '}' || ++params > ROUTE_PARAMS_MAX))
			return false;
		if (*p != '{' && (memchr(p, '{', len) || memchr(p, '}', len)))
			return false;
	}
	return true;
}

/* The child for a segment of a table's path, made if there is none. */
static struct node *child_for(struct arena *a, struct node *parent, const char *segment, size_t len)
{
	bool param = segment[0] == '{';
	struct node **at = &parent->child;
	struct node *n;

	for (; *at; at = &(*at)->next) {
		if (param ? !(*at)->segment
			  : (*at)->segment && (*at)->len == len &&
				    memcmp((*at)->segment, segment, len) == 0)
			return *at;
		if (!(*at)->segment)
			break; /* fixed ones go before the parameter */
	}
	n = ARENA_NEW(a, struct node);
	n->segment = param ? NULL : segment;
	n->len = len;
	n->next = *at;
	*at = n;
	return n;
}

static enum err add_route(struct arena *a, struct node *root, const struct route *route)
{
	struct node *n = root;

	if (!path_ok(route->path)) {
		log_error("route %s %s: ill-formed path", route->method, route->path);
		return ERR_CONFLICT;
	}
	for (const char *p = route->path; *p;) {
		size_t len = strcspn(++p, "/");

		n = child_for(a, n, p, len);
		p += len;
	}
	for (size_t i = 0; i < n->n_routes; i++) {
		if (str_eq(n->routes[i]->method, route->method)) {
			log_error("route %s %s stands twice", route->method, route->path);
			return ERR_CONFLICT;
		}
	}
	*VEC_PUSH(a, n->routes, n->n_routes, n->cap_routes) = route;
	n->allow = n->allow ? arena_printf(a, "%s, %s", n->allow, route->method) : route->method;
	if (str_eq(route->method, "GET"))
		n->allow = arena_printf(a, "%s, HEAD", n->allow);
	return OK;
}

enum err router_build(struct arena *a, const struct route *const *tables, struct router **ret)
{
	struct router *r = ARENA_NEW(a, struct router);

	for (; *tables; tables++) {
		for (const struct route *route = *tables; route->method; route++) {
			enum err e = add_route(a, &r->root, route);

			if (e)
				return e;
		}
	}
	*ret = r;
	return OK;
}

/* Names come from the matched route's own path: routes of one node may call them differently. */
static void name_params(struct route_match *m)
{
	const char *p = m->route->path;

	for (size_t i = 0; i < m->n_params; i++) {
		p = strchr(p, '{') + 1;
		m->params[i].name = p; /* ends at '}' */
	}
}

static const struct node *find(const struct node *parent, const char *path, const char *end,
			       struct route_match *m)
{
	const char *slash;
	size_t len, kept = m->n_params;

	if (path == end)
		return parent->n_routes ? parent : NULL;
	path++; /* the slash */
	slash = memchr(path, '/', (size_t)(end - path));
	len = (size_t)((slash ? slash : end) - path);
	if (len == 0)
		return NULL;
	for (const struct node *n = parent->child; n; n = n->next) {
		const struct node *hit;

		if (n->segment && (n->len != len || memcmp(n->segment, path, len) != 0))
			continue;
		if (!n->segment)
			m->params[m->n_params++] = (struct route_param){ NULL, path, len };
		hit = find(n, path + len, end, m);
		if (hit)
			return hit;
		m->n_params = kept;
	}
	return NULL;
}

void router_find(const struct router *r, const char *method, const char *path, size_t len,
		 struct route_match *ret)
{
	const struct node *n;

	ret->route = NULL;
	ret->allow = NULL;
	ret->n_params = 0;
	if (len == 0 || path[0] != '/')
		return;
	n = find(&r->root, path, path + len, ret);
	if (!n)
		return;
	ret->allow = n->allow;
	if (str_eq(method, "HEAD"))
		method = "GET";
	for (size_t i = 0; i < n->n_routes; i++) {
		if (strcmp(n->routes[i]->method, method) == 0) {
			ret->route = n->routes[i];
			name_params(ret);
			return;
		}
	}
}
