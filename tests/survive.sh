#!/bin/bash
# survive.sh - a command, killed at each of its writes, one after the other.
# Usage: survive.sh [-t] [-i] COMMAND…   with TK_STORE set
# Each time it begins with the store as it is now, is killed at write 1, 2, …
# until it comes through; then the store must be readable, tk-check -r must
# make it sound, no half ticket may show, and the command given again, unless
# $DONE (shell code) finds that it is done, must end where an undisturbed one
# does. -t: the write is torn in the middle; -i: files nobody names may stay.
# Prints how often it died.
set -u -o pipefail
export ASAN_OPTIONS=detect_leaks=0
tear=() stray=
while getopts ti opt; do
	case $opt in
	t) tear=(-t) ;;
	i) stray=1 ;;
	*) exit 2 ;;
	esac
done
shift $((OPTIND - 1))

fail() {
	echo "killed at write $n: $*"
	exit 1
}

# What the tickets of a store say, without their numbers, which may have
# gaps, and the folder they lie in. A row written twice, once torn, is one;
# an attachment whose command died has its name, so the next is NAME-2.
said() {
	local f

	for f in "$1"/{open,closed}/*/*.csv; do
		[ -f "$f" ] || continue
		echo "${f#"$1"/}" | cut -d / -f 1
		if [ -n "${tear[*]}" ]; then
			sort -u "$f"
		else
			cat "$f"
		fi | sed -E 's/,id,.*/,id,N/; s/(\.file,.*)-2\./\1./'
	done
	cat "$1"/rules/*.csv | cksum
}

sound() {
	tk-check >found 2>&1
	[ -n "$stray" ] && sed -i '/^files\//d' found
	[ ! -s found ] || fail "$1: $(cat found)"
}

# Read by tk-ticket(5) alone: a header, an id, a last newline.
whole() {
	local f

	for f in "$TK_STORE"/{open,closed}/*/*.csv; do
		[ -f "$f" ] || continue
		awk -F, -v id="$(basename "$f" .csv)" '
			NR == 1 && $0 != "time,actor,field,value" { exit 2 }
			$3 == "id" && $4 == id { found = 1 }
			END { exit !found }' "$f" || fail "$f is half"
		[ -z "$(tail -c 1 "$f")" ] || fail "$f has no last newline"
	done
}

# in memory if there is room: nobody pulls the plug, so the disk adds nothing
work=$(mktemp -d -p /dev/shm 2>/dev/null || mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
before=$TK_STORE
export TK_STORE=$work/store
cp -a "$before" "$TK_STORE"
"$@" >printed 2>&1 </dev/null || {
	cat printed
	exit 1
}
said "$TK_STORE" >wanted
for ((n = 1; n < 500; n++)); do
	rm -rf "$TK_STORE"
	cp -a "$before" "$TK_STORE"
	"$TK_BUILD/tests/killer" "${tear[@]}" $n "$@" >printed 2>&1 </dev/null
	[ $? -eq 137 ] || break
	while read -r id; do
		ls "$TK_STORE"/*/*/"$id.csv" >/dev/null 2>&1 ||
			fail "$id was printed and is not there"
	done < <(grep -E '^CS[0-9]{12}$' printed)
	tk-list status=all >listed 2>&1 || fail "$(cat listed)"
	find "$TK_STORE" -name '.*.tmp' -exec touch -d '-2 hours' {} +
	tk-check -r >mended 2>&1
	sound "after tk-check -r"
	whole
	(eval "${DONE:-false}") >/dev/null 2>&1 ||
		"$@" >printed 2>&1 </dev/null || fail "again: $(cat printed)"
	sound "after it was given again"
	said "$TK_STORE" | diff -u wanted - || fail "it ends elsewhere"
done
said "$TK_STORE" | diff -u wanted - || fail "it was not killed, but failed"
[ $n -gt 1 ] || fail "it did not write"
echo $((n - 1))
