/* SPDX-License-Identifier: Apache-2.0 */
/* Tables to print: the seven procedures of an organisation, the figures of its year. */
#ifndef FIGURES_FIGURES_H
#define FIGURES_FIGURES_H

#include "platform.h"

extern const struct route figures_routes[];
extern const struct route figures_procedures_routes[];

#endif
