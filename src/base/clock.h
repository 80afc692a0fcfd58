/* SPDX-License-Identifier: Apache-2.0 */
/*
 * "Now", the second of our two process-wide variables: the real clock, or the day given by
 * --now so that time can be tested. Statements never ask the database for the time.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include "base/compat.h"

/* UTC seconds. Under a set day the clock stands at noon in China of that day plus what has passed. */
int64_t clock_now(void);

/* Today's civil day in China (base/date.h). */
int32_t clock_today(void);

/* Moves "now" so that clock_today() is `day`; DATE_NONE gives the real clock back. */
void clock_set_today(int32_t day);

/* Milliseconds that only grow, for durations and deadlines; not moved by clock_set_today(). */
int64_t clock_monotonic_ms(void);

#endif
