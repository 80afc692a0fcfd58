/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Functions that invite overruns, hidden state or unbounded memory are compile errors.
 * Use buf.h for text, date.h and clock.h for time, str.h for numbers, arena.h for memory.
 */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#undef alloca /* a macro in glibc; the word itself is what we forbid */
#pragma GCC poison strcpy strcat strncpy strncat sprintf vsprintf strtok
#pragma GCC poison gmtime localtime ctime asctime atoi atol atoll atof gets alloca
#ifndef BASE_MAY_ALLOCATE
#pragma GCC poison malloc calloc realloc free strdup strndup
#endif

#endif
