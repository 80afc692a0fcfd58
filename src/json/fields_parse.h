/* SPDX-License-Identifier: Apache-2.0 */
/* What bodies and queries have in common: single values and their problems. Private to src/json. */
#ifndef JSON_FIELDS_PARSE_H
#define JSON_FIELDS_PARSE_H

#include "json/fields.h"

/* Where in the body we are: "items[2].title" when a problem has to be told. */
struct place {
	const struct place *up; /* NULL: the body itself */
	const char *name;       /* NULL: item `index` of the list above */
	size_t index;
};

/* Adds a problem at a place. params: JSON object text or NULL. */
void problem_at(struct problems *p, const struct place *at, const char *code, const char *params);

/*
 * Text of one value of kind STR, ID, DATE, TIME or ENUM into `member` of the struct; otherwise a
 * problem is added.
 */
void value_from_text(struct problems *p, const struct place *at, const struct fld *f,
		     const char *text, size_t len, void *member);

/* An integer within the field's limits, or a problem. */
void value_from_i64(struct problems *p, const struct place *at, const struct fld *f, int64_t v,
		    void *member);

/* The field of a name, NULL if the table has none. */
const struct fld *field_find(const struct fld *fields, const char *name);

/* A name from outside as it may be echoed: valid UTF-8, cut to at most 64 bytes; lives in `a`. */
const char *name_cut(struct arena *a, const char *name);

#endif
