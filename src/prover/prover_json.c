/* SPDX-License-Identifier: Apache-2.0 */
/* The answer as JSON; the form is docs/prover.md. */
#include "prover/prover_internal.h"

#include "json/json_writer.h"
#include "base/banned.h"

#define MESSAGE_MAX 4096

static const char *const item_codes[] = {
	[PROVER_ITEM_PAPER] = "paper",
	[PROVER_ITEM_STEP] = "step",
	[PROVER_ITEM_TRANSFER] = "transfer",
	[PROVER_ITEM_PERSON] = "person",
};

struct printing {
	const struct prover_pack *pack;
	const struct prover_dossier *d;
	struct json_writer *w;
	struct buf text; /* a message at a time */
};

static void name_print(struct printing *p, struct prover_item item)
{
	json_object(p->w, "name");
	for (int zh = 1; zh >= 0; zh--) {
		buf_reset(&p->text);
		prover_item_name(p->pack, p->d, item, zh, &p->text);
		json_strn(p->w, zh ? "zh" : "en", p->text.text, p->text.len);
	}
	json_close(p->w);
}

static void item_print(struct printing *p, struct prover_item item)
{
	const struct prover_dossier *d = p->d;
	const char *code = NULL;
	int32_t on = DATE_NONE;

	if (item.kind == PROVER_ITEM_PAPER) {
		code = prover_paper_text(p->pack, d->papers[item.index].code);
		on = d->papers[item.index].days[PROVER_DAY_dated_on];
	} else if (item.kind == PROVER_ITEM_STEP) {
		code = rules_step_code(p->pack->set, d->rules->records[item.index].step);
		on = d->rules->records[item.index].on;
	} else if (item.kind == PROVER_ITEM_TRANSFER) {
		on = d->rules->transfers[item.index].on;
	}
	json_object(p->w, NULL);
	json_str(p->w, "kind", item_codes[item.kind]);
	json_i64(p->w, "index", item.index);
	json_str(p->w, "code", code);
	json_day(p->w, "on", on);
	name_print(p, item);
	json_close(p->w);
}

static void words_print(struct printing *p, const struct prover_finding *f, const char *key,
			void (*put)(const struct prover_pack *, const struct prover_dossier *,
				    const struct prover_finding *, bool, struct buf *))
{
	json_object(p->w, key);
	for (int zh = 1; zh >= 0; zh--) {
		buf_reset(&p->text);
		put(p->pack, p->d, f, zh, &p->text);
		json_strn(p->w, zh ? "zh" : "en", p->text.text, p->text.len);
	}
	json_close(p->w);
}

static void source_print(const struct prover_finding *f, struct json_writer *w)
{
	struct prover_source source = prover_rule_source(f->rule, f->law);
	char tag[2] = { source.tag, '\0' };

	if (f->from_rules) {
		const struct rule *rule = f->from_rules->rule;

		source.article = rules_rule_article(rule);
		tag[0] = rules_rule_tag(rule);
	}
	json_str(w, "law", f->law ? rules_pack_id(f->law) : NULL);
	json_str(w, "article", source.article);
	json_str(w, "custom", source.custom);
	json_str(w, "tag", tag[0] ? tag : NULL);
}

static void finding_print(struct printing *p, const struct prover_finding *f)
{
	json_object(p->w, NULL);
	json_str(p->w, "rule", f->rule->id);
	json_str(p->w, "severity", prover_severity_codes[f->rule->severity]);
	source_print(f, p->w);
	json_bool(p->w, "provisional", f->provisional);
	json_array(p->w, "items");
	for (size_t i = 0; i < f->n_items; i++)
		item_print(p, f->items[i]);
	json_close(p->w);
	json_str(p->w, "missing", f->missing < 0 ? NULL : prover_paper_text(p->pack, f->missing));
	words_print(p, f, "message", prover_message);
	words_print(p, f, "repair", prover_repair);
	json_close(p->w);
}

void prover_result_print(const struct prover_pack *pack, const struct prover_dossier *d,
			 int32_t today, const struct prover_result *r, struct json_writer *w,
			 const char *key)
{
	struct printing p = { .pack = pack, .d = d, .w = w };
	int64_t n[2] = { 0, 0 };

	for (size_t i = 0; i < r->n_findings; i++)
		n[r->findings[i].rule->severity]++;
	buf_init(&p.text, MESSAGE_MAX);
	json_object(w, key);
	json_day(w, "today", today);
	json_i64(w, "contradictions", n[PROVER_CONTRADICTION]);
	json_i64(w, "warnings", n[PROVER_WARNING]);
	json_i64(w, "more", (int64_t)r->n_more);
	json_array(w, "findings");
	for (size_t i = 0; i < r->n_findings; i++)
		finding_print(&p, &r->findings[i]);
	json_close(w);
	json_close(w);
	buf_release(&p.text);
}
