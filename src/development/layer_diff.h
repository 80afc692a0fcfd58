/* SPDX-License-Identifier: Apache-2.0 */
/* A case under two sets of rules: what a change of the school's layer does to it. Private. */
#ifndef DEVELOPMENT_LAYER_DIFF_H
#define DEVELOPMENT_LAYER_DIFF_H

#include "development/case_view.h"

enum layer_effect_kind {
	LAYER_LATER,       /* a next step's first day moves back */
	LAYER_EARLIER,     /* or forward */
	LAYER_NOT_OFFERED, /* a next step is none any more */
	LAYER_OFFERED,
	LAYER_DEBT, /* something is owed that was not */
	LAYER_DEBT_GONE,
	LAYER_STOP, /* a hard stop that was not there: at a record, or at a next step */
	LAYER_STOP_GONE,
	LAYER_WARNING, /* told, and refuses nothing */
	LAYER_WARNING_GONE,
	LAYER_EFFECT__MAX
};
extern const char *const layer_effect_codes[]; /* "later" ... "warning_gone", NULL */

struct layer_effect {
	enum layer_effect_kind kind;
	bool worse;
	const char *step; /* code, or NULL */
	const char *rule; /* id, or NULL */
	int32_t a, b;     /* days, DATE_NONE: none */
};

struct layer_effects {
	struct layer_effect *items;
	size_t n;
	bool worse; /* one of them is */
};

/*
 * Compares the answers of two sets to the same case, each as of its own day (the later one may look
 * at the layer's first day). Pure; lives in `a`.
 */
struct layer_effects layer_effects(const struct rules_set *set_a, const struct rules_result *a,
				   const struct rules_set *set_b, const struct rules_result *b,
				   struct arena *arena);

#endif
