/* SPDX-License-Identifier: Apache-2.0 */
/* Names and words of what is read on papers. */
#include "prover/prover_internal.h"

#include "base/banned.h"

#define WORD(name, zh, en)   #name,
#define PHRASE(name, zh, en) { zh, en },

const char *const prover_day_codes[] = {
#define DAY WORD
#include "prover/prover_fields.def"
	NULL
};
const char *const prover_count_codes[] = {
#define COUNT WORD
#include "prover/prover_fields.def"
	NULL
};
const char *const prover_text_codes[] = {
#define TEXT WORD
#include "prover/prover_fields.def"
	NULL
};
const char *const prover_role_codes[] = {
#define ROLE WORD
#include "prover/prover_fields.def"
	NULL
};
const char *const prover_severity_codes[] = { "contradiction", "warning", NULL };

static const struct rules_text days[] = {
#define DAY PHRASE
#include "prover/prover_fields.def"
};
static const struct rules_text counts[] = {
#define COUNT PHRASE
#include "prover/prover_fields.def"
};
static const struct rules_text texts[] = {
#define TEXT PHRASE
#include "prover/prover_fields.def"
};
static const struct rules_text roles[] = {
#define ROLE PHRASE
#include "prover/prover_fields.def"
};

struct rules_text prover_day_words(int day)
{
	return days[day];
}

struct rules_text prover_count_words(int count)
{
	return counts[count];
}

struct rules_text prover_text_words(int text)
{
	return texts[text];
}

struct rules_text prover_role_words(int role)
{
	return roles[role];
}

void prover_paper_init(struct prover_paper *p, int code)
{
	*p = (struct prover_paper){ .code = code, .record = -1 };
	for (int i = 0; i < PROVER_DAY__MAX; i++)
		p->days[i] = DATE_NONE;
	for (int i = 0; i < PROVER_COUNT__MAX; i++)
		p->counts[i] = -1;
}
