/* SPDX-License-Identifier: Apache-2.0 */
#include "base/context.h"

#include "base/banned.h"

static _Thread_local const char *request_id;

const char *context_request_id(void)
{
	return request_id ? request_id : "";
}

void context_set_request_id(const char *id)
{
	request_id = id;
}
