/* SPDX-License-Identifier: Apache-2.0 */
/* The only place where paths, permissions and handlers of this folder meet. */
#include "directory/directory_http.h"
#include "base/banned.h"

#define API "/api/v1"

const struct route directory_routes[] = {
	{ "GET", API "/organisations", PERM_DIRECTORY_READ, organisation_list_handler,
	  "The visible organisations in the order of the tree, of today or of another day.",
	  organisation_list_query, NULL, organisation_row_fields, ROUTE_PAGE },
	{ "GET", API "/organisations/changes", PERM_DIRECTORY_READ, organisation_changes_handler,
	  "Organisations by kind on two days, and what happened between.",
	  organisation_changes_query, NULL, organisation_changes_fields, 0 },
	{ "GET", API "/organisations/{id}", PERM_DIRECTORY_READ, organisation_get_handler,
	  "One organisation with its counts and notes.", NULL, NULL, organisation_detail_fields,
	  0 },
	{ "POST", API "/organisations", PERM_ORGANISATION_EDIT, organisation_found_handler,
	  "Founds an organisation; a branch needs three full members.", NULL,
	  organisation_found_body, organisation_found_reply, 0 },
	{ "PATCH", API "/organisations/{id}", PERM_ORGANISATION_EDIT, organisation_patch_handler,
	  "Changes what is not dated of an organisation.", NULL, organisation_patch_body,
	  made_fields, 0 },
	{ "GET", API "/organisations/{id}/events", PERM_DIRECTORY_READ, organisation_events_handler,
	  "What happened to an organisation.", NULL, NULL, organisation_event_fields, ROUTE_PAGE },
	{ "POST", API "/organisations/{id}/events", PERM_ORGANISATION_EDIT,
	  organisation_event_handler, "Renames, moves, merges or closes an organisation.", NULL,
	  organisation_event_body, made_fields, 0 },

	{ "GET", API "/people", PERM_DIRECTORY_READ, person_list_handler,
	  "A page of the people of a subtree.", person_list_query, NULL, person_row_fields,
	  ROUTE_PAGE },
	{ "GET", API "/people/search", PERM_DIRECTORY_READ, person_search_handler,
	  "People by part of the name, pinyin, initials or number, as one types.",
	  person_search_query, NULL, person_hit_fields, ROUTE_PAGE },
	{ "GET", API "/people/{id}", PERM_SIGNED_IN, person_get_handler,
	  "One person; everybody sees himself.", NULL, NULL, person_page_fields, 0 },
	{ "POST", API "/people", PERM_DIRECTORY_EDIT, person_add_handler,
	  "Records a person in a branch.", NULL, person_add_body, made_fields, 0 },
	{ "PATCH", API "/people/{id}", PERM_DIRECTORY_EDIT, person_patch_handler,
	  "Changes what is recorded of a person.", NULL, person_patch_body, made_fields, 0 },
	{ "POST", API "/people/{id}/id-number", PERM_ID_REVEAL, id_number_handler,
	  "The whole ID number, for a reason that is kept.", NULL, id_number_body, id_number_fields,
	  0 },
	{ "POST", API "/people/{id}/affiliations", PERM_DIRECTORY_EDIT, affiliation_handler,
	  "Moves a person to a branch from a day on.", NULL, affiliation_body, made_fields, 0 },
	{ "PUT", API "/people/{id}/class", PERM_DIRECTORY_EDIT, class_join_handler,
	  "Puts a person into a class from a day on; without a class: into none.", NULL,
	  class_join_body, NULL, 0 },
	ROUTE_END
};
