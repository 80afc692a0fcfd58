/* SPDX-License-Identifier: Apache-2.0 */
/* Student and staff numbers, for whoever looks through what goes out. */
#include <stdlib.h>

#include "directory/directory_impl.h"

#include "base/banned.h"

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char *upper(struct arena *a, const char *number)
{
	char *copy = arena_strdup(a, number);

	for (char *c = copy; *c; c++) {
		if (*c >= 'a' && *c <= 'z')
			*c = (char)(*c - 'a' + 'A');
	}
	return copy;
}

enum err directory_numbers(struct db *db, struct arena *a, int64_t school_id,
			   struct directory_numbers *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	const char **numbers = NULL;
	size_t n = 0, cap = 0;
	bool row = false;
	enum err e = db_stmt(db, SQL_PERSON_NUMBERS, &q);

	if (e)
		return e;
	bind_i64(q, PERSON_NUMBERS_SCHOOL_ID, school_id);
	for (e = step_row(q, &row); !e && row; e = step_row(q, &row))
		*VEC_PUSH(a, numbers, n, cap) = upper(a, col_dup(q, PERSON_NUMBERS_C_NUMBER, a));
	if (e)
		return e;
	if (n)
		qsort(numbers, n, sizeof(*numbers), by_text);
	*ret = (struct directory_numbers){ numbers, n };
	return OK;
}
