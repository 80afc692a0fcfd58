/* SPDX-License-Identifier: Apache-2.0 */
/* Field tables as JSON schemas. Private to src/http. */
#ifndef HTTP_DESCRIBE_H
#define HTTP_DESCRIBE_H

#include "json/fields.h"

enum schema_way { SCHEMA_IN, SCHEMA_OUT }; /* bodies and queries; answers */

void schema_object(struct json_writer *w, const char *key, const struct fld *fields,
		   enum schema_way way);

/* {"items":[object...],"next":...,"total":...} */
void schema_page(struct json_writer *w, const char *key, const struct fld *fields);

/* One member's own schema. */
void schema_field(struct json_writer *w, const char *key, const struct fld *f, enum schema_way way);

#endif
