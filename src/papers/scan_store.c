/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Scans as files: FOLDER/ab/abcdef..., named by the SHA-256 of what they hold, so that the same scan is
 * kept once and a changed byte is noticed. Never overwritten, never removed by the server: a paper may
 * have been withdrawn, but it was there.
 */
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "papers/papers_impl.h"

#include "base/banned.h"

const char *scan_path(struct arena *a, const char *folder, const char *hash)
{
	return arena_printf(a, "%s/%.2s/%s", folder, hash, hash);
}

const char *scan_type(const char *kind)
{
	return str_eq(kind, "pdf")   ? "application/pdf"
	       : str_eq(kind, "png") ? "image/png"
				     : "image/jpeg";
}

static bool sync_folder(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool fine = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	return fine;
}

/* Makes a folder of ours, and its entry durable in the one above. */
static bool make_folder(const char *above, const char *path)
{
	if (mkdir(path, 0700) != 0)
		return errno == EEXIST;
	return !above || sync_folder(above);
}

static bool write_whole(int fd, const unsigned char *bytes, size_t len)
{
	while (len) {
		ssize_t n = write(fd, bytes, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		bytes += n;
		len -= (size_t)n;
	}
	return fsync(fd) == 0;
}

/* Under a name of its own first: a half-written file never has the name of a hash. */
static bool write_new(struct arena *a, const char *folder, const char *path, const void *bytes,
		      size_t len)
{
	char *unfinished = arena_printf(a, "%s/new-XXXXXX", folder);
	int fd = mkostemp(unfinished, O_CLOEXEC);
	bool fine = fd >= 0 && write_whole(fd, bytes, len);

	if (fd >= 0 && close(fd) != 0)
		fine = false;
	if (fine && rename(unfinished, path) != 0)
		fine = false;
	if (!fine && fd >= 0)
		(void)unlink(unfinished); /* the first failure is the one that is told */
	return fine && sync_folder(folder);
}

enum err scan_keep(const char *folder, const void *bytes, size_t len, char ret_hash[SCAN_HASH_SIZE])
{
	unsigned char hash[crypto_hash_sha256_BYTES];
	CLEANUP(arena_release) struct arena a;
	const char *path, *below;

	arena_init(&a);
	crypto_hash_sha256(hash, bytes, len);
	sodium_bin2hex(ret_hash, SCAN_HASH_SIZE, hash, sizeof(hash));
	path = scan_path(&a, folder, ret_hash);
	if (access(path, F_OK) == 0)
		return OK;
	below = arena_printf(&a, "%s/%.2s", folder, ret_hash);
	if (!make_folder(NULL, folder) || !make_folder(folder, below))
		return ERR_IO;
	return write_new(&a, below, path, bytes, len) ? OK : ERR_IO;
}

/* ---- jishi check ---- */

static bool holds_its_hash(const char *path, const char *hash)
{
	crypto_hash_sha256_state state;
	unsigned char bytes[65536], sum[crypto_hash_sha256_BYTES];
	char hex[SCAN_HASH_SIZE];
	FILE *f = fopen(path, "rbe");
	size_t n;

	if (!f)
		return false;
	crypto_hash_sha256_init(&state);
	while ((n = fread(bytes, 1, sizeof(bytes), f)) > 0)
		crypto_hash_sha256_update(&state, bytes, n);
	(void)fclose(f); /* only read from; a read error shows in the hash */
	crypto_hash_sha256_final(&state, sum);
	sodium_bin2hex(hex, sizeof(hex), sum, sizeof(sum));
	return strcmp(hex, hash) == 0;
}

enum err papers_verify(struct db *db, const char *folder, void (*told)(void *arg, const char *text),
		       void *arg, int64_t *ret_files, int64_t *ret_faults)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	CLEANUP(arena_release) struct arena a;
	int64_t files = 0, faults = 0;
	bool row = false;
	enum err e = db_stmt(db, SQL_PAPER_FILES, &q);

	arena_init(&a);
	if (e)
		return e;
	for (e = step_row(q, &row); !e && row; e = step_row(q, &row)) {
		const char *hash = col_str(q, PAPER_FILES_C_FILE_HASH);

		files++;
		if (!holds_its_hash(scan_path(&a, folder, hash), hash)) {
			faults++;
			told(arg, arena_printf(&a, "paper %lld: its scan is missing or altered: %s",
					       (long long)col_i64(q, PAPER_FILES_C_ID),
					       scan_path(&a, folder, hash)));
		}
		arena_reset(&a);
	}
	*ret_files = files;
	*ret_faults = faults;
	return e;
}
