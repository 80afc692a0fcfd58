/* SPDX-License-Identifier: Apache-2.0 */
#include "../test.h"
#include "base/arena.h"

static void every_pointer_is_aligned(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t n = 0; n < 200; n++)
		assert_int_equal((uintptr_t)arena_alloc(&a, n) % 16, 0);
	arena_release(&a);
}

static void big_block_leaves_the_current_one_usable(void **state)
{
	struct arena a;
	char *small, *next;

	(void)state;
	arena_init(&a);
	small = arena_alloc(&a, 16);
	memset(arena_alloc(&a, 100000), 7, 100000);
	next = arena_alloc(&a, 16);
	assert_ptr_equal(next, small + 16);
	arena_release(&a);
}

static void note(void *p)
{
	char **at = p;

	*(*at)++ = 'x';
}

static void defers_run_once_at_reset(void **state)
{
	char seen[8] = "", *at = seen;
	struct arena a;

	(void)state;
	arena_init(&a);
	arena_defer(&a, note, &at);
	arena_defer(&a, note, &at);
	arena_reset(&a);
	assert_string_equal(seen, "xx");
	arena_release(&a);
	assert_string_equal(seen, "xx");
}

static void vec_push_keeps_what_was_there(void **state)
{
	struct arena a;
	int *items = NULL;
	size_t n = 0, cap = 0;

	(void)state;
	arena_init(&a);
	for (int i = 0; i < 1000; i++)
		*VEC_PUSH(&a, items, n, cap) = i;
	for (int i = 0; i < 1000; i++)
		assert_int_equal(items[i], i);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_pointer_is_aligned),
		cmocka_unit_test(big_block_leaves_the_current_one_usable),
		cmocka_unit_test(defers_run_once_at_reset),
		cmocka_unit_test(vec_push_keeps_what_was_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
