/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SERVE_H
#define SERVE_H

#include "base/command.h"

extern const struct command serve_commands[]; /* serve, routes, openapi, check */

#endif
