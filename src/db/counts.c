/* SPDX-License-Identifier: Apache-2.0 */
/* How often each named transaction ran, failed and met another. Without locks: any thread counts. */
#include "db/db_impl.h"

#include "base/banned.h"

/* The slot of a name (by its address: names are static texts); the last one when all are taken. */
static struct count_slot *slot_of(struct db_pool *pool, const char *name)
{
	size_t start = ((uintptr_t)name >> 4) % DB_COUNT_SLOTS;

	for (size_t i = 0; i < DB_COUNT_SLOTS; i++) {
		struct count_slot *slot = &pool->counts[(start + i) % DB_COUNT_SLOTS];
		const char *empty = NULL;

		if (atomic_load_explicit(&slot->name, memory_order_acquire) == name)
			return slot;
		if (atomic_compare_exchange_strong(&slot->name, &empty, name) || empty == name)
			return slot;
	}
	return &pool->counts[start];
}

void db_count(struct db_pool *pool, const char *name, enum db_counted what)
{
	if (name)
		atomic_fetch_add_explicit(&slot_of(pool, name)->n[what], 1, memory_order_relaxed);
}

void db_counts(struct db_pool *pool, void (*each)(void *arg, const struct db_count *count),
	       void *arg)
{
	for (size_t i = 0; i < DB_COUNT_SLOTS; i++) {
		struct count_slot *slot = &pool->counts[i];
		struct db_count count = { .name = atomic_load(&slot->name) };

		if (!count.name)
			continue;
		count.runs = atomic_load(&slot->n[COUNT_RUN]);
		count.failures = atomic_load(&slot->n[COUNT_FAILURE]);
		count.conflicts = atomic_load(&slot->n[COUNT_CONFLICT]);
		each(arg, &count);
	}
}
