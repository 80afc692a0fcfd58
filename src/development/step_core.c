/* SPDX-License-Identifier: Apache-2.0 */
/* Refusals and reasons of a step that was looked at. No HTTP, no SQL. */
#include "development/step.h"

#include "base/banned.h"

enum err step_may_see(const struct user *who, const struct case_view *view)
{
	return user_may_at(who, PERM_CASE_READ, view->branch.path) ? OK : ERR_NOT_FOUND;
}

static const char *reason_for(const struct fld_list *reasons, const char *rule)
{
	const struct step_reason *items = reasons->items;

	for (size_t i = 0; i < reasons->n; i++) {
		if (str_eq(items[i].rule, rule) && !str_empty(items[i].reason))
			return items[i].reason;
	}
	return NULL;
}

static bool refuses(const struct rules_finding *f, const struct fld_list *reasons)
{
	return f->severity == RULES_STOP || !reason_for(reasons, rules_rule_id(f->rule));
}

static void print_findings(const struct step_ask *ask, const struct step_plan *plan,
			   const struct fld_list *reasons, enum rules_severity severity,
			   struct json_writer *w, const char *key)
{
	json_array(w, key);
	for (size_t i = 0; i < plan->result.n_findings; i++) {
		const struct rules_finding *f = &plan->result.findings[i];
		struct finding_reply reply;

		if (f->severity != severity || !refuses(f, reasons))
			continue;
		reply = finding_reply_make(ask->set, f, NULL, ask->a);
		fields_print(w, NULL, finding_reply_fields, &reply);
	}
	json_close(w);
}

const char *step_refusal(const struct step_ask *ask, const struct step_plan *plan,
			 const struct fld_list *reasons)
{
	struct json_writer w;
	struct buf out;
	const char *text;
	bool any = false;

	for (size_t i = 0; i < plan->result.n_findings; i++)
		any |= refuses(&plan->result.findings[i], reasons);
	if (!any)
		return NULL;
	buf_init(&out, 1 << 20);
	json_begin(&w, &out);
	json_object(&w, NULL);
	print_findings(ask, plan, reasons, RULES_STOP, &w, "stops");
	print_findings(ask, plan, reasons, RULES_WARN, &w, "warnings");
	json_close(&w);
	text = json_end(&w) == OK ? arena_strndup(ask->a, out.text, out.len) : "{}";
	buf_release(&out);
	return text;
}

const char *step_warnings(const struct step_ask *ask, const struct step_plan *plan,
			  const struct fld_list *reasons)
{
	struct json_writer w;
	struct buf out;
	const char *text = NULL;
	size_t n = 0;

	buf_init(&out, 1 << 18);
	json_begin(&w, &out);
	json_array(&w, NULL);
	for (size_t i = 0; i < plan->result.n_findings; i++) {
		const char *rule = rules_rule_id(plan->result.findings[i].rule);
		const char *reason = reason_for(reasons, rule);

		if (!reason)
			continue;
		n++;
		json_object(&w, NULL);
		json_str(&w, "rule", rule);
		json_str(&w, "reason", reason);
		json_close(&w);
	}
	json_close(&w);
	if (json_end(&w) == OK && n)
		text = arena_strndup(ask->a, out.text, out.len);
	buf_release(&out);
	return text;
}
