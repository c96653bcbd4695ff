#!/usr/bin/env bats
# bad-input.bats - what must be refused: with which words, which exit status,
# and nothing changed in the store.

load helper

SAVED='what was typed is saved in KEPT'
ISO=CS202611200001

one() {
	tk-new -q -- 打不开 >/dev/null
}

# Nobody but li is in the staff.
staffed() {
	echo li,1,李明,一线客服,agent,,, >>"$STORE/rules/staff.csv"
	as li
}

@test "a number that names no ticket" {
	one
	for word in CS202611200002 CS202611190001 0002 7 nobody ../rules ''; do
		refuses 1 \
			"tk-note: $word: no such ticket; look for it with 'tk-list status=all'" \
			"tk-note: $SAVED" -- tk-note -m 又来电 "$word" </dev/null
	done
}

@test "a word in the middle of a pipe that names no ticket stops nobody" {
	one
	run -1 --separate-stderr tk-note -m 又来电 < <(printf '%s\n' 77 0001 '' '# x')
	prints "$ISO"
	[ "$(value_of $ISO note)" = 又来电 ]
}

@test "an ambiguous tail lists number and subject of each" {
	tk-new -q 打不开 >/dev/null
	at 2026-11-21 10:00
	tk-new -q 关不上 >/dev/null
	refuses 1 'tk-note: 0001: 2 tickets end so; type more of the number:' \
		'  CS202611200001  打不开' \
		'  CS202611210001  关不上' \
		"tk-note: $SAVED" -- tk-note -m 又来电 0001 </dev/null
	# among closed ones it is looked for only if no open one ends so
	tk-note -q -m 又来电 2611210001 >/dev/null
	[ "$(value_of CS202611210001 note)" = 又来电 ]
}

@test "an unknown category, and a name that two have" {
	one
	refuses 2 "tk-classify: $ISO: unknown category \"故障\"; lawful are 产品使用咨询, 产品使用咨询/功能操作咨询, 产品使用咨询/功能参数查询, 故障报修, 故障报修/硬件故障, 故障报修/软件故障, 服务投诉, 服务投诉/服务态度投诉, 服务投诉/服务流程投诉, 业务办理, 业务办理/信息变更, 业务办理/业务咨询, 建议与反馈, 建议与反馈/产品改进建议, 建议与反馈/服务优化建议" \
		-- tk-classify -c 故障 0001 </dev/null
	refuses 2 "tk-classify: $ISO: unknown priority \"P9\"; lawful are 紧急, 重要, 普通" \
		-- tk-classify -p P9 0001 </dev/null
}

@test "an unknown person or team" {
	one
	staffed
	refuses 2 "tk-assign: $ISO: assignee: unknown person \"sun\"; rules/staff.csv lists them" \
		-- tk-assign -t sun 0001 </dev/null
	refuses 2 "tk-note: $ISO: unknown team \"夜班\"; rules/teams.csv lists them" \
		-- tk-note team=夜班 0001 </dev/null
}

@test "an unknown field, with the one that was meant" {
	one
	refuses 2 "tk-note: $ISO: unknown field \"subjec\"; did you mean subject?" \
		-- tk-note subjec=关不上 0001 </dev/null
	refuses 2 "tk-note: $ISO: unknown field \"colour\"; rules/fields.csv lists them" \
		-- tk-note -k colour 0001 </dev/null
	refuses 2 'tk-new: unknown field "颜色"; rules/fields.csv lists them' \
		"tk-new: $SAVED" -- tk-new 颜色=红 </dev/null
	refuses 2 "tk-note: $ISO: \"note.<FF>\": behind the dot stand lower-case letters, digits and _" \
		-- tk-note $'note.\xff=x' -k note=y 0001 </dev/null
}

@test "a value the table does not allow" {
	one
	refuses 2 "tk-note: $ISO: satisfaction=开心: lawful are 满意|基本满意|不满意" \
		-- tk-note satisfaction=开心 0001 </dev/null
	refuses 2 "tk-note: $ISO: spent_min=很久: not a number" \
		-- tk-note spent_min=很久 0001 </dev/null
	refuses 2 "tk-note: $ISO: status=done: lawful are new, unclear, assigned, active, waiting, solved, closed" \
		-- tk-note status=done 0001 </dev/null
	refuses 1 "tk-note: $ISO: "'CS202611200009: no such ticket; look for it with '"'tk-list status=all'" \
		-- tk-note duplicate_of=CS202611200009 0001 </dev/null
}

@test "a date that does not exist, and a time that is none" {
	local how='write 2023-10-27 15:00, 15:00, +2h, +3d, -1w, 明天 10:00, 周五 or 10:00..10:30'

	one
	refuses 2 "tk-note: $ISO: deadline: '2026-02-30' is no time: there is no such day; $how" \
		-- tk-note deadline=2026-02-30 0001 </dev/null
	refuses 2 "tk-note: $ISO: '2026-11-19 25:00' is no time: there is no such time; $how" \
		"tk-note: $SAVED" \
		-- tk-note -m 又来电 -w '2026-11-19 25:00' 0001 </dev/null
	refuses 2 "tk-note: $ISO: 2026-11-20 23:00 lies in the future; say when it happened" \
		"tk-note: $SAVED" \
		-- tk-note -m 又来电 -w '2026-11-20 23:00' 0001 </dev/null
	# recorded it may not be backdated at all
	refuses 2 "tk-note: $ISO: status is never backdated; leave out status.at" \
		-- tk-note status=unclear status.at=08:00 0001 </dev/null
}

@test "everything required is named at once" {
	one
	refuses 1 \
		"tk-close: $ISO: no solution yet; record it with 'tk-note -k solution -m TEXT $ISO'" \
		"tk-close: $ISO: no confirmation by the customer yet; record it with 'tk-note -k confirmation=已解决 $ISO'" \
		"tk-close: $ISO: no word on the customer's satisfaction yet; record it with 'tk-note -k satisfaction=VALUE $ISO', VALUE one of 满意|基本满意|不满意" \
		-- tk-close 0001 </dev/null
	# two fields a ticket must have: both are missed in one go
	sed -i 's/^\(product,.*\),id ask,/\1,id refuse,/' "$STORE/rules/fields.csv"
	refuses 1 'tk-new: no subject; give it with subject=VALUE' \
		'tk-new: no product or service; give it with product=VALUE' \
		"tk-new: $SAVED" -- tk-new 客户=王芳 </dev/null
}

@test "text that is no UTF-8" {
	local how="if it is GBK, convert it with 'iconv -f gb18030' or give --from-charset gb18030"

	one
	refuses 2 "tk-note: $ISO: note: invalid UTF-8 at byte 4; $how" \
		"tk-note: $SAVED" -- tk-note -m $'打\xb4\xf2' 0001 </dev/null
	refuses 2 "tk-note: $ISO: note: invalid UTF-8 at byte 1; $how" \
		"tk-note: $SAVED" -- tk-note -m - 0001 < <(printf '\xb4\xf2')
	refuses 2 "tk-new: subject: invalid UTF-8 at byte 1; $how" \
		"tk-new: $SAVED" -- tk-new $'\xed\xa0\x80' </dev/null
	cmp <(printf 'subject=\xed\xa0\x80\n') "$KEPT"
	# a name, too, and cut off in the middle of a character
	refuses 2 'tk-list: unknown field "<E7>"; rules/fields.csv lists them' \
		-- tk-list $'\xe7=x' </dev/null
	refuses 2 "tk-note: $ISO: unknown field \"客<E6><88>\"; rules/fields.csv lists them" \
		-- tk-note $'客\xe6\x88=x' 0001 </dev/null
	refuses 2 "tk-classify: the text is not UTF-8 at byte 4; if it is GBK, convert it with 'iconv -f gb18030'" \
		-- tk-classify -m $'打\xe7' </dev/null
}

@test "NUL bytes" {
	one
	printf 'a\0b' >nul
	refuses 2 "tk-note: $ISO: note: a NUL byte at byte 2; text is UTF-8" \
		"tk-note: $SAVED" -- tk-note -m - 0001 <nul
	refuses 2 "tk-note: $ISO: note: a NUL byte at byte 2; text is UTF-8" \
		"tk-note: $SAVED" -- tk-note -m @nul 0001 </dev/null
	refuses 2 'tk-new: description: a NUL byte at byte 2; text is UTF-8' \
		"tk-new: $SAVED" -- tk-new -m - <nul
}

@test "NUL bytes in files of records reject the record, not the file" {
	printf 'subject,customer\na\0b,王芳\n打不开,王芳\n' >in.csv
	run -1 --separate-stderr tk-new -i csv in.csv
	prints "$ISO"
	[ "${stderr_lines[0]}" = 'tk-new: in.csv:2: subject: a NUL byte; text is UTF-8' ]
	[ "$(tail -n 1 in.csv.rejected | tr -d '\0')" = '2,"subject: a NUL byte; text is UTF-8","ab,王芳"' ]
	printf '{"subject":"a\\u0000b"}\n{"subject":"a\0b"}\n{"subject":"关不上"}\n' >in.jsonl
	run -1 --separate-stderr tk-new -i jsonl in.jsonl
	prints CS202611200002
	[ "$(grep -c '^tk-new: in.jsonl:[12]: ' <<<"$stderr")" -eq 2 ]
	[ "$(wc -l <in.jsonl.rejected)" -eq 3 ]
	[ "$(cat "$STORE"/open/*/*.csv | tr -dc '\0' | wc -c)" -eq 0 ]
}

@test "a record with too few or too many columns" {
	printf 'subject,customer\n打不开\n关不上,王芳,x\n灯不亮,王芳\n' >in.csv
	run -1 --separate-stderr tk-new -q -i csv in.csv
	prints "$ISO"
	says 'tk-new: in.csv:2: 1 column where the heading has 2' \
		'tk-new: in.csv:3: 3 columns where the heading has 2' \
		'tk-new: 2 records rejected, kept in in.csv.rejected'
	diff -u in.csv.rejected - <<-'EOF'
		line,reason,record
		2,"1 column where the heading has 2","打不开"
		3,"3 columns where the heading has 2","关不上,王芳,x"
	EOF
}

@test "a file of records whose heading names unknown fields makes no ticket" {
	printf 'subject,colour,taste\n打不开,red,sour\n' >in.csv
	refuses 2 'tk-new: in.csv:1: unknown field "colour", "taste"; rules/fields.csv lists them' \
		-- tk-new -i csv in.csv </dev/null
	[ ! -e in.csv.rejected ]
	printf '\xb4\xf2,x\n' >in.csv
	refuses 2 'tk-new: in.csv:1: the heading is not UTF-8; if the file is GBK, give --from-charset gb18030' \
		-- tk-new -i csv in.csv </dev/null
}

@test "a description of 10 MB is refused, one of a million bytes is stored" {
	one
	head -c 10485760 /dev/zero | tr '\0' a >big
	refuses 2 'tk-new: description: 10485760 bytes, more than the 1048576 a value may have; attach it with -a' \
		"tk-new: $SAVED" -- tk-new -m - 打不开 <big
	cmp big <(tail -n +2 "$KEPT")
	head -c 1000000 big >fits
	runs 0 tk-new -q -m @fits 打不开
	[ "$(value_of "$output" description | wc -c)" -eq 1000001 ]
}

@test "a thousand attachments are stored, all named" {
	one
	mkdir many
	args=()
	for i in $(seq 1000); do
		echo "$i" >"many/$i.txt"
		args+=(-a "many/$i.txt")
	done
	runs 0 tk-note "${args[@]}" -m 见附件 0001
	prints "$ISO"
	diff -r many "$STORE/files/$ISO"
	[ "$(grep -c ',note.file,' "$(file_of $ISO)")" -eq 1000 ]
	runs 0 tk-check
}

@test "an attachment that is missing, a folder or too large: nothing is stored" {
	one
	echo x >ok
	mkdir folder
	truncate -s 26214401 large
	refuses 2 "tk-note: $ISO: cannot attach \"gone\": No such file or directory" \
		"tk-note: $SAVED" -- tk-note -m 见附件 -a ok -a gone 0001 </dev/null
	refuses 2 "tk-note: $ISO: cannot attach \"folder\": not a plain file" \
		"tk-note: $SAVED" -- tk-note -m 见附件 -a ok -a folder 0001 </dev/null
	refuses 2 "tk-note: $ISO: cannot attach \"large\": 26214401 bytes, more than the 26214400 an attachment may have" \
		"tk-note: $SAVED" -- tk-note -m 见附件 -a ok -a large 0001 </dev/null
	[ -z "$(ls "$STORE/files")" ]
}

# ---- the rulebook -------------------------------------------------------

# Every writer says MESSAGE and changes nothing; a reader shows the ticket.
writers_refuse() {
	local id=$1 message=$2

	refuses 2 "tk-note: $message" "tk-note: $SAVED" \
		-- tk-note -m 又来电 "$id" </dev/null
	refuses 2 "tk-close: $message" "tk-close: $SAVED" \
		-- tk-close -m 好了 "$id" </dev/null
	refuses 2 "tk-assign: $message" -- tk-assign -t sun "$id" </dev/null
	runs 2 tk-list
	[[ $output == *"$id"* ]]
	[[ $stderr == "tk-list: $message"* ]]
}

@test "a table with an unknown column: writers refuse, readers go on" {
	one
	sed -i '1s/limit/limits/' "$STORE/rules/clocks.csv"
	lawful=clock,selector,start,stop,cancel,pause,limit,calendar,repeat,rebase,notify
	writers_refuse $ISO "rules/clocks.csv:1:7: unknown column \"limits\"; lawful are $lawful (and 1 more fault; 'tk-check' lists them)"
}

@test "a table that names what is not there" {
	one
	sed -i '2s/natural/night/' "$STORE/rules/clocks.csv"
	writers_refuse $ISO 'rules/clocks.csv:2:8: unknown calendar "night"; rules/calendars.csv lists them, and natural is built in'
}

@test "a table saved half-way" {
	one
	truncate -s -20 "$STORE/rules/clocks.csv"
	writers_refuse $ISO 'rules/clocks.csv:17: the table ends in the middle of a row, or its last line lacks a newline; was it saved whole?'
	# what does not need that table goes on
	runs 0 tk-new -q 关不上
	prints CS202611200002
}
