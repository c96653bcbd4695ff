# shellcheck shell=bash disable=SC2154
# bench.bash - what the parts of the benchmark share: commands are timed by
# turns, and every figure becomes a row of bench.csv and a line of the table.

# turns RUNS COMMAND... -- COMMAND...: the medians in milliseconds, in T
turns() {
	local out

	if ! out=$("$bench/turns" "$@" 2>"$work/err"); then
		head -n 3 "$work/err" >&2
		return 1
	fi
	mapfile -t T <<<"$out"
}

# row NAME WHAT VALUE UNIT [OF [GOAL]]: a figure, its ratio to OF, and what
# the ratio should be, "<= 1.6". It is printed and judges nothing.
row() {
	awk -v OFS='\t' -v of="${5:-}" -v goal="${6:-}" '{
		if (of + 0 > 0)
			ratio = sprintf("%.2f", $3 / of)
		split(goal, g, " ")
		if (ratio != "" && goal != "")
			met = g[1] == "<=" && ratio + 0 <= g[2] ||
			    g[1] == ">=" && ratio + 0 >= g[2] ? "yes" : "no"
		print $1, $2, sprintf("%.*f", $3 < 10 ? 2 : $3 < 100, $3), $4,
		    ratio, goal, met }' FS='\t' - \
		<<<"$1"$'\t'"$2"$'\t'"$3"$'\t'"$4" >>"$work/rows"
	tail -n 1 "$work/rows" | show
}

# Rows as lines of a table.
show() {
	awk -F'\t' '{ printf "%-38s %9s %-6s %6s  %-6s %-4s %s\n", $1, $3,
	    $4, $5, $6, $7, $2 }'
}

# per_second COUNT MILLISECONDS
per_second() {
	awk -v n="$1" -v ms="$2" 'BEGIN { print n * 1000 / ms }'
}

# make_store STORE OPEN CLOSED
make_store() {
	tk-init -r hotline "$1"
	cp "$work/lives/rules/staff.csv" "$1/rules/"
	"$bench/store" "$1" "$work/lives/files" "$2" "$3"
}

# Does the folder's file system have so many bytes left?
has_room() {
	[ -w "$1" ] && [ "$(df -B1 --output=avail "$1" | tail -n 1)" -gt "$2" ]
}
