/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of the rule packs: which there are, and one with its steps, for drawing forms. */
#include "app.h"
#include "development/case_reply.h"
#include "development/development.h"

#include "base/banned.h"

struct pack_item {
	const char *id;
	struct both_reply title;
	const char *valid_from, *valid_until;
};

static const struct fld pack_item_fields[] = {
	FIELD_STR(pack_item, id, 1, 60),
	FIELD_OBJECT(pack_item, title, both_reply, both_reply_fields),
	FIELD_DATE_OPT(pack_item, valid_from),
	FIELD_DATE_OPT(pack_item, valid_until),
	FIELD_END,
};

struct pack_choice {
	const char *code;
	struct both_reply label;
};

struct pack_field {
	const char *name, *type;
	struct both_reply label, help;
	bool required, computed; /* computed: the server fills it, no form asks for it */
	struct fld_list values;
};

struct pack_paper {
	const char *code;
	struct both_reply name;
	const char *author;
	bool roster;
};

struct pack_step {
	const char *code;
	int64_t number;
	const char *stage;
	struct both_reply title;
	const char *actor, *article;
	bool optional, repeatable, closes;
	struct fld_list fields, papers;
};

struct pack_stage {
	const char *code;
	struct both_reply title;
};

struct pack_reply {
	const char *id;
	struct both_reply title;
	const char *valid_from, *valid_until;
	struct fld_list stages, steps, exits;
};

static const struct fld choice_fields[] = {
	FIELD_STR(pack_choice, code, 1, 60),
	FIELD_OBJECT(pack_choice, label, both_reply, both_reply_fields),
	FIELD_END,
};
static const struct fld field_fields[] = {
	FIELD_STR(pack_field, name, 1, 60),
	FIELD_ENUM(pack_field, type, rules_field_type_codes),
	FIELD_OBJECT(pack_field, label, both_reply, both_reply_fields),
	FIELD_OBJECT(pack_field, help, both_reply, both_reply_fields),
	FIELD_BOOL(pack_field, required),
	FIELD_BOOL(pack_field, computed),
	FIELD_LIST(pack_field, values, pack_choice, choice_fields, 100),
	FIELD_END,
};
static const struct fld paper_fields[] = {
	FIELD_STR(pack_paper, code, 1, 40),
	FIELD_OBJECT(pack_paper, name, both_reply, both_reply_fields),
	FIELD_STR(pack_paper, author, 1, 40),
	FIELD_BOOL(pack_paper, roster),
	FIELD_END,
};
static const struct fld step_fields[] = {
	FIELD_STR(pack_step, code, 1, 60),
	FIELD_I64(pack_step, number, 0, 25),
	FIELD_STR_OPT(pack_step, stage, 1, 60),
	FIELD_OBJECT(pack_step, title, both_reply, both_reply_fields),
	FIELD_ENUM(pack_step, actor, rules_actor_codes),
	FIELD_STR_OPT(pack_step, article, 1, 40),
	FIELD_BOOL(pack_step, optional),
	FIELD_BOOL(pack_step, repeatable),
	FIELD_BOOL(pack_step, closes),
	FIELD_LIST(pack_step, fields, pack_field, field_fields, 64),
	FIELD_LIST(pack_step, papers, pack_paper, paper_fields, 64),
	FIELD_END,
};
static const struct fld stage_fields[] = {
	FIELD_STR(pack_stage, code, 1, 60),
	FIELD_OBJECT(pack_stage, title, both_reply, both_reply_fields),
	FIELD_END,
};
static const struct fld pack_fields[] = {
	FIELD_STR(pack_reply, id, 1, 60),
	FIELD_OBJECT(pack_reply, title, both_reply, both_reply_fields),
	FIELD_DATE_OPT(pack_reply, valid_from),
	FIELD_DATE_OPT(pack_reply, valid_until),
	FIELD_LIST(pack_reply, stages, pack_stage, stage_fields, 20),
	FIELD_LIST(pack_reply, steps, pack_step, step_fields, RULES_STEPS_MAX),
	FIELD_LIST(pack_reply, exits, pack_step, step_fields, RULES_STEPS_MAX),
	FIELD_END,
};

static struct both_reply both(struct rules_text text)
{
	return (struct both_reply){ text.zh, text.en };
}

static struct pack_item item_of(struct arena *a, const struct rules_pack *pack)
{
	return (struct pack_item){ rules_pack_id(pack), both(rules_pack_title(pack)),
				   case_day_text(a, rules_pack_from(pack)),
				   case_day_text(a, rules_pack_until(pack)) };
}

static enum err pack_list(struct req *rq)
{
	const struct rules_set *set = req_app(rq)->rules;
	struct json_writer *w = res_writer(rq);

	json_object(w, NULL);
	json_array(w, "items");
	for (size_t i = 0; i < rules_pack_count(set); i++) {
		struct pack_item item = item_of(req_arena(rq), rules_pack_at(set, i));

		fields_print(w, NULL, pack_item_fields, &item);
	}
	json_close(w);
	json_null(w, "next");
	json_i64(w, "total", (int64_t)rules_pack_count(set));
	json_close(w);
	return res_written(rq, 200);
}

static bool is_computed(const char *name)
{
	return str_eq(name, "approving_body") || str_eq(name, "roll");
}

static struct fld_list fields_of(const struct rules_set *set, const struct rules_step *step,
				 struct arena *a)
{
	struct pack_field *items = ARENA_ARRAY(a, struct pack_field, step->n_fields);

	for (size_t i = 0; i < step->n_fields; i++) {
		const struct rules_field *f = &step->fields[i];
		struct pack_choice *choices = ARENA_ARRAY(a, struct pack_choice, f->n_choices);

		for (size_t c = 0; c < f->n_choices; c++)
			choices[c] =
				(struct pack_choice){ rules_symbol_text(set, f->choices[c].symbol),
						      both(f->choices[c].label) };
		items[i] = (struct pack_field){ f->name,
						rules_field_type_codes[f->type],
						both(f->label),
						both(f->help),
						f->required,
						is_computed(f->name),
						{ choices, f->n_choices } };
	}
	return (struct fld_list){ items, step->n_fields };
}

static struct fld_list papers_of(const struct rules_step *step, struct arena *a)
{
	struct pack_paper *items = ARENA_ARRAY(a, struct pack_paper, step->n_papers);

	for (size_t i = 0; i < step->n_papers; i++)
		items[i] = (struct pack_paper){ step->papers[i].code, both(step->papers[i].name),
						step->papers[i].author, step->papers[i].roster };
	return (struct fld_list){ items, step->n_papers };
}

static struct pack_step step_of(const struct rules_set *set, const struct rules_step *s,
				struct arena *a)
{
	return (struct pack_step){
		.code = s->code,
		.number = s->number,
		.stage = s->stage,
		.title = both(s->title),
		.actor = rules_actor_codes[s->actor],
		.article = s->article,
		.optional = s->optional,
		.repeatable = s->repeatable,
		.closes = s->closes,
		.fields = fields_of(set, s, a),
		.papers = papers_of(s, a),
	};
}

/* Steps of the list by their number, or the exits, which have none. */
static struct fld_list steps_of(const struct rules_set *set, const struct rules_pack *pack,
				bool exits, struct arena *a)
{
	struct pack_step *items = NULL;
	size_t n = 0, cap = 0;

	for (int number = exits ? 0 : 1; number <= (exits ? 0 : 25); number++) {
		for (int id = 0; id < (int)rules_step_count(set); id++) {
			const struct rules_step *s = rules_pack_step(pack, id);

			if (s && s->number == number)
				*VEC_PUSH(a, items, n, cap) = step_of(set, s, a);
		}
	}
	return (struct fld_list){ items, n };
}

static struct fld_list stages_of(const struct rules_pack *pack, struct arena *a)
{
	size_t n = rules_pack_stage_count(pack);
	struct pack_stage *items = ARENA_ARRAY(a, struct pack_stage, n);

	for (size_t i = 0; i < n; i++) {
		struct rules_stage stage = rules_pack_stage_at(pack, i);

		items[i] = (struct pack_stage){ stage.code, both(stage.title) };
	}
	return (struct fld_list){ items, n };
}

static enum err pack_show(struct req *rq)
{
	const struct rules_set *set = req_app(rq)->rules;
	const char *id = req_path_str(rq, "id");
	struct arena *a = req_arena(rq);

	for (size_t i = 0; i < rules_pack_count(set); i++) {
		const struct rules_pack *pack = rules_pack_at(set, i);
		struct pack_item head = item_of(a, pack);
		struct pack_reply reply;

		if (!str_eq(head.id, id))
			continue;
		reply = (struct pack_reply){ .id = head.id,
					     .title = head.title,
					     .valid_from = head.valid_from,
					     .valid_until = head.valid_until,
					     .stages = stages_of(pack, a),
					     .steps = steps_of(set, pack, false, a),
					     .exits = steps_of(set, pack, true, a) };
		return res_json(rq, 200, pack_fields, &reply);
	}
	return ERR_NOT_FOUND;
}

const struct route development_pack_routes[] = {
	{ "GET", "/api/v1/rules/packs", PERM_SIGNED_IN, pack_list,
	  "The rule packs and the days on which they are in force.", NULL, NULL, pack_item_fields,
	  ROUTE_PAGE },
	{ "GET", "/api/v1/rules/packs/{id}", PERM_SIGNED_IN, pack_show,
	  "A rule pack with its steps and the fields of their forms.", NULL, NULL, pack_fields, 0 },
	ROUTE_END
};
