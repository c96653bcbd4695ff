#!/usr/bin/env bats
# tk-check.bats - faults of a store, their repair, and another rulebook.

load helper

DAY=2026-11-20

# A ticket, and its file in $FILE, short: open/…
new() {
	ID=$(tk-new -q "$@")
	SHORT=open/$DAY/$ID.csv
	FILE=$STORE/$SHORT
}

closed() {
	new "$@"
	tk-close -q -m 好了 confirmation=已解决 satisfaction=满意 "$ID" >/dev/null
	SHORT=closed/$DAY/$ID.csv
	FILE=$STORE/$SHORT
}

# Adds rows: "ACTOR,FIELD,VALUE", of one time.
row() {
	printf "$TK_NOW,%s\n" "$@" >>"$FILE"
}

# tk-check says just this, and leaves all as it is.
finds() {
	local before

	before=$(sums)
	runs 1 tk-check
	prints "$@"
	says ''
	[ "$(sums)" = "$before" ]
}

hours_ago() {
	touch -d '-2 hours' "$@"
}

@test "says nothing of a store without faults, and with -v how much it read" {
	new 打不开
	closed 客户=王芳 ref=K7 关不上
	echo x >photo.jpg
	tk-note -q -a photo.jpg "$ID" >/dev/null
	sound
	runs 0 tk-check -v
	prints '# checked: tickets 1 open, 1 closed, 0 archived; rows 17; attachments 1; keys in ref/ 1; messages 0'
	says ''
}

@test "an empty store, and one whose folders are missing, are sound" {
	sound
	rm -r "$STORE"/{open,closed,files,ref,lost,numbers}
	sound
}

@test "names every row that does not count, and leaves it" {
	new 打不开
	row li,note.channel,电话 'sun,void,99' 'sun,note.at,昨天' sun,note,来过 \
		sun,id,CS202611190001 sun,status,cloesd sun,mood,好
	printf 'x,y\n' >>"$FILE"
	row sun,note,完
	finds \
		"$SHORT: row 5: note.channel has no row note below it in its command and is not counted; write both anew" \
		"$SHORT: row 6: \"99\" is no row that can be taken out; write another void" \
		"$SHORT: row 7: \"昨天\" is no time and not counted; void row 8 and write it anew" \
		"$SHORT: row 9: a second id, \"CS202611190001\", not counted; if rows of another ticket were put here, write them there" \
		"$SHORT: row 10: \"cloesd\" is no status and not counted; void the row and write another" \
		"$SHORT: row 12: damaged and not counted; write what it says anew: x,y" \
		"$SHORT: row 11: unknown field \"mood\"; add it to rules/fields.csv, or void the row"
	runs 1 tk-check -r
	[ "${#lines[@]}" -eq 7 ]
}

@test "a row taken out is no fault any more" {
	new 打不开
	row li,status,cloesd li,mood,好
	for n in 5 6; do
		tk-note -q -k void=$n -m 写错 "$ID" >/dev/null
	done
	sound
}

@test "a torn tail goes to lost/ and is cut off" {
	new 打不开
	cp "$FILE" whole
	printf '%s,li,no' "$TK_NOW" >>"$FILE"
	finds "$SHORT: a torn tail of 31 bytes, left by a command that died; 'tk-check -r' sets it aside"
	runs 0 tk-check -r
	prints "$SHORT: a torn tail of 31 bytes; it is lost/$ID.tail now"
	cmp "$FILE" whole
	[ "$(cat "$STORE/lost/$ID.tail")" = "$TK_NOW,li,no" ]
	sound
}

@test "a tail that somebody is just writing is no fault" {
	new 打不开
	# holds the lock with half a row, and finishes it
	exec 9>>"$FILE"
	flock 9
	printf '%s,li,no' "$TK_NOW" >&9
	(sleep 0.3; echo te,ja >&9) &
	exec 9>&-
	sound
	wait
	[ "$(value_of "$ID" note)" = ja ]
}

@test "a ticket somebody keeps locked makes it say busy, not wrong" {
	new 打不开
	exec 9>>"$FILE"
	flock 9
	printf '%s,li,no' "$TK_NOW" >&9
	runs 75 tk-check
	[ -z "$output" ]
	says "tk-check: $ID: busy: somebody else is writing; try again"
	exec 9>&-
}

@test "a ticket in the wrong folder is moved to where its rows say" {
	closed 打不开
	mv "$FILE" "$STORE/open/$DAY/"
	a=$ID
	new 关不上
	mv "$FILE" "$STORE/closed/$DAY/"
	finds "open/$DAY/$a.csv: closed, and no clock runs; 'tk-check -r' moves it to closed/" \
		"closed/$DAY/$ID.csv: not closed; 'tk-check -r' moves it to open/"
	before=$(cat "$STORE"/*/$DAY/*.csv | sha256sum)
	runs 0 tk-check -r
	prints "open/$DAY/$a.csv: in the wrong folder; it is closed/$DAY/$a.csv now" \
		"closed/$DAY/$ID.csv: in the wrong folder; it is open/$DAY/$ID.csv now"
	[ -f "$STORE/closed/$DAY/$a.csv" ] && [ -f "$STORE/open/$DAY/$ID.csv" ]
	sound
}

@test "a closed ticket stays in open/ while a clock runs" {
	sed -i '/^clock,/a review,,result,review,,,1d,work,once,start,' \
		"$STORE/rules/clocks.csv"
	new 打不开
	tk-close -q -m 好了 confirmation=已解决 satisfaction=满意 "$ID" >/dev/null
	[ -f "$FILE" ]
	sound
	mkdir -p "$STORE/closed/$DAY"
	mv "$FILE" "$STORE/closed/$DAY/"
	finds "closed/$DAY/$ID.csv: a clock still runs; 'tk-check -r' moves it to open/"
	runs 0 tk-check -r
	[ -f "$FILE" ]
}

@test "moving a ticket closed by hand writes its verdicts" {
	new 打不开
	row li,result,invalid li,status,closed
	finds "$SHORT: closed, and no clock runs; 'tk-check -r' moves it to closed/"
	runs 0 tk-check -r
	grep -q ',verdict,response 1 cancelled ' "$STORE/closed/$DAY/$ID.csv"
	sound
}

@test "a ticket in both folders: the copy with nothing more goes to lost/" {
	new 打不开
	mkdir -p "$STORE/closed/$DAY"
	cp "$FILE" "$STORE/closed/$DAY/"
	tk-note -q -m 又来电 "$ID" >/dev/null
	finds "closed/$DAY/$ID.csv: in open/ too, and only that one counts; compare them, move one to lost/"
	runs 0 tk-check -r
	prints "closed/$DAY/$ID.csv: in open/ too, with the same rows; it is lost/$ID.csv now"
	sound
	# one that says something else is left to people
	sed s/又来电/没来电/ "$FILE" >"$STORE/closed/$DAY/$ID.csv"
	runs 1 tk-check -r
	prints "closed/$DAY/$ID.csv: in open/ too, and only that one counts; compare them, move one to lost/"
	[ -f "$STORE/closed/$DAY/$ID.csv" ]
}

@test "names a missing header, a missing id and one of another file" {
	new 打不开
	sed -i 1d "$FILE"
	cp "$FILE" "$STORE/open/$DAY/CS202611200007.csv"
	echo time,actor,field,value >"$STORE/open/$DAY/CS202611200008.csv"
	: >"$STORE/open/$DAY/CS202611200009.csv"
	finds "$SHORT: the first line is not the header time,actor,field,value; put it above the first row" \
		"open/$DAY/CS202611200007.csv: the first line is not the header time,actor,field,value; put it above the first row" \
		"open/$DAY/CS202611200007.csv: its id is $ID; name the file after it" \
		"open/$DAY/CS202611200008.csv: no row id; is it a ticket? Else move it away" \
		"open/$DAY/CS202611200009.csv: no row id; is it a ticket? Else move it away"
}

@test "names what lies in open/ and closed/ and is no ticket" {
	new 打不开
	mkdir "$STORE/open/2026-11-19" "$STORE/open/2026-02-30"
	mv "$FILE" "$STORE/open/2026-11-19/"
	echo >"$STORE/open/$DAY/$(printf 'a\033[31m\nb')"
	echo >"$STORE/closed/x.csv"
	finds "open/2026-02-30: not the folder of a day; move it away" \
		"open/2026-11-19/$ID.csv: not of that day, so no command finds it; move it to open/$DAY/" \
		"open/$DAY/a^[[31m b: not a ticket; move it away" \
		"closed/x.csv: not the folder of a day; move it away"
}

@test "temporary files are left over after an hour, and go to lost/" {
	new ref=K1 打不开
	k=$(printf K1 | sha256sum)
	temps=("store.csv.7.tmp" "rules/fields.csv.7.tmp"
		"open/$DAY/.CS202611200009.7.tmp" "ref/${k:0:2}/${k%% *}.7.tmp")
	mkdir "$STORE/files/$ID"
	temps+=("files/$ID/.7.tmp")
	for f in "${temps[@]}"; do
		echo "$f" >"$STORE/$f"
	done
	sound
	(cd "$STORE" && hours_ago "${temps[@]}")
	runs 1 tk-check
	[ "${#lines[@]}" -eq 5 ]
	for f in "${temps[@]}"; do
		printf '%s\n' "${lines[@]}" | grep -qxF "$f: a temporary file, left over by a command that died; 'tk-check -r' sets it aside"
	done
	runs 0 tk-check -r
	[ "${#lines[@]}" -eq 5 ]
	[ "$(cat "$STORE"/lost/* | sort)" = "$(printf '%s\n' "${temps[@]}" | sort)" ]
	sound
}

@test "an attachment that is missing, and a file nobody names" {
	new 打不开
	echo x >a.jpg
	echo y >b.jpg
	tk-note -q -m 见图 -a a.jpg -a b.jpg "$ID" >/dev/null
	sound
	mv "$STORE/files/$ID/a.jpg" "$STORE/files/$ID/c.jpg"
	mkdir "$STORE/files/CS202611200042"
	finds "$SHORT: row 5: files/$ID/a.jpg is not there; put it back, or void the row"
	hours_ago "$STORE/files/$ID/c.jpg" "$STORE/files/CS202611200042"
	finds "files/CS202611200042: attachments of a ticket that is not there; move them to lost/" \
		"$SHORT: row 5: files/$ID/a.jpg is not there; put it back, or void the row" \
		"files/$ID/c.jpg: no row names this file; attach it with 'tk-note -a', or move it to lost/"
}

@test "keys without a ticket, and tickets without their key" {
	new ref=K1 打不开
	a=$SHORT aid=$ID
	new ref=K2 关不上
	b=$SHORT
	one=$(printf K1 | sha256sum) two=$(printf K2 | sha256sum)
	one=ref/${one:0:2}/${one%% *} two=ref/${two:0:2}/${two%% *}
	rm "$STORE/$one"
	echo "$aid" >"$STORE/$two"
	mkdir -p "$STORE/ref/00"
	echo CS202611200042 >"$STORE/ref/00/00aa"
	: >"$STORE/ref/00/00bb"
	finds "$a: ref K1 is not claimed in ref/; claim it with 'tk-note ref=K1 $aid'" \
		"$b: ref K2 belongs to $aid; give one of them another" \
		"ref/00/00aa: a key of CS202611200042, which is not there; 'tk-check -r' sets it aside" \
		"ref/00/00bb: holds no number; 'tk-check -r' sets it aside"
	runs 1 tk-check -r
	[ "${lines[2]}" = "ref/00/00aa: a key of CS202611200042, which is not there; it is lost/00aa now" ]
	[ -f "$STORE/lost/00aa" ] && [ -f "$STORE/lost/00bb" ]
	tk-note -q ref=K1 "$aid" >/dev/null
	tk-note -q ref=K3 "$ID" >/dev/null
	sound
	# what a ticket had once stays its own
	hours_ago "$STORE"/ref/*/*
	sound
	mkdir -p "$STORE/ref/11"
	echo "$ID" >"$STORE/ref/11/11cc"
	sound
	hours_ago "$STORE/ref/11/11cc"
	finds "ref/11/11cc: a key that $ID does not have; move it to lost/"
}

@test "odd settings of store.csv are faults, unlawful ones stop every command" {
	printf 'setting,value\nzone,Asia/Shanghai\nzone,Asia/Shanghai\noverride,ja\n' \
		>"$STORE/store.csv"
	unset TK_NOW TK_ACTOR
	finds 'store.csv:3: zone stands twice, the last one counts; take the other out' \
		'store.csv:4: override "ja" counts as no; write yes or no' \
		'store.csv: no format is set; add a row format,…' \
		'store.csv: no prefix is set; add a row prefix,…'
	printf 'format,1\nprefix,CS\nzone,Asia/Shanghai\n' >"$STORE/store.csv"
	runs 1 tk-check
	[ "${lines[0]}" = 'store.csv:1: the heading is not setting,value; put it above the first setting' ]
	printf 'setting,value\nformat,1\nprefix,C5\n' >"$STORE/store.csv"
	runs 2 tk-check
	says "tk-check: $STORE/store.csv:3:2: prefix \"C5\" is not 1 to 8 letters"
}

@test "lists every fault of the rulebook, and the tickets' all the same" {
	new 打不开
	printf '%s,li,no' "$TK_NOW" >>"$FILE"
	echo 'a,b' >"$STORE/rules/colours.csv"
	sed -i 's/^calendar,zone,/calendar,zones,/' "$STORE/rules/calendars.csv"
	sed -i '$a stern,1,,a,b' "$STORE/rules/priorities.csv"
	runs 1 tk-check
	grep -qx 'rules/colours.csv: no table of a rulebook has this name; rename or move it' <<<"$output"
	grep -q '^rules/calendars.csv:1:2: unknown column "zones"; lawful are calendar,zone,days,open' <<<"$output"
	grep -q '^rules/calendars.csv:1: column "zone" is missing' <<<"$output"
	grep -q '^rules/priorities.csv:5:2: ' <<<"$output"
	grep -q "^$SHORT: a torn tail" <<<"$output"
}

@test "warns of a store on a network file system" {
	export ASAN_OPTIONS=detect_leaks=0
	for fs in 0x6969=NFS 0x517B=SMB 0xFF534D42=SMB 0xFE534D42=SMB \
		0x65735546=FUSE; do
		runs 0 "$BUILD/tests/fault" -f "${fs%=*}" tk-check
		[ -z "$output" ]
		says "tk-check: warning: \"$STORE\" lies on ${fs#*=}, where locks and fsync may not hold; move it to a local disk"
	done
}

@test "-q only exits, and what goes together is checked" {
	runs 0 tk-check -q
	mkdir "$STORE/open/x"
	runs 1 tk-check -q
	[ -z "$output$stderr" ]
	runs 2 tk-check --install
	runs 2 tk-check -r --rules "$STORE/rules"
	runs 2 tk-check CS202611200001
	[[ $stderr == *"no operands"* ]]
}

# ---- another rulebook ---------------------------------------------------

rules() {
	cp -R "$STORE/rules" new
}

@test "--rules lists every fault by its own folder, and changes nothing" {
	rules
	sed -i 's/^clock,/clocks,/' new/clocks.csv
	echo a >new/odd.csv
	before=$(sums)
	runs 1 tk-check --rules new
	[ "${lines[0]}" = 'new/odd.csv: no table of a rulebook has this name; rename or move it' ]
	[[ ${lines[1]} == 'new/clocks.csv:1:1: unknown column "clocks"; lawful are clock,selector,'* ]]
	runs 1 tk-check --rules new --install
	[ "$(sums)" = "$before" ]
	[ "$(ls "$STORE")" = "$(printf '%s\n' closed files lost numbers open ref rules store.csv)" ]
	runs 2 tk-check --rules nowhere
	says 'tk-check: cannot open folder "nowhere": No such file or directory'
}

# "TABLE;ROW;COLUMN;MESSAGE": what is said of that row at the table's end.
@test "--rules tells where a row is faulty and what would be lawful" {
	while IFS=';' read -r table row column message; do
		rm -rf new
		cp -R "$TOP/lib/rulebooks/standard" new
		echo "$row" >>new/"$table".csv
		runs 1 tk-check --rules new
		grep "^new/$table.csv:" <<<"$output" | diff -u - \
			<(echo "new/$table.csv:$(wc -l <new/"$table".csv):$column: $message")
	done <<-'END'
	settings;tie,none;2;"none" is no way to break a tie; lawful are priority, score
	settings;repeat.days,many;2;"many" is no number
	settings;backdate.agent,7x;2;"7x" is no time span such as 7d, 48h or 30m
	settings;week.start,today;2;"today" is no day; lawful are mon tue wed thu fri sat sun
	teams;一线客服,,;1;team "一线客服" stands twice
	staff;wang,1,王,没有,agent,,,;4;unknown team "没有"; teams.csv lists them
	staff;wang,1,王,,agent,,0,;7;capacity "0" is no number above 0
	duty;2026-11-20,wang,off;2;unknown person "wang"; staff.csv lists them
	targets;greet_s,month,<=,many;4;figure "many" is no number
	messages;colour,assignee,,x;1;unknown field "colour"; rules/fields.csv lists them
	matrix;高,高,P9;3;unknown priority "P9"
	priorities;P7,x,,,;2;rank "x" is not a whole number; 0 is the most urgent
	priorities;P0,9,,,;1;priority "P0" stands twice
	priorities;P8,0,,,;2;rank 0 is that of "P0" already
	categories;故障报修,,,,,;1;category "故障报修" stands twice; it is in line 6 too
	categories;甲/乙/丙,,,,,;1;category "甲/乙/丙" is neither level1 nor level1/level2
	categories;甲,,,,P9,;5;unknown priority "P9"; lawful are those of priorities.csv: P0, P1, P2, P3
	keywords;k,业务办理,,x,lit,x,,;4;weight "x" is not a number above 0
	fields;two words,one,text,,,,,,;1;field "two words" is not lower-case letters, digits and _
	fields;subject,one,text,,,,,,;1;field "subject" stands twice
	fields;colour,many,text,,,,,,;2;fold "many" is none of one, log, set
	fields;verdict,one,text,,,,,,;2;field "verdict" is always folded as log
	fields;colour,one,text,,,,,,maybe;9;public is yes or no, not "maybe"
	fields;colour,one,text,,,id must,,,;6;"id must" is not EVENT refuse or EVENT ask
	fields;colour,one,text,,,id[x ask,,,;6;event "id[x" has no ] at its end
	fields;colour,one,text,,,,/(/,,;7;pattern "(": missing closing parenthesis at character 2
	fields;colour,one,text,,,,,nothing,;8;unknown field "nothing"; rules/fields.csv lists them
	flow;note,somewhere,,,,,;2;"somewhere" is no status; lawful are new, unclear, assigned, active, waiting, solved, closed, *
	flow;note,new,nowhere,,,,;3;"nowhere" is no status, nor refuse
	flow;note,new,,,nothing=1,,;5;unknown field "nothing"; rules/fields.csv lists them
	flow;note,new,,,,colour,;6;"colour" is not FIELD=VALUE
	flow;note,new,,,,nothing=1,;6;unknown field "nothing"; rules/fields.csv lists them
	flow;nothing,new,,,,,;1;unknown field "nothing"; rules/fields.csv lists them
	clocks;c,,id,,,,1h,work,twice,start,;9;repeat "twice" is none of once, cycle, turn, every
	clocks;c,,id,,,,1h,work,once,start,lead;11;notice "lead" is not WHO@80%, WHO@-15m or WHO@+4h
	routing;,没有,,;2;unknown team "没有"; teams.csv lists them
	holidays;nothing,2026-12-01,off,x;1;no calendar 'nothing' in calendars.csv; write * for all
	calendars;w,Asia/Shanghai,mon,10:00-09:00;4;'10:00-09:00' ends before it begins; past midnight write 22:00-30:00
	END
}

@test "--rules reads staff and their days strictly" {
	rules
	printf '%s\n' wang,1,王,,agent,,, wang,2,李,,agent,,, >>new/staff.csv
	runs 1 tk-check --rules new
	[ "${lines[0]}" = 'new/staff.csv:3:1: login "wang" stands twice' ]
	sed -i '3d' new/staff.csv
	printf '%s\n' 2026-02-30,wang,off 2026-11-22..2026-11-20,wang,off \
		2026-11-20,wang,9-17 2026-11-20,wang,22:00-06:00 >>new/duty.csv
	runs 1 tk-check --rules new
	grep '^new/duty' <<<"$output" | diff -u - <(
		dates='such as 2026-11-20 or 2026-11-20..2026-11-22'
		echo "new/duty.csv:2:1: \"2026-02-30\" is no date $dates"
		echo "new/duty.csv:3:1: \"2026-11-22..2026-11-20\" is no date $dates"
		echo 'new/duty.csv:4:3: "9-17" is no shift such as 09:00-18:00, night or off')
}

@test "--rules names what is wrong with a table as a file" {
	while IFS=';' read -r content where message; do
		rules
		printf "$content" >new/playbook.csv
		runs 1 tk-check --rules new
		prints "new/playbook.csv:$where: $message"
		rm -r new
	done <<-'END'
	;1;the table is empty; its first line names the columns
	category,steps,steps\n;1:3;column "steps" stands twice
	category,promise\n;1;column "steps" is missing
	category,steps\n业务办理,"a"b\n;2;a quote where none may be; quote the whole cell and double the quotes inside
	category,steps\n业务办理,\xff\n;2:2;invalid UTF-8; save the table as UTF-8
	category,steps\n业务办理,\n;2:2;column "steps" is empty
	category,steps\n业务办理,x,y\n;2;3 cells where the heading has 2
	category,steps\n业务办理,x;2;the table ends in the middle of a row, or its last line lacks a newline; was it saved whole?
	END
}

@test "--rules tells which open tickets would change" {
	new 打不开
	a=$ID
	new category=服务投诉 priority=紧急 服务太慢
	b=$ID
	at 10:30
	tk-note -q -k reply -m 抱歉 "$b" >/dev/null
	closed 关不上
	rules
	runs 0 tk-check --rules new
	[ -z "$output" ]
	sed -i -e '/^response,priority=紧急/s/,1h,/,2h,/' \
		-e '/^response,,/s/,24h,/,8h,/' -e '/^contact,/d' new/clocks.csv
	echo 'watch,,id,review,status=closed,,1h,natural,once,start,' >>new/clocks.csv
	runs 0 tk-check -v --rules new
	prints "$a response 1: running, due 2026-11-24T18:00:00+08:00 -> running, due 2026-11-20T18:00:00+08:00" \
		"$a watch 1: none -> breached, due 2026-11-20T10:00:00+08:00" \
		"$b response 1: breached -> met" \
		"$b contact 1: breached -> none" \
		"$b watch 1: none -> breached, due 2026-11-20T10:00:00+08:00" \
		'# checked: the tables; open tickets 2'
}

@test "--install swaps the rules at one stroke and keeps the old ones" {
	new 打不开
	rules
	echo note >new/README
	sed -i '/^response,,/s/,24h,/,8h,/' new/clocks.csv
	cp -R "$STORE/rules" old
	runs 0 tk-check --rules new --install
	[ "${lines[1]}" = '# installed; the rules until now are kept in rules.2026-11-20/' ]
	rm new/README
	diff -r new "$STORE/rules"
	diff -r old "$STORE/rules.2026-11-20"
	sound
	sed -i '/^response,,/s/,8h,/,6h,/' new/clocks.csv
	runs 0 tk-check -q --rules new --install
	[ -z "$output" ]
	[ -d "$STORE/rules.2026-11-20-2" ]
	runs 0 tk-check --rules "$STORE/rules.2026-11-20" --install
	diff -r old "$STORE/rules"
	[ -z "$(find "$STORE" -maxdepth 1 -name '.*tmp')" ]
}

@test "--rules mends a store whose own rulebook is faulty" {
	rules
	new 打不开
	echo x >>"$STORE/rules/clocks.csv"
	runs 0 tk-check --rules new --install
	[[ $stderr == 'tk-check: warning: the rulebook in use is faulty, so nothing can be compared: rules/clocks.csv:'* ]]
	sound
}

# ---- lawful, but hardly meant -------------------------------------------

# Adds a row to a table of new/, whose place is $AT then; "add flow ROW".
add() {
	echo "$2" >>"new/$1.csv"
	AT=new/$1.csv:$(wc -l <"new/$1.csv")
}

# tk-check --rules says just that, and nothing is wrong.
advises() {
	runs 0 tk-check --rules new
	prints "$@"
	says ''
}

some_staff() {
	printf '%s\n' login,badge,name,team,role \
		li,101,李雷,一线客服,agent han,102,韩梅,一线客服,'lead|coach' \
		>new/staff.csv
}

@test "the shipped rulebooks are free of advice" {
	for r in hotline standard tracking policy process-form strategy; do
		new_store $r $r
		sound
	done
}

@test "advice is no fault, for the store and for another rulebook" {
	echo 'reopened,closed,new,,,,' >>"$STORE/rules/flow.csv"
	n=$(wc -l <"$STORE/rules/flow.csv")
	a=":$n:1: this row never decides, as line $((n - 2)) comes first; move it up, or take it out"
	runs 0 tk-check
	prints "rules/flow.csv$a"
	says ''
	runs 0 tk-check -q
	[ -z "$output$stderr" ]
	rules
	runs 0 tk-check --rules new --install
	prints "new/flow.csv$a" \
		'# installed; the rules until now are kept in rules.2026-11-20/'
}

# The line of a table of new/ that begins like that.
line_of() {
	grep -n "^$2" "new/$1.csv" | head -n 1 | cut -d : -f 1
}

@test "a flow row behind those that decide before it is named" {
	rules
	m='this row never decides, as line'
	w='first; move it up, or take it out'
	n=$(line_of flow 'question,new')
	# by two rows together; by any value; by the same event
	add flow 'question=再问,active|closed,waiting,,,,'
	a="$AT:1: $m $n and others above it come $w"
	n=$(line_of flow 'assignee=,assigned')
	add flow 'assignee=,assigned|waiting,closed,,,,'
	b="$AT:1: $m $n comes $w"
	# never by one that has a condition, nor any value by some values
	add flow 'visit[assignee=],*,,,,,'
	n=${AT##*:}
	add flow 'visit=张三,*,,,,,'
	add flow 'visit,*,,,,,'
	add flow 'visit=,*,,,,,'
	# but by the same condition
	add flow 'visit[assignee=],new,,,,,'
	advises "$a" "$b" "$AT:1: $m $n comes $w"
}

@test "a status without a way in or out is named" {
	rules
	sed -i -e '/^question,active,waiting/d' -e '/^status=waiting,/d' \
		new/flow.csv
	advises 'new/flow.csv:1:3: no row leads to the status waiting; add one with to=waiting'
	printf '%s\n' action,from,to 'id,new,unclear' \
		'assignee,new|unclear|active,assigned' \
		'question,assigned,waiting' 'feedback,assigned|waiting,active' \
		'solution,active,solved' 'result,active,closed' >new/flow.csv
	advises 'new/flow.csv:1:2: no row leads out of the status solved, so its tickets are never closed; add one with from=solved'
}

@test "rows of clocks and routing behind a more general one are named" {
	rules
	w='this row is never reached, as line'
	x='holds for its tickets too; move it above that, or take it out'
	n=$(line_of clocks 'response,,')
	add clocks 'response,category=服务投诉,id,reply,status=closed,,2h,work,once,start,'
	a="$AT:2: $w $n $x"
	n=$(line_of routing category=服务投诉,)
	add routing 'priority=紧急;category=服务投诉/服务态度投诉,客服主管,least,'
	b="$AT:1: $w $n $x"
	n=$(line_of routing 'category=故障报修/软件故障;handover')
	add routing 'handover=* category=故障报修/软件故障,客服主管,least,'
	c="$AT:1: $w $n $x"
	# one more category, or no longer all the terms: it is reached
	add routing '"category=业务办理,产品使用咨询,服务投诉;source=电话",客服主管,least,'
	add routing 'source=电话,客服主管,least,'
	add routing 'source!=电话,客服主管,least,'
	advises "$a" "$b" "$c"
}

@test "a keyword that repeats another, or is hardly a literal, is named" {
	rules
	add keywords 'zz1,故障报修/硬件故障,,,,灯不亮了呀,,'
	a=${AT##*:}
	add keywords 'zz2,故障报修/硬件故障,,3,,灯不亮了呀,一旦,'
	b=$AT
	add keywords 'zz3,业务办理,,,,灯不亮了呀,,'
	add keywords 'zz4,业务办理,,,lit,改.*地址,,'
	c=$AT
	add keywords 'zz5,业务办理,,,near,改|换+地址|电话,(希望),'
	d=$AT
	add keywords 'zz6,业务办理,,,re,"改.{0,9}地址$",^如果,'
	advises "$b:6: \"灯不亮了呀\" speaks for this category in line $a already, so it counts twice; take one of them out" \
		"$c:6: \"改.*地址\" is looked for as it stands, .* and all; make the row's kind re, or leave that out" \
		"$d:7: \"(希望)\" is looked for as it stands, ( and all; make the row's kind re, or leave that out"
}

@test "-v notes categories that no words lead to" {
	rules
	add categories 其他事项,,,,,
	advises ""
	runs 0 tk-check -v --rules new
	[ "${lines[0]}" = "$AT:1: no words lead to 其他事项; leave it to people, or add a row of keywords.csv" ]
	[ "${#lines[@]}" -eq 2 ]
}

@test "a pattern that takes too many steps is a fault" {
	for p in '(a+)+b' '(?:用户|客)+.*.*坏' '(x|xx)*y' '(\d+\s?)+元' \
		'(a{0,40}){0,40}b' '(开.*){2}关'; do
		rm -rf new
		rules
		add keywords "zz1,业务办理,,,re,\"$p\",,"
		runs 1 tk-check --rules new --install
		[ "${#lines[@]}" -eq 1 ]
		[[ $output == "$AT:6: pattern \"$p\" gives up after 100000 steps on a text such as \""* ]]
		[[ $output == *'"; write it simpler, with {0,9} instead of * or +' ]]
	done
	cp new/keywords.csv "$STORE/rules/keywords.csv"
	runs 1 tk-check
	[[ $output == "rules${AT#new}:6: pattern "* ]]
	sed -i '/^zz1,/d' new/keywords.csv
	add keywords 'zz2,业务办理,,,re,改.*地址,(是+)+吗,'
	runs 1 tk-check --rules new
	[[ $output == "$AT:7: pattern \"(是+)+吗\" gives up "* ]]
	sed -i '/^zz2,/d' new/keywords.csv
	add fields 'serial_no,one,text,机身号,serial number,,/([A-Z]+[0-9]*)+X/,,'
	runs 1 tk-check --rules new
	[[ $output == "$AT:7: pattern \"/([A-Z]+[0-9]*)+X/\" gives up "* ]]
}

@test "so is one in a selector, whatever table it stands in" {
	local says='pattern "(a+)+b" gives up after 100000 steps on a text such as '
	local want=()

	rules
	add fields 'serial_no,one,text,机身号,serial number,id[priority=紧急 subject~(a+)+b] refuse|category ask,,,'
	want+=("$AT:6: $says")
	add fields 'serial_no.by,,text,,reader,serial_no[subject~(a+)+b] ask,,,'
	want+=("$AT:6: $says")
	add flow 'review[subject~(a+)+b],waiting,,,,,'
	want+=("$AT:1: $says")
	add flow 'review=x,waiting,,,subject~(a+)+b,,'
	want+=("$AT:5: $says")
	add clocks 'slow,subject~(a+)+b;tag=x,id,reply,,,1h,natural,,,'
	want+=("$AT:2: $says")
	add clocks 'slower,subject~(a+)+b;tag=x,id,reply,,,1h,natural,,,'
	sed -i '1a "subject~ok;subject~(a+)+b",客服主管,,' new/routing.csv
	want+=("new/routing.csv:2:1: $says")
	add messages 'review[subject~(a+)+b],lead,,{id}'
	want+=("$AT:1: $says")
	runs 1 tk-check --rules new --install
	diff -u <(printf '%s\n' "${want[@]}") \
		<(printf '%s\n' "${lines[@]%%\"a*}")
	[[ ${lines[0]} == *'such as "'*'"; write it simpler, with {0,9} instead of * or +' ]]
	# one + is not too much
	sed -i 's/(a+)+b/a+b/' new/*.csv
	runs 0 tk-check --rules new
	# in the store's own, too
	sed -i '2s/subject~.*"/subject~(a+)+b/; 2s/"//' new/routing.csv
	cp new/routing.csv "$STORE/rules/routing.csv"
	runs 1 tk-check
	[[ $output == "rules/routing.csv:2:1: $says"* ]]
}

@test "words for people who are nobody are named, once there is a staff" {
	rules
	add flow 'visit,*,,coach|!wang|boss,,,'
	a=$AT
	add clocks 'watch,,id,review,status=closed,,1h,natural,once,start,coach@50%;boss@100%'
	b=$AT
	add routing 'source=电话,客服主管,least,customer|boss'
	c=$AT
	add messages 'visit,owner|li|boss,,来了'
	d=$AT
	advises ""
	some_staff
	w='is nobody; write a login or a role of staff.csv, or one of'
	may='agent|handler|lead|manager|admin|head|assignee|owner|helper'
	told='assignee|owner|helper|head|lead|manager|duty|customer'
	advises "$a:4: \"wang\" $w $may" "$a:4: \"boss\" $w $may" \
		"$b:11: \"boss\" $w $told" "$c:4: \"boss\" $w $told" \
		"$d:2: \"boss\" $w $told"
	add routing 'source=邮件,客服主管,fixed:boss,'
	runs 1 tk-check --rules new
	[[ $output == *"$AT:3: unknown person \"boss\"; staff.csv lists them"* ]]
}

@test "tickets that no response clock fits are named" {
	rules
	w='no clock response fits a ticket'
	x='of priority 普通; add a row response to clocks.csv'
	c='故障报修|服务投诉|业务办理|产品使用咨询'
	sed -i "s/^response,,/response,category=$c,/" new/clocks.csv
	advises "new/clocks.csv:$(line_of clocks 'response,category'):2: $w without a category $x" \
		"new/categories.csv:$(line_of categories 建议与反馈,):1: $w of 建议与反馈 $x"
	sed -i '/^response,category=/d' new/clocks.csv
	n=$(grep -n '^response,' new/clocks.csv | tail -n 1)
	advises "new/clocks.csv:${n%%:*}:2: no clock response fits a ticket of priority 普通; add a row response to clocks.csv"
	sed -i '/^response,/d' new/clocks.csv
	advises 'new/clocks.csv:1:1: no clock is named response, so the first answer has no limit; add rows of it, if there is one'
	# in use it is known
	cp new/clocks.csv "$STORE/rules/clocks.csv"
	sound
	runs 0 tk-check -v
	[[ ${lines[0]} == 'rules/clocks.csv:1:1: no clock is named response'* ]]
}

@test "a calendar that is never open is a fault" {
	rules
	add calendars 'never,Asia/Shanghai,mon,09:00-18:00'
	a=$AT
	add holidays 'never,01-01..12-31,off,'
	runs 1 tk-check --rules new
	[[ $output == "new/calendars.csv:${a##*:}"*'never open'* ]]
}

@test "a faulty row of a qualifier is a fault like any other" {
	rules
	local n

	n=$(wc -l <new/fields.csv)
	printf '%s\n' solutoin.cause,,text,,,,,, solution.Cause,,text,,,,,, \
		solution.why,log,text,,,,,, solution.why,,text,,,,,reopened, \
		solution.days,,text,,,,,, solution.cause,,text,,,,,, \
		solution.reason,,text,缘由\|原因,,,,, solution.at,,text,,,,,, \
		reply.file,,choice,,,,,, solution.mood,,feeling,,,,,, \
		'solution.a,,text,,,solutoin ask,,,' 'solution.b,,text,,,,/(/,,' \
		solution.c,,text,,,,,,perhaps mood,,text,,,,,, >>new/fields.csv
	runs 1 tk-check --rules new
	diff -u - <(printf '%s\n' "${lines[@]}" | grep -v 'not looked through') <<-END
		new/fields.csv:$((n + 14)):2: column "fold" is empty
	END
	sed -i '$d' new/fields.csv
	runs 1 tk-check --rules new
	diff -u - <(printf '%s\n' "${lines[@]}" | grep -v 'not looked through') <<-END
		new/fields.csv:$((n + 1)):1: no row of this table names the field "solutoin"
		new/fields.csv:$((n + 2)):1: qualifier "Cause" is not lower-case letters, digits and _
		new/fields.csv:$((n + 3)):2: a qualifier stands with its field and is not folded; leave this empty
		new/fields.csv:$((n + 4)):8: a qualifier lapses with its field; leave this empty
		new/fields.csv:$((n + 5)):1: "solution.days" is a figure in selectors; choose another name
		new/fields.csv:$((n + 6)):1: "solution.cause" stands twice; it is in line $(grep -n ^solution.cause, new/fields.csv | head -n 1 | cut -d: -f1) too
		new/fields.csv:$((n + 7)):4: label "原因" already means solution.cause
		new/fields.csv:$((n + 8)):3: .at is always a time; leave its type empty
		new/fields.csv:$((n + 9)):3: .file is always a file; leave its type empty
		new/fields.csv:$((n + 10)):3: unknown type "feeling"; lawful are text, time, span, number, category, priority, person, team, status, ticket, choice, file
		new/fields.csv:$((n + 12)):7: pattern "(": missing closing parenthesis at character 2
		new/fields.csv:$((n + 13)):9: public is yes or no, not "perhaps"
		new/fields.csv:$((n + 11)):6: unknown field "solutoin"; did you mean solution?
	END
}

@test "--rules: a faulty calendar hides no fault but those of the clocks" {
	cp -r "$STORE/rules" new
	sed -i 's/^work,Asia/work,Mars/' new/calendars.csv
	echo 'x2,故障报修/硬件故障,,2,re,(a+)+$,,' >>new/keywords.csv
	runs 1 tk-check --rules new
	[ "${#lines[@]}" -eq 3 ]
	grep -q '^new/calendars.csv:2:2: ' <<<"$output"
	grep -q '^new/clocks.csv: not looked through, since ' <<<"$output"
	grep -q '^new/keywords.csv:[0-9]*:6: pattern ' <<<"$output"
}
