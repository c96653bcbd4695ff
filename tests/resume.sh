#!/bin/bash
# resume.sh - an import, killed at each of its writes and run again: the store
# must then be, name by name and byte by byte, that of an undisturbed one.
# Usage: resume.sh [-t] [-e EVERY] COMMAND…   with TK_STORE set
# -t: the write is torn in the middle: a row may then stand there twice;
# -e: only every EVERY-th write.
# Prints how often it died.
set -u -o pipefail
export ASAN_OPTIONS=detect_leaks=0
tear=() every=1
while getopts te: opt; do
	case $opt in
	t) tear=(-t) ;;
	e) every=$OPTARG ;;
	*) exit 2 ;;
	esac
done
shift $((OPTIND - 1))

fail() {
	echo "killed at write $n: $*"
	exit 1
}

# Every file of a store and what is in it, but for torn rows set aside.
tree() {
	(
		cd "$TK_STORE" || exit
		find . ! -type d ! -path './lost/*' | sort | while read -r f; do
			if [ -n "${tear[*]}" ]; then
				sort -u "$f"
			else
				cat "$f"
			fi | sha256sum | sed "s|-|$f|"
		done
	)
}

work=$(mktemp -d -p /dev/shm 2>/dev/null || mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
before=$TK_STORE
export TK_STORE=$work/store
cp -a "$before" "$TK_STORE"
"$@" >"$work/printed" 2>&1 </dev/null || {
	cat "$work/printed"
	exit 1
}
tree >"$work/wanted"
died=0
for ((n = 1; n < 5000; n += every)); do
	rm -rf "$TK_STORE"
	cp -a "$before" "$TK_STORE"
	"$TK_BUILD/tests/killer" "${tear[@]}" $n "$@" >"$work/printed" 2>&1 \
		</dev/null
	[ $? -eq 137 ] || break
	died=$((died + 1))
	"$@" >"$work/printed" 2>&1 </dev/null ||
		fail "again: $(cat "$work/printed")"
	tree | diff -u "$work/wanted" - || fail "it ends elsewhere"
	tk-check >"$work/found" 2>&1 || fail "$(cat "$work/found")"
done
[ $died -gt 0 ] || fail "it did not write"
echo $died
