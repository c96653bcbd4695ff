/* tk-init - makes a store: a folder with a rulebook and room for tickets. */
#include <dirent.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"

static const char usage[] =
	"[-r RULEBOOK] [-p PREFIX] [-z ZONE] [--group] DIR";

static const struct option options[] = {
	CMD_LONG,
	{"rulebook", required_argument, NULL, 'r'},
	{"prefix", required_argument, NULL, 'p'},
	{"zone", required_argument, NULL, 'z'},
	{"group", no_argument, NULL, 'g'},
	{NULL, 0, NULL, 0},
};

/* Where the shipped rulebooks are: beside the command. */
static const char *
shipped(void)
{
	static char path[4200];
	char exe[4096];
	ssize_t n;
	int i;

	n = readlink("/proc/self/exe", exe, sizeof exe - 1);
	exe[n < 0 ? 0 : n] = '\0';
	for (i = 0; i < 2; i++)		/* PREFIX/bin/tk-init → PREFIX */
		if (strrchr(exe, '/') != NULL)
			*strrchr(exe, '/') = '\0';
	snprintf(path, sizeof path, "%s/share/tk/rulebooks", exe);
	return path;
}

/* A rulebook's folder: a path as given, or the name of a shipped one. */
static const char *
rulebook(const char *name)
{
	static char path[4600];

	if (strchr(name, '/') != NULL)
		return name;
	snprintf(path, sizeof path, "%s/%s", shipped(), name);
	return path;
}

static void
no_rulebook(struct cmd *c, const char *name)
{
	struct tk_error err = {.code = TK_BAD};
	struct dirent **list;
	int n = scandir(shipped(), &list, NULL, alphasort), i, len;

	len = snprintf(err.message, sizeof err.message, "no rulebook \"%s\"; "
	    "give a folder's path, or the name of a shipped one:", name);
	for (i = 0; i < n; i++) {
		if (list[i]->d_name[0] != '.')
			len += snprintf(err.message + len,
			    sizeof err.message - (size_t)len, " %.60s",
			    list[i]->d_name);
		free(list[i]);
	}
	if (n >= 0)
		free(list);
	cmd_error(c, &err);
}

static void
tell(struct cmd *c, const char *dir, const char *name)
{
	const char *remote = tk_store_remote(dir);

	if (remote != NULL)
		cmd_warn(c, "\"%s\" lies on %s, where locks and fsync may "
		    "not hold; choose a local disk", dir, remote);
	if (c->verbose)
		printf("%s: a store with rulebook %s\n", dir, name);
}

int
main(int argc, char **argv)
{
	struct tk_init init = {NULL, NULL, NULL, "Asia/Shanghai", 0, 0};
	const char *name = "standard", *now;
	struct tk_error err;
	struct cmd c;
	int opt;

	cmd_begin(&c, "tk-init", usage);
	while ((opt = getopt_long(argc, argv, CMD_OPTIONS "r:p:z:", options,
	    NULL)) != -1)
		switch (opt) {
		case 'r':
			name = optarg;
			break;
		case 'p':
			init.prefix = optarg;
			break;
		case 'z':
			init.zone = optarg;
			break;
		case 'g':
			init.group = 1;
			break;
		default:
			cmd_option(&c, opt);
		}
	if (argc - optind != 1 || c.store != NULL)
		cmd_usage(&c, "name one folder");
	init.dir = argv[optind];
	init.rulebook = rulebook(name);
	now = getenv("TK_NOW");
	init.override = now != NULL && *now != '\0';
	if (access(init.rulebook, F_OK) < 0)
		no_rulebook(&c, name);
	else if (tk_init_store(&init, &err) < 0)
		cmd_error(&c, &err);
	else
		tell(&c, init.dir, name);
	return cmd_end(&c);
}
