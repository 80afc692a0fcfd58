/* SPDX-License-Identifier: Apache-2.0 */
#include "json/json_scan.h"

#include "base/banned.h"

/* Index behind the closing quote of the text that starts at i. */
static size_t skip_text(const char *text, size_t len, size_t i)
{
	for (i++; i < len && text[i] != '"'; i++) {
		if (text[i] == '\\')
			i++;
	}
	return i + 1;
}

enum err json_scan(const char *text, size_t len, size_t depth_max, size_t values_max)
{
	size_t depth = 0, values = 0, i = 0;

	while (i < len) {
		switch (text[i]) {
		case '"':
			i = skip_text(text, len, i);
			continue;
		case '{':
		case '[':
			depth++;
			values++;
			break;
		case '}':
		case ']':
			depth -= depth > 0;
			break;
		case ',':
			values++;
			break;
		default:
			break;
		}
		if (depth > depth_max || values > values_max)
			return ERR_TOO_LARGE;
		i++;
	}
	return OK;
}
