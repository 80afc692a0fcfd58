/* SPDX-License-Identifier: Apache-2.0 */
#include "access/code.h"

#include "base/str.h"
#include "base/banned.h"

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

void code_new(char ret[CODE_SIZE])
{
	unsigned char bytes[12];
	size_t at = 0;

	seal_random(bytes, sizeof(bytes));
	for (size_t i = 0; i < sizeof(bytes); i++) {
		if (i && i % 4 == 0)
			ret[at++] = '-';
		ret[at++] = alphabet[bytes[i] % 32];
	}
	ret[at] = '\0';
}

void code_hash(const struct seal_keys *keys, struct arena *a, const char *use, const char *typed,
	       unsigned char ret[SEAL_INDEX_BYTES])
{
	char *plain = arena_printf(a, "%s%s", use, typed);

	for (char *c = plain + strlen(use); *c; c++) {
		if (*c == 'o' || *c == 'O')
			*c = '0';
		else if (strchr("iIlL", *c))
			*c = '1';
	}
	blind_index(keys, plain, ret);
}
