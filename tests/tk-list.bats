#!/usr/bin/env bats
# tk-list.bats - tickets are listed, what is due first, and nobody's telephone
# number with them.

load helper
load mounts
load write

# A hardware fault of 周建华 taken by wang, and a question of 李婷.
two() {
	new customer=周建华 contact=13800000001 热水器不启动 | tk-classify |
		tk-assign --take
	new customer=李婷 contact='+86 138 0000 0005' 预约洗怎么设置 |
		tk-classify
}

# A row as somebody else's program would write it.
append() {
	printf '%s\n' "$2" >>"$(file_of "$1")"
}

# Standard input does not hold it.
lacks() {
	! grep -q -- "$1"
}

ids() {
	cut -d' ' -f1 <<<"$output" | grep -v '^#' | tr '\n' ' '
}

@test "knows its usage, its version and no other options" {
	knows_itself tk-list
}

@test "lists what is due first, aligned, under a heading that pipes skip" {
	two
	runs 0 tk-list
	prints '# id            status  priority  due          assignee  category                   customer  subject' \
		'CS202611200001  处理中  紧急      11-20 10:00  wang      故障报修/硬件故障          周建华    热水器不启动' \
		'CS202611200002  待分派  普通      11-24 18:00  -         产品使用咨询/功能操作咨询  李婷      预约洗怎么设置'
	says ''
	tk-list | tk-note -m 看过 >noted
	diff -u <(printf '%s\n' CS202611200001 CS202611200002) noted
}

@test "says by how much what is late is late, and that before all else" {
	two
	at 12:05
	runs 0 tk-list
	prints '# id            status  priority  due          assignee  category                   customer  subject' \
		'CS202611200001  处理中  紧急      +2h05m late  wang      故障报修/硬件故障          周建华    热水器不启动' \
		'CS202611200002  待分派  普通      11-24 18:00  -         产品使用咨询/功能操作咨询  李婷      预约洗怎么设置'
	at 2026-11-30 12:05
	runs 0 tk-list --sort overdue priority=紧急
	[[ ${lines[1]} == *"+10d02h late"* ]]
	at 2026-11-20 09:59
	runs 0 tk-list -o csv --sort overdue overdue=yes
	[ "${#lines[@]}" -eq 1 ]	# due, but not late yet
	at 10:00
	runs 0 tk-list -o csv overdue=yes
	[ "${#lines[@]}" -eq 1 ]
	at 10:00:01
	runs 0 tk-list -o csv overdue=yes
	[[ ${lines[1]} == *,response,1 ]]
}

@test "a clock that stands still is paused and due at no time" {
	new category=业务办理/信息变更 改地址 | tk-assign --take
	tk-note -q -k reply -m 好的 0001
	tk-note -q -k question -m 请问新地址 0001
	runs 0 tk-list
	[[ ${lines[1]} == *"  paused  "* ]]
	runs 0 tk-list -o json
	[[ $output == *'"due":null,"next_clock":null,"overdue":null'* ]]
	[[ $output == *'"clock":"request","cycle":1,"verdict":"paused"'* ]]
}

@test "an empty list is empty, and that is an answer" {
	runs 0 tk-list
	prints ''
	says ''
	two
	runs 0 tk-list 客户=王五
	prints ''
	runs 0 tk-list -o csv 客户=王五
	prints id,status,subject,category,priority,team,assignee,channel,customer,created,closed,due,next_clock,overdue
	runs 0 tk-list -o json 客户=王五
	prints ''
}

@test "leaves out what is closed unless a status or closed is named" {
	two
	tk-close -q result=invalid summary=误报 0001
	runs 0 tk-list
	[ "$(ids)" = 'CS202611200002 ' ]
	runs 0 tk-list status=all
	[ "$(ids)" = 'CS202611200002 CS202611200001 ' ]
	for selector in status=closed 状态=已关闭 closed=今天 'closed>=09:00' \
		'status=closed;customer=周建华' 'status!=new'; do
		runs 0 tk-list "$selector"
		[ "$(ids)" = 'CS202611200001 ' ]
	done
	for selector in closed= status=new 'status!=closed' result=; do
		runs 0 tk-list "$selector"
		[ "$(ids)" = 'CS202611200002 ' ]
	done
	runs 0 tk-list status=closed -o csv
	[ "${lines[1]}" = CS202611200001,closed,热水器不启动,故障报修/硬件故障,紧急,,wang,,周建华,2026-11-20T09:00:00+08:00,2026-11-20T09:00:00+08:00,,, ]
}

@test "the rows say the status, wherever the file lies" {
	two
	mkdir -p "$STORE/closed/2026-11-20"
	mv "$STORE/open/2026-11-20/CS202611200002.csv" "$STORE/closed/2026-11-20"
	append CS202611200001 2026-11-20T09:00:00+08:00,wang,status,closed
	runs 0 tk-list
	prints ''
	runs 0 tk-list status=all --sort id
	[ "$(ids)" = 'CS202611200001 CS202611200002 ' ]
}

@test "all selectors must hold, and their names may be labels" {
	two
	runs 0 tk-list 客户=李婷 'priority<=普通'
	[ "$(ids)" = 'CS202611200002 ' ]
	runs 0 tk-list 客户=李婷 处理人=me
	prints ''
	runs 0 tk-list 'customer=李婷,周建华;处理人=me'
	[ "$(ids)" = 'CS202611200001 ' ]
	runs 0 tk-list 'clock=response;verdict=running' 优先级=紧急
	[ "$(ids)" = 'CS202611200001 ' ]
	runs 0 tk-list 'due<=2026-11-20'
	[ "$(ids)" = 'CS202611200001 ' ]
}

@test "!= of a clock or verdict is the opposite of =, and ~ sees computed values" {
	two
	tk-note -q -k reply -m 好的 0002
	runs 0 tk-list clock=response 'verdict!=met'
	[ "$(ids)" = 'CS202611200001 ' ]
	runs 0 tk-list 'clock!=response'
	prints ''
	runs 0 tk-list 'verdict!=met'
	[ "$(ids)" = 'CS202611200001 ' ]
	runs 0 tk-list 'verdict!=running'
	[ "$(ids)" = 'CS202611200002 ' ]
	runs 0 tk-list 'created~^2026-11-20T09:00' 'reply.count~^1$'
	[ "$(ids)" = 'CS202611200002 ' ]
	runs 0 tk-list 'due~^2026-11-20'
	[ "$(ids)" = 'CS202611200001 ' ]
	runs 2 tk-list verdict=late
	says 'tk-list: unknown verdict "late" in "verdict=late"; lawful are running, paused, met, breached, cancelled'
}

@test "says once that due times lie in a year without holidays" {
	at 2026-12-31 17:00
	new category=业务办理/信息变更 改地址
	new category=业务办理/信息变更 改电话
	runs 0 tk-list -o csv
	says 'tk-list: warning: 2 tickets with a due time in a year without a row in rules/holidays.csv, the first CS202612310001; enter its holidays (tk-rules(5))'
	runs 0 tk-show -o json 0002
	says 'tk-show: warning: CS202612310002: response is due 2027-01-05T17:00:00+08:00, in a year without a row in rules/holidays.csv; enter its holidays (tk-rules(5))'
}

@test "refuses what is no selector" {
	runs 2 tk-list nonsense=1
	says 'tk-list: unknown field "nonsense"; rules/fields.csv lists them'
	runs 2 tk-list 热水器
	says 'tk-list: "热水器" is no selector; write FIELD=VALUE, with = != >= <= or ~'
	runs 2 tk-list priority=高
	runs 2 tk-list 'subject~('
	runs 2 tk-list 'overdue>=soon'
	prints ''
	runs 2 tk-list 'overdue>=2y'
	says 'tk-list: "2y" in "overdue>=2y" is no number'
	runs 2 tk-list 'overdue>=2hours'
	says 'tk-list: "2hours" in "overdue>=2hours" is no number'
	runs 2 tk-list 'priority>=紧急,普通'
	says 'tk-list: "priority>=紧急,普通": >= and <= take one time, number or priority'
	runs 2 tk-list 'customer>=王'
	says 'tk-list: "customer>=王": >= and <= take one time, number or priority'
	runs 2 tk-list wanted=..soon
	[[ $stderr == "tk-list: 'soon' is no time; write "* ]]
}

@test "lateness is compared as a span, priorities and times as ranges" {
	two
	at 12:05
	for term in 'overdue>=2h' 'overdue>=125m' 'overdue=7500' \
		'overdue=7500s' 'overdue=2h..1d' 'overdue<=1w'; do
		runs 0 tk-list "$term"
		[ "$(ids)" = 'CS202611200001 ' ]
	done
	for term in 'overdue>=3h' 'overdue=1d..' 'overdue<=2h'; do
		runs 0 tk-list "$term"
		prints ''
	done
	for term in 普通..紧急 紧急..普通; do
		runs 0 tk-list priority=$term
		[ "$(ids)" = 'CS202611200001 CS202611200002 ' ]
	done
	tk-note -q -k appointment -m 上门 appointment.when='明天 15:00..16:00' 0001
	runs 0 tk-list appointment.when=2026-11-21
	[ "$(ids)" = 'CS202611200001 ' ]
	runs 0 tk-list 'appointment.when>=2026-11-21 16:00'
	[ "$(ids)" = 'CS202611200001 ' ]	# of a span its end
	runs 0 tk-list 'appointment.when<=2026-11-21 15:30'
	prints ''
}

@test "never reads standard input" {
	two
	run -0 bash -c 'yes CS202611200002 | tk-list priority=紧急'
	[ "$(ids)" = 'CS202611200001 ' ]
}

@test "sorts by any key, unset ones last, also the other way round" {
	new customer=b category=业务办理/业务咨询 priority=普通 一
	new customer=a priority=紧急 二
	new 三
	for pair in customer:'2 1 3' priority:'2 1 3' id:'1 2 3' \
		category:'1 2 3' subject:'1 3 2'; do
		runs 0 tk-list -o csv --sort "${pair%%:*}"
		diff <(cut -d, -f1 <<<"$output" | sed -n 's/.*000//p' |
			tr '\n' ' ') <(echo -n "${pair#*:} ")
	done
	runs 0 tk-list -o csv --sort customer --reverse
	diff <(cut -d, -f1 <<<"$output" | sed -n 's/.*000//p' | tr '\n' ' ') \
		<(echo -n '1 2 3 ')
	runs 0 tk-list -o csv --sort id --reverse
	diff <(cut -d, -f1 <<<"$output" | sed -n 's/.*000//p' | tr '\n' ' ') \
		<(echo -n '3 2 1 ')
	runs 2 tk-list --sort colour
	says 'tk-list: cannot sort by "colour"; lawful are id, status, subject, category, priority, team, assignee, channel, customer, created, closed, due, next_clock, overdue'
}

@test "numbers are in order of date and number, however many digits" {
	mkdir -p "$STORE/open/2026-11-20"
	for n in CS202611209999 CS2026112010000 CS202611200002; do
		printf '%s\n' time,actor,field,value \
			"2026-11-20T09:00:00+08:00,wang,id,$n" \
			>"$STORE/open/2026-11-20/$n.csv"
	done
	# what is no ticket of that folder is none
	touch "$STORE/open/2026-11-20/.CS202611200003.1.tmp" \
		"$STORE/open/2026-11-20/CS202611210001.csv" \
		"$STORE/open/2026-11-20/CS20261120.csv" \
		"$STORE/open/2026-11-20/notes.txt"
	runs 0 tk-list --sort id
	[ "$(ids)" = 'CS202611200002 CS202611209999 CS2026112010000 ' ]
}

@test "csv has the keys as columns, and quotes where it must" {
	new customer='李,婷' channel=电话 $'说明"书"\n在哪'
	runs 0 tk-list -o csv
	diff -u - <(printf '%s\n' "$output") <<-'END'
	id,status,subject,category,priority,team,assignee,channel,customer,created,closed,due,next_clock,overdue
	CS202611200001,new,"说明""书""
	在哪",,,,,电话,"李,婷",2026-11-20T09:00:00+08:00,,2026-11-24T18:00:00+08:00,response,
	END
}

@test "--bom makes CSV that a spreadsheet cannot misread" {
	new customer='=1+1' channel=00123 @SUM
	new customer=-王 channel=123456789012 +86
	runs 0 tk-list -o csv --bom --sort id
	[[ ${lines[0]} == $'\ufeff'id,status,* ]]
	[[ ${lines[1]} == "CS202611200001,new,'@SUM,,,,,\"	00123\",'=1+1,"* ]]
	[[ ${lines[2]} == "CS202611200002,new,'+86,,,,,\"	123456789012\",'-王,"* ]]
	runs 0 tk-list -o csv --sort id
	[[ ${lines[1]} == "CS202611200001,new,@SUM,,,,,00123,=1+1,"* ]]
}

@test "json has every key of the contract, as tk-show has it" {
	new region=杭州 customer=周建华 热水器不启动 | tk-classify |
		tk-assign --take
	tk-note -q -k reply -m 一 0001
	tk-note -q -k reply -m 二 0001
	tk-note -q tag=a tag=b 0001
	diff -u <(tk-list -o json) <(tk-show -o json 0001)
	tk-list -o json | jq -r 'keys_unsorted | join(" ")' >keys
	diff -u keys - <<-'END'
	id status subject category priority team assignee channel customer created closed due next_clock overdue fields log clocks
	END
	tk-list -o json | jq -c '.fields | .reply, .tag, .region, .closed' >fields
	diff -u fields - <<-'END'
	["一","二"]
	["a","b"]
	"杭州"
	null
	END
	tk-list -o json | jq -c '.log[0], .clocks[0]' >parts
	diff -u parts - <<-'END'
	{"time":"2026-11-20T09:00:00+08:00","actor":"wang","field":"id","value":"CS202611200001"}
	{"clock":"response","cycle":1,"verdict":"met","start":"2026-11-20T09:00:00+08:00","due":"2026-11-20T10:00:00+08:00","elapsed":0,"limit":3600,"calendar":"natural"}
	END
	[ "$(tk-list -o json | jq '.log | length')" -eq \
		"$(($(wc -l <"$(file_of CS202611200001)") - 1))" ]
}

@test "json is lawful whatever a ticket holds" {
	new x
	append CS202611200001 '2026-11-20T09:00:00+08:00,wang,note,"broken'
	printf 'a\x01b\xff\xfe\\ "c" \x7f\n' >>"$(file_of CS202611200001)"
	append CS202611200001 2026-11-20T09:00:00+08:00,wang,note,完
	run -0 --separate-stderr bash -c 'tk-list -o json | jq -r ".log[-2:][].value"'
	[[ $output == *$'a\x01b�'*'\ "c" '*$'\n完' ]]
	says "tk-list: warning: CS202611200001: row 5 is damaged; 'tk-show CS202611200001' shows it"
}

@test "names only the first damaged tickets, and counts the others" {
	for i in 1 2 3 4 5 6 7; do
		new x >/dev/null
		append CS20261120000$i 'nonsense'
	done
	runs 0 tk-list
	[ "${#lines[@]}" -eq 8 ]
	[ "${#stderr_lines[@]}" -eq 6 ]
	[ "${stderr_lines[5]}" = "tk-list: warning: 2 more tickets have damaged rows; 'tk-check' lists them" ]
}

@test "masks telephone numbers and mail addresses in every format" {
	while read -r typed masked; do
		new contact="${typed//_/ }" x >/dev/null
		tk-list --sort id -o json | jq -r '.fields.contact' |
			tail -n 1 >shown
		diff -u <(echo "${masked//_/ }") shown
	done <<-'END'
	13800000001 138****0001
	138_0000_0003 138****0003
	138-0000-0002 138****0002
	+86_138_0000_0005 +86_138****0005
	0086-13800000018 0086-138****0018
	(+86)13800000009 (+86)138****0009
	１３８００００００８８ 138****0088
	（０１０）6234-5678 010****5678
	0512-65551234转802 051*****1234转802
	65551234 65****34
	+852_9123_4567 +852****4567
	a.b@mail.b.cn a***@mail.b.cn
	ａｂ＠ｂ．ｃｎ a***@b.cn
	13800000001/13900000002 138****0001/139****0002
	微信同号 微***
	END
}

@test "masks them wherever they stand, and nothing else" {
	new customer=13800000007 contact=13800000007 order_no=202611201380 \
		ref=13812345678 occurred=2026-11-20 \
		description='打 138 0000 0007 或 wang.fang@b.cn，2026-11-20 09:00 后' \
		'13800000007来电，订单DD-77410001，工号19 2026-11-20 09:00'
	runs 0 tk-list
	[[ ${lines[1]} == *"138****0007  138****0007来电，订单DD-77410001，工号19 2026-11-20 09:00" ]]
	runs 0 tk-list -o csv
	[[ ${lines[1]} == *,138****0007来电，*,138****0007,* ]]
	runs 0 tk-list -o json
	lacks '13800000007\|138 0000 0007\|wang.fang' <<<"$output"
	jq -c '.fields | .description, .ref, .order_no, .id' <<<"$output" >shown
	diff -u shown - <<-'END'
	"打 138****0007 或 w***@b.cn，2026-11-20 09:00 后"
	"13812345678"
	"202611201380"
	"CS202611200001"
	END
	tk-note -q -k appointment -m 上门 appointment.contact=0571-88888888 0001
	runs 0 tk-list -o json
	lacks 88888888 <<<"$output"
}

@test "a number with an area or country code is masked in a text, too" {
	new '请打0512-65551234转802，或0044 20 7946 0958；单号20261120123456' >/dev/null
	runs 0 tk-list -o csv
	[[ ${lines[1]} == *,请打051*****1234转802，或004*****0958；单号20261120123456,* ]]
}

@test "--unmask is for those who may" {
	two
	runs 0 tk-list --unmask -o json 客户=周建华
	[ "$(jq -r .fields.contact <<<"$output")" = 13800000001 ]
	with_staff
	runs 1 tk-list --unmask -o json
	prints ''
	says 'tk-list: --unmask is for lead|manager|admin; leave it out, or ask one of them'
	as sun
	runs 0 tk-list --unmask -o json 客户=周建华
	[ "$(jq -r .fields.contact <<<"$output")" = 13800000001 ]
	runs 0 tk-list -o json 客户=周建华
	[ "$(jq -r .fields.contact <<<"$output")" = '138****0001' ]
}

@test "shows people by name, but keeps logins in csv and json" {
	with_staff
	new x | tk-assign -t li
	runs 0 tk-list
	[[ ${lines[1]} == *"  李工  "* ]]
	runs 0 tk-list -o csv
	[[ ${lines[1]} == *,二线技术支持,li,* ]]
}

@test "makes control characters visible" {
	new customer=$'王\e[2J芳' $'红\e[31m\a字\u202e'
	runs 0 tk-list
	[[ ${lines[1]} == *"王^[[2J芳  红^[[31m^G字<U+202E>" ]]
}

@test "is coloured and cut on a terminal only" {
	new customer=李婷 一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十
	at 2026-11-25 12:00
	runs 0 tk-list
	[[ $output != *$'\e'* && $output == *八九十 ]]
	on_terminal 'stty cols 100; tk-list' >screen
	grep -q $'\e\\[31m' screen
	grep -q '…' screen
	NO_COLOR=1 on_terminal 'stty cols 100; tk-list' >screen
	lacks $'\e' <screen
}

@test "with a faulty table it shows what does not need it, and says why" {
	two
	echo nonsense >>"$STORE/rules/clocks.csv"
	runs 2 tk-list --sort id
	[[ ${lines[1]} == 'CS202611200001  处理中  紧急      -    wang '* ]]
	says "tk-list: rules/clocks.csv:$(wc -l <"$STORE/rules/clocks.csv"): 1 cells where the heading has 11"
	runs 2 tk-list 客户=李婷
	[ "$(ids)" = 'CS202611200002 ' ]
	echo nonsense >>"$STORE/rules/fields.csv"
	runs 2 tk-list --sort id
	[ "$(ids)" = 'CS202611200001 CS202611200002 ' ]
	runs 2 tk-list 客户=李婷
	prints ''
}

@test "a file that cannot be read is passed over, and the status is 2" {
	two
	# not chmod: root may read everything
	rm "$STORE/open/2026-11-20/CS202611200001.csv"
	mkdir "$STORE/open/2026-11-20/CS202611200001.csv"
	runs 2 tk-list
	[ "$(ids)" = 'CS202611200002 ' ]
	[[ $stderr == 'tk-list: '*CS202611200001* ]]
}

@test "writes nothing and works on a store that cannot be written" {
	two
	chmod -R a-w "$STORE"
	find "$STORE" -printf '%p %T@ %s\n' | sort >before
	runs 0 tk-list status=all
	[ "${#lines[@]}" -eq 3 ]
	find "$STORE" -printf '%p %T@ %s\n' | sort >after
	chmod -R u+w "$STORE"
	diff -u before after
}

@test "gives the same list with any number of threads" {
	mkdir -p "$STORE/open/2026-11-20" "$STORE/closed/2026-11-19"
	for n in $(seq -w 0001 0700); do
		printf '%s\n' time,actor,field,value \
			"2026-11-20T09:00:00+08:00,wang,id,CS20261120$n" \
			"2026-11-20T09:00:00+08:00,wang,subject,第${n}个" \
			>"$STORE/open/2026-11-20/CS20261120$n.csv"
	done
	cp "$STORE/open/2026-11-20/CS202611200001.csv" "$STORE/closed/2026-11-19/CS202611190001.csv"
	for o in text csv json; do
		tk-list -j1 -o $o status=all >one
		tk-list -j3 -o $o status=all >three
		tk-list -j64 -o $o status=all >many
		diff one three && diff one many || return
	done
	[ "$(wc -l <one)" -eq 701 ]
	runs 2 tk-list -j 0
	[[ ${stderr_lines[0]} == 'tk-list: -j is a number of threads, 1 to 64' ]]
}

@test "refuses a format it does not have" {
	runs 2 tk-list -o html
	[ "${stderr_lines[0]}" = 'tk-list: -o is text, csv or json' ]
}

@test "selects by qualifiers, by label and as their rows say" {
	fields_say 'solution.cause,,choice,原因,cause,,Wear|安装不当,,' \
		satisfaction.speed,,number,速度分,speed,,,, \
		measure.owner,,person,负责,owner,,,, \
		solution.category,,category,成因分类,category,,,,
	a=$(tk-new -q solution=x 原因=wear satisfaction=满意 速度分=10 \
		measure=y 负责=wang solution.category=硬件 甲)
	b=$(tk-new -q solution=x 原因=安装不当 satisfaction=满意 速度分=9 乙)
	for s in 原因=ＷＥＡＲ solution.原因=Wear 解决方案.cause~^W \
		satisfaction.speed'>='9.5 速度分=9.5..11 measure.owner=me \
		成因分类=故障报修 '原因!=安装不当'; do
		runs 0 tk-list -o csv "$s"
		[ "$(cut -d, -f1 <<<"$output")" = $'id\n'"$a" ] || {
			echo "$s: $output"
			return 1
		}
	done
	runs 0 tk-list -o csv '速度分<=9'
	[ "$(cut -d, -f1 <<<"$output")" = $'id\n'"$b" ]
	runs 2 tk-list 原因=老化
	says 'tk-list: solution.cause=老化: lawful are Wear|安装不当'
}
