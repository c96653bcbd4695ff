/* alias.c - names charsets go by in mail, beyond those iconv(3) knows. */
#include "charset.h"

#include <stdio.h>

/*
 * What is meant by names: their letters and digits in lower case. What web
 * browsers read Latin-1 and ASCII as is windows-1252; the supersets of
 * Korean and Japanese sets are what their names stand for in mail.
 */
static const struct charset {
	const char *iconv;
	unsigned kind;
	const char *names;	/* each between blanks */
} charsets[] = {
	{"GB18030", TK_LABEL_PAIRS, " 936 chinese cngb cp54936 cp936 "
	    "csiso58gb231280 euccn isoir58 macchinesesimp ms936 "
	    "windows54936 windows936 "},
	{"BIG5-HKSCS", TK_LABEL_PAIRS, " 950 cp950 cp951 hkscs "
	    "macchinesetrad ms950 windows950 "},
	{"WINDOWS-1252", TK_LABEL_LATIN, " 88591 ansix341968 ansix341986 "
	    "ascii cp1252 cp819 csascii csisolatin1 ibm367 ibm819 "
	    "iso646irv1991 iso646us iso88591 iso885911987 isoir100 isoir6 "
	    "l1 latin1 us usascii win1252 windows1252 "},
	{"ISO-8859-15", TK_LABEL_LATIN, " iso885915 latin9 "},
	{"UTF-8", 0, " 65001 cp65001 unicode11utf8 unicode20utf8 utf8 "
	    "utf8mb4 windows65001 "},
	{"UTF-16", TK_LABEL_WIDE, " cp1200 cp1201 csunicode iso10646ucs2 "
	    "ucs2 unicode utf16 "},
	{"UTF-16BE", TK_LABEL_WIDE, " ucs2be unicodebig unicodefffe "
	    "utf16be "},
	{"UTF-16LE", TK_LABEL_WIDE, " ucs2le unicodelittle utf16le "},
	{"UTF-32", TK_LABEL_WIDE, " iso10646ucs4 ucs4 utf32 "},
	{"UTF-32BE", TK_LABEL_WIDE, " utf32be "},
	{"UTF-32LE", TK_LABEL_WIDE, " utf32le "},
	{"UTF-7", TK_LABEL_SEVEN, " cp65000 csunicode11utf7 unicode11utf7 "
	    "unicode20utf7 utf7 "},
	{"UTF-7-IMAP", TK_LABEL_SEVEN, " utf7imap "},
	{"HZ", TK_LABEL_SEVEN, " hz hzgb hzgb2312 "},
	{"ISO-2022-JP-3", TK_LABEL_SEVEN, " cp50220 cp50221 cp50222 jis "},
	{"CP932", 0, " cp932 csshiftjis ms932 mskanji shiftjis sjis "
	    "windows31j windows932 "},
	{"EUC-JP", 0, " cseucpkdfmtjapanese eucjp ujis "},
	{"CP949", 0, " cp949 csksc56011987 euckr isoir149 korean ksc5601 "
	    "ksc56011987 ksc56011989 ms949 uhc windows949 "},
	{"EUC-TW", 0, " euctw "},
	{"CP874", 0, " iso885911 tis620 windows874 "},
	{"ISO-8859-6", 0, " iso88596e iso88596i "},
	{"ISO-8859-8", 0, " iso88598e iso88598i "},
	{"MACINTOSH", 0, " macroman "},
};

void
tk_mail_label(char out[48], const char *label, size_t len)
{
	static const char marks[] = "\"'`;";
	size_t n = 0;

	while (len > 0 && (*label <= ' ' || *label == 0x7f ||
	    strchr(marks, *label) != NULL))
		label++, len--;
	while (n < len && n < 47 && label[n] > ' ' && label[n] != 0x7f &&
	    strchr(marks, label[n]) == NULL) {
		out[n] = label[n];
		n++;
	}
	out[n] = '\0';
}

static const struct charset *
find(const char *name)
{
	char key[64];
	size_t i;

	snprintf(key, sizeof key, " %s ", name);
	for (i = 0; i < COUNT(charsets); i++)
		if (strstr(charsets[i].names, key) != NULL)
			return &charsets[i];
	if (strncmp(name, "gb", 2) == 0 || strstr(name, "gb2312") != NULL ||
	    strstr(name, "gb18030") != NULL)
		return &charsets[0];
	if (strstr(name, "big5") != NULL || strstr(name, "bigfive") != NULL)
		return &charsets[1];
	return NULL;
}

/* May iconv be asked? A slash has a meaning for it, and some of its names
 * are not of charsets but of this machine's memory. */
static int
is_proper(const char *label)
{
	return label[strspn(label, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	    "-_.:+()")] == '\0' && strcmp(label, "INTERNAL") != 0 &&
	    strcmp(label, "WCHAR_T") != 0 && strcmp(label, "CHAR") != 0;
}

const char *
tk_mail_alias(const char *label, size_t len, unsigned *kind)
{
	char shown[48] = "", name[48], *from = shown, *p;
	const struct charset *c;
	size_t n = 0;

	*kind = 0;
	if (label == NULL)
		return NULL;
	tk_mail_label(shown, label, len);
	while (strncasecmp(from, "x-", 2) == 0)	/* it means nothing */
		from += 2;
	for (p = from; *p != '\0'; p++) {
		if (tk_is_letter(*p) || tk_is_digit(*p))
			name[n++] = tk_lower(*p);
		if (*p >= 'a' && *p <= 'z')
			*p &= ~0x20;
	}
	name[n] = '\0';
	if (n == 0)
		return NULL;
	c = find(name);
	if (c != NULL) {
		*kind = c->kind;
		return c->iconv;
	}
	if (n == 7 && memcmp(name, "win125", 6) == 0)
		snprintf(from = shown, sizeof shown, "WINDOWS-125%c", name[6]);
	if (strncmp(name, "iso2022", 7) == 0 ||
	    strncmp(name, "csiso2022", 9) == 0)
		*kind = TK_LABEL_SEVEN;
	return is_proper(from) ? tk_mail_decode_known(from) : NULL;
}
