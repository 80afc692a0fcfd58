/* SPDX-License-Identifier: Apache-2.0 */
/* Sealing and keyed hashes. The key file is read and made in seal_file.c. */
#include <assert.h>
#include <sodium.h>

#include "access/seal.h"
#include "access/seal_file.h"
#include "base/str.h"
#include "base/banned.h"

#define NONCE_BYTES crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG_BYTES   crypto_aead_xchacha20poly1305_ietf_ABYTES

_Static_assert(1 + NONCE_BYTES + TAG_BYTES == SEAL_EXTRA_BYTES, "seal.h says so");

/* Numbers of the derived keys; part of the stored form, never renumber. */
enum { SUBKEY_SEAL = 1, SUBKEY_INDEX = 2, SUBKEY_CSRF = 3, SUBKEY_AUDIT = 4 };

struct seal_keys {
	size_t n;
	struct {
		unsigned char id;
		unsigned char seal[32];
	} masters[SEAL_KEYS_MAX];
	unsigned char index[32], csrf[32], audit[32]; /* of the first master */
};

static void derive(unsigned char ret[32], uint64_t number, const unsigned char master[32])
{
	int failed = crypto_kdf_derive_from_key(ret, 32, number, "jishi-01", master);

	assert(failed == 0); /* only lengths can be wrong */
	(void)failed;
}

enum err seal_keys_open(const char *path, bool create, struct seal_keys **ret)
{
	struct key_lines lines = { 0 };
	struct seal_keys *keys;
	enum err e;

	if (sodium_init() < 0)
		return ERR_IO;
	e = key_file_read(path, &lines);
	if (e == ERR_NOT_FOUND && create) {
		e = key_file_create(path);
		if (e == OK)
			e = key_file_read(path, &lines);
	}
	if (e) {
		sodium_memzero(&lines, sizeof(lines));
		return e;
	}
	keys = sodium_malloc(sizeof(*keys));
	if (keys == NULL) {
		sodium_memzero(&lines, sizeof(lines));
		return ERR_IO;
	}
	keys->n = lines.n;
	for (size_t i = 0; i < lines.n; i++) {
		keys->masters[i].id = lines.lines[i].id;
		derive(keys->masters[i].seal, SUBKEY_SEAL, lines.lines[i].key);
	}
	derive(keys->index, SUBKEY_INDEX, lines.lines[0].key);
	derive(keys->csrf, SUBKEY_CSRF, lines.lines[0].key);
	derive(keys->audit, SUBKEY_AUDIT, lines.lines[0].key);
	sodium_memzero(&lines, sizeof(lines));
	(void)sodium_mprotect_readonly(keys); /* a stray write then faults; not vital */
	*ret = keys;
	return OK;
}

void seal_keys_close(struct seal_keys *keys)
{
	sodium_free(keys);
}

/* What is authenticated besides the text: the place, NUL, the row id as 8 bytes. */
struct associated {
	unsigned char bytes[80];
	size_t len;
};

static struct associated associate(const char *place, int64_t row_id)
{
	struct associated ad = { 0 };
	size_t len = strlen(place);
	uint64_t id = (uint64_t)row_id;

	assert(len + 9 <= sizeof(ad.bytes));
	assert(row_id > 0);
	memcpy(ad.bytes, place, len + 1);
	for (size_t i = 0; i < 8; i++)
		ad.bytes[len + 1 + i] = (unsigned char)(id >> (8 * (7 - i)));
	ad.len = len + 9;
	return ad;
}

struct sealed seal_text(const struct seal_keys *keys, const char *place, int64_t row_id,
			const char *text, struct arena *a)
{
	struct associated ad = associate(place, row_id);
	size_t len = strlen(text);
	unsigned char *bytes;

	assert(len <= SEAL_TEXT_MAX);
	bytes = arena_alloc(a, len + SEAL_EXTRA_BYTES);
	bytes[0] = keys->masters[keys->n - 1].id;
	randombytes_buf(bytes + 1, NONCE_BYTES);
	crypto_aead_xchacha20poly1305_ietf_encrypt(
		bytes + 1 + NONCE_BYTES, NULL, (const unsigned char *)text, len, ad.bytes, ad.len,
		NULL, bytes + 1, keys->masters[keys->n - 1].seal);
	return (struct sealed){ .bytes = bytes, .len = len + SEAL_EXTRA_BYTES };
}

static const unsigned char *master_of(const struct seal_keys *keys, unsigned char id)
{
	for (size_t i = 0; i < keys->n; i++) {
		if (keys->masters[i].id == id)
			return keys->masters[i].seal;
	}
	return NULL;
}

enum err open_text(const struct seal_keys *keys, const char *place, int64_t row_id,
		   const void *bytes, size_t len, struct arena *a, const char **ret)
{
	struct associated ad = associate(place, row_id);
	const unsigned char *from = bytes, *key;
	unsigned char *text;
	unsigned long long text_len;

	if (bytes == NULL || len < SEAL_EXTRA_BYTES || len > SEAL_TEXT_MAX + SEAL_EXTRA_BYTES)
		return ERR_IO;
	key = master_of(keys, from[0]);
	if (key == NULL)
		return ERR_IO;
	text = arena_alloc(a, len - SEAL_EXTRA_BYTES + 1);
	if (crypto_aead_xchacha20poly1305_ietf_decrypt(
		    text, &text_len, NULL, from + 1 + NONCE_BYTES, len - 1 - NONCE_BYTES, ad.bytes,
		    ad.len, from + 1, key) != 0)
		return ERR_IO;
	text[text_len] = '\0';
	*ret = (const char *)text;
	return OK;
}

/* Full-width forms are the ASCII ones moved by 0xFEE0. */
static uint32_t index_form(uint32_t cp)
{
	if (cp >= 0xFF01 && cp <= 0xFF5E)
		cp -= 0xFEE0;
	if (cp >= 'a' && cp <= 'z')
		cp -= 'a' - 'A';
	return cp;
}

void blind_index(const struct seal_keys *keys, const char *id_number,
		 unsigned char ret[SEAL_INDEX_BYTES])
{
	const char *at = id_number, *end = id_number + strlen(id_number);
	crypto_generichash_state hash;
	uint32_t cp;

	crypto_generichash_init(&hash, keys->index, sizeof(keys->index), SEAL_INDEX_BYTES);
	for (cp = utf8_next(&at, end); cp != 0; cp = utf8_next(&at, end)) {
		char bytes[4];

		cp = index_form(cp);
		if (cp == '-' || utf8_is_space(cp))
			continue;
		crypto_generichash_update(&hash, (unsigned char *)bytes, utf8_put(bytes, cp));
	}
	crypto_generichash_final(&hash, ret, SEAL_INDEX_BYTES);
}

bool seal_equal(const void *a, const void *b, size_t len)
{
	return sodium_memcmp(a, b, len) == 0;
}

static void to_text(const unsigned char bytes[32], char ret[SEAL_CSRF_SIZE])
{
	sodium_bin2base64(ret, SEAL_CSRF_SIZE, bytes, 32, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

void seal_csrf(const struct seal_keys *keys, const char *session_token, char ret[SEAL_CSRF_SIZE])
{
	unsigned char hash[32];

	crypto_generichash(hash, sizeof(hash), (const unsigned char *)session_token,
			   strlen(session_token), keys->csrf, sizeof(keys->csrf));
	to_text(hash, ret);
}

void seal_audit(const struct seal_keys *keys, const void *bytes, size_t len,
		unsigned char ret[SEAL_INDEX_BYTES])
{
	crypto_generichash(ret, SEAL_INDEX_BYTES, bytes, len, keys->audit, sizeof(keys->audit));
}

void seal_token_hash(const char *token, unsigned char ret[SEAL_INDEX_BYTES])
{
	crypto_generichash(ret, SEAL_INDEX_BYTES, (const unsigned char *)token, strlen(token), NULL,
			   0);
}

void seal_random(void *bytes, size_t len)
{
	randombytes_buf(bytes, len);
}

void seal_token_new(char ret[SEAL_CSRF_SIZE])
{
	unsigned char bytes[32];

	randombytes_buf(bytes, sizeof(bytes));
	to_text(bytes, ret);
	sodium_memzero(bytes, sizeof(bytes));
}
