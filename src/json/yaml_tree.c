/* SPDX-License-Identifier: Apache-2.0 */
/* libyaml's events put into a tree without recursion: the depth of the input is not our stack. */
#include "json/yaml_tree.h"

#include <yaml.h>

#include "base/date.h"
#include "base/str.h"
#include "base/banned.h"

struct reader {
	struct arena *a;
	struct yaml_fault *fault;
	struct yaml *open[YAML_DEPTH_MAX]; /* lists and maps not yet closed, outermost first */
	struct yaml *last[YAML_DEPTH_MAX]; /* newest child of each */
	const char *key[YAML_DEPTH_MAX];   /* key waiting for its value */
	struct yaml *root;
	int depth, documents;
	uint32_t nodes;
};

static void parser_done(yaml_parser_t **p)
{
	if (*p)
		yaml_parser_delete(*p);
}

static enum err refuse(struct reader *r, const yaml_mark_t *at, const char *why)
{
	r->fault->line = (uint32_t)at->line + 1;
	r->fault->column = (uint32_t)at->column + 1;
	r->fault->why = why;
	return ERR_INPUT;
}

static enum err key_take(struct reader *r, const yaml_event_t *ev)
{
	const struct yaml *map = r->open[r->depth - 1];
	const char *text = (const char *)ev->data.scalar.value;

	if (strlen(text) != ev->data.scalar.length)
		return refuse(r, &ev->start_mark, "NUL in a key");
	if (yaml_get(map, text))
		return refuse(r, &ev->start_mark,
			      arena_printf(r->a, "the key \"%.100s\" stands twice", text));
	r->key[r->depth - 1] = arena_strndup(r->a, text, ev->data.scalar.length);
	return OK;
}

/* Hangs the node into the innermost open list or map. */
static enum err node_add(struct reader *r, const yaml_event_t *ev, struct yaml *node)
{
	struct yaml *parent;
	int at = r->depth - 1;

	if (++r->nodes > YAML_NODES_MAX)
		return refuse(r, &ev->start_mark, "too many values");
	node->line = (uint32_t)ev->start_mark.line + 1;
	node->column = (uint32_t)ev->start_mark.column + 1;
	if (at < 0) {
		r->root = node;
		return OK;
	}
	parent = r->open[at];
	if (parent->kind == YAML_MAP) {
		node->key = r->key[at];
		r->key[at] = NULL;
	}
	if (r->last[at])
		r->last[at]->next = node;
	else
		parent->child = node;
	r->last[at] = node;
	parent->n++;
	return OK;
}

static enum err scalar_add(struct reader *r, const yaml_event_t *ev)
{
	struct yaml *node;

	if (ev->data.scalar.anchor || ev->data.scalar.tag)
		return refuse(r, &ev->start_mark, "anchors and tags are not used here");
	if (r->depth && r->open[r->depth - 1]->kind == YAML_MAP && !r->key[r->depth - 1])
		return key_take(r, ev);
	if (strlen((const char *)ev->data.scalar.value) != ev->data.scalar.length)
		return refuse(r, &ev->start_mark, "NUL in a text");
	node = ARENA_NEW(r->a, struct yaml);
	node->kind = YAML_SCALAR;
	node->quoted = ev->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
	node->text =
		arena_strndup(r->a, (const char *)ev->data.scalar.value, ev->data.scalar.length);
	return node_add(r, ev, node);
}

static enum err group_open(struct reader *r, const yaml_event_t *ev, enum yaml_kind kind)
{
	bool map = kind == YAML_MAP;
	struct yaml *node = ARENA_NEW(r->a, struct yaml);
	enum err e;

	if (map ? ev->data.mapping_start.anchor || ev->data.mapping_start.tag
		: ev->data.sequence_start.anchor || ev->data.sequence_start.tag)
		return refuse(r, &ev->start_mark, "anchors and tags are not used here");
	if (r->depth && r->open[r->depth - 1]->kind == YAML_MAP && !r->key[r->depth - 1])
		return refuse(r, &ev->start_mark, "a key must be a text");
	if (r->depth == YAML_DEPTH_MAX)
		return refuse(r, &ev->start_mark, "nested too deeply");
	node->kind = kind;
	e = node_add(r, ev, node);
	if (e)
		return e;
	r->open[r->depth] = node;
	r->last[r->depth] = NULL;
	r->key[r->depth] = NULL;
	r->depth++;
	return OK;
}

static enum err event_take(struct reader *r, const yaml_event_t *ev)
{
	switch (ev->type) {
	case YAML_DOCUMENT_START_EVENT:
		if (++r->documents > 1)
			return refuse(r, &ev->start_mark, "one document only");
		return OK;
	case YAML_ALIAS_EVENT:
		return refuse(r, &ev->start_mark, "aliases are not used here");
	case YAML_SCALAR_EVENT:
		return scalar_add(r, ev);
	case YAML_SEQUENCE_START_EVENT:
		return group_open(r, ev, YAML_LIST);
	case YAML_MAPPING_START_EVENT:
		return group_open(r, ev, YAML_MAP);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		r->depth--;
		return OK;
	default:
		return OK;
	}
}

static enum err events_read(struct reader *r, yaml_parser_t *parser)
{
	for (;;) {
		yaml_event_t ev;
		bool end;
		enum err e;

		if (!yaml_parser_parse(parser, &ev)) {
			yaml_mark_t at = parser->problem_mark;

			return refuse(
				r, &at,
				arena_strdup(r->a, parser->problem ? parser->problem : "not YAML"));
		}
		end = ev.type == YAML_STREAM_END_EVENT;
		e = event_take(r, &ev);
		yaml_event_delete(&ev);
		if (e || end)
			return e;
	}
}

enum err yaml_read(struct arena *a, const char *text, size_t len, struct yaml_fault *fault,
		   const struct yaml **ret)
{
	yaml_parser_t parser;
	CLEANUP(parser_done) yaml_parser_t *guard = NULL;
	struct reader r = { .a = a, .fault = fault };
	yaml_mark_t start = { 0 };
	enum err e;

	if (len > YAML_BYTES_MAX) {
		(void)refuse(&r, &start, "larger than 1 MiB");
		return ERR_TOO_LARGE;
	}
	if (!utf8_valid(text, len))
		return refuse(&r, &start, "not UTF-8");
	if (!yaml_parser_initialize(&parser))
		return refuse(&r, &start, "out of memory");
	guard = &parser;
	yaml_parser_set_encoding(guard, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(guard, (const unsigned char *)text, len);
	e = events_read(&r, guard);
	if (e)
		return e;
	if (!r.root)
		return refuse(&r, &start, "nothing in it");
	*ret = r.root;
	return OK;
}

const struct yaml *yaml_get(const struct yaml *map, const char *key)
{
	if (!map || map->kind != YAML_MAP)
		return NULL;
	for (const struct yaml *v = map->child; v; v = v->next) {
		if (str_eq(v->key, key))
			return v;
	}
	return NULL;
}

bool yaml_is_null(const struct yaml *node)
{
	if (!node)
		return true;
	if (node->kind != YAML_SCALAR || node->quoted)
		return false;
	return str_empty(node->text) || str_eq(node->text, "null") || str_eq(node->text, "~");
}

const char *yaml_text(const struct yaml *node)
{
	return yaml_is_null(node) || node->kind != YAML_SCALAR ? NULL : node->text;
}

enum err yaml_bool(const struct yaml *node, bool *ret)
{
	if (!node || node->kind != YAML_SCALAR || node->quoted)
		return ERR_INPUT;
	if (str_eq(node->text, "true"))
		*ret = true;
	else if (str_eq(node->text, "false"))
		*ret = false;
	else
		return ERR_INPUT;
	return OK;
}

enum err yaml_i64(const struct yaml *node, int64_t min, int64_t max, int64_t *ret)
{
	if (!node || node->kind != YAML_SCALAR || node->quoted)
		return ERR_INPUT;
	return str_to_i64(node->text, min, max, ret);
}

enum err yaml_day(const struct yaml *node, int32_t *ret_day)
{
	const char *text = yaml_text(node);

	return text ? date_parse(text, ret_day) : ERR_INPUT;
}
