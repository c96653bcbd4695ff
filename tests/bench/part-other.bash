# shellcheck shell=bash disable=SC2154
# The rulebook, its clocks and its keywords by themselves, and mail.

echo 'loading a rulebook, floor: open, read, libcsv (medians of 201)'
tk-init -r standard "$work/standard"
"$bench/rules" "$work/standard"
"$bench/classify"
"$bench/clocks"

# Each import has a store of its own, which is not removed before the end: a
# file system is slow to give out what it has just taken back.
mails=${TK_BENCH_MAILS:-20000}
"$bench/mail" make "$mails" >"$work/mails"
"$bench/mail" read "$work/mails"
tk-init -r hotline "$work/mail"
printf '%s\n' '#!/bin/sh' 'cp -a "$1" "$1.$(ls -d "$1".* 2>/dev/null | wc -l)"' \
	>"$work/copy"
printf '%s\n' '#!/bin/sh' \
	'exec tk-import -q -s "$(ls -dt "$1".* | head -n 1)" "$2"' \
	>"$work/import"
chmod +x "$work/copy" "$work/import"
turns 3 "$work/copy" "$work/mail" \
	++ "$work/import" "$work/mail" "$work/mails" \
	-- "$bench/mail" read "$work/mails"
row "tk-import of $mails mails" 'floor: the reader' "${T[0]}" ms "${T[1]}"
