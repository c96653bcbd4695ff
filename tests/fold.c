/* fold.c - prints the fold of ticket files, as tests/tickets/README.md says,
 * with the fields of a rulebook. Usage: fold RULES FILE... */
#include <stdio.h>
#include <stdlib.h>

#include <tk.h>

int
main(int argc, char **argv)
{
	struct tk_rulebook *rules;
	struct tk_error err;
	char *data, *text;
	size_t len;
	FILE *f;
	int i;

	if (argc < 3)
		return 2;
	if (tk_rulebook_open(&rules, argv[1], "Asia/Shanghai", &err) < 0) {
		fprintf(stderr, "%s\n", err.message);
		return 2;
	}
	for (i = 2; i < argc; i++) {
		f = fopen(argv[i], "rb");
		data = malloc(1 << 20);
		if (f == NULL || data == NULL)
			return 2;
		len = fread(data, 1, 1 << 20, f);
		fclose(f);
		if (tk_rulebook_fold(rules, data, len, &text, &err) < 0) {
			fprintf(stderr, "%s: %s\n", argv[i], err.message);
			return 2;
		}
		fputs(text, stdout);
		free(text);
		free(data);
	}
	tk_rulebook_close(rules);
	return 0;
}
