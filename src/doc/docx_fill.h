/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fills DOCX templates that people edit in Word or WPS. Placeholders: see values.h. Word cuts a
 * placeholder into several runs when somebody has edited, spell-checked or formatted part of it; it
 * is read through that, and the value gets the format of its '{'. Body, headers, footers, footnotes
 * and endnotes, text boxes are filled.
 *
 * The template's XML is kept byte for byte outside the placeholders: nothing Word wrote is lost.
 *
 * Templates come from outside: they are checked at upload by docx_template_check(), which names every
 * fault with its place, and docx_fill() refuses the same files. The limits stand in docx_limits.h.
 * Pure functions: no files, no state; any thread.
 */
#ifndef DOC_DOCX_FILL_H
#define DOC_DOCX_FILL_H

#include "base/buf.h"
#include "doc/values.h"

/*
 * May this file be a template for a paper with these keys? Refused are: what is no DOCX; macros;
 * embedded files and controls; targets outside the file (mailto: links excepted); fields that read
 * outside data (DDE, INCLUDETEXT, LINK ...); tracked changes and comments, which would go out with
 * every paper; a DOCTYPE; archives over the limits or compressed beyond belief; and all faults of
 * placeholders. Everything found is told at once.
 * faults: doc_faults_init() first; empty if OK.
 * ERR_INPUT: refused, faults has at least one.
 */
NODISCARD enum err docx_template_check(const void *bytes, size_t len, const struct doc_key *keys,
				       size_t n_keys, struct doc_faults *faults);

/*
 * The filled paper is appended to out (its maximum: DOCX_RESULT_MAX is enough for any). A key that
 * the values lack is a fault, never an empty place. Same input, same bytes.
 * ERR_INPUT: the template is refused, or lacks values; faults tell which. ERR_TOO_LARGE: the result
 * is over out's maximum or a limit. out is then as before.
 */
NODISCARD enum err docx_fill(const void *bytes, size_t len, const struct doc_values *values,
			     struct buf *out, struct doc_faults *faults);

#endif
