#!/bin/bash
# golden.sh - makes every report in every format over the fixed store of
# figures/ and compares it with figures/golden/REPORT.FORMAT. What makes them
# easier to read: the style of pages stands once in style.css, the parts of a
# mail are decoded and its hash is called HASH, each row of JSON is a line.
#
# Usage: golden.sh [-u]
#   -u  write what is printed, to be read before it is committed: the figures
#       are derived in figures/README.md, not here
# Differences go to standard output; the status is 1 if there are any.
set -u
top=$(cd "$(dirname "$0")/.." && pwd) || exit 2
: "${TK_BUILD:=$top/build}"
PATH=$TK_BUILD/bin:$PATH
export PATH LC_ALL=C.UTF-8 TZ=America/New_York
export TK_NOW=2026-10-12T16:30:00+08:00 TK_ACTOR=wang
golden=$top/tests/figures/golden
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
export XDG_STATE_HOME=$work/state TK_STORE=$work/store

# A report, as whom it is called by.
reports='overdue
daily
handover
digest
review --week W41
monthly
scorecard --week W41 --by agent
records --week W42
sorting --week W42
assignments --week W42
progress --week W42
communication --week W42
archive --week W42
measures --week W42'

make_store() {
	tk-init -r hotline "$TK_STORE" &&
		cp "$top"/tests/figures/rules/*.csv "$TK_STORE/rules/" &&
		cp -r "$top/tests/figures/week/." "$top/tests/figures/monday/." \
			"$TK_STORE/" &&
		echo 'mail.from,客户服务 <kefu@example.com>' \
			>>"$TK_STORE/rules/settings.csv" &&
		mkdir -p "$TK_STORE/mail" &&
		printf '%064d\n' 0 >"$TK_STORE/mail/key"
}

unquoted() {
	printf '%b\n' "$(sed -e ':a' -e '/=$/{N;s/=\n//;ba' -e '}' |
		sed 's/\\/\\\\/g; s/=\([0-9A-F][0-9A-F]\)/\\x\1/g')"
}

decoded() {
	case $1 in
	base64) base64 -d | tr -d '\r' ;;
	quoted-printable) unquoted ;;
	*) cat ;;
	esac
}

# Mail with its bodies as people read them.
unpacked() {
	local line body='' encoding='' head=yes

	while IFS= read -r line; do
		case $head:$line in
		:--=_* | ':From '*)
			printf %s "$body" | decoded "$encoding"
			head=yes body='' encoding=''
			;;
		:*)
			body+=$line$'\n'
			continue
			;;
		yes:Content-Transfer-Encoding:*) encoding=${line#*: } ;;
		yes:) head='' ;;
		esac
		printf '%s\n' "$line"
	done
	printf %s "$body" | decoded "$encoding"
}

# report FORMAT NAME [OPTION]...
report() {
	local format=$1

	shift
	case $format in
	html)
		tk-report -o html "$@" >"$work/page" || return
		sed -n '/^<style>$/,/^<\/style>$/p' "$work/page" |
			sed '/@top-left { content/d' >"$work/style.css"
		sed '/^<style>$/,/^<\/style>$/d' "$work/page"
		;;
	mail)
		[ "$1" = digest ] || set -- --mail-to lead@example.com "$@"
		tk-report -o mail "$@" >"$work/mail" || return
		unpacked <"$work/mail" | sed -e '/^<style>$/,/^<\/style>$/d' \
			-e 's/_tk\.[0-9a-f]\{32\}/_tk.HASH/' \
			-e 's/<tk\.report\.[0-9a-f]\{32\}/<tk.report.HASH/'
		;;
	json)
		tk-report -o json "$@" >"$work/json" || return
		sed 's/:\[{/:[\n{/g; s/},{/},\n{/g' "$work/json"
		;;
	*)
		tk-report -o "$format" "$@"
		;;
	esac
}

make_store || exit 2
mkdir "$work/golden"
while read -r name options; do
	for format in text csv json html mail; do
		# shellcheck disable=SC2086
		report $format $name $options >"$work/golden/$name.$format" \
			2>"$work/err" || echo "status $?"
		cat "$work/err" >>"$work/golden/$name.$format"
	done
done <<<"$reports"
cp "$work/style.css" "$work/golden/"
if [ "${1-}" = -u ]; then
	mkdir -p "$golden" && rm -f "$golden"/*.* &&
		cp "$work"/golden/* "$golden/"
else
	diff -ru "$golden" "$work/golden"
fi
