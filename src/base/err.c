/* SPDX-License-Identifier: Apache-2.0 */
#include "base/err.h"
#include "base/log.h"
#include "base/banned.h"

struct err_row {
	int status;
	const char *code;
	const char *text;
};

static const struct err_row rows[ERR__MAX] = {
#define X(name, status, code, text) [name] = { status, code, text },
#include "base/err.def"
#undef X
};

static const struct err_row *row(enum err e)
{
	return e >= OK && e < ERR__MAX ? &rows[e] : &rows[ERR_BUG];
}

int err_status(enum err e)
{
	return row(e)->status;
}

const char *err_code(enum err e)
{
	return row(e)->code;
}

const char *err_text(enum err e)
{
	return row(e)->text;
}

enum err bug_at(const char *file, int line, const char *what)
{
	log_error("bug at %s:%d: %s", file, line, what);
#ifdef JISHI_TEST_BUILD
	abort();
#else
	return ERR_BUG;
#endif
}
