#!/usr/bin/env bats
# tk-show.bats - a ticket is shown in full, with what can be done next.

load helper
load mounts
load write

taken() {
	new category=硬件 priority=紧急 "${@:-热水器不启动}" | tk-assign --take
}

append() {
	printf '%s\n' "$2" >>"$(file_of "$1")"
}

# The lines of one part of the output: "part log".
part() {
	awk -v name="$1" '
	$1 == "playbook" { $0 = "playbook" }
	$0 == name { on = 1; next }
	/^$/ { on = 0 }
	on' <<<"$output"
}

# The commands of the parts "next steps" and "to close".
steps() {
	part "$1" | sed 's/^  //; s/ *#.*//'
}

lacks() {
	! grep -q -- "$1"
}

@test "knows its usage, its version and no other options" {
	knows_itself tk-show
}

@test "shows what a ticket is, was and needs" {
	new customer=周建华 contact=13800000001 热水器不启动 | tk-classify |
		tk-assign --take
	at 09:20
	tk-note -q -k reply -m 已致歉 -w 09:15 reply.channel=电话 0001
	runs 0 tk-show 0001
	says ''
	diff -u - <(sed '/^to ask/,/^next/d' <<<"$output") <<-'END'
	CS202611200001  热水器不启动
	active 处理中  紧急  故障报修/硬件故障  → wang
	created 2026-11-20 09:00  appointment due 2026-11-21 09:00 in 23h40m

	客户        周建华
	联系方式    13800000001
	分类        故障报修/硬件故障
	优先级      紧急
	首问负责人  wang
	处理人      wang
	接单        wang

	log
	   1  11-20 09:00  wang  工单号      CS202611200001
	   2                     客户        周建华
	   3                     联系方式    13800000001
	   4                     主题        热水器不启动
	   5                     首问负责人  wang
	   6                     状态        待分派
	   8                     分类        故障报修/硬件故障 (rule hw01)
	  10                     优先级      紧急 (rule category)
	  11                     处理人      wang
	  12                     接单        wang
	  13                     状态        处理中
	  16  11-20 09:20  wang  答复        已致歉 (渠道 电话; at 2026-11-20 09:15)

	clocks
	  response     met           15m of 1h      due 11-20 10:00               natural
	  appointment  running       20m of 24h     due 11-21 09:00 in 23h40m     natural

	  tk-assign -t WHO CS202611200001             # 处理中 → 待接单
	  tk-assign --decline -m WHY CS202611200001   # 处理中 → 待分派
	  tk-note -k appointment -m TEXT appointment.when=TIME CS202611200001  # appointment due 11-21 09:00, in 23h40m
	  tk-note -k handover -m TEXT CS202611200001  # 处理中 → 待分派
	  tk-note -k question -m TEXT CS202611200001  # 处理中 → 待客户
	  tk-note -k solution -m TEXT CS202611200001  # 处理中 → 待回访

	to close
	  tk-note -k solution -m TEXT CS202611200001     # no solution yet
	  tk-note -k confirmation=已解决 CS202611200001  # no confirmation by the customer yet
	  tk-note -k satisfaction=VALUE CS202611200001   # no word on the customer's satisfaction yet, VALUE one of 满意|基本满意|不满意
	END
}

@test "takes numbers, tails and refs, as operands and from a pipe" {
	new ref=HL-0001 一 >/dev/null
	new 二 >/dev/null
	runs 0 tk-show HL-0001 0002
	[ "$(grep -c '^CS2026' <<<"$output")" -eq 2 ]
	# a blank line is between them
	grep -B1 '^CS202611200002  二' <<<"$output" | head -n 1 | grep -qx ''
	tk-list | tk-show -o csv >piped
	tk-show -o csv 0001 0002 >typed
	diff typed piped
	runs 1 tk-show 0001 0009 0002
	[ "$(grep -c '^CS2026' <<<"$output")" -eq 2 ]
	says "tk-show: 0009: no such ticket; look for it with 'tk-list status=all'"
	runs 0 tk-show
	prints ''
}

@test "numbers rows as void wants them, and strikes out what is void" {
	taken
	tk-note -q -k reply -m 已寄出 reply.channel=短信 0001
	runs 0 tk-show 0001
	row=$(part log | awk '/已寄出/ { print $1 }')
	tk-note -q -k "void=$row" -m 记错工单 0001
	runs 0 tk-show 0001
	part log | grep -q "^ *$row  *答复 *~~已寄出~~ (渠道 短信)$"
	part log | grep -q "作废 *$row (why 记错工单)$"
	part clocks | grep -q '^  response *running'
	on_terminal 'tk-show 0001' >screen
	grep -q $'\e\\[9m已寄出\e\\[29m' screen
	NO_COLOR=1 on_terminal 'tk-show 0001' >screen
	grep -q '~~已寄出~~' screen
	lacks $'\e' <screen
}

@test "shows both times of a row, and the whole of a span" {
	taken
	at 11:00
	tk-note -q -k analysis -m 查日志 -w 10:00..10:20 0001
	runs 0 tk-show 0001
	part log | grep -q '11-20 11:00  wang  分析 *查日志 (at 2026-11-20 10:00..2026-11-20 10:20)$'
}

@test "no ticket is unreadable, and nothing that is wrong is hidden" {
	taken
	append CS202611200001 '2026-11-20T09:00:00+08:00,wang,note,"客户说'
	printf '\e[31m\xff红\n' >>"$(file_of CS202611200001)"
	append CS202611200001 2026-11-20T09:01:00+08:00,wang,reply.channel,电话
	append CS202611200001 2026-11-20T09:02:00+08:00,wang,status,cloesd
	append CS202611200001 2026-11-20T09:02:00+08:00,wang,void,1
	append CS202611200001 2026-11-20T09:03:00+08:00,wang,reply.at,昨天
	append CS202611200001 2026-11-20T09:03:00+08:00,wang,reply,好
	append CS202611200001 2026-11-20T09:04:00+08:00,wang,id,CS202611200009
	printf '2026-11-20T09:05:00+08:00,wang,note,tor' >>"$(file_of CS202611200001)"
	runs 0 tk-show 0001
	part log | grep -q '^ *10 .* ? *2026-11-20T09:00:00+08:00,wang,note,"客户说$'
	part log | grep -q '^ *^\[\[31m<FF>红  \[damaged\]$'
	lacks $'\e' <<<"$output"
	lacks tor$ <<<"$output"
	diff -u - <(part warnings) <<-'END'
	  row 10: damaged
	  row 11: a qualifier without its head
	  row 12: no such status
	  row 13: names no row that can be taken out
	  row 14: neither a time nor a span
	  row 16: a second id
	END
	runs 0 tk-show -o json 0001
	[ "$(jq -r .status <<<"$output")" = active ]
	[ "${stderr_lines[0]}" = 'tk-show: warning: CS202611200001: row 10: damaged' ]
	[ "${#stderr_lines[@]}" -eq 6 ]
	# whatever the file: the corpus of the format
	mkdir -p "$STORE/open/2026-11-21"
	n=0
	for f in "$TOP"/tests/tickets/*.csv; do
		n=$((n + 1))
		cp "$f" "$STORE/open/2026-11-21/CS20261121$(printf %04d $n).csv"
	done
	for o in html postmortem-html text form postmortem clocks csv json; do
		tk-list status=all 2>/dev/null | tk-show -o $o >shown 2>err || return
	done
	[ "$(wc -l <shown)" -eq $((n + 1)) ]
	jq -e .id <shown >/dev/null
}

@test "what an id row says is told, and makes nothing of the terminal" {
	taken
	sed -i $'s/,id,CS.*/,id,CS2026\e[31m/' "$(file_of CS202611200001)"
	runs 0 tk-show CS202611200001
	diff -u - <(part warnings) <<-'END'
	  its id row says CS2026^[[31m
	END
	lacks $'\e' <<<"$output"
}

@test "a verdict row that no clock could have written is none" {
	taken
	start=2026-11-20T09:00:00+08:00
	for odd in elapsed=99999999999999999999999999999 limit= \
		elapsed=-1 due=soon $'calendar=\e[31m' \
		$'calendar=\u202e'; do
		append CS202611200001 "2026-11-20T09:30:00+08:00,wang,verdict,response 1 met start=$start $odd"
	done
	runs 0 tk-show -o json CS202611200001
	[ "$(jq -r '.clocks[] | select(.clock == "response") | .verdict' \
		<<<"$output")" = running ]
	append CS202611200001 2026-11-20T09:30:00+08:00,wang,verdict,$'cl\eock 1 met'
	for format in text clocks; do
		runs 0 tk-show -o $format CS202611200001
		lacks $'\e' <<<"$output"
	done
}

@test "-o csv gives the rows as they stand, with one heading" {
	taken
	new 二 >/dev/null
	runs 0 tk-show -o csv 0001
	diff -u "$(file_of CS202611200001)" <(printf '%s\n' "$output")
	runs 0 tk-show -o csv 0001 0002
	diff -u <(cat "$(file_of CS202611200001)"; tail -n +2 "$(file_of CS202611200002)") \
		<(printf '%s\n' "$output")
	# the tail is nobody's row yet
	printf 'half' >>"$(file_of CS202611200002)"
	runs 0 tk-show -o csv 0002
	lacks half <<<"$output"
}

@test "-o clocks accounts for every second, counted and paused" {
	new category=业务办理/信息变更 改地址 | tk-assign --take
	at 10:00:30
	tk-note -q -k question -m 请问新地址 0001
	at 14:00
	tk-note -q -k feedback -m 人民路1号 0001
	at 15:00
	runs 0 tk-show -o clocks 0001
	diff -u - <(sed '/^answer/,$d' <<<"$output") <<-'END'
	CS202611200001  改地址

	response 1  running  limit 24:00:00 of work
	  start 2026-11-20 09:00  due 2026-11-24 18:00  stop -  elapsed 5:00:00
	  2026-11-20 09:00     2026-11-20 15:00     counted     5:00:00     5:00:00

	request 1  running  limit 21:00:30 of work
	  start 2026-11-20 09:00  due 2026-11-24 18:00  stop -  elapsed 2:00:30
	  2026-11-20 09:00     2026-11-20 10:00:30  counted     1:00:30     1:00:30
	  2026-11-20 10:00:30  2026-11-20 14:00     paused            -     1:00:30
	  2026-11-20 14:00     2026-11-20 15:00     counted     1:00:00     2:00:30

	END
	new x >/dev/null
	echo clock,start,limit,calendar >"$STORE/rules/clocks.csv"
	runs 0 tk-show -o clocks 0002
	prints 'CS202611200002  x' '' 'no clocks'
}

@test "-o form is the filled-in form of the process" {
	new -q ref=CX2023901 channel=在线客服 customer='*有限公司' \
		contact=13800000001 customer_type=新客户 vip=是 urgency=高 \
		urgency_reason=业务受影响 wanted=12:00 order_no=DD-1 \
		-m 'APP登录提示网络错误' tried=已重启 APP无法登录 >/dev/null
	tk-classify -q -c 软件故障 -p 紧急 0001 >/dev/null
	at 09:45
	tk-assign -q -t zhao -b 12:00 0001
	tk-note -q -k plan -m '1 查服务器' 0001
	tk-note -q -k plan -m '2 清缓存' 0001
	at 10:30
	tk-note -q -k progress -m 查日志，服务器短时故障 -w 09:45..10:00 0001
	tk-note -q -k progress -m 已恢复 0001
	at 10:35
	tk-note -q -k reply -m 已解决 reply.channel=电话 0001
	tk-close -q -m 清缓存 confirmation=已解决 satisfaction=满意 \
		satisfaction.words=感谢及时处理 lesson=写入知识库 0001
	runs 0 tk-show -o form CX2023901
	diff -u - <(printf '%s\n' "$output") <<-'END'
	客户服务流程执行表

	【基本信息】
	  问题编号      CX2023901  CS202611200001
	  客户名称      *有限公司
	  客户类型      新客户，VIP
	  联系方式      13800000001
	  需求渠道      在线客服
	  提交时间      2026-11-20 09:00

	【需求详情】
	  问题描述      APP登录提示网络错误
	  问题类型      故障报修
	  紧急程度      高：业务受影响
	  期望解决时间  2026-11-20 12:00
	  附加信息      订单号 DD-1；已尝试 已重启

	【处理过程】
	  需求分类      故障报修/软件故障
	  优先级        紧急
	  处理责任人    zhao
	  任务分配时间  2026-11-20 09:45
	  截止时间      2026-11-20 12:00
	  处理方案      1 查服务器
	                2 清缓存
	  处理进度记录  2026-11-20 09:45..2026-11-20 10:00  进展：查日志，服务器短时故障
	                2026-11-20 10:30  进展：已恢复
	                2026-11-20 10:35  解决方案：清缓存

	【结果反馈】
	  反馈时间      2026-11-20 10:35
	  反馈渠道      电话
	  客户反馈      感谢及时处理
	                已解决
	  满意度评分    满意
	  是否闭环      是，solved

	【备注与优化】
	  备注          -
	  优化          写入知识库
	  归档摘要      -
	END
}

@test "every next step that it names can be pasted" {
	taken
	tk-note -q -k reply -m 好 0001
	new 产品不好用 | tk-classify >/dev/null || true
	new 三 >/dev/null
	new category=投诉 四 | tk-assign -t zhao
	taken 五
	tk-note -q -k solution -m 修好了 0005
	taken 六
	tk-note -q -k question -m 型号 0006
	taken 七
	tk-close -q result=invalid summary=误报 0007
	for n in 0001 0002 0003 0004 0005 0006 0007; do
		runs 0 tk-show "$n"
		steps 'next steps' >steps
		[ -s steps ] || return
		# words in capitals are to be replaced
		sed -e 's/ -m [A-Z]* / -m 文字 /; s/=TIME /=16:00 /' \
			-e 's/-c CATEGORY /-c 软件故障 /; s/-t WHO /-t zhao /' \
			-e 's/=WHO /=me /; s/=NUMBER /=1 /; s/=TEXT /=x /' \
			steps >paste
		while read -r step; do
			cp -r "$STORE" try
			TK_STORE=try bash -c "$step" >out 2>err </dev/null || {
				echo "$n: $step: $(cat err)"
				return 1
			}
			rm -r try
		done <paste
	done
}

@test "steps are those of the status and of the caller" {
	with_staff
	as sun
	new category=硬件 priority=紧急 热水器不启动 | tk-assign -t li
	runs 0 tk-show 0001
	steps 'next steps' | grep -qx 'tk-assign --accept CS202611200001'
	as wang
	runs 0 tk-show 0001
	steps 'next steps' | lacks --accept
	as li
	runs 0 tk-show 0001
	steps 'next steps' | grep -qx 'tk-assign --accept CS202611200001'
	tk-assign -q --accept 0001
	runs 0 tk-show 0001
	steps 'next steps' | lacks --accept
	steps 'next steps' | grep -qx 'tk-note -k question -m TEXT CS202611200001'
	new x >/dev/null
	runs 0 tk-show 0002
	diff -u - <(steps 'next steps') <<-'END'
	tk-classify CS202611200002
	tk-assign -t WHO CS202611200002
	tk-assign --take CS202611200002
	tk-note -k reply -m TEXT CS202611200002
	tk-note -k solution -m TEXT CS202611200002
	END
	tk-classify -q -c 软件故障 0002
	runs 0 tk-show 0002
	steps 'next steps' | grep -qx 'tk-assign -A CS202611200002'
}

@test "names what the closing gate lacks, and nothing when it lacks nothing" {
	taken
	tk-note -q -k solution -m 更换温控器 0001
	runs 0 tk-show 0001
	diff -u - <(steps 'to close') <<-'END'
	tk-note -k confirmation=已解决 CS202611200001
	tk-note -k satisfaction=VALUE CS202611200001
	END
	tk-note -q confirmation=已解决 satisfaction=满意 0001
	runs 0 tk-show 0001
	diff -u - <(steps 'to close') <<-'END'
	tk-close CS202611200001
	END
	tk-close -q 0001
	runs 0 tk-show 0001
	[ "$(part 'to close')" = '' ]
	diff -u - <(steps 'next steps') <<-'END'
	tk-reopen -m WHY CS202611200001
	END
}

@test "names the clock that a step stops, the next due first" {
	new category=服务态度投诉 priority=重要 态度差 | tk-assign --take
	at 09:40
	runs 0 tk-show 0001
	part 'next steps' | grep tk-note | head -n 1 | grep -qx '  tk-note -k reply -m TEXT CS202611200001 *# contact was due 11-20 09:30, +10m late; response due 11-20 14:00, in 4h20m'
}

@test "tells the playbook and the promise of the category, by its steps" {
	taken
	runs 0 tk-show 0001
	grep -qx 'playbook  故障报修/硬件故障  二线技术支持' <<<"$output"
	[ "$(part playbook | wc -l)" -eq 6 ]
	part playbook | head -n 1 | grep -qx '  1 有漏电、冒烟、焦味的，先请客户断电停用；'
	part playbook | tail -n 1 | grep -q '^  “我们会在24小时内'
}

@test "asks when it is unclear, and for what the rulebook wants asked" {
	new -q customer=李婷 产品不好用 | tk-classify >/dev/null || true
	runs 0 tk-show 0001
	part question | grep -q '请问是哪个功能不好用'
	part 'to ask' | grep -q '联系方式(contact), 客户编号(customer_no), 地区(region)'
	part 'to ask' | lacks customer[^_]
	steps 'next steps' | grep -qx 'tk-note -k question -m TEXT CS202611200001'
}

@test "lists attachments where they lie" {
	echo x >照片.jpg
	taken
	tk-note -q -k solution -m 修好了 -a 照片.jpg 0001
	runs 0 tk-show 0001
	part attachments >found
	[ "$(wc -l <found)" -eq 1 ]
	read -r file row number <found
	[ -f "$STORE/$file" ]
	[ "$row" = row ]
	part log | grep -q "^ *$number .*解决方案"
}

@test "shows contact details to everybody" {
	with_staff
	taken contact=13800000001 热水器不启动
	runs 0 tk-show -o json 0001
	[ "$(jq -r .fields.contact <<<"$output")" = 13800000001 ]
}

@test "with a faulty table it shows what does not need it, and says why" {
	taken
	echo nonsense >>"$STORE/rules/clocks.csv"
	runs 2 tk-show 0001
	says "tk-show: rules/clocks.csv:$(wc -l <"$STORE/rules/clocks.csv"): 1 cells where the heading has 11"
	[ "$(part clocks)" = '' ]
	steps 'next steps' | grep -q solution
	echo nonsense >>"$STORE/rules/flow.csv"
	runs 2 tk-show 0001
	[ "$(part 'next steps')" = '' ]
	echo nonsense >>"$STORE/rules/fields.csv"
	runs 2 tk-show 0001
	part log | grep -q 'subject *热水器不启动'
	runs 2 tk-show -o json 0001
	[ "$(jq -r .fields.assignee <<<"$output")" = wang ]
}

@test "writes nothing and works on a store that cannot be written" {
	taken
	chmod -R a-w "$STORE"
	find "$STORE" -printf '%p %T@ %s\n' | sort >before
	runs 0 tk-show 0001
	steps 'next steps' | grep -q solution
	find "$STORE" -printf '%p %T@ %s\n' | sort >after
	chmod -R u+w "$STORE"
	diff -u before after
}

@test "refuses a format it does not have" {
	runs 2 tk-show -o xml 0001
	[ "${stderr_lines[0]}" = 'tk-show: -o is text, form, clocks, csv, json, mail, mbox, html, postmortem or postmortem-html' ]
}
