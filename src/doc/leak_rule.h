/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inside src/doc only: the detector behind leak.h. It takes code points one by one, keeps the run of
 * digits and letters with the gaps between them, and judges the run when something else ends it.
 */
#ifndef DOC_LEAK_RULE_H
#define DOC_LEAK_RULE_H

#include "doc/leak.h"

#define LEAK_RUN_MAX   512
#define LEAK_KEPT_MAX  64 /* items that stay when a run overflows: more than any number is long */
#define LEAK_LABEL_MAX 24

/*
 * What stood before a character: nothing, a cut (several separators, line ends, cells), or
 * otherwise the one separator itself: ' ', '-', '.', or another character.
 */
enum leak_gap { LEAK_SOLID = 0, LEAK_CUT = 1 };

struct leak_item {
	char c;       /* '0'..'9', 'A'..'Z' */
	uint32_t gap; /* before it: enum leak_gap or the separator */
	uint64_t at;
	unsigned char label;  /* enum leak_label; only where digits begin */
	unsigned char script; /* enum leak_script */
	char cell[12];        /* "C12" in a sheet */
};

/*
 * Where the writing changes a number may begin or end: the name in "张三13800138000" ends in a numeral.
 * It need not, since 138〇〇138000 is a number too.
 */
enum leak_script { LEAK_SCRIPT_PLAIN, LEAK_SCRIPT_CHINESE, LEAK_SCRIPT_CIRCLED };

/* Labels that stand before a run; bits. */
enum leak_label {
	LEAK_LABEL_ID = 1,
	LEAK_LABEL_PHONE = 2,
	LEAK_LABEL_ACCOUNT = 4,
};

/* Invariant: the first `done` of the n items are judged and stay only as neighbours. */
struct leak_run {
	struct leak_report *report;
	const struct leak_options *options;
	const char *where, *place; /* place: NULL where there is no better word */
	char cell[12];             /* for the items to come */
	struct leak_item items[LEAK_RUN_MAX];
	size_t n, done;
	uint32_t gap;                    /* since the last item */
	unsigned gaps;                   /* separators in it that are no white space */
	uint32_t before[LEAK_LABEL_MAX]; /* the last letters of any kind, to know labels by */
	size_t n_before;
	uint64_t at; /* code points taken */
};

void leak_run_init(struct leak_run *run, struct leak_report *r, const struct leak_options *options,
		   const char *where);
void leak_run_take(struct leak_run *run, uint32_t cp); /* the next code point */
void leak_run_cut(struct leak_run *run);               /* a line or cell ends */
void leak_run_end(struct leak_run *run);               /* judges what is left, begins anew */

/*
 * The number that begins at items[i], if any: its kind, the number of items in *ret_n (0: none).
 * items[i-1] and items[n] may be looked at as neighbours.
 */
enum leak_kind leak_judge(const struct leak_run *run, size_t i, size_t *ret_n);

#endif
