/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Made papers: notices, minutes, requests, replies, name-lists and the whole record of a case, from
 * what is recorded, as DOCX and PDF. The only header of this folder for others.
 */
#ifndef DOCUMENTS_DOCUMENTS_H
#define DOCUMENTS_DOCUMENTS_H

#include "base/command.h"
#include "platform.h"

struct form_packs;

extern const struct route document_routes[];
extern const struct route document_batch_routes[];
extern const struct route document_template_routes[];
extern const struct command documents_commands[]; /* jishi forms */

#endif
