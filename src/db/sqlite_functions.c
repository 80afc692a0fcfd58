/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What SQLite is taught so that one text runs on both databases: the collations "C" and "zh"
 * (Chinese by pinyin, through ICU, opened when first asked for) and greatest() and least().
 */
#include "db/db_impl.h"

#include <sqlite3.h>
#include <unicode/ucol.h>

#include "base/banned.h"

static int compare_bytes(void *unused, int alen, const void *a, int blen, const void *b)
{
	int c = memcmp(a, b, (size_t)(alen < blen ? alen : blen));

	(void)unused;
	return c ? c : alen - blen;
}

/* Equal for ICU but not the same text: by bytes, as PostgreSQL's deterministic collations do. */
static int compare_zh(void *zh, int alen, const void *a, int blen, const void *b)
{
	UErrorCode status = U_ZERO_ERROR;
	UCollationResult c = ucol_strcollUTF8(zh, a, alen, b, blen, &status);

	if (c == UCOL_EQUAL)
		return compare_bytes(NULL, alen, a, blen, b);
	return c == UCOL_LESS ? -1 : 1;
}

/* One collator for all connections: comparing does not change it. NULL when ICU cannot. */
static void *collator(struct db_pool *pool)
{
	UErrorCode status = U_ZERO_ERROR;
	void *zh;

	pthread_mutex_lock(&pool->lock);
	if (!pool->zh) {
		UCollator *opened = ucol_open("zh-u-co-pinyin", &status);

		if (U_SUCCESS(status))
			pool->zh = opened;
		else
			ucol_close(opened);
	}
	zh = pool->zh;
	pthread_mutex_unlock(&pool->lock);
	return zh;
}

/* SQLite asks the first time a statement names an unknown collation. */
static void collation_wanted(void *arg, sqlite3 *handle, int encoding, const char *name)
{
	struct db *db = arg;
	void *zh;

	(void)encoding;
	if (sqlite3_stricmp(name, "zh") != 0)
		return; /* stays unknown: the statement fails */
	zh = collator(db->pool);
	if (zh)
		(void)sqlite3_create_collation_v2(handle, "zh", SQLITE_UTF8, zh, compare_zh, NULL);
}

/* NULLs are passed over, as in PostgreSQL; the user data tells greatest (1) from least (-1). */
static void extreme(sqlite3_context *ctx, int n, sqlite3_value **values)
{
	int sign = *(const int *)sqlite3_user_data(ctx);
	sqlite3_value *best = NULL;

	for (int i = 0; i < n; i++) {
		int type = sqlite3_value_type(values[i]);
		int c = -1;

		if (type == SQLITE_NULL)
			continue;
		if (!best) {
			best = values[i];
			continue;
		}
		if (type == SQLITE_TEXT) {
			const void *a = sqlite3_value_text(values[i]);
			const void *b = sqlite3_value_text(best);

			c = compare_bytes(NULL, sqlite3_value_bytes(values[i]), a,
					  sqlite3_value_bytes(best), b);
		} else if (sqlite3_value_int64(values[i]) > sqlite3_value_int64(best)) {
			c = 1;
		}
		if (c * sign > 0)
			best = values[i];
	}
	if (best)
		sqlite3_result_value(ctx, best);
}

enum err sqlite_teach(struct db *db)
{
	static int greatest = 1, least = -1;
	const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
	int code;

	code = sqlite3_collation_needed(db->sqlite, db, collation_wanted);
	if (code == SQLITE_OK)
		code = sqlite3_create_collation_v2(db->sqlite, "C", SQLITE_UTF8, NULL,
						   compare_bytes, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_create_function_v2(db->sqlite, "greatest", -1, flags, &greatest,
						  extreme, NULL, NULL, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_create_function_v2(db->sqlite, "least", -1, flags, &least, extreme,
						  NULL, NULL, NULL);
	if (code != SQLITE_OK) {
		db_set_error(db, "functions", sqlite3_errmsg(db->sqlite));
		return ERR_DB;
	}
	return OK;
}

void sqlite_forget(struct db_pool *pool)
{
	if (pool->zh)
		ucol_close(pool->zh);
	pool->zh = NULL;
}
