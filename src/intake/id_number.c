/* SPDX-License-Identifier: Apache-2.0 */
/* ID numbers (GB 11643: 17 digits and a check character) and the names of the 56 peoples. */
#include "intake/text.h"
#include "base/str.h"
#include "base/banned.h"

char id_check_digit(const char *first17)
{
	int p = 0;

	/* ISO 7064 MOD 11-2: double and add, from the left. */
	for (int i = 0; i < 17; i++)
		p = (p + (first17[i] - '0')) * 2 % 11;
	p = (12 - p) % 11;
	return p == 10 ? 'X' : (char)('0' + p);
}

static int two(const char *s)
{
	return (s[0] - '0') * 10 + (s[1] - '0');
}

enum id_fault id_read(const char *text, int32_t today, struct id_number *ret)
{
	struct ymd birth;

	if (utf8_count(text, strlen(text)) != 18)
		return ID_LENGTH;
	if (strspn(text, "0123456789") < 17 || !strchr("0123456789Xx", text[17]) || text[18])
		return ID_BAD_CHARACTER;
	memcpy(ret->text, text, 19);
	if (ret->text[17] == 'x')
		ret->text[17] = 'X';
	birth = (struct ymd){ two(text + 6) * 100 + two(text + 8), two(text + 10), two(text + 12) };
	if (date_from_ymd(birth, &ret->birth) || ret->birth > today)
		return ID_IMPOSSIBLE_BIRTH;
	ret->male = (text[16] - '0') % 2 == 1;
	return id_check_digit(text) == ret->text[17] ? ID_FINE : ID_CHECK_DIGIT;
}

/* GB/T 3304, in its order, and what else stands in official forms. */
static const char *const ethnicities[] = {
	"汉族",
	"蒙古族",
	"回族",
	"藏族",
	"维吾尔族",
	"苗族",
	"彝族",
	"壮族",
	"布依族",
	"朝鲜族",
	"满族",
	"侗族",
	"瑶族",
	"白族",
	"土家族",
	"哈尼族",
	"哈萨克族",
	"傣族",
	"黎族",
	"傈僳族",
	"佤族",
	"畲族",
	"高山族",
	"拉祜族",
	"水族",
	"东乡族",
	"纳西族",
	"景颇族",
	"柯尔克孜族",
	"土族",
	"达斡尔族",
	"仫佬族",
	"羌族",
	"布朗族",
	"撒拉族",
	"毛南族",
	"仡佬族",
	"锡伯族",
	"阿昌族",
	"普米族",
	"塔吉克族",
	"怒族",
	"乌孜别克族",
	"俄罗斯族",
	"鄂温克族",
	"德昂族",
	"保安族",
	"裕固族",
	"京族",
	"塔塔尔族",
	"独龙族",
	"鄂伦春族",
	"赫哲族",
	"门巴族",
	"珞巴族",
	"基诺族",
	"穿青人",
	"其他",
	"外国血统中国籍人士",
};

const char *ethnicity_find(const char *text)
{
	size_t len = strlen(text);

	if (!len)
		return NULL;
	for (size_t i = 0; i < COUNTOF(ethnicities); i++) {
		const char *name = ethnicities[i];

		if (str_eq(name, text))
			return name;
		if (strlen(name) == len + strlen("族") && memcmp(name, text, len) == 0 &&
		    str_eq(name + len, "族"))
			return name;
	}
	return NULL;
}
