#!/bin/bash
# coverage.sh - what the tests that ran in BUILD/coverage went through: the
# branches of lib/ by folder on standard output, each line of each file as
# pages below BUILD/coverage/report/.
# Usage: coverage.sh, or better: make coverage
set -u
cd "$(dirname "$0")/.." || exit 2
: "${TK_BUILD:=$PWD/build}"
work=$TK_BUILD/coverage
report=$work/report
rm -rf "$report"
mkdir -p "$report"
gcovr --root . --object-directory "$work/obj" --filter 'lib/' --branches \
	--gcov-ignore-parse-errors \
	-j "$(nproc)" --csv "$report/files.csv" --txt "$report/branches.txt" \
	--html-details "$report/index.html" "$work/obj/lib" || exit
awk -F, '
function put(name) {
	printf "%-24s %6d of %6d branches  %5.1f %%  lines %5.1f %%\n", name,
	    hit[name], all[name], 100 * hit[name] / (all[name] ? all[name] : 1),
	    100 * lines[name] / (total[name] ? total[name] : 1)
}
function add(name) {
	total[name] += $2
	lines[name] += $3
	all[name] += $5
	hit[name] += $6
}
NR > 1 {
	folder = $1
	sub(/\/[^\/]*$/, "", folder)
	if (!(folder in all))
		order[++n] = folder
	add(folder)
	add("lib")
}
END {
	for (i = 1; i <= n; i++)
		put(order[i])
	put("lib")
}' "$report/files.csv"
echo "each line: $report/index.html"
