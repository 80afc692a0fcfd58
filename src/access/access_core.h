/* SPDX-License-Identifier: Apache-2.0 */
/* Private to src/access: rules shared by its files, without HTTP and SQL. */
#ifndef ACCESS_ACCESS_CORE_H
#define ACCESS_ACCESS_CORE_H

#include "access/access.h"

/*
 * Has the user each of these permissions at the path himself (PERM_CASE_BRANCH aside)? Nobody may
 * give a post, or take over an account, that can do more than he can.
 */
bool user_covers(const struct user *who, uint32_t perms, const char *path);

#endif
