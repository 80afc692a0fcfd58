/* SPDX-License-Identifier: Apache-2.0 */
/* Reads a prover pack: the papers it knows, and the heading of each rule. */
#include "prover/prover_internal.h"

#include <stdarg.h>

#include "base/banned.h"

enum err prover_load_refuse(struct load *l, const struct yaml *at, const char *fmt, ...)
{
	char text[300]; /* one line of ours, with words cut to 60 bytes */
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	*l->fault = (struct rules_fault){ .name = l->pack->name,
					  .line = at ? at->line : 1,
					  .column = at ? at->column : 1,
					  .why = arena_strdup(l->a, text) };
	return ERR_INPUT;
}

enum err prover_load_keys(struct load *l, const struct yaml *map, const char *const *keys)
{
	if (!map || map->kind != YAML_MAP)
		return prover_load_refuse(l, map, "a map is expected");
	for (const struct yaml *v = map->child; v; v = v->next) {
		const char *const *key = keys;

		while (*key && !str_eq(*key, v->key))
			key++;
		if (!*key)
			return prover_load_refuse(l, v, "unknown key \"%.60s\"",
						  v->key ? v->key : "");
	}
	return OK;
}

enum err prover_load_both(struct load *l, const struct yaml *map, struct rules_text *ret)
{
	const char *zh = yaml_text(yaml_get(map, "zh")), *en = yaml_text(yaml_get(map, "en"));

	if (str_empty(zh) || str_empty(en))
		return prover_load_refuse(l, map, "both zh and en are needed");
	*ret = (struct rules_text){ zh, en };
	return OK;
}

enum err prover_load_word(struct load *l, const struct yaml *node, const char *const *codes,
			  const char *what, int *ret)
{
	const char *text = yaml_text(node);

	for (int i = 0; codes[i]; i++) {
		if (str_eq(codes[i], text)) {
			*ret = i;
			return OK;
		}
	}
	return prover_load_refuse(l, node, "no %s \"%.60s\"", what, text ? text : "");
}

enum err prover_load_step(struct load *l, const struct yaml *node, int *ret)
{
	const char *text = yaml_text(node);

	*ret = rules_step_id(l->pack->set, text);
	return *ret >= 0 ? OK : prover_load_refuse(l, node, "no step \"%.60s\"", text ? text : "");
}

int prover_paper_code(const struct prover_pack *pack, const char *code)
{
	for (int i = 0; i < pack->n_papers; i++) {
		if (str_eq(pack->papers[i].code, code))
			return i;
	}
	return -1;
}

enum err prover_load_paper(struct load *l, const struct yaml *node, int *ret)
{
	const char *text = yaml_text(node);

	*ret = prover_paper_code(l->pack, text);
	return *ret >= 0 ? OK : prover_load_refuse(l, node, "no paper \"%.60s\"", text ? text : "");
}

bool prover_pack_is(const struct rules_pack *law, const char *id)
{
	return str_eq(rules_pack_id(law), id) || str_eq(rules_pack_base(law), id);
}

static const struct rules_pack *pack_find(const struct rules_set *set, const char *id)
{
	for (size_t i = 0; i < rules_pack_count(set); i++) {
		if (prover_pack_is(rules_pack_at(set, i), id))
			return rules_pack_at(set, i);
	}
	return NULL;
}

const struct rules_field *prover_step_field(const struct rules_set *set, int step, int symbol)
{
	for (size_t p = rules_pack_count(set); p-- > 0;) {
		const struct rules_step *s = rules_pack_step(rules_pack_at(set, p), step);

		for (size_t i = 0; s && i < s->n_fields; i++) {
			if (s->fields[i].symbol == symbol)
				return &s->fields[i];
		}
	}
	return NULL;
}

static struct paper_kind *paper_add(struct prover_pack *pack, const char *code)
{
	int at = prover_paper_code(pack, code);

	if (at >= 0)
		return &pack->papers[at];
	if (pack->n_papers == PROVER_CODES_MAX)
		return NULL;
	pack->papers[pack->n_papers] = (struct paper_kind){ .code = code, .step = -1 };
	return &pack->papers[pack->n_papers++];
}

/* Every paper of every step, and which steps end a case. The newest pack words them. */
static enum err papers_of_rules(struct load *l)
{
	const struct rules_set *set = l->pack->set;

	for (size_t p = 0; p < rules_pack_count(set); p++) {
		for (int s = 0; s < (int)rules_step_count(set); s++) {
			const struct rules_step *step = rules_pack_step(rules_pack_at(set, p), s);

			if (step && step->closes)
				l->pack->closing |= UINT64_C(1) << s;
			for (size_t i = 0; step && i < step->n_papers; i++) {
				struct paper_kind *kind = paper_add(l->pack, step->papers[i].code);

				if (!kind)
					return prover_load_refuse(l, NULL,
								  "more than %d kinds of papers",
								  PROVER_CODES_MAX);
				kind->name = step->papers[i].name;
				kind->step = s;
				kind->packs |= UINT32_C(1) << p;
			}
		}
	}
	return OK;
}

/* Papers that no step of the law names: {code, step, zh, en}. */
static enum err papers_own(struct load *l, const struct yaml *list)
{
	static const char *const keys[] = { "code", "step", "zh", "en", NULL };

	if (list && list->kind != YAML_LIST)
		return prover_load_refuse(l, list, "papers must be a list");
	for (const struct yaml *v = list ? list->child : NULL; v; v = v->next) {
		const char *code = yaml_text(yaml_get(v, "code"));
		struct paper_kind *kind;
		enum err e = prover_load_keys(l, v, keys);

		if (e)
			return e;
		if (str_empty(code) || prover_paper_code(l->pack, code) >= 0)
			return prover_load_refuse(l, v, "a code that no other paper has is needed");
		kind = paper_add(l->pack, code);
		if (!kind)
			return prover_load_refuse(l, v, "more than %d kinds of papers",
						  PROVER_CODES_MAX);
		kind->own = true;
		e = prover_load_both(l, v, &kind->name);
		if (!e && yaml_get(v, "step"))
			e = prover_load_step(l, yaml_get(v, "step"), &kind->step);
		if (e)
			return e;
	}
	return OK;
}

/* Committees keep minutes at three steps: such names need the step beside them. */
static void names_compare(struct prover_pack *pack)
{
	for (int i = 0; i < pack->n_papers; i++) {
		for (int j = 0; j < pack->n_papers; j++)
			pack->papers[i].shared |=
				i != j && str_eq(pack->papers[i].name.zh, pack->papers[j].name.zh);
	}
}

/* "20 B": article and tag; "C": a tag alone. An article is printed for A and B only. */
static enum err cite_split(struct load *l, const struct yaml *v, const char **ret_words,
			   char *ret_tag)
{
	const char *text = yaml_text(v);
	size_t len = text ? strlen(text) : 0;

	if (!len || !strchr("ABCL", text[len - 1]) || (len > 1 && text[len - 2] != ' '))
		return prover_load_refuse(l, v,
					  "\"ARTICLE TAG\" is expected, the tag A, B, C or L");
	*ret_tag = text[len - 1];
	*ret_words = len > 2 ? arena_strndup(l->a, text, len - 2) : NULL;
	return OK;
}

static enum err custom_take(struct load *l, const struct yaml *v, struct prover_rule *r)
{
	static const char *const customs[] = { "handbook",     "form",  "office",
					       "branch_rules", "logic", NULL };
	const char *word = NULL;

	if (str_eq(yaml_text(v), "logic")) {
		r->custom = "logic";
		return OK;
	}
	if (cite_split(l, v, &word, &r->custom_tag))
		return ERR_INPUT;
	for (int i = 0; customs[i]; i++) {
		if (str_eq(customs[i], word))
			r->custom = customs[i];
	}
	return r->custom ? OK
			 : prover_load_refuse(
				   l, v, "custom is handbook, form, office, branch_rules or logic");
}

/* {national-2014: "20 B", national-2026: "19 A"} or {custom: "handbook B"}; the law or a custom. */
static enum err cites_take(struct load *l, const struct yaml *map, struct prover_rule *r)
{
	if (!map || map->kind != YAML_MAP || !map->n || map->n > CITES_MAX)
		return prover_load_refuse(l, map,
					  "cite must be {PACK: \"ARTICLE TAG\"} or {custom: ...}");
	for (const struct yaml *v = map->child; v; v = v->next) {
		struct cite *c = &r->cites[r->n_cites];
		enum err e;

		if (str_eq(v->key, "custom")) {
			if (map->n > 1)
				return prover_load_refuse(l, v, "a custom stands alone");
			return custom_take(l, v, r);
		}
		if (!pack_find(l->pack->set, v->key))
			return prover_load_refuse(l, v, "no rules pack \"%.60s\"", v->key);
		e = cite_split(l, v, &c->article, &c->tag);
		if (e)
			return e;
		if (c->tag != 'A' && c->tag != 'B')
			c->article = NULL;
		c->pack = v->key;
		r->n_cites++;
	}
	return OK;
}

static enum err rule_take(struct load *l, const struct yaml *v, struct prover_rule *r)
{
	static const char *const keys[] = { "id", "kind",   "severity", "cite", "zh",
					    "en", "repair", "params",   NULL };
	int kind = 0, severity = 0;
	enum err e = prover_load_keys(l, v, keys);

	if (e)
		return e;
	for (int i = 0; keys[i]; i++) {
		if (!yaml_get(v, keys[i]))
			return prover_load_refuse(l, v, "a rule needs %s", keys[i]);
	}
	r->id = yaml_text(yaml_get(v, "id"));
	if (str_empty(r->id))
		return prover_load_refuse(l, yaml_get(v, "id"), "an id is a word");
	e = prover_load_word(l, yaml_get(v, "kind"), prover_kind_codes, "kind of check", &kind);
	if (!e)
		e = prover_load_word(l, yaml_get(v, "severity"), prover_severity_codes, "severity",
				     &severity);
	if (!e)
		e = cites_take(l, yaml_get(v, "cite"), r);
	if (!e)
		e = prover_load_both(l, v, &r->message);
	if (!e)
		e = prover_load_both(l, yaml_get(v, "repair"), &r->repair);
	if (e)
		return e;
	r->kind = (enum prover_kind)kind;
	r->severity = (enum prover_severity)severity;
	return prover_load_params(l, r, yaml_get(v, "params"), v);
}

static enum err rules_take(struct load *l, const struct yaml *list)
{
	struct prover_pack *pack = l->pack;

	if (!list || list->kind != YAML_LIST || !list->n || list->n > RULES_OF_PACK_MAX)
		return prover_load_refuse(l, list, "rules must be a list of 1 to %d",
					  RULES_OF_PACK_MAX);
	pack->rules = ARENA_ARRAY(l->a, struct prover_rule, list->n);
	for (const struct yaml *v = list->child; v; v = v->next) {
		struct prover_rule *r = &pack->rules[pack->n_rules];
		enum err e = rule_take(l, v, r);

		if (e)
			return e;
		for (int i = 0; i < pack->n_rules; i++) {
			if (str_eq(pack->rules[i].id, r->id))
				return prover_load_refuse(l, v, "the rule %.60s stands twice",
							  r->id);
		}
		pack->n_rules++;
	}
	return OK;
}

enum err prover_pack_read(struct arena *a, const struct rules_set *set, const char *name,
			  const char *text, size_t len, struct rules_fault *fault,
			  const struct prover_pack **ret)
{
	static const char *const keys[] = { "id", "title", "papers", "rules", NULL };
	struct prover_pack *pack = ARENA_NEW(a, struct prover_pack);
	struct load l = { .pack = pack, .a = a, .fault = fault };
	struct yaml_fault bad = { 0 };
	const struct yaml *root = NULL;
	enum err e;

	pack->a = a;
	pack->set = set;
	pack->name = arena_strdup(a, name);
	e = yaml_read(a, text, len, &bad, &root);
	if (e) {
		*fault = (struct rules_fault){ pack->name, bad.line, bad.column, bad.why };
		return ERR_INPUT;
	}
	e = prover_load_keys(&l, root, keys);
	if (!e)
		e = papers_of_rules(&l);
	if (!e)
		e = papers_own(&l, yaml_get(root, "papers"));
	if (!e)
		names_compare(pack);
	if (!e)
		e = rules_take(&l, yaml_get(root, "rules"));
	if (!e)
		*ret = pack;
	return e;
}

/* ---- Looking into it ---- */

const struct rules_set *prover_pack_rules(const struct prover_pack *pack)
{
	return pack->set;
}

size_t prover_paper_count(const struct prover_pack *pack)
{
	return (size_t)pack->n_papers;
}

static bool code_ok(const struct prover_pack *pack, int code)
{
	return code >= 0 && code < pack->n_papers;
}

const char *prover_paper_text(const struct prover_pack *pack, int code)
{
	return code_ok(pack, code) ? pack->papers[code].code : NULL;
}

struct rules_text prover_paper_name(const struct prover_pack *pack, int code)
{
	return code_ok(pack, code) ? pack->papers[code].name : (struct rules_text){ "", "" };
}

int prover_paper_step(const struct prover_pack *pack, int code)
{
	return code_ok(pack, code) ? pack->papers[code].step : -1;
}

size_t prover_rule_count(const struct prover_pack *pack)
{
	return (size_t)pack->n_rules;
}

const struct prover_rule *prover_rule_at(const struct prover_pack *pack, size_t i)
{
	return i < (size_t)pack->n_rules ? &pack->rules[i] : NULL;
}

const char *prover_rule_id(const struct prover_rule *rule)
{
	return rule->id;
}

const char *prover_rule_kind(const struct prover_rule *rule)
{
	return prover_kind_codes[rule->kind];
}

enum prover_severity prover_rule_severity(const struct prover_rule *rule)
{
	return rule->severity;
}

struct prover_source prover_rule_source(const struct prover_rule *rule,
					const struct rules_pack *law)
{
	if (rule->custom)
		return (struct prover_source){ NULL, rule->custom, rule->custom_tag, true };
	for (int i = 0; i < rule->n_cites; i++) {
		if (!law || prover_pack_is(law, rule->cites[i].pack))
			return (struct prover_source){ rule->cites[i].article, NULL,
						       rule->cites[i].tag, law != NULL };
	}
	return (struct prover_source){ 0 };
}
