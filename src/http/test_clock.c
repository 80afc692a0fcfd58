/* SPDX-License-Identifier: Apache-2.0 */
#include "http/test_clock.h"

#include "base/clock.h"
#include "base/date.h"
#include "http/server.h"
#include "base/banned.h"

#ifdef JISHI_TEST_BUILD

struct test_clock {
	const char *today;
};

static const struct fld clock_fields[] = {
	FIELD_DATE_OPT(test_clock, today),
	FIELD_END,
};

/* {"today":"2026-11-23"}; null gives the real clock back. */
static enum err set_clock(struct req *rq)
{
	struct test_clock in = { 0 };
	int32_t day = DATE_NONE;
	enum err e;

	e = req_json(rq, clock_fields, &in);
	if (e)
		return e;
	if (in.today) {
		e = date_parse(in.today, &day);
		if (e)
			return e;
	}
	clock_set_today(day);
	return res_none(rq);
}

static const struct route routes[] = {
	{ .method = "PUT",
	  .path = "/api/v1/test/clock",
	  .run = set_clock,
	  .summary = "Sets the day (test builds)",
	  .body = clock_fields,
	  .flags = ROUTE_ON_SPOT },
	{ .method = "POST",
	  .path = "/api/v1/test/clock",
	  .run = set_clock,
	  .summary = "Sets the day (test builds)",
	  .body = clock_fields,
	  .flags = ROUTE_ON_SPOT },
	ROUTE_END,
};

const struct route *test_clock_routes(void)
{
	return routes;
}

#else

const struct route *test_clock_routes(void)
{
	return NULL;
}

#endif
