/* SPDX-License-Identifier: Apache-2.0 */
/* A paper that is posted is looked through for personal numbers before anybody gets it. */
#include "documents/document_impl.h"

#include "doc/leak.h"
#include "base/banned.h"

/* {"code":"document_leak","name":"发展对象公示-张三","sample":"138******00"} */
static const char *details(struct arena *a, const char *name, const char *sample)
{
	const char *text = NULL;
	struct json_writer w;
	struct buf out;

	buf_init(&out, 4096);
	json_begin(&w, &out);
	json_object(&w, NULL);
	json_str(&w, "code", "document_leak");
	json_str(&w, "name", name);
	json_str(&w, "sample", sample);
	json_close(&w);
	if (json_end(&w) == OK)
		text = arena_strdup(a, out.text);
	buf_release(&out);
	return text;
}

enum err document_outgoing(struct req *rq, const struct form_def *def,
			   const struct document_context *c, const struct document_template *own)
{
	CLEANUP(buf_release) struct buf docx;
	struct arena *a = req_arena(rq);
	struct leak_report *r;
	struct leak_options options = { 0 };
	enum err e;

	buf_init(&docx, DOCX_RESULT_MAX);
	if (!def->outgoing)
		return OK;
	if (c->numbers)
		options = (struct leak_options){ .numbers = c->numbers->items,
						 .n_numbers = c->numbers->n };
	r = ARENA_NEW(a, struct leak_report);
	leak_report_init(r, a);
	e = document_make(a, def, c, own, DOCUMENT_DOCX, &docx);
	if (!e)
		e = leak_scan_file(r, &options, docx.text, docx.len);
	for (size_t i = 0; !e && i < r->n_hits; i++) {
		if (r->hits[i].kind == LEAK_LANDLINE)
			continue; /* an office's */
		req_explain(rq, details(a, arena_printf(a, "%s-%s", def->name.zh, c->subject->name),
					r->hits[i].sample));
		return ERR_CONFLICT;
	}
	return e;
}
