/* SPDX-License-Identifier: Apache-2.0 */
#include "leak_made.h"

#include "base/str.h"

static uint64_t seed;

void made_seed(uint64_t value)
{
	seed = value;
}

unsigned made_roll(unsigned n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(seed >> 33) % n;
}

void made_digits(char *to, size_t n)
{
	for (size_t i = 0; i < n; i++)
		to[i] = (char)('0' + made_roll(10));
	to[n] = 0;
}

void made_id(char id[19])
{
	static const unsigned char weight[17] = { 7, 9, 10, 5,  8, 4, 2, 1, 6,
						  3, 7, 9,  10, 5, 8, 4, 2 };
	static const unsigned char provinces[] = { 11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34,
						   35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52,
						   53, 54, 61, 62, 63, 64, 65, 71, 81, 82, 83, 91 };
	unsigned sum = 0;

	(void)snprintf(id, 19, "%02u%04u%04u%02u%02u%03u", PICK(provinces), made_roll(10000),
		       1930 + made_roll(80), 1 + made_roll(12), 1 + made_roll(28), made_roll(1000));
	for (size_t i = 0; i < 17; i++)
		sum += weight[i] * (unsigned)(id[i] - '0');
	id[17] = "10X98765432"[sum % 11];
	id[18] = 0;
}

void made_card(char card[20])
{
	static const char *const heads[] = { "62", "4",  "51", "52",   "53",
					     "54", "55", "60", "9558", "35" };
	size_t len = 16;
	unsigned sum = 0;

	(void)snprintf(card, 20, "%s", PICK(heads));
	if (str_starts(card, "62") || str_starts(card, "9558"))
		len = made_roll(2) ? 19 : 16;
	made_digits(card + strlen(card), len - 1 - strlen(card));
	for (size_t i = 0; i < len - 1; i++) {
		unsigned d = (unsigned)(card[len - 2 - i] - '0');

		sum += i % 2 ? d : d * 2 > 9 ? d * 2 - 9 : d * 2;
	}
	card[len - 1] = (char)('0' + (10 - sum % 10) % 10);
	card[len] = 0;
}

void made_mobile(char mobile[12])
{
	(void)snprintf(mobile, 12, "1%u", 3 + made_roll(7));
	made_digits(mobile + 2, 9);
}
