/* SPDX-License-Identifier: Apache-2.0 */
/* Text from outside, made one form before it is measured and stored. Private to src/json. */
#ifndef JSON_FIELDS_TEXT_H
#define JSON_FIELDS_TEXT_H

#include "base/arena.h"

/*
 * NFC text without white space at its ends (kept in secrets, flag FLD_SECRET), lines ending in
 * \n; lives in `a`. NULL if it is no UTF-8 or holds control characters, direction overrides or
 * noncharacters (line breaks and tabs are allowed with FLD_MULTILINE).
 */
const char *text_clean(struct arena *a, const char *s, size_t len, unsigned flags);

#endif
