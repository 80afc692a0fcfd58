/* SPDX-License-Identifier: Apache-2.0 */
/* RFC 6238 over RFC 4226. HMAC-SHA-1 is libcrypto's: libsodium has none. */
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

#include "access/totp.h"
#include "base/buf.h"
#include "base/str.h"
#include "base/banned.h"

static const char base32[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

void totp_secret_new(char ret[TOTP_SECRET_SIZE])
{
	/* 32 characters of 5 random bits are the base32 form of 20 random bytes. */
	for (size_t i = 0; i < TOTP_SECRET_SIZE - 1; i++)
		ret[i] = base32[randombytes_uniform(32)];
	ret[TOTP_SECRET_SIZE - 1] = '\0';
}

static enum err secret_bytes(const char *secret, unsigned char ret[TOTP_SECRET_BYTES])
{
	uint64_t bits = 0;
	unsigned n_bits = 0;
	size_t len = 0;

	if (strlen(secret) != TOTP_SECRET_SIZE - 1)
		return ERR_INPUT;
	for (const char *at = secret; *at; at++) {
		const char *found = strchr(base32, *at);

		if (found == NULL)
			return ERR_INPUT;
		bits = bits << 5 | (uint64_t)(found - base32);
		n_bits += 5;
		if (n_bits >= 8) {
			n_bits -= 8;
			ret[len++] = (unsigned char)(bits >> n_bits);
		}
	}
	return OK;
}

enum err totp_code(const char *secret, int64_t step, char ret[TOTP_CODE_SIZE])
{
	unsigned char key[TOTP_SECRET_BYTES], counter[8], mac[EVP_MAX_MD_SIZE];
	unsigned int mac_len = 0;
	uint32_t number;
	size_t at;
	enum err e;

	e = secret_bytes(secret, key);
	if (e)
		return e;
	for (size_t i = 0; i < sizeof(counter); i++)
		counter[i] = (unsigned char)((uint64_t)step >> (8 * (7 - i)));
	if (HMAC(EVP_sha1(), key, sizeof(key), counter, sizeof(counter), mac, &mac_len) == NULL ||
	    mac_len != 20) {
		sodium_memzero(key, sizeof(key));
		return BUG("HMAC-SHA-1 is not to be had");
	}
	sodium_memzero(key, sizeof(key));
	at = mac[19] & 0xF;
	number = ((uint32_t)(mac[at] & 0x7F) << 24 | (uint32_t)mac[at + 1] << 16 |
		  (uint32_t)mac[at + 2] << 8 | mac[at + 3]) %
		 1000000;
	snprintf(ret, TOTP_CODE_SIZE, "%06u", (unsigned)number);
	return OK;
}

enum err totp_verify(const char *secret, const char *code, int64_t now, int64_t last_step,
		     int64_t *ret_step)
{
	int64_t middle = now / TOTP_STEP_SECONDS, found = 0;
	enum err e;

	if (str_empty(code) || strlen(code) != TOTP_CODE_SIZE - 1)
		return ERR_SECOND_FACTOR;
	for (int64_t step = middle - 1; step <= middle + 1; step++) {
		char want[TOTP_CODE_SIZE];

		e = totp_code(secret, step, want);
		if (e)
			return e;
		if (sodium_memcmp(want, code, TOTP_CODE_SIZE - 1) == 0 && step > last_step &&
		    found == 0)
			found = step;
	}
	if (found == 0)
		return ERR_SECOND_FACTOR;
	*ret_step = found;
	return OK;
}

const char *totp_uri(struct arena *a, const char *secret, const char *login)
{
	CLEANUP(buf_release) struct buf name = { 0 };

	buf_init(&name, 1024);
	for (const unsigned char *at = (const unsigned char *)login; *at; at++) {
		if ((*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') ||
		    (*at >= '0' && *at <= '9') || *at == '-' || *at == '.' || *at == '_')
			buf_addc(&name, (char)*at);
		else
			buf_addf(&name, "%%%02X", *at);
	}
	return arena_printf(a, "otpauth://totp/Jishi:%s?secret=%s&issuer=Jishi", name.text, secret);
}
