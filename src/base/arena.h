/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memory that dies together: one arena a request, a job or a command. Nothing in it is freed
 * singly. Running out of memory ends the process (the supervisor restarts it, the database is
 * transactional), so no caller tests the result; bound every input before it gets here.
 *
 * Invariant: every pointer given out is aligned for any type and stays valid until
 * arena_reset() or arena_release(). Not thread-safe: one thread at a time.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <string.h>

#include "base/compat.h"

struct arena_block;
struct arena_defer;

struct arena {
	struct arena_block *block;  /* newest block, NULL when nothing was asked yet */
	struct arena_defer *defers; /* newest first */
	size_t used_bytes;          /* given out since the last reset */
};

/* Ready for use; allocates nothing. */
void arena_init(struct arena *a);

/* Runs the defers in reverse order, keeps one block for the next request. */
void arena_reset(struct arena *a);

/* arena_reset() and gives all memory back. Accepts a zeroed arena. */
void arena_release(struct arena *a);

/* size_bytes of uninitialised memory; never NULL, also for 0 bytes. */
void *arena_alloc(struct arena *a, size_t size_bytes) __attribute__((malloc, alloc_size(2)));

/* The same, zeroed; n * size_bytes must not overflow (that is a BUG and aborts). */
void *arena_zalloc(struct arena *a, size_t n, size_t size_bytes) __attribute__((malloc));

/* Copies with a terminating NUL. s may be NULL: then NULL. */
char *arena_strdup(struct arena *a, const char *s);
char *arena_strndup(struct arena *a, const char *s, size_t len);
void *arena_memdup(struct arena *a, const void *p, size_t len);

/* Formatted text living in `a`. */
char *arena_printf(struct arena *a, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Runs fn(p) at reset or release, newest first: for the rare object with a destructor. */
void arena_defer(struct arena *a, void (*fn)(void *p), void *p);

#define ARENA_NEW(a, type)      ((type *)arena_zalloc((a), 1, sizeof(type)))
#define ARENA_ARRAY(a, type, n) ((type *)arena_zalloc((a), (n), sizeof(type)))

/*
 * Appends one zeroed element to an arena array {items, n, cap} and gives its address; grows by
 * doubling, so old copies stay behind in the arena until reset (bounded by twice the final size).
 */
#define VEC_PUSH(a, items, n, cap)                                                                 \
	((items) = vec_grow((a), (items), (n), &(cap), sizeof(*(items))), (n)++, &(items)[(n)-1])
void *vec_grow(struct arena *a, void *items, size_t n, size_t *cap, size_t size_bytes);

#endif
