/* SPDX-License-Identifier: Apache-2.0 */
/* A dossier from JSON or YAML (docs/prover.md has the form). Every fault names its place. */
#include "prover/prover_internal.h"

#include "base/banned.h"

struct take {
	const struct prover_pack *pack;
	struct arena *a;
	struct rules_problems *out;
};

static void fault_put(struct take *t, const struct yaml *at, const char *code, const char *path)
{
	rules_problem_put(
		t->out, t->a, code,
		arena_printf(t->a, "line %u, column %u", at ? at->line : 1, at ? at->column : 1),
		"%s", path);
}

static const char *under(struct take *t, const char *path, const char *key)
{
	return arena_printf(t->a, "%s.%.60s", path, key ? key : "");
}

static int32_t day_take(struct take *t, const struct yaml *v, const char *path)
{
	int32_t day = DATE_NONE;

	if (!yaml_is_null(v) && yaml_day(v, &day))
		fault_put(t, v, "bad_date", path);
	return day;
}

static bool bool_take(struct take *t, const struct yaml *v, const char *path)
{
	bool yes = false;

	if (!yaml_is_null(v) && yaml_bool(v, &yes))
		fault_put(t, v, "type", path);
	return yes;
}

static const char *text_take(struct take *t, const struct yaml *v, const char *path)
{
	const char *text = yaml_text(v);

	if (!yaml_is_null(v) && !text)
		fault_put(t, v, "type", path);
	else if (text && strlen(text) > PROVER_TEXT_BYTES_MAX)
		fault_put(t, v, "too_long", path);
	return text;
}

static int word_take(struct take *t, const struct yaml *v, const char *const *codes,
		     const char *path)
{
	const char *text = yaml_text(v);

	for (int i = 0; codes[i]; i++) {
		if (str_eq(codes[i], text))
			return i;
	}
	fault_put(t, v, text ? "not_one_of" : "required", path);
	return 0;
}

static enum prover_told told_take(struct take *t, const struct yaml *v, const char *path)
{
	if (yaml_is_null(v))
		return PROVER_NOT_TOLD;
	return bool_take(t, v, path) ? PROVER_YES : PROVER_NO;
}

/* Items of a list; 0 if it is none or too long, which is told. */
static size_t list_take(struct take *t, const struct yaml *list, size_t max, const char *path)
{
	if (yaml_is_null(list))
		return 0;
	if (list->kind == YAML_LIST && list->n <= max)
		return list->n;
	fault_put(t, list, list->kind == YAML_LIST ? "too_many" : "type", path);
	return 0;
}

static int code_find(const char *const *codes, const char *key)
{
	for (int i = 0; codes[i]; i++) {
		if (str_eq(codes[i], key))
			return i;
	}
	return -1;
}

static void signer_take(struct take *t, const struct yaml *v, const char *path,
			struct prover_signer *s)
{
	*s = (struct prover_signer){ .signed_on = DATE_NONE };
	if (v->kind != YAML_MAP || !yaml_get(v, "role")) {
		fault_put(t, v, v->kind == YAML_MAP ? "required" : "type", under(t, path, "role"));
		return;
	}
	for (const struct yaml *item = v->child; item; item = item->next) {
		const char *at = under(t, path, item->key);

		if (str_eq(item->key, "person"))
			s->person = text_take(t, item, at);
		else if (str_eq(item->key, "role"))
			s->role = (enum prover_role)word_take(t, item, prover_role_codes, at);
		else if (str_eq(item->key, "signed_on"))
			s->signed_on = day_take(t, item, at);
		else
			fault_put(t, item, "unknown", at);
	}
}

static void signers_take(struct take *t, const struct yaml *list, const char *path,
			 struct prover_paper *p)
{
	size_t n = list_take(t, list, PROVER_SIGNERS_MAX, path), i = 0;
	struct prover_signer *items = ARENA_ARRAY(t->a, struct prover_signer, n);

	p->signatures_known = !yaml_is_null(list);
	for (const struct yaml *v = n ? list->child : NULL; v; v = v->next, i++)
		signer_take(t, v, arena_printf(t->a, "%s[%zu]", path, i), &items[i]);
	p->signers = items;
	p->n_signers = n;
}

/* "2007-06-30", "2007-06" or "2007". */
static void birth_take(struct take *t, const struct yaml *v, const char *path,
		       struct prover_paper *p)
{
	const char *text = yaml_text(v);
	size_t len = text ? strlen(text) : 0;

	if (len == 7) {
		p->birth_precision = RULES_MONTH;
		text = arena_printf(t->a, "%s-01", text);
	} else if (len == 4) {
		p->birth_precision = RULES_YEAR;
		text = arena_printf(t->a, "%s-01-01", text);
	}
	if (!text || date_parse(text, &p->days[PROVER_DAY_birth_on]))
		fault_put(t, v, "bad_date", path);
}

static int number_take(struct take *t, const struct yaml *v, int64_t max, const char *path)
{
	int64_t n = 0;

	if (yaml_i64(v, 0, max, &n))
		fault_put(t, v, "type", path);
	return (int)n;
}

/* One key of a paper that is a day, a count or a text. */
static void value_take(struct take *t, const struct yaml *v, const char *path,
		       struct prover_paper *p)
{
	int day = code_find(prover_day_codes, v->key);
	int count = code_find(prover_count_codes, v->key);
	int text = code_find(prover_text_codes, v->key);

	if (day == PROVER_DAY_birth_on)
		birth_take(t, v, path, p);
	else if (day >= 0)
		p->days[day] = day_take(t, v, path);
	else if (count >= 0)
		p->counts[count] = number_take(t, v, PROVER_COUNT_LIMIT, path);
	else if (text >= 0)
		p->texts[text] = text_take(t, v, path);
	else
		fault_put(t, v, "unknown", path);
}

static void paper_take(struct take *t, const struct yaml *v, const char *path,
		       struct prover_paper *p)
{
	const struct yaml *code = yaml_get(v, "code");

	prover_paper_init(p, prover_paper_code(t->pack, yaml_text(code)));
	if (v->kind != YAML_MAP || p->code < 0) {
		fault_put(t, code ? code : v, code ? "unknown" : "required",
			  under(t, path, "code"));
		return;
	}
	for (const struct yaml *item = v->child; item; item = item->next) {
		const char *at = under(t, path, item->key);

		if (str_eq(item->key, "code") || yaml_is_null(item))
			continue;
		if (str_eq(item->key, "number"))
			p->number = number_take(t, item, PROVER_PAPERS_MAX, at);
		else if (str_eq(item->key, "record"))
			p->record = number_take(t, item, RULES_RECORDS_MAX, at);
		else if (str_eq(item->key, "supplement"))
			p->supplement = bool_take(t, item, at);
		else if (str_eq(item->key, "sealed"))
			p->sealed = told_take(t, item, at);
		else if (str_eq(item->key, "self_present"))
			p->self_present = told_take(t, item, at);
		else if (str_eq(item->key, "signers"))
			signers_take(t, item, at, p);
		else
			value_take(t, item, at, p);
	}
}

static void papers_take(struct take *t, const struct yaml *list, struct prover_dossier *d)
{
	size_t n = list_take(t, list, PROVER_PAPERS_MAX, "papers"), i = 0;
	struct prover_paper *items = ARENA_ARRAY(t->a, struct prover_paper, n);

	for (const struct yaml *v = n ? list->child : NULL; v; v = v->next, i++)
		paper_take(t, v, arena_printf(t->a, "papers[%zu]", i), &items[i]);
	d->papers = items;
	d->n_papers = n;
}

static void post_take(struct take *t, const struct yaml *v, const char *path, struct prover_post *p)
{
	*p = (struct prover_post){ .from = DATE_NONE, .until = DATE_NONE };
	if (v->kind != YAML_MAP || !yaml_get(v, "role")) {
		fault_put(t, v, v->kind == YAML_MAP ? "required" : "type", under(t, path, "role"));
		return;
	}
	for (const struct yaml *item = v->child; item; item = item->next) {
		const char *at = under(t, path, item->key);

		if (str_eq(item->key, "role"))
			p->role = (enum prover_role)word_take(t, item, prover_role_codes, at);
		else if (str_eq(item->key, "from"))
			p->from = day_take(t, item, at);
		else if (str_eq(item->key, "until"))
			p->until = day_take(t, item, at);
		else
			fault_put(t, item, "unknown", at);
	}
}

static void posts_take(struct take *t, const struct yaml *list, const char *path,
		       struct prover_member *m)
{
	size_t n = list_take(t, list, PROVER_POSTS_MAX, path), i = 0;
	struct prover_post *items = ARENA_ARRAY(t->a, struct prover_post, n);

	m->posts_known = !yaml_is_null(list);
	for (const struct yaml *v = n ? list->child : NULL; v; v = v->next, i++)
		post_take(t, v, arena_printf(t->a, "%s[%zu]", path, i), &items[i]);
	m->posts = items;
	m->n_posts = n;
}

static void member_take(struct take *t, const struct yaml *v, const char *path,
			struct prover_member *m)
{
	*m = (struct prover_member){ .full_from = DATE_NONE,
				     .full_until = DATE_NONE,
				     .discipline_from = DATE_NONE,
				     .effect_until = DATE_NONE };
	if (v->kind != YAML_MAP || str_empty(yaml_text(yaml_get(v, "id")))) {
		fault_put(t, v, v->kind == YAML_MAP ? "required" : "type", under(t, path, "id"));
		return;
	}
	for (const struct yaml *item = v->child; item; item = item->next) {
		const char *at = under(t, path, item->key);

		if (str_eq(item->key, "id"))
			m->id = text_take(t, item, at);
		else if (str_eq(item->key, "name"))
			m->name = text_take(t, item, at);
		else if (str_eq(item->key, "full_from"))
			m->full_from = day_take(t, item, at);
		else if (str_eq(item->key, "full_until"))
			m->full_until = day_take(t, item, at);
		else if (str_eq(item->key, "discipline"))
			m->discipline = (enum rules_discipline)word_take(
				t, item, rules_discipline_codes, at);
		else if (str_eq(item->key, "discipline_from"))
			m->discipline_from = day_take(t, item, at);
		else if (str_eq(item->key, "effect_until"))
			m->effect_until = day_take(t, item, at);
		else if (str_eq(item->key, "posts"))
			posts_take(t, item, at, m);
		else
			fault_put(t, item, "unknown", at);
	}
}

static void members_take(struct take *t, const struct yaml *list, struct prover_dossier *d)
{
	size_t n = list_take(t, list, PROVER_MEMBERS_MAX, "members"), i = 0;
	struct prover_member *items = ARENA_ARRAY(t->a, struct prover_member, n);

	for (const struct yaml *v = n ? list->child : NULL; v; v = v->next, i++)
		member_take(t, v, arena_printf(t->a, "members[%zu]", i), &items[i]);
	d->members = items;
	d->n_members = n;
}

static void person_take(struct take *t, const struct yaml *map, struct prover_person *p)
{
	if (yaml_is_null(map))
		return;
	if (map->kind != YAML_MAP)
		fault_put(t, map, "type", "person");
	for (const struct yaml *v = map->kind == YAML_MAP ? map->child : NULL; v; v = v->next) {
		const char *at = under(t, "person", v->key);

		if (str_eq(v->key, "id"))
			p->id = text_take(t, v, at);
		else if (str_eq(v->key, "name"))
			p->name = text_take(t, v, at);
		else if (str_eq(v->key, "id_tail"))
			p->id_tail = text_take(t, v, at);
		else
			fault_put(t, v, "unknown", at);
	}
}

static void dossier_take(struct take *t, const struct yaml *root, struct prover_dossier *d)
{
	for (const struct yaml *v = root->child; v; v = v->next) {
		if (str_eq(v->key, "person"))
			person_take(t, v, &d->person);
		else if (str_eq(v->key, "papers_complete"))
			d->papers_complete = bool_take(t, v, "papers_complete");
		else if (str_eq(v->key, "papers"))
			papers_take(t, v, d);
		else if (str_eq(v->key, "members"))
			members_take(t, v, d);
		else if (!str_eq(v->key, "case"))
			fault_put(t, v, "unknown", arena_printf(t->a, "%.60s", v->key));
	}
}

/* The tree of a text; a fault is told as that of `what`. */
static enum err tree_read(struct arena *a, const char *text, size_t len, const char *what,
			  struct rules_problems *problems, const struct yaml **ret)
{
	struct yaml_fault bad = { 0 };
	enum err e = yaml_read(a, text, len, &bad, ret);

	problems->n = 0;
	if (e)
		rules_problem_put(
			problems, a, "bad_json",
			arena_printf(a, "line %u, column %u: %s", bad.line, bad.column, bad.why),
			"%s", what);
	return e;
}

enum err prover_paper_read(const struct prover_pack *pack, struct arena *a, const char *text,
			   size_t len, struct rules_problems *problems, struct prover_paper *ret)
{
	const struct yaml *root = NULL;
	struct take t = { pack, a, problems };
	struct prover_paper paper;
	enum err e = tree_read(a, text, len, "paper", problems, &root);

	if (e)
		return e;
	paper_take(&t, root, "paper", &paper);
	if (problems->n)
		return ERR_INPUT;
	*ret = paper;
	return OK;
}

enum err prover_dossier_read(const struct prover_pack *pack, struct arena *a, const char *text,
			     size_t len, struct rules_problems *problems,
			     struct prover_dossier *ret)
{
	const struct yaml *root = NULL;
	struct take t = { pack, a, problems };
	struct rules_case *c = ARENA_NEW(a, struct rules_case);
	struct prover_dossier d = { .rules = c };
	enum err e = tree_read(a, text, len, "dossier", problems, &root);

	if (e)
		return e;
	if (root->kind != YAML_MAP || !yaml_get(root, "case")) {
		fault_put(&t, root, root->kind == YAML_MAP ? "required" : "type", "case");
		return ERR_INPUT;
	}
	e = rules_case_take(pack->set, a, yaml_get(root, "case"), problems, c);
	if (e)
		return e;
	dossier_take(&t, root, &d);
	if (!problems->n)
		e = prover_dossier_check(pack, &d, a, problems);
	if (problems->n)
		return ERR_INPUT;
	*ret = d;
	return e;
}
