/* SPDX-License-Identifier: Apache-2.0 */
#include "support.h"

#include "base/str.h"
#include "doc/form.h"
#include "papers.h"

struct made {
	struct arena a;
	struct form f, filled;
	struct doc_values v;
	struct doc_faults faults;
};

static int begin(void **state)
{
	static struct made m;

	memset(&m, 0, sizeof(m));
	arena_init(&m.a);
	form_init(&m.f, &m.a);
	form_init(&m.filled, &m.a);
	doc_faults_init(&m.faults, &m.a);
	*state = &m;
	return 0;
}

static int end(void **state)
{
	struct made *m = *state;

	arena_release(&m->a);
	return 0;
}

static enum err fill(struct made *m)
{
	return form_fill(&m->f, &m->v, &m->faults, &m->filled);
}

static struct form_table *one_column(struct made *m, const char *text)
{
	static const struct form_column column = { .heading = "姓名", .width = 1 };
	struct form_table *t = form_table(&m->f, &column, 1);

	if (text)
		form_row(&m->f, t, &text, 1);
	return t;
}

static void values_come_into_every_text(void **state)
{
	struct made *m = *state;

	doc_set(&m->a, &m->v, "x", "值\n二{y}");
	m->f.title = m->f.head = m->f.foot = "{x}";
	form_title(&m->f, "a{x}b");
	form_labelled(&m->f, "{x}：", "{x}");
	form_signature(&m->f, "{x}", "{x}");
	assert_int_equal(fill(m), OK);
	assert_string_equal(m->filled.title, "值\n二{y}");
	assert_string_equal(m->filled.foot, "值\n二{y}");
	assert_string_equal(m->filled.blocks[0].text, "a值\n二{y}b");
	assert_string_equal(m->filled.blocks[1].label, "值\n二{y}：");
	assert_string_equal(m->filled.blocks[2].signed_by[1], "值\n二{y}");
	assert_string_equal(m->f.blocks[0].text, "a{x}b"); /* the form itself is as before */
}

static void rows_repeat_with_the_list(void **state)
{
	struct made *m = *state;

	paper_notice(&m->f);
	paper_notice_values(&m->a, &m->v, 3);
	assert_int_equal(fill(m), OK);
	assert_int_equal(m->filled.blocks[2].table->n_rows, 3);
	assert_string_equal(m->filled.blocks[2].table->rows[1].cells[0].text, "2");
	assert_string_equal(m->filled.blocks[2].table->rows[1].cells[1].text, "欧阳修远");
	assert_string_equal(m->filled.blocks[2].table->rows[2].cells[5].text, "2025年3月20日");
}

static void faults_are_those_of_a_template(void **state)
{
	struct made *m = *state;

	form_paragraph(&m->f, "主持人：{host}");
	assert_int_equal(fill(m), ERR_INPUT);
	assert_true(has_fault(&m->faults, DOC_UNKNOWN_KEY, "host"));
	assert_string_equal(m->faults.items[0].place, "主持人：{host}");
	assert_int_equal(m->filled.n, 0);
}

static void loops_outside_tables_and_open_ones_are_refused(void **state)
{
	static const struct {
		const char *first, *second;
		enum doc_fault_kind kind;
	} cases[] = {
		{ "{#rows}", NULL, DOC_LOOP_OPEN },
		{ "{#rows}", "{/other}", DOC_LOOP_CLOSE },
		{ "{/rows}", NULL, DOC_LOOP_OUTSIDE },
		{ "x{#rows}{/rows}", NULL, DOC_LOOP_PART_ROW },
		{ "{#rows}{/rows}x", NULL, DOC_LOOP_PART_ROW },
		{ "{#rows}", "{#rows}{/rows}", DOC_LOOP_NESTED },
		{ "{#x}{/x}", NULL, DOC_TEXT_AS_LIST },
		{ "{#nothing}{/nothing}", NULL, DOC_UNKNOWN_KEY },
	};
	struct made *m = *state;

	(void)doc_set_list(&m->a, &m->v, "rows");
	doc_set(&m->a, &m->v, "x", "1");
	for (size_t i = 0; i < COUNTOF(cases); i++) {
		struct form_table *t;

		form_init(&m->f, &m->a);
		doc_faults_init(&m->faults, &m->a);
		t = one_column(m, cases[i].first);
		if (cases[i].second)
			form_row(&m->f, t, &cases[i].second, 1);
		assert_int_equal(fill(m), ERR_INPUT);
		assert_true(has_fault(&m->faults, cases[i].kind, NULL));
	}
	form_init(&m->f, &m->a);
	form_paragraph(&m->f, "{#rows}");
	assert_int_equal(fill(m), ERR_INPUT);
}

static void a_list_makes_no_table_over_the_limit(void **state)
{
	struct made *m = *state;
	struct doc_list *list = doc_set_list(&m->a, &m->v, "rows");
	const char *second = "{/rows}";

	for (int i = 0; i < FORM_ROWS_MAX / 2 + 1; i++)
		(void)doc_add_row(&m->a, list);
	form_row(&m->f, one_column(m, "{#rows}"), &second, 1);
	assert_int_equal(fill(m), ERR_TOO_LARGE);
}

static void limits_are_checked(void **state)
{
	static const struct form_cell two[] = { { .text = "a", .span = 2 } };
	static const struct form_column thin = { .width = 0 };
	struct made *m = *state;
	char *text = arena_alloc(&m->a, FORM_TEXT_MAX + 2);

	memset(text, 'a', FORM_TEXT_MAX + 1);
	text[FORM_TEXT_MAX + 1] = '\0';
	assert_int_equal(form_check(&m->f), OK);
	form_paragraph(&m->f, text);
	assert_int_equal(form_check(&m->f), ERR_TOO_LARGE);
	m->f.n = 0;
	form_paragraph(&m->f, "\xC3(");
	assert_int_equal(form_check(&m->f), ERR_INPUT);
	m->f.n = 0;
	form_row_of(&m->f, one_column(m, NULL), two, 1);
	assert_int_equal(form_check(&m->f), ERR_INPUT);
	m->f.n = 0;
	(void)form_table(&m->f, &thin, 1);
	assert_int_equal(form_check(&m->f), ERR_INPUT);
	m->f.n = 0;
	form_heading(&m->f, 3, "x");
	assert_int_equal(form_check(&m->f), ERR_INPUT);
	m->f.n = 0;
	for (int i = 0; i <= FORM_BLOCKS_MAX; i++)
		form_page_break(&m->f);
	assert_int_equal(form_check(&m->f), ERR_TOO_LARGE);
}

static void all_texts_together_are_bounded(void **state)
{
	struct made *m = *state;
	char *text = arena_alloc(&m->a, FORM_TEXT_MAX);

	memset(text, 'a', FORM_TEXT_MAX - 1);
	text[FORM_TEXT_MAX - 1] = '\0';
	for (unsigned i = 0; i < FORM_TOTAL_MAX / FORM_TEXT_MAX + 1; i++)
		form_paragraph(&m->f, text);
	assert_int_equal(form_check(&m->f), ERR_TOO_LARGE);
	/* a short form with a long value repeated is stopped as well */
	form_init(&m->f, &m->a);
	doc_set(&m->a, &m->v, "x", text);
	for (unsigned i = 0; i < FORM_TOTAL_MAX / FORM_TEXT_MAX + 1; i++)
		form_paragraph(&m->f, "{x}");
	assert_int_equal(fill(m), ERR_TOO_LARGE);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, begin, end)
	const struct CMUnitTest tests[] = {
		T(values_come_into_every_text),
		T(rows_repeat_with_the_list),
		T(faults_are_those_of_a_template),
		T(loops_outside_tables_and_open_ones_are_refused),
		T(a_list_makes_no_table_over_the_limit),
		T(limits_are_checked),
		T(all_texts_together_are_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
