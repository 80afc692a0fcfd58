/* SPDX-License-Identifier: Apache-2.0 */
#include "base/clock.h"

#include <stdatomic.h>

#include "base/date.h"
#include "base/banned.h"

#define NOON_IN_CHINA_UTC (4 * 3600)

static _Atomic int64_t offset_seconds;

static int64_t real_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return t.tv_sec;
}

int64_t clock_now(void)
{
	return real_now() + atomic_load(&offset_seconds);
}

int32_t clock_today(void)
{
	return date_of_time(clock_now());
}

void clock_set_today(int32_t day)
{
	int64_t offset = 0;

	if (day != DATE_NONE)
		offset = (int64_t)day * 86400 + NOON_IN_CHINA_UTC - real_now();
	atomic_store(&offset_seconds, offset);
}

int64_t clock_monotonic_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}
