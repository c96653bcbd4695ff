# shellcheck shell=bash disable=SC2154
# Packing tickets, beside what copies the same files into one and, as each
# is gone afterwards, removes them.

printf '%s\n' '#!/bin/sh' \
	'find "$1/closed" -name "*.csv" -print0 | sort -z | xargs -0 cat |' \
	'dd bs=1M of="$1/joined" conv=fsync status=none' >"$work/join"
printf '%s\n' '#!/bin/sh' "'$work/join'"' "$1" && rm -r "$1/closed"' \
	>"$work/join-remove"
printf '%s\n' '#!/bin/sh' 'rm -rf "$2" && cp -a "$1" "$2"' >"$work/again"
chmod +x "$work/join" "$work/join-remove" "$work/again"

# packed WHERE COUNT RUNS GOAL
packed() {
	local from=$1/full to=$1/copy n=$2

	make_store "$from" 0 "$n"
	turns "$3" "$work/again" "$from" "$to" \
		++ tk-archive -q -s "$to" -b 2026-11-20 \
		-- "$work/again" "$from" "$to" ++ "$work/join" "$to" \
		-- "$work/again" "$from" "$to" ++ "$work/join-remove" "$to"
	row "tk-archive of $n, $4" 'cat of the same files, fsync' \
		"$(per_second "$n" "${T[0]}")" 1/s \
		"$(per_second "$n" "${T[1]}")" '>= 0.5'
	row "tk-archive of $n, $4" 'cat, fsync, and rm of the files' \
		"$(per_second "$n" "${T[0]}")" 1/s \
		"$(per_second "$n" "${T[2]}")"
	rm -rf "$from" "$to"
}

most=$((BENCH_SIZE < 100000 ? BENCH_SIZE : 100000))
mkdir "$ram/pack"
[ "$ram" = "$work" ] || packed "$ram/pack" $most 3 'in memory'
mkdir -p "$work/pack"
packed "$work/pack" $((most / 10)) 1 'on disk'
