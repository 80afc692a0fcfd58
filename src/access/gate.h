/* SPDX-License-Identifier: Apache-2.0 */
/* Private: the gate's decisions, for tests. */
#ifndef ACCESS_GATE_H
#define ACCESS_GATE_H

#include "access/access.h"

/*
 * Does a write come from our own page? Browsers tell by Origin (must be our Host) and
 * Sec-Fetch-Site; what is absent (NULL) is not held against the caller, for no browser leaves both
 * away. secure_only: served behind TLS, so our pages are https.
 */
bool gate_same_origin(const char *origin, const char *fetch_site, const char *host,
		      bool secure_only);

/*
 * The route's permission. ERR_UNAUTHENTICATED: nobody asks. ERR_SECOND_FACTOR: the school wants a
 * one-time code of one of his posts. ERR_FORBIDDEN: he may not, or must change the password first.
 */
NODISCARD enum err gate_permit(const char *path, int perm, const struct user *user);

#endif
