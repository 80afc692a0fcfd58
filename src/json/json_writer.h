/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Streams JSON into a struct buf; cannot make ill-formed JSON: nesting and commas are kept by the
 * writer, and a misuse (a value without a key in an object, an end without a begin) is a BUG,
 * after which the writer drops everything and json_end() gives ERR_BUG.
 * Text must be valid UTF-8 (checked on its way in); control characters are escaped.
 * 64-bit ids go out as strings, since a browser cannot hold them.
 */
#ifndef JSON_JSON_WRITER_H
#define JSON_JSON_WRITER_H

#include "base/buf.h"

#define JSON_DEPTH_MAX 32

struct json_writer {
	struct buf *out;
	int depth;                           /* 0 = outside */
	bool broken;                         /* private: misused */
	unsigned char scope[JSON_DEPTH_MAX]; /* private: one a level, [0] is the top */
};

/* Some names are libjansson's as well: hidden, so that neither takes the other's calls. */
#pragma GCC visibility push(hidden)

void json_begin(struct json_writer *w, struct buf *out);
/* OK, ERR_TOO_LARGE if the buffer overflowed, ERR_BUG if something is still open or was misused. */
NODISCARD enum err json_end(struct json_writer *w);

/* key is NULL inside an array and at the top, a name inside an object. */
void json_object(struct json_writer *w, const char *key);
void json_array(struct json_writer *w, const char *key);
void json_close(struct json_writer *w); /* the innermost object or array */

void json_str(struct json_writer *w, const char *key, const char *value); /* NULL: null */
void json_strn(struct json_writer *w, const char *key, const char *value, size_t len);
void json_i64(struct json_writer *w, const char *key, int64_t value);
void json_id(struct json_writer *w, const char *key, int64_t id); /* "17"; 0: null */
void json_bool(struct json_writer *w, const char *key, bool value);
void json_null(struct json_writer *w, const char *key);
void json_day(struct json_writer *w, const char *key,
	      int32_t day); /* "YYYY-MM-DD"; DATE_NONE: null */
/* "YYYY-MM-DDTHH:MM:SSZ"; 0: null */
void json_time(struct json_writer *w, const char *key, int64_t utc_seconds);
/* value is JSON text that the caller vouches for (e.g. stored facts); NULL: null. Raw: nothing is
 * checked. */
void json_raw(struct json_writer *w, const char *key, const char *value, size_t len);

/*
 * For rows: the key of the next value, made before by json_key_render() as "name": with quotes
 * and colon. The value that follows is then given with a NULL key.
 */
void json_key(struct json_writer *w, const char *rendered, size_t len);
void json_key_render(struct buf *out, const char *name);

#pragma GCC visibility pop

#endif
