/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Looks for personal numbers in what is about to go out: pages, workbooks, documents. A public notice
 * never carries one, so a hit stops the publishing and is shown to the person who publishes.
 *
 * Digits count in any width and as 〇一二; tags within a line and invisible characters are looked
 * through. A numeral or circled digit that touches a number is none of its digits: 张三13800138000,
 * ①13800138000; but 138〇〇138000 is one number. Found are
 *   ID numbers      18 characters of a province that exists, with a birth date that exists (1900 to
 *                   2099) and the check character of ISO 7064 MOD 11-2: anywhere in a row of digits,
 *                   with the same separator anywhere, and over lines and cells if in at most five
 *                   parts or one digit in each (then of 1920 to 2029); 15 digits only after a
 *                   label (身份证)
 *   mobile phones   11 digits beginning 13 to 19, also after 86, 0086, and after 0 with a label; in
 *                   groups (138-0013-8000, +86138 0013 8000) if the same blank, dash or dot stands
 *                   between them
 *   landlines       7 or 8 digits, with or without area code, only after a label (电话, Tel)
 *   bank cards      16 to 19 digits (15 of American Express) with the check digit of Luhn, beginning
 *                   as cards of that length do; in groups of four, or cut once; after a label
 *                   (卡号, 账号) cut anywhere
 *   school numbers  those the caller names (from 9 characters on with separators, too; those of
 *                   digits only with the same one, since days with hours look like them), or that
 *                   have the school's pattern
 * Not found, on purpose: 18 digits whose "birth date" is none (codes of organisations, parcels), and
 * digits inside pictures and scans: such parts are counted as unseen. The separated forms
 * are narrow because columns of dates and amounts would else be taken for them.
 *
 * Samples are masked; no function here logs or keeps a number.
 */
#ifndef DOC_LEAK_H
#define DOC_LEAK_H

#include "base/arena.h"
#include "base/err.h"

enum leak_kind {
	LEAK_ID,
	LEAK_MOBILE,
	LEAK_LANDLINE,
	LEAK_BANK_CARD,
	LEAK_SCHOOL_NUMBER,
	LEAK__MAX
};

#define LEAK_HITS_MAX    200          /* kept; all are counted */
#define LEAK_UNSEEN_MAX  50           /* kept; all are counted */
#define LEAK_FILE_MAX    (32u << 20)  /* bytes of a file */
#define LEAK_PART_MAX    (64u << 20)  /* bytes of one part of an archive, unpacked */
#define LEAK_TOTAL_MAX   (256u << 20) /* bytes of all parts, unpacked */
#define LEAK_ENTRIES_MAX 10000        /* entries of an archive */
#define LEAK_NUMBER_MAX  24           /* characters of a school number */

/* What is looked for beside the general kinds. Everything is borrowed. */
struct leak_options {
	/* Student and staff numbers that exist, sorted by strcmp(), upper case; or NULL. */
	const char *const *numbers;
	size_t n_numbers;
	/* Patterns of the school's numbers: '#' a digit, '@' a letter, others themselves: "PB########". */
	const char *const *patterns;
	size_t n_patterns;
	/* Numbers that may be shown, only digits and letters: the office's own phone ("055163601234"). */
	const char *const *allowed;
	size_t n_allowed;
};

struct leak_hit {
	enum leak_kind kind;
	const char *
		where; /* "xl/worksheets/sheet1.xml!C12", "word/header1.xml"; as given for text and HTML */
	uint64_t
		offset; /* character at which it begins: in the text or HTML, or of the part's texts */
	/* The same in words: "花名册!C12", "页眉", "批注"; where, for parts that have no name. */
	const char *place;
	const char *sample; /* masked: "110*************29" keeps 3 and 2 */
};

/* Why leak_scan_file() did not look, or not to the end. */
enum leak_refusal {
	LEAK_READ,        /* it did */
	LEAK_UNKNOWN,     /* pictures, foreign archives, other encodings */
	LEAK_PDF,         /* not looked into */
	LEAK_OLD_OFFICE,  /* .doc, .xls */
	LEAK_ENCRYPTED,   /* needs a password */
	LEAK_DAMAGED,     /* ends early, is ill-formed, has a DOCTYPE */
	LEAK_BOMB,        /* unpacks beyond belief, or to more than it says */
	LEAK_OVER_LIMITS, /* those below */
	LEAK__REFUSAL_MAX
};

struct leak_report {
	struct arena *a; /* where and samples live here */
	struct leak_hit hits[LEAK_HITS_MAX];
	size_t n_hits; /* kept */
	uint64_t counts[LEAK__MAX];
	uint64_t total;                      /* all kinds */
	const char *unseen[LEAK_UNSEEN_MAX]; /* parts that cannot be looked into: pictures */
	size_t n_unseen, total_unseen;
	enum leak_refusal why;
};

void leak_report_init(struct leak_report *r, struct arena *a);

/* Stable code ("id", "mobile") for the API; 中文 ("身份证号"). Static storage. */
const char *leak_kind_code(enum leak_kind kind);
const char *leak_kind_zh(enum leak_kind kind);

/* Stable code ("encrypted"); LEAK_READ is "read". Static storage. */
const char *leak_refusal_code(enum leak_refusal why);

/* ---- a stream of bytes ---- */

enum leak_form {
	LEAK_TEXT, /* UTF-8; ill-formed bytes separate */
	LEAK_HTML, /* text over tags, attributes, entities, comments, scripts */
};

struct leak_stream; /* fixed size (about 50 kB), lives in the report's arena */

/* options: may be NULL; both pointers outlive the stream. where is copied, NULL is "". */
struct leak_stream *leak_open(struct leak_report *r, const struct leak_options *options,
			      enum leak_form form, const char *where);
/* The next bytes, cut anywhere. */
void leak_feed(struct leak_stream *s, const void *bytes, size_t len);
/* The end: a number may stand there. The stream is not used afterwards. */
void leak_close(struct leak_stream *s);

/* ---- whole things ---- */

/* leak_open(), one leak_feed(), leak_close(). */
void leak_scan_text(struct leak_report *r, const struct leak_options *options, enum leak_form form,
		    const char *where, const char *text, size_t len);

/*
 * A file by what its bytes are: XLSX (all sheets, hidden ones too; cells in their order, formulas,
 * comments, properties), DOCX (body, headers, notes, comments, tracked deletions, properties), HTML,
 * and text in UTF-8 or GB18030 (Excel's CSV); its name is not asked.
 * ERR_MEDIA_TYPE: cannot be looked into (PDF, pictures, old Office files, encrypted or foreign
 * archives): treat it as leaking unless its content is known otherwise.
 * ERR_INPUT: damaged. ERR_TOO_LARGE: over the limits, or a bomb. Hits found before an error stay in
 * the report, and its `why` tells which of these it was.
 */
NODISCARD enum err leak_scan_file(struct leak_report *r, const struct leak_options *options,
				  const void *bytes, size_t len);

#endif
