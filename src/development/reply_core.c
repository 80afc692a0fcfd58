/* SPDX-License-Identifier: Apache-2.0 */
/* Words of findings, debts and steps. No HTTP, no SQL. */
#include "development/case_reply.h"

#include "base/banned.h"

#define MESSAGE_MAX_BYTES 4000

static const char *finding_words(const struct rules_set *set, const struct rules_finding *f,
				 bool zh, struct arena *a)
{
	struct buf out;
	const char *text;

	buf_init(&out, MESSAGE_MAX_BYTES);
	rules_message(set, f, zh, &out);
	text = arena_strndup(a, out.text, out.len);
	buf_release(&out);
	return text;
}

static struct fld_list finding_steps(const struct rules_set *set, const struct rules_finding *f,
				     struct arena *a)
{
	const char **codes = NULL;
	size_t n = 0, cap = 0;

	for (size_t i = 0; i < f->n_params; i++) {
		if (f->params[i].kind != RULES_PARAM_STEPS)
			continue;
		for (int step = 0; step < RULES_STEPS_MAX; step++) {
			if (f->params[i].v.steps >> step & 1)
				*VEC_PUSH(a, codes, n, cap) = rules_step_code(set, step);
		}
	}
	return (struct fld_list){ (void *)codes, n };
}

struct finding_reply finding_reply_make(const struct rules_set *set, const struct rules_finding *f,
					const struct step_records *records, struct arena *a)
{
	struct finding_reply r = {
		.rule = rules_rule_id(f->rule),
		.severity = rules_severity_codes[f->severity],
		.article = rules_rule_article(f->rule),
		.message.zh = finding_words(set, f, true, a),
		.message.en = finding_words(set, f, false, a),
		.step = rules_step_code(set, f->step),
		.steps = finding_steps(set, f, a),
		.on = case_day_text(a, f->on),
		.allowed_from = case_day_text(a, f->allowed_from),
		.contradiction = f->contradiction,
		.provisional = f->provisional,
	};

	if (records && f->record >= 0 && (size_t)f->record < records->n) {
		r.record_id = records->items[f->record].id;
		r.imported = records->items[f->record].batch_id != 0;
	}
	return r;
}

struct rules_text case_step_title(const struct rules_set *set, const char *code, int32_t today)
{
	const struct rules_step *step = case_step_on(set, code, today, NULL);
	int id = rules_step_id(set, code);

	for (size_t i = 0; !step && id >= 0 && i < rules_pack_count(set); i++)
		step = rules_pack_step(rules_pack_at(set, i), id);
	return step ? step->title : (struct rules_text){ code, code };
}

struct both_reply duty_message(struct arena *a, struct rules_text title, const char *organisation,
			       int32_t since, int32_t due, int32_t today)
{
	const char *due_text = case_day_text(a, due), *since_text = case_day_text(a, since);
	struct both_reply r;

	if (due != DATE_NONE && due < today) {
		r.zh = arena_printf(a, "“%s”应由%s于%s前办理，已逾期%d天", title.zh, organisation,
				    due_text, today - due);
		r.en = arena_printf(a, "\"%s\" was due from %s by %s: %d days overdue", title.en,
				    organisation, due_text, today - due);
	} else if (due != DATE_NONE) {
		r.zh = arena_printf(a, "“%s”由%s办理，期限%s", title.zh, organisation, due_text);
		r.en = arena_printf(a, "\"%s\" is due from %s by %s", title.en, organisation,
				    due_text);
	} else if (since != DATE_NONE) {
		r.zh = arena_printf(a, "“%s”等待%s办理（自%s起）", title.zh, organisation,
				    since_text);
		r.en = arena_printf(a, "\"%s\" awaits %s since %s", title.en, organisation,
				    since_text);
	} else {
		r.zh = arena_printf(a, "“%s”等待%s办理", title.zh, organisation);
		r.en = arena_printf(a, "\"%s\" awaits %s", title.en, organisation);
	}
	return r;
}
