/* SPDX-License-Identifier: Apache-2.0 */
#define BASE_MAY_ALLOCATE 1
#include "base/arena.h"

#include <assert.h>
#include <stdarg.h>

#include "base/log.h"
#include "base/banned.h"

#define BLOCK_BYTES ((size_t)8192) /* holds most requests; larger asks get a block of their own */
#define ALIGN       ((size_t)16)

struct arena_block {
	struct arena_block *next;
	size_t size, used;
	_Alignas(16) unsigned char bytes[];
};

struct arena_defer {
	struct arena_defer *next;
	void (*fn)(void *p);
	void *p;
};

static void *must_malloc(size_t size)
{
	void *p = malloc(size);

	if (!p) {
		log_error("out of memory asking for %zu bytes", size);
		abort();
	}
	return p;
}

void arena_init(struct arena *a)
{
	memset(a, 0, sizeof(*a));
}

static void run_defers(struct arena *a)
{
	while (a->defers) {
		struct arena_defer *d = a->defers;

		a->defers = d->next;
		d->fn(d->p);
	}
}

void arena_reset(struct arena *a)
{
	struct arena_block *keep = NULL;

	run_defers(a);
	while (a->block) {
		struct arena_block *b = a->block;

		a->block = b->next;
		if (!keep && b->size == BLOCK_BYTES)
			keep = b;
		else
			free(b);
	}
	if (keep) {
		keep->next = NULL;
		keep->used = 0;
	}
	a->block = keep;
	a->used_bytes = 0;
}

void arena_release(struct arena *a)
{
	arena_reset(a);
	free(a->block);
	a->block = NULL;
}

static struct arena_block *block_add(struct arena *a, size_t want)
{
	size_t size = want > BLOCK_BYTES / 2 ? want : BLOCK_BYTES;
	struct arena_block *b = must_malloc(sizeof(*b) + size);

	b->size = size;
	b->used = 0;
	if (size != BLOCK_BYTES && a->block) {
		/* A big one goes behind the current block, whose rest stays usable. */
		b->next = a->block->next;
		a->block->next = b;
	} else {
		b->next = a->block;
		a->block = b;
	}
	return b;
}

void *arena_alloc(struct arena *a, size_t size_bytes)
{
	size_t need = (size_bytes + ALIGN - 1) & ~(ALIGN - 1);
	struct arena_block *b = a->block;
	void *p;

	if (need < size_bytes) {
		log_error("allocation of %zu bytes overflows", size_bytes);
		abort();
	}
	if (!b || b->size - b->used < need)
		b = block_add(a, need);
	p = b->bytes + b->used;
	b->used += need;
	a->used_bytes += need;
	return p;
}

void *arena_zalloc(struct arena *a, size_t n, size_t size_bytes)
{
	size_t total;
	void *p;

	if (__builtin_mul_overflow(n, size_bytes, &total)) {
		log_error("allocation of %zu x %zu bytes overflows", n, size_bytes);
		abort();
	}
	p = arena_alloc(a, total);
	memset(p, 0, total);
	return p;
}

void *arena_memdup(struct arena *a, const void *p, size_t len)
{
	void *copy = arena_alloc(a, len);

	if (len)
		memcpy(copy, p, len);
	return copy;
}

char *arena_strndup(struct arena *a, const char *s, size_t len)
{
	char *copy = arena_alloc(a, len + 1);

	if (len)
		memcpy(copy, s, len);
	copy[len] = '\0';
	return copy;
}

char *arena_strdup(struct arena *a, const char *s)
{
	return s ? arena_strndup(a, s, strlen(s)) : NULL;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	char *text;
	int n;

	assert(fmt);
	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		abort(); /* only a broken format string gets here */
	text = arena_alloc(a, (size_t)n + 1);
	va_start(ap, fmt);
	vsnprintf(text, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return text;
}

void arena_defer(struct arena *a, void (*fn)(void *p), void *p)
{
	struct arena_defer *d = arena_alloc(a, sizeof(*d));

	d->fn = fn;
	d->p = p;
	d->next = a->defers;
	a->defers = d;
}

void *vec_grow(struct arena *a, void *items, size_t n, size_t *cap, size_t size_bytes)
{
	if (n == *cap) {
		size_t wider = *cap ? *cap * 2 : 8;
		void *copy = arena_zalloc(a, wider, size_bytes);

		if (n)
			memcpy(copy, items, n * size_bytes);
		*cap = wider;
		items = copy;
	}
	memset((unsigned char *)items + n * size_bytes, 0, size_bytes);
	return items;
}
