#!/usr/bin/env bats
# golden.bats - the reports over the store of figures/, in every format: as
# they were read, with the figures that are derived by hand.

load helper
load figures

setup() {
	export LC_ALL=C.UTF-8 TZ=America/New_York
	GOLDEN=$TOP/tests/figures/golden
	cd "$BATS_TEST_TMPDIR" || return
}

@test "every report, in every format, is as it was read" {
	runs 0 "$TOP/tests/golden.sh"
	prints ''
	says ''
	# all there are, and in all formats
	for name in $(TK_NOW=2026-10-12T16:30:00+08:00 tk-report 2>&1 |
		sed -n '1s/.*report: //p' | tr -d ,); do
		[ "$name" != weekly ] || continue	# a name of review
		for format in text csv json html mail; do
			[ -s "$GOLDEN/$name.$format" ]
		done
	done
}

# The columns $2 (a,b; all when empty) of the lines "ROW COLUMN=VALUE …".
picked() {
	awk -v want="$1" '
	BEGIN { n = split(want, w, ","); for (i in w) keep[w[i]] = 1 }
	n == 0 { print; next }
	{ line = row = $0
	  sub(/ [a-z0-9_]+=.*/, "", line)
	  while (match(row, / [a-z0-9_]+=/)) {
		key = substr(row, RSTART, RLENGTH)
		row = substr(row, RSTART + RLENGTH)
		value = match(row, / [a-z0-9_]+=/) ? substr(row, 1, RSTART - 1) : row
		if (substr(key, 2, length(key) - 2) in keep)
			line = line key value
	  }
	  print line }'
}

# The columns $1 of a CSV that has no cells with commas in them.
columns() {
	awk -F, -v want="$1" '
	NR == 1 { n = split(want, w, ","); for (i = 1; i <= NF; i++) at[$i] = i; next }
	{ for (i = 1; i <= n; i++) printf "%s%s", $(at[w[i]]), i < n ? "," : "\n" }'
}

@test "its figures are those that the README derives" {
	awk '/^```[a-z]/ { n++; file = n ".want"; print substr($0, 4) >n ".what"
			printf "" >file; next }
		/^```$/ { file = ""; next }
		file != "" { print >file }' "$TOP/tests/figures/README.md"
	[ -s 22.want ]
	for what in *.what; do
		read -r report table columns <"$what"
		cp "$GOLDEN/$report.csv" figures.csv
		case $(head -n 1 figures.csv) in
		table,row,column,value) table "$table" | picked "$columns" ;;
		*) columns "$table" <figures.csv ;;
		esac >got
		diff -u "${what%.what}.want" got || {
			echo "$report $table"
			return 1
		}
	done
}

# What review.bats and scorecard.bats derive stands there, too.
@test "of review and scorecard they are those that their tests derive" {
	export TK_NOW=2026-10-12T09:00:00+08:00 TK_ACTOR=wang
	new_store
	twelve
	tk-report -o csv review | diff "$GOLDEN/review.csv" -
	tk-report -o csv weekly | diff "$GOLDEN/review.csv" -
	tk-report weekly | sed 1s/weekly/review/ | diff "$GOLDEN/review.text" -
	tk-report -o csv scorecard --week W41 --by agent |
		diff "$GOLDEN/scorecard.csv" -
}

@test "JSON says what CSV says" {
	for csv in "$GOLDEN"/*.csv; do
		json=${csv%.csv}.json
		# figures as they are written: 33.0
		sed 's/":\([-0-9.]*\)\([,}]\)/":"\1"\2/g' "$json" >strings
		case $(head -n 1 "$csv") in
		table,row,column,value)
			jq -r 'to_entries[] | select(.value | type == "array") |
				.key as $t | .value[] | to_entries | .[0].value as $r |
				.[1:][] | select(.value != null) |
				"\($t),\($r // ""),\(.key),\(.value)"' strings |
				diff <(tail -n +2 "$csv" | tr -d '"') -
			;;
		*)
			jq -r '[.[] | select(type == "array")][0][] |
				[.[] | . // ""] | join(",")' strings |
				diff <(tail -n +2 "$csv" | tr -d '"') -
			;;
		esac
	done
}

@test "pages and mail have every number of the text" {
	seen() {
		sed 's/<svg.*<\/svg>//g; s/<[^>]*>/ /g; s/&lt;/</g; s/&gt;/>/g' "$1"
	}
	for text in "$GOLDEN"/*.text; do
		for other in "${text%.text}.html" "${text%.text}.mail"; do
			case $other in */digest.mail) continue ;; esac
			seen "$other" >page
			grep -oE '[^ ]*[0-9][^ ]*' "$text" | grep -v … |
				sed 's/[:,]$//' | sort -u >numbers
			[ -s numbers ]
			while read -r number; do
				grep -qF -- "$number" page || {
					echo "$other lacks $number"
					return 1
				}
			done <numbers
		done
		# the text is a part of the mail as it is; lists of tickets are
		# as wide as they come only in a pipe
		grep -q '^# .*\(id\|team\) ' "$text" && continue
		head -n 1 "$text" >first
		awk 'NR == FNR { first = $0; next }
			/^--=_/ { text = 0 }
			$0 == first { text = 1 }
			text { print }' first "${text%.text}.mail" | diff "$text" -
	done
}
