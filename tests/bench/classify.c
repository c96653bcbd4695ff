/*
 * classify.c - what it costs to judge texts by their words.
 *
 * Texts of 700 bytes, made of common sentences, are judged on one core with
 * the rulebook of a folder, loaded for a single text and for many. The floor
 * is one pass over the same bytes that only checks their UTF-8.
 *
 *	bench/classify [lib/rulebooks/hotline]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <tk.h>

#define TEXTS 256
#define BYTES 700
#define ROUNDS 7
#define LOADS 30

static const char *const sentences[] = {
	"上个星期在你们商城买的，今天上午才送到家里。",
	"晚上回来一看，洗衣机底下全是水，顺着地板流到客厅去了。",
	"我先把插头拔了，等了半个钟头再开，还是老样子。",
	"手机上的软件昨天提示更新，点了以后一直转圈。",
	"打了客服的电话，排队排了二十多分钟。",
	"说明书看了两遍，没找到这个按键是做什么用的。",
	"麻烦告诉我一下，这款的容量和功率各是多少？",
	"原来登记的手机号不用了，请改成现在这个。",
	"师傅约的是周六上午，等到天黑也没有来。",
	"要是遥控器上能加一个夜灯就好了！",
	"家里有老人和小孩，天这么热，真的很着急。",
	"订单号和照片我都发过去了，请你们尽快看一看。",
	"面板上显示E4，机器响两声就停。",
	"接电话的人说话很不耐烦，没等我说完就挂了；",
	"我想问问延保怎么收费，一年多少钱。",
	"以前一直用得好好的，从来没出过什么毛病。",
};

static char text[TEXTS][2 * BYTES];
static size_t size[TEXTS];
static uint64_t seed = 20231001;

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static const char *
any_sentence(void)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return sentences[(seed >> 33) % (sizeof sentences /
	    sizeof *sentences)];
}

/* Whole sentences up to BYTES and not beyond by more than one. */
static void
make_texts(void)
{
	const char *s;
	size_t i;

	for (i = 0; i < TEXTS; i++)
		while (size[i] < BYTES) {
			s = any_sentence();
			strcpy(text[i] + size[i], s);
			size[i] += strlen(s);
		}
}

static double
floor_time(void)
{
	double start, best = 1e9, t;
	int i, k, good = 0;

	for (k = 0; k < ROUNDS; k++) {
		start = now();
		for (i = 0; i < TEXTS; i++)
			good += tk_text_valid(text[i], size[i], NULL);
		t = now() - start;
		best = t < best ? t : best;
	}
	if (good != ROUNDS * TEXTS)
		abort();
	return best / TEXTS;
}

static double
judge_time(const struct tk_classifier *c)
{
	struct tk_judgement j = {0};
	struct tk_error err;
	double start, best = 1e9, t;
	int i, k;

	for (k = 0; k < ROUNDS; k++) {
		start = now();
		for (i = 0; i < TEXTS; i++)
			if (tk_classifier_judge(c, text[i], size[i], &j,
			    &err) < 0) {
				fprintf(stderr, "%s\n", err.message);
				exit(2);
			}
		t = now() - start;
		best = t < best ? t : best;
	}
	tk_judgement_free(&j);
	return best / TEXTS;
}

static double
load(struct tk_classifier **c, const char *folder, int batch)
{
	const struct tk_classify_settings s = {
	    .floor_score = 1, .batch = batch};
	struct tk_error err;
	double start, best = 1e9, t;
	int k;

	for (k = 0; k < LOADS; k++) {
		if (k > 0)
			tk_classifier_free(*c);
		start = now();
		if (tk_classifier_load(c, folder, &s, &err) < 0) {
			fprintf(stderr, "%s\n", err.message);
			exit(2);
		}
		t = now() - start;
		best = t < best ? t : best;
	}
	return best;
}

int
main(int argc, char **argv)
{
	const char *folder = argc > 1 ? argv[1] : "lib/rulebooks/hotline";
	struct tk_classifier *c = NULL;
	double ready, each, base;
	int batch;

	make_texts();
	base = floor_time();
	for (batch = 0; batch < 2; batch++) {
		ready = load(&c, folder, batch);
		each = judge_time(c);
		tk_classifier_free(c);
		printf("classify: %.0f texts/s, %.1f us per text, %.0f times "
		    "a check of its UTF-8, %s; loaded in %.2f ms\n", 1 / each,
		    1e6 * each, each / base, batch ? "with JIT" :
		    "without JIT", 1e3 * ready);
	}
	return 0;
}
