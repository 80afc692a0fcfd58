/* SPDX-License-Identifier: Apache-2.0 */
/* Findings in the words of a page. No SQL. */
#include "dossier/dossier_impl.h"

#include "base/banned.h"

#define WORDS_MAX 4096

static const char *const item_kinds[] = { "paper", "step", "transfer", "person", NULL };
static const char *const customs[] = {
	"handbook", "form", "office", "branch_rules", "logic", NULL
};

static const struct fld item_fields[] = {
	FIELD_ENUM(dossier_item_reply, kind, item_kinds),
	FIELD_ID_OPT(dossier_item_reply, id),
	FIELD_STR_OPT(dossier_item_reply, code, 1, 60),
	FIELD_DATE_OPT(dossier_item_reply, on),
	FIELD_OBJECT(dossier_item_reply, name, both_reply, both_reply_fields),
	FIELD_END,
};

const struct fld dossier_finding_fields[] = {
	FIELD_STR(dossier_finding_reply, rule, 1, 60),
	FIELD_ENUM(dossier_finding_reply, severity, prover_severity_codes),
	FIELD_STR_OPT(dossier_finding_reply, law, 1, 60),
	FIELD_OBJECT(dossier_finding_reply, law_title, both_reply, both_reply_fields),
	FIELD_STR_OPT(dossier_finding_reply, article, 1, 60),
	FIELD_ENUM_OPT(dossier_finding_reply, custom, customs),
	FIELD_BOOL(dossier_finding_reply, provisional),
	FIELD_LIST(dossier_finding_reply, items, dossier_item_reply, item_fields, PROVER_ITEMS_MAX),
	FIELD_STR_OPT(dossier_finding_reply, missing, 1, 60),
	FIELD_OBJECT(dossier_finding_reply, message, both_reply, both_reply_fields),
	FIELD_OBJECT(dossier_finding_reply, repair, both_reply, both_reply_fields),
	FIELD_END,
};

void dossier_count(const struct prover_result *r, int64_t ret[2])
{
	ret[PROVER_CONTRADICTION] = ret[PROVER_WARNING] = 0;
	for (size_t i = 0; i < r->n_findings; i++)
		ret[prover_rule_severity(r->findings[i].rule)]++;
}

static int64_t item_row(const struct dossier *of, struct prover_item item)
{
	if (item.kind == PROVER_ITEM_PAPER)
		return of->paper_ids[item.index];
	return item.kind == PROVER_ITEM_STEP ? of->of.record_ids[item.index] : 0;
}

const char *dossier_items_text(struct arena *a, const struct dossier *of,
			       const struct prover_finding *f)
{
	const char *text = "";

	for (size_t i = 0; i < f->n_items; i++) {
		int64_t id = item_row(of, f->items[i]);

		text = arena_printf(a, "%s%s%s:%lld", text, i ? " " : "",
				    item_kinds[f->items[i].kind],
				    (long long)(id ? id : f->items[i].index));
	}
	return text;
}

struct telling {
	const struct prover_pack *pack;
	const struct dossier *of;
	struct arena *a;
	struct buf words;
};

static const char *taken(struct telling *t)
{
	const char *text = arena_strndup(t->a, t->words.text, t->words.len);

	buf_reset(&t->words);
	return text;
}

static struct both_reply item_name(struct telling *t, struct prover_item item)
{
	struct both_reply name;

	prover_item_name(t->pack, &t->of->d, item, /* zh= */ true, &t->words);
	name.zh = taken(t);
	prover_item_name(t->pack, &t->of->d, item, /* zh= */ false, &t->words);
	name.en = taken(t);
	return name;
}

static struct dossier_item_reply item_tell(struct telling *t, struct prover_item item)
{
	const struct prover_dossier *d = &t->of->d;
	struct dossier_item_reply out = { .kind = item_kinds[item.kind],
					  .id = item_row(t->of, item),
					  .name = item_name(t, item) };
	int32_t on = DATE_NONE;

	if (item.kind == PROVER_ITEM_PAPER) {
		out.code = prover_paper_text(t->pack, d->papers[item.index].code);
		on = d->papers[item.index].days[PROVER_DAY_dated_on];
	} else if (item.kind == PROVER_ITEM_STEP) {
		out.code = rules_step_code(prover_pack_rules(t->pack),
					   d->rules->records[item.index].step);
		on = d->rules->records[item.index].on;
	} else if (item.kind == PROVER_ITEM_TRANSFER) {
		on = d->rules->transfers[item.index].on;
	}
	out.on = dossier_day(t->a, on);
	return out;
}

static void source_tell(const struct prover_finding *f, struct dossier_finding_reply *out)
{
	struct prover_source source = prover_rule_source(f->rule, f->law);

	if (f->from_rules)
		source.article = rules_rule_article(f->from_rules->rule);
	out->article = source.article;
	out->custom = source.custom;
	out->law_title = (struct both_reply){ "", "" };
	if (f->law && !source.custom) {
		struct rules_text title = rules_pack_title(f->law);

		out->law = rules_pack_id(f->law);
		out->law_title = (struct both_reply){ title.zh, title.en };
	}
}

static void finding_tell(struct telling *t, const struct prover_finding *f,
			 struct dossier_finding_reply *out)
{
	struct dossier_item_reply *items = ARENA_ARRAY(t->a, struct dossier_item_reply, f->n_items);

	for (size_t i = 0; i < f->n_items; i++)
		items[i] = item_tell(t, f->items[i]);
	*out = (struct dossier_finding_reply){
		.rule = prover_rule_id(f->rule),
		.severity = prover_severity_codes[prover_rule_severity(f->rule)],
		.provisional = f->provisional,
		.items = { items, f->n_items },
		.missing = f->missing < 0 ? NULL : prover_paper_text(t->pack, f->missing),
	};
	source_tell(f, out);
	prover_message(t->pack, &t->of->d, f, /* zh= */ true, &t->words);
	out->message.zh = taken(t);
	prover_message(t->pack, &t->of->d, f, /* zh= */ false, &t->words);
	out->message.en = taken(t);
	prover_repair(t->pack, &t->of->d, f, /* zh= */ true, &t->words);
	out->repair.zh = taken(t);
	prover_repair(t->pack, &t->of->d, f, /* zh= */ false, &t->words);
	out->repair.en = taken(t);
}

/* Contradictions first; among them the order of the pack's rules. */
struct fld_list dossier_findings(const struct prover_pack *pack, struct arena *a,
				 const struct dossier *of, const struct prover_result *r,
				 size_t max)
{
	struct telling t = { .pack = pack, .of = of, .a = a };
	struct dossier_finding_reply *out =
		ARENA_ARRAY(a, struct dossier_finding_reply, r->n_findings);
	size_t n = 0;

	buf_init(&t.words, WORDS_MAX);
	for (int severity = PROVER_CONTRADICTION; severity <= PROVER_WARNING; severity++) {
		for (size_t i = 0; i < r->n_findings && n < max; i++) {
			if ((int)prover_rule_severity(r->findings[i].rule) == severity)
				finding_tell(&t, &r->findings[i], &out[n++]);
		}
	}
	buf_release(&t.words);
	return (struct fld_list){ out, n };
}
