#!/bin/bash
# examples.sh - runs the examples of manual pages and compares what they print.
#
# An example is a line "$ COMMAND" in a literal block below EXAMPLES (in an
# indented block of a .md file), with the lines that a "\" continues; what
# follows, up to the next one, is all that it prints, on both outputs. Those of a page run one after another in one shell,
# in a new store with the rulebook hotline, as wang, on Friday 2026-11-20
# at 09:00 in Shanghai. A file of refused text is called 4711-1.txt.
#
# Usage: examples.sh [-u] PAGE...
#   -u  write what is printed into the page, to be read before it is committed
# Differences go to standard output; the status is 1 if there are any.
set -u
top=$(cd "$(dirname "$0")/.." && pwd) || exit 2
: "${TK_BUILD:=$top/build}"
PATH=$TK_BUILD/bin:$PATH
export PATH LC_ALL=C.UTF-8 TZ=America/New_York
export TK_NOW=2026-11-20T09:00:00+08:00 TK_ACTOR=wang
unset TK_STORE NO_COLOR

update=
if [ "${1-}" = -u ]; then
	update=yes
	shift
fi
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
export XDG_STATE_HOME=$work/state PARALLEL_HOME=$work/parallel

plain() {
	sed -e 's/\\e/\\/g' -e 's/\\&//g' -e 's/\\(dq/"/g' -e 's/\\-/-/g'
}
roff() {
	sed -e 's/\\/\\e/g' -e "s/^[.']/\\\\\&&/"
}

# The page with each example's output replaced by "@N", and per example the
# files N.command and N.expected, in folder $2.
take_apart() {
	awk -v dir="$2" -v md="${1##*.}" '
	/^\.Sh / { examples = $2 == "EXAMPLES" }
	/^\.Bd -literal/ && examples { literal = 1; print; next }
	/^\.Ed/ { literal = 0; file = "" }
	md == "md" && (literal = sub(/^    /, "")) == 0 { file = "" }
	!literal { print; next }
	/^\$ / || going {
		if (!going) {
			n++
			sub(/^\$ /, "")
			printf "" > (dir "/" n ".expected")
			print (md == "md" ? "    " : "") "$ " $0
		} else {
			print (md == "md" ? "    " : "") $0
		}
		print > (dir "/" n ".command")
		going = /\\e?$/
		file = dir "/" n ".expected"
		if (!going)
			print "@" n
		next
	}
	file != "" { print > file; next }
	{ print (md == "md" ? "    " : "") $0 }' "$1"
}

# Runs them all in this shell; N.actual is what each prints.
run_all() {
	local dir=$1 n=1 status=0 command

	tk-init -r hotline "$dir/store" && cd "$dir/store" || return
	while [ -f "$dir/$n.command" ]; do
		command=$(plain <"$dir/$n.command")
		(exit "$status")	# for echo $?
		eval "$command" >"$dir/out" 2>&1 </dev/null
		status=$?
		# a crash is never what is expected
		[ "$status" -lt 126 ] || echo "status $status" >>"$dir/out"
		sed -e "s:$XDG_STATE_HOME/:~/.local/state/:" \
			-e 's:/refused/[0-9]*-:/refused/4711-:' \
			<"$dir/out" >"$dir/$n.actual"
		n=$((n + 1))
	done
}

compare() {
	local page=$1 dir=$2 n=1 wrong=0

	while [ -f "$dir/$n.command" ]; do
		if ! plain <"$dir/$n.expected" |
			diff -u --label "$page" --label "what it prints" - \
			"$dir/$n.actual" >"$dir/$n.diff"; then
			echo "$page: \$ $(plain <"$dir/$n.command")"
			cat "$dir/$n.diff"
			wrong=1
		fi
		n=$((n + 1))
	done
	return $wrong
}

put_together() {
	local line

	while IFS= read -r line; do
		case $1:$line in
		*.md:@[0-9]*) sed 's/^/    /' "$2/${line#@}.actual" ;;
		*:@[0-9]*) roff <"$2/${line#@}.actual" ;;
		*) printf '%s\n' "$line" ;;
		esac
	done <"$2/page" >"$2/new" && cat "$2/new" >"$1"
}

failed=0
for page; do
	dir=$work/$(basename "$page")
	mkdir "$dir" || exit 2
	take_apart "$page" "$dir" >"$dir/page" || exit 2
	[ -f "$dir/1.command" ] || continue
	(run_all "$dir") || exit 2
	if [ -n "$update" ]; then
		put_together "$page" "$dir"
	else
		compare "$page" "$dir" || failed=1
	fi
done
exit $failed
