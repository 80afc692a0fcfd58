/* SPDX-License-Identifier: Apache-2.0 */
#include "papers.h"

#define COMMITTEE "中共云岫大学材料科学与工程学院委员会"

void paper_notice(struct form *f)
{
	static const struct form_column columns[] = {
		{ .heading = "序号", .width = 8, .align = FORM_CENTRE, .nowrap = true },
		{ .heading = "姓名", .width = 13, .align = FORM_CENTRE, .nowrap = true },
		{ .heading = "性别", .width = 8, .align = FORM_CENTRE, .nowrap = true },
		{ .heading = "出生年月", .width = 16, .align = FORM_CENTRE, .nowrap = true },
		{ .heading = "所在支部", .width = 32, .align = FORM_LEFT },
		{ .heading = "列为积极分子时间",
		  .width = 20,
		  .align = FORM_CENTRE,
		  .nowrap = true },
	};
	static const char *const row[] = { "{#rows}{n}", "{name}",   "{sex}",
					   "{born}",     "{branch}", "{activist}{/rows}" };
	struct form_table *t;

	f->title = "关于{people}等{count}名同志拟列为发展对象的公示";
	f->author = "{by}";
	form_title(f, "关于{people}等{count}名同志\n拟列为发展对象的公示");
	form_paragraph(
		f, "按照《中国共产党发展党员工作细则》有关规定，经党支部委员会讨论、上级党委同意，"
		   "拟将{people}等{count}名同志列为发展对象，现予公示。");
	t = form_table(f, columns, COUNTOF(columns));
	form_row(f, t, row, COUNTOF(row));
	form_spacer(f, 1);
	form_paragraph(f, "公示时间：{from}至{to}（{days}个工作日）。");
	form_paragraph(
		f, "公示期间，如对公示对象有不同意见，请以书面、电话或者来访形式向学院党委反映。"
		   "反映情况要实事求是，以个人名义反映的应当署真实姓名。");
	form_paragraph(f, "受理地点：{place}；联系电话：{phone}。");
	form_signature(f, "{by}", "{day}");
}

void paper_notice_values(struct arena *a, struct doc_values *v, size_t n)
{
	static const char *const names[] = { "林晓岚", "欧阳修远", "赵一", "阿依古丽·买买提" };
	struct doc_list *list = doc_set_list(a, v, "rows");

	doc_set(a, v, "people", "林晓岚");
	doc_set_i64(a, v, "count", (int64_t)n);
	doc_set(a, v, "from", "2026年5月11日");
	doc_set(a, v, "to", "2026年5月15日");
	doc_set(a, v, "days", "5");
	doc_set(a, v, "place", "格物楼305室");
	doc_set(a, v, "phone", "0551-63600001");
	doc_set(a, v, "by", COMMITTEE);
	doc_set(a, v, "day", "2026年5月11日");
	for (size_t i = 0; i < n; i++) {
		struct doc_values *row = doc_add_row(a, list);

		doc_set_i64(a, row, "n", (int64_t)i + 1);
		doc_set(a, row, "name", names[i % COUNTOF(names)]);
		doc_set(a, row, "sex", i % 2 ? "男" : "女");
		doc_set(a, row, "born", "2004年11月");
		doc_set(a, row, "branch",
			i % 3 ? "本科生第一党支部" : "高分子材料系研究生第二党支部");
		doc_set(a, row, "activist", "2025年3月20日");
	}
}

void paper_request(struct form *f)
{
	f->title = "关于接收林晓岚同志为中共预备党员的请示";
	f->author = "中共云岫大学材料科学与工程学院本科生第一支部委员会";
	form_title(f, "关于接收林晓岚同志为\n中共预备党员的请示");
	form_paragraph(f, COMMITTEE "：")->indent = 0;
	form_paragraph(
		f,
		"林晓岚，女，汉族，2004年11月2日出生，共青团员，现为材料科学与工程专业2023级本科生。"
		"该同志2023年10月8日递交入党申请书，2025年3月20日被确定为入党积极分子，"
		"2026年5月18日被列为发展对象，培养联系人为周正、吴桐两位同志。");
	form_paragraph(
		f,
		"2026年6月12日，支部召开党员大会讨论接收林晓岚同志为预备党员。应到会有表决权的正式党员"
		"24名，实到22名，另有1名因故不能到会的党员会前提出书面意见。经无记名投票表决，赞成22票，"
		"反对0票，弃权1票，赞成人数超过应到会有表决权的正式党员的半数，同意接收为预备党员。");
	form_heading(f, 1, "一、主要表现");
	form_paragraph(
		f,
		"该同志政治立场坚定，学习态度端正，担任班级学习委员期间组织“一帮一”学业互助28次，"
		"服务同学340余人次；积极参加“三下乡”社会实践，所在队伍获校级优秀团队。"
		"不足之处是与低年级同学交流还不够主动，已在支部大会上当面指出，本人表示认真改进。");
	form_heading(f, 1, "二、政治审查和培训情况");
	form_heading(f, 2, "（一）政治审查");
	form_paragraph(f, "2026年5月26日形成综合性政治审查报告，结论为合格。");
	form_heading(f, 2, "（二）集中培训");
	form_paragraph(
		f,
		"2026年5月30日至6月1日参加学院党校第36期发展对象培训班，共24学时，考核成绩合格。");
	form_paragraph(f, "妥否，请批示。")->keep_next = true;
	form_signature(f, "中共云岫大学材料科学与工程学院\n本科生第一支部委员会", "2026年6月13日");
}

void paper_minutes(struct form *f)
{
	static const struct form_column columns[] = {
		{ .heading = "表决事项", .width = 28 },
		{ .heading = "应到", .width = 10, .align = FORM_CENTRE, .nowrap = true },
		{ .heading = "实到", .width = 10, .align = FORM_CENTRE, .nowrap = true },
		{ .heading = "书面意见", .width = 13, .align = FORM_CENTRE, .nowrap = true },
		{ .heading = "赞成", .width = 10, .align = FORM_CENTRE, .nowrap = true },
		{ .heading = "反对", .width = 10, .align = FORM_CENTRE, .nowrap = true },
		{ .heading = "弃权", .width = 10, .align = FORM_CENTRE, .nowrap = true },
		{ .heading = "结果", .width = 12, .align = FORM_CENTRE, .nowrap = true },
	};
	static const char *const rows[][8] = {
		{ "接收林晓岚同志为预备党员", "24", "22", "1", "22", "0", "1", "通过" },
		{ "接收欧阳修远同志为预备党员", "24", "22", "1", "23", "0", "0", "通过" },
	};
	struct form_table *t;

	f->title = "支部党员大会会议记录";
	f->numbers = FORM_OF;
	form_title(f, "本科生第一党支部党员大会会议记录");
	form_labelled(f, "时　　间：", "2026年6月12日（星期五）19:00—20:40");
	form_labelled(f, "地　　点：", "格物楼305室");
	form_labelled(f, "主 持 人：", "周正（支部书记）");
	form_labelled(f, "记 录 人：", "吴桐（组织委员）");
	form_labelled(f, "应到会有表决权的正式党员：", "24名；实到22名。");
	form_labelled(f, "列　　席：", "学院党委组织员沈清，入党积极分子代表6名。");
	form_labelled(f, "议　　题：", "讨论接收林晓岚、欧阳修远同志为中共预备党员。");
	form_heading(f, 1, "一、讨论接收林晓岚同志为预备党员");
	form_paragraph(
		f,
		"林晓岚同志汇报了对党的认识、入党动机、本人履历、家庭和主要社会关系以及需向党组织说明的问题。");
	form_paragraph(
		f,
		"入党介绍人周正、吴桐介绍了林晓岚同志的有关情况，并对其能否入党表明意见。支部委员会报告了审查情况。"
		"与会党员进行了充分讨论，共有7名党员发言，会议认为该同志已基本具备党员条件。");
	form_heading(f, 1, "二、讨论接收欧阳修远同志为预备党员");
	form_paragraph(f, "程序同上，逐个讨论。共有5名党员发言。");
	form_heading(f, 1, "三、表决情况");
	form_paragraph(
		f,
		"总监票人郑言、计票人何苇由会议推选产生，均不是表决对象。两名同志分别采取无记名投票方式表决：")
		->keep_next = true;
	t = form_table(f, columns, COUNTOF(columns));
	for (size_t i = 0; i < COUNTOF(rows); i++)
		form_row(f, t, rows[i], 8);
	form_spacer(f, 1);
	form_heading(f, 1, "四、决议");
	form_paragraph(f, "同意接收林晓岚、欧阳修远两名同志为中共预备党员，报学院党委审批。");
	form_signature(f, "支部书记（签名）：　　　　　　", "2026年6月12日")->seal = false;
}

void paper_roster(struct form *f, size_t n)
{
	static const struct form_column columns[] = {
		{ .heading = "序号", .width = 6, .align = FORM_CENTRE, .nowrap = true },
		{ .heading = "姓名", .width = 13, .align = FORM_CENTRE, .nowrap = true },
		{ .heading = "性别", .width = 6, .align = FORM_CENTRE, .nowrap = true },
		{ .heading = "民族", .width = 9, .align = FORM_CENTRE, .nowrap = true },
		{ .heading = "出生日期", .width = 14, .align = FORM_CENTRE, .nowrap = true },
		{ .heading = "学历", .width = 10, .align = FORM_CENTRE },
		{ .heading = "加入党组织日期", .width = 15, .align = FORM_CENTRE, .nowrap = true },
		{ .heading = "转为正式党员日期",
		  .width = 16,
		  .align = FORM_CENTRE,
		  .nowrap = true },
		{ .heading = "所在党支部", .width = 32 },
		{ .heading = "备注", .width = 14 },
	};
	static const char *const family[] = { "林", "欧阳", "赵", "司徒", "周", "吴", "何", "沈" };
	static const char *const given[] = { "晓岚", "修远", "一", "言之", "桐", "清", "苇" };
	struct form_table *t;

	f->title = "材料科学与工程学院党员花名册";
	f->landscape = true;
	f->narrow = true;
	f->numbers = FORM_OF;
	f->head = COMMITTEE;
	f->foot = "2026年6月13日制表";
	form_title(f, "材料科学与工程学院党员花名册");
	t = form_table(f, columns, COUNTOF(columns));
	t->size_pt = 11;
	for (size_t i = 0; i < n; i++) {
		const char *row[10] = {
			arena_printf(f->a, "%zu", i + 1),
			arena_printf(f->a, "%s%s", family[i % 8], given[i % 7]),
			i % 2 ? "男" : "女",
			i % 11 == 3 ? "维吾尔族" : "汉族",
			arena_printf(f->a, "%zu-%02zu-%02zu", 1998 + i % 8, 1 + i % 12, 1 + i % 28),
			i % 3 ? "大学本科" : "硕士研究生",
			arena_printf(f->a, "%zu-06-%02zu", 2020 + i % 5, 1 + i % 28),
			arena_printf(f->a, "%zu-06-%02zu", 2021 + i % 5, 1 + i % 28),
			i % 4 ? "本科生第一党支部" : "高分子材料与工程系研究生第二党支部",
			i % 9 == 5 ? "流动至合肥市" : "",
		};

		form_row(f, t, row, 10);
	}
}

static void record_row(struct form *f, struct form_table *t, const char *const texts[4])
{
	struct form_cell cells[4] = { { .text = texts[0], .label = true },
				      { .text = texts[1] },
				      { .text = texts[2], .label = true },
				      { .text = texts[3] } };

	form_row_of(f, t, cells, 4)->min_mm = 10;
}

void paper_record(struct form *f)
{
	static const struct form_column columns[] = {
		{ .width = 20 }, { .width = 30 }, { .width = 20 }, { .width = 30 }
	};
	static const char *const rows[][4] = {
		{ "姓　名", "林晓岚", "所在支部", "本科生第一党支部" },
		{ "办理日期", "2026年6月12日", "办理人", "周正（支部书记）" },
		{ "应到会人数", "24", "实到会人数", "22" },
		{ "书面意见", "1", "赞成票", "22" },
		{ "反对票", "0", "弃权票", "1" },
		{ "文　号", "材院党支〔2026〕7号", "结　果", "通过，报上级党委审批" },
	};
	struct form_cell wide[2] = {
		{ .text = "主要过程", .label = true },
		{ .text = "1.申请人汇报；2.介绍人介绍情况并表明意见；3.支部委员会报告审查情况；"
			  "4.党员讨论，7人发言；5.无记名投票；6.宣布结果并形成决议。",
		  .span = 3 }
	};
	struct form_cell check[2] = {
		{ .text = "核对材料", .label = true },
		{ .text = "☑ 支部大会会议记录\n☑ 票决情况汇总表\n☑ 支部大会决议\n☐ 其他：",
		  .span = 3 }
	};
	struct form_cell note[2] = {
		{ .text = "特别说明", .label = true },
		{ .text = "1名党员因在外实习不能到会，会前提出书面意见，已附。", .span = 3 }
	};
	struct form_table *t;

	f->title = "发展党员全程纪实";
	f->narrow = true;
	f->numbers = FORM_OF;
	f->head = "发展党员全程纪实　林晓岚";
	form_title(f, "第15步　支部大会讨论");
	form_subtitle(f, "第四阶段　预备党员的接收");
	t = form_table(f, columns, COUNTOF(columns));
	t->size_pt = 14;
	for (size_t i = 0; i < COUNTOF(rows); i++)
		record_row(f, t, rows[i]);
	form_row_of(f, t, wide, 2)->min_mm = 40;
	form_row_of(f, t, check, 2)->min_mm = 40;
	form_row_of(f, t, note, 2)->min_mm = 30;
	form_signature(f, "经办人（签名）：　　　　　　", "2026年6月12日")->seal = false;
}
