/* SPDX-License-Identifier: Apache-2.0 */
/* The few attributes and macros every file uses. */
#ifndef BASE_COMPAT_H
#define BASE_COMPAT_H

#include <stddef.h>
#include <stdint.h>
#include <stdbool.h>

/* The caller must look at the result. */
#define NODISCARD __attribute__((warn_unused_result))

/* Calls f(&variable) when the variable goes out of scope, on every path. */
#define CLEANUP(f) __attribute__((cleanup(f)))

/* fmt is a printf format at position `at`, its arguments start at `first`. */
#define PRINTF_LIKE(at, first) __attribute__((format(printf, at, first)))

#define COUNTOF(array) (sizeof(array) / sizeof((array)[0]))

#endif
