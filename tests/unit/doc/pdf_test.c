/* SPDX-License-Identifier: Apache-2.0 */
/* Pages, fonts and limits of pdf_write(); what its text says is read back by the API tests. */
#include "../test.h"

#include "doc/pdf.h"
#include "papers.h"

#define WHEN 1780000000

struct made {
	struct arena a;
	struct form f;
	struct buf pdf;
	struct pdf_fonts *fonts;
	struct pdf_made told;
};

static int begin(void **state)
{
	static struct made m;

	memset(&m, 0, sizeof(m));
	arena_init(&m.a);
	m.fonts = pdf_fonts_new(&m.a);
	form_init(&m.f, &m.a);
	buf_init(&m.pdf, PDF_RESULT_MAX);
	*state = &m;
	return 0;
}

static int end(void **state)
{
	struct made *m = *state;

	buf_release(&m->pdf);
	arena_release(&m->a);
	return 0;
}

static enum err write(struct made *m)
{
	const struct form *forms[] = { &m->f };

	return pdf_write(m->fonts, forms, 1, WHEN, &m->pdf, &m->told);
}

static bool holds(const struct buf *pdf, const char *what)
{
	return memmem(pdf->text, pdf->len, what, strlen(what)) != NULL;
}

static void fonts_are_embedded_as_subsets_with_their_text(void **state)
{
	struct made *m = *state;

	paper_request(&m->f);
	assert_int_equal(write(m), OK);
	assert_memory_equal(m->pdf.text, "%PDF-1.", 7);
	assert_true(holds(&m->pdf, "+NotoSerifCJKsc-Regular"));
	assert_true(holds(&m->pdf, "/CIDFontType0C"));
	assert_true(holds(&m->pdf, "/ToUnicode"));
	assert_int_equal(m->told.missing, 0);
	assert_int_equal(m->told.pages, 2);
}

static void same_form_and_time_same_bytes(void **state)
{
	struct made *m = *state;
	size_t first;

	paper_minutes(&m->f);
	assert_int_equal(write(m), OK);
	first = m->pdf.len;
	assert_int_equal(write(m), OK);
	assert_int_equal(m->pdf.len, 2 * first);
	assert_memory_equal(m->pdf.text, m->pdf.text + first, first);
}

static void a_long_roster_has_many_pages(void **state)
{
	struct made *m = *state;

	paper_roster(&m->f, 60);
	assert_int_equal(write(m), OK);
	assert_int_equal(m->told.pages, 5);
}

static void a_row_higher_than_a_page_is_cut(void **state)
{
	static const struct form_column one = { .heading = "意见", .width = 1 };
	struct made *m = *state;
	char *text = arena_alloc(&m->a, 30001);
	const char *cell = text;

	memset(text, 'a', 30000);
	for (size_t i = 9; i < 30000; i += 10)
		text[i] = ' ';
	text[30000] = '\0';
	form_row(&m->f, form_table(&m->f, &one, 1), &cell, 1);
	form_signature(&m->f, "支部", "2026年6月12日");
	assert_int_equal(write(m), OK);
	assert_in_range(m->told.pages, 8, 20);
}

/* 21 body lines leave one line of 22: the signature needs more, so the last lines go with it. */
static void a_signature_is_never_alone(void **state)
{
	struct made *m = *state;

	for (int i = 0; i < 21; i++)
		form_paragraph(&m->f, "一行字。");
	assert_int_equal(write(m), OK);
	assert_int_equal(m->told.pages, 1);
	form_signature(&m->f, "支部", "2026年6月12日");
	assert_int_equal(write(m), OK);
	assert_int_equal(m->told.pages, 2);
}

static void each_form_begins_a_page(void **state)
{
	struct made *m = *state;
	const struct form *forms[] = { &m->f, &m->f, &m->f };

	form_paragraph(&m->f, "一行字。");
	assert_int_equal(pdf_write(m->fonts, forms, 3, WHEN, &m->pdf, &m->told), OK);
	assert_int_equal(m->told.pages, 3);
}

static void an_unwritable_character_is_told(void **state)
{
	struct made *m = *state;

	form_paragraph(&m->f, "\xF3\xBF\xBF\xBD"); /* a private character: no font has it */
	assert_int_equal(write(m), OK);
	assert_int_equal(m->told.missing, 1);
}

static void refusals_leave_the_result_as_it_was(void **state)
{
	struct made *m = *state;
	struct buf small;
	const struct form *forms[] = { &m->f };

	buf_init(&small, 2000);
	buf_adds(&small, "before");
	form_paragraph(&m->f, "一行字。");
	assert_int_equal(pdf_write(m->fonts, forms, 1, WHEN, &small, NULL), ERR_TOO_LARGE);
	assert_int_equal(small.len, 6);
	assert_int_equal(buf_check(&small), OK);
	buf_release(&small);
	form_heading(&m->f, 3, "x");
	assert_int_equal(write(m), ERR_INPUT);
	assert_int_equal(m->pdf.len, 0);
	m->f.n = 0;
	for (int i = 0; i < PDF_PAGES_MAX + 1; i++)
		form_page_break(&m->f);
	assert_int_equal(write(m), ERR_TOO_LARGE);
	assert_int_equal(m->pdf.len, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(fonts_are_embedded_as_subsets_with_their_text,
						begin, end),
		cmocka_unit_test_setup_teardown(same_form_and_time_same_bytes, begin, end),
		cmocka_unit_test_setup_teardown(a_long_roster_has_many_pages, begin, end),
		cmocka_unit_test_setup_teardown(a_row_higher_than_a_page_is_cut, begin, end),
		cmocka_unit_test_setup_teardown(a_signature_is_never_alone, begin, end),
		cmocka_unit_test_setup_teardown(each_form_begins_a_page, begin, end),
		cmocka_unit_test_setup_teardown(an_unwritable_character_is_told, begin, end),
		cmocka_unit_test_setup_teardown(refusals_leave_the_result_as_it_was, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
