/* SPDX-License-Identifier: Apache-2.0 */
/* The key file: found, read, made. */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include "access/seal.h"
#include "access/seal_file.h"
#include "base/str.h"
#include "base/banned.h"

#define FILE_MAX   2048 /* bytes: 8 lines of 80 with room for line ends */
#define LINE_START "jishi-key "

const char *seal_key_path(struct arena *a, const char *db_url, const char *key_file)
{
	const char *from_env = getenv("JISHI_KEY_FILE");

	if (!str_empty(key_file))
		return arena_strdup(a, key_file);
	if (!str_empty(from_env))
		return arena_strdup(a, from_env);
	if (str_starts(db_url, "sqlite:"))
		return arena_printf(a, "%s.key", db_url + strlen("sqlite:"));
	return NULL;
}

static void close_file(int *fd)
{
	if (*fd >= 0)
		(void)close(*fd); /* read only, or fsynced before */
}

/* One line without its end: "jishi-key 1 <64 hex>". */
static enum err line_parse(char *line, struct key_lines *ret)
{
	char *number = line + strlen(LINE_START), *space, *hex;
	size_t len;
	int64_t id;
	enum err e;

	if (!str_starts(line, LINE_START) || ret->n == SEAL_KEYS_MAX)
		return ERR_INPUT;
	space = strchr(number, ' ');
	if (space == NULL)
		return ERR_INPUT;
	*space = '\0';
	hex = space + 1;
	e = str_to_i64(number, 1, 255, &id);
	if (e)
		return e;
	if (strlen(hex) != 64 ||
	    sodium_hex2bin(ret->lines[ret->n].key, 32, hex, 64, NULL, &len, NULL) != 0 || len != 32)
		return ERR_INPUT;
	ret->lines[ret->n].id = (unsigned char)id;
	for (size_t i = 0; i < ret->n; i++) {
		if (ret->lines[i].id == (unsigned char)id)
			return ERR_INPUT;
	}
	ret->n++;
	return OK;
}

static enum err lines_parse(char *text, struct key_lines *ret)
{
	char *at = text;
	enum err e;

	ret->n = 0;
	while (*at != '\0') {
		char *end = strchr(at, '\n');

		if (end == NULL)
			return ERR_INPUT; /* cut off */
		*end = '\0';
		if (*at != '\0') {
			e = line_parse(at, ret);
			if (e)
				return e;
		}
		at = end + 1;
	}
	return ret->n > 0 ? OK : ERR_INPUT;
}

enum err key_file_read(const char *path, struct key_lines *ret)
{
	CLEANUP(close_file) int fd = open(path, O_RDONLY | O_CLOEXEC);
	char text[FILE_MAX + 1];
	struct stat st;
	size_t len = 0;
	ssize_t n = 1;
	enum err e;

	if (fd < 0)
		return errno == ENOENT ? ERR_NOT_FOUND : ERR_IO;
	if (fstat(fd, &st) != 0)
		return ERR_IO;
	if (!S_ISREG(st.st_mode))
		return ERR_INPUT;
	if ((st.st_mode & 077) != 0)
		return ERR_FORBIDDEN;
	while (n > 0 && len < FILE_MAX) {
		n = read(fd, text + len, FILE_MAX - len);
		if (n < 0)
			return ERR_IO;
		len += (size_t)n;
	}
	text[len] = '\0';
	e = len == FILE_MAX || strlen(text) != len ? ERR_INPUT : lines_parse(text, ret);
	sodium_memzero(text, sizeof(text));
	return e;
}

static enum err write_new(const char *path)
{
	CLEANUP(close_file) int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	char line[96], hex[65];
	unsigned char key[32];
	int len;
	ssize_t n;

	if (fd < 0)
		return ERR_IO;
	randombytes_buf(key, sizeof(key));
	sodium_bin2hex(hex, sizeof(hex), key, sizeof(key));
	len = snprintf(line, sizeof(line), LINE_START "1 %s\n", hex);
	n = write(fd, line, (size_t)len);
	sodium_memzero(key, sizeof(key));
	sodium_memzero(hex, sizeof(hex));
	sodium_memzero(line, sizeof(line));
	return n == len && fsync(fd) == 0 ? OK : ERR_IO;
}

static enum err sync_folder(struct arena *a, const char *path)
{
	CLEANUP(close_file)
	int fd = open(dirname(arena_strdup(a, path)), O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	return fd >= 0 && fsync(fd) == 0 ? OK : ERR_IO;
}

enum err key_file_create(const char *path)
{
	CLEANUP(arena_release) struct arena a = { 0 };
	const char *temporary = arena_printf(&a, "%s.%08x", path, randombytes_random());
	enum err e;

	e = write_new(temporary);
	if (e) {
		(void)unlink(temporary); /* half written, or never there */
		return e;
	}
	/* link() never replaces: two processes at once end with the same key. */
	if (link(temporary, path) != 0 && errno != EEXIST)
		e = ERR_IO;
	(void)unlink(temporary); /* a leftover holds no key in use */
	return e ? e : sync_folder(&a, path);
}
