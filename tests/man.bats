#!/usr/bin/env bats
# man.bats - the manual pages say what the commands do.

load helper

setup() {
	export LC_ALL=C.UTF-8
	cd "$TOP" || return
}

# Names of the commands.
commands() {
	basename -s .c cmd/tk-*.c
}

# A page as people read it, one word after another.
rendered() {
	mandoc -Tutf8 -O width=200 "man/$1.1" | col -b
}

# The short and long options of a command's getopt table, one a line.
options_of() {
	{
		grep -h -o 'CMD_OPTIONS "[^"]*"' "cmd/$1.c"
		grep -h '^#define CMD_OPTIONS' cmd/cmd.h
	} | sed 's/.*"\(.*\)".*/\1/' | tr -d ':' | grep -o . | sed 's/^/-/'
	{
		sed -n '/^#define CMD_LONG/,/[^\\]$/p' cmd/cmd.h
		cat "cmd/$1.c"
	} | sed -n 's/^[^"]*{"\([a-z-]*\)", *[a-z]*_argument.*/--\1/p'
}

sections() {
	sed -n 's/^\.Sh //p' "$1"
}

exit_table() {
	sed -n '/^\.Sh EXIT STATUS/,/^\.Sh [^E]/p' "$1" | sed '/^\.Sh EX[^I]/,$d'
}

@test "every command has a page" {
	for c in $(commands); do
		[ -f "man/$c.1" ] || echo "man/$c.1 is missing"
	done >"$BATS_TEST_TMPDIR/missing"
	diff /dev/null "$BATS_TEST_TMPDIR/missing"
}

@test "every page is free of warnings" {
	run -0 mandoc -Tlint -W warning man/*.[1-9]
	[ -z "$output" ]
}

@test "every option of a command is in its page, and no others" {
	for c in $(commands); do
		[ -f "man/$c.1" ] || continue
		rendered "$c" >"$BATS_TEST_TMPDIR/page"
		options_of "$c" | sort -u >"$BATS_TEST_TMPDIR/options"
		[ -s "$BATS_TEST_TMPDIR/options" ]
		while read -r o; do
			grep -qE -- "(^|[^[:alnum:]-])$o([^[:alnum:]-]|\$)" \
				"$BATS_TEST_TMPDIR/page" ||
				echo "$c.1 does not have $o"
		done <"$BATS_TEST_TMPDIR/options"
		grep -E '^ +-' "$BATS_TEST_TMPDIR/page" |
			grep -oE -- '(^| )--?[a-zA-Z][a-z-]*' | tr -d ' ' |
			sort -u | while read -r o; do
			grep -qxF -- "$o" "$BATS_TEST_TMPDIR/options" ||
				echo "$c.1 has $o, the command does not"
		done
	done >"$BATS_TEST_TMPDIR/wrong"
	diff /dev/null "$BATS_TEST_TMPDIR/wrong"
}

@test "every command's page ends with exit status, examples, see also" {
	for p in man/*.1 man/tk.7; do
		diff -u <(printf '%s\n' 'EXIT STATUS' EXAMPLES 'SEE ALSO') \
			<(sections "$p" | tail -n 3) || return
		sections "$p" | head -n 3 | tr '\n' ' ' |
			grep -qE '^NAME (SYNOPSIS )?DESCRIPTION ' || return
	done
}

@test "the exit statuses are told in the same words everywhere" {
	exit_table man/tk.7 >"$BATS_TEST_TMPDIR/table"
	[ "$(grep -c '^\.It [0-9]*$' "$BATS_TEST_TMPDIR/table")" -eq 4 ]
	for p in man/*.1; do
		# a page does not send to itself
		diff -u "$BATS_TEST_TMPDIR/table" <(exit_table "$p" |
			sed "s/^\.Nm\$/.Xr $(basename "$p" .1) 1/") || return
	done
}

@test "tk(7) introduces every command, and no page sends to one that is not" {
	for c in $(commands); do
		grep -qx "\.It Xr $c 1" man/tk.7 || echo "tk.7: no $c"
	done >"$BATS_TEST_TMPDIR/wrong"
	grep -ho '^\.\(It \)\?Xr tk[a-z-]* [157]' man/*.[157] |
		sed 's/.*Xr \(.*\) \(.\)/\1.\2/' | sort -u |
		while read -r p; do
			[ -f "man/$p" ] || echo "there is no $p"
		done >>"$BATS_TEST_TMPDIR/wrong"
	diff /dev/null "$BATS_TEST_TMPDIR/wrong"
}

@test "every example prints what the page says, and README too" {
	TK_BUILD=$BUILD tests/examples.sh README.md man/*.[157]
}
