/* SPDX-License-Identifier: Apache-2.0 */
/* What a DOCX from outside may cost us. A form of two pages with a logo has 40 to 200 kB. */
#ifndef DOC_DOCX_LIMITS_H
#define DOC_DOCX_LIMITS_H

#define DOCX_FILE_MAX    (5u << 20)   /* bytes of a template */
#define DOCX_PART_MAX    (8u << 20)   /* bytes of one XML part, unpacked */
#define DOCX_TOTAL_MAX   (32u << 20)  /* bytes of all entries, unpacked */
#define DOCX_ENTRIES_MAX 500          /* entries of the archive */
#define DOCX_NAME_MAX    200          /* bytes of an entry's name */
#define DOCX_DEPTH_MAX   128          /* nesting of elements; nested tables in text boxes have 60 */
#define DOCX_PIECES_MAX  200000       /* places of one part that are changed */
#define DOCX_RESULT_MAX  (64u << 20)  /* bytes of a filled paper */
#define DOCX_XML_MAX     (128u << 20) /* bytes of one filled part */

#endif
