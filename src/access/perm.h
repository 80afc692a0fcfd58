/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ACCESS_PERM_H
#define ACCESS_PERM_H

enum perm {
#define X(name, code) name,
#include "access/perm.def"
#undef X
	PERM__MAX
};

#endif
