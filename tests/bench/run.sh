#!/bin/bash
# run.sh - what the commands cost: as ratios to floors measured in the same
# run, and to what people would use instead. It judges nothing.
# Usage: [BENCH_SIZE=1000000] run.sh
#
# BENCH_SIZE is the size of the largest store, BENCH_OPEN how many tickets
# are open where the question is what is late. What is written durably lies
# under TMPDIR, on a disk; stores that are only read lie in /dev/shm where
# there is room. BENCH_TIME=cpu measures not the time that passes but the time
# that is computed. The figures go to BUILD/bench.csv.
set -eu
cd "$(dirname "$0")/../.."
here=$PWD/tests/bench
: "${TK_BUILD:=$PWD/build}" "${BENCH_SIZE:=100000}" "${BENCH_OPEN:=60000}"
: "${BENCH_PARTS:=oneshot crowd archive late live sizes other}"
bench=$TK_BUILD/tests/bench
csv=$TK_BUILD/bench.csv
PATH=$TK_BUILD/bin:$PATH
export LC_ALL=C.UTF-8 TZ=Asia/Shanghai
export TK_NOW=2026-11-20T18:00:00+08:00 TK_ACTOR=wang0
unset TK_STORE
work=$(mktemp -d)
ram=$work
if has=$(mktemp -d /dev/shm/tk-bench.XXXXXX 2>/dev/null); then
	ram=$has
fi
trap 'rm -rf "$work" "$ram"' EXIT
export XDG_STATE_HOME=$work/state
. "$here/bench.bash"
[ "$ram" = "$work" ] || has_room "$ram" $((BENCH_SIZE * 12000)) || {
	rmdir "$ram"
	ram=$work
}
threads=$(nproc)
[ "$threads" -le 4 ] || threads=4
"$here/lives.sh" "$ram/lives" "$work/lives/files"
mkdir -p "$work/lives/rules"
cp "$ram/lives/rules/staff.csv" "$work/lives/rules/"

echo "$(nproc) CPUs; written on $(df --output=fstype "$work" | tail -n 1)," \
	"read from $(df --output=fstype "$ram" | tail -n 1)"
for part in $BENCH_PARTS; do
	echo "== $part"
	# shellcheck source=/dev/null
	. "$here/part-$part.bash"
done

{
	echo 'name,what,value,unit,ratio,goal,met'
	sed 's/"/""/g; s/\t/","/g; s/^/"/; s/$/"/' "$work/rows"
} >"$csv"
echo
echo "all of it"
show <"$work/rows"
echo "as a table: $csv"
