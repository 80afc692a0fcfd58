/* SPDX-License-Identifier: Apache-2.0 */
#include "../test.h"
#include "json/fields.h"

struct place {
	int64_t id;
	const char *name;
};
struct person {
	struct place branch;
	struct place *class;
};

static const struct fld place_fields[] = {
	FIELD_ID(place, id),
	FIELD_STR_OPT(place, name, 1, 80),
	FIELD_END,
};
static const struct fld person_fields[] = {
	FIELD_OBJECT(person, branch, place, place_fields),
	FIELD_OBJECT_OPT(person, class, place, place_fields),
	FIELD_END,
};

static void printed_is(const struct person *p, const char *text)
{
	struct buf out;
	struct json_writer w;

	buf_init(&out, 1000);
	json_begin(&w, &out);
	fields_print(&w, NULL, person_fields, p);
	assert_int_equal(json_end(&w), OK);
	assert_string_equal(out.text, text);
	buf_release(&out);
}

static void an_object_that_is_not_there_is_null(void **state)
{
	struct person p = { .branch = { 7, "a" } };

	(void)state;
	printed_is(&p, "{\"branch\":{\"id\":\"7\",\"name\":\"a\"},\"class\":null}");
}

static void an_object_behind_a_pointer_is_printed(void **state)
{
	struct place class = { 9, NULL };
	struct person p = { .branch = { 7, "a" }, .class = &class };

	(void)state;
	printed_is(&p, "{\"branch\":{\"id\":\"7\",\"name\":\"a\"},"
		       "\"class\":{\"id\":\"9\",\"name\":null}}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_object_that_is_not_there_is_null),
		cmocka_unit_test(an_object_behind_a_pointer_is_printed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
