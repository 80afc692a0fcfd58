/* SPDX-License-Identifier: Apache-2.0 */
/* For the demo university: a notice, perhaps with an objection. */
#include "notice/notice_impl.h"

#include "base/banned.h"

enum err notice_sample(struct db *db, const struct app *app, struct arena *a,
		       int64_t organisation_id, const struct notice_sample *in)
{
	struct problems problems = { .a = a };
	struct notice_ask ask = { app, a, &command_line_user, &problems, NULL };
	int64_t *ids = ARENA_ARRAY(a, int64_t, in->n);
	struct notice_in post = {
		.organisation_id = organisation_id,
		.kind = "candidate",
		.posted_on = in->posted_on,
		.places = "学院公示栏、学生公寓公告栏",
		.contact = "学院党委组织员办公室（办公楼205室），电话：0551-63600205",
		.reason = "演示数据",
		.case_ids = { ids, in->n }
	};
	struct notice_objection objection = { .position = 1, .text = in->objection, .way = "page" };
	char receipt[CODE_SIZE];
	struct notice n;
	enum err e;

	memcpy(ids, in->case_ids, in->n * sizeof(*ids));
	e = notice_post(db, &ask, &post, &n.id);
	if (e || !in->objection)
		return e;
	e = notice_get(db, a, n.id, &n);
	return e ? e : notice_object(db, &ask, &n, &objection, receipt);
}
