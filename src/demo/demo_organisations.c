/* SPDX-License-Identifier: Apache-2.0 */
/* The tree and what became of it: three older bodies were merged away in 2006. */
#include "demo/demo_impl.h"

#include "directory/directory.h"
#include "base/banned.h"

static enum err found(struct demo *d, const struct demo_organisation *o, int64_t parent_id,
		      int64_t *ret_id)
{
	struct directory_organisation_event event = {
		.kind = "founded",
		.happened_on = o->founded_on,
		.code = o->code,
		.name = o->name,
		.organisation_kind = o->kind,
		.parent_id = parent_id,
	};

	return directory_organisation_record(d->db, &event, ret_id);
}

static enum err found_class(struct demo *d, struct demo_branch *branch)
{
	const struct demo_organisation *o = branch->o;
	struct directory_class c = {
		.code = o->class_code,
		.name = o->class_name,
		.entry_year = o->entry_year,
		.level = "undergraduate",
		.campus = "主校区",
		.size = 26 + (int64_t)demo_pick(&d->random, 10),
		.organisation_id = branch->parent_id,
		.branch_id = branch->id,
	};

	return directory_class_put(d->db, &c, &branch->class_id);
}

static size_t place_of(const struct demo *d, const char *code)
{
	for (size_t i = 0; i < d->n_tree; i++) {
		if (str_eq(d->tree[i].code, code))
			return i;
	}
	return 0;
}

static enum err add_branch(struct demo *d, size_t place, int64_t parent_id)
{
	struct demo_branch *b = VEC_PUSH(d->a, d->branches, d->n_branches, d->cap_branches);

	b->o = &d->tree[place];
	b->id = d->ids[place];
	b->parent_id = parent_id;
	return b->o->class_code ? found_class(d, b) : OK;
}

/* Younger classes have no branch yet; the goal board shows what they lack. */
static enum err found_young_classes(struct demo *d)
{
	static const char *const names[] = { "电气", "自动化", "电子信息", "测控" };
	int64_t general = d->ids[place_of(d, "YX11")], joint = d->ids[place_of(d, "YX1102")], id;

	for (int year = 25; year <= 26; year++) {
		for (size_t i = 0; i < COUNTOF(names); i++) {
			struct directory_class c = {
				.code = arena_printf(d->a, "B%02zu%02d01", i + 60, year),
				.name = arena_printf(d->a, "%s%02d01", names[i], year),
				.entry_year = 2000 + year,
				.level = "undergraduate",
				.campus = year == 26 ? "东校区" : "主校区",
				.size = 30,
				.organisation_id = general,
				.branch_id = joint,
			};
			enum err e = directory_class_put(d->db, &c, &id);

			if (e)
				return e;
		}
	}
	return OK;
}

static enum err tell_history(struct demo *d)
{
	static const char *const old[][3] = {
		{ "YXH01", "成人教育学院党总支", "YX19" },
		{ "YXH02", "校办产业党总支", "YX23" },
		{ "YXH03", "基础部党总支", "YX08" },
	};

	for (size_t i = 0; i < COUNTOF(old); i++) {
		struct demo_organisation o = { .code = old[i][0],
					       .name = old[i][1],
					       .kind = "general_branch",
					       .founded_on = "1988-03-10" };
		struct directory_organisation_event merged = {
			.kind = "merged",
			.happened_on = "2006-09-01",
			.successor_id = d->ids[place_of(d, old[i][2])],
			.decision = "云岫党发〔2006〕28号",
			.decided_on = "2006-08-25",
		};
		enum err e = found(d, &o, d->root_id, &merged.organisation_id);

		if (e)
			return e;
		e = directory_organisation_record(d->db, &merged, &merged.organisation_id);
		if (e)
			return e;
	}
	return OK;
}

enum err demo_organisations(struct demo *d)
{
	enum err e;

	d->tree = demo_tree(d->a, &d->n_tree);
	d->ids = ARENA_ARRAY(d->a, int64_t, d->n_tree);
	for (size_t i = 0; i < d->n_tree; i++) {
		const struct demo_organisation *o = &d->tree[i];
		int64_t parent = o->parent_code ? d->ids[place_of(d, o->parent_code)] : 0;

		e = found(d, o, parent, &d->ids[i]);
		if (e)
			return e;
		if (i == 0)
			d->root_id = d->ids[0];
		if (!directory_is_branch(o->kind))
			continue;
		e = add_branch(d, i, parent);
		if (e)
			return e;
	}
	e = found_young_classes(d);
	return e ? e : tell_history(d);
}
