#!/bin/bash
# run.sh - runs each fuzz target for so many seconds, with our own mails as
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
[ $# -gt 0 ] || set -- mbox header mime html
faults=0

# fuzz TARGET CORPUS SECONDS BYTES [OPTION]... : one run, told in $log.
fuzz() {
	local name=$1 corpus=$work/corpus/$2 time=$3 bytes=$4 seeds=() d

	shift 4
	mkdir -p "$corpus"
	for d in "$work/corpus/$name" tests/mails "tests/fuzz/seeds/$name"; do
		[ ! -d "$d" ] || [ "$d" = "$corpus" ] || seeds+=("$d")
	done
	"$programs/$name" -max_total_time="$time" -max_len="$bytes" \
		-timeout=5 -rss_limit_mb=1024 -print_final_stats=1 \
		-dict=tests/fuzz/mail.dict -artifact_prefix="$work/found/$name-" \
		"$@" "$corpus" "${seeds[@]}" >>"$log" 2>&1
}

# Most of the time on small inputs, which are many; a tenth on large ones.
large=$((seconds / 10))
[ "$large" -gt 0 ] || large=1
mkdir -p "$work/found"
for name; do
	log=$work/$name.log
	: >"$log"
	verdict=clean
	begun=$SECONDS
	fuzz "$name" "$name" $((seconds - large)) 16384 &&
		fuzz "$name" "$name-large" "$large" 1048576 -len_control=0 || {
		verdict="FAULT, see $log and $work/found"
		faults=1
	}
	sed -n 's/^stat::number_of_executed_units: *//p' "$log" | awk \
		-v name="$name" -v s=$((SECONDS - begun)) -v v="$verdict" \
		'{n += $1} END {printf "%s: %d executions in %d s: %s\n",
		name, n, s, v}'
done
exit $faults
