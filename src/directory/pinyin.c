/* SPDX-License-Identifier: Apache-2.0 */
#include "directory/pinyin.h"
#include "base/buf.h"
#include "base/banned.h"

struct known {
	const char *text, *readings;
};

static const struct known surnames[] = {
#define SURNAME(text, readings) { text, readings },
#define GIVEN(text, readings)
#include "directory/pinyin_names.def"
#undef SURNAME
#undef GIVEN
};

static const struct known givens[] = {
#define SURNAME(text, readings)
#define GIVEN(text, readings) { text, readings },
#include "directory/pinyin_names.def"
#undef SURNAME
#undef GIVEN
};

const char *pinyin_of(uint32_t cp)
{
	if (cp < 0x4E00 || cp > 0x9FFF)
		return "";
	return pinyin_syllables[pinyin_table[cp - 0x4E00]];
}

/* U+00B7, and what people type for it. */
static bool is_separator(uint32_t cp)
{
	return cp == 0xB7 || cp == 0x2022 || cp == 0x30FB || cp == 0x2027 || utf8_is_space(cp);
}

static bool is_word(uint32_t cp)
{
	return cp < 128 && cp != ' ';
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static char *lower_copy(struct arena *a, const char *s, size_t len)
{
	char *copy = arena_strndup(a, s, len);
	size_t i;

	for (i = 0; i < len; i++)
		copy[i] = lower(copy[i]);
	return copy;
}

/* "ou/qu" into up to three readings. */
static void set_readings(struct arena *a, struct pinyin_syllable *s, const char *readings,
			 size_t len)
{
	const char *end = readings + len;
	size_t n = 0;

	while (readings < end && n < PINYIN_READINGS_MAX) {
		const char *stop = memchr(readings, '/', (size_t)(end - readings));

		if (!stop)
			stop = end;
		s->reading[n++] = arena_strndup(a, readings, (size_t)(stop - readings));
		readings = stop + 1;
	}
	for (; n < PINYIN_READINGS_MAX; n++)
		s->reading[n] = NULL;
}

static void set_known(struct arena *a, const struct known *table, size_t n_table,
		      struct pinyin_syllable *s)
{
	size_t i;

	for (i = 0; i < n_table; i++)
		if (strcmp(table[i].text, s->text) == 0)
			set_readings(a, s, table[i].readings, strlen(table[i].readings));
}

/* Characters with their usual reading; Latin runs as they are. */
static void split_plain(struct arena *a, const char *name, struct pinyin_name *ret)
{
	const char *at = name, *end = name + strlen(name), *from = at;
	size_t cap = 0;
	uint32_t cp;

	while ((cp = utf8_next(&at, end)) != 0) {
		struct pinyin_syllable *s;

		if (is_separator(cp)) {
			from = at;
			continue;
		}
		if (is_word(cp))
			while (at < end && is_word((unsigned char)*at))
				at++;
		s = VEC_PUSH(a, ret->items, ret->n, cap);
		s->text = lower_copy(a, from, (size_t)(at - from));
		s->reading[0] = pinyin_of(cp);
		if (!*s->reading[0])
			s->reading[0] = s->text;
		from = at;
	}
}

/* A compound surname gives its characters their readings; false if the name has none. */
static bool read_compound(struct arena *a, struct pinyin_name *name)
{
	size_t i;

	if (name->n < 2)
		return false;
	for (i = 0; i < COUNTOF(surnames); i++) {
		const char *text = surnames[i].text, *readings = surnames[i].readings;
		const char *space = strchr(readings, ' ');
		size_t first = strlen(name->items[0].text);

		if (!space || strncmp(text, name->items[0].text, first) != 0 ||
		    strcmp(text + first, name->items[1].text) != 0)
			continue;
		set_readings(a, &name->items[0], readings, (size_t)(space - readings));
		set_readings(a, &name->items[1], space + 1, strlen(space + 1));
		return true;
	}
	return false;
}

struct pinyin_name pinyin_split(struct arena *a, const char *name)
{
	struct pinyin_name ret = { NULL, 0 };
	size_t i;

	split_plain(a, name, &ret);
	for (i = 1; i < ret.n; i++)
		set_known(a, givens, COUNTOF(givens), &ret.items[i]);
	if (ret.n > 0 && !read_compound(a, &ret))
		set_known(a, surnames, COUNTOF(surnames), &ret.items[0]);
	return ret;
}

const char *pinyin_text(struct arena *a, const char *name, const char *given)
{
	struct pinyin_name split;
	CLEANUP(buf_release) struct buf text = { 0 };
	size_t i;

	if (!str_empty(given))
		return lower_copy(a, given, strlen(given));
	buf_init(&text, 4096);
	split = pinyin_split(a, name);
	for (i = 0; i < split.n; i++) {
		if (i)
			buf_addc(&text, ' ');
		buf_adds(&text, split.items[i].reading[0]);
	}
	return arena_strndup(a, text.text, text.len);
}

const char *pinyin_sort_key(struct arena *a, const char *name, const char *given)
{
	char *text = arena_strdup(a, pinyin_text(a, name, given));
	char *at;

	for (at = text; *at; at++)
		if (*at == ' ')
			*at = '-';
	return arena_printf(a, "%s %s", text, name);
}

static void add_unique(struct arena *a, struct pinyin_words *words, const char *word)
{
	size_t i;

	if (!*word)
		return;
	for (i = 0; i < words->n; i++)
		if (strcmp(words->items[i], word) == 0)
			return;
	*VEC_PUSH(a, words->items, words->n, words->cap) = word;
}

void pinyin_words_add(struct arena *a, struct pinyin_words *words, const char *text)
{
	if (text)
		add_unique(a, words, pinyin_fold(a, text));
}

/* Every tail of the parts joined, whole or by their first characters. */
static void add_tails(struct arena *a, struct pinyin_words *words, const char **parts, size_t n,
		      bool initials)
{
	size_t from, i;

	for (from = 0; from < n; from++) {
		CLEANUP(buf_release) struct buf word = { 0 };

		buf_init(&word, 4096);
		for (i = from; i < n; i++) {
			const char *at = parts[i];

			if (!initials) {
				buf_adds(&word, parts[i]);
				continue;
			}
			(void)utf8_next(&at, at + strlen(at)); /* only to find its length */
			buf_add(&word, parts[i], (size_t)(at - parts[i]));
		}
		/* A single initial finds half the school: only the whole name's counts. */
		if (!initials || from == 0 || from + 1 < n)
			add_unique(a, words, arena_strndup(a, word.text, word.len));
	}
}

/* The person's own correction, split at its spaces. */
static void add_given(struct arena *a, struct pinyin_words *words, const char *given)
{
	const char **parts = NULL;
	size_t n = 0, cap = 0;
	const char *at = given;

	while (*at) {
		size_t len = strcspn(at, " ");

		if (len)
			*VEC_PUSH(a, parts, n, cap) = lower_copy(a, at, len);
		at += len;
		at += strspn(at, " ");
	}
	add_tails(a, words, parts, n, false);
	add_tails(a, words, parts, n, true);
}

void pinyin_words(struct arena *a, const char *name, const char *given, struct pinyin_words *ret)
{
	struct pinyin_name split = pinyin_split(a, name);
	const char **parts = ARENA_ARRAY(a, const char *, split.n ? split.n : 1);
	size_t i, k;

	for (i = 0; i < split.n; i++)
		parts[i] = split.items[i].text;
	add_tails(a, ret, parts, split.n, false);
	for (i = 0; i < split.n; i++)
		parts[i] = split.items[i].reading[0];
	add_tails(a, ret, parts, split.n, false);
	add_tails(a, ret, parts, split.n, true);
	for (i = 0; i < split.n; i++) {
		for (k = 1; k < PINYIN_READINGS_MAX && split.items[i].reading[k]; k++) {
			parts[i] = split.items[i].reading[k];
			add_tails(a, ret, parts, split.n, false);
			add_tails(a, ret, parts, split.n, true);
		}
		parts[i] = split.items[i].reading[0];
	}
	if (!str_empty(given))
		add_given(a, ret, given);
}

const char *pinyin_fold(struct arena *a, const char *typed)
{
	const char *at = typed, *end = typed + strlen(typed), *from = typed;
	char *out = arena_alloc(a, strlen(typed) + 1);
	size_t len = 0;
	uint32_t cp;

	while ((cp = utf8_next(&at, end)) != 0) {
		for (; from < at; from++)
			if (!is_separator(cp) && cp != '\'' && cp != '-')
				out[len++] = cp < 128 ? lower(*from) : *from;
	}
	out[len] = '\0';
	return out;
}
