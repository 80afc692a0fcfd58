/* SPDX-License-Identifier: Apache-2.0 */
/* Rooms, and the groups that second-year classes have before a branch of their own. */
#include "demo/demo_impl.h"

#include "directory/directory.h"
#include "sql.gen.h"
#include "base/banned.h"

static const struct {
	const char *code, *name, *kind, *place; /* code: whose room it is */
	int64_t seats;
} rooms[] = {
	{ "YX01", "电气楼党员之家", "member_home", "电气楼201", 40 },
	{ "YX01", "电气学院党建会议室", "meeting_room", "电气楼305", 24 },
	{ "YX11", "明德苑学生党员活动室", "activity_room", "明德苑3号楼一层", 30 },
	{ "YX02", "计算机学院党员之家", "member_home", "信息楼118", 36 },
	{ "YX", "图书馆红色书屋", "reading_room", "图书馆二层东", 60 },
};

static const struct {
	const char *class_name, *name;
} groups[] = {
	{ "电气2501", "电气2501党小组" },
	{ "自动化2501", "自动化2501党小组" },
};

static int64_t organisation_of(const struct demo *d, const char *code)
{
	for (size_t i = 0; i < d->n_tree; i++) {
		if (str_eq(d->tree[i].code, code))
			return d->ids[i];
	}
	return d->root_id;
}

static enum err add_room(struct demo *d, size_t i)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(d->db, SQL_ROOM_ADD, &q);

	if (e)
		return e;
	bind_i64(q, ROOM_ADD_ORGANISATION_ID, organisation_of(d, rooms[i].code));
	bind_str(q, ROOM_ADD_NAME, rooms[i].name);
	bind_str(q, ROOM_ADD_KIND, rooms[i].kind);
	bind_str(q, ROOM_ADD_PLACE, rooms[i].place);
	bind_i64(q, ROOM_ADD_SEATS, rooms[i].seats);
	return step_one(q);
}

static enum err add_group(struct demo *d, size_t i)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	int64_t class_id;
	enum err e = directory_class_find(d->db, d->root_id, groups[i].class_name, &class_id);

	if (!e)
		e = db_stmt(d->db, SQL_PARTY_GROUP_ADD, &q);
	if (e)
		return e;
	bind_i64(q, PARTY_GROUP_ADD_ORGANISATION_ID, organisation_of(d, "YX1102"));
	bind_str(q, PARTY_GROUP_ADD_NAME, groups[i].name);
	bind_str(q, PARTY_GROUP_ADD_CAMPUS, "主校区");
	bind_id(q, PARTY_GROUP_ADD_CLASS_ID, class_id);
	bind_str(q, PARTY_GROUP_ADD_FOUNDED_ON, demo_day(d, d->today - 160));
	return step_one(q);
}

enum err demo_places(struct demo *d)
{
	for (size_t i = 0; i < COUNTOF(rooms); i++) {
		enum err e = add_room(d, i);

		if (e)
			return e;
	}
	for (size_t i = 0; i < COUNTOF(groups); i++) {
		enum err e = add_group(d, i);

		if (e)
			return e;
	}
	return OK;
}
