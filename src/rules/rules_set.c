/* SPDX-License-Identifier: Apache-2.0 */
/* The set: its words (step codes, symbols), its packs by day, and what callers may look up. */
#include "rules/rules_internal.h"

#include <stdarg.h>

#include "base/str.h"
#include "base/banned.h"

const char *const rules_field_type_codes[] = { "text",   "date",    "int",   "bool", "enum",
					       "person", "persons", "votes", NULL };
const char *const rules_actor_codes[] = { "person", "branch", "superior", "higher", NULL };
const char *const rules_severity_codes[] = { "stop", "warn", NULL };
const char *const rules_discipline_codes[] = {
	"none", "warned", "grave_warned", "removed", "intra_party_probation_rights_not_restored",
	NULL
};

struct rules_set *rules_set_new(struct arena *a)
{
	struct rules_set *set = ARENA_NEW(a, struct rules_set);

	set->a = a;
	set->symbols[0] = "";
	set->n_symbols = 1;
	(void)set_symbol(set, "false"); /* 1 and 2: what a BOOL fact compares as */
	(void)set_symbol(set, "true");
	return set;
}

static unsigned hash_text(const char *text)
{
	unsigned h = 2166136261u;

	for (; *text; text++)
		h = (h ^ (unsigned char)*text) * 16777619u;
	return h;
}

/* Slot of the text, or the empty slot where it belongs: the table is never more than half full. */
static unsigned symbol_slot(const struct rules_set *set, const char *text)
{
	unsigned i = hash_text(text) % COUNTOF(set->symbol_hash);

	while (set->symbol_hash[i] && !str_eq(set->symbols[set->symbol_hash[i]], text))
		i = (i + 1) % COUNTOF(set->symbol_hash);
	return i;
}

int rules_symbol(const struct rules_set *set, const char *text)
{
	return text ? set->symbol_hash[symbol_slot(set, text)] : 0;
}

int set_symbol(struct rules_set *set, const char *text)
{
	unsigned slot = symbol_slot(set, text);

	if (set->symbol_hash[slot])
		return set->symbol_hash[slot];
	if (set->n_symbols == SYMBOLS_MAX)
		return 0;
	set->symbols[set->n_symbols] = arena_strdup(set->a, text);
	set->symbol_hash[slot] = set->n_symbols;
	return set->n_symbols++;
}

const char *rules_symbol_text(const struct rules_set *set, int symbol)
{
	return symbol > 0 && symbol < set->n_symbols ? set->symbols[symbol] : "";
}

int rules_step_id(const struct rules_set *set, const char *code)
{
	for (int i = 0; i < set->n_steps; i++) {
		if (str_eq(set->step_codes[i], code))
			return i;
	}
	return -1;
}

int set_step(struct rules_set *set, const char *code)
{
	int id = rules_step_id(set, code);

	if (id >= 0)
		return id;
	if (set->n_steps == RULES_STEPS_MAX)
		return -1;
	set->step_codes[set->n_steps] = arena_strdup(set->a, code);
	return set->n_steps++;
}

const char *rules_step_code(const struct rules_set *set, int step)
{
	return step >= 0 && step < set->n_steps ? set->step_codes[step] : NULL;
}

size_t rules_step_count(const struct rules_set *set)
{
	return (size_t)set->n_steps;
}

size_t rules_pack_count(const struct rules_set *set)
{
	return (size_t)set->n_packs;
}

const struct rules_pack *rules_pack_at(const struct rules_set *set, size_t i)
{
	return i < (size_t)set->n_packs ? set->packs[i] : NULL;
}

const struct rules_pack *rules_pack_on(const struct rules_set *set, int32_t day)
{
	for (int i = 0; i < set->n_packs; i++) {
		const struct rules_pack *p = set->packs[i];

		if (day >= p->from && (p->until == DATE_NONE || day <= p->until))
			return p;
	}
	return NULL;
}

/* Packs in order of time, without a day in two of them. */
enum err rules_set_finish(struct rules_set *set, struct rules_fault *fault)
{
	for (int i = 1; i < set->n_packs; i++) {
		struct rules_pack *p = set->packs[i];
		int at = i;

		for (; at > 0 && set->packs[at - 1]->from > p->from; at--)
			set->packs[at] = set->packs[at - 1];
		set->packs[at] = p;
	}
	for (int i = 1; i < set->n_packs; i++) {
		const struct rules_pack *before = set->packs[i - 1], *p = set->packs[i];

		if (before->until == DATE_NONE || before->until >= p->from) {
			*fault = (struct rules_fault){
				p->name, 1, 1,
				arena_printf(set->a, "%s and %s are in force on the same day",
					     before->id, p->id)
			};
			return ERR_INPUT;
		}
	}
	return OK;
}

bool rules_pack_has_rule(const struct rules_pack *pack, const char *id)
{
	for (int i = 0; i < pack->n_rules; i++) {
		if (str_eq(pack->rules[i].id, id))
			return true;
	}
	return false;
}

const char *rules_pack_base(const struct rules_pack *pack)
{
	return pack->base_id;
}

const char *rules_pack_id(const struct rules_pack *pack)
{
	return pack->id;
}

struct rules_text rules_pack_title(const struct rules_pack *pack)
{
	return pack->title;
}

int32_t rules_pack_from(const struct rules_pack *pack)
{
	return pack->from;
}

int32_t rules_pack_until(const struct rules_pack *pack)
{
	return pack->until;
}

size_t rules_pack_rule_count(const struct rules_pack *pack)
{
	return (size_t)pack->n_rules;
}

const struct rules_step *rules_pack_step(const struct rules_pack *pack, int step)
{
	if (step < 0 || step >= RULES_STEPS_MAX || pack->steps[step].pub.id < 0)
		return NULL;
	return &pack->steps[step].pub;
}

size_t rules_pack_stage_count(const struct rules_pack *pack)
{
	return (size_t)pack->n_stages;
}

struct rules_stage rules_pack_stage_at(const struct rules_pack *pack, size_t i)
{
	return (struct rules_stage){ pack->stages[i].code, pack->stages[i].title };
}

bool rules_pack_printed_day_before(const struct rules_pack *pack)
{
	return pack->probation.printed_day_before;
}

const char *rules_rule_id(const struct rule *rule)
{
	return rule->id;
}

const char *rules_rule_kind(const struct rule *rule)
{
	static const char *const names[] = {
#define K(name) #name,
#include "rules/rules_kinds.def"
#undef K
	};
	return names[rule->kind];
}

const char *rules_rule_article(const struct rule *rule)
{
	return rule->article;
}

char rules_rule_tag(const struct rule *rule)
{
	return rule->tag;
}

const struct rules_pack *rules_rule_pack(const struct rule *rule)
{
	return rule->pack;
}
