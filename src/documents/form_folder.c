/* SPDX-License-Identifier: Apache-2.0 */
/* Form packs as files: inside the binary, and those of a school or province in its folder. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>

#include "base/asset.h"
#include "base/str.h"
#include "documents/form_pack.h"
#include "rules/rules_folder.h"
#include "base/banned.h"

#define PACKS_MAX 32

const char *form_packs_folder(struct arena *a, const char *db_url)
{
	const char *given = getenv("JISHI_FORMS_DIR");

	if (given && *given)
		return given;
	if (!str_starts(db_url, "sqlite:"))
		return NULL;
	return arena_printf(a, "%s.forms", db_url + strlen("sqlite:"));
}

static bool ends_yaml(const char *path)
{
	size_t len = strlen(path);

	return len > 5 && str_eq(path + len - 5, ".yaml");
}

static enum err assets_add(struct form_packs *packs, struct form_fault *fault)
{
	size_t n = 0;
	const struct asset *all = asset_all(&n);
	enum err e = OK;

	for (size_t i = 0; i < n && !e; i++) {
		if (str_starts(all[i].path, "packs/forms/") && ends_yaml(all[i].path))
			e = form_packs_add(packs, all[i].path, /* own= */ false,
					   (const char *)all[i].bytes, all[i].size_bytes, fault);
	}
	return e;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void dir_done(DIR **d)
{
	if (*d)
		(void)closedir(*d); /* read only */
}

static enum err folder_list(struct arena *a, const char *folder, struct form_fault *fault,
			    const char **ret, size_t *ret_n)
{
	CLEANUP(dir_done) DIR *d = folder ? opendir(folder) : NULL;
	const struct dirent *entry;

	*ret_n = 0;
	if (!d && folder && errno != ENOENT) {
		*fault = (struct form_fault){ folder, 1, 1, "the folder cannot be read" };
		return ERR_IO;
	}
	while (d && (entry = readdir(d)) != NULL) {
		if (!ends_yaml(entry->d_name))
			continue;
		if (*ret_n == PACKS_MAX) {
			*fault = (struct form_fault){ folder, 1, 1, "more than 32 packs" };
			return ERR_INPUT;
		}
		ret[(*ret_n)++] = arena_printf(a, "%s/%s", folder, entry->d_name);
	}
	if (*ret_n)
		qsort(ret, *ret_n, sizeof(*ret), by_text);
	return OK;
}

static enum err file_add(struct form_packs *packs, const char *path, struct form_fault *fault)
{
	const char *text = NULL;
	size_t len = 0;

	if (rules_file_read(packs->a, path, &text, &len)) {
		*fault = (struct form_fault){ path, 1, 1, "the file cannot be read" };
		return ERR_IO;
	}
	return form_packs_add(packs, path, /* own= */ true, text, len, fault);
}

enum err form_packs_installed(struct arena *a, const struct rules_set *rules, const char *folder,
			      struct form_fault *fault, const struct form_packs **ret)
{
	struct form_packs *packs = form_packs_new(a, rules);
	const char *list[PACKS_MAX];
	size_t n = 0;
	enum err e = assets_add(packs, fault);

	if (!e)
		e = folder_list(a, folder, fault, list, &n);
	for (size_t i = 0; i < n && !e; i++)
		e = file_add(packs, list[i], fault);
	if (!e)
		*ret = packs;
	return e;
}
