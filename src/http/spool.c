/* SPDX-License-Identifier: Apache-2.0 */
/* Uploads go to a private file as they come, never into memory. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/str.h"
#include "http/limits.h"
#include "http/request.h"
#include "http/server.h"
#include "base/banned.h"

#define NAME_START "upload-"

enum err spool_open(const char *folder)
{
	DIR *dir;
	struct dirent *entry;

	if (mkdir(folder, 0700) && errno != EEXIST)
		return ERR_IO;
	dir = opendir(folder);
	if (!dir)
		return ERR_IO;
	while ((entry = readdir(dir)) != NULL) {
		if (str_starts(entry->d_name, NAME_START))
			(void)unlinkat(dirfd(dir), entry->d_name, 0); /* left by a crash */
	}
	closedir(dir);
	return OK;
}

static enum err spool_begin(struct req *rq)
{
	struct http_server *s = rq->server;
	const char *path;
	int file;

	if (!s->config.spool)
		return BUG("an upload route without a spool folder");
	if (atomic_fetch_add(&s->uploads, 1) >= LIMIT_UPLOADS) {
		atomic_fetch_sub(&s->uploads, 1);
		return ERR_BUSY;
	}
	path = arena_printf(&rq->arena, "%s/" NAME_START "%p-%s", s->config.spool, (void *)rq,
			    rq->id);
	file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (file < 0) {
		atomic_fetch_sub(&s->uploads, 1);
		log_error("%s: cannot make an upload file: %s", rq->id, strerror(errno));
		return ERR_IO;
	}
	rq->spool.file = file;
	rq->spool.path = path;
	return OK;
}

enum err spool_add(struct req *rq, const char *bytes, size_t len)
{
	enum err e;

	if (rq->spool.file < 0) {
		e = spool_begin(rq);
		if (e)
			return e;
	}
	if ((int64_t)len > LIMIT_UPLOAD_BYTES - rq->spool.size_bytes)
		return ERR_TOO_LARGE;
	while (len) {
		ssize_t n = write(rq->spool.file, bytes, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			log_error("%s: cannot keep an upload: %s", rq->id, strerror(errno));
			return ERR_IO;
		}
		bytes += n;
		len -= (size_t)n;
		rq->spool.size_bytes += n;
	}
	return OK;
}

void spool_release(struct req *rq)
{
	if (rq->spool.file < 0)
		return;
	(void)close(rq->spool.file);
	(void)unlink(rq->spool.path); /* the handler may have moved it away */
	rq->spool.file = -1;
	atomic_fetch_sub(&rq->server->uploads, 1);
}

enum err upload_read(const struct upload *up, struct arena *a, const void **ret)
{
	char *bytes = arena_alloc(a, (size_t)up->size_bytes + 1);
	int file = open(up->path, O_RDONLY | O_CLOEXEC);
	int64_t len = 0;
	ssize_t n = 1;

	if (file < 0)
		return ERR_IO;
	while (len < up->size_bytes && n > 0) {
		n = read(file, bytes + len, (size_t)(up->size_bytes - len));
		len += n > 0 ? n : 0;
	}
	close(file);
	*ret = bytes;
	return len == up->size_bytes ? OK : ERR_IO;
}
