/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ROUTES_H
#define ROUTES_H

#include "http/http.h"

/* The route tables of all folders, NULL-terminated: the server, `jishi routes` and `jishi openapi`. */
extern const struct route *const app_routes[];

/* Codes of enum perm, by number. */
extern const char *const app_perm_codes[];

#endif
