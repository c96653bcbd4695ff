#!/bin/bash
# run.sh - runs each fuzz target for so many seconds, with our own files as
# seeds, and says how many inputs it tried. An input that makes a fault is put
# into BUILD/fuzz/found/, and the exit status is 1.
# Usage: run.sh SECONDS [TARGET]...
set -u
cd "$(dirname "$0")/../.." || exit 2
: "${TK_BUILD:=$PWD/build}"
programs=$TK_BUILD/fuzz/tests/fuzz
work=$TK_BUILD/fuzz
seconds=${1:?usage: run.sh SECONDS [TARGET]...}
shift

# Each target, its words, how long its inputs are: the many, the few; and
# where there are seeds beside tests/fuzz/seeds/TARGET.
targets='
archive  archive 8192 262144
header   mail  16384 1048576 tests/mails
html     mail  16384 1048576 tests/mails
mbox     mail  16384 1048576 tests/mails
mime     mail  16384 1048576 tests/mails
records  records 4096 262144
rtf      rtf    4096 262144
selector selector  512  16384
table    table  2048  65536
ticket   ticket 8192 262144 tests/tickets
time     time   1024   16384
'

# fuzz TARGET CORPUS SECONDS BYTES WORDS SEEDS [OPTION]... : one run, told in
# $log.
fuzz() {
	local name=$1 corpus=$work/corpus/$2 time=$3 bytes=$4 words=$5 d
	local seeds=()

	mkdir -p "$corpus"
	for d in "$work/corpus/$name" $6 "tests/fuzz/seeds/$name"; do
		[ ! -d "$d" ] || [ "$d" = "$corpus" ] || seeds+=("$d")
	done
	shift 6
	"$programs/$name" -max_total_time="$time" -max_len="$bytes" \
		-timeout=5 -rss_limit_mb=1024 -print_final_stats=1 \
		-dict="tests/fuzz/$words.dict" \
		-artifact_prefix="$work/found/$name-" \
		"$@" "$corpus" "${seeds[@]}" >>"$log" 2>&1
}

# Most of the time on small inputs, which are many; a tenth on large ones.
large=$((seconds / 10))
[ "$large" -gt 0 ] || large=1
# What targets keep in files goes with this folder.
mkdir -p "$work/found" "$work/tmp"
TMPDIR=$(mktemp -d -p "$work/tmp") || exit 2
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT
faults=0
if [ $# -eq 0 ]; then
	set -- tests/fuzz/*.c
fi
for name; do
	name=$(basename "$name" .c)
	if ! line=$(grep "^$name " <<<"$targets"); then
		echo "run.sh has no target $name" >&2
		exit 2
	fi
	read -r name words small long seeds <<<"$line"
	log=$work/$name.log
	: >"$log"
	verdict=clean
	begun=$SECONDS
	fuzz "$name" "$name" $((seconds - large)) "$small" "$words" "$seeds" &&
		fuzz "$name" "$name-large" "$large" "$long" "$words" "$seeds" \
			-len_control=0 || {
		verdict="FAULT, see $log and $work/found"
		faults=1
	}
	sed -n 's/^stat::number_of_executed_units: *//p' "$log" | awk \
		-v name="$name" -v s=$((SECONDS - begun)) -v v="$verdict" \
		'{n += $1} END {printf "%s: %d executions in %d s: %s\n",
		name, n, s, v}'
done
exit $faults
