/* SPDX-License-Identifier: Apache-2.0 */
/* Headings by alias: merged titles above, one row or two, spaces and notes in brackets inside. */
#include "intake/heading.h"
#include "intake/text.h"
#include "base/str.h"
#include "base/banned.h"

#define ROSTER       (1u << SET_ROSTER)
#define PIPELINE     (1u << SET_PIPELINE)
#define PEOPLE       (ROSTER | PIPELINE)
#define ORGANISATION (1u << SET_ORGANISATION)
#define CLASS        (1u << SET_CLASS)

/* Names are separated by spaces; one that stands further left wins the field. */
static const struct alias {
	enum intake_field field;
	unsigned sets;
	enum reader reader;
	const char *names;
} aliases[] = {
	{ FIELD_NAME, PEOPLE, READ_NAME, "姓名 党员姓名 名字 学生姓名" },
	{ FIELD_SEX, PEOPLE, READ_SEX, "性别" },
	{ FIELD_ETHNICITY, PEOPLE, READ_ETHNICITY, "民族" },
	{ FIELD_ID_NUMBER, PEOPLE, READ_ID,
	  "公民身份号码 公民身份证号码 公民身份证号 身份证号码 身份证号 身份证 居民身份证号 居民身份证号码 证件号码" },
	{ FIELD_BIRTH, PEOPLE, READ_DATE, "出生日期 出生年月 出生年月日 出生时间 生日" },
	{ FIELD_EDUCATION, PEOPLE, READ_LABEL, "学历 文化程度 学历学位 最高学历" },
	{ FIELD_CATEGORY, PEOPLE, READ_LABEL, "人员类别 党员类别" },
	{ FIELD_BRANCH, PEOPLE, READ_BRANCH,
	  "所在党支部 所在支部 党支部 支部 所属党支部 所属支部 党支部名称 支部名称 所在党组织" },
	{ FIELD_JOINED, PEOPLE, READ_DATE,
	  "加入党组织日期 入党时间 入党日期 入党年月 加入党组织时间 加入中共党组织日期 接收预备党员日期 入党时间年月日" },
	{ FIELD_CONVERTED, PEOPLE, READ_DATE,
	  "转为正式党员日期 转正时间 转正日期 转为正式党员时间 转正年月 转为正式党员的日期" },
	{ FIELD_JOB, PEOPLE, READ_LABEL, "工作岗位 岗位 职业" },
	{ FIELD_MOBILE, PEOPLE, READ_PHONE,
	  "手机号码 手机号 手机 移动电话 联系电话 联系方式 电话 电话号码 本人电话" },
	{ FIELD_LANDLINE, PEOPLE, READ_TEXT, "固定电话 座机 办公电话 固话" },
	{ FIELD_ADDRESS, PEOPLE, READ_TEXT, "家庭住址 现居住地 住址 家庭地址 现住址 通讯地址" },
	{ FIELD_MEMBERSHIP_STATE, ROSTER, READ_LABEL, "党籍状态" },
	{ FIELD_LOST_CONTACT, ROSTER, READ_LABEL, "是否失联 是否为失联党员 失联情况" },
	{ FIELD_FLOATING, ROSTER, READ_LABEL, "是否流动 是否为流动党员 流动情况" },
	{ FIELD_NATIVE_PLACE, PEOPLE, READ_LABEL, "籍贯 生源地" },
	{ FIELD_POST, ROSTER, READ_LABEL, "党内职务 支部职务 党内职务名称" },
	{ FIELD_NOTE, PEOPLE | ORGANISATION | CLASS, READ_TEXT, "备注 说明" },
	{ FIELD_STUDENT_NO, PEOPLE, READ_CODE, "学号 学籍号" },
	{ FIELD_STAFF_NO, PEOPLE, READ_CODE, "工号 职工号 教工号" },
	{ FIELD_APPLIED, PEOPLE, READ_DATE,
	  "申请入党日期 申请日期 申请入党时间 申请时间 提交入党申请书时间 递交申请书日期 递交入党申请书日期" },
	{ FIELD_ACTIVIST, PEOPLE, READ_DATE,
	  "确定入党积极分子日期 积极分子日期 列为积极分子日期 确定积极分子日期 确定为入党积极分子日期 "
	  "确定积极分子时间 列为入党积极分子时间 确定入党积极分子时间" },
	{ FIELD_CANDIDATE, PEOPLE, READ_DATE,
	  "确定发展对象日期 发展对象日期 列为发展对象日期 列为发展对象时间 确定发展对象时间 确定为发展对象日期" },
	{ FIELD_RECEIVING, ROSTER, READ_LABEL, "接受申请党组织 接收申请党组织" },
	{ FIELD_WORK_STARTED, ROSTER, READ_DATE, "参加工作日期 参加工作时间" },
	{ FIELD_UNIT_AND_POST, ROSTER, READ_LABEL, "工作单位及职务 工作单位 单位及职务" },
	{ FIELD_JOINING_KIND, ROSTER, READ_LABEL, "入党类型" },
	{ FIELD_PERSON_KIND, ROSTER, READ_LABEL, "人员类型" },
	{ FIELD_ORGANISATION, ROSTER, READ_LABEL, "隶属党组织 上级党组织" },
	{ FIELD_CLASS, PEOPLE, READ_TITLE, "班级 所在班级 专业班级" },
	{ FIELD_FIRST_TALK, PIPELINE, READ_DATE, "谈话日期 谈话时间 派人谈话日期 首次谈话日期" },
	{ FIELD_CULTIVATOR_1, PIPELINE, READ_NAME,
	  "联系人1 培养联系人1 联系人一 培养联系人一 培养联系人" },
	{ FIELD_CULTIVATOR_2, PIPELINE, READ_NAME, "联系人2 培养联系人2 联系人二 培养联系人二" },
	{ FIELD_INSPECTIONS, PIPELINE, READ_COUNT, "考察次数" },
	{ FIELD_TRAINING, PIPELINE, READ_CODE, "培训证号 结业证号 培训结业证号 结业证书编号" },
	{ FIELD_NOTICE, PIPELINE, READ_PERIOD, "公示起止 公示时间 公示起止日期 公示期" },
	{ FIELD_REVIEW, PIPELINE, READ_LABEL, "政审结论 政治审查结论 政审" },
	{ FIELD_PRE_REVIEW, PIPELINE, READ_DATE, "预审日期 预审时间" },
	{ FIELD_ASSEMBLY, PIPELINE, READ_DATE, "大会日期 支部大会日期 接收大会日期 支部大会时间" },
	{ FIELD_DUE, PIPELINE, READ_COUNT, "应到 应到人数 应到会" },
	{ FIELD_PRESENT, PIPELINE, READ_COUNT, "实到 实到人数 实到会" },
	{ FIELD_YES, PIPELINE, READ_COUNT, "赞成 赞成票 同意" },
	{ FIELD_NO, PIPELINE, READ_COUNT, "反对 反对票 不同意" },
	{ FIELD_ABSTAIN, PIPELINE, READ_COUNT, "弃权 弃权票" },
	{ FIELD_APPROVAL, PIPELINE, READ_DATE, "审批日期 审批时间 党委审批日期" },
	{ FIELD_OATH, PIPELINE, READ_DATE, "宣誓日期 宣誓时间 入党宣誓日期" },
	{ FIELD_CODE, ORGANISATION, READ_CODE, "组织代码 党组织代码 组织编码 代码" },
	{ FIELD_NAME, ORGANISATION, READ_TITLE, "组织名称 党组织名称 党组织全称 名称" },
	{ FIELD_KIND, ORGANISATION, READ_LABEL, "组织类别 党组织类别 类别 组织类型" },
	{ FIELD_PARENT, ORGANISATION, READ_CODE, "上级组织代码 上级党组织代码 上级代码" },
	{ FIELD_FOUNDED, ORGANISATION, READ_DATE, "成立日期 成立时间 建立日期 建立时间" },
	{ FIELD_SECRETARY, ORGANISATION, READ_NAME, "书记 党组织书记" },
	{ FIELD_DEPUTY, ORGANISATION, READ_NAME, "副书记" },
	{ FIELD_CODE, CLASS, READ_CODE, "班级代码 班级编码 班号" },
	{ FIELD_NAME, CLASS, READ_TITLE, "班级名称 班级" },
	{ FIELD_YEAR, CLASS, READ_CODE, "年级 入学年份" },
	{ FIELD_LEVEL, CLASS, READ_LABEL, "层次 培养层次" },
	{ FIELD_ORGANISATION, CLASS, READ_CODE, "所属党组织代码 党组织代码" },
	{ FIELD_BRANCH, CLASS, READ_CODE, "所属党支部代码 党支部代码 所属支部代码" },
	{ FIELD_SIZE, CLASS, READ_COUNT, "人数 班级人数" },
};

#define COLUMNS_MAX   200 /* of a heading row; more are read past */
#define HEADING_BYTES 300 /* a longer text is no heading */

const char *heading_text(struct arena *a, const struct xlsx_cell *cell)
{
	const char *text;
	size_t len;

	cell_text(a, cell, &text, &len);
	if (len > HEADING_BYTES)
		return "";
	return clean_text(a, text, len, CLEAN_SQUEEZE | CLEAN_FOLD).text;
}

/* Place of the word in the list of names, -1 = not there. */
static int name_rank(const char *names, const char *word, size_t len)
{
	int rank = 0;

	for (const char *s = names; *s; rank++) {
		size_t n = strcspn(s, " ");

		if (n == len && memcmp(s, word, len) == 0)
			return rank;
		s += n;
		s += strspn(s, " ");
	}
	return -1;
}

static const struct alias *alias_of(enum intake_set set, const char *word, size_t len,
				    int *ret_rank)
{
	for (size_t i = 0; len && i < COUNTOF(aliases); i++) {
		if (!(aliases[i].sets & 1u << set))
			continue;
		*ret_rank = name_rank(aliases[i].names, word, len);
		if (*ret_rank >= 0)
			return &aliases[i];
	}
	return NULL;
}

/* "入党时间(年月日)", "*姓名:" and the like: what is left without the trimmings. */
static const struct alias *recognise(enum intake_set set, const char *heading, int *ret_rank)
{
	size_t len = strlen(heading);
	const struct alias *found = alias_of(set, heading, len, ret_rank);
	size_t bare;

	if (found)
		return found;
	heading += strspn(heading, "*");
	bare = strcspn(heading, "(:*[");
	return alias_of(set, heading, bare, ret_rank);
}

/* ---- one guess: these rows are the headings, the sheet is of this set ---- */

struct guess {
	enum intake_set set;
	size_t at, n_rows; /* first heading row, 1 or 2 */
	size_t n;
	struct intake_column columns[COLUMNS_MAX];
	int ranks[COLUMNS_MAX];
	int score;
	bool named;
};

static const char *text_at(struct arena *a, const struct xlsx_row *row, uint32_t column)
{
	for (size_t i = 0; i < row->n; i++) {
		if (row->cells[i].column == column)
			return heading_text(a, &row->cells[i]);
	}
	return "";
}

/* The group above a column: merged cells have their text only at the left end. */
static const char *group_above(struct arena *a, const struct xlsx_row *upper, uint32_t column)
{
	const char *text = "";
	uint32_t best = 0;

	for (size_t i = 0; i < upper->n; i++) {
		uint32_t c = upper->cells[i].column;

		if (c <= column && c > best) {
			best = c;
			text = heading_text(a, &upper->cells[i]);
		}
	}
	return text;
}

/* The field's column so far, or n. */
static size_t column_of(const struct guess *g, enum intake_field field)
{
	size_t i = 0;

	while (i < g->n && g->columns[i].field != field)
		i++;
	return i;
}

static void add_column(struct guess *g, uint32_t column, const char *heading,
		       const struct alias *alias, int rank)
{
	struct intake_column *c = &g->columns[g->n];
	size_t other = alias ? column_of(g, alias->field) : g->n;

	g->ranks[g->n] = rank;
	*c = (struct intake_column){ .column = column, .heading = heading, .field = FIELD_NONE };
	if (alias && other < g->n) { /* two columns for one field: the better name has it */
		if (rank >= g->ranks[other])
			alias = NULL;
		else
			g->columns[other].field = FIELD_NONE,
			g->columns[other].reader = READ_NOTHING;
	} else if (alias) {
		g->score++;
		g->named |= alias->field == FIELD_NAME;
	}
	if (alias) {
		c->field = alias->field;
		c->reader = (uint8_t)alias->reader;
	}
	g->n++;
}

static void guess_column(struct arena *a, struct guess *g, const struct xlsx_row *upper,
			 const struct xlsx_row *lower, uint32_t column)
{
	const char *heading = text_at(a, lower, column);
	const struct alias *alias;
	int rank = 0;

	if (!*heading && upper)
		heading = text_at(a, upper, column);
	if (!*heading || g->n >= COLUMNS_MAX)
		return;
	alias = recognise(g->set, heading, &rank);
	if (!alias && upper) /* "发展对象" over "日期" */
		alias = recognise(g->set,
				  arena_printf(a, "%s%s", group_above(a, upper, column), heading),
				  &rank);
	add_column(g, column, heading, alias, rank);
}

static uint32_t last_column(const struct xlsx_row *row)
{
	uint32_t last = 0;

	for (size_t i = 0; i < row->n; i++)
		last = row->cells[i].column > last ? row->cells[i].column : last;
	return last < COLUMNS_MAX ? last : COLUMNS_MAX;
}

static void make_guess(struct arena *a, struct guess *g, const struct head_row *rows)
{
	const struct xlsx_row *lower = &rows[g->at + g->n_rows - 1].row;
	const struct xlsx_row *upper = g->n_rows == 2 ? &rows[g->at].row : NULL;
	uint32_t last = last_column(lower);

	if (upper && last_column(upper) > last)
		last = last_column(upper);
	g->n = 0;
	g->score = 0;
	g->named = false;
	for (uint32_t column = 1; column <= last; column++)
		guess_column(a, g, upper, lower, column);
}

static bool is_better(const struct guess *g, const struct guess *best)
{
	return g->named && g->score >= 3 && g->score > best->score;
}

static void take(struct arena *a, const struct guess *g, const struct head_row *rows,
		 struct intake_sheet *sheet)
{
	sheet->set = g->set;
	sheet->n_columns = g->n;
	sheet->columns = arena_memdup(a, g->columns, g->n * sizeof(*g->columns));
	for (size_t i = 0; i < g->at && sheet->n_titles < COUNTOF(sheet->title_rows); i++)
		sheet->title_rows[sheet->n_titles++] = rows[i].row.number;
	for (size_t i = 0; i < g->n_rows; i++)
		sheet->heading_rows[sheet->n_headings++] = rows[g->at + i].row.number;
	for (size_t f = 0; f < FIELD__MAX; f++)
		sheet->at_field[f] = -1;
	for (size_t i = 0; i < g->n; i++) {
		if (g->columns[i].field != FIELD_NONE)
			sheet->at_field[g->columns[i].field] = (int16_t)i;
	}
}

bool heading_find(struct arena *a, enum intake_kind kind, const struct head_row *rows, size_t n,
		  struct intake_sheet *sheet, size_t *ret_next)
{
	static const unsigned sets[INTAKE_KIND__MAX] = {
		[INTAKE_ORGANISATION] = ORGANISATION | CLASS,
		[INTAKE_ROSTER] = ROSTER,
		[INTAKE_PIPELINE] = PIPELINE,
	};
	struct guess *best = ARENA_NEW(a, struct guess);
	struct guess *g = ARENA_NEW(a, struct guess);

	for (int set = 0; set < SET__MAX; set++) {
		if (!(sets[kind] & 1u << set))
			continue;
		g->set = (enum intake_set)set;
		/* one row before two: of equal guesses the simpler and earlier stands */
		for (g->n_rows = 1; g->n_rows <= 2; g->n_rows++) {
			for (g->at = 0; g->at + g->n_rows <= n; g->at++) {
				make_guess(a, g, rows);
				if (is_better(g, best))
					*best = *g;
			}
		}
	}
	if (!best->n)
		return false;
	take(a, best, rows, sheet);
	*ret_next = best->at + best->n_rows;
	return true;
}

static enum reader reader_of(enum intake_set set, enum intake_field field)
{
	for (size_t i = 0; i < COUNTOF(aliases); i++) {
		if (aliases[i].field == field && aliases[i].sets & 1u << set)
			return aliases[i].reader;
	}
	return READ_NOTHING;
}

void heading_map(struct intake_sheet *sheet, uint32_t column, enum intake_field field)
{
	enum reader reader = field == FIELD_NONE ? READ_NOTHING : reader_of(sheet->set, field);

	if (field != FIELD_NONE && reader == READ_NOTHING)
		return; /* a field of another kind of sheet */
	for (size_t i = 0; i < sheet->n_columns; i++) {
		struct intake_column *c = &sheet->columns[i];

		if (c->column == column) {
			if (c->field != FIELD_NONE)
				sheet->at_field[c->field] = -1;
			c->field = field;
			c->reader = (uint8_t)reader;
			if (field != FIELD_NONE)
				sheet->at_field[field] = (int16_t)i;
		} else if (field != FIELD_NONE && c->field == field) {
			c->field = FIELD_NONE;
			c->reader = READ_NOTHING;
		}
	}
}
