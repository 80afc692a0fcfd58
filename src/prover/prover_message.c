/* SPDX-License-Identifier: Apache-2.0 */
/* Findings in words: messages and repairs in two languages, with what was found put in. */
#include "prover/prover_internal.h"

#include "base/banned.h"

static const char *word(struct rules_text t, bool zh)
{
	return zh ? t.zh : t.en;
}

static void day_put(int32_t day, bool zh, struct buf *out)
{
	struct ymd p = date_to_ymd(day);

	if (zh)
		buf_addf(out, "%d年%d月%d日", p.year, p.month, p.day);
	else
		buf_addf(out, "%04d-%02d-%02d", p.year, p.month, p.day);
}

struct rules_text prover_step_title(const struct prover_pack *pack, int step, int32_t on)
{
	const struct rules_pack *law = on == DATE_NONE ? NULL : rules_pack_on(pack->set, on);
	const struct rules_step *s = law ? rules_pack_step(law, step) : NULL;

	for (size_t i = rules_pack_count(pack->set); !s && i-- > 0;)
		s = rules_pack_step(rules_pack_at(pack->set, i), step);
	return s ? s->title : (struct rules_text){ "", "" };
}

static void quoted(const char *text, bool zh, struct buf *out)
{
	buf_addf(out, zh ? "「%s」" : "\"%s\"", text);
}

static int same_kind(const struct prover_dossier *d, int code)
{
	int n = 0;

	for (size_t i = 0; i < d->n_papers; i++)
		n += d->papers[i].code == code;
	return n;
}

/* 「支委会会议记录」（确定发展对象） */
static void kind_put(const struct prover_pack *pack, int code, bool zh, struct buf *out)
{
	const struct paper_kind *kind = &pack->papers[code];
	const struct rules_pack *law = NULL;
	const struct rules_step *step;

	for (size_t i = 0; i < rules_pack_count(pack->set); i++) {
		if (kind->packs >> i & 1)
			law = rules_pack_at(pack->set, i); /* the newest that has it */
	}
	step = law ? rules_pack_step(law, kind->step) : NULL;
	quoted(word(kind->name, zh), zh, out);
	if (kind->shared && step)
		buf_addf(out, zh ? "（%s）" : " (%s)", word(step->title, zh));
}

static void paper_put(const struct prover_pack *pack, const struct prover_dossier *d,
		      const struct prover_paper *p, bool zh, struct buf *out)
{
	kind_put(pack, p->code, zh, out);
	if (p->supplement)
		buf_adds(out, zh ? "（补件）" : " (supplement)");
	if (p->number && same_kind(d, p->code) > 1)
		buf_addf(out, zh ? "（第%d份）" : " (no. %d)", p->number);
}

void prover_item_name(const struct prover_pack *pack, const struct prover_dossier *d,
		      struct prover_item item, bool zh, struct buf *out)
{
	const struct rules_record *rec;

	switch (item.kind) {
	case PROVER_ITEM_PAPER:
		paper_put(pack, d, &d->papers[item.index], zh, out);
		break;
	case PROVER_ITEM_STEP:
		rec = &d->rules->records[item.index];
		buf_adds(out, zh ? "步骤" : "step ");
		quoted(word(prover_step_title(pack, rec->step, rec->on), zh), zh, out);
		break;
	case PROVER_ITEM_TRANSFER:
		buf_addf(out, zh ? "第%d次组织关系转接" : "transfer %d", item.index + 1);
		break;
	case PROVER_ITEM_PERSON:
		buf_adds(out, zh ? "本人身份信息" : "the person's identity");
		break;
	}
}

static void param_put(const struct prover_param *p, bool zh, struct buf *out)
{
	switch (p->kind) {
	case PROVER_PARAM_DAY:
		day_put(p->v.day, zh, out);
		break;
	case PROVER_PARAM_INT:
		buf_addi(out, p->v.number);
		break;
	case PROVER_PARAM_TEXT:
		buf_adds(out, p->v.text);
		break;
	case PROVER_PARAM_WORDS:
		buf_adds(out, word(p->v.words, zh));
		break;
	}
}

struct words {
	const struct prover_pack *pack;
	const struct prover_dossier *d;
	const struct prover_finding *f;
	bool zh;
	struct buf *out;
};

static bool is(const char *name, size_t len, const char *other)
{
	return strlen(other) == len && !memcmp(name, other, len);
}

/* {a} {b}: the two items, the last one is b; {missing}: the paper that is not there. */
static void placeholder_put(const struct words *w, const char *name, size_t len)
{
	const struct prover_finding *f = w->f;

	for (size_t i = 0; i < f->n_params; i++) {
		if (is(name, len, f->params[i].name)) {
			param_put(&f->params[i], w->zh, w->out);
			return;
		}
	}
	if (is(name, len, "a"))
		prover_item_name(w->pack, w->d, f->items[0], w->zh, w->out);
	else if (is(name, len, "b"))
		prover_item_name(w->pack, w->d, f->items[f->n_items - 1], w->zh, w->out);
	else if (is(name, len, "missing") && f->missing >= 0)
		quoted(word(w->pack->papers[f->missing].name, w->zh), w->zh, w->out);
	else
		buf_addf(w->out, "{%.*s}", (int)len, name);
}

static void text_put(const struct words *w, const char *at)
{
	while (*at) {
		const char *open = strchr(at, '{');
		const char *close = open ? strchr(open, '}') : NULL;

		if (!close) {
			buf_adds(w->out, at);
			return;
		}
		buf_add(w->out, at, (size_t)(open - at));
		placeholder_put(w, open + 1, (size_t)(close - open - 1));
		at = close + 1;
	}
}

void prover_message(const struct prover_pack *pack, const struct prover_dossier *d,
		    const struct prover_finding *f, bool zh, struct buf *out)
{
	struct words w = { pack, d, f, zh, out };

	if (f->from_rules)
		rules_message(pack->set, f->from_rules, zh, out);
	else
		text_put(&w, word(f->rule->message, zh));
}

void prover_repair(const struct prover_pack *pack, const struct prover_dossier *d,
		   const struct prover_finding *f, bool zh, struct buf *out)
{
	struct words w = { pack, d, f, zh, out };

	text_put(&w, word(f->rule->repair, zh));
}
