/* SPDX-License-Identifier: Apache-2.0 */
/* Inside src/doc only: reads the placeholders of values.h out of one paragraph's text. */
#ifndef DOC_PLACEHOLDER_H
#define DOC_PLACEHOLDER_H

#include "doc/values.h"

enum mark_kind {
	MARK_END,   /* no more */
	MARK_KEY,   /* {key} */
	MARK_OPEN,  /* {#key} */
	MARK_CLOSE, /* {/key} */
	MARK_WIDE,  /* ｛key｝, ordinary text unless the key is known */
	MARK_BAD,   /* a fault: see `fault` */
};

struct mark {
	enum mark_kind kind;
	size_t from, to; /* bytes it takes, braces with them */
	const char *key; /* inside the text */
	size_t key_len;
	enum doc_fault_kind fault;
};

/* The next mark at or behind `from`. */
struct mark mark_next(const char *text, size_t len, size_t from);

/* Has the text anything but white space in [from, to)? */
bool mark_has_ink(const char *text, size_t from, size_t to);

/* Adds a fault; texts are copied into the arena and cut. place and detail need no NUL. */
void doc_fault_add(struct doc_faults *f, enum doc_fault_kind kind, const char *part,
		   const char *place, size_t place_len, const char *detail, size_t detail_len);

/* Is the key one of the list `inside` (or the paper, if NULL)? ret: the fault if not. */
bool doc_key_known(const struct doc_key *keys, size_t n, const char *key, size_t len,
		   const char *inside, enum mark_kind as, enum doc_fault_kind *ret);

#endif
