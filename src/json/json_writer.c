/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The writer is on the path of every row of every list, so text is copied and searched for
 * escapes eight bytes at a time, and room is asked for once a value.
 */
#include "json/json_writer.h"

#include "base/date.h"
#include "base/banned.h"

#define IN_OBJECT 1u
#define HAS_VALUE 2u /* a comma comes before the next one */
#define HAS_KEY   4u /* json_key() was called, its value is awaited */

#define WORD       8u
#define ESCAPE_MAX 6u   /* "\\u001f" */
#define SHORT_TEXT 512u /* below this the most it may need is asked for without counting */

/* buf_reserve() with its usual case in line. */
static inline char *room(struct buf *b, size_t len)
{
	if (!b->overflow && b->cap > b->len + len && len <= b->max - b->len)
		return b->text + b->len;
	return buf_reserve(b, len);
}

static inline void written(struct buf *b, char *end)
{
	*end = '\0';
	b->len = (size_t)(end - b->text);
}

/* Nonzero if any of the eight bytes is '"', '\\' or below 0x20; may not miss one, never lies. */
static inline uint64_t has_special(uint64_t v)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones << 7;
	uint64_t quote = v ^ ones * '"', slash = v ^ ones * '\\';

	/* A byte >= 0x80 is text; borrow from a lower byte only follows a true hit. */
	return ((v - ones * 0x20) | (quote - ones) | (slash - ones)) & ~v & tops;
}

static size_t escape(char out[6], unsigned char c)
{
	static const char hex[] = "0123456789abcdef";
	static const char shorts[] = "btn\0fr"; /* 0x08..0x0D; 0x0B has none */

	out[0] = '\\';
	if (c == '"' || c == '\\') {
		out[1] = (char)c;
		return 2;
	}
	if (c >= 0x08 && c <= 0x0D && shorts[c - 0x08]) {
		out[1] = shorts[c - 0x08];
		return 2;
	}
	memcpy(out + 1, "u00", 3);
	out[4] = hex[c >> 4];
	out[5] = hex[c & 15];
	return 6;
}

static inline uint64_t load(const char *s)
{
	uint64_t v;

	memcpy(&v, s, WORD);
	return v;
}

static inline bool special(char c)
{
	return (unsigned char)c < 0x20 || c == '"' || c == '\\';
}

/* How many bytes of the word stand before its first hit; hits is not 0. */
static inline size_t before_hit(uint64_t hits)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	return (size_t)__builtin_ctzll(hits) / 8; /* only bits above a true hit may be wrong */
#else
	(void)hits;
	return 0; /* byte by byte */
#endif
}

/* Bytes that escaping adds. */
static size_t escape_extra(const char *s, size_t len)
{
	size_t extra = 0, i = 0;
	char esc[6];

	while (i < len) {
		if (len - i >= WORD) {
			uint64_t hits = has_special(load(s + i));

			i += hits ? before_hit(hits) : WORD;
			if (!hits)
				continue;
		}
		if (special(s[i]))
			extra += escape(esc, (unsigned char)s[i]) - 1;
		i++;
	}
	return extra;
}

/* Room for the rest of a text that has escapes: the most it may need, or, near the buffer's end
 * and for long ones, exactly what it needs. */
static char *room_escaped(struct buf *b, const char *s, size_t len)
{
	if (len < SHORT_TEXT && b->max - b->len > len * ESCAPE_MAX)
		return room(b, len * ESCAPE_MAX + 1);
	return room(b, len + escape_extra(s, len) + 1);
}

/* The rest of a text in which an escape was found. */
static void add_escaped(struct buf *b, const char *s, size_t len)
{
	char *at = room_escaped(b, s, len);
	size_t i = 0;

	if (!at)
		return;
	while (i < len) {
		if (len - i >= WORD) {
			uint64_t v = load(s + i), hits = has_special(v);
			size_t plain = hits ? before_hit(hits) : WORD;

			/* The whole word fits: at least as much is still to come. */
			memcpy(at, &v, WORD);
			at += plain;
			i += plain;
			if (!hits)
				continue;
		}
		if (special(s[i]))
			at += escape(at, (unsigned char)s[i++]);
		else
			*at++ = s[i++];
	}
	*at++ = '"';
	written(b, at);
}

/* Eight bytes or more: whole words, then the last eight, some of them for the second time. */
static inline size_t copy_words(char *at, const char *s, size_t len)
{
	size_t done = 0;
	uint64_t v;

	for (; len - done >= WORD; done += WORD) {
		v = load(s + done);
		if (has_special(v))
			return done;
		memcpy(at + done, &v, WORD);
	}
	if (done == len)
		return done;
	v = load(s + len - WORD);
	if (has_special(v))
		return done;
	memcpy(at + len - WORD, &v, WORD);
	return len;
}

/* Fewer than eight: two halves that may overlap, or up to three single bytes. */
static inline size_t copy_few(char *at, const char *s, size_t len)
{
	size_t done = 0;
	uint32_t low, high;

	if (len >= WORD / 2) {
		memcpy(&low, s, WORD / 2);
		memcpy(&high, s + len - WORD / 2, WORD / 2);
		if (has_special((uint64_t)high << 32 | low))
			return 0;
		memcpy(at, &low, WORD / 2);
		memcpy(at + len - WORD / 2, &high, WORD / 2);
		return len;
	}
	for (; done < len && !special(s[done]); done++)
		at[done] = s[done];
	return done;
}

/* Writes text and the closing quote at `at`, where len + WORD + 1 bytes of room are. */
static inline void add_text(struct buf *b, char *at, const char *s, size_t len)
{
	size_t done = len >= WORD ? copy_words(at, s, len) : copy_few(at, s, len);

	if (done < len) {
		written(b, at + done);
		add_escaped(b, s + done, len - done);
		return;
	}
	at[len] = '"';
	written(b, at + len + 1);
}

static void misuse(struct json_writer *w, const char *what)
{
	w->broken = true;
	w->scope[w->depth] = 0; /* so that no short cut is taken any more */
	(void)BUG(what);        /* json_end() gives the error */
}

/* What may stand here is decided once for every kind of value. False: drop it. */
static inline bool enter(struct json_writer *w, const char *key)
{
	unsigned scope = w->scope[w->depth];

	if (w->broken)
		return false;
	if (scope & IN_OBJECT) {
		if (!key == !(scope & HAS_KEY)) {
			misuse(w, key ? "two keys for one value" : "a value without a key");
			return false;
		}
		return true;
	}
	if (key || (w->depth == 0 && (scope & HAS_VALUE))) {
		misuse(w, key ? "a key outside an object" : "two values at the top");
		return false;
	}
	return true;
}

/* Comma and key; NULL if the value is to be dropped, else room for value_len more bytes. */
static inline char *lead(struct json_writer *w, const char *key, size_t value_len)
{
	unsigned char *scope = &w->scope[w->depth];
	size_t key_len;
	char *at;

	if (!key && (*scope & HAS_KEY)) { /* json_key() has looked at everything */
		*scope = IN_OBJECT | HAS_VALUE;
		return room(w->out, value_len);
	}
	if (!enter(w, key))
		return NULL;
	if (!key) {
		at = room(w->out, value_len + 1);
		if (!at)
			return NULL;
		if (*scope & HAS_VALUE)
			*at++ = ',';
		*scope |= HAS_VALUE;
		return at;
	}
	key_len = strlen(key);
	at = room(w->out, key_len + WORD + 4);
	if (!at)
		return NULL;
	if (*scope & HAS_VALUE)
		*at++ = ',';
	*scope |= HAS_VALUE;
	*at++ = '"';
	add_text(w->out, at, key, key_len);
	at = room(w->out, value_len + 1);
	if (at)
		*at++ = ':';
	return at;
}

void json_begin(struct json_writer *w, struct buf *out)
{
	*w = (struct json_writer){ .out = out };
}

enum err json_end(struct json_writer *w)
{
	if (w->broken)
		return ERR_BUG;
	if (w->depth != 0)
		return BUG("JSON left open");
	return buf_check(w->out);
}

static void open_scope(struct json_writer *w, const char *key, char bracket, unsigned kind)
{
	char *at;

	if (w->broken)
		return;
	if (w->depth + 1 >= JSON_DEPTH_MAX) {
		misuse(w, "JSON nested too deep");
		return;
	}
	at = lead(w, key, 1);
	if (at) {
		*at++ = bracket;
		written(w->out, at);
	}
	w->scope[++w->depth] = (unsigned char)kind;
}

void json_object(struct json_writer *w, const char *key)
{
	open_scope(w, key, '{', IN_OBJECT);
}

void json_array(struct json_writer *w, const char *key)
{
	open_scope(w, key, '[', 0);
}

void json_close(struct json_writer *w)
{
	if (w->broken)
		return;
	if (w->depth == 0 || (w->scope[w->depth] & HAS_KEY)) {
		misuse(w, "an end without a begin, or after a key");
		return;
	}
	buf_addc(w->out, w->scope[w->depth] & IN_OBJECT ? '}' : ']');
	w->depth--;
}

static void add_word(struct json_writer *w, const char *key, const char *word, size_t len)
{
	char *at = lead(w, key, len);

	if (!at)
		return;
	memcpy(at, word, len);
	written(w->out, at + len);
}

void json_strn(struct json_writer *w, const char *key, const char *value, size_t len)
{
	char *at;

	if (!value) {
		add_word(w, key, "null", 4);
		return;
	}
	at = lead(w, key, len + WORD + 2);
	if (!at)
		return;
	*at++ = '"';
	add_text(w->out, at, value, len);
}

void json_str(struct json_writer *w, const char *key, const char *value)
{
	json_strn(w, key, value, value ? strlen(value) : 0);
}

/* Digits of v ending before `end`, two at a time; gives their start. */
static inline char *digits(char *end, int64_t v)
{
	static const char pairs[] = "00010203040506070809101112131415161718192021222324"
				    "25262728293031323334353637383940414243444546474849"
				    "50515253545556575859606162636465666768697071727374"
				    "75767778798081828384858687888990919293949596979899";
	uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;

	while (u >= 10) {
		end -= 2;
		memcpy(end, pairs + u % 100 * 2, 2);
		u /= 100;
	}
	if (u || v == 0)
		*--end = (char)('0' + u);
	if (v < 0)
		*--end = '-';
	return end;
}

void json_i64(struct json_writer *w, const char *key, int64_t value)
{
	char text[24], *end = text + sizeof(text), *p = digits(end, value);

	add_word(w, key, p, (size_t)(end - p));
}

void json_id(struct json_writer *w, const char *key, int64_t id)
{
	char text[24], *end = text + sizeof(text) - 1, *p;

	if (id == 0) {
		add_word(w, key, "null", 4);
		return;
	}
	*end = '"';
	p = digits(end, id);
	*--p = '"';
	add_word(w, key, p, (size_t)(end + 1 - p));
}

void json_bool(struct json_writer *w, const char *key, bool value)
{
	add_word(w, key, value ? "true" : "false", value ? 4 : 5);
}

void json_null(struct json_writer *w, const char *key)
{
	add_word(w, key, "null", 4);
}

void json_day(struct json_writer *w, const char *key, int32_t day)
{
	char text[DATE_SIZE];

	if (day == DATE_NONE) {
		add_word(w, key, "null", 4);
		return;
	}
	date_format(day, text);
	json_strn(w, key, text, DATE_SIZE - 1);
}

void json_time(struct json_writer *w, const char *key, int64_t utc_seconds)
{
	char text[DATE_TIME_SIZE];

	if (utc_seconds == 0) {
		add_word(w, key, "null", 4);
		return;
	}
	date_time_format(utc_seconds, text);
	json_strn(w, key, text, DATE_TIME_SIZE - 1);
}

void json_raw(struct json_writer *w, const char *key, const char *value, size_t len)
{
	if (value && len)
		add_word(w, key, value, len);
	else
		add_word(w, key, "null", 4);
}

void json_key(struct json_writer *w, const char *rendered, size_t len)
{
	unsigned char *scope = &w->scope[w->depth];
	char *at;

	if ((*scope & (IN_OBJECT | HAS_KEY)) != IN_OBJECT) {
		if (w->broken)
			return;
		misuse(w, "a key outside an object, or after a key");
		return;
	}
	at = room(w->out, len + 1);
	if (!at)
		return;
	if (*scope & HAS_VALUE)
		*at++ = ',';
	memcpy(at, rendered, len);
	written(w->out, at + len);
	*scope = IN_OBJECT | HAS_VALUE | HAS_KEY;
}

void json_key_render(struct buf *out, const char *name)
{
	size_t len = strlen(name);
	char *at = room(out, len + WORD + 2);

	if (!at)
		return;
	*at++ = '"';
	add_text(out, at, name, len);
	buf_addc(out, ':');
}
