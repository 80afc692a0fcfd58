/* SPDX-License-Identifier: Apache-2.0 */
/* The papers that tests and bench/papers set: invented people of an invented university. */
#ifndef TESTS_UNIT_DOC_PAPERS_H
#define TESTS_UNIT_DOC_PAPERS_H

#include "doc/form.h"

/* 公示: one page, with a signature; placeholders left in ("{people}", list "rows"). */
void paper_notice(struct form *f);
/* What fills it: n people. */
void paper_notice_values(struct arena *a, struct doc_values *v, size_t n);

/* 请示, filled. */
void paper_request(struct form *f);
/* 支部大会会议记录 with the counts of a vote, filled. */
void paper_minutes(struct form *f);
/* 花名册 of n people, landscape, filled. */
void paper_roster(struct form *f, size_t n);
/* A page of the 全程纪实 book: a grid with spans, filled. */
void paper_record(struct form *f);

#endif
