/* SPDX-License-Identifier: Apache-2.0 */
#include "doc/archive.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"
#include "base/banned.h"

#define TAIL     65536 /* the end record stands in the last 64 KiB, behind it only a comment */
#define END_SIZE 22
#define DOS_DATE 0x21 /* 1980-01-01 */

/* ---- opening ---- */

/* 0xFFFF entries means "more, see zip64", which nothing here needs. */
static enum archive_fault tail_fault(const unsigned char *tail, size_t len, size_t entries_max)
{
	for (size_t i = len; i >= END_SIZE; i--) {
		const unsigned char *at = tail + i - END_SIZE;

		if (memcmp(at, "PK\5\6", 4) == 0)
			return (size_t)(at[10] + 256 * at[11]) > entries_max ? ARCHIVE_TOO_LARGE
									     : ARCHIVE_FINE;
	}
	return ARCHIVE_NOT_ZIP;
}

enum archive_fault archive_open(const void *bytes, size_t len, size_t entries_max, zip_t **ret)
{
	const unsigned char *all = bytes;
	size_t tail = len < TAIL ? len : TAIL;
	enum archive_fault fault = tail_fault(all + len - tail, tail, entries_max);
	zip_source_t *source;

	if (fault)
		return fault;
	source = zip_source_buffer_create(bytes, len, 0, NULL);
	if (!source)
		abort(); /* out of memory ends the process, as everywhere */
	*ret = zip_open_from_source(source, ZIP_RDONLY, NULL);
	if (*ret)
		return ARCHIVE_FINE;
	zip_source_free(source);
	return ARCHIVE_DAMAGED;
}

static enum archive_fault path_fault(int fd, uint64_t file_max, size_t entries_max)
{
	unsigned char tail[TAIL];
	struct stat st;
	ssize_t len;

	if (fstat(fd, &st) || !S_ISREG(st.st_mode))
		return ARCHIVE_NOT_ZIP;
	if ((uint64_t)st.st_size > file_max)
		return ARCHIVE_TOO_LARGE;
	len = pread(fd, tail, TAIL, st.st_size > TAIL ? st.st_size - TAIL : 0);
	return len < 0 ? ARCHIVE_NOT_ZIP : tail_fault(tail, (size_t)len, entries_max);
}

enum archive_fault archive_open_path(const char *path, uint64_t file_max, size_t entries_max,
				     zip_t **ret)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	enum archive_fault fault = ARCHIVE_NOT_ZIP;

	if (fd >= 0) {
		fault = path_fault(fd, file_max, entries_max);
		(void)close(fd); /* only read from */
	}
	if (fault)
		return fault;
	*ret = zip_open(path, ZIP_RDONLY, NULL);
	return *ret ? ARCHIVE_FINE : ARCHIVE_DAMAGED;
}

void archive_close(zip_t **zip)
{
	if (*zip)
		zip_discard(*zip);
	*zip = NULL;
}

enum err archive_find(zip_t *zip, const char *name, zip_uint64_t *ret_entry)
{
	zip_int64_t at = zip_name_locate(zip, name, ZIP_FL_NOCASE);

	if (at < 0)
		return ERR_NOT_FOUND;
	*ret_entry = (zip_uint64_t)at;
	return OK;
}

enum archive_fault archive_stat(zip_t *zip, zip_uint64_t entry, uint64_t max_bytes, zip_stat_t *ret)
{
	if (zip_stat_index(zip, entry, 0, ret) || !(ret->valid & ZIP_STAT_SIZE) ||
	    !(ret->valid & ZIP_STAT_COMP_SIZE))
		return ARCHIVE_DAMAGED;
	if ((ret->valid & ZIP_STAT_ENCRYPTION_METHOD) && ret->encryption_method != ZIP_EM_NONE)
		return ARCHIVE_ENCRYPTED;
	if ((ret->valid & ZIP_STAT_COMP_METHOD) && ret->comp_method != ZIP_CM_STORE &&
	    ret->comp_method != ZIP_CM_DEFLATE)
		return ARCHIVE_DAMAGED;
	if (ret->size > ARCHIVE_RATIO_FREE && ret->size / ARCHIVE_RATIO_MAX > ret->comp_size)
		return ARCHIVE_BOMB;
	return ret->size > max_bytes ? ARCHIVE_TOO_LARGE : ARCHIVE_FINE;
}

enum archive_fault archive_read(zip_t *zip, zip_uint64_t entry, struct buf *out)
{
	zip_stat_t st;
	enum archive_fault fault = archive_stat(zip, entry, out->max - out->len, &st);
	zip_file_t *file;
	zip_int64_t got = 0;
	char *room;

	if (fault)
		return fault;
	room = buf_reserve(out, (size_t)st.size);
	file = room ? zip_fopen_index(zip, entry, 0) : NULL;
	if (!file)
		return ARCHIVE_DAMAGED;
	for (zip_uint64_t at = 0; at < st.size; at += (zip_uint64_t)got) {
		got = zip_fread(file, room + at, st.size - at);
		if (got <= 0)
			break;
	}
	/* Longer or shorter than declared, or a wrong checksum: libzip tells at the end. */
	if (st.size == 0 || got > 0)
		got = zip_fread(file, (char[1]){ 0 }, 1) == 0 ? 1 : -1;
	(void)zip_fclose(file); /* its error is the one zip_fread gave */
	if (got <= 0)
		return ARCHIVE_DAMAGED;
	out->len += (size_t)st.size;
	out->text[out->len] = '\0';
	return ARCHIVE_FINE;
}

/* ---- names of parts ---- */

const char *archive_resolve(struct arena *a, const char *folder, const char *target)
{
	char *path = target[0] == '/' ? arena_strdup(a, target + 1)
				      : arena_printf(a, "%s%s", folder, target);
	char *to = path;

	for (const char *from = path; *from;) {
		size_t len = strcspn(from, "/");

		if (len == 2 && memcmp(from, "..", 2) == 0) {
			to -= to > path; /* over the slash before */
			while (to > path && to[-1] != '/')
				to--;
		} else if (!(len == 1 && *from == '.') && len > 0) {
			memmove(to, from, len);
			to += len;
			if (from[len] == '/')
				*to++ = '/';
		}
		from += len + (from[len] == '/');
	}
	*to = 0;
	return path;
}

void archive_split(struct arena *a, const char *path, const char **ret_folder,
		   const char **ret_rels)
{
	const char *slash = strrchr(path, '/');
	const char *base = slash ? slash + 1 : path;

	*ret_folder = arena_strndup(a, path, (size_t)(base - path));
	*ret_rels = arena_printf(a, "%s_rels/%s.rels", *ret_folder, base);
}

/* ---- writing ---- */

static enum err add_file(zip_t *zip, const struct archive_file *f)
{
	zip_source_t *source =
		f->from ? zip_source_zip(zip, f->from, f->entry, ZIP_FL_COMPRESSED, 0, -1)
			: zip_source_buffer_create(f->bytes, f->len, 0, NULL);
	zip_int64_t at;

	if (!source)
		return ERR_IO;
	at = zip_file_add(zip, f->name, source, ZIP_FL_ENC_UTF_8);
	if (at < 0) {
		zip_source_free(source);
		return ERR_IO;
	}
	return zip_file_set_dostime(zip, (zip_uint64_t)at, 0, DOS_DATE, 0) ? ERR_IO : OK;
}

/* Takes what zip_close() has written into the source. */
static enum err take(zip_source_t *source, struct buf *out)
{
	zip_stat_t st;
	char *room;
	zip_int64_t got;

	if (zip_source_stat(source, &st) || !(st.valid & ZIP_STAT_SIZE))
		return ERR_IO;
	if (st.size > out->max - out->len)
		return ERR_TOO_LARGE;
	room = buf_reserve(out, (size_t)st.size);
	if (!room || zip_source_open(source))
		return ERR_IO;
	got = zip_source_read(source, room, st.size);
	(void)zip_source_close(source); /* only read from */
	if (got < 0 || (zip_uint64_t)got != st.size)
		return ERR_IO;
	out->len += (size_t)st.size;
	out->text[out->len] = '\0';
	return OK;
}

enum err archive_write(const struct archive_file *files, size_t n, struct buf *out)
{
	zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, NULL);
	zip_t *zip = source ? zip_open_from_source(source, ZIP_CREATE | ZIP_TRUNCATE, NULL) : NULL;
	enum err e = OK;

	if (!zip)
		abort(); /* nothing but memory is asked for */
	zip_source_keep(source);
	for (size_t i = 0; !e && i < n; i++)
		e = add_file(zip, &files[i]);
	if (!e && zip_close(zip))
		e = ERR_IO;
	if (e) {
		zip_discard(zip);
		zip_source_free(source);
		return e;
	}
	e = take(source, out);
	zip_source_free(source);
	return e;
}
