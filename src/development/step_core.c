/* SPDX-License-Identifier: Apache-2.0 */
/* Refusals and reasons of a step that was looked at. No HTTP, no SQL. */
#include <assert.h>

#include "development/step.h"

#include "base/banned.h"

enum err step_may_see(const struct user *who, const struct case_view *view)
{
	return user_may_at(who, PERM_CASE_READ, view->branch.path) ? OK : ERR_NOT_FOUND;
}

#define ALONE_RULE "decided_alone"

struct finding_reply step_alone_finding(const struct step_plan *plan)
{
	bool stop = plan->alone == RULES_STOP;

	assert(plan->alone >= 0);
	return (struct finding_reply){
		.rule = ALONE_RULE,
		.severity = rules_severity_codes[plan->alone],
		.message.zh =
			stop ? "这一步由党委会集体讨论决定，本校规定只在“党委会”中办理：请列入会议议程。"
			     : "这一步由党委会集体讨论决定，一人登记须写明依据的会议和纪要。",
		.message.en =
			stop ? "A committee decides this in its meeting, and this school records it "
			       "there only: put the case on a meeting's agenda."
			     : "A committee decides this in its meeting; who registers it alone says "
			       "which meeting and minutes it rests on.",
		.step = plan->step->code,
	};
}

struct fld_list step_findings(const struct step_ask *ask, const struct step_plan *plan,
			      enum rules_severity severity)
{
	struct finding_reply *items = NULL;
	size_t n = 0, cap = 0;

	for (size_t i = 0; i < plan->result.n_findings; i++) {
		if (plan->result.findings[i].severity == severity)
			*VEC_PUSH(ask->a, items, n, cap) = finding_reply_make(
				ask->set, &plan->result.findings[i], NULL, ask->a);
	}
	if (plan->alone == (int)severity)
		*VEC_PUSH(ask->a, items, n, cap) = step_alone_finding(plan);
	return (struct fld_list){ items, n };
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

static bool alone_refuses(const struct step_plan *plan, const struct fld_list *reasons)
{
	return plan->alone == RULES_STOP ||
	       (plan->alone == RULES_WARN && !reason_for(reasons, ALONE_RULE));
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
	if (plan->alone == (int)severity && alone_refuses(plan, reasons)) {
		struct finding_reply reply = step_alone_finding(plan);

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
	bool any = alone_refuses(plan, reasons);

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

static size_t print_reason(struct json_writer *w, const struct fld_list *reasons, const char *rule)
{
	const char *reason = reason_for(reasons, rule);

	if (!reason)
		return 0;
	json_object(w, NULL);
	json_str(w, "rule", rule);
	json_str(w, "reason", reason);
	json_close(w);
	return 1;
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
	for (size_t i = 0; i < plan->result.n_findings; i++)
		n += print_reason(&w, reasons, rules_rule_id(plan->result.findings[i].rule));
	if (plan->alone >= 0)
		n += print_reason(&w, reasons, ALONE_RULE);
	json_close(&w);
	if (json_end(&w) == OK && n)
		text = arena_strndup(ask->a, out.text, out.len);
	buf_release(&out);
	return text;
}
