/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How names sound: for the order of lists and for search. ICU's reading of a character, corrected
 * by our table of surnames (the first character or two), with further readings of the characters
 * that have several. Private to src/directory.
 */
#ifndef DIRECTORY_PINYIN_H
#define DIRECTORY_PINYIN_H

#include "base/arena.h"
#include "base/str.h"

#define PINYIN_TABLE_SIZE (0x9FFF - 0x4E00 + 1)
extern const char pinyin_syllables[][8]; /* made while building, [0] is "" */
extern const uint16_t pinyin_table[PINYIN_TABLE_SIZE];

/* The usual reading of one character, static storage; "" if unknown. */
const char *pinyin_of(uint32_t cp);

#define PINYIN_READINGS_MAX 3

/* One character of a name, or a run of Latin letters and digits. */
struct pinyin_syllable {
	const char *text;                         /* the character itself, in UTF-8 */
	const char *reading[PINYIN_READINGS_MAX]; /* [0] is used for the order; unused NULL */
};

struct pinyin_name {
	struct pinyin_syllable *items;
	size_t n;
};

/*
 * Splits a name: "·" and spaces separate and are dropped. A surname of our table is read as such
 * when it stands first. All texts live in `a` or are static.
 */
struct pinyin_name pinyin_split(struct arena *a, const char *name);

/* "zhang san": given (the person's own correction) if it is not empty, else read. */
const char *pinyin_text(struct arena *a, const char *name, const char *given);

/* Key of a list's order: "zhang-san 张三", so that 李 < 李安 < 连 and equal sounds stand by name. */
const char *pinyin_sort_key(struct arena *a, const char *name, const char *given);

/*
 * Words by which a name is found, without repetitions: each tail of the name, of the pinyin written
 * as one, and of the initials; for a character with several readings, each of them.
 */
struct pinyin_words {
	const char **items;
	size_t n, cap;
};
void pinyin_words(struct arena *a, const char *name, const char *given, struct pinyin_words *ret);
/* Adds one word (student number ...) folded as pinyin_fold() does; NULL and empty are passed over. */
void pinyin_words_add(struct arena *a, struct pinyin_words *words, const char *text);

/* What somebody types, made comparable: lower case ASCII, no spaces, no "·", "'" or "-". */
const char *pinyin_fold(struct arena *a, const char *typed);

#endif
