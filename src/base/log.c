/* SPDX-License-Identifier: Apache-2.0 */
#include "base/log.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <unistd.h>

#include "base/date.h"
#include "base/banned.h"

static _Atomic int max_level = LOG_LEVEL_INFO;

void log_set_level(enum log_level level)
{
	atomic_store(&max_level, (int)level);
}

void log_line(enum log_level level, const char *fmt, ...)
{
	static const char *const names[] = { "ERROR", "WARN", "INFO", "DEBUG" };
	char line[1024]; /* a log line is cut, never grown */
	char stamp[DATE_TIME_SIZE];
	struct timespec now;
	va_list ap;
	int n, m;

	if ((int)level > atomic_load(&max_level))
		return;
	/* The real clock: a log under a test clock still says when it happened. */
	clock_gettime(CLOCK_REALTIME, &now);
	date_time_format(now.tv_sec, stamp);
	n = snprintf(line, sizeof(line), "%s %s ", stamp, names[level]);
	va_start(ap, fmt);
	m = vsnprintf(line + n, sizeof(line) - (size_t)n - 1, fmt, ap);
	va_end(ap);
	if (m < 0)
		return;
	n += m;
	if ((size_t)n > sizeof(line) - 2)
		n = (int)sizeof(line) - 2;
	line[n++] = '\n';
	/* One write, so lines of threads do not mix; a full stderr is not our failure. */
	if (write(STDERR_FILENO, line, (size_t)n) < 0)
		return;
}
