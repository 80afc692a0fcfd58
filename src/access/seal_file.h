/* SPDX-License-Identifier: Apache-2.0 */
/* Private to seal.c: reading and making the key file. Its form is told in seal.h. */
#ifndef ACCESS_SEAL_FILE_H
#define ACCESS_SEAL_FILE_H

#include "base/err.h"

#define SEAL_KEYS_MAX 8

struct key_lines {
	size_t n; /* 1..SEAL_KEYS_MAX after key_file_read */
	struct {
		unsigned char id;
		unsigned char key[32];
	} lines[SEAL_KEYS_MAX];
};

/* Errors as seal_keys_open. The caller wipes *ret, also after an error. */
NODISCARD enum err key_file_read(const char *path, struct key_lines *ret);

/*
 * Makes a key file with one random key, whole and durable or not at all. When another process was
 * faster its file stands: OK. ERR_IO: cannot be written.
 */
NODISCARD enum err key_file_create(const char *path);

#endif
