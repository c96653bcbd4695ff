#!/bin/bash
# run.sh - runs every test: the C programs and the bats files, two at a time;
# their outputs in order, and at the end one line that counts.
# Usage: run.sh [NAME]...  (tk-new, calendar …; all without)
set -u
cd "$(dirname "$0")/.." || exit 2
: "${TK_BUILD:=$PWD/build}"
export TK_BUILD
out=$(mktemp -d) || exit 2
trap 'rm -rf "$out"' EXIT

# What is no test of its own, but used by one.
helpers=' fold fault nomem '

jobs() {
	local f name

	for f in tests/*.c tests/*.bats; do
		name=${f#tests/}
		case $helpers in
		*" ${name%.c} "*) continue ;;
		esac
		if [ $# -gt 0 ]; then
			case " $* " in
			*" ${name%.*} "*) ;;
			*) continue ;;
			esac
		fi
		printf '%s\n' "$name"
	done
}

one() {
	local name=$1 out=$2 status

	case $name in
	*.c) "$TK_BUILD/tests/${name%.c}" ;;
	*.bats) bats --formatter tap "tests/$name" ;;
	esac >"$out/$name" 2>&1 </dev/null
	status=$?
	# a program that died said fewer lines than it planned
	if [ $status -ne 0 ] && ! grep -aq '^not ok' "$out/$name"; then
		echo "not ok $name ended with status $status" >>"$out/$name"
	fi
}
export -f one

jobs "$@" | xargs -P "$(nproc)" -I{} bash -c 'one "$1" "$2"' _ {} "$out"

for f in "$out"/*; do
	echo "# ${f##*/}: $(grep -ac '^ok' "$f") passed"
	# all of it only when something is wrong
	if grep -aqE '^not ok|# skip' "$f"; then
		cat "$f"
	fi
done
passed=$(cat "$out"/* | grep -a '^ok' | grep -avc '# skip')
failed=$(cat "$out"/* | grep -ac '^not ok')
skipped=$(cat "$out"/* | grep -ac '^ok.*# skip')
echo "$passed passed, $failed failed, $skipped skipped"
[ "$passed" -gt 0 ] && [ "$failed" -eq 0 ] && [ "$skipped" -eq 0 ]
