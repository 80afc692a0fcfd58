/* SPDX-License-Identifier: Apache-2.0 */
#include "json/fields.h"

#include "base/banned.h"

static void print_list(struct json_writer *w, const struct fld *f, const struct fld_list *list)
{
	json_array(w, f->name);
	for (size_t i = 0; i < list->n; i++) {
		if (f->kind == FLD_LIST)
			fields_print(w, NULL, f->sub,
				     (const unsigned char *)list->items + i * f->sub_size);
		else if (f->kind == FLD_IDS)
			json_id(w, NULL, ((const int64_t *)list->items)[i]);
		else
			json_str(w, NULL, ((const char *const *)list->items)[i]);
	}
	json_close(w);
}

static void print_text(struct json_writer *w, const struct fld *f, const char *text)
{
	/* Optional and never null: left out, as the table says. */
	if (!text && (f->flags & (FLD_OPTIONAL | FLD_NULLABLE)) == FLD_OPTIONAL)
		return;
	if (f->kind == FLD_RAW)
		json_raw(w, f->name, text, text ? strlen(text) : 0);
	else
		json_str(w, f->name, text);
}

static void print_member(struct json_writer *w, const struct fld *f, const void *from)
{
	const void *member = (const unsigned char *)from + f->offset;

	if (f->flags & FLD_SECRET)
		return;
	switch (f->kind) {
	case FLD_I64:
		json_i64(w, f->name, *(const int64_t *)member);
		break;
	case FLD_BOOL:
		json_bool(w, f->name, *(const bool *)member);
		break;
	case FLD_ID:
		json_id(w, f->name, *(const int64_t *)member);
		break;
	case FLD_TIME:
		json_time(w, f->name, *(const int64_t *)member);
		break;
	case FLD_OBJECT:
		if (f->flags & FLD_POINTER)
			member = *(const void *const *)member;
		if (member)
			fields_print(w, f->name, f->sub, member);
		else
			json_null(w, f->name);
		break;
	case FLD_LIST:
	case FLD_STRS:
	case FLD_IDS:
		print_list(w, f, member);
		break;
	default:
		print_text(w, f, *(const char *const *)member);
		break;
	}
}

void fields_print(struct json_writer *w, const char *key, const struct fld *fields,
		  const void *from)
{
	json_object(w, key);
	for (const struct fld *f = fields; f->kind != FLD_END; f++)
		print_member(w, f, from);
	json_close(w);
}
