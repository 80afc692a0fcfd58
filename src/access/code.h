/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Codes that stand on paper and are typed by hand: slips, receipts. A code has 12 characters of the 32
 * that cannot be mistaken for one another (no I, L, O, U): 60 random bits, written in three groups. It
 * is shown once; the database has its keyed hash. Whoever takes one slows guessing down (throttle.h).
 */
#ifndef ACCESS_CODE_H
#define ACCESS_CODE_H

#include "access/seal.h"

#define CODE_SIZE      15 /* "7K3M-QX2B-90TD" and NUL */
#define CODE_TYPED_MAX 40 /* characters of a code as somebody types it */

void code_new(char ret[CODE_SIZE]);

/*
 * The keyed hash of a code as typed: case, blanks, hyphens and full-width characters do not matter, O
 * is read as 0 and I, L as 1. use ("SLIP") keeps apart the hashes of different uses of one key.
 */
void code_hash(const struct seal_keys *keys, struct arena *a, const char *use, const char *typed,
	       unsigned char ret[SEAL_INDEX_BYTES]);

#endif
