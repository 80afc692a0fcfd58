/* SPDX-License-Identifier: Apache-2.0 */
/* Test builds: does an answer keep to its table? */
#ifndef JSON_FIELDS_CHECK_H
#define JSON_FIELDS_CHECK_H

#include "json/fields.h"

/*
 * text: one object of the table, or with page {"items":[object...],"next":...,"total":...}.
 * Members that are required must be there and not null, unknown ones must not, and kinds, codes of
 * lists and forms of dates must be right. NULL if all is well, else what is wrong (lives in `a`).
 */
const char *fields_check(struct arena *a, const struct fld *fields, bool page, const char *text,
			 size_t len);

#endif
