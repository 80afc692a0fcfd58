/* SPDX-License-Identifier: Apache-2.0 */
/* Test builds only: PUT /api/v1/test/clock moves the day, so that deadlines can be tested. */
#ifndef HTTP_TEST_CLOCK_H
#define HTTP_TEST_CLOCK_H

#include "http/http.h"

/* NULL in ordinary builds. */
const struct route *test_clock_routes(void);

#endif
