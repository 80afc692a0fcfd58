/* SPDX-License-Identifier: Apache-2.0 */
/* The five layers below the features, in one include. */
#ifndef PLATFORM_H
#define PLATFORM_H

#include "app.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/command.h"
#include "base/date.h"
#include "base/err.h"
#include "base/log.h"
#include "base/str.h"
#include "json/fields.h"
#include "json/json_writer.h"
#include "db/db.h"
#include "http/http.h"
#include "access/access.h"

#endif
