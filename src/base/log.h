/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lines on stderr: "2026-11-23T10:15:30Z LEVEL text". ERROR = wake somebody, WARN = look tomorrow,
 * INFO = one line a request. Bodies, passwords, tokens, ID numbers and names never go in.
 * Only the dispatcher, start-up and workers log; base, json, db and stores return errors.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/compat.h"

enum log_level { LOG_LEVEL_ERROR, LOG_LEVEL_WARN, LOG_LEVEL_INFO, LOG_LEVEL_DEBUG };

/* Lines above this level are dropped; INFO at start. One of our two process-wide variables. */
void log_set_level(enum log_level level);

void log_line(enum log_level level, const char *fmt, ...) PRINTF_LIKE(2, 3);

#define log_error(...) log_line(LOG_LEVEL_ERROR, __VA_ARGS__)
#define log_warn(...)  log_line(LOG_LEVEL_WARN, __VA_ARGS__)
#define log_info(...)  log_line(LOG_LEVEL_INFO, __VA_ARGS__)
#define log_debug(...) log_line(LOG_LEVEL_DEBUG, __VA_ARGS__)

#endif
