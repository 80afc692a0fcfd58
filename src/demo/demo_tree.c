/* SPDX-License-Identifier: Apache-2.0 */
#include "demo/demo_tree.h"

#include "base/date.h"
#include "base/str.h"
#include "base/banned.h"

#define TREE_MAX 86

static const char *const colleges[] = { "电气工程", "计算机", "机械工程", "土木建筑", "化学化工",
					"经济管理", "外国语", "数学",     "物理",     "地球科学" };
static const char *const units[] = { "马克思主义学院", "艺术学院",     "体育学院", "人文学院",
				     "法学院",         "生命科学学院", "材料学院", "国际教育学院",
				     "图书馆",         "机关第一",     "机关第二", "后勤",
				     "离退休" };

struct tree {
	struct arena *a;
	struct demo_organisation *items;
	size_t n;
};

/* Founding days are spread over the years by the running number, so that "as of" shows a growing tree. */
static const char *founded(struct arena *a, size_t i, int first_year, int years)
{
	return arena_printf(a, "%04d-%02zu-%02zu", first_year + (int)(i * 7 % (size_t)years),
			    i * 5 % 12 + 1, i * 11 % 27 + 1);
}

static struct demo_organisation *add(struct tree *t, const char *code, const char *name,
				     const char *kind, const char *parent)
{
	struct demo_organisation *o = &t->items[t->n++];

	o->code = code;
	o->name = name;
	o->kind = kind;
	o->parent_code = parent;
	o->founded_on = founded(t->a, t->n, 1998, 22);
	return o;
}

static void add_committees(struct tree *t)
{
	for (size_t i = 0; i < COUNTOF(colleges); i++)
		add(t, arena_printf(t->a, "YX%02zu", i + 1),
		    arena_printf(t->a, "%s学院党委", colleges[i]), "school_committee", "YX")
			->founded_on = founded(t->a, i, 1978, 18);
	add(t, "YX11", "电气工程学院大学生党总支", "general_branch", "YX01")->student = true;
	for (size_t i = 0; i < COUNTOF(units); i++)
		add(t, arena_printf(t->a, "YX%02zu", i + 12),
		    arena_printf(t->a, "%s党总支", units[i]), "general_branch", "YX");
}

static void add_branches(struct tree *t)
{
	add(t, "YX0101", "电气工程学院教工第一党支部", "branch", "YX01");
	add(t, "YX0102", "电气工程学院研究生第一党支部", "branch", "YX01")->student = true;
	add(t, "YX0103", "电气工程学院研究生第二党支部", "branch", "YX01")->student = true;
	for (size_t i = 1; i < COUNTOF(colleges); i++) {
		const char *parent = arena_printf(t->a, "YX%02zu", i + 1);

		add(t, arena_printf(t->a, "%s01", parent),
		    arena_printf(t->a, "%s学院教工党支部", colleges[i]), "branch", parent);
		if (i < 8)
			add(t, arena_printf(t->a, "%s02", parent),
			    arena_printf(t->a, "%s学院学生党支部", colleges[i]), "branch", parent)
				->student = true;
	}
	for (size_t i = 0; i < COUNTOF(units); i++) {
		const char *parent = arena_printf(t->a, "YX%02zu", i + 12);

		add(t, arena_printf(t->a, "%s01", parent), arena_printf(t->a, "%s党支部", units[i]),
		    "branch", parent);
	}
	add(t, "YX9901", "校医院直属党支部", "direct_branch", "YX");
}

static void add_class_branches(struct tree *t)
{
	static const struct {
		const char *name;
		int count;
	} majors[] = { { "电气", 8 }, { "自动化", 8 }, { "电子信息", 5 }, { "测控", 5 } };
	int number = 2;

	add(t, "YX1101", "电气工程学院大学生第一联合党支部", "joint_branch", "YX11")->student =
		true;
	add(t, "YX1102", "电气工程学院大学生第二联合党支部", "joint_branch", "YX11")->student =
		true;
	for (size_t m = 0; m < COUNTOF(majors); m++) {
		for (int k = 0; k < majors[m].count; k++) {
			int half = (majors[m].count + 1) / 2, year = k < half ? 23 : 24,
			    of_year = k < half ? k + 1 : k - half + 1;
			struct demo_organisation *o =
				add(t, arena_printf(t->a, "YX11%02d", ++number),
				    arena_printf(t->a, "%s%02d%02d班党支部", majors[m].name, year,
						 of_year),
				    "branch", "YX11");

			o->student = true;
			o->founded_on = founded(t->a, t->n, 2024, 2);
			o->entry_year = 2000 + year;
			o->class_name =
				arena_printf(t->a, "%s%02d%02d", majors[m].name, year, of_year);
			o->class_code = arena_printf(t->a, "B%02d%02d%02d", number, year, of_year);
		}
	}
}

const struct demo_organisation *demo_tree(struct arena *a, size_t *ret_n)
{
	struct tree t = { .a = a, .items = ARENA_ARRAY(a, struct demo_organisation, TREE_MAX) };

	add(&t, "YX", "中共云岫大学委员会", "school_party_committee", NULL)->founded_on =
		"1961-09-01";
	add_committees(&t);
	add_branches(&t);
	add_class_branches(&t);
	*ret_n = t.n;
	return t.items;
}
