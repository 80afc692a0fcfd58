/* SPDX-License-Identifier: Apache-2.0 */
/* Refusals of a hand-over and the predecessor's lines. No HTTP, no SQL. */
#include "handover/handover_impl.h"

#include "base/banned.h"

const char *const handover_states[] = { "proposed", "ready", "accepted", "withdrawn", NULL };

static const struct {
	const char *id, *zh, *en;
} texts[HANDOVER__REFUSAL_MAX] = {
	[HANDOVER_ACCEPTED] = { "handover_accepted", "这次交接已经签收，不能再次办理。",
				"This hand-over was signed already." },
	[HANDOVER_WITHDRAWN] = { "handover_withdrawn", "这次交接已经撤回，请重新发起。",
				 "This hand-over was withdrawn: begin a new one." },
	[HANDOVER_NOT_READY] = { "handover_not_ready",
				 "上级还没有确认接任人，不能签收。请上级党组织先确认任职决定。",
				 "The organisation that gives the post has not confirmed the successor "
				 "yet." },
	[HANDOVER_POST_OVER] = { "handover_post_over",
				 "原任职已经结束或者已经换人，不能再交接。请在“任职”中核对。",
				 "The post has ended or is somebody else's now: look under posts." },
	[HANDOVER_UNDER_WAY] = { "handover_under_way",
				 "这个职务已经有一次没有办完的交接，请先签收或撤回。",
				 "A hand-over of this post is under way: sign or withdraw it first." },
	[HANDOVER_NO_SUCCESSOR] = { "handover_no_successor", "还没有接任人，请先选定。",
				    "Nobody is named as successor." },
	[HANDOVER_HOLDS_ALREADY] = { "handover_holds_already",
				     "接任人已经担任这个职务，不需要交接。请直接结束前任的任职。",
				     "The successor holds this very post already: just end the other "
				     "one." },
	[HANDOVER_OTHER_PERSON] = { "handover_other_person", "只有接任人本人可以签收。",
				    "Only the successor signs." },
};

const char *handover_refuse(struct arena *a, enum handover_refusal why)
{
	struct finding_reply finding = { .rule = texts[why].id,
					 .severity = "stop",
					 .message = { texts[why].zh, texts[why].en } };
	struct json_writer w;
	struct buf out;
	const char *text;

	buf_init(&out, 4096);
	json_begin(&w, &out);
	json_object(&w, NULL);
	json_array(&w, "stops");
	fields_print(&w, NULL, finding_reply_fields, &finding);
	json_close(&w);
	json_array(&w, "warnings");
	json_close(&w);
	json_close(&w);
	text = json_end(&w) == OK ? arena_strndup(a, out.text, out.len) : "{}";
	buf_release(&out);
	return text;
}

const char *handover_letter_join(struct arena *a, const struct fld_list *lines)
{
	const char *const *items = lines->items;
	const char *text = NULL;

	for (size_t i = 0; i < lines->n; i++)
		text = text ? arena_printf(a, "%s\n%s", text, items[i]) : items[i];
	return text;
}

struct fld_list handover_letter_split(struct arena *a, const char *text)
{
	const char **lines = ARENA_ARRAY(a, const char *, HANDOVER_LETTER_LINES);
	size_t n = 0;

	while (text && *text && n < HANDOVER_LETTER_LINES) {
		size_t len = strcspn(text, "\n");

		lines[n++] = arena_strndup(a, text, len);
		text += len + (text[len] == '\n');
	}
	return (struct fld_list){ (void *)lines, n };
}
