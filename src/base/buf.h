/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Growing bytes with a maximum given at the start. `text` is never NULL and always ends in NUL
 * (not counted in len). Going over the maximum sets `overflow`, drops the append and every later
 * one; the writer looks once, at the end.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/err.h"

struct buf {
	char *text;
	size_t len, cap, max;
	bool overflow;
};

/* max_bytes: the most it may ever hold. Allocates nothing yet. */
void buf_init(struct buf *b, size_t max_bytes);
void buf_release(struct buf *b);
/* Empty again, memory kept. */
void buf_reset(struct buf *b);

void buf_add(struct buf *b, const void *bytes, size_t len);
void buf_adds(struct buf *b, const char *s);
void buf_addc(struct buf *b, char c);
void buf_addf(struct buf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);
void buf_addi(struct buf *b, int64_t v);

/* Room for len more bytes, to be filled by the caller who then adds to b->len; NULL if over max. */
char *buf_reserve(struct buf *b, size_t len);

/* OK, or ERR_TOO_LARGE if anything was dropped. */
NODISCARD enum err buf_check(const struct buf *b);

#endif
