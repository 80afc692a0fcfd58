/* SPDX-License-Identifier: Apache-2.0 */
#define BASE_MAY_ALLOCATE 1
#include "base/buf.h"

#include <assert.h>
#include <stdarg.h>

#include "base/log.h"
#include "base/banned.h"

static char empty[1];

void buf_init(struct buf *b, size_t max_bytes)
{
	*b = (struct buf){ .text = empty, .max = max_bytes };
}

void buf_release(struct buf *b)
{
	if (b->cap)
		free(b->text);
	buf_init(b, b->max);
}

void buf_reset(struct buf *b)
{
	b->len = 0;
	b->overflow = false;
	if (b->cap)
		b->text[0] = '\0';
}

char *buf_reserve(struct buf *b, size_t len)
{
	size_t cap;
	char *text;

	if (b->overflow || len > b->max - b->len) {
		b->overflow = true;
		return NULL;
	}
	if (b->cap > b->len + len)
		return b->text + b->len;
	cap = b->cap ? b->cap : 256;
	while (cap <= b->len + len)
		cap *= 2;
	text = realloc(b->cap ? b->text : NULL, cap);
	if (!text) {
		log_error("out of memory growing a buffer to %zu bytes", cap);
		abort();
	}
	b->text = text;
	b->cap = cap;
	return b->text + b->len;
}

void buf_add(struct buf *b, const void *bytes, size_t len)
{
	char *at = buf_reserve(b, len);

	if (!at)
		return;
	if (len)
		memcpy(at, bytes, len);
	b->len += len;
	b->text[b->len] = '\0';
}

void buf_adds(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void buf_addc(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void buf_addi(struct buf *b, int64_t v)
{
	char digits[24];
	char *p = digits + sizeof(digits);
	uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;

	do {
		*--p = (char)('0' + u % 10);
		u /= 10;
	} while (u);
	if (v < 0)
		*--p = '-';
	buf_add(b, p, (size_t)(digits + sizeof(digits) - p));
}

void buf_addf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	char *at;
	int n;

	assert(fmt);
	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		return;
	at = buf_reserve(b, (size_t)n);
	if (!at)
		return;
	va_start(ap, fmt);
	vsnprintf(at, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->len += (size_t)n;
}

enum err buf_check(const struct buf *b)
{
	return b->overflow ? ERR_TOO_LARGE : OK;
}
