/* SPDX-License-Identifier: Apache-2.0 */
/* Packs as files: inside the binary, given by name, or put in force in the school's folder. */
#include "rules/rules_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/asset.h"
#include "base/str.h"
#include "json/yaml_tree.h"
#include "rules/rules_cli.h"
#include "rules/rules_vectors.h"
#include "base/banned.h"

#define NATIONAL "packs/rules/national-"

static void file_done(FILE **f)
{
	if (*f)
		(void)fclose(*f); /* read only: nothing to lose */
}

static bool ends_yaml(const char *path)
{
	size_t len = strlen(path);

	return len > 5 && str_eq(path + len - 5, ".yaml");
}

enum err rules_file_read(struct arena *a, const char *path, const char **ret, size_t *ret_len)
{
	CLEANUP(file_done) FILE *f = fopen(path, "rb");
	char *text;
	size_t len;

	if (!f)
		return ERR_NOT_FOUND;
	text = arena_alloc(a, YAML_BYTES_MAX + 1);
	len = fread(text, 1, YAML_BYTES_MAX + 1, f);
	if (ferror(f))
		return ERR_IO;
	if (len > YAML_BYTES_MAX)
		return ERR_TOO_LARGE;
	*ret = text;
	*ret_len = len;
	return OK;
}

/* Calendars and national packs; other packs inside the binary are examples of layers. */
static enum err assets_add(struct rules_set *set, struct rules_fault *fault)
{
	size_t n = 0;
	const struct asset *all = asset_all(&n);

	for (size_t i = 0; i < n; i++) {
		const char *text = (const char *)all[i].bytes;
		enum err e = OK;

		if (!ends_yaml(all[i].path))
			continue;
		if (str_starts(all[i].path, "packs/calendar/"))
			e = rules_set_add_calendar(set, all[i].path, text, all[i].size_bytes,
						   fault);
		else if (str_starts(all[i].path, NATIONAL))
			e = rules_set_add_pack(set, all[i].path, text, all[i].size_bytes, fault);
		if (e)
			return e;
	}
	return OK;
}

enum err rules_set_built_in(struct arena *a, const char *school_name, const char *school,
			    size_t school_len, struct rules_fault *fault,
			    const struct rules_set **ret)
{
	struct rules_set *set = rules_set_new(a);
	enum err e = assets_add(set, fault);

	if (!e && school)
		e = rules_set_add_pack(set, school_name, school, school_len, fault);
	if (!e)
		e = rules_set_finish(set, fault);
	if (!e)
		*ret = set;
	return e;
}

/* ---- the school's folder ---- */

const char *rules_folder_of(struct arena *a, const char *db_url)
{
	const char *given = getenv("JISHI_RULES_DIR");

	if (given && *given)
		return given;
	if (!str_starts(db_url, "sqlite:"))
		return NULL;
	return arena_printf(a, "%s.rules", db_url + strlen("sqlite:"));
}

struct installed {
	const char *name;
	int32_t from;
};

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct installed *)a)->name, ((const struct installed *)b)->name);
}

static void dir_done(DIR **d)
{
	if (*d)
		(void)closedir(*d); /* read only */
}

/* DAY-ID.yaml; other files lie there for people. */
static bool layer_name(struct arena *a, const char *name, int32_t *ret_from)
{
	return strlen(name) > 16 && name[10] == '-' && ends_yaml(name) &&
	       date_parse(arena_strndup(a, name, 10), ret_from) == OK;
}

static enum err folder_list(struct arena *a, const char *folder, struct rules_fault *fault,
			    struct installed *ret, size_t *ret_n)
{
	CLEANUP(dir_done) DIR *d = folder ? opendir(folder) : NULL;
	const struct dirent *entry;
	int32_t from;

	*ret_n = 0;
	if (!d && folder && errno != ENOENT) {
		*fault = (struct rules_fault){ folder, 1, 1, "the folder cannot be read" };
		return ERR_IO;
	}
	while (d && (entry = readdir(d)) != NULL) {
		if (!layer_name(a, entry->d_name, &from))
			continue;
		if (*ret_n == RULES_LAYERS_MAX) {
			*fault = (struct rules_fault){ folder, 1, 1, "more than 16 layers" };
			return ERR_INPUT;
		}
		ret[(*ret_n)++] = (struct installed){ arena_strdup(a, entry->d_name), from };
	}
	if (*ret_n)
		qsort(ret, *ret_n, sizeof(*ret), by_name);
	return OK;
}

static enum err installed_read(struct arena *a, const char *folder, struct rules_fault *fault,
			       struct rules_set **ret)
{
	struct rules_set *set = rules_set_new(a);
	struct rules_faults *faults = ARENA_NEW(a, struct rules_faults);
	struct installed list[RULES_LAYERS_MAX];
	size_t n = 0, len = 0;
	enum err e = assets_add(set, fault);

	if (!e)
		e = folder_list(a, folder, fault, list, &n);
	for (size_t i = 0; !e && i < n; i++) {
		const char *path = arena_printf(a, "%s/%s", folder, list[i].name), *text = NULL;

		e = rules_file_read(a, path, &text, &len);
		if (e) {
			*fault = (struct rules_fault){ path, 1, 1, "the file cannot be read" };
			break;
		}
		e = rules_set_add_layer(set, path, text, len, list[i].from, faults);
		if (e)
			*fault = faults->items[0];
	}
	if (!e)
		*ret = set;
	return e;
}

enum err rules_set_installed(struct arena *a, const char *folder, struct rules_fault *fault,
			     const struct rules_set **ret)
{
	struct rules_set *set = NULL;
	enum err e = installed_read(a, folder, fault, &set);

	if (!e)
		e = rules_set_finish(set, fault);
	if (!e)
		*ret = set;
	return e;
}

/* ---- one pack by name ---- */

static void faults_say(const struct rules_faults *faults)
{
	for (size_t i = 0; i < faults->n; i++)
		fprintf(stderr, "jishi rules: %s:%u:%u: %s\n", faults->items[i].name,
			faults->items[i].line, faults->items[i].column, faults->items[i].why);
	if (faults->more)
		fputs("jishi rules: there are more mistakes; mend these first\n", stderr);
}

/* The pack that was added last: rules_set_finish() has put them in order of time. */
static const struct rules_pack *pack_find(const struct rules_set *set, const char *id, bool layer)
{
	for (size_t i = 0; i < rules_pack_count(set); i++) {
		const struct rules_pack *p = rules_pack_at(set, i);

		if (layer ? rules_pack_base(p) != NULL : str_eq(rules_pack_id(p), id))
			return p;
	}
	return NULL;
}

enum err rules_pack_open(struct arena *a, const char *given, int32_t from,
			 const struct rules_set **ret_set, const struct rules_pack **ret_pack)
{
	const char *path = arena_printf(a, "packs/rules/%s.yaml", given), *text = NULL;
	const struct asset *asset = asset_find(path);
	bool layer = !asset || !str_starts(path, NATIONAL);
	struct rules_faults *faults = ARENA_NEW(a, struct rules_faults);
	struct rules_set *set = rules_set_new(a);
	size_t len = 0;
	enum err e = OK;

	if (asset) {
		text = (const char *)asset->bytes;
		len = asset->size_bytes;
	} else if (rules_file_read(a, given, &text, &len)) {
		fprintf(stderr,
			"jishi rules: no pack \"%s\"; jishi rules list prints the ids, or give a file\n",
			given);
		return ERR_NOT_FOUND;
	}
	faults->n = 1;
	e = assets_add(set, &faults->items[0]);
	if (!e && layer)
		e = rules_set_add_layer(set, asset ? path : given, text, len, from, faults);
	if (!e) {
		faults->n = 1;
		e = rules_set_finish(set, &faults->items[0]);
	}
	if (e) {
		faults_say(faults);
		return e;
	}
	*ret_set = set;
	*ret_pack = pack_find(set, given, layer);
	return OK;
}

/* ---- putting one in force ---- */

static bool vectors_hold(struct arena *a, const struct rules_set *set,
			 const struct rules_pack *pack)
{
	struct rules_tally *t = ARENA_NEW(a, struct rules_tally);

	rules_vectors_pack(set, pack, a, t);
	for (size_t i = 0; i < t->n; i++)
		fprintf(stderr, "jishi rules: %s: %s: %s\n", t->misses[i].where,
			t->misses[i].vector, t->misses[i].why);
	return !t->failed && !t->bare;
}

static bool id_is_plain(const char *id)
{
	size_t len = strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-");

	return len && len <= 60 && !id[len];
}

/* Whole or not at all: a server that starts meanwhile must not read half of it. */
static enum err file_put(struct arena *a, const char *folder, const char *name, const char *text,
			 size_t len)
{
	const char *path = arena_printf(a, "%s/%s", folder, name);
	const char *new = arena_printf(a, "%s/.%s.new", folder, name);
	int fd;
	bool done;

	if (mkdir(folder, 0700) && errno != EEXIST)
		return ERR_IO;
	fd = open(new, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		return ERR_IO;
	done = write(fd, text, len) == (ssize_t)len && !fsync(fd);
	if (close(fd) || !done || rename(new, path)) {
		(void)unlink(new); /* what is left of it serves nobody */
		return ERR_IO;
	}
	return OK;
}

static enum err day_fits(const struct rules_set *set, int32_t from, int32_t today)
{
	char day[DATE_SIZE];

	if (from < today) {
		fputs("jishi rules: rules are not put in force backwards; give today or a later "
		      "day\n",
		      stderr);
		return ERR_INPUT;
	}
	for (size_t i = 0; i < rules_pack_count(set); i++) {
		const struct rules_pack *p = rules_pack_at(set, i);

		if (!rules_pack_base(p) || rules_pack_from(p) < from)
			continue;
		date_format(rules_pack_from(p), day);
		fprintf(stderr,
			"jishi rules: %s is to be in force from %s; give a later day, or take its "
			"file out of the folder first\n",
			rules_pack_id(p), day);
		return ERR_INPUT;
	}
	return OK;
}

/* Together with what is in force already: ids, days, number. */
static enum err together(struct arena *a, const char *folder, const char *path, const char *text,
			 size_t len, int32_t from, int32_t today)
{
	struct rules_faults *faults = ARENA_NEW(a, struct rules_faults);
	struct rules_set *set = NULL;
	enum err e;

	e = installed_read(a, folder, &faults->items[0], &set);
	faults->n = e ? 1 : 0;
	if (!e)
		e = day_fits(set, from, today);
	if (!e)
		e = rules_set_add_layer(set, path, text, len, from, faults);
	if (e)
		faults_say(faults);
	return e;
}

enum err rules_layer_install(struct arena *a, const char *folder, const char *path, int32_t from,
			     int32_t today)
{
	const struct rules_set *set = NULL;
	const struct rules_pack *pack = NULL;
	const char *text = NULL, *id;
	char day[DATE_SIZE];
	size_t len = 0;
	enum err e;

	e = rules_pack_open(a, path, DATE_NONE, &set, &pack);
	if (!e)
		e = rules_file_read(a, path, &text, &len);
	if (e)
		return ERR_INPUT;
	id = rules_pack_id(pack);
	if (!rules_pack_base(pack) || !id_is_plain(id)) {
		fputs("jishi rules: a layer's id is made of small letters, figures and hyphens\n",
		      stderr);
		return ERR_INPUT;
	}
	if (!vectors_hold(a, set, pack))
		return ERR_INPUT;
	e = together(a, folder, path, text, len, from, today);
	if (e)
		return e;
	date_format(from, day);
	e = file_put(a, folder, arena_printf(a, "%s-%s.yaml", day, id), text, len);
	if (e)
		fprintf(stderr, "jishi rules: %s cannot be written\n", folder);
	return e;
}
