/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One pass over JSON text before it is parsed: depth and number of values are bounded before
 * the parser, which recurses and allocates, sees it. Says nothing about well-formedness.
 * Private to src/json.
 */
#ifndef JSON_JSON_SCAN_H
#define JSON_JSON_SCAN_H

#include "base/err.h"

/* ERR_TOO_LARGE: nested deeper than depth_max, or more than values_max commas and brackets. */
NODISCARD enum err json_scan(const char *text, size_t len, size_t depth_max, size_t values_max);

#endif
