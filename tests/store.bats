#!/usr/bin/env bats
# store.bats - the folder of a store: finding it, what may not be written,
# full disks, modes, newer formats, links.

load helper
load mounts

# ---- which store ---------------------------------------------------------

@test "the store is -s, else TK_STORE, else the nearest folder above" {
	new_store hotline other
	unset TK_STORE
	runs 2 tk-new 打不开
	says 'tk-new: no store: name one with -s DIR or TK_STORE, or make one with '"'tk-init DIR'"
	runs 0 tk-new -q -s other 打不开
	mkdir -p store/open/deep/er
	(cd store/open/deep/er && tk-new -q 关不上 >/dev/null)
	TK_STORE=store runs 0 tk-new -q -s other 灯不亮
	[ "$(cat other/open/*/*.csv | grep -c ,subject,)" -eq 2 ]
	[ "$(cat store/open/2*/*.csv | grep -c ,subject,)" -eq 1 ]
	# two stores in each other: the inner one
	tk-init store/inner
	(cd store/inner/open && tk-new -q 内层 >/dev/null)
	[ "$(cat store/inner/open/*/*.csv | grep -c ,subject,)" -eq 1 ]
}

@test "a folder that is no store, and one that is not there" {
	mkdir empty
	runs 2 tk-new -s empty 打不开
	says 'tk-new: "empty" is not a store: it has no store.csv; make one with '"'tk-init empty'"
	runs 2 tk-new -s gone 打不开
	says 'tk-new: cannot open folder "gone": No such file or directory'
}

@test "a store of a newer format is left alone by all" {
	tk-new -q 打不开 >/dev/null
	sed -i 's/^format,.*/format,2/' "$STORE/store.csv"
	message="$STORE/store.csv:2:2: the store has format 2, this tk knows formats up to 1; install a newer tk"
	for c in 'tk-note -m x 0001' 'tk-new x' 'tk-close 0001' 'tk-list' \
		'tk-check' 'tk-check -r' 'tk-show 0001'; do
		# shellcheck disable=SC2086
		refuses 2 "${c%% *}: $message" -- $c </dev/null
	done
}

@test "the clock and the actor count only where store.csv lets them" {
	tk-new -q 打不开 >/dev/null
	sed -i /override/d "$STORE/store.csv"
	refuses 2 "tk-note: $STORE: TK_NOW is set, but its store.csv does not say override,yes; unset it" \
		-- tk-note -m x 0001 </dev/null
	unset TK_NOW
	refuses 2 "tk-note: $STORE: TK_ACTOR is set, but its store.csv does not say override,yes; unset it" \
		-- tk-note -m x 0001 </dev/null
	unset TK_ACTOR
	runs 0 tk-note -m x 0001
	[ "$(awk -F, '$3 == "note" { print $2 }' "$(file_of CS202611200001)")" = "$(id -un)" ]
	# readers always believe the clock
	TK_NOW=2026-11-30T09:00:00+08:00 runs 0 tk-list -o csv
	[[ $output == *CS202611200001* ]]
}

# ---- a store that cannot be written ---------------------------------------

@test "a read-only store can be read; writers say so and keep the text" {
	tk-new -q ref=K1 打不开 >/dev/null
	tk-new -q 关不上 >/dev/null
	tk-close -q -m 好了 confirmation=已解决 satisfaction=满意 0002 >/dev/null
	before=$(sums)
	run -0 with_mounts "$READ_ONLY"'
		tk-list status=all >list 2>&1; echo list $?
		tk-show 0001 >show 2>&1; echo show $?
		tk-check 2>&1; echo check $?
		tk-classify -m 打不开电源 >/dev/null 2>&1; echo classify $?
		tk-new 灯不亮 >out 2>&1; echo new $?
		tk-new ref=K9 灯不亮 >>out 2>&1; echo new $?
		tk-note -m 又来电 0001 >>out 2>&1; echo note $?
		tk-close -m 好了 confirmation=已解决 satisfaction=满意 0001 \
			>>out 2>&1; echo close $?
		tk-reopen -m 又坏了 0002 >>out 2>&1; echo reopen $?
		tk-check -r >>out 2>&1; echo repair $?'
	prints 'list 0' 'show 0' 'check 0' 'classify 0' 'new 2' 'new 2' \
		'note 2' 'close 2' 'reopen 2' 'repair 0'
	grep -q 关不上 list && grep -q 打不开 show
	[ "$(grep -c 'Read-only file system' out)" -eq 5 ]
	[ "$(cat state/tk/refused/* | grep -c 又来电)" -eq 1 ]
	[ "$(sums)" = "$before" ]
}

@test "on a full disk nothing is half written, and the text is kept" {
	for i in 1 2 3; do
		tk-new -q customer=王芳 第"$i"张 >/dev/null
	done
	head -c 9000 /dev/zero | tr '\0' a >long
	export SIZE=4m
	run -0 with_mounts "$FULL"'
		fill
		(cd full/store && find . -type f ! -path "./numbers/*" |
			sort | xargs cksum) >before
		tk-new -m @long 打不开 >out 2>&1; echo new $?
		tk-note -m @long 0001 >>out 2>&1; echo note $?
		tk-note -q -a long -m 见附件 0002 >>out 2>&1; echo attach $?
		tk-close -m @long confirmation=已解决 satisfaction=满意 0003 \
			>>out 2>&1; echo close $?
		tk-new ref=K1 打不开 >>out 2>&1; echo ref $?
		tk-list >list 2>&1; echo list $?
		# but for numbers given out in vain
		(cd full/store && find . -type f ! -path "./numbers/*" |
			sort | xargs cksum) | diff before -
		echo same $?
		rm full/zeros
		tk-check; echo check $?
		tk-note -q -m @long 0001 >/dev/null 2>&1; echo note $?
		tk-check; echo check $?'
	prints 'new 2' 'note 2' 'attach 2' 'close 2' 'ref 2' 'list 0' 'same 0' \
		'check 0' 'note 0' 'check 0'
	[ "$(grep -c 'No space left on device' out)" -eq 5 ]
	[ "$(cat state/tk/refused/* | tr -dc a | wc -c)" -ge 27000 ]
	[ "$(wc -l <list)" -ge 3 ]
}

@test "a disk that fills up in the middle of many takes back what it must" {
	export SIZE=6m
	printf 'subject,description\n' >in.csv
	for i in $(seq 1000); do
		printf '第%s张,%04000d\n' "$i" 0
	done >>in.csv
	run -0 with_mounts "$FULL"'
		tk-new -q -i csv in.csv >printed 2>err; echo $?
		rm -f full/zeros
		tk-check; echo check $?
		cp -a full/store after'
	prints 2 'check 0'
	[ "$(wc -l <printed)" -gt 10 ]
	[ "$(wc -l <printed)" -lt 1000 ]
	diff <(sort printed) <(find after/open -name 'CS*.csv' -printf '%f\n' |
		sed 's/\.csv$//' | sort)
	[ -z "$(find after -name '*.tmp')" ]
}

# ---- modes, links, odd names ----------------------------------------------

@test "a store of a group has its modes whatever the umask" {
	tk-init --group shared
	(
		umask 077
		tk-new -q -s shared ref=K1 打不开
		echo x >photo.jpg
		tk-note -q -s shared -m 见图 -a photo.jpg 0001
		tk-note -q -s shared ref=K2 0001
		tk-close -q -s shared -m 好了 confirmation=已解决 \
			satisfaction=满意 0001
	) >/dev/null
	[ -z "$(find shared -type d ! -perm 2770)" ]
	[ -z "$(find shared -type f ! -perm 660)" ]
	[ -f shared/closed/2026-11-20/CS202611200001.csv ]
}

@test "numbers go on where they were, whatever was lost" {
	for i in 1 2 3; do
		tk-new -q 第"$i"张 >/dev/null
	done
	rm "$STORE/numbers/2026-11-20"
	runs 0 tk-new -q 第四张
	prints CS202611200004
	rm "$(file_of CS202611200004)"
	runs 0 tk-new -q 第五张
	prints CS202611200005
	echo 9998 >"$STORE/numbers/2026-11-20"
	runs 0 tk-new -q 第六张
	prints CS202611209999
	runs 0 tk-new -q 第七张
	prints CS2026112010000
	# a number that was put there by hand is not overwritten
	sed 's/,id,.*/,id,CS2026112010001/' "$(file_of CS2026112010000)" \
		>"$STORE/open/2026-11-20/CS2026112010001.csv"
	runs 0 tk-new -q 第八张
	prints CS2026112010002
	sound
}

@test "a clock that jumps back: nothing is refused, and no time goes back" {
	at 10:00
	tk-new -q customer=王芳 打不开 >/dev/null
	at 09:50
	tk-classify -q -c 故障报修/硬件故障 0001 | tk-assign -q -t sun
	at 09:40
	tk-note -q -k reply -m 已致电 0001 >/dev/null
	at 2026-11-19 09:30
	tk-close -q -m 好了 confirmation=已解决 satisfaction=满意 0001 >/dev/null
	tk-reopen -q -m 又坏了 0001 >/dev/null
	[ "$(tail -n +2 "$(file_of CS202611200001)" | cut -d , -f 1 | uniq)" = \
		2026-11-20T10:00:00+08:00 ]
	# what is due is so after it began, whoever looks when
	for day in 19 20; do
		at 2026-11-$day 10:00
		tk-show -o json 0001 | jq -e 'all(.clocks[]; .elapsed >= 0 and
			(.due == null or .due >= .start))' >/dev/null
	done
	# a new one has its number of the day the clock shows
	at 2026-11-19 09:30
	runs 0 tk-new -q 关不上
	prints CS202611190001
	sound
}

@test "a writer that meets a torn tail sets it aside, says so and goes on" {
	tk-new -q 打不开 >/dev/null
	f=$(file_of CS202611200001)
	cp "$f" before
	printf '%s,li,"又' "$TK_NOW" >>"$f"
	runs 0 tk-list
	[ -z "$stderr" ]
	runs 0 tk-note -m 来电 0001
	prints CS202611200001
	says 'tk-note: warning: CS202611200001: a half-written row at its end was set aside in lost/CS202611200001.tail'
	[ "$(cat "$STORE/lost/CS202611200001.tail")" = "$TK_NOW,li,\"又" ]
	cmp <(cat before; echo "$TK_NOW,wang,note,来电") "$f"
	# the second one does not overwrite the first
	printf x >>"$f"
	tk-note -q -m 再来电 0001 >/dev/null 2>&1
	[ "$(cat "$STORE/lost/CS202611200001.tail-2")" = x ]
	sound
}

@test "a ticket with damage in the middle can be written, read and closed" {
	tk-new -q 打不开 >/dev/null
	f=$(file_of CS202611200001)
	printf '%s,li,note,"没有\n' "$TK_NOW" >>"$f"
	tk-note -q -m 来电 0001 >/dev/null
	runs 0 tk-list -o csv
	[[ $output == *CS202611200001* ]]
	tk-close -q -m 好了 confirmation=已解决 satisfaction=满意 0001 >/dev/null
	[ -f "$STORE/closed/2026-11-20/CS202611200001.csv" ]
}

@test "the next command that locks a ticket moves it to where it belongs" {
	tk-new -q 打不开 >/dev/null
	mkdir -p "$STORE/closed/2026-11-20"
	mv "$(file_of CS202611200001)" "$STORE/closed/2026-11-20/"
	tk-note -q -m 又来电 0001 >/dev/null
	[ -f "$STORE/open/2026-11-20/CS202611200001.csv" ]
	sound
}

@test "what stands on closed descriptors goes nowhere, least of all in tickets" {
	tk-new -q 打不开 >/dev/null
	cp "$(file_of CS202611200001)" before
	printf x >>"$(file_of CS202611200001)"
	run -2 bash -c 'tk-note -m 又来电 0001 <&- >&- 2>&-'
	cmp <(cat before; echo "$TK_NOW,wang,note,又来电") \
		"$(file_of CS202611200001)"
	sound
}

@test "output that cannot be written is an error, a reader that left is none" {
	tk-new -q 打不开 >/dev/null
	run -2 --separate-stderr bash -c 'tk-list >/dev/full'
	says 'tk-list: cannot write to standard output: No space left on device'
	run -2 --separate-stderr bash -c 'tk-note -m 又来电 0001 >/dev/full'
	says 'tk-note: cannot write to standard output: No space left on device'
	[ "$(value_of CS202611200001 note)" = 又来电 ]
	for i in $(seq 2000); do
		echo CS202611200001
	done >ids
	run -0 bash -c 'tk-note -m 接着 <ids | true; exit ${PIPESTATUS[0]}'
	[ "$(grep -c ',note,接着' "$(file_of CS202611200001)")" -eq 2000 ]
}
