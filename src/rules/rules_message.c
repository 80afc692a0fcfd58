/* SPDX-License-Identifier: Apache-2.0 */
/* Messages of rules in two languages, with what was found put in. */
#include "rules/rules_internal.h"

#include "base/str.h"
#include "base/banned.h"

static const char *word(struct rules_text t, bool zh)
{
	return zh ? t.zh : t.en;
}

static void day_put(int32_t day, bool zh, struct buf *out)
{
	struct ymd p;

	if (day == DATE_NONE) {
		buf_adds(out, zh ? "（未定）" : "(not set)");
		return;
	}
	p = date_to_ymd(day);
	if (zh)
		buf_addf(out, "%d年%d月%d日", p.year, p.month, p.day);
	else
		buf_addf(out, "%04d-%02d-%02d", p.year, p.month, p.day);
}

static void steps_put(const struct rules_finding *f, uint64_t steps, bool zh, struct buf *out)
{
	bool first = true;

	for (int i = 0; i < RULES_STEPS_MAX; i++) {
		const struct rules_step *s;

		if (!(steps >> i & 1))
			continue;
		s = rules_pack_step(f->rule->pack, i);
		if (!first)
			buf_adds(out, zh ? "、" : ", ");
		first = false;
		buf_adds(out, s ? word(s->title, zh) : "?");
	}
}

static void fields_put(const struct rules_set *set, const struct rules_finding *f,
		       const struct rules_param *p, bool zh, struct buf *out)
{
	for (int i = 0; i < p->v.fields.n; i++) {
		int symbol = p->v.fields.symbols[i];
		const struct rules_step *s = rules_pack_step(f->rule->pack, f->step);
		const char *label = rules_symbol_text(set, symbol);

		for (size_t j = 0; s && j < s->n_fields; j++) {
			if (s->fields[j].symbol == symbol)
				label = word(s->fields[j].label, zh);
		}
		if (i)
			buf_adds(out, zh ? "、" : ", ");
		buf_adds(out, label);
	}
}

static void param_put(const struct rules_set *set, const struct rules_finding *f,
		      const struct rules_param *p, bool zh, struct buf *out)
{
	switch (p->kind) {
	case RULES_PARAM_DAY:
		day_put(p->v.day, zh, out);
		break;
	case RULES_PARAM_INT:
		buf_addi(out, p->v.number);
		break;
	case RULES_PARAM_TEXT:
		buf_adds(out, p->v.text ? p->v.text : "");
		break;
	case RULES_PARAM_STEPS:
		steps_put(f, p->v.steps, zh, out);
		break;
	case RULES_PARAM_FIELDS:
		fields_put(set, f, p, zh, out);
		break;
	}
}

/* {allowed_from} and {step} are always there. */
static void placeholder_put(const struct rules_set *set, const struct rules_finding *f,
			    const char *name, size_t len, bool zh, struct buf *out)
{
	for (size_t i = 0; i < f->n_params; i++) {
		if (strlen(f->params[i].name) == len && !memcmp(f->params[i].name, name, len)) {
			param_put(set, f, &f->params[i], zh, out);
			return;
		}
	}
	if (len == 12 && !memcmp(name, "allowed_from", 12))
		day_put(f->allowed_from, zh, out);
	else if (len == 4 && !memcmp(name, "step", 4) && f->step >= 0)
		steps_put(f, UINT64_C(1) << f->step, zh, out);
	else
		buf_addf(out, "{%.*s}", (int)len, name);
}

void rules_message(const struct rules_set *set, const struct rules_finding *f, bool zh,
		   struct buf *out)
{
	const char *at = word(f->rule->message, zh);

	while (*at) {
		const char *open = strchr(at, '{');
		const char *close = open ? strchr(open, '}') : NULL;

		if (!close) {
			buf_adds(out, at);
			return;
		}
		buf_add(out, at, (size_t)(open - at));
		placeholder_put(set, f, open + 1, (size_t)(close - open - 1), zh, out);
		at = close + 1;
	}
}
