/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables of fields: the one description of what goes in and out. They parse and check a request
 * body or query, print an answer, and jishi openapi makes the API description (and from it
 * web/src/api.gen.ts) of them. A name is the same in the table's column, the struct and the JSON.
 *
 *	static const struct fld room_fields[] = {
 *		FIELD_ID(room, id),
 *		FIELD_STR(room, name, 1, 80),
 *		FIELD_ENUM(room, kind, room_kinds),
 *		FIELD_DATE(room, opened_on, FLD_NULLABLE),
 *		FIELD_END
 *	};
 *
 * Members by kind: STR, DATE, ENUM const char * (NULL = null or absent); I64, ID int64_t (an ID
 * of 0 = null); BOOL bool; TIME int64_t UTC seconds, printed "YYYY-MM-DDTHH:MM:SSZ" (0 = null);
 * OBJECT a struct inside (with FLD_POINTER, out only: a pointer to one, NULL = null); LIST struct
 * fld_list; RAW const char * of JSON text that is passed on (out), or taken in as it stands, its
 * depth and size bounded (in).
 */
#ifndef JSON_FIELDS_H
#define JSON_FIELDS_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "json/json_writer.h"

enum fld_kind {
	FLD_END,
	FLD_STR,
	FLD_I64,
	FLD_BOOL,
	FLD_ID,
	FLD_DATE,
	FLD_TIME,
	FLD_ENUM,
	FLD_OBJECT,
	FLD_LIST,
	FLD_STRS, /* list of text: struct fld_list of const char * */
	FLD_IDS,  /* list of ids: struct fld_list of int64_t */
	FLD_RAW,
	FLD__MAX
};

enum fld_flags {
	FLD_REQUIRED = 0,  /* must be there and not null (input); never null (output) */
	FLD_OPTIONAL = 1,  /* may be absent: the member keeps what it had (zero) */
	FLD_NULLABLE = 2,  /* may be null: empties the member */
	FLD_SECRET = 4,    /* never logged or echoed; in only */
	FLD_MULTILINE = 8, /* line breaks allowed in text */
	FLD_POINTER = 16,  /* OBJECT: the member is a pointer; out only */
};

struct fld_list {
	void *items; /* array of the sub-struct, const char * or int64_t */
	size_t n;
};

struct fld {
	const char *name;
	const char *about;         /* for the API description, may be NULL */
	const char *const *values; /* ENUM: NULL-terminated list of codes */
	const struct fld *sub;     /* OBJECT, LIST */
	int64_t min, max; /* STR: characters (code points); I64: value; LIST: number of items */
	uint32_t offset, sub_size;
	uint16_t kind, flags;
};

#define FIELD_AT(type, member) (uint32_t) offsetof(struct type, member)
#define FIELD_STR_(type, member, lo, hi, fl)                                                       \
	{                                                                                          \
		.name = #member, .kind = FLD_STR, .offset = FIELD_AT(type, member), .min = (lo),   \
		.max = (hi), .flags = (fl)                                                         \
	}
#define FIELD_STR(type, member, lo, hi) FIELD_STR_(type, member, lo, hi, FLD_REQUIRED)
#define FIELD_STR_OPT(type, member, lo, hi)                                                        \
	FIELD_STR_(type, member, lo, hi, FLD_OPTIONAL | FLD_NULLABLE)
#define FIELD_I64_(type, member, lo, hi, fl)                                                       \
	{                                                                                          \
		.name = #member, .kind = FLD_I64, .offset = FIELD_AT(type, member), .min = (lo),   \
		.max = (hi), .flags = (fl)                                                         \
	}
#define FIELD_I64(type, member, lo, hi)     FIELD_I64_(type, member, lo, hi, FLD_REQUIRED)
#define FIELD_I64_OPT(type, member, lo, hi) FIELD_I64_(type, member, lo, hi, FLD_OPTIONAL)
#define FIELD_PLAIN_(type, member, k, fl)                                                          \
	{                                                                                          \
		.name = #member, .kind = (k), .offset = FIELD_AT(type, member), .flags = (fl)      \
	}
#define FIELD_BOOL(type, member)     FIELD_PLAIN_(type, member, FLD_BOOL, FLD_REQUIRED)
#define FIELD_BOOL_OPT(type, member) FIELD_PLAIN_(type, member, FLD_BOOL, FLD_OPTIONAL)
#define FIELD_ID(type, member)       FIELD_PLAIN_(type, member, FLD_ID, FLD_REQUIRED)
#define FIELD_ID_OPT(type, member)   FIELD_PLAIN_(type, member, FLD_ID, FLD_OPTIONAL | FLD_NULLABLE)
#define FIELD_DATE(type, member)     FIELD_PLAIN_(type, member, FLD_DATE, FLD_REQUIRED)
#define FIELD_DATE_OPT(type, member)                                                               \
	FIELD_PLAIN_(type, member, FLD_DATE, FLD_OPTIONAL | FLD_NULLABLE)
#define FIELD_TIME(type, member) FIELD_PLAIN_(type, member, FLD_TIME, FLD_REQUIRED)
#define FIELD_TIME_OPT(type, member)                                                               \
	FIELD_PLAIN_(type, member, FLD_TIME, FLD_OPTIONAL | FLD_NULLABLE)
#define FIELD_RAW(type, member) FIELD_PLAIN_(type, member, FLD_RAW, FLD_OPTIONAL | FLD_NULLABLE)
#define FIELD_ENUM_(type, member, list, fl)                                                        \
	{                                                                                          \
		.name = #member, .kind = FLD_ENUM, .offset = FIELD_AT(type, member),               \
		.values = (list), .flags = (fl)                                                    \
	}
#define FIELD_ENUM(type, member, list) FIELD_ENUM_(type, member, list, FLD_REQUIRED)
#define FIELD_ENUM_OPT(type, member, list)                                                         \
	FIELD_ENUM_(type, member, list, FLD_OPTIONAL | FLD_NULLABLE)
#define FIELD_OBJECT(type, member, subtype, fields)                                                \
	{                                                                                          \
		.name = #member, .kind = FLD_OBJECT, .offset = FIELD_AT(type, member),             \
		.sub = (fields), .sub_size = sizeof(struct subtype)                                \
	}
#define FIELD_OBJECT_OPT(type, member, subtype, fields)                                            \
	{                                                                                          \
		.name = #member, .kind = FLD_OBJECT, .offset = FIELD_AT(type, member),             \
		.sub = (fields), .sub_size = sizeof(struct subtype),                               \
		.flags = FLD_NULLABLE | FLD_POINTER                                                \
	}
#define FIELD_LIST(type, member, subtype, fields, hi)                                              \
	{                                                                                          \
		.name = #member, .kind = FLD_LIST, .offset = FIELD_AT(type, member),               \
		.sub = (fields), .sub_size = sizeof(struct subtype), .max = (hi)                   \
	}
#define FIELD_STRS(type, member, n_max, each_max)                                                  \
	{                                                                                          \
		.name = #member, .kind = FLD_STRS, .offset = FIELD_AT(type, member),               \
		.min = (each_max), .max = (n_max)                                                  \
	}
#define FIELD_IDS(type, member, n_max)                                                             \
	{                                                                                          \
		.name = #member, .kind = FLD_IDS, .offset = FIELD_AT(type, member), .max = (n_max) \
	}
#define FIELD_END                                                                                  \
	{                                                                                          \
		.kind = FLD_END                                                                    \
	}

/* One fault of the input: field "items[2].title", code "too_long", limit for the words. */
struct problem {
	const char *field; /* path in the body */
	const char *code; /* required, unknown, type, too_short, too_long, out_of_range, not_one_of,
			       bad_date, bad_text, bad_json, duplicate, too_many, or a feature's own */
	const char *params; /* JSON object text, or NULL */
};

#define PROBLEMS_MAX 50

struct problems {
	struct arena *a; /* where texts live */
	size_t n;        /* at most PROBLEMS_MAX, later ones are dropped */
	struct problem items[PROBLEMS_MAX];
};

/* Adds one; field and params may be temporary. */
void problem_add(struct problems *p, const char *field, const char *code, const char *params);

/*
 * Parses body (JSON text of one object) by the table into *ret, which the caller zeroed. Text is
 * trimmed, made NFC and checked; it lives in p->a. Unknown and duplicate keys, wrong types, bad
 * UTF-8, control characters are problems. ERR_INPUT with all problems at once, else OK.
 */
NODISCARD enum err fields_parse(const struct fld *fields, const char *body, size_t len,
				struct problems *p, void *ret);

/* The same for URL queries: name=value pairs already decoded, values as text. */
struct pair {
	const char *name, *value;
};
NODISCARD enum err fields_parse_pairs(const struct fld *fields, const struct pair *pairs, size_t n,
				      struct problems *p, void *ret);

/* Prints the struct as one object. */
void fields_print(struct json_writer *w, const char *key, const struct fld *fields,
		  const void *from);

#endif
