# shellcheck shell=bash disable=SC2154
# How cost grows: stores of which 5 % is open and what is older than three
# months is archived.

sizes=
for size in 10000 100000; do
	[ "$size" -ge "$BENCH_SIZE" ] || sizes="$sizes $size"
done
sizes="$sizes $BENCH_SIZE"
declare -A first
for size in $sizes; do
	store=$ram/size
	make_store "$store" $((size / 20)) $((size - size / 20))
	tk-archive -q -s "$store"
	id=$(tk-list -s "$store" -o csv | sed -n '2s/,.*//p')
	past=$(cut -d, -f1 "$store/archive/2020-05.csv" | sed -n 100p)
	customer=$(tk-show -s "$store" -o json "$past" |
		grep -o '"customer":"[^"]*"' | head -n 1 | cut -d'"' -f4)
	turns 7 tk-new -q -s "$store" customer=王芳 热水器打不开 \
		-- tk-note -q -s "$store" -m 客户又来电 "$id" \
		-- tk-classify -q -s "$store" "$id" \
		-- tk-assign -q -s "$store" -t zhao0 "$id" \
		-- tk-show -s "$store" "$id" -- tk-show -s "$store" "$past" \
		-- tk-list -s "$store" \
		-- tk-list -s "$store" status=all "customer=$customer" \
		-- tk-report -s "$store" overdue \
		-- tk-report -s "$store" weekly --week 0 \
		-- tk-report -s "$store" scorecard --from 2016-01-01
	i=0
	for name in tk-new tk-note tk-classify tk-assign tk-show \
		'tk-show, archived' tk-list "tk-list of a customer, all" \
		overdue weekly 'scorecard of 10 years'; do
		row "$name" "$size tickets" "${T[i]}" ms "${first[$name]:-}"
		: "${first[$name]:=${T[i]}}"
		i=$((i + 1))
	done
	rm -rf "$store"
done
