/* SPDX-License-Identifier: Apache-2.0 */
/* Inside src/doc only: text into XML. */
#ifndef DOC_XML_TEXT_H
#define DOC_XML_TEXT_H

#include "base/buf.h"

/*
 * Appends text escaped for element content and attributes in double quotes; characters that XML does
 * not allow are left out, ill-formed UTF-8 becomes U+FFFD, tabs and line ends blanks.
 */
void xml_text(struct buf *out, const char *s, size_t len);

#endif
