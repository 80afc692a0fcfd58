/* SPDX-License-Identifier: Apache-2.0 */
/* The route tables printed: as an API description, and as a list. */
#include "http/describe.h"

#include "base/str.h"
#include "http/http.h"
#include "base/banned.h"

#define JSON_TYPE "application/json"

static const struct {
	unsigned flag;
	const char *name;
} flag_names[] = {
	{ ROUTE_SLOW, "slow" }, { ROUTE_UPLOAD, "upload" }, { ROUTE_RAW_REPLY, "raw" },
	{ ROUTE_PAGE, "page" }, { ROUTE_SHELL, "shell" },
};

/* ---- the list ---- */

static void route_line(const struct route *r, const char *perm, struct buf *out)
{
	buf_addf(out, "%-6s %-60s %s", r->method, r->path, perm);
	for (size_t i = 0; i < COUNTOF(flag_names); i++) {
		if (r->flags & flag_names[i].flag)
			buf_addf(out, " %s", flag_names[i].name);
	}
	buf_addc(out, '\n');
}

static void route_json(const struct route *r, const char *perm, struct json_writer *w)
{
	json_object(w, NULL);
	json_str(w, "method", r->method);
	json_str(w, "path", r->path);
	json_str(w, "permission", perm);
	json_str(w, "summary", r->summary);
	json_array(w, "flags");
	for (size_t i = 0; i < COUNTOF(flag_names); i++) {
		if (r->flags & flag_names[i].flag)
			json_str(w, NULL, flag_names[i].name);
	}
	json_close(w);
	json_close(w);
}

enum err http_print_routes(const struct route *const *tables, const char *const *perm_codes,
			   bool json, struct buf *out)
{
	struct json_writer w;

	json_begin(&w, out);
	if (json)
		json_array(&w, NULL);
	for (; *tables; tables++) {
		for (const struct route *r = *tables; r->method; r++) {
			if (json)
				route_json(r, perm_codes[r->perm], &w);
			else
				route_line(r, perm_codes[r->perm], out);
		}
	}
	if (json) {
		json_close(&w);
		buf_addc(out, '\n');
	}
	return json_end(&w);
}

/* ---- the description ---- */

/* "get_rooms_id" of GET /api/v1/rooms/{id}. */
static void operation_id(struct json_writer *w, const struct route *r)
{
	const char *path = str_starts(r->path, "/api/v1") ? r->path + strlen("/api/v1") : r->path;
	struct buf id;

	buf_init(&id, 500);
	for (const char *c = r->method; *c; c++)
		buf_addc(&id, (char)(*c | 0x20));
	for (; *path; path++) {
		if (*path == '/' || *path == '-')
			buf_addc(&id, '_');
		else if (*path != '{' && *path != '}')
			buf_addc(&id, *path);
	}
	json_strn(w, "operationId", id.text, id.len);
	buf_release(&id);
}

static bool names_id(const char *name, size_t len)
{
	return (len == 2 && memcmp(name, "id", 2) == 0) ||
	       (len > 3 && memcmp(name + len - 3, "_id", 3) == 0);
}

static void path_parameter(struct json_writer *w, const char *name, size_t len)
{
	json_object(w, NULL);
	json_strn(w, "name", name, len);
	json_str(w, "in", "path");
	json_bool(w, "required", true);
	json_object(w, "schema");
	json_str(w, "type", "string");
	if (names_id(name, len))
		json_str(w, "pattern", "^[1-9][0-9]{0,18}$");
	json_close(w);
	json_close(w);
}

static void parameters(struct json_writer *w, const struct route *r)
{
	json_array(w, "parameters");
	for (const char *at = strchr(r->path, '{'); at; at = strchr(at, '{')) {
		at++;
		path_parameter(w, at, strcspn(at, "}"));
	}
	for (const struct fld *f = r->query; f && f->kind != FLD_END; f++) {
		json_object(w, NULL);
		json_str(w, "name", f->name);
		json_str(w, "in", "query");
		json_bool(w, "required", !(f->flags & FLD_OPTIONAL));
		schema_field(w, "schema", f, SCHEMA_IN);
		json_close(w);
	}
	json_close(w);
}

static void binary_content(struct json_writer *w)
{
	json_object(w, "content");
	json_object(w, "application/octet-stream");
	json_object(w, "schema");
	json_str(w, "type", "string");
	json_str(w, "format", "binary");
	json_close(w);
	json_close(w);
	json_close(w);
}

static void request_body(struct json_writer *w, const struct route *r)
{
	if (!r->body && !(r->flags & ROUTE_UPLOAD))
		return;
	json_object(w, "requestBody");
	json_bool(w, "required", true);
	if (r->flags & ROUTE_UPLOAD) {
		binary_content(w);
	} else {
		json_object(w, "content");
		json_object(w, JSON_TYPE);
		schema_object(w, "schema", r->body, SCHEMA_IN);
		json_close(w);
		json_close(w);
	}
	json_close(w);
}

static void reply(struct json_writer *w, const char *status, const char *about,
		  const struct route *r)
{
	json_object(w, status);
	json_str(w, "description", about);
	if (r->flags & ROUTE_RAW_REPLY) {
		binary_content(w);
	} else if (r->reply) {
		json_object(w, "content");
		json_object(w, JSON_TYPE);
		if (r->flags & ROUTE_PAGE)
			schema_page(w, "schema", r->reply);
		else
			schema_object(w, "schema", r->reply, SCHEMA_OUT);
		json_close(w);
		json_close(w);
	}
	json_close(w);
}

static void responses(struct json_writer *w, const struct route *r)
{
	const struct route none = { .method = r->method };
	bool body = r->reply || (r->flags & ROUTE_RAW_REPLY);

	json_object(w, "responses");
	if (body)
		reply(w, "200", "done", r);
	if (body && str_eq(r->method, "POST"))
		reply(w, "201", "made", r);
	if (body && (r->flags & ROUTE_SLOW) && !str_eq(r->method, "GET"))
		reply(w, "202", "taken, still at work", r);
	if (!body)
		reply(w, "204", "done", &none);
	if (str_eq(r->method, "GET"))
		reply(w, "304", "as the caller has it", &none);
	json_object(w, "default");
	json_str(w, "description", "refused or failed");
	json_object(w, "content");
	json_object(w, JSON_TYPE);
	json_object(w, "schema");
	json_str(w, "$ref", "#/components/schemas/Error");
	json_close(w);
	json_close(w);
	json_close(w);
	json_close(w);
	json_close(w);
}

static void operation(struct json_writer *w, const struct route *r, const char *const *perm_codes)
{
	char method[16];
	size_t n = 0;

	for (; r->method[n] && n + 1 < sizeof(method); n++)
		method[n] = (char)(r->method[n] | 0x20);
	method[n] = '\0';
	json_object(w, method);
	operation_id(w, r);
	json_str(w, "summary", r->summary);
	json_str(w, "x-permission", perm_codes[r->perm]);
	parameters(w, r);
	request_body(w, r);
	responses(w, r);
	json_close(w);
}

/* Is this the first route with its path? The others are printed with it. */
static bool first_of_path(const struct route *const *tables, const struct route *r)
{
	for (; *tables; tables++) {
		for (const struct route *other = *tables; other->method; other++) {
			if (strcmp(other->path, r->path) == 0)
				return other == r;
		}
	}
	return false;
}

static void paths(struct json_writer *w, const struct route *const *tables,
		  const char *const *perm_codes)
{
	json_object(w, "paths");
	for (size_t t = 0; tables[t]; t++) {
		for (const struct route *r = tables[t]; r->method; r++) {
			if ((r->flags & ROUTE_SHELL) || !first_of_path(tables, r))
				continue;
			json_object(w, r->path);
			for (size_t u = 0; tables[u]; u++) {
				for (const struct route *o = tables[u]; o->method; o++) {
					if (strcmp(o->path, r->path) == 0)
						operation(w, o, perm_codes);
				}
			}
			json_close(w);
		}
	}
	json_close(w);
}

/* The one form of failures; see answer_error(). */
static void error_schema(struct json_writer *w)
{
	static const char *codes[ERR__MAX + 1];
	struct error {
		const char *code, *message, *request_id, *details;
		struct fld_list fields;
	};
	static const struct fld problem_fields[] = {
		{ .name = "field",
		  .kind = FLD_STR,
		  .about = "path in the body, \"\" for all of it" },
		{ .name = "code", .kind = FLD_STR },
		{ .name = "params", .kind = FLD_RAW, .flags = FLD_OPTIONAL },
		FIELD_END,
	};
	static const struct fld error_fields[] = {
		FIELD_ENUM(error, code, codes),
		FIELD_STR(error, message, 0, 1000),
		FIELD_STR(error, request_id, 0, 16),
		FIELD_LIST(error, fields, error, problem_fields, PROBLEMS_MAX),
		FIELD_RAW(error, details),
		FIELD_END,
	};
	static const struct fld outer[] = {
		{ .name = "error", .kind = FLD_OBJECT, .sub = error_fields },
		FIELD_END,
	};

	for (int e = 1; e < ERR__MAX; e++)
		codes[e - 1] = err_code((enum err)e);
	schema_object(w, "Error", outer, SCHEMA_OUT);
}

enum err http_print_openapi(const struct route *const *tables, const char *const *perm_codes,
			    struct buf *out)
{
	struct json_writer w;

	json_begin(&w, out);
	json_object(&w, NULL);
	json_str(&w, "openapi", "3.1.0");
	json_object(&w, "info");
	json_str(&w, "title", "Jishi");
	json_str(&w, "version", JISHI_VERSION);
	json_close(&w);
	paths(&w, tables, perm_codes);
	json_object(&w, "components");
	json_object(&w, "schemas");
	error_schema(&w);
	json_close(&w);
	json_close(&w);
	json_close(&w);
	buf_addc(out, '\n');
	return json_end(&w);
}
