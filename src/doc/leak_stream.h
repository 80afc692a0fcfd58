/* SPDX-License-Identifier: Apache-2.0 */
/* Inside src/doc only: the stream of leak.h, opened up for the reader of files. */
#ifndef DOC_LEAK_STREAM_H
#define DOC_LEAK_STREAM_H

#include "doc/leak_rule.h"

enum leak_html_state { LEAK_HTML_TEXT, LEAK_HTML_OPEN, LEAK_HTML_TAG, LEAK_HTML_COMMENT };

struct leak_stream {
	struct leak_run text;
	struct leak_run inside; /* tags, attributes, comments */
	enum leak_form form;
	char partial[4]; /* bytes of a code point that is not whole yet */
	size_t n_partial;
	enum leak_html_state state;
	char tag[12];
	size_t n_tag;
	bool tag_named; /* its name is read */
	uint32_t quote; /* in an attribute's value, or 0 */
	unsigned dashes;
	char entity[12];
	size_t n_entity;
	bool in_entity;
};

#endif
