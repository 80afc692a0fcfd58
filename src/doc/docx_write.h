/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes a DOCX from a form description (form.h). With placeholders left in, the result is a template
 * that passes docx_template_check() and can be filled by docx_fill(); this is how the default
 * templates are made, so that no binary file is kept in the tree.
 *
 * Fonts are named as Chinese offices have them: 方正小标宋简体 for titles, 仿宋_GB2312 for text, 黑体 and
 * 楷体_GB2312 for headings, with 宋体, 仿宋, 楷体 named as their stand-ins for machines without them.
 * Paragraphs use styles (标题, 正文, 表格 ...), so that a school changes a style and not every paragraph.
 */
#ifndef DOC_DOCX_WRITE_H
#define DOC_DOCX_WRITE_H

#include "base/buf.h"
#include "doc/form.h"

/*
 * The document is appended to out. created_at: UTC seconds, goes into the properties; same form and
 * time, same bytes.
 * ERR_INPUT, ERR_TOO_LARGE: as form_check(), or over out's maximum; out is then as before.
 */
NODISCARD enum err docx_write(const struct form *f, int64_t created_at, struct buf *out);

#endif
