/* SPDX-License-Identifier: Apache-2.0 */
/* Gives every file of the folders named to the harness: replay-NAME FOLDER ... */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static void replay(const char *path)
{
	FILE *f = fopen(path, "rb");
	uint8_t *bytes = malloc(1 << 20);
	size_t len;

	if (!f || !bytes)
		abort();
	len = fread(bytes, 1, 1 << 20, f);
	fclose(f);
	/* An exact copy, so that reading one byte too far is seen. */
	bytes = realloc(bytes, len ? len : 1);
	(void)LLVMFuzzerTestOneInput(bytes, len);
	free(bytes);
}

int main(int argc, char **argv)
{
	int n = 0;

	for (int i = 1; i < argc; i++) {
		DIR *folder = opendir(argv[i]);
		struct dirent *entry;

		while (folder && (entry = readdir(folder)) != NULL) {
			char path[4096];

			if (entry->d_name[0] == '.' || strcmp(entry->d_name, "README") == 0)
				continue;
			snprintf(path, sizeof(path), "%s/%s", argv[i], entry->d_name);
			replay(path);
			n++;
		}
		if (folder)
			closedir(folder);
	}
	printf("%d inputs\n", n);
	return n ? 0 : 1; /* an empty corpus proves nothing */
}
