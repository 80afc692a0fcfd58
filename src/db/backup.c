/* SPDX-License-Identifier: Apache-2.0 */
#include "db/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include "base/str.h"
#include "db/db_impl.h"
#include "db/integrity.h"
#include "base/banned.h"

/* Everything of one copy: from the open database `from` over the file `part` into `path`. */
struct copy {
	struct arena arena;
	sqlite3 *from, *to;
	const char *path, *part;
};

static bool there(const char *path)
{
	return access(path, F_OK) == 0;
}

/* One step over all pages: a snapshot, which in WAL mode keeps no writer waiting. */
static enum err copy_pages(struct copy *c)
{
	sqlite3_backup *backup;
	int step, finish;

	if (sqlite3_open_v2(c->part, &c->to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL))
		return ERR_IO;
	backup = sqlite3_backup_init(c->to, "main", c->from, "main");
	if (!backup)
		return ERR_IO;
	step = sqlite3_backup_step(backup, -1);
	finish = sqlite3_backup_finish(backup);
	if (step != SQLITE_DONE || finish != SQLITE_OK)
		return ERR_IO;
	/* No -wal beside it: one file is the whole copy. */
	if (sqlite3_exec(c->to, "PRAGMA journal_mode=DELETE", NULL, NULL, NULL))
		return ERR_IO;
	return OK;
}

/* Whole, and with a schema that this program can use (older: after jishi migrate). */
static enum err verify(struct arena *a, const char *path)
{
	struct db_options options = { .allow_old = true, .read_only = true };
	struct db_pool *pool = NULL;
	struct db *db = NULL;
	int64_t faults = 0;
	enum err e;

	options.url = arena_printf(a, "sqlite:%s", path);
	e = db_pool_open(&options, &pool);
	if (!e)
		e = db_open(pool, &db);
	if (!e)
		e = db_schema_usable(db);
	if (!e)
		e = db_integrity(db, NULL, NULL, &faults);
	db_close(db);
	db_pool_close(pool);
	if (e == ERR_DB || faults) /* SQLite cannot even read it */
		return ERR_CONFLICT;
	return e;
}

static enum err sync_path(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC);
	int failed;

	if (fd < 0)
		return ERR_IO;
	failed = fsync(fd);
	close(fd);
	return failed ? ERR_IO : OK;
}

/* link, not rename: it fails if somebody else has made the file meanwhile. */
static enum err publish(struct copy *c)
{
	const char *slash = strrchr(c->path, '/');
	const char *folder =
		slash ? arena_strndup(&c->arena, c->path, (size_t)(slash - c->path) + 1) : ".";

	if (sync_path(c->part, O_RDWR))
		return ERR_IO;
	if (link(c->part, c->path) != 0)
		return errno == EEXIST ? ERR_DUPLICATE : ERR_IO;
	return sync_path(folder, O_RDONLY | O_DIRECTORY);
}

static enum err make_part(struct copy *c)
{
	int fd;

	if (there(c->path))
		return ERR_DUPLICATE;
	c->part = arena_printf(&c->arena, "%s.part-%d", c->path, (int)getpid());
	fd = open(c->part, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return ERR_IO;
	close(fd);
	return OK;
}

static enum err copy_to(sqlite3 *from, const char *path)
{
	struct copy c = { .from = from, .path = path };
	enum err e;

	arena_init(&c.arena);
	e = make_part(&c);
	if (e) {
		arena_release(&c.arena);
		return e;
	}
	e = copy_pages(&c);
	if (sqlite3_close(c.to) != SQLITE_OK && !e)
		e = ERR_IO;
	if (!e)
		e = verify(&c.arena, c.part);
	if (!e)
		e = publish(&c);
	(void)unlink(
		c.part); /* the name it was made under; the file lives on as path if published */
	arena_release(&c.arena);
	return e;
}

enum err db_backup(struct db *db, const char *path)
{
	if (db_dialect(db) != DB_SQLITE)
		return ERR_METHOD;
	return copy_to(db->sqlite, path);
}

enum err db_restore(const char *path, const char *url)
{
	struct arena a;
	sqlite3 *from = NULL;
	const char *to;
	enum err e;

	if (!str_starts(url, "sqlite:"))
		return ERR_METHOD;
	to = url + strlen("sqlite:");
	if (!there(path))
		return ERR_NOT_FOUND;
	arena_init(&a);
	e = there(to) || there(arena_printf(&a, "%s-wal", to)) ? ERR_DUPLICATE : verify(&a, path);
	arena_release(&a);
	if (e)
		return e;
	if (sqlite3_open_v2(path, &from, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL))
		e = ERR_IO;
	else
		e = copy_to(from, to);
	sqlite3_close(from);
	return e;
}
