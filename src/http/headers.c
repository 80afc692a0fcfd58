/* SPDX-License-Identifier: Apache-2.0 */
#include "http/headers.h"

#include "base/log.h"
#include "base/banned.h"

/*
 * Styles may be inline because the component library writes them at run time; scripts may not.
 * Images from data: and blob: are charts and previews of papers.
 */
static const char page_policy[] =
	"default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
	"img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
	"manifest-src 'self'; worker-src 'self' blob:; frame-src 'self' blob:; "
	"base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

static const char data_policy[] = "default-src 'none'; frame-ancestors 'none'";

void header_add(struct MHD_Response *r, const char *name, const char *value)
{
	if (MHD_add_response_header(r, name, value) != MHD_YES)
		log_error("header %s was refused", name);
}

void headers_common(struct MHD_Response *r, bool html)
{
	header_add(r, "Content-Security-Policy", html ? page_policy : data_policy);
	header_add(r, "X-Content-Type-Options", "nosniff");
	header_add(r, "Referrer-Policy", "same-origin");
	header_add(r, "X-Frame-Options", "DENY");
}
