/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Run while building: writes pinyin_table.gen.c, the usual reading of each of the 20,992 characters
 * U+4E00..9FFF, asked of ICU once (110 ms here, so that the server need not spend them at start).
 *
 *	pinyin_table_gen OUT.c
 *
 * Syllables are lower-case ASCII, the vowel u with two dots written v: "lv". Index 0 is "", a
 * character without a reading.
 */
#define BASE_MAY_ALLOCATE 1
#include <unicode/utrans.h>
#include <unicode/ustring.h>

#include "base/compat.h"
#include "base/banned.h"

#define FIRST        0x4E00
#define LAST         0x9FFF
#define SYLLABLES    600
#define SYLLABLE_LEN 8

static char syllables[SYLLABLES][SYLLABLE_LEN];
static int n_syllables = 1;
static int table[LAST - FIRST + 1];

static int syllable_number(const char *text)
{
	int i;

	for (i = 1; i < n_syllables; i++)
		if (strcmp(syllables[i], text) == 0)
			return i;
	if (n_syllables == SYLLABLES)
		exit(1);
	snprintf(syllables[n_syllables], SYLLABLE_LEN, "%s", text);
	return n_syllables++;
}

/* "lǜ" -> "lv"; false when something is left that is no letter. */
static bool fold(const UChar *from, int32_t n, char out[SYLLABLE_LEN])
{
	int32_t i, len = 0;

	for (i = 0; i < n; i++) {
		UChar c = from[i];

		if (c == 0x0308 && len > 0 && out[len - 1] == 'u')
			out[len - 1] = 'v';
		if (c >= 0x0300 && c <= 0x036F)
			continue;
		if (c < 'a' || c > 'z' || len == SYLLABLE_LEN - 1)
			return false;
		out[len++] = (char)c;
	}
	out[len] = '\0';
	return len > 0;
}

static void read_all(UTransliterator *t)
{
	UChar text[32];
	char folded[SYLLABLE_LEN];
	int c;

	for (c = FIRST; c <= LAST; c++) {
		UErrorCode status = U_ZERO_ERROR;
		int32_t n = 1, limit = 1;

		text[0] = (UChar)c;
		text[1] = 0;
		utrans_transUChars(t, text, &n, COUNTOF(text), 0, &limit, &status);
		if (U_FAILURE(status))
			exit(1);
		table[c - FIRST] = fold(text, n, folded) ? syllable_number(folded) : 0;
	}
}

static void write_all(FILE *out)
{
	int i;

	fprintf(out, "/* Made by pinyin_table_gen.c of ICU's Han-Latin. */\n"
		     "#include \"directory/pinyin.h\"\n\n"
		     "const char pinyin_syllables[][8] = {\n");
	for (i = 0; i < n_syllables; i++)
		fprintf(out, "\t\"%s\",\n", syllables[i]);
	fprintf(out, "};\n\nconst uint16_t pinyin_table[PINYIN_TABLE_SIZE] = {\n");
	for (i = 0; i < LAST - FIRST + 1; i++)
		fprintf(out, "%d,%s", table[i], i % 16 == 15 ? "\n" : " ");
	fprintf(out, "};\n");
}

int main(int argc, char **argv)
{
	UErrorCode status = U_ZERO_ERROR;
	UTransliterator *t;
	UChar id[64];
	FILE *out;

	u_uastrcpy(id, "Han-Latin; NFD; Lower");
	t = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
	if (U_FAILURE(status) || argc != 2) {
		fprintf(stderr, "pinyin_table_gen OUT.c: %s\n", u_errorName(status));
		return 1;
	}
	read_all(t);
	utrans_close(t);
	out = fopen(argv[1], "w");
	if (!out)
		return 1;
	write_all(out);
	return fclose(out) == 0 ? 0 : 1;
}
