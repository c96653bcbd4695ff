/*
 * classify.c - texts, and what the words of a text speak for, on small
 * rulebooks in a folder of their own.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <tk.h>

static char folder[] = "/tmp/tk-classify-XXXXXX";
static int tests, failed;

static void
report(int good, const char *what)
{
	printf("%s %d - %s\n", good ? "ok" : "not ok", ++tests, what);
	failed += !good;
}

/* ---- texts ----------------------------------------------------------- */

static int
bad_at(const char *s, size_t len, size_t where)
{
	size_t bad = 999;

	return !tk_text_valid(s, len, &bad) && bad == where;
}

static void
test_valid(void)
{
	const char *good = "APP 闪退, 12345678 ok 😱 é";

	report(tk_text_valid(good, strlen(good), NULL) &&
	    tk_text_valid("", 0, NULL), "UTF-8 is accepted");
	report(bad_at("abc\0def", 7, 3), "NUL is refused, with its place");
	report(bad_at("12345678\0", 9, 8), "NUL behind eight letters too");
	report(bad_at("闪\xc0\xaf", 5, 3), "an overlong form is refused");
	report(bad_at("\xe0\x80\xaf", 3, 0), "one of three bytes too");
	report(bad_at("\xed\xa0\x80", 3, 0), "a surrogate is refused");
	report(bad_at("\xf4\x90\x80\x80", 4, 0), "beyond U+10FFFF is refused");
	report(bad_at("闪\xe9\x80", 5, 3), "a cut character is refused");
	report(bad_at("a\x80", 2, 1), "a lone tail byte is refused");
	report(bad_at("\xc9\xc1\xcd\xcb", 4, 0), "GB 18030 is refused");
}

static void
test_width(void)
{
	report(tk_text_width("APP") == 3, "a letter is one column wide");
	report(tk_text_width("闪退！") == 6, "Chinese is two columns wide");
	report(tk_text_width("e\xcc\x81") == 1, "an accent takes no room");
}

static int
visible(const char *s, const char *expected)
{
	char *v = tk_text_visible(s);
	int good = v != NULL && strcmp(v, expected) == 0;

	free(v);
	return good;
}

static void
test_visible(void)
{
	report(visible("王芳\n\tok", "王芳\n\tok"), "plain text stays");
	report(visible("a\033[31m", "a^[[31m"), "escapes are made visible");
	report(visible("\x7f\r", "^?^M"), "so are DEL and CR");
	report(visible("\xc2\x9b", "<U+009B>"), "so are C1 controls");
	report(visible("x\xe2\x80\xaey", "x<U+202E>y"), "so is bidi");
	report(visible("\xff", "<FF>"), "so are bad bytes");
}

/* ---- rulebooks ------------------------------------------------------- */

#define PRIORITIES "name,rank,label,english\n" \
	"紧急,1,,urgent\n重要,2,,important\n普通,3,,ordinary\n"
#define CATEGORIES "category,alias,english,criterion,priority,team\n" \
	"咨询/功能,怎么用,,,普通,\n" \
	"故障/硬件,坏件|部件,,,紧急,\n" \
	"故障/软件,,,,重要,\n" \
	"建议,,,,,\n"
#define KEYWORDS "id,category,priority,weight,kind,pattern,unless,ask\n"

static void
put(const char *name, const char *text)
{
	char path[128];
	FILE *f;

	snprintf(path, sizeof path, "%s/%s.csv", folder, name);
	f = fopen(path, "w");
	if (f == NULL || fputs(text, f) < 0 || fclose(f) != 0)
		abort();
}

static struct tk_classify_settings settings = {
	.floor_score = 1, .ask = "什么情况？",
};

static struct tk_classifier *
load(const char *keywords)
{
	struct tk_classifier *c;
	struct tk_error err;

	put("priorities", PRIORITIES);
	put("categories", CATEGORIES);
	put("keywords", keywords);
	if (tk_classifier_load(&c, folder, &settings, &err) < 0) {
		printf("# %s\n", err.message);
		abort();
	}
	return c;
}

static void
judge(const struct tk_classifier *c, const char *text, struct tk_judgement *j)
{
	struct tk_error err;

	if (tk_classifier_judge(c, text, strlen(text), j, &err) < 0) {
		printf("# %s\n", err.message);
		abort();
	}
}

static int
same(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

struct verdict {
	const char *what;
	const char *text;
	const char *category;	/* NULL: unclear */
	const char *priority;
	double score;
};

static void
check(const char *keywords, const struct verdict *v, size_t n)
{
	struct tk_classifier *c = load(keywords);
	struct tk_judgement j = {0};
	int good;

	for (; n-- > 0; v++) {
		judge(c, v->text, &j);
		good = same(j.category, v->category) &&
		    same(j.priority, v->priority) &&
		    j.score > v->score - 1e-6 && j.score < v->score + 1e-6;
		report(good, v->what);
		if (!good)
			printf("# %s: %s %s %g: %s\n", v->text, j.category ==
			    NULL ? "unclear" : j.category, j.priority == NULL ?
			    "-" : j.priority, j.score, j.why);
	}
	tk_judgement_free(&j);
	tk_classifier_free(c);
}

#define CHECK(keywords, list) \
	check(keywords, list, sizeof (list) / sizeof *(list))

/* ---- words ----------------------------------------------------------- */

static void
test_words(void)
{
	static const struct verdict list[] = {
		{"a word gives its category and its priority",
		    "热水器漏水", "故障/硬件", "紧急", 1},
		{"a row counts once, however often its words stand there",
		    "漏水！漏水！渗水！", "故障/硬件", "紧急", 1},
		{"weights add up", "漏水，还冒烟", "故障/硬件", "紧急", 3.5},
		{"case, width and blanks do not matter",
		    "ＡＰＰ　闪退了", "故障/软件", "重要", 1},
		{"traditional characters read as simplified ones",
		    "裡面冒煙", "故障/硬件", "紧急", 2.5},
		{"English words keep their blanks", "It is BROKEN  down",
		    "故障/软件", "重要", 1},
		{"a blank is not nothing between English words", "brokendown",
		    NULL, NULL, 0},
		{"a category without priority has the lowest",
		    "不如加个灯", "建议", "普通", 1},
		{"a level-1 category may be judged too; a row's priority "
		    "lifts it", "加急建议", "建议", "重要", 1},
		{"a row's priority does not lower the category's",
		    "轻微渗漏", "故障/硬件", "紧急", 1},
		{"an alias names a category", "轴断了", "故障/硬件", "紧急",
		    1},
		{"nothing hit is unclear", "你说呢", NULL, NULL, 0},
		{"an empty text is unclear", "", NULL, NULL, 0},
		{"a blank one too", " \n　\n", NULL, NULL, 0},
	};

	CHECK(KEYWORDS
	    "w1,故障/硬件,,,,漏水|渗水,,\n"
	    "w2,故障/硬件,,2.5,lit,冒烟,,\n"
	    "w3,故障/软件,,,,App闪退,,\n"
	    "w4,故障/软件,,,,broken down,,\n"
	    "w5,建议,,,,不如加个,,\n"
	    "w6,建议,重要,,,加急建议,,\n"
	    "w7,硬件,普通,,,轻微渗漏,,\n"
	    "w8,坏件,,,,轴断,,\n", list);
}

static void
test_unless(void)
{
	static const struct verdict list[] = {
		{"without the veto", "洗衣机漏水", "故障/硬件", "紧急", 1},
		{"a veto in the same sentence", "我担心它以后漏水", NULL, NULL,
		    0},
		{"behind the hit too", "漏水，只是担心", NULL, NULL, 0},
		{"any of its words", "一旦漏水怎么办", NULL, NULL, 0},
		{"a comma ends no sentence", "我担心，它漏水", NULL, NULL, 0},
		{"a full stop does", "我很担心。它漏水", "故障/硬件", "紧急",
		    1},
		{"so does !", "担心！它漏水", "故障/硬件", "紧急", 1},
		{"so does ?", "担心? 它漏水", "故障/硬件", "紧急", 1},
		{"so does ；", "担心；它漏水", "故障/硬件", "紧急", 1},
		{"so does a newline", "担心\n它漏水", "故障/硬件", "紧急", 1},
		{"another sentence makes the hit good", "担心漏水。昨天漏水了",
		    "故障/硬件", "紧急", 1},
		{"also when the vetoed one comes last",
		    "昨天漏水了。担心再漏水", "故障/硬件", "紧急", 1},
	};

	CHECK(KEYWORDS "u1,故障/硬件,,,,漏水,一旦|担心,\n", list);
}

static void
test_near(void)
{
	static const struct verdict list[] = {
		{"both lists in one sentence", "水管昨天夜里裂了",
		    "故障/硬件", "紧急", 1},
		{"in any order", "裂了好大一条口子的水管", "故障/硬件", "紧急",
		    1},
		{"one list alone is no hit", "水管多少钱", NULL, NULL, 0},
		{"two sentences do not meet", "水管。裂了", NULL, NULL, 0},
		{"nor what is more than thirty characters apart",
		    "水管是去年夏天搬家的时候请你们公司的师傅上门来给我们全家"
		    "一起换上的新的裂了", NULL, NULL, 0},
		{"the nearest ones count", "水管是去年夏天搬家的时候请你们"
		    "公司的师傅上门来给我们全家一起换上的新的，接头裂了",
		    "故障/硬件", "紧急", 1},
		{"unless holds", "水管要是裂了怎么办", NULL, NULL, 0},
		{"three lists meet", "师傅约了三天没来", "故障/软件", "重要",
		    1},
		{"two of three do not", "师傅三天", NULL, NULL, 0},
	};

	CHECK(KEYWORDS "n1,故障/硬件,,,near,水管|接头 + 裂了|断了,要是,\n"
	    "n2,故障/软件,,,near,师傅+三天|两天+没来,,\n", list);
}

static void
test_patterns(void)
{
	static const struct verdict list[] = {
		{"a pattern", "屏上报E12", "故障/硬件", "紧急", 1},
		{"its veto is a pattern in the sentence", "APP报E12", NULL,
		    NULL, 0},
		{"a later sentence may have it without", "app报e1。面板报e2",
		    "故障/硬件", "紧急", 1},
		{"full-width signs in a pattern mean themselves",
		    "怎么（还）不行？", "故障/软件", "重要", 1},
		{"capital letters too", "wifi断了", "故障/软件", "重要", 2},
	};

	CHECK(KEYWORDS
	    "p1,故障/硬件,,,re,\"报e[0-9]{1,2}\",\"app|软\\s*件\",\n"
	    "p2,故障/软件,,,re,（还）不行？,,\n"
	    "p3,故障/软件,,2,re,Wi-?Fi断,,\n", list);
}

/* ---- deciding -------------------------------------------------------- */

#define FOUR KEYWORDS "a1,咨询/功能,,2,,怎么用,,\n" \
	"b1,故障/硬件,,1,,漏水,,\nc1,故障/软件,,1,,闪退,,\n" \
	"c2,故障/软件,,1,,死机,,\nd1,建议,紧急,1,,马上改,,\n"

static void
test_tie(void)
{
	static const struct verdict by_priority[] = {
		{"tie=priority: the most urgent hit wins",
		    "怎么用？漏水", "故障/硬件", "紧急", 1},
		{"tie=priority: a row's priority counts as urgent",
		    "怎么用，马上改", "建议", "紧急", 1},
		{"tie=priority: equal ones by the table's order",
		    "马上改，漏水", "故障/硬件", "紧急", 1},
	};
	static const struct verdict by_score[] = {
		{"tie=score: the sum wins", "怎么用？漏水", "咨询/功能",
		    "普通", 2},
		{"tie=score: priority breaks a tie", "怎么用，闪退，死机",
		    "故障/软件", "重要", 2},
		{"tie=score: the most urgent row still sets the priority",
		    "怎么用，马上改", "咨询/功能", "紧急", 2},
	};

	CHECK(FOUR, by_priority);
	settings.tie_score = 1;
	CHECK(FOUR, by_score);
	settings.tie_score = 0;
}

static void
test_floors(void)
{
	static const struct verdict low[] = {
		{"a score on the floor is enough", "漏水，滴水", "故障/硬件",
		    "紧急", 1},
		{"a score below it is not", "漏水", NULL, NULL, 0.4},
	};
	static const struct verdict lead[] = {
		{"a lead below the floor is not enough", "闪退，怎么用", NULL,
		    NULL, 2},
		{"a lead on it is", "闪退，死机，怎么用", "故障/软件", "重要",
		    3},
	};

	CHECK(KEYWORDS "f1,故障/硬件,,0.4,,漏水,,\nf2,故障/硬件,,0.6,,滴水,,\n",
	    low);
	settings.tie_score = 1;
	settings.floor_lead = 1;
	CHECK(KEYWORDS "g1,咨询/功能,,2,,怎么用,,\ng2,故障/软件,,2,,闪退,,\n"
	    "g3,故障/软件,,1,,死机,,\n", lead);
	settings.tie_score = 0;
	settings.floor_lead = 0;
}

static void
test_questions(void)
{
	struct tk_classifier *c = load(KEYWORDS
	    "q1,unclear,,0.1,,您好|在吗,,要办什么？\n"
	    "q2,unclear,,2,,不好用,没有不好用,哪个功能？\n"
	    "q3,故障/硬件,,0.5,,响,,响声从哪来？\n"
	    "q4,故障/软件,,1,,闪退,,哪个版本？\n");
	struct tk_judgement j = {0};

	judge(c, "东西不好用", &j);
	report(j.category == NULL && j.priority == NULL && j.score == 0 &&
	    same(j.ask, "哪个功能？"), "a vague word gives its question");
	judge(c, "您好，在吗", &j);
	report(j.category == NULL && same(j.ask, "要办什么？"),
	    "greetings alone are unclear");
	judge(c, "您好，不好用", &j);
	report(same(j.ask, "哪个功能？"), "the heaviest question is asked");
	judge(c, "有点响", &j);
	report(j.category == NULL && same(j.ask, "响声从哪来？"),
	    "a hit below the floor gives its question");
	judge(c, "有点响，不好用", &j);
	report(same(j.ask, "哪个功能？"), "vague words are asked first");
	judge(c, "也没有不好用", &j);
	report(same(j.ask, "什么情况？"), "else the setting's");
	judge(c, "您好，闪退，不好用", &j);
	report(same(j.category, "故障/软件") && j.ask == NULL,
	    "what is clear has no question");
	tk_judgement_free(&j);
	tk_classifier_free(c);
}

static void
test_hits(void)
{
	struct tk_classifier *c = load(KEYWORDS
	    "h1,故障/软件,,2,,闪退,,\nh2,故障/硬件,重要,,near,水管+裂,,\n"
	    "h3,建议,,,,加个,担心|不用,\nh4,unclear,,,,不行,,\n");
	struct tk_judgement j = {0};

	judge(c, "不用加个。不行，水管都裂了，ＡＰＰ閃退", &j);
	report(j.nhits == 4 && same(j.hits[0].id, "h1") &&
	    same(j.hits[0].category, "故障/软件") &&
	    j.hits[0].priority == NULL && j.hits[0].weight == 2 &&
	    same(j.hits[0].words, "闪退") && j.hits[0].veto == NULL,
	    "a hit says its row, weight and words");
	report(same(j.hits[1].words, "水管都裂") &&
	    same(j.hits[1].priority, "重要"),
	    "near shows from the first word to the last");
	report(same(j.hits[2].words, "加个") && same(j.hits[2].veto, "不用"),
	    "a vetoed hit says by what");
	report(same(j.hits[3].category, "unclear"),
	    "a vague word is listed");
	report(same(j.category, "故障/硬件") && j.score == 1 && j.lead == 1,
	    "the lead is over what competed");
	judge(c, "没事", &j);
	report(j.nhits == 0 && same(j.why, "no keyword hit"),
	    "a judgement may be used again");
	tk_judgement_free(&j);
	tk_classifier_free(c);
}

/* ---- what is refused ------------------------------------------------- */

static void
test_limit(int batch)
{
	struct tk_classifier *c;
	struct tk_judgement j = {0};
	struct tk_error err;
	char text[100];

	settings.batch = batch;
	c = load(KEYWORDS "k1,建议,,,,好,,\nk2,建议,,,re,(a|aa)+$,,\n");
	judge(c, "好", &j);
	memset(text, 'a', sizeof text);
	text[99] = '!';
	report(tk_classifier_judge(c, text, sizeof text, &j, &err) < 0 &&
	    err.code == TK_BAD &&
	    strstr(err.message, "rules/keywords.csv:3: keyword k2") != NULL &&
	    strstr(err.message, "100000 steps") != NULL,
	    batch ? "a pattern that gives up is an error, with JIT too" :
	    "a pattern that gives up is an error of the rulebook");
	report(same(j.category, "建议") && j.nhits == 1 &&
	    same(j.hits[0].words, "好"), "and leaves the judgement as it was");
	tk_judgement_free(&j);
	tk_classifier_free(c);
	settings.batch = 0;
}

static void
test_bad_text(void)
{
	struct tk_classifier *c = load(KEYWORDS "k1,建议,,,,好,,\n");
	struct tk_judgement j = {0};
	struct tk_error err;

	report(tk_classifier_judge(c, "好\xbb\xb5", 5, &j, &err) < 0 &&
	    err.code == TK_BAD && strstr(err.message, "byte 4") != NULL,
	    "a text that is not UTF-8 is refused");
	tk_judgement_free(&j);
	tk_classifier_free(c);
}

struct fault {
	const char *what;
	const char *table;
	const char *text;
	const char *message;
};

static void
test_faults(void)
{
	static const struct fault faults[] = {
		{"a double id", "keywords", KEYWORDS "a,建议,,,,x,,\n"
		    "b,建议,,,,y,,\na,建议,,,,z,,\n",
		    "keywords.csv:4:1: id \"a\" stands twice; it is in line 2"},
		{"an unknown category", "keywords", KEYWORDS
		    "a,硬 件 故障,,,,x,,\n", "keywords.csv:2:2: unknown "
		    "category \"硬 件 故障\"; lawful are 咨询/功能, 故障/硬件"},
		{"an unknown priority", "keywords", KEYWORDS
		    "a,建议,P1,,,x,,\n", "keywords.csv:2:3: unknown priority "
		    "\"P1\"; lawful are those of priorities.csv: 紧急, 重要"},
		{"a weight that is no number", "keywords", KEYWORDS
		    "a,建议,,heavy,,x,,\n", "2:4: weight \"heavy\" is not"},
		{"a weight of nothing", "keywords", KEYWORDS
		    "a,建议,,0,,x,,\n", "2:4: weight \"0\" is not"},
		{"an unknown kind", "keywords", KEYWORDS
		    "a,建议,,,glob,x,,\n", "2:5: unknown kind \"glob\"; "
		    "lawful are lit, near and re"},
		{"a pattern that does not compile", "keywords", KEYWORDS
		    "a,建议,,,re,坏(了,,\n", "2:6: pattern \"坏(了\": missing "
		    "closing parenthesis at character 4"},
		{"an unless that does not compile", "keywords", KEYWORDS
		    "a,建议,,,re,坏,[,\n", "2:7: pattern \"[\": "},
		{"a pattern that matches everything", "keywords", KEYWORDS
		    "a,建议,,,re,x*,,\n", "matches the empty text"},
		{"words that are none", "keywords", KEYWORDS
		    "a,建议,,,,|　|,,\n", "2:6: pattern \"|　|\" lacks a word"},
		{"near without +", "keywords", KEYWORDS
		    "a,建议,,,near,x|y,,\n", "joins no lists by +"},
		{"near with an empty list", "keywords", KEYWORDS
		    "a,建议,,,near,x + ,,\n", "lacks a word"},
		{"a double category", "categories",
		    "category\n故障/硬件\n故障/ 硬件\n",
		    "categories.csv:3:1: category \"故障/ 硬件\" stands twice"},
		{"a double alias", "categories", "category,alias\n"
		    "故障/硬件,坏|hw\n故障/软件,hw\n",
		    "categories.csv:3:2: alias \"hw\" already means "
		    "\"故障/硬件\""},
		{"an alias that is a name", "categories", "category,alias\n"
		    "故障/硬件,软件\n故障/软件,\n", "alias \"软件\" already"},
		{"three levels", "categories", "category\na/b/c\n",
		    "is neither level1 nor level1/level2"},
		{"a category's unknown priority", "categories",
		    "category,priority\na,P9\n",
		    "2:2: unknown priority \"P9\""},
		{"a double rank", "priorities", "name,rank\nA,1\nB,1\n",
		    "priorities.csv:3:2: rank 1 is that of \"A\" already"},
		{"a double priority", "priorities", "name,rank\nA,1\nA,2\n",
		    "priority \"A\" stands twice"},
		{"a rank that is none", "priorities", "name,rank\nA,high\n",
		    "rank \"high\" is not a whole number"},
	};
	struct tk_classifier *c;
	struct tk_error err;
	const struct fault *f;
	char what[128];
	size_t i;
	int good;

	for (i = 0; i < sizeof faults / sizeof *faults; i++) {
		f = &faults[i];
		put("priorities", PRIORITIES);
		put("categories", CATEGORIES);
		put("keywords", KEYWORDS);
		put(f->table, f->text);
		good = tk_classifier_load(&c, folder, &settings, &err) < 0;
		if (!good)
			tk_classifier_free(c);
		else if (strstr(err.message, f->message) == NULL) {
			printf("# %s\n", err.message);
			good = 0;
		}
		snprintf(what, sizeof what, "%s is a fault", f->what);
		report(good, what);
	}
}

/* ---- eval and threads ------------------------------------------------ */

static void
test_eval(void)
{
	static const char csv[] = "label,text\n故障/硬件,漏水\n"
	    "故障,闪退\n硬件,闪退\nunclear,你说呢\n,漏水\n软件,没声\n";
	struct tk_classifier *c = load(FOUR);
	struct tk_error err;
	char *r = NULL;

	report(tk_classifier_eval(c, "labels.csv", csv, strlen(csv), &r,
	    &err) == 0, "eval reads label,text");
	report(r != NULL && strstr(r, "# 6 texts\n"
	    "coverage   66.7 %  4 judged, 2 unclear\n"
	    "accuracy   50.0 %  2 right of those judged\n"
	    "right      50.0 %  3 of all, unclear ones included\n") != NULL,
	    "it says coverage and accuracy");
	report(r != NULL &&
	    strstr(r, "    1  故障/硬件  故障/软件\n") != NULL &&
	    strstr(r, "    1  unclear  故障/硬件\n") != NULL,
	    "it says what is confused");
	report(r != NULL && strstr(r, "    1     2  b1  故障/硬件\n") != NULL,
	    "it says which rows are to blame");
	report(r != NULL && strstr(r, "labels.csv:4: 故障/硬件 judged "
	    "故障/软件 by c1: 闪退\n") != NULL, "it lists what went wrong");
	free(r);
	report(tk_classifier_eval(c, "labels.csv", "label,text\n火灾,x\n", 20,
	    &r, &err) < 0 && strstr(err.message,
	    "labels.csv:2:1: unknown category \"火灾\"") != NULL,
	    "an unknown label is an error");
	report(tk_classifier_eval(c, "labels.csv", "text\nx\n", 7, &r,
	    &err) < 0 && strstr(err.message, "label,text") != NULL,
	    "a missing column is an error");
	tk_classifier_free(c);
}

static void *
worker(void *data)
{
	struct tk_judgement j = {0};
	char *bad = NULL;
	int i;

	for (i = 0; i < 2000; i++) {
		judge(data, i % 2 ? "怎么用，闪退" : "漏水，报e12", &j);
		if (!same(j.category, i % 2 ? "故障/软件" : "故障/硬件"))
			bad = folder;
	}
	tk_judgement_free(&j);
	return bad;
}

static void
test_threads(void)
{
	struct tk_classifier *c = load(FOUR "r1,故障/硬件,,,re,报e[0-9]+,,\n");
	pthread_t thread[4];
	void *bad;
	int i, good = 1;

	for (i = 0; i < 4; i++)
		if (pthread_create(&thread[i], NULL, worker, c) != 0)
			abort();
	for (i = 0; i < 4; i++) {
		pthread_join(thread[i], &bad);
		good &= bad == NULL;
	}
	report(good, "four threads judge with one rulebook");
	tk_classifier_free(c);
}

int
main(void)
{
	static const char *const tables[] = {
		"priorities", "categories", "keywords",
	};
	char path[128];
	size_t i;

	if (mkdtemp(folder) == NULL)
		abort();
	test_valid();
	test_width();
	test_visible();
	test_words();
	test_unless();
	test_near();
	test_patterns();
	test_tie();
	test_floors();
	test_questions();
	test_hits();
	test_limit(0);
	test_limit(1);
	test_bad_text();
	test_faults();
	test_eval();
	test_threads();
	printf("1..%d\n", tests);
	for (i = 0; i < sizeof tables / sizeof *tables; i++) {
		snprintf(path, sizeof path, "%s/%s.csv", folder, tables[i]);
		unlink(path);
	}
	rmdir(folder);
	return failed > 0;
}
