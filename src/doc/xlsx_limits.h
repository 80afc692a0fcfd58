/* SPDX-License-Identifier: Apache-2.0 */
/* What a workbook from outside may cost us. A roster of 100,000 people has 77 MB of sheet XML. Ratio and tokens: archive.h. */
#ifndef DOC_XLSX_LIMITS_H
#define DOC_XLSX_LIMITS_H

#define XLSX_FILE_MAX       (64u << 20)  /* bytes of the file itself */
#define XLSX_PART_MAX       (320u << 20) /* bytes of one part, unpacked */
#define XLSX_SMALL_PART_MAX (8u << 20)   /* rels, workbook, styles */
#define XLSX_ENTRIES_MAX    10000        /* entries of the archive */
#define XLSX_DEPTH_MAX      64           /* nesting of elements; real parts have about 8 */
#define XLSX_SHEETS_MAX     256
#define XLSX_RELS_MAX       1024
#define XLSX_FORMATS_MAX    4096        /* own number formats */
#define XLSX_STYLES_MAX     65536       /* Excel's own limit is 65,490 */
#define XLSX_STRINGS_MAX    4000000     /* shared strings, 4 bytes each beside their text */
#define XLSX_STRINGS_BYTES  (64u << 20) /* text of the shared strings */
#define XLSX_ROW_BYTES      (4u << 20)  /* text of one row */
#define XLSX_ROWS_MAX       1048576     /* Excel's own */
#define XLSX_COLUMNS_MAX    16384       /* Excel's own */
#define XLSX_CELLS_MAX      20000000    /* of one sheet, empty ones too */
#define XLSX_MERGES_MAX     100000

#endif
