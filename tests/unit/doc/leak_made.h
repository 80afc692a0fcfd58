/* SPDX-License-Identifier: Apache-2.0 */
/* Personal numbers made up by chance, the same ones for the same seed. */
#ifndef TESTS_UNIT_DOC_LEAK_MADE_H
#define TESTS_UNIT_DOC_LEAK_MADE_H

#include "../test.h"

#define PICK(list) ((list)[made_roll(COUNTOF(list))])

void made_seed(uint64_t value);
unsigned made_roll(unsigned n);       /* 0..n-1 */
void made_digits(char *to, size_t n); /* and NUL */

void made_id(char id[19]);
void made_card(char card[20]);
void made_mobile(char mobile[12]);

#endif
