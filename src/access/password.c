/* SPDX-License-Identifier: Apache-2.0 */
/* Hashing, comparing and judging passwords. Pure, but slow by design. */
#include <sodium.h>

#include "access/password.h"
#include "base/str.h"
#include "base/banned.h"

#define OPS_LIMIT    2ULL
#define MEMORY_BYTES ((size_t)32 << 20)

_Static_assert(PASSWORD_HASH_SIZE == crypto_pwhash_STRBYTES, "libsodium's own size");

/* The hash of a password nobody has, with today's costs. */
static const char dummy[PASSWORD_HASH_SIZE] =
	"$argon2id$v=19$m=32768,t=2,p=1$Ab1cqVdnXE5pLFMwL/8AUw$"
	"PY0kUeB3M5FctXkVDlhXYAVgEdZ3nR1rZ2hI6t0mQ0w";

enum err password_hash(const char *password, char ret[PASSWORD_HASH_SIZE])
{
	if (crypto_pwhash_str_alg(ret, password, strlen(password), OPS_LIMIT, MEMORY_BYTES,
				  crypto_pwhash_ALG_ARGON2ID13) != 0)
		return ERR_BUSY;
	return OK;
}

bool password_matches(const char *hash, const char *password)
{
	bool known = !str_empty(hash);
	int wrong = crypto_pwhash_str_verify(known ? hash : dummy, password, strlen(password));

	return known && wrong == 0;
}

bool password_is_old(const char *hash)
{
	return crypto_pwhash_str_needs_rehash(hash, OPS_LIMIT, MEMORY_BYTES) != 0;
}

/* Found in lists of stolen passwords, at least PASSWORD_MIN characters; lower case. */
static const char *const common[] = {
	"0123456789",  "1234567890",   "123456789a",    "a123456789",   "q123456789",
	"123456789q",  "1qaz2wsx3edc", "1q2w3e4r5t",    "1q2w3e4r5t6y", "qwertyuiop",
	"qwerty1234",  "qwerty12345",  "qwer123456",    "asdfghjkl;",   "zxcvbnm123",
	"password12",  "password123",  "password1234",  "passw0rd123",  "p@ssw0rd123",
	"admin12345",  "admin123456",  "administrator", "iloveyou1314", "woaini1314",
	"woaini520",   "woaini521314", "5201314520",    "1314520520",   "5211314521",
	"aa123456789", "abc1234567",   "abc123456789",  "abcd123456",   "abcd1234567",
	"qq123456789", "wang123456",   "zhang123456",   "li123456789",  "1357924680",
	"147258369a",  "1472583690",   "7758521521",    "0987654321",   "9876543210",
	"1122334455",  "asdf123456",   "q1w2e3r4t5",    "letmein123",   "welcome123",
	"changeme123", "dangyuan123",  "dangzhibu123",  "jishi123456",  "school123456",
};

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static bool same_ignoring_case(const char *a, const char *b, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (lower(a[i]) != lower(b[i]))
			return false;
	}
	return true;
}

/* "aaaaaaaaaa", "abcdefghij", "9876543210": each byte differs from the last by the same step. */
static bool is_run(const char *s)
{
	int step = s[0] && s[1] ? s[1] - s[0] : 2;

	if (step < -1 || step > 1)
		return false;
	for (size_t i = 1; s[i - 1] && s[i]; i++) {
		if (s[i] - s[i - 1] != step)
			return false;
	}
	return true;
}

static bool is_login(const char *login, const char *password)
{
	size_t len = strlen(login), rest;

	if (len == 0 || strlen(password) < len || !same_ignoring_case(password, login, len))
		return false;
	password += len;
	rest = strlen(password);
	return strspn(password, "0123456789!@#._-") == rest ||
	       (rest == len && same_ignoring_case(password, login, len));
}

const char *password_fault(const char *login, const char *password)
{
	size_t len = strlen(password);

	if (is_login(login, password))
		return "is_login";
	if (is_run(password))
		return "too_common";
	for (size_t i = 0; i < COUNTOF(common); i++) {
		if (strlen(common[i]) == len && same_ignoring_case(password, common[i], len))
			return "too_common";
	}
	return NULL;
}
