/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Errors are values. Every function that can fail returns enum err, OK being 0, and leaves its
 * ret_ parameters untouched unless it returns OK. The table is err.def.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include "base/compat.h"

enum err {
#define X(name, status, code, text) name,
#include "base/err.def"
#undef X
	ERR__MAX
};

/* HTTP status of an error, 200..503. */
int err_status(enum err e);

/* Stable machine-readable code, e.g. "not_found". Static storage. */
const char *err_code(enum err e);

/* English text for logs and the command line. Static storage. */
const char *err_text(enum err e);

/*
 * Our own fault: logs file and line at ERROR and gives ERR_BUG; aborts in debug and test builds.
 * For a caller's fault return an ordinary error instead.
 */
#define BUG(what) bug_at(__FILE__, __LINE__, (what))
enum err bug_at(const char *file, int line, const char *what);

#endif
