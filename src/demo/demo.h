/* SPDX-License-Identifier: Apache-2.0 */
/* The invented 云岫大学: for looking at Jishi, for its tests and for measuring. */
#ifndef DEMO_DEMO_H
#define DEMO_DEMO_H

#include <stdio.h>

#include "base/command.h"
#include "base/err.h"

struct app;

#define DEMO_PEOPLE     3000
#define DEMO_PEOPLE_MAX 200000
#define DEMO_PASSWORD   "jishi-demo-2026"

/*
 * Makes the university with about n_people in one transaction, if the store has no organisation
 * yet; the same seed and day give the same people. Takes seconds; progress on stderr.
 */
NODISCARD enum err demo_fill_if_empty(struct app *app, size_t n_people);

/* One account per role and their password. */
void demo_print_accounts(FILE *to);

extern const struct command demo_commands[]; /* demo */

#endif
