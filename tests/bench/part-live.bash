# shellcheck shell=bash disable=SC2154
# The past: a week's review with it and without it, and figures of all of it.

live=$((BENCH_OPEN / 2))
make_store "$ram/live" "$live" 0
make_store "$ram/past" 0 "$BENCH_SIZE"
cp -a "$ram/live" "$ram/both"
turns 1 tk-archive -q -s "$ram/past" -b 2026-11-20
mv "$ram/past/archive" "$ram/both/archive"
packed=$(tail -q -n 1 "$ram"/both/archive/*.zone.csv |
	awk -F, '{ n += $2 } END { print n }')
row "tk-archive of $packed" 'by itself' \
	"$(per_second "$packed" "${T[0]}")" 1/s

turns 11 tk-report -s "$ram/both" weekly --week 0 \
	-- tk-report -s "$ram/live" weekly --week 0 \
	-- "$bench/floor-read" "$ram/live" "$threads"
row "weekly, $live live, $packed archived" 'none archived' "${T[0]}" ms \
	"${T[1]}" '<= 1.2'
row "weekly, $live live" 'floor: open, read, libcsv' "${T[1]}" ms "${T[2]}"

turns 3 tk-report -s "$ram/both" scorecard --from 2016-01-01 \
	-- "$bench/floor-csv" "$ram"/both/archive/*.summary.csv \
	-- tk-report -s "$ram/both" -j 1 scorecard --from 2016-01-01
row "scorecard of 10 years, $packed archived" 'floor: libcsv, 1 thread' \
	"${T[0]}" ms "${T[1]}" '<= 3'
row "scorecard of 10 years, 1 thread" 'floor: libcsv, 1 thread' "${T[2]}" ms \
	"${T[1]}"
number=$(sed -n 100p "$ram/both/archive/2020-05.csv" | cut -d, -f1)
turns 31 tk-show -s "$ram/both" "$number" -- /bin/true
row 'tk-show of an archived ticket' 'floor: true' "${T[0]}" ms "${T[1]}"
rm -rf "$ram/live" "$ram/past" "$ram/both"
