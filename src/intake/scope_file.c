/* SPDX-License-Identifier: Apache-2.0 */
/* The scope of a dry run without a database: an organisation file takes its place. */
#include "intake/scope_file.h"
#include "base/clock.h"
#include "base/str.h"
#include "base/banned.h"

#define DEPTH_MAX 20

static const struct intake_row *row_of(const struct intake_file *f, const char *code)
{
	for (size_t i = 0; i < f->n_rows; i++) {
		if (f->sheets[f->rows[i].sheet].set == SET_ORGANISATION &&
		    str_eq(intake_value(f, &f->rows[i], FIELD_CODE), code))
			return &f->rows[i];
	}
	return NULL;
}

static bool is_below(const struct intake_file *f, const struct intake_row *row,
		     const char *org_code)
{
	for (int depth = 0; row && depth < DEPTH_MAX; depth++) {
		const char *parent = intake_value(f, row, FIELD_PARENT);

		if (str_eq(intake_value(f, row, FIELD_CODE), org_code))
			return true;
		row = parent ? row_of(f, parent) : NULL;
	}
	return false;
}

static bool is_branch(const struct intake_file *f, const struct intake_row *row)
{
	const char *text = intake_value(f, row, FIELD_KIND);
	const char *kind = text ? intake_organisation_kind(text) : NULL;

	return kind && intake_kind_is_branch(kind);
}

static void collect(struct arena *a, const struct intake_file *f, struct intake_scope *ret)
{
	struct intake_branch *branches = ARENA_ARRAY(a, struct intake_branch, f->n_rows + 1);
	struct intake_class *classes = ARENA_ARRAY(a, struct intake_class, f->n_rows + 1);
	const char **codes = ARENA_ARRAY(a, const char *, f->n_rows + 1);

	for (size_t i = 0; i < f->n_rows; i++) {
		const struct intake_row *row = &f->rows[i];
		const char *code = intake_value(f, row, FIELD_CODE);
		const char *name = intake_value(f, row, FIELD_NAME);

		if (row->verdict >= INTAKE_REFUSE)
			continue;
		if (f->sheets[row->sheet].set == SET_CLASS) {
			classes[ret->n_classes++] =
				(struct intake_class){ name, code, 0,
						       intake_value(f, row, FIELD_BRANCH) };
			continue;
		}
		codes[ret->n_codes++] = code;
		if (is_branch(f, row) && is_below(f, row, ret->org_code))
			branches[ret->n_branches++] = (struct intake_branch){ code, name, 0, NULL };
	}
	ret->branches = branches;
	ret->classes = classes;
	ret->codes = codes;
}

enum err scope_from_file(struct arena *a, const char *path, const char *org_code,
			 struct intake_scope *ret)
{
	struct intake_scope none = { .org_code = org_code };
	struct intake_options o = {
		.kind = INTAKE_ORGANISATION, .path = path, .today = clock_today(), .scope = &none
	};
	struct intake_file *f = ARENA_NEW(a, struct intake_file);
	const struct intake_row *org;
	enum err e;

	e = intake_check(a, &o, f);
	if (e)
		return e;
	if (f->refused)
		return ERR_INPUT;
	org = row_of(f, org_code);
	if (!org || org->verdict >= INTAKE_REFUSE)
		return ERR_NOT_FOUND;
	*ret = (struct intake_scope){ .org_code = org_code, .known = true };
	ret->org_name = intake_value(f, org, FIELD_NAME);
	ret->org_is_branch = is_branch(f, org);
	collect(a, f, ret);
	return OK;
}
