/* SPDX-License-Identifier: Apache-2.0 */
/* The command that makes derived tables anew, or proves them. */
#ifndef REBUILD_H
#define REBUILD_H

#include "base/command.h"

extern const struct command rebuild_commands[];

#endif
