/* SPDX-License-Identifier: Apache-2.0 */
/* `jishi prove`: of an organisation or a case in the database; of a file it is the prover's own. */
#include "app.h"
#include "dossier/dossier_impl.h"
#include "prover/prover_cli.h"

#include "base/banned.h"

#define OUT_MAX (64 * 1024 * 1024)
#define FOUND   3 /* exit status: proved, and something was found */

struct proving {
	const struct prover_pack *pack;
	const char *organisation; /* code, or NULL: one case */
	int64_t case_id;
	bool json;
	struct json_writer w;
	struct buf out;
	int64_t cases, with, n[2];
};

static const char *const custom_words[][2] = {
	{ "handbook", "高校工作手册惯例" },
	{ "form", "表格填写要求" },
	{ "office", "公文办理规则" },
	{ "branch_rules", "《中国共产党支部工作条例（试行）》" },
	{ "logic", "同一事实前后一致" },
};

static void source_say(const struct dossier_finding_reply *f, struct buf *out)
{
	for (size_t i = 0; f->custom && i < COUNTOF(custom_words); i++) {
		if (str_eq(custom_words[i][0], f->custom))
			buf_adds(out, custom_words[i][1]);
	}
	if (f->law)
		buf_adds(out, f->law_title.zh);
	if (f->article)
		buf_addf(out, "第%s条", f->article);
}

/* One finding a paragraph: severity and rule, what is wrong, by which text, what to do. */
static void finding_say(const struct dossier_finding_reply *f, struct buf *out)
{
	const struct dossier_item_reply *items = f->items.items;

	buf_addf(out, "  %s  %s\n    ", str_eq(f->severity, "warning") ? "提醒" : "矛盾", f->rule);
	for (size_t i = 0; i < f->items.n; i++)
		buf_addf(out, "%s%s", i ? " ↔ " : "", items[i].name.zh);
	buf_addf(out, "\n    %s\n    依据：", f->message.zh);
	source_say(f, out);
	buf_addf(out, "\n    → %s\n", f->repair.zh);
}

static void text_say(struct proving *p, const struct dossier *d, struct fld_list findings)
{
	const struct dossier_finding_reply *items = findings.items;

	buf_reset(&p->out);
	buf_addf(&p->out, "%lld  %s  %s\n", (long long)d->of.id, d->person_name, d->of.branch_name);
	for (size_t i = 0; i < findings.n; i++)
		finding_say(&items[i], &p->out);
	fputs(p->out.text, stdout);
}

static void json_say(struct proving *p, const struct dossier *d, struct fld_list findings)
{
	const struct dossier_finding_reply *items = findings.items;

	json_object(&p->w, NULL);
	json_id(&p->w, "case_id", d->of.id);
	json_str(&p->w, "person_name", d->person_name);
	json_str(&p->w, "branch_name", d->of.branch_name);
	json_array(&p->w, "findings");
	for (size_t i = 0; i < findings.n; i++)
		fields_print(&p->w, NULL, dossier_finding_fields, &items[i]);
	json_close(&p->w);
	json_close(&p->w);
}

static enum err one(struct db *db, struct proving *p, struct arena *a, int64_t case_id)
{
	struct prover_result r = { 0 };
	struct fld_list findings;
	struct dossier d;
	int64_t n[2];
	enum err e = dossier_prove(db, p->pack, a, case_id, &d, &r);

	if (e)
		return e;
	dossier_count(&r, n);
	p->cases++;
	p->with += r.n_findings > 0;
	p->n[0] += n[0];
	p->n[1] += n[1];
	if (!r.n_findings)
		return OK;
	findings = dossier_findings(p->pack, a, &d, &r, r.n_findings);
	if (p->json)
		json_say(p, &d, findings);
	else
		text_say(p, &d, findings);
	return OK;
}

static enum err cases_take(struct db *db, struct proving *p, struct arena *a,
			   struct dossier_cases *ret)
{
	struct directory_organisation where;
	char *high;
	enum err e;

	if (!p->organisation) {
		int64_t *id = ARENA_NEW(a, int64_t);

		*id = p->case_id;
		*ret = (struct dossier_cases){ id, 1 };
		return OK;
	}
	e = directory_organisation_by_code(db, a, p->organisation, &where);
	if (e)
		return e;
	high = arena_strdup(a, where.path);
	high[strlen(high) - 1]++;
	return dossier_cases_below(db, a, where.path, high, /* packs= */ NULL, ret);
}

static enum err prove_tx(struct db *db, void *arg)
{
	struct proving *p = arg;
	struct dossier_cases cases = { NULL, 0 };
	struct arena ids, a;
	enum err e;

	arena_init(&ids);
	arena_init(&a);
	e = cases_take(db, p, &ids, &cases);
	for (size_t i = 0; !e && i < cases.n; i++) {
		e = one(db, p, &a, cases.ids[i]);
		arena_reset(&a);
	}
	arena_release(&a);
	arena_release(&ids);
	return e;
}

static void summary_json(struct proving *p, int64_t ms)
{
	json_close(&p->w);
	json_i64(&p->w, "proved", p->cases);
	json_i64(&p->w, "with_findings", p->with);
	json_i64(&p->w, "contradictions", p->n[PROVER_CONTRADICTION]);
	json_i64(&p->w, "warnings", p->n[PROVER_WARNING]);
	json_i64(&p->w, "milliseconds", ms);
	json_close(&p->w);
}

static enum err prove(struct app *app, struct proving *p)
{
	int64_t began = clock_monotonic_ms(), ms;
	struct db *db = NULL;
	enum err e = db_open(app->pool, &db);

	buf_init(&p->out, OUT_MAX);
	p->pack = app->prover;
	if (p->json) {
		json_begin(&p->w, &p->out);
		json_object(&p->w, NULL);
		json_array(&p->w, "cases");
	}
	if (!e)
		e = db_read(db, "prove", prove_tx, p);
	db_close(db);
	ms = clock_monotonic_ms() - began;
	if (!e && p->json) {
		summary_json(p, ms);
		e = json_end(&p->w);
		if (!e)
			puts(p->out.text);
	} else if (!e) {
		printf("%lld件档案，用时%.2f秒：%lld件有发现，矛盾%lld处，提醒%lld处。\n",
		       (long long)p->cases, (double)ms / 1000, (long long)p->with,
		       (long long)p->n[PROVER_CONTRADICTION], (long long)p->n[PROVER_WARNING]);
	}
	buf_release(&p->out);
	return e;
}

static bool words_take(int argc, char **argv, struct proving *ret)
{
	for (int i = 1; i < argc; i++) {
		if (str_eq(argv[i], "--json"))
			ret->json = true;
		else if (str_eq(argv[i], "--org") && i + 1 < argc)
			ret->organisation = argv[++i];
		else if (!str_eq(argv[i], "--case") || i + 1 == argc ||
			 str_to_i64(argv[++i], 1, INT64_MAX, &ret->case_id))
			return false;
	}
	return (ret->organisation != NULL) != (ret->case_id != 0); /* one of them */
}

static int stored_run(int argc, char **argv)
{
	struct app_options options = { .read_only = true };
	struct proving p = { 0 };
	struct app app;
	enum err e;

	if (app_options_take(&argc, argv, &options))
		return 2;
	if (!words_take(argc, argv, &p)) {
		fprintf(stderr, "usage: jishi %s\n", dossier_commands[0].usage);
		return 2;
	}
	e = app_open(&options, &app);
	if (!e) {
		e = prove(&app, &p);
		if (e == ERR_NOT_FOUND)
			fprintf(stderr, "jishi prove: no such %s\n",
				p.organisation ? "organisation" : "case");
		else if (e)
			fprintf(stderr, "jishi prove: %s\n", err_text(e));
	}
	app_close(&app);
	return e ? 1 : p.with ? FOUND : 0;
}

static int prove_run(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		if (str_eq(argv[i], "--org") || str_eq(argv[i], "--case"))
			return stored_run(argc, argv);
	}
	return prover_commands[0].run(argc, argv);
}

const struct command dossier_commands[] = {
	{ "prove",
	  "prove --org CODE | --case ID [--json] [--db URL] | --file DOSSIER.json [--today DATE] [--json] | rules | template",
	  prove_run },
	COMMAND_END,
};
