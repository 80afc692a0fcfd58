/* SPDX-License-Identifier: Apache-2.0 */
/* Headers that every answer carries. */
#ifndef HTTP_HEADERS_H
#define HTTP_HEADERS_H

#include <microhttpd.h>
#include <stdbool.h>

/* name and value are ours or checked; libmicrohttpd refuses line breaks. */
void header_add(struct MHD_Response *r, const char *name, const char *value);

/* Content policy (pages: our own scripts and inline styles only; answers of the API: nothing),
 * no sniffing, no referrer to others, not in frames. */
void headers_common(struct MHD_Response *r, bool html);

#endif
