/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON of any shape as a tree, for files given on the command line and for answers of other
 * servers; request bodies go through fields.h. Everything is bounded before it is parsed.
 *
 * Lookups take NULL and values of the wrong kind and answer "absent", so a path can be walked
 * without a test at each step: jval_text(jval_get(jval_get(root, "case"), "name")).
 * A tree is read-only and may be read by several threads.
 */
#ifndef JSON_JSON_READ_H
#define JSON_JSON_READ_H

#include "base/arena.h"
#include "base/err.h"

struct jval; /* one value of a tree */

struct jval_limits {
	size_t bytes_max, depth_max, values_max;
};

/* 16 MiB, 32 levels, 1,000,000 values: a case or a pack of settings, not a database. */
extern const struct jval_limits jval_limits_file;

enum jval_kind {
	JVAL_ABSENT, /* no such member: a NULL value */
	JVAL_NULL,
	JVAL_BOOL,
	JVAL_INTEGER,
	JVAL_REAL,
	JVAL_TEXT,
	JVAL_ARRAY,
	JVAL_OBJECT,
};

/* What jval_parse() found wrong, for a message and for telling the client which key. */
struct jval_fault {
	const char *text;      /* one line in English with the place */
	const char *duplicate; /* the key that stands twice (up to 20 bytes), or NULL */
	bool bad_utf8;
};

/*
 * Parses exactly one value. The tree lives in `a`. Duplicate keys, bad UTF-8, NUL characters and
 * integers beyond 64 bits are faults.
 * ret_fault (may be NULL) is written on error; its texts live in `a`.
 * ERR_INPUT: not such JSON. ERR_TOO_LARGE: over a limit.
 */
NODISCARD enum err jval_parse(struct arena *a, const char *bytes, size_t len,
			      const struct jval_limits *limits, const struct jval **ret,
			      struct jval_fault *ret_fault);

/* The same for a file. ERR_NOT_FOUND: cannot be opened. ERR_IO: cannot be read. */
NODISCARD enum err jval_parse_file(struct arena *a, const char *path,
				   const struct jval_limits *limits, const struct jval **ret,
				   struct jval_fault *ret_fault);

enum jval_kind jval_kind(const struct jval *value);

/* A member of an object, an item of an array; NULL if there is none. */
const struct jval *jval_get(const struct jval *object, const char *name);
const struct jval *jval_at(const struct jval *array, size_t index);
/* Items of an array or members of an object; 0 for everything else. */
size_t jval_length(const struct jval *value);

/*
 * Members of an object in the order of the text:
 *	struct jval_member m;
 *	for (bool more = jval_first(object, &m); more; more = jval_next(&m))
 */
struct jval_member {
	const char *name;
	const struct jval *value;
	const struct jval *object; /* private */
	void *at;                  /* private */
};
bool jval_first(const struct jval *object, struct jval_member *m);
bool jval_next(struct jval_member *m);

/* Text living with the tree; NULL if it is none. */
const char *jval_text(const struct jval *value);
/* ERR_INPUT if it is no integer within [min, max]. */
NODISCARD enum err jval_integer(const struct jval *value, int64_t min, int64_t max, int64_t *ret);
/* A number of either kind; 0 if it is none. */
double jval_number(const struct jval *value);
/* Is it the word true? */
bool jval_true(const struct jval *value);
/* Compact JSON text of any value, living in `a`; "null" for NULL. */
const char *jval_print(struct arena *a, const struct jval *value);

#endif
