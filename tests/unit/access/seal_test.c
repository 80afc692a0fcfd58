/* SPDX-License-Identifier: Apache-2.0 */
#include "../test.h"
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "access/seal.h"

static char folder[] = "/tmp/jishi-seal-XXXXXX";
static char path[64];

static int make_folder(void **state)
{
	(void)state;
	if (mkdtemp(folder) == NULL)
		return -1;
	snprintf(path, sizeof(path), "%s/a.db.key", folder);
	return 0;
}

static int drop_folder(void **state)
{
	(void)state;
	unlink(path);
	return rmdir(folder);
}

static void write_file(const char *text, mode_t mode)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	assert_int_equal(chmod(path, mode), 0);
}

#define KEY_1 "jishi-key 1 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n"
#define KEY_2 "jishi-key 2 f00102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n"

static struct seal_keys *keys_of(const char *text)
{
	struct seal_keys *keys = NULL;

	write_file(text, 0600);
	assert_int_equal(seal_keys_open(path, false, &keys), OK);
	return keys;
}

static void missing_key_file_is_made_once_with_mode_600(void **state)
{
	struct seal_keys *keys = NULL;
	struct arena a = { 0 };
	struct sealed sealed;
	const char *text;
	struct stat st;

	(void)state;
	unlink(path);
	assert_int_equal(seal_keys_open(path, false, &keys), ERR_NOT_FOUND);
	assert_int_equal(seal_keys_open(path, true, &keys), OK);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	sealed = seal_text(keys, "person.id_sealed", 7, "11010119900307283X", &a);
	seal_keys_close(keys);
	assert_int_equal(seal_keys_open(path, true, &keys), OK);
	assert_int_equal(
		open_text(keys, "person.id_sealed", 7, sealed.bytes, sealed.len, &a, &text), OK);
	assert_string_equal(text, "11010119900307283X");
	seal_keys_close(keys);
	arena_release(&a);
}

static void many_makers_end_with_one_key(void **state)
{
	unsigned char first[SEAL_INDEX_BYTES];
	int fds[2];

	(void)state;
	unlink(path);
	assert_int_equal(pipe(fds), 0);
	for (int i = 0; i < 6; i++) {
		if (fork() == 0) {
			struct seal_keys *keys = NULL;
			unsigned char index[SEAL_INDEX_BYTES];

			if (seal_keys_open(path, true, &keys) != OK)
				_exit(1);
			blind_index(keys, "1", index);
			_exit(write(fds[1], index, sizeof(index)) != sizeof(index));
		}
	}
	for (int i = 0; i < 6; i++) {
		int status = 1;
		unsigned char index[SEAL_INDEX_BYTES];

		wait(&status);
		assert_int_equal(status, 0);
		assert_int_equal(read(fds[0], index, sizeof(index)), sizeof(index));
		if (i == 0)
			memcpy(first, index, sizeof(first));
		assert_memory_equal(first, index, sizeof(first));
	}
	close(fds[0]);
	close(fds[1]);
}

static void key_file_that_others_may_read_is_refused(void **state)
{
	struct seal_keys *keys = NULL;

	(void)state;
	write_file(KEY_1, 0640);
	assert_int_equal(seal_keys_open(path, true, &keys), ERR_FORBIDDEN);
	assert_null(keys);
}

static void malformed_key_files_are_refused_and_kept(void **state)
{
	static const char *const bad[] = {
		"",
		"\n",
		"jishi-key 1 00\n",
		"jishi-key 0 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n",
		"jishi-key 256 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n",
		"jishi-key 1 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
		"jishi-key 1 zz0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n",
		(KEY_1 KEY_1), /* the same key twice */
		"# a comment\n" KEY_1,
	};

	(void)state;
	for (size_t i = 0; i < COUNTOF(bad); i++) {
		struct seal_keys *keys = NULL;
		struct stat st;

		write_file(bad[i], 0600);
		assert_int_equal(seal_keys_open(path, true, &keys), ERR_INPUT);
		assert_int_equal(stat(path, &st), 0);
		assert_int_equal(st.st_size, strlen(bad[i]));
	}
}

static void sealed_value_opens_only_in_its_row_and_column(void **state)
{
	struct seal_keys *keys = keys_of(KEY_1);
	struct arena a = { 0 };
	struct sealed s = seal_text(keys, "person.id_sealed", 7, "secret", &a);
	const char *text = NULL;

	(void)state;
	assert_int_equal(open_text(keys, "person.id_sealed", 8, s.bytes, s.len, &a, &text), ERR_IO);
	assert_int_equal(open_text(keys, "account.totp_sealed", 7, s.bytes, s.len, &a, &text),
			 ERR_IO);
	assert_null(text);
	assert_int_equal(open_text(keys, "person.id_sealed", 7, s.bytes, s.len, &a, &text), OK);
	assert_string_equal(text, "secret");
	arena_release(&a);
	seal_keys_close(keys);
}

static void any_changed_or_missing_byte_does_not_open(void **state)
{
	struct seal_keys *keys = keys_of(KEY_1);
	struct arena a = { 0 };
	struct sealed s = seal_text(keys, "t.c", 1, "x", &a);
	const char *text = NULL;

	(void)state;
	assert_int_equal(s.len, 1 + SEAL_EXTRA_BYTES);
	for (size_t i = 0; i < s.len; i++) {
		unsigned char *copy = arena_memdup(&a, s.bytes, s.len);

		copy[i] ^= 1;
		assert_int_equal(open_text(keys, "t.c", 1, copy, s.len, &a, &text), ERR_IO);
		assert_int_equal(open_text(keys, "t.c", 1, s.bytes, i, &a, &text), ERR_IO);
	}
	assert_int_equal(open_text(keys, "t.c", 1, NULL, 0, &a, &text), ERR_IO);
	arena_release(&a);
	seal_keys_close(keys);
}

static void sealing_twice_gives_other_bytes(void **state)
{
	struct seal_keys *keys = keys_of(KEY_1);
	struct arena a = { 0 };
	struct sealed one = seal_text(keys, "t.c", 1, "x", &a);
	struct sealed two = seal_text(keys, "t.c", 1, "x", &a);

	(void)state;
	assert_memory_not_equal(one.bytes, two.bytes, one.len);
	arena_release(&a);
	seal_keys_close(keys);
}

static void added_key_seals_new_values_and_opens_old_ones(void **state)
{
	struct seal_keys *old = keys_of(KEY_1), *both = keys_of(KEY_1 KEY_2);
	struct arena a = { 0 };
	struct sealed s = seal_text(old, "t.c", 1, "kept", &a);
	unsigned char one[SEAL_INDEX_BYTES], two[SEAL_INDEX_BYTES];
	const char *text = NULL;

	(void)state;
	assert_int_equal(open_text(both, "t.c", 1, s.bytes, s.len, &a, &text), OK);
	assert_string_equal(text, "kept");
	s = seal_text(both, "t.c", 1, "new", &a);
	assert_int_equal(*(const unsigned char *)s.bytes, 2);
	assert_int_equal(open_text(old, "t.c", 1, s.bytes, s.len, &a, &text), ERR_IO);
	blind_index(old, "11010119900307283X", one);
	blind_index(both, "11010119900307283X", two);
	assert_memory_equal(one, two, sizeof(one));
	arena_release(&a);
	seal_keys_close(old);
	seal_keys_close(both);
}

static void blind_index_is_the_same_for_every_way_of_writing_the_number(void **state)
{
	static const char *const same[] = { "11010119900307283x", " 110101 19900307 283X ",
					    "110101-19900307-283X",
					    "１１０１０１１９９００３０７２８３Ｘ",
					    "　11010119900307283ｘ\xC2\xA0" };
	struct seal_keys *keys = keys_of(KEY_1), *other = keys_of(KEY_2);
	unsigned char want[SEAL_INDEX_BYTES], got[SEAL_INDEX_BYTES];

	(void)state;
	blind_index(keys, "11010119900307283X", want);
	for (size_t i = 0; i < COUNTOF(same); i++) {
		blind_index(keys, same[i], got);
		assert_memory_equal(want, got, sizeof(want));
	}
	blind_index(keys, "110101199003072830", got);
	assert_memory_not_equal(want, got, sizeof(want));
	blind_index(other, "11010119900307283X", got);
	assert_memory_not_equal(want, got, sizeof(want));
	seal_keys_close(keys);
	seal_keys_close(other);
}

static void derived_keys_differ_from_each_other(void **state)
{
	struct seal_keys *keys = keys_of(KEY_1);
	unsigned char index[SEAL_INDEX_BYTES], audit[SEAL_INDEX_BYTES], hash[SEAL_INDEX_BYTES];

	(void)state;
	blind_index(keys, "1", index);
	seal_audit(keys, "1", 1, audit);
	seal_token_hash("1", hash);
	assert_memory_not_equal(index, audit, sizeof(index));
	assert_memory_not_equal(index, hash, sizeof(index));
	assert_false(seal_equal(index, audit, sizeof(index)));
	assert_true(seal_equal(index, index, sizeof(index)));
	seal_keys_close(keys);
}

static void tokens_are_43_characters_and_never_the_same(void **state)
{
	char one[SEAL_CSRF_SIZE], two[SEAL_CSRF_SIZE];

	(void)state;
	seal_token_new(one);
	seal_token_new(two);
	assert_int_equal(strlen(one), 43);
	assert_string_not_equal(one, two);
	assert_int_equal(strspn(one, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				     "0123456789-_"),
			 43);
}

static void csrf_token_belongs_to_one_session(void **state)
{
	struct seal_keys *keys = keys_of(KEY_1);
	char one[SEAL_CSRF_SIZE], again[SEAL_CSRF_SIZE], two[SEAL_CSRF_SIZE];

	(void)state;
	seal_csrf(keys, "session one", one);
	seal_csrf(keys, "session one", again);
	seal_csrf(keys, "session two", two);
	assert_string_equal(one, again);
	assert_string_not_equal(one, two);
	seal_keys_close(keys);
}

static void key_path_stands_beside_the_sqlite_file(void **state)
{
	struct arena a = { 0 };

	(void)state;
	unsetenv("JISHI_KEY_FILE");
	assert_string_equal(seal_key_path(&a, "sqlite:/srv/x.db", NULL), "/srv/x.db.key");
	assert_null(seal_key_path(&a, "postgresql://localhost/x", NULL));
	assert_string_equal(seal_key_path(&a, "postgresql://localhost/x", "/etc/k"), "/etc/k");
	setenv("JISHI_KEY_FILE", "/etc/e", 1);
	assert_string_equal(seal_key_path(&a, "sqlite:/srv/x.db", NULL), "/etc/e");
	assert_string_equal(seal_key_path(&a, "sqlite:/srv/x.db", "/etc/k"), "/etc/k");
	unsetenv("JISHI_KEY_FILE");
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(missing_key_file_is_made_once_with_mode_600),
		cmocka_unit_test(many_makers_end_with_one_key),
		cmocka_unit_test(key_file_that_others_may_read_is_refused),
		cmocka_unit_test(malformed_key_files_are_refused_and_kept),
		cmocka_unit_test(sealed_value_opens_only_in_its_row_and_column),
		cmocka_unit_test(any_changed_or_missing_byte_does_not_open),
		cmocka_unit_test(sealing_twice_gives_other_bytes),
		cmocka_unit_test(added_key_seals_new_values_and_opens_old_ones),
		cmocka_unit_test(blind_index_is_the_same_for_every_way_of_writing_the_number),
		cmocka_unit_test(derived_keys_differ_from_each_other),
		cmocka_unit_test(tokens_are_43_characters_and_never_the_same),
		cmocka_unit_test(csrf_token_belongs_to_one_session),
		cmocka_unit_test(key_path_stands_beside_the_sqlite_file),
	};

	return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
