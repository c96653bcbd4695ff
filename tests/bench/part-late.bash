# shellcheck shell=bash disable=SC2154
# What is late, worst first, of BENCH_OPEN open tickets: beside the least
# that must be done, beside the same with closed tickets there too, and
# beside other programs on the same tickets.

open=$BENCH_OPEN
make_store "$ram/late" "$open" 0
make_store "$ram/beside" "$open" "$BENCH_SIZE"
floor=("$bench/floor-read" "$ram/late")
turns 11 tk-report -s "$ram/late" -j "$threads" overdue \
	-- "${floor[@]}" "$threads" \
	-- tk-report -s "$ram/beside" -j "$threads" overdue \
	-- tk-report -s "$ram/late" -j 1 overdue -- "${floor[@]}" 1 \
	-- tk-list -s "$ram/late" -j "$threads" -- tk-check -s "$ram/late"
row "overdue, $open open" 'floor: open, read, libcsv' "${T[0]}" ms "${T[1]}" \
	'<= 1.6'
row "overdue, $open open and $BENCH_SIZE closed" 'none closed' "${T[2]}" ms \
	"${T[0]}" '<= 1.1'
row "overdue, $open open, 1 thread" 'floor, 1 thread' "${T[3]}" ms "${T[4]}"
row "tk-list, $open open" 'floor: open, read, libcsv' "${T[5]}" ms "${T[1]}"
row "tk-check, $open open" 'floor, 1 thread' "${T[6]}" ms "${T[4]}"
rm -rf "$ram/beside"

if command -v task recsel sqlite3 mlr rg >/dev/null; then
	. "$here/others.bash"
	export_tickets "$ram/late" "$ram/other"
	late=$(sqlite3 "$ram/other/tickets.db" \
		"SELECT count(*) FROM ($sqlite_late)")
	customer=$(mlr --icsv --onidx cut -f customer "$ram/other/tickets.csv" |
		head -n 1)
	turns 5 tk-report -s "$ram/late" overdue \
		-- task overdue \
		-- recsel -t ticket -e "due << '2026-11-20 18:00:00'" -S due \
		"$ram/other/tickets.rec" \
		-- sqlite3 "$ram/other/tickets.db" "$sqlite_late" \
		-- mlr --icsv --opprint \
		filter '$due != "" && $due < "2026-11-20 18:00:00"' \
		'then' sort -f due "$ram/other/tickets.csv" \
		-- tk-list -s "$ram/late" "customer=$customer" \
		-- rg -l "customer,$customer" "$ram/late"
	row "overdue, $late late of $open" 'task overdue' "${T[0]}" \
		ms "${T[1]}" '<= 0.3'
	row "overdue, $late late of $open" 'recsel -e -S' "${T[0]}" ms \
		"${T[2]}" '<= 0.3'
	row "overdue, $late late of $open" 'sqlite3, due times in an index' \
		"${T[0]}" ms "${T[3]}"
	row "overdue, $late late of $open" 'mlr filter then sort' "${T[0]}" ms \
		"${T[4]}"
	row "tk-list of a customer, $open open" 'rg -l over the store' \
		"${T[5]}" ms "${T[6]}"
else
	echo 'without task, recsel, sqlite3, mlr, rg: nothing to compare with'
fi
rm -rf "$ram/late" "$ram/other"
