/* SPDX-License-Identifier: Apache-2.0 */
#include "demo/demo_names.h"

#include "base/date.h"
#include "base/str.h"
#include "base/banned.h"

static const char surnames[] =
	"王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡"
	"蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹";
static const char given_male[] =
	"伟强磊军洋勇杰涛明超刚平辉鹏华飞鑫波斌宇浩凯健俊帆旭宁龙林阳建亮成志海峰远航博文"
	"昊天泽瑞晨轩松柏毅恒朗舟岳川";
static const char given_female[] =
	"芳娜敏静丽艳娟霞燕玲桂丹萍红颖琳雪慧莹梅倩婷玉洁欣怡佳嘉思梦瑶雨薇琪璐菲宁岚"
	"溪若可心语蕾晴云舒苒禾卉";
static const char *const minorities[] = {
	"蒙古族", "回族", "满族",   "藏族",   "维吾尔族", "壮族",
	"苗族",   "侗族", "土家族", "朝鲜族", "彝族",     "布依族"
};
static const char *const places[] = { "黑龙江大庆", "黑龙江哈尔滨", "吉林长春", "辽宁大连",
				      "河北保定",   "山东潍坊",     "河南洛阳", "江苏徐州",
				      "四川绵阳",   "贵州遵义",     "陕西咸阳", "广东佛山",
				      "湖南衡阳",   "云南大理",     "新疆昌吉", "内蒙古赤峰" };
static const char *const uyghur[][2] = { { "阿依古丽", "female" }, { "努尔艾力", "male" },
					 { "热娜", "female" },     { "艾山", "male" },
					 { "米热古丽", "female" }, { "托合提", "male" } };

/* SplitMix64: small, well mixed, and the same everywhere. */
static uint64_t next(struct demo_random *r)
{
	uint64_t z = r->state += 0x9E3779B97F4A7C15u;

	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
	z = (z ^ z >> 27) * 0x94D049BB133111EBu;
	return z ^ z >> 31;
}

uint32_t demo_pick(struct demo_random *r, uint32_t below)
{
	return (uint32_t)((next(r) >> 32) * below >> 32);
}

int32_t demo_between(struct demo_random *r, int32_t low, int32_t high)
{
	return low + (int32_t)demo_pick(r, (uint32_t)(high - low + 1));
}

bool demo_chance(struct demo_random *r, uint32_t percent)
{
	return demo_pick(r, 100) < percent;
}

/* Appends the character at a random place of a list of three-byte characters. */
static size_t add_char(struct demo_random *r, const char *list, size_t bytes, char *to)
{
	size_t i = demo_pick(r, (uint32_t)(bytes / 3)) * 3;

	memcpy(to, list + i, 3);
	return 3;
}

void demo_name_make(struct demo_random *r, struct demo_name *ret)
{
	bool male = demo_chance(r, 48);
	const char *given = male ? given_male : given_female;
	size_t given_bytes = male ? sizeof(given_male) - 1 : sizeof(given_female) - 1, n = 0;

	ret->sex = male ? "male" : "female";
	ret->ethnicity = demo_chance(r, 9) ? minorities[demo_pick(r, COUNTOF(minorities))] : "汉族";
	if (str_eq(ret->ethnicity, "维吾尔族")) {
		const char *const *a = uyghur[demo_pick(r, COUNTOF(uyghur))];

		ret->sex = a[1];
		snprintf(ret->name, sizeof(ret->name), "%s·%s", a[0],
			 uyghur[1 + 2 * demo_pick(r, 3)][0]);
		return;
	}
	n += add_char(r, surnames, sizeof(surnames) - 1, ret->name + n);
	n += add_char(r, given, given_bytes, ret->name + n);
	if (demo_chance(r, 72))
		n += add_char(r, given, given_bytes, ret->name + n);
	ret->name[n] = '\0';
}

void demo_id_number(struct demo_random *r, uint32_t number, int32_t birth, const char *sex,
		    char ret[19])
{
	static const int provinces[] = { 11, 13, 14, 21, 22, 23, 32, 34,
					 37, 41, 42, 43, 44, 51, 52, 61 };
	static const int weights[17] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
	struct ymd b = date_to_ymd(birth);
	int last = demo_between(r, 0, 4) * 2 + (str_eq(sex, "male") ? 1 : 0), sum = 0;
	char digits[32];

	snprintf(digits, sizeof(digits), "%02d98%02d%04d%02d%02d%02d%d",
		 provinces[number % COUNTOF(provinces)], 30 + (int)(number / 16 % 70), b.year,
		 b.month, b.day, (int)(number / 1120 % 100), last);
	memcpy(ret, digits, 17);
	for (int i = 0; i < 17; i++)
		sum += (ret[i] - '0') * weights[i];
	ret[17] = "10X98765432"[sum % 11];
	ret[18] = '\0';
}

void demo_mobile(struct demo_random *r, char ret[12])
{
	static const char *const prefixes[] = { "160", "161", "163", "164", "168", "169" };

	snprintf(ret, 12, "%s%04d%04d", prefixes[demo_pick(r, COUNTOF(prefixes))],
		 demo_between(r, 0, 9999), demo_between(r, 0, 9999));
}

const char *demo_native_place(struct demo_random *r)
{
	return places[demo_pick(r, COUNTOF(places))];
}
