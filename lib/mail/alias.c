/* The names charsets go by in mail, beyond those that iconv(3) knows. */
#include "charset.h"

#include <stdio.h>
#include <string.h>

#define GB "GB18030", TK_LABEL_PAIRS
#define BIG5 "BIG5-HKSCS", TK_LABEL_PAIRS
#define LATIN "WINDOWS-1252", TK_LABEL_LATIN

/*
 * Letters and digits of a label in lower case. What web browsers read
 * Latin-1 and ASCII as is windows-1252; the supersets of Korean and Japanese
 * sets are what their names stand for in mail.
 */
static const struct alias {
	const char *name, *iconv;
	unsigned kind;
} aliases[] = {
	{"65001", "UTF-8", 0},
	{"88591", LATIN},
	{"936", GB},
	{"950", BIG5},
	{"ansix341968", LATIN},
	{"ansix341986", LATIN},
	{"ascii", LATIN},
	{"chinese", GB},
	{"cngb", GB},
	{"cp1200", "UTF-16", TK_LABEL_WIDE},
	{"cp1201", "UTF-16", TK_LABEL_WIDE},
	{"cp1252", LATIN},
	{"cp50220", "ISO-2022-JP-3", TK_LABEL_SEVEN},
	{"cp50221", "ISO-2022-JP-3", TK_LABEL_SEVEN},
	{"cp50222", "ISO-2022-JP-3", TK_LABEL_SEVEN},
	{"cp54936", GB},
	{"cp65000", "UTF-7", TK_LABEL_SEVEN},
	{"cp65001", "UTF-8", 0},
	{"cp819", LATIN},
	{"cp932", "CP932", 0},
	{"cp936", GB},
	{"cp949", "CP949", 0},
	{"cp950", BIG5},
	{"cp951", BIG5},
	{"csascii", LATIN},
	{"cseucpkdfmtjapanese", "EUC-JP", 0},
	{"csiso58gb231280", GB},
	{"csisolatin1", LATIN},
	{"csksc56011987", "CP949", 0},
	{"csshiftjis", "CP932", 0},
	{"csunicode", "UTF-16", TK_LABEL_WIDE},
	{"csunicode11utf7", "UTF-7", TK_LABEL_SEVEN},
	{"euccn", GB},
	{"euckr", "CP949", 0},
	{"eucjp", "EUC-JP", 0},
	{"euctw", "EUC-TW", 0},
	{"hkscs", BIG5},
	{"hz", "HZ", TK_LABEL_SEVEN},
	{"hzgb", "HZ", TK_LABEL_SEVEN},
	{"hzgb2312", "HZ", TK_LABEL_SEVEN},
	{"ibm367", LATIN},
	{"ibm819", LATIN},
	{"iso10646ucs2", "UTF-16", TK_LABEL_WIDE},
	{"iso10646ucs4", "UTF-32", TK_LABEL_WIDE},
	{"iso646irv1991", LATIN},
	{"iso646us", LATIN},
	{"iso88591", LATIN},
	{"iso885911", "CP874", 0},
	{"iso885911987", LATIN},
	{"iso885915", "ISO-8859-15", TK_LABEL_LATIN},
	{"iso88596e", "ISO-8859-6", 0},
	{"iso88596i", "ISO-8859-6", 0},
	{"iso88598e", "ISO-8859-8", 0},
	{"iso88598i", "ISO-8859-8", 0},
	{"isoir100", LATIN},
	{"isoir149", "CP949", 0},
	{"isoir58", GB},
	{"isoir6", LATIN},
	{"jis", "ISO-2022-JP-3", TK_LABEL_SEVEN},
	{"korean", "CP949", 0},
	{"ksc5601", "CP949", 0},
	{"ksc56011987", "CP949", 0},
	{"ksc56011989", "CP949", 0},
	{"l1", LATIN},
	{"latin1", LATIN},
	{"latin9", "ISO-8859-15", TK_LABEL_LATIN},
	{"macchinesesimp", GB},
	{"macchinesetrad", BIG5},
	{"macroman", "MACINTOSH", 0},
	{"ms932", "CP932", 0},
	{"ms936", GB},
	{"ms949", "CP949", 0},
	{"ms950", BIG5},
	{"mskanji", "CP932", 0},
	{"shiftjis", "CP932", 0},
	{"sjis", "CP932", 0},
	{"tis620", "CP874", 0},
	{"ucs2", "UTF-16", TK_LABEL_WIDE},
	{"ucs2be", "UTF-16BE", TK_LABEL_WIDE},
	{"ucs2le", "UTF-16LE", TK_LABEL_WIDE},
	{"ucs4", "UTF-32", TK_LABEL_WIDE},
	{"uhc", "CP949", 0},
	{"ujis", "EUC-JP", 0},
	{"unicode", "UTF-16", TK_LABEL_WIDE},
	{"unicode11utf7", "UTF-7", TK_LABEL_SEVEN},
	{"unicode11utf8", "UTF-8", 0},
	{"unicode20utf7", "UTF-7", TK_LABEL_SEVEN},
	{"unicode20utf8", "UTF-8", 0},
	{"unicodebig", "UTF-16BE", TK_LABEL_WIDE},
	{"unicodefffe", "UTF-16BE", TK_LABEL_WIDE},
	{"unicodelittle", "UTF-16LE", TK_LABEL_WIDE},
	{"us", LATIN},
	{"usascii", LATIN},
	{"utf16", "UTF-16", TK_LABEL_WIDE},
	{"utf16be", "UTF-16BE", TK_LABEL_WIDE},
	{"utf16le", "UTF-16LE", TK_LABEL_WIDE},
	{"utf32", "UTF-32", TK_LABEL_WIDE},
	{"utf32be", "UTF-32BE", TK_LABEL_WIDE},
	{"utf32le", "UTF-32LE", TK_LABEL_WIDE},
	{"utf7", "UTF-7", TK_LABEL_SEVEN},
	{"utf7imap", "UTF-7-IMAP", TK_LABEL_SEVEN},
	{"utf8", "UTF-8", 0},
	{"utf8mb4", "UTF-8", 0},
	{"windows1252", LATIN},
	{"windows31j", "CP932", 0},
	{"windows54936", GB},
	{"windows65001", "UTF-8", 0},
	{"windows874", "CP874", 0},
	{"windows932", "CP932", 0},
	{"windows936", GB},
	{"windows949", "CP949", 0},
	{"windows950", BIG5},
};

static int
is_alnum(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9');
}

static int
is_print(char c)
{
	return c > ' ' && c < 0x7f;
}

static int
is_quote(char c)
{
	return c == '"' || c == '\'' || c == '`';
}

void
tk_mail_label(char out[48], const char *label, size_t len)
{
	size_t n = 0;

	while (len > 0 && (!is_print(*label) || is_quote(*label))) {
		label++;
		len--;
	}
	while (n < len && n < 47 && is_print(label[n]) &&
	    !is_quote(label[n]) && label[n] != ';') {
		out[n] = label[n];
		n++;
	}
	out[n] = '\0';
}

/* Letters and digits, without the x- that means nothing. */
static void
squeeze(char out[48], const char *label)
{
	size_t n = 0;

	while ((label[0] == 'x' || label[0] == 'X') && label[1] == '-')
		label += 2;
	for (; *label != '\0'; label++)
		if (is_alnum(*label))
			out[n++] = (char)(*label >= 'A' && *label <= 'Z' ?
			    *label | 0x20 : *label);
	out[n] = '\0';
}

static const struct alias *
find(const char *name)
{
	static const struct alias gb = {"gb", GB}, big5 = {"big5", BIG5};
	size_t i;

	for (i = 0; i < sizeof aliases / sizeof aliases[0]; i++)
		if (name[0] == aliases[i].name[0] &&
		    strcmp(name, aliases[i].name) == 0)
			return &aliases[i];
	if (strncmp(name, "gb", 2) == 0 || strstr(name, "gb2312") != NULL ||
	    strstr(name, "gb18030") != NULL)
		return &gb;
	if (strstr(name, "big5") != NULL || strstr(name, "bigfive") != NULL)
		return &big5;
	return NULL;
}

/* As iconv may be asked: in upper case. 0: not to be asked. A slash has a
 * meaning for iconv, and some of its names are not of charsets but of this
 * machine's memory. */
static int
proper(char out[48], const char *label)
{
	static const char *const never[] = {"INTERNAL", "WCHAR_T", "CHAR"};
	size_t i;

	while ((label[0] == 'x' || label[0] == 'X') && label[1] == '-')
		label += 2;
	for (i = 0; label[i] != '\0'; i++) {
		if (!is_alnum(label[i]) && strchr("-_.:+()", label[i]) == NULL)
			return 0;
		out[i] = (char)(label[i] >= 'a' && label[i] <= 'z' ?
		    label[i] & ~0x20 : label[i]);
	}
	out[i] = '\0';
	for (i = 0; i < sizeof never / sizeof never[0]; i++)
		if (strcmp(out, never[i]) == 0)
			return 0;
	return out[0] != '\0';
}

const char *
tk_mail_alias(const char *label, size_t len, unsigned *kind)
{
	char shown[48], name[48];
	const struct alias *a;

	*kind = 0;
	if (label == NULL)
		return NULL;
	tk_mail_label(shown, label, len);
	squeeze(name, shown);
	if (name[0] == '\0')
		return NULL;
	a = find(name);
	if (a != NULL) {
		*kind = a->kind;
		return a->iconv;
	}
	if (strlen(name) == 7 && memcmp(name, "win125", 6) == 0)
		snprintf(shown, sizeof shown, "windows-125%c", name[6]);
	if (strncmp(name, "iso2022", 7) == 0 ||
	    strncmp(name, "csiso2022", 9) == 0)
		*kind = TK_LABEL_SEVEN;
	return proper(name, shown) ? tk_mail_decode_known(name) : NULL;
}
