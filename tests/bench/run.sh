#!/bin/bash
# run.sh - what the commands cost, as ratios to a floor measured in the same
# run: medians of pairs run by turns. It judges nothing.
# Usage: run.sh [OPEN-TICKETS]
set -eu
cd "$(dirname "$0")/../.."
: "${TK_BUILD:=$PWD/build}"
bench=$TK_BUILD/tests/bench
PATH=$TK_BUILD/bin:$PATH
export LC_ALL=C.UTF-8 TK_NOW=2026-11-20T18:00:00+08:00 TK_ACTOR=wang
unset TK_STORE
count=${1:-60000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export XDG_STATE_HOME=$work/state

pair() {
	local label=$1

	shift
	printf '%-34s' "$label"
	"$bench/pair" "$@" 2>"$work/err" || {
		head -n 3 "$work/err"
		return 1
	}
}

tk-init -r hotline "$work/small"
fields=(customer=王芳 contact=13800000001 product=电热水器 region=杭州
	description=昨天买的热水器今天打不开，插头重新插过也不行)
id=$(tk-new -q -s "$work/small" "${fields[@]}")
bytes=$(wc -c <"$work"/small/open/*/"$id.csv")

echo "== one command and its floor ($(nproc) CPUs, medians of 31 pairs)"
mkdir "$work/floor"
pair "tk-new" 31 tk-new -q -s "$work/small" "${fields[@]}" \
	-- "$bench/floor-new" "$work/floor" "$bytes"
pair "tk-note, floor: a new file" 31 \
	tk-note -q -s "$work/small" -m 客户又来电 "$id" \
	-- "$bench/floor-new" "$work/floor" 64
pair "tk-classify -m, floor: true" 31 \
	tk-classify -s "$work/small" -m 热水器打不开，插头重新插过也不行 \
	-- /bin/true
pair "tk-list of a few, floor: true" 31 tk-list -s "$work/small" -- /bin/true
pair "tk-show, floor: true" 31 tk-show -s "$work/small" "$id" -- /bin/true

echo "== loading a rulebook, floor: open, read, libcsv (medians of 201)"
tk-init -r standard "$work/standard"
"$bench/rules" "$work/standard"

tk-init -r hotline "$work/large"
"$bench/tickets" "$work/large" "$count"
export TK_STORE=$work/large
floor=("$bench/floor-read" "$work/large")
threads=$(nproc)
if [ "$threads" -gt 4 ]; then
	threads=4
fi
echo "== $count open tickets, floor: open, read, libcsv (15 pairs)"
pair "tk-report overdue, $threads threads" 15 \
	tk-report -j "$threads" overdue -- "${floor[@]}" "$threads" || :
pair "tk-report overdue, 1 thread" 15 \
	tk-report -j 1 overdue -- "${floor[@]}" 1 || :
pair "tk-list, $threads threads" 15 tk-list -- "${floor[@]}" "$threads" || :
pair "tk-check, floor 1 thread" 15 tk-check -- "${floor[@]}" 1
unset TK_STORE

tk-init -r hotline "$work/weeks"
"$bench/tickets" "$work/weeks" 30000
export TK_STORE=$work/weeks
floor=("$bench/floor-read" "$work/weeks")
echo "== 30000 live tickets, floor: open, read, libcsv (15 pairs)"
pair "tk-report weekly, $threads threads" 15 \
	tk-report -j "$threads" weekly --week 0 -- "${floor[@]}" "$threads" || :
pair "tk-report weekly, 1 thread" 15 \
	tk-report -j 1 weekly --week 0 -- "${floor[@]}" 1 || :
unset TK_STORE

for program in classify clocks; do
	[ ! -x "$bench/$program" ] || {
		echo "== $program"
		"$bench/$program"
	}
done

# Each import has a store of its own, which is not removed before the end: a
# file system is slow to give out what it has just taken back.
mails=${TK_BENCH_MAILS:-20000}
echo "== $mails made-up complaints by mail"
"$bench/mail" make "$mails" >"$work/mails"
for i in 1 2 3; do
	"$bench/mail" read "$work/mails"
done
tk-init -r hotline "$work/mail"
cat >"$work/import" <<-'EOF'
	#!/bin/sh
	cp -a "$1" "$1.$$" && exec tk-import -q -s "$1.$$" "$2"
EOF
chmod +x "$work/import"
pair "tk-import, floor: the reader" 3 \
	"$work/import" "$work/mail" "$work/mails" \
	-- "$bench/mail" read "$work/mails"
