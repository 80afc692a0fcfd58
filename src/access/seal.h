/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Secrets at rest: sealing of single values (ID numbers, second factors), blind indexes to find a
 * sealed value again, and the keyed hashes of the CSRF token and the audit chain. All keys are
 * derived from one key file; whoever has the database but not the key file reads nothing sealed
 * and forges no seal. Pure computing but for opening the file; no database, thread-safe after open.
 *
 * A sealed value is: key id (1 byte), nonce (24), XChaCha20-Poly1305 text, tag (16). The place
 * ("person.id_sealed") and the row's id are authenticated with it, so a value copied into another
 * row or column does not open.
 *
 * The key file holds lines "jishi-key ID HEX"; ID 1..255, HEX 32 bytes. New values are sealed with
 * the last line's key, the first line's key makes the indexes; so a key is changed by adding a line.
 */
#ifndef ACCESS_SEAL_H
#define ACCESS_SEAL_H

#include "base/arena.h"
#include "base/err.h"

#define SEAL_EXTRA_BYTES 41 /* sealed length minus plain length */
#define SEAL_TEXT_MAX    4096
#define SEAL_INDEX_BYTES 32
#define SEAL_CSRF_SIZE   44 /* base64url of 32 bytes and NUL */

struct seal_keys;

/*
 * The key file of a database: key_file if given (--key-file), else the environment's
 * JISHI_KEY_FILE, else for "sqlite:PATH" PATH.key; NULL when there is none (PostgreSQL without
 * either). Lives in `a`.
 */
const char *seal_key_path(struct arena *a, const char *db_url, const char *key_file);

/*
 * Opens the key file at path; create: makes one with a random key, mode 0600, when it is missing.
 * The keys live in locked memory until seal_keys_close.
 * ERR_NOT_FOUND: missing and not created. ERR_FORBIDDEN: others may read the file (chmod 600).
 * ERR_INPUT: not a key file. ERR_IO: cannot be read or written.
 */
NODISCARD enum err seal_keys_open(const char *path, bool create, struct seal_keys **ret);
/* Wipes and frees; NULL is accepted. */
void seal_keys_close(struct seal_keys *keys);

struct sealed {
	const void *bytes; /* for bind_blob; lives in the arena given */
	size_t len;
};

/*
 * Seals text of at most SEAL_TEXT_MAX bytes for place ("table.column") and row id (> 0). Each call
 * gives other bytes. Cannot fail; longer text or no row id is a bug of the caller and aborts.
 */
struct sealed seal_text(const struct seal_keys *keys, const char *place, int64_t row_id,
			const char *text, struct arena *a);

/*
 * Opens what seal_text made for the same place and row; the text lives in `a`.
 * ERR_IO: another key, another row or place, or changed bytes.
 */
NODISCARD enum err open_text(const struct seal_keys *keys, const char *place, int64_t row_id,
			     const void *bytes, size_t len, struct arena *a, const char **ret);

/*
 * Keyed hash by which an ID number is found and kept unique: white space and hyphens are dropped,
 * full-width characters made ASCII, letters upper-case. The index is as secret as its key: an ID
 * number has little entropy.
 */
void blind_index(const struct seal_keys *keys, const char *id_number,
		 unsigned char ret[SEAL_INDEX_BYTES]);

/* Equal bytes? Takes the same time wherever they differ. */
bool seal_equal(const void *a, const void *b, size_t len);

/* The CSRF token that belongs to a session's cookie token: base64url text with NUL. */
void seal_csrf(const struct seal_keys *keys, const char *session_token, char ret[SEAL_CSRF_SIZE]);

/* 32 bytes of keyed hash over bytes, with the audit chain's key. */
void seal_audit(const struct seal_keys *keys, const void *bytes, size_t len,
		unsigned char ret[SEAL_INDEX_BYTES]);

/* Unkeyed 32-byte hash of a random token (session cookie, one-time link), as the database has it. */
void seal_token_hash(const char *token, unsigned char ret[SEAL_INDEX_BYTES]);

/* Fills with random bytes nobody can foretell. */
void seal_random(void *bytes, size_t len);

/* A new random token of 32 bytes as base64url text with NUL. */
void seal_token_new(char ret[SEAL_CSRF_SIZE]);

#endif
