/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The only file that knows jansson. json_writer.h must not be included here: some of its names
 * are jansson's as well.
 */
#define BASE_MAY_ALLOCATE 1 /* jansson hands out text that has to be freed */
#include "json/json_read.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <sys/stat.h>
#include <unistd.h>

#include "json/json_scan.h"
#include "base/banned.h"

const struct jval_limits jval_limits_file = { (size_t)16 << 20, 32, 1000000 };

static const json_t *tree(const struct jval *v)
{
	return (const json_t *)v;
}

static const struct jval *value(const json_t *t)
{
	return (const struct jval *)t;
}

static void tree_free(void *p)
{
	json_decref(p);
}

/* jansson's text ends in: near '"name"'. */
static const char *near_key(struct arena *a, const char *text)
{
	const char *start = strstr(text, "near '\""), *end;

	if (!start)
		return "";
	start += strlen("near '\"");
	end = strchr(start, '"');
	return arena_strndup(a, start, end ? (size_t)(end - start) : strlen(start));
}

static void tell_fault(struct arena *a, const json_error_t *e, struct jval_fault *ret)
{
	enum json_error_code code = json_error_code(e);

	if (!ret)
		return;
	*ret = (struct jval_fault){
		.text = arena_printf(a, "line %d, column %d: %s", e->line, e->column, e->text),
		.duplicate = code == json_error_duplicate_key ? near_key(a, e->text) : NULL,
		.bad_utf8 = code == json_error_invalid_utf8,
	};
}

static enum err too_large(struct arena *a, const struct jval_limits *l, struct jval_fault *ret)
{
	if (ret)
		*ret = (struct jval_fault){
			.text = arena_printf(
				a, "over the limit of %zu bytes, %zu levels or %zu values",
				l->bytes_max, l->depth_max, l->values_max),
		};
	return ERR_TOO_LARGE;
}

enum err jval_parse(struct arena *a, const char *bytes, size_t len,
		    const struct jval_limits *limits, const struct jval **ret,
		    struct jval_fault *ret_fault)
{
	json_error_t fault;
	json_t *t;

	assert(bytes && limits);
	if (len > limits->bytes_max || json_scan(bytes, len, limits->depth_max, limits->values_max))
		return too_large(a, limits, ret_fault);
	t = json_loadb(bytes, len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &fault);
	if (!t) {
		tell_fault(a, &fault, ret_fault);
		return ERR_INPUT;
	}
	arena_defer(a, tree_free, t);
	*ret = value(t);
	return OK;
}

static void close_file(int *fd)
{
	if (*fd >= 0)
		(void)close(*fd); /* only read */
}

/* ret_len: bytes read, up to max + 1 (then it is over the limit). */
static enum err read_file(struct arena *a, int fd, size_t max, char **ret, size_t *ret_len)
{
	struct stat st;
	size_t size, len = 0;
	char *bytes;

	if (fstat(fd, &st) || !S_ISREG(st.st_mode))
		return ERR_IO;
	size = (uint64_t)st.st_size > max ? max + 1 : (size_t)st.st_size;
	bytes = arena_alloc(a, size);
	while (len < size) {
		ssize_t n = read(fd, bytes + len, size - len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return ERR_IO;
		if (n == 0)
			break;
		len += (size_t)n;
	}
	*ret = bytes;
	*ret_len = len;
	return OK;
}

enum err jval_parse_file(struct arena *a, const char *path, const struct jval_limits *limits,
			 const struct jval **ret, struct jval_fault *ret_fault)
{
	CLEANUP(close_file) int fd = open(path, O_RDONLY | O_CLOEXEC);
	char *bytes = NULL;
	size_t len = 0;
	enum err e;

	if (fd < 0) {
		if (ret_fault)
			*ret_fault =
				(struct jval_fault){ .text = arena_strdup(a, strerror(errno)) };
		return ERR_NOT_FOUND;
	}
	e = read_file(a, fd, limits->bytes_max, &bytes, &len);
	if (e) {
		if (ret_fault)
			*ret_fault = (struct jval_fault){ .text = "cannot be read" };
		return e;
	}
	return jval_parse(a, bytes, len, limits, ret, ret_fault);
}

enum jval_kind jval_kind(const struct jval *v)
{
	if (!v)
		return JVAL_ABSENT;
	switch (json_typeof(tree(v))) {
	case JSON_OBJECT:
		return JVAL_OBJECT;
	case JSON_ARRAY:
		return JVAL_ARRAY;
	case JSON_STRING:
		return JVAL_TEXT;
	case JSON_INTEGER:
		return JVAL_INTEGER;
	case JSON_REAL:
		return JVAL_REAL;
	case JSON_TRUE:
	case JSON_FALSE:
		return JVAL_BOOL;
	case JSON_NULL:
	default:
		return JVAL_NULL;
	}
}

const struct jval *jval_get(const struct jval *object, const char *name)
{
	return value(json_object_get(tree(object), name));
}

const struct jval *jval_at(const struct jval *array, size_t index)
{
	return value(json_array_get(tree(array), index));
}

size_t jval_length(const struct jval *v)
{
	return jval_kind(v) == JVAL_OBJECT ? json_object_size(tree(v)) : json_array_size(tree(v));
}

static bool member_at(struct jval_member *m, void *at)
{
	m->at = at;
	if (!at)
		return false;
	m->name = json_object_iter_key(at);
	m->value = value(json_object_iter_value(at));
	return true;
}

/* jansson's iterators want a changeable object but do not change it. */
bool jval_first(const struct jval *object, struct jval_member *m)
{
	m->object = object;
	return member_at(m, json_object_iter((json_t *)(uintptr_t)object));
}

bool jval_next(struct jval_member *m)
{
	return member_at(m, json_object_iter_next((json_t *)(uintptr_t)m->object, m->at));
}

const char *jval_text(const struct jval *v)
{
	return json_string_value(tree(v));
}

enum err jval_integer(const struct jval *v, int64_t min, int64_t max, int64_t *ret)
{
	int64_t n;

	if (jval_kind(v) != JVAL_INTEGER)
		return ERR_INPUT;
	n = json_integer_value(tree(v));
	if (n < min || n > max)
		return ERR_INPUT;
	*ret = n;
	return OK;
}

double jval_number(const struct jval *v)
{
	return json_number_value(tree(v));
}

bool jval_true(const struct jval *v)
{
	return json_is_true(tree(v));
}

const char *jval_print(struct arena *a, const struct jval *v)
{
	char *text, *copy;

	if (!v)
		return "null";
	text = json_dumps(tree(v), JSON_COMPACT | JSON_ENCODE_ANY);
	if (!text)
		return "null";
	copy = arena_strdup(a, text);
	free(text);
	return copy;
}
