/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The superior's desk: a committee's meetings over many cases, filing in batches, the yearly plan
 * of places, people who leave before they can be admitted. The only header of this folder for
 * others.
 */
#ifndef DESK_DESK_H
#define DESK_DESK_H

#include "platform.h"

extern const struct route desk_routes[];
extern const struct route desk_meeting_routes[];
extern const struct route desk_filing_routes[];
extern const struct route desk_plan_routes[];
extern const struct route desk_forecast_routes[];
extern const struct route desk_leaving_routes[];

#endif
