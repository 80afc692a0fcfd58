/* SPDX-License-Identifier: Apache-2.0 */
/* jishi rules diff A B: which values differ, and whom of the living cases the change touches. */
#include "app.h"
#include "development/development.h"
#include "development/layer_diff.h"
#include "json/json_writer.h"
#include "rules/rules_diff.h"
#include "rules/rules_folder.h"

#include "base/banned.h"

#define BATCH   200
#define OUT_MAX (16 * 1024 * 1024)

struct touched {
	int64_t case_id;
	const char *person, *branch;
	struct layer_effects effects;
};

struct diff {
	struct arena *a;
	const char *name_a, *name_b;
	bool json, cases;
	int32_t from;
	const struct rules_set *set_a, *set_b;
	const struct rules_pack *pack_a, *pack_b;
	struct rules_difference *values;
	size_t n_values;
	struct touched *items;
	size_t n, cap, open, worse;
};

/* ---- the cases ---- */

static enum err case_compare(struct db *db, struct diff *d, struct arena *a, int64_t id)
{
	struct case_view view_a, view_b;
	struct rules_result was = { 0 }, is = { 0 };
	struct layer_effects found;
	int32_t today = clock_today();
	enum err e = case_load(db, d->set_a, a, id, &view_a);

	if (e || !str_eq(view_a.row.state, "open"))
		return e;
	d->open++;
	e = case_load(db, d->set_b, a, id, &view_b);
	/* Both on the layer's first day, if that is still to come. */
	if (d->from != DATE_NONE && d->from > today)
		today = d->from;
	if (!e)
		e = rules_evaluate(d->set_a, &view_a.rules, today, a, &was);
	if (!e)
		e = rules_evaluate(d->set_b, &view_b.rules, today, a, &is);
	if (e)
		return e;
	found = layer_effects(d->set_a, &was, d->set_b, &is, a);
	if (!found.n)
		return OK;
	d->worse += found.worse;
	found.items = arena_memdup(d->a, found.items, found.n * sizeof(*found.items));
	*VEC_PUSH(d->a, d->items, d->n, d->cap) =
		(struct touched){ id, arena_strdup(d->a, view_a.person.name),
				  arena_strdup(d->a, view_a.branch.name), found };
	return OK;
}

static enum err ids_take(struct db *db, int64_t after, int64_t *ids, size_t *ret_n)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	bool row = false;
	enum err e;

	*ret_n = 0;
	e = db_stmt(db, SQL_CASE_IDS, &q);
	if (e)
		return e;
	bind_i64(q, CASE_IDS_AFTER, after);
	bind_i64(q, CASE_IDS_N, BATCH);
	for (e = step_row(q, &row); !e && row && *ret_n < BATCH; e = step_row(q, &row))
		ids[(*ret_n)++] = col_i64(q, 0);
	return e;
}

static enum err cases_tx(struct db *db, void *arg)
{
	struct diff *d = arg;
	int64_t ids[BATCH], after = 0;
	struct arena a;
	size_t n = 0;
	enum err e;

	arena_init(&a);
	d->n = d->open = d->worse = 0;
	do {
		e = ids_take(db, after, ids, &n);
		for (size_t i = 0; !e && i < n; i++) {
			arena_reset(&a);
			e = case_compare(db, d, &a, ids[i]);
			after = ids[i];
		}
	} while (!e && n == BATCH);
	arena_release(&a);
	return e;
}

static enum err cases_compare(const struct app_options *options, struct diff *d)
{
	struct db *db = NULL;
	struct app app;
	enum err e = app_open(options, &app);

	if (!e) {
		e = db_open(app.pool, &db);
		if (!e)
			e = db_read(db, "rules.diff", cases_tx, d);
		if (e)
			fprintf(stderr, "jishi rules: the cases cannot be read: %s\n", err_text(e));
		db_close(db);
	}
	app_close(&app);
	return e;
}

/* ---- the answer ---- */

static void day_json(struct json_writer *w, const char *key, int32_t day)
{
	char text[DATE_SIZE];

	if (day != DATE_NONE)
		date_format(day, text);
	json_str(w, key, day == DATE_NONE ? NULL : text);
}

static void touched_json(struct json_writer *w, const struct touched *t)
{
	json_object(w, NULL);
	json_id(w, "case_id", t->case_id);
	json_str(w, "person_name", t->person);
	json_str(w, "branch_name", t->branch);
	json_bool(w, "worse", t->effects.worse);
	json_array(w, "effects");
	for (size_t i = 0; i < t->effects.n; i++) {
		const struct layer_effect *x = &t->effects.items[i];

		json_object(w, NULL);
		json_str(w, "kind", layer_effect_codes[x->kind]);
		json_bool(w, "worse", x->worse);
		json_str(w, "step", x->step);
		json_str(w, "rule", x->rule);
		day_json(w, "a", x->a);
		day_json(w, "b", x->b);
		json_close(w);
	}
	json_close(w);
	json_close(w);
}

static int json_print(const struct diff *d)
{
	struct json_writer w;
	struct buf out;
	int status = 0;

	buf_init(&out, OUT_MAX);
	json_begin(&w, &out);
	json_object(&w, NULL);
	json_str(&w, "a", rules_pack_id(d->pack_a));
	json_str(&w, "b", rules_pack_id(d->pack_b));
	json_array(&w, "values");
	for (size_t i = 0; i < d->n_values; i++) {
		json_object(&w, NULL);
		json_str(&w, "rule", d->values[i].rule);
		json_str(&w, "param", d->values[i].param);
		json_str(&w, "a", d->values[i].a);
		json_str(&w, "b", d->values[i].b);
		json_close(&w);
	}
	json_close(&w);
	if (d->cases) {
		json_object(&w, "cases");
		json_i64(&w, "open", (int64_t)d->open);
		json_i64(&w, "touched", (int64_t)d->n);
		json_i64(&w, "worse", (int64_t)d->worse);
		json_array(&w, "items");
		for (size_t i = 0; i < d->n; i++)
			touched_json(&w, &d->items[i]);
		json_close(&w);
		json_close(&w);
	}
	json_close(&w);
	if (json_end(&w)) {
		fputs("jishi rules: the answer is too large\n", stderr);
		status = 1;
	} else {
		fwrite(out.text, 1, out.len, stdout);
		putchar('\n');
	}
	buf_release(&out);
	return status;
}

static void effect_print(const struct layer_effect *x)
{
	char a[DATE_SIZE] = "-", b[DATE_SIZE] = "-";

	if (x->a != DATE_NONE)
		date_format(x->a, a);
	if (x->b != DATE_NONE)
		date_format(x->b, b);
	printf("    %s %s %s %s: %s -> %s\n", x->worse ? "worse" : "     ",
	       layer_effect_codes[x->kind], x->step ? x->step : "-", x->rule ? x->rule : "-", a, b);
}

static int text_print(const struct diff *d)
{
	printf("%s -> %s: %zu values differ\n", rules_pack_id(d->pack_a), rules_pack_id(d->pack_b),
	       d->n_values);
	for (size_t i = 0; i < d->n_values; i++)
		printf("  %s%s%s: %s -> %s\n", d->values[i].rule, *d->values[i].rule ? "." : "",
		       d->values[i].param, d->values[i].a ? d->values[i].a : "-",
		       d->values[i].b ? d->values[i].b : "-");
	if (!d->cases)
		return 0;
	printf("%zu open cases: %zu touched, %zu worse off\n", d->open, d->n, d->worse);
	for (size_t i = 0; i < d->n; i++) {
		const struct touched *t = &d->items[i];

		printf("  case %lld %s, %s\n", (long long)t->case_id, t->person, t->branch);
		for (size_t k = 0; k < t->effects.n; k++)
			effect_print(&t->effects.items[k]);
	}
	return 0;
}

static bool words_take(int argc, char **argv, struct diff *d)
{
	for (int i = 2; i < argc; i++) {
		if (str_eq(argv[i], "--json"))
			d->json = true;
		else if (str_eq(argv[i], "--from") && i + 1 < argc) {
			if (date_parse(argv[++i], &d->from))
				return false;
		} else if (!d->name_a && argv[i][0] != '-')
			d->name_a = argv[i];
		else if (!d->name_b && argv[i][0] != '-')
			d->name_b = argv[i];
		else
			return false;
	}
	return d->name_b != NULL;
}

static int diff_run(int argc, char **argv)
{
	struct app_options options = { .read_only = true };
	struct diff d = { .from = DATE_NONE };
	struct arena a;
	int status = 1;

	if (app_options_take(&argc, argv, &options))
		return 2;
	if (!words_take(argc, argv, &d)) {
		fprintf(stderr, "usage: jishi %s\n", development_commands[0].usage);
		return 2;
	}
	d.cases = options.db_url != NULL;
	arena_init(&a);
	d.a = &a;
	if (!rules_pack_open(&a, d.name_a, DATE_NONE, &d.set_a, &d.pack_a) &&
	    !rules_pack_open(&a, d.name_b, d.from, &d.set_b, &d.pack_b)) {
		rules_pack_diff(d.pack_a, d.pack_b, &a, &d.values, &d.n_values);
		if (!d.cases || !cases_compare(&options, &d))
			status = d.json ? json_print(&d) : text_print(&d);
	}
	arena_release(&a);
	return status;
}

const struct command development_commands[] = {
	{ "rules diff", "rules diff A B [--from DATE] [--db URL] [--now DATE] [--json]", diff_run },
	COMMAND_END,
};
