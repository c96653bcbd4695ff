# shellcheck shell=bash disable=SC2154
# 64 writers at once, on disk: a command a row, four of them on each ticket;
# and each with all rows to tickets of their own. Nothing may be lost.

crowd=$work/crowd
make_store "$crowd" 1024 0
find "$crowd/open" -name '*.csv' | sort >"$work/paths"
sed 's|.*/||; s|\.csv$||' "$work/paths" >"$work/numbers"
mkdir "$work/plain"
seq -f "$work/plain/%g" 1024 >"$work/plains"
xargs touch <"$work/plains"
text=2026-11-20T18:00:00+08:00,wang0,note,客户又来电

head -n 16 "$work/numbers" >"$work/few-numbers"
head -n 16 "$work/plains" >"$work/few-plains"
for _ in {1..32}; do
	cat "$work/few-plains"
done >"$work/plains-512"
turns 5 "$bench/crowd" 64 8 tk-note -q -s "$crowd" -m 客户又来电 \
	"@$work/few-numbers" \
	-- "$bench/crowd" 64 8 "$bench/floor-append" "$text" \
	"@$work/few-plains" \
	-- xargs -a "$work/plains-512" "$bench/floor-append" "$text"
row '64 writers, a command a row' 'floor: as many that lock, append, fsync' \
	"$(per_second 512 "${T[0]}")" rows/s "$(per_second 512 "${T[1]}")" \
	'>= 0.7'
row '64 writers, a command a row' 'a loop: lock, append, fsync' \
	"$(per_second 512 "${T[0]}")" rows/s "$(per_second 512 "${T[2]}")" \
	'>= 0.7'

# "crowd" gives each writer a line of these: a list of their own
split -a 3 -l 16 "$work/numbers" "$work/own-numbers."
split -a 3 -l 16 "$work/plains" "$work/own-plains."
printf '%s\n' "$work"/own-numbers.* >"$work/all-numbers"
printf '%s\n' "$work"/own-plains.* >"$work/all-plains"
printf '%s\n' '#!/bin/sh' \
	"exec tk-note -q -s '$crowd' -m 客户又来电 <\"\$1\"" >"$work/pipe"
printf '%s\n' '#!/bin/sh' \
	"exec xargs '$bench/floor-append' '$text' <\"\$1\"" >"$work/loop"
chmod +x "$work/pipe" "$work/loop"
turns 5 "$bench/crowd" 64 1 "$work/pipe" "@$work/all-numbers" \
	-- "$bench/crowd" 64 1 "$work/loop" "@$work/all-plains"
row '64 writers, 16 tickets each' 'floor: as many that lock, append, fsync' \
	"$(per_second 1024 "${T[0]}")" rows/s \
	"$(per_second 1024 "${T[1]}")" '>= 0.7'

# six rounds of each, of which one warmed up
wrote=$((6 * (64 * 8 + 64 * 16)))
found=$(xargs cat <"$work/paths" | grep -c ',note,客户又来电$')
row '64 writers, rows lost' "of $wrote" $((wrote - found)) rows
