/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of fields, faults and kinds as text. */
#include "intake/heading.h"
#include "base/str.h"
#include "base/banned.h"

static const char *const kind_names[] = { "organisation", "roster", "pipeline" };

static const struct {
	const char *code, *zh;
} fields[] = {
#define X(name, code, zh) { code, zh },
#include "intake/fields.def"
#undef X
};

enum { REFUSE, WARN };

static const struct {
	const char *code, *zh;
	int verdict;
} faults[] = {
#define X(name, code, verdict, zh) { code, zh, verdict },
#include "intake/faults.def"
#undef X
};

static const struct {
	const char *text, *kind;
} organisation_kinds[] = {
	{ "党委", "grassroots_committee" },
	{ "基层党委", "grassroots_committee" },
	{ "二级党委", "grassroots_committee" },
	{ "院系党委", "school_committee" },
	{ "院（系）党委", "school_committee" },
	{ "院(系)党委", "school_committee" },
	{ "学院党委", "school_committee" },
	{ "学校党委", "school_party_committee" },
	{ "党总支", "general_branch" },
	{ "党支部", "branch" },
	{ "支部", "branch" },
	{ "直属党支部", "direct_branch" },
	{ "联合党支部", "joint_branch" },
	{ "临时党支部", "temporary_branch" },
};

const char *intake_kind_name(enum intake_kind kind)
{
	return kind_names[kind];
}

const char *intake_field_name(enum intake_field field)
{
	return field < FIELD__MAX ? fields[field].code : NULL;
}

const char *intake_field_zh(enum intake_field field)
{
	return field < FIELD__MAX ? fields[field].zh : NULL;
}

enum intake_field intake_field_find(const char *name)
{
	for (size_t i = 0; i < COUNTOF(fields); i++) {
		if (str_eq(fields[i].code, name))
			return (enum intake_field)i;
	}
	return FIELD_NONE;
}

const char *intake_fault_name(enum intake_fault_kind kind)
{
	return faults[kind].code;
}

const char *intake_fault_zh(enum intake_fault_kind kind)
{
	return faults[kind].zh;
}

bool intake_fault_refuses(enum intake_fault_kind kind)
{
	return faults[kind].verdict == REFUSE;
}

const char *intake_value(const struct intake_file *file, const struct intake_row *row,
			 enum intake_field field)
{
	int at = file->sheets[row->sheet].at_field[field];

	return at < 0 ? NULL : row->values[at];
}

bool intake_field_is_count(const struct intake_sheet *sheet, enum intake_field field)
{
	int at = sheet->at_field[field];

	return at >= 0 && sheet->columns[at].reader == READ_COUNT;
}

const char *intake_stage(const struct intake_file *file, const struct intake_row *row)
{
	if (intake_value(file, row, FIELD_CONVERTED))
		return "full";
	if (intake_value(file, row, FIELD_ASSEMBLY))
		return "probationary";
	if (intake_value(file, row, FIELD_CANDIDATE))
		return "candidate";
	if (intake_value(file, row, FIELD_ACTIVIST))
		return "activist";
	return "applicant";
}

const char *intake_organisation_kind(const char *text)
{
	for (size_t i = 0; i < COUNTOF(organisation_kinds); i++) {
		if (str_eq(organisation_kinds[i].text, text))
			return organisation_kinds[i].kind;
	}
	return NULL;
}

bool intake_kind_is_branch(const char *kind)
{
	static const char tail[] = "branch";
	size_t len = strlen(kind);

	return len >= strlen(tail) && str_eq(kind + len - strlen(tail), tail) &&
	       !str_eq(kind, "general_branch");
}
