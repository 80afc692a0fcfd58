/* SPDX-License-Identifier: Apache-2.0 */
#include "routes.h"

#include "access/access_serve.h"
#include "desk/desk.h"
#include "development/development.h"
#include "directory/directory.h"
#include "documents/documents.h"
#include "dossier/dossier.h"
#include "figures/figures.h"
#include "handover/handover.h"
#include "intake/intake.h"
#include "notice/notice.h"
#include "papers/papers.h"
#include "base/banned.h"

const struct route *const app_routes[] = {
	access_routes,
	directory_routes,
	intake_list_routes,
	intake_routes,
	development_case_routes,
	development_step_routes,
	development_today_routes,
	development_stand_routes,
	development_slip_routes,
	development_pack_routes,
	desk_routes,
	desk_meeting_routes,
	desk_filing_routes,
	desk_plan_routes,
	desk_forecast_routes,
	desk_leaving_routes,
	dossier_routes,
	figures_routes,
	figures_procedures_routes,
	handover_routes,
	notice_list_routes,
	notice_routes,
	notice_public_routes,
	notice_scan_routes,
	document_routes,
	document_batch_routes,
	document_template_routes,
	papers_routes,
	papers_scan_routes,
	papers_check_routes,
	papers_own_routes,
	NULL,
};

const char *const app_perm_codes[] = {
#define X(name, code) [name] = code,
#include "access/perm.def"
#undef X
	NULL,
};
