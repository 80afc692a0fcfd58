/* SPDX-License-Identifier: Apache-2.0 */
/* Answers and packs as JSON; the form is docs/rules.md. */
#include "rules/rules_internal.h"

#include "json/json_writer.h"
#include "base/banned.h"

#define MESSAGE_MAX 4096

static void text_print(struct json_writer *w, const char *key, struct rules_text t)
{
	json_object(w, key);
	json_str(w, "zh", t.zh);
	json_str(w, "en", t.en);
	json_close(w);
}

static void message_print(const struct rules_set *set, const struct rules_finding *f,
			  struct json_writer *w)
{
	struct buf text;

	buf_init(&text, MESSAGE_MAX);
	json_object(w, "message");
	rules_message(set, f, true, &text);
	json_strn(w, "zh", text.text, text.len);
	buf_reset(&text);
	rules_message(set, f, false, &text);
	json_strn(w, "en", text.text, text.len);
	json_close(w);
	buf_release(&text);
}

static void param_print(const struct rules_set *set, const struct rules_param *p,
			struct json_writer *w)
{
	switch (p->kind) {
	case RULES_PARAM_DAY:
		json_day(w, p->name, p->v.day);
		break;
	case RULES_PARAM_INT:
		json_i64(w, p->name, p->v.number);
		break;
	case RULES_PARAM_TEXT:
		json_str(w, p->name, p->v.text);
		break;
	case RULES_PARAM_STEPS:
		json_array(w, p->name);
		for (int i = 0; i < RULES_STEPS_MAX; i++) {
			if (p->v.steps >> i & 1)
				json_str(w, NULL, rules_step_code(set, i));
		}
		json_close(w);
		break;
	case RULES_PARAM_FIELDS:
		json_array(w, p->name);
		for (int i = 0; i < p->v.fields.n; i++)
			json_str(w, NULL, rules_symbol_text(set, p->v.fields.symbols[i]));
		json_close(w);
		break;
	}
}

static void rule_print(const struct rule *r, struct json_writer *w)
{
	char tag[2] = { r->tag, '\0' };

	json_str(w, "rule", r->id);
	json_str(w, "pack", r->pack->id);
	json_str(w, "article", r->article);
	json_str(w, "tag", tag);
}

void rules_finding_print(const struct rules_set *set, const struct rules_finding *f,
			 struct json_writer *w, const char *key)
{
	json_object(w, key);
	rule_print(f->rule, w);
	json_str(w, "severity", rules_severity_codes[f->severity]);
	json_bool(w, "contradiction", f->contradiction);
	json_str(w, "step", rules_step_code(set, f->step));
	if (f->record >= 0)
		json_i64(w, "record", f->record);
	else
		json_null(w, "record");
	json_day(w, "on", f->on);
	json_day(w, "allowed_from", f->allowed_from);
	json_bool(w, "provisional", f->provisional);
	json_object(w, "params");
	for (size_t i = 0; i < f->n_params; i++)
		param_print(set, &f->params[i], w);
	json_close(w);
	message_print(set, f, w);
	json_close(w);
}

static void debt_print(const struct rules_set *set, const struct rules_pack *pack,
		       const struct rules_debt *d, struct json_writer *w)
{
	const struct rules_step *s = rules_pack_step(pack, d->step);

	json_object(w, NULL);
	rule_print(d->rule, w);
	json_str(w, "who", rules_actor_codes[d->who]);
	json_str(w, "step", rules_step_code(set, d->step));
	if (s)
		text_print(w, "title", s->title);
	json_day(w, "since", d->since);
	json_day(w, "due_on", d->due_on);
	json_day(w, "limit_on", d->limit_on);
	json_day(w, "beside_on", d->beside_on);
	json_day(w, "remind_on", d->remind_on);
	json_bool(w, "overdue", d->overdue);
	json_bool(w, "clock_not_started", d->clock_not_started);
	json_close(w);
}

static void next_print(const struct rules_set *set, const struct rules_pack *pack,
		       const struct rules_next *n, struct json_writer *w)
{
	const struct rules_step *s = rules_pack_step(pack, n->step);

	json_object(w, NULL);
	json_str(w, "step", rules_step_code(set, n->step));
	if (s) {
		json_i64(w, "number", s->number);
		text_print(w, "title", s->title);
	}
	json_str(w, "actor", rules_actor_codes[n->actor]);
	json_bool(w, "optional", n->optional);
	json_day(w, "since", n->since);
	json_day(w, "earliest_on", n->earliest_on);
	json_day(w, "latest_on", n->latest_on);
	json_str(w, "after_latest",
		 n->latest_on == DATE_NONE ? NULL
		 : n->latest_is_stop       ? "stop"
					   : "warn");
	json_bool(w, "provisional", n->provisional);
	json_bool(w, "possible_today", n->possible_today);
	json_array(w, "stops");
	for (size_t i = 0; i < n->n_stops; i++)
		rules_finding_print(set, &n->stops[i], w, NULL);
	json_close(w);
	json_close(w);
}

static void standing_print(const struct rules_standing *s, struct json_writer *w)
{
	json_object(w, "standing");
	json_str(w, "stage", s->stage);
	json_day(w, "since", s->since);
	json_bool(w, "closed", s->closed);
	json_bool(w, "extended", s->extended);
	json_bool(w, "provisional", s->provisional);
	json_day(w, "joined_on", s->joined_on);
	json_day(w, "probation_due_on", s->probation_due_on);
	json_day(w, "printed_until", s->printed_until);
	json_day(w, "full_on", s->full_on);
	json_close(w);
}

void rules_result_print(const struct rules_set *set, const struct rules_pack *pack, int32_t today,
			const struct rules_result *r, struct json_writer *w, const char *key)
{
	json_object(w, key);
	json_str(w, "pack", pack ? pack->id : NULL);
	json_day(w, "today", today);
	standing_print(&r->standing, w);
	json_array(w, "findings");
	for (size_t i = 0; i < r->n_findings; i++)
		rules_finding_print(set, &r->findings[i], w, NULL);
	json_close(w);
	json_array(w, "debts");
	for (size_t i = 0; pack && i < r->n_debts; i++)
		debt_print(set, pack, &r->debts[i], w);
	json_close(w);
	json_array(w, "next_steps");
	for (size_t i = 0; pack && i < r->n_next; i++)
		next_print(set, pack, &r->next[i], w);
	json_close(w);
	json_close(w);
}

static void field_print(const struct rules_set *set, const struct rules_field *f,
			struct json_writer *w)
{
	json_object(w, NULL);
	json_str(w, "name", f->name);
	json_str(w, "type", rules_field_type_codes[f->type]);
	json_bool(w, "required", f->required);
	text_print(w, "label", f->label);
	text_print(w, "help", f->help);
	json_array(w, "values");
	for (size_t i = 0; i < f->n_choices; i++) {
		json_object(w, NULL);
		json_str(w, "code", rules_symbol_text(set, f->choices[i].symbol));
		text_print(w, "label", f->choices[i].label);
		json_close(w);
	}
	json_close(w);
	json_close(w);
}

static void step_print(const struct rules_set *set, const struct rules_step *s,
		       struct json_writer *w)
{
	json_object(w, NULL);
	json_str(w, "code", s->code);
	json_i64(w, "number", s->number);
	json_str(w, "stage", s->stage);
	text_print(w, "title", s->title);
	json_str(w, "actor", rules_actor_codes[s->actor]);
	json_str(w, "article", s->article);
	json_bool(w, "optional", s->optional);
	json_bool(w, "repeatable", s->repeatable);
	json_bool(w, "closes", s->closes);
	json_array(w, "fields");
	for (size_t i = 0; i < s->n_fields; i++)
		field_print(set, &s->fields[i], w);
	json_close(w);
	json_array(w, "papers");
	for (size_t i = 0; i < s->n_papers; i++) {
		json_object(w, NULL);
		json_str(w, "code", s->papers[i].code);
		text_print(w, "name", s->papers[i].name);
		json_str(w, "author", s->papers[i].author);
		json_bool(w, "roster", s->papers[i].roster);
		json_close(w);
	}
	json_close(w);
	json_close(w);
}

void rules_pack_print(const struct rules_set *set, const struct rules_pack *pack,
		      struct json_writer *w, const char *key)
{
	json_object(w, key);
	json_str(w, "id", pack->id);
	text_print(w, "title", pack->title);
	json_day(w, "valid_from", pack->from);
	json_day(w, "valid_until", pack->until);
	json_array(w, "stages");
	for (int i = 0; i < pack->n_stages; i++) {
		json_object(w, NULL);
		json_str(w, "code", pack->stages[i].code);
		text_print(w, "title", pack->stages[i].title);
		json_close(w);
	}
	json_close(w);
	json_array(w, "steps");
	for (int i = 0; i < set->n_steps; i++) {
		if (pack->steps[i].pub.id >= 0)
			step_print(set, &pack->steps[i].pub, w);
	}
	json_close(w);
	json_close(w);
}
