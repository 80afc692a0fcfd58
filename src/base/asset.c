/* SPDX-License-Identifier: Apache-2.0 */
#include "base/asset.h"

#include "base/banned.h"

/* Made by tools/embed. */
extern const struct asset asset_table[];
extern const size_t asset_count;

const struct asset *asset_all(size_t *ret_n)
{
	*ret_n = asset_count;
	return asset_table;
}

const struct asset *asset_find(const char *path)
{
	size_t low = 0, high = asset_count;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int c = strcmp(path, asset_table[mid].path);

		if (c == 0)
			return &asset_table[mid];
		if (c < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return NULL;
}
