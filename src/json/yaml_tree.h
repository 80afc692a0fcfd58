/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads YAML, or JSON (which is YAML's flow style), into a tree that knows the line and column of
 * every value: packs are written by people who need to be told where a mistake is. Anchors,
 * aliases, tags, several documents and duplicate keys are refused, so a text cannot grow on being
 * read and means one thing. Only this file includes libyaml.
 *
 * Invariants: a tree lives in the arena it was read into and is never changed; every scalar is
 * valid UTF-8 ending in NUL, without NUL inside.
 */
#ifndef JSON_YAML_TREE_H
#define JSON_YAML_TREE_H

#include "base/arena.h"
#include "base/err.h"

#define YAML_BYTES_MAX (1024 * 1024) /* the largest pack is below 200 kB */
#define YAML_DEPTH_MAX 16
#define YAML_NODES_MAX 100000

enum yaml_kind { YAML_SCALAR, YAML_LIST, YAML_MAP };

struct yaml {
	enum yaml_kind kind;
	bool quoted;              /* scalar in quotes: text even if it looks like a number */
	uint32_t line, column;    /* from 1 */
	uint32_t n;               /* items of a list, pairs of a map */
	const char *key;          /* name of this value in its map, else NULL */
	const char *text;         /* SCALAR: never NULL */
	const struct yaml *child; /* first item, or first pair's value */
	const struct yaml *next;  /* sibling */
};

/* Where and why a text was refused; `why` is English, lives in the arena. */
struct yaml_fault {
	uint32_t line, column;
	const char *why;
};

/*
 * Reads one document. ret: the root, living in `a`.
 * ERR_INPUT: fault says where and why.  ERR_TOO_LARGE: more than YAML_BYTES_MAX (fault too).
 */
NODISCARD enum err yaml_read(struct arena *a, const char *text, size_t len,
			     struct yaml_fault *fault, const struct yaml **ret);

/* Value of a key, or NULL; also NULL when `map` is NULL or no map. */
const struct yaml *yaml_get(const struct yaml *map, const char *key);

/* A plain (unquoted) null, ~ or nothing; a NULL node too. */
bool yaml_is_null(const struct yaml *node);

/* Scalar's text, else NULL (also for null). */
const char *yaml_text(const struct yaml *node);

/* Plain true or false; ERR_INPUT otherwise. */
NODISCARD enum err yaml_bool(const struct yaml *node, bool *ret);

/* Plain whole number within [min, max]; ERR_INPUT otherwise. */
NODISCARD enum err yaml_i64(const struct yaml *node, int64_t min, int64_t max, int64_t *ret);

/* "YYYY-MM-DD", quoted or not; ERR_INPUT otherwise. */
NODISCARD enum err yaml_day(const struct yaml *node, int32_t *ret_day);

#endif
