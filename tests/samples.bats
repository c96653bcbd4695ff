#!/usr/bin/env bats
# samples.bats - the samples are what their README says, and the ready store
# is what life.sh makes.

load helper

@test "life.sh makes the ready store, byte for byte" {
	XDG_STATE_HOME=$PWD/state "$TOP/sample-tickets/life.sh" made
	(cd made && find . -type f | sort | xargs sha256sum) >a
	(cd "$TOP/sample-tickets/store" && find . -type f | sort |
		xargs sha256sum) >b
	diff -u b a	# if not: rm -r the store and run life.sh on it
}

@test "the ready store has tickets in every status, and is sound" {
	cp -r "$TOP/sample-tickets/store" ready
	export TK_STORE=$PWD/ready TK_NOW=2026-11-24T12:00:00+08:00
	for s in new unclear assigned active waiting solved closed; do
		run -0 tk-list -o csv status=$s
		[ "${#lines[@]}" -ge 2 ] || { echo "none is $s"; return 1; }
	done
	run -0 tk-check
	[ -z "$output" ]
}

@test "A9 is in it to its end" {
	export TK_STORE=$TOP/sample-tickets/store
	export TK_NOW=2026-11-24T12:00:00+08:00
	run -0 tk-show -o json HL-0001
	[[ $output == *'"status":"closed"'*'"category":"故障报修/硬件故障"'* ]]
	[[ $output == *'"satisfaction":"满意"'* ]]
	for clock in appointment visit callback; do
		[[ $output == *"\"clock\":\"$clock\",\"cycle\":1,\"verdict\":\"met\""* ]]
	done
}

@test "every category has three samples, and all records are labelled" {
	local n

	while IFS= read -r category; do
		n=$(grep -c "^$category," "$TOP/sample-tickets/labels.csv")
		[ "$n" -ge 3 ] || { echo "$category: $n"; return 1; }
	done < <(tail -n +2 "$TOP/lib/rulebooks/hotline/categories.csv" |
		cut -d, -f1 | grep /)
	run -0 tk-classify --eval "$TOP/sample-tickets/labels.csv"
	[[ $output == *66* ]]
}

@test "the demo runs, and says what it does" {
	run -0 env TK_BUILD="$BUILD" "$TOP/sample-tickets/demo.sh"
	[[ $output == *'no confirmation by the customer yet'* ]]
	[[ $output == *'# overdue at '* ]]
	[[ $output == *'# weekly '* ]]
}
