#!/usr/bin/env bats
# tracking.bats - rows D1 to D13 of the problem tracking template.

load helper
eval "plain_$(declare -f setup)"

setup() {
	plain_setup
	new_store tracking track
}

new() {
	tk-new -q "$@"
}

judged() {
	local want=$1

	shift
	run -0 tk-classify -m "$*"
	[ "$output" = "$want" ] || {
		echo "$* is judged $output, not $want"
		return 1
	}
}

# tang and jin are heads; tang mends things himself, too.
staff() {
	cat >"$STORE/rules/staff.csv" <<-'END'
		login,badge,name,team,role,skills,capacity,contact
		wang,101,王敏,客服组,agent,,,
		qian,201,钱磊,技术部,handler,技术类,,
		shen,202,沈洋,技术部,handler,技术类,,
		tang,203,唐工,技术部,handler,,0.2,
		jin,301,金总,产品部,handler,,,
		yun,401,云姐,运营部,handler,,,
		cai,601,蔡会计,财务部,handler,,,
		zheng,501,郑红,客服主管,lead,,,
		feng,502,冯涛,客服主管,manager,,,
		gao,503,高远,客服主管,admin,,,
	END
	sed -i -e 's/^技术部,,/技术部,tang,/' -e 's/^产品部,,/产品部,jin,/' \
		"$STORE/rules/teams.csv"
}

# A ticket that qian has accepted.
accepted() {
	local id

	id=$(new source=客户反馈 customer=用户A17 "$@")
	tk-classify -q "$id" | tk-assign -q -t qian >/dev/null
	TK_ACTOR=qian tk-assign -q --accept "$id"
}

@test "D1: three sources, five channels, what is recorded of each" {
	run -0 --separate-stderr tk-new source=客户反馈 channel=APP \
		customer=用户A17 occurred='2026-11-20 08:40' module=支付 \
		scope=本人 steps='加入购物车后付款' wanted=12:00 \
		nature=功能故障 description='付款时一直转圈，无法支付' \
		'无法支付'
	says ''
	prints CS202611200001

	run -0 --separate-stderr tk-new source=系统监测 ref=MON-1 \
		occurred='2026-11-20 08:55' scope='10%的订单' module=支付 \
		nature=功能故障 description='支付接口超时率升高' '支付接口异常'
	id=$output
	says ''				# there is no customer to be asked for
	[ -z "$(value_of "$id" owner)" ]
	# the same alarm again adds nothing
	run -0 tk-new source=系统监测 ref=MON-1 '支付接口异常'
	prints "$id"

	run -0 --separate-stderr tk-new source=内部转办 '希望增加批量导出'
	[[ $stderr == *'(channel)'*'(description)'* ]]
	runs 2 tk-new source=道听途说 '无法支付'
	runs 2 tk-new channel=传真 '无法支付'
	for c in 电话 在线客服 工单系统 邮件; do
		new channel=$c source=客户反馈 module=支付 "$c：无法支付" >/dev/null
	done

	# many users complaining of one module is itself an exception
	run -0 tk-list source=客户反馈 module=支付 created=2026-11-20
	[ "$(grep -c '^CS' <<<"$output")" -eq 5 ]
	m=$(new source=系统监测 module=支付 scope='5位用户' '支付模块集中反馈')
	tk-note -q parent="$m" CS202611200001
	run -0 tk-list parent="$m"
	[[ $output == *CS202611200001* ]]
}

@test "D2: an unclear description: the customer is contacted in 10 minutes" {
	id=$(new source=客户反馈 customer=用户A17 '东西不好用')
	run -0 --separate-stderr tk-classify "$id"
	prints ''
	[ "$(value_of "$id" status)" = unclear ]
	clock_is "$id" clarify verdict=running limit=600 calendar=natural
	at 09:10
	tk-note -q -k question -m @追问 "$id"
	clock_is "$id" clarify verdict=met elapsed=600
}

@test "D3: the number is unique: CS, the day, four digits" {
	at 2023-10-27 10:00
	run -0 new '首页白屏'
	prints CS202310270001
	run -0 new '首页白屏'
	prints CS202310270002
	at 2023-10-28 10:00
	run -0 new '首页白屏'
	prints CS202310280001
}

@test "D4: three types; urgency from customer impact and importance" {
	id=$(new nature=流程异常 '退款卡在审核')
	runs 2 tk-note nature=其他 "$id"
	[[ $stderr == *'功能故障|流程异常|需求建议'* ]]
	tk-note -q impact=高 importance=高 "$id"
	[ "$(value_of "$id" urgency)" = 紧急 ]
	[ "$(value_of "$id" priority)" = 紧急 ]
	tk-note -q impact=中 "$id"
	[ "$(value_of "$id" urgency)" = 高 ]
	tk-note -q impact=低 importance=低 "$id"
	[ "$(value_of "$id" urgency)" = 低 ]
	# every pair has its row
	[ "$(sed 1d "$STORE/rules/matrix.csv" | grep -c '^[高中低],[高中低],')" -eq 9 ]

	# said outright, or found in the words: one is the other
	id=$(new urgency=高 '首页白屏')
	[ "$(value_of "$id" priority)" = 高 ]
	id=$(new '平台全面瘫痪，所有用户无法登录')
	tk-classify -q "$id"
	[ "$(value_of "$id" urgency)" = 紧急 ]
}

@test "D5: two levels by type and module" {
	judged '技术类/前端问题 中' 'APP首页商品图片加载失败'
	judged '技术类/后端接口 中' '注册时接口返回500错误'
	judged '技术类/后端接口 高' '付款时一直提示支付失败'
	judged '技术类/数据库异常 高' '订单数据错乱，数据库主从延迟'
	judged '产品类 低' '希望增加批量导出订单的功能'
	judged '运营类 中' '物流延迟，快递三天没更新'
	# the company may subdivide
	echo '运营类/物流,,logistics,物流延迟,中,运营部' \
		>>"$STORE/rules/categories.csv"
	id=$(new '快递没更新')
	tk-classify -q -c 物流 "$id"
	[ "$(value_of "$id" category)" = 运营类/物流 ]
}

@test "D6: the lead confirms level 1, the head decides level 2 and handler" {
	staff
	id=$(new source=客户反馈 'APP首页商品图片加载失败')
	tk-classify -q "$id"		# what the words say
	runs 1 tk-classify -c 技术类 "$id"
	[[ $stderr == *"a lead confirms level 1"* ]]
	as zheng
	tk-classify -q -c 技术类 "$id"
	tk-note -q team=技术部 "$id"
	as qian
	runs 1 tk-classify -c 后端 "$id"
	runs 1 tk-assign --take "$id"
	[[ $stderr == *"the department head decides the handler"* ]]
	as jin				# the head of another department
	runs 1 tk-assign -t qian "$id"
	as tang
	tk-classify -q -c 前端 "$id"
	run -0 --separate-stderr tk-assign -t qian "$id"
	[ "$(value_of "$id" category)" = 技术类/前端问题 ]
	[ "$(value_of "$id" assignee)" = qian ]

	# by the rulebook: technical ones to 技术部, 产品类 to 产品部
	as zheng
	id=$(new '希望增加批量导出订单的功能')
	tk-classify -q "$id"
	tk-assign -q -A "$id"
	[ "$(value_of "$id" assignee)" = jin ]
	grep -q '^技术类/前端问题,.*,技术支持工程师,' "$STORE/rules/playbook.csv"
	grep -q '^产品类,.*,产品经理,' "$STORE/rules/playbook.csv"
}

@test "D6: 紧急: head and duty step in within 5 minutes of the dispatch" {
	id=$(new '平台全面瘫痪，所有用户无法登录')
	tk-classify -q "$id"
	[ -z "$(clock "$id" emergency)" ]	# not yet dispatched
	at 09:02
	tk-assign -q -A "$id"
	clock_is "$id" emergency verdict=running limit=300 calendar=natural \
		due=2026-11-20T09:07:00+08:00
	grep -q '^emergency,urgency=紧急.*duty@0%;head@0%' \
		"$STORE/rules/clocks.csv"
	at 09:07
	tk-note -q engaged=tang "$id"
	clock_is "$id" emergency verdict=met elapsed=300

	# found to be one only later: from then
	id=$(new '首页白屏')
	tk-classify -q "$id" | tk-assign -q -A
	at 09:30
	tk-note -q urgency=紧急 "$id"
	clock_is "$id" emergency due=2026-11-20T09:35:00+08:00
	at 2026-11-21 03:00	# at night as well
	clock_is "$id" emergency verdict=breached
}

@test "D7: accepted in 15 minutes, or declined with a reason" {
	id=$(new '首页白屏')
	tk-classify -q "$id" | tk-assign -q -t qian
	clock_is "$id" accept verdict=running limit=900 calendar=work
	at 09:15
	as qian
	runs 2 tk-assign --decline "$id"
	tk-assign -q --decline -m '不是前端问题' "$id"
	clock_is "$id" accept verdict=met elapsed=900
	[ "$(value_of "$id" status)" = new ]	# back to the supervisor
	[ -z "$(value_of "$id" assignee)" ]
	grep -q '^declined,lead,' "$STORE/rules/messages.csv"
	as zheng
	tk-assign -q -t shen "$id"
	at 09:30:01
	clock_is "$id" accept cycle=2 verdict=breached
	as shen
	tk-assign -q --accept "$id"
	[ "$(value_of "$id" status)" = active ]
}

@test "D8: investigation begins in 2 h of each receipt: an analysis is written" {
	id=$(accepted '首页白屏')
	clock_is "$id" analysis verdict=running limit=7200 \
		due=2026-11-20T11:00:00+08:00
	at 10:59
	tk-note -q -k analysis -m 'CDN节点故障' "$id"
	clock_is "$id" analysis verdict=met
	# ordinary ones in working time: lunch does not count
	at 11:30
	id=$(accepted '首页空白')
	clock_is "$id" analysis due=2026-11-20T14:30:00+08:00
	tk-note -q urgency=紧急 "$id"
	clock_is "$id" analysis due=2026-11-20T13:30:00+08:00
}

@test "D9: measures of three kinds" {
	id=$(accepted '首页白屏')
	runs 0 tk-note -n -k measure -m '回滚版本' "$id"
	says "tk-note: $id: to ask: 措施类型 (measure.kind)"
	runs 2 tk-note -k measure -m '回滚版本' measure.kind=回滚 "$id"
	[[ $stderr == *'measure.kind=回滚: lawful are 即时修复|优化迭代|外部协调'* ]]
	tk-note -q -k measure -m '回滚版本' measure.kind=即时修复 "$id"
	tk-note -q -k measure -m '重做缓存层' measure.kind=优化迭代 \
		measure.owner=jin measure.due='2026-12-10 18:00' "$id"
	tk-note -q -k measure -m '请CDN供应商排查' measure.kind=外部协调 \
		measure.owner=wang "$id"
	run -0 tk-list measure.kind=外部协调
	[[ $output == *"$id"* ]]
	grep -q ',measure.due,2026-12-10T18:00:00+08:00' "$(file_of "$id")"
	# an iteration is followed by a ticket of its own
	m=$(new source=改进措施 parent="$id" assignee=jin \
		deadline='2026-12-10 18:00' '重做缓存层')
	clock_is "$m" deadline due=2026-12-10T18:00:00+08:00
	tk-note -q -k solution -m '回滚' "$id"
	tk-note -q verification=通过 confirmation=已解决 satisfaction=满意 "$id"
	runs 1 tk-close "$id"
	[[ $stderr == *"child tickets are still open"* ]]
}

@test "D10: progress every 4 h, 紧急 every hour" {
	id=$(accepted '首页白屏')
	tk-note -q -k analysis -m 'CDN节点故障' "$id"
	clock_is "$id" progress verdict=running limit=14400 \
		due=2026-11-20T14:00:00+08:00
	at 10:00
	run -0 --separate-stderr tk-note -n -k progress -m '已切换节点' "$id"
	says "tk-note: $id: to ask: 下一步 (progress.next), 预计完成 (progress.expected)"
	run -0 --separate-stderr tk-note -k progress -m '已切换节点' \
		下一步=回源验证 预计完成=16:00 "$id"
	says ''
	grep -q ',progress.expected,2026-11-20T16:00:00+08:00$' \
		"$(file_of "$id")"
	clock_is "$id" progress cycle=2 due=2026-11-20T15:00:00+08:00
	tk-note -q urgency=紧急 "$id"
	clock_is "$id" progress due=2026-11-20T11:00:00+08:00 calendar=natural
	# waiting for the customer pauses it, but never an urgent one
	tk-note -q -k question -m '恢复了吗' "$id"
	at 11:00:01
	clock_is "$id" progress verdict=breached
	run -0 tk-show "$id"
	[[ $output == *回源验证* ]]
}

@test "D10: the customer has the day's digest before 17:00, every day" {
	id=$(accepted '首页白屏')
	clock_is "$id" digest due=2026-11-20T16:59:00+08:00
	at 16:50
	tk-note -q -k digest -m '已切换节点，明日验证' digest.channel=短信 "$id"
	clock_is "$id" digest cycle=2 verdict=running \
		due=2026-11-23T16:59:00+08:00	# Friday: the next is Monday
	run -0 tk-show -o json "$id"
	[[ $output == *'"clock":"digest","cycle":1,"verdict":"met"'* ]]
	at 2026-11-23 17:00
	clock_is "$id" digest verdict=breached
	tk-note -q -k digest -m '晚了' "$id"
	clock_is "$id" digest cycle=3 due=2026-11-24T16:59:00+08:00

	# an urgent one on Sundays too; what came after 17:00 is for the next day
	at 2026-11-21 18:00
	id=$(accepted urgency=紧急 '首页白屏')
	clock_is "$id" digest due=2026-11-22T16:59:00+08:00
	at 2026-11-22 10:00
	tk-note -q -k digest -m @日报 "$id"
	clock_is "$id" digest due=2026-11-23T16:59:00+08:00
	# a monitor has no customer to be told
	id=$(new source=系统监测 '接口报错')
	clock_is "$id" digest verdict=cancelled
}

@test "D11: 客服主管 convenes a meeting; duties and times become minutes" {
	staff
	as zheng
	id=$(new source=客户反馈 '退款一直不到账，涉及风控拦截')
	tk-classify -q "$id" | tk-assign -q -A
	as wang
	runs 1 tk-note -k meeting -m '开个会' "$id"
	[[ $stderr == *'客服主管 convenes the meeting'* ]]
	as zheng
	tk-note -q -k meeting -w 09:00 meeting.with='技术部 财务部 风控部' \
		meeting.place=线上 -m '财务部今日15:00前核对；技术部查接口' "$id"
	tk-assign -q --helper cai "$id"
	# each duty is a ticket of its own
	c=$(new parent="$id" source=内部转办 assignee=cai deadline=15:00 \
		'核对退款流水')
	clock_is "$c" deadline due=2026-11-20T15:00:00+08:00
	run -0 tk-list parent="$id"
	[[ $output == *"$c"* ]]
	run -0 tk-show "$id"
	[[ $output == *'财务部今日15:00前核对'* && $output == *线上* ]]
}

@test "D12: the department head verifies, never the handler, or refuses" {
	staff
	as zheng
	id=$(new source=客户反馈 customer=用户A17 '首页白屏')
	tk-classify -q "$id"
	tk-assign -q -t qian "$id"
	as qian
	tk-assign -q --accept "$id"
	runs 1 tk-note verification=通过 "$id"	# nothing to verify yet
	runs 0 tk-note -n -k solution -m '切换CDN节点' "$id"
	says "tk-note: $id: to ask: 测试结果 (solution.test)"
	echo log >curl.log
	tk-note -q -k solution -m '切换CDN节点' solution.test='首页加载0.8秒' \
		-a curl.log "$id"
	runs 1 tk-note verification=通过 "$id"
	[[ $stderr == *'only the department head or a lead verifies it'* ]]
	as tang
	tk-note -q -k verification=不通过 -m '安卓端仍白屏' "$id"
	[ "$(value_of "$id" status)" = active ]
	as qian
	runs 1 tk-close "$id"
	[[ $stderr == *'no solution yet'* ]]	# the refused one counts no more
	at 10:00
	tk-note -q -k solution -m '安卓端也修复' solution.test=通过 "$id"
	as tang
	tk-note -q verification=通过 "$id"
	[ -f "$STORE/files/$id/curl.log" ]

	# a head does not verify what he handled himself
	as zheng
	id=$(new source=客户反馈 customer=用户A18 '按钮点不动')
	tk-classify -q -c 前端 "$id"
	tk-assign -q -t tang "$id"
	as tang
	tk-assign -q --accept "$id"
	tk-note -q -k solution -m '已修复' "$id"
	runs 1 tk-note verification=通过 "$id"
	as zheng
	tk-note -q verification=通过 "$id"
}

@test "D12: the customer tries it within an hour; not solved: back, anew" {
	id=$(accepted '首页白屏')
	tk-note -q -k solution -m '切换CDN节点' "$id"
	at 11:30
	tk-note -q verification=通过 "$id"
	clock_is "$id" tell verdict=running limit=3600 calendar=work \
		due=2026-11-20T13:30:00+08:00	# lunch is closed
	at 13:20
	as wang
	tk-note -q -k reply -m @试用 "$id"
	clock_is "$id" tell verdict=met
	run -0 --separate-stderr tk-note confirmation=未解决 "$id"
	[[ $stderr == *'(expected)'* ]]
	[ "$(value_of "$id" status)" = active ]
	tk-note -q -b 16:00 -m '新的时间' "$id"
	clock_is "$id" promise due=2026-11-20T16:00:00+08:00
	# an urgent one in natural time
	at 18:30
	id=$(accepted urgency=紧急 '首页白屏')
	tk-note -q -k solution -m '切换' "$id"
	tk-note -q verification=通过 "$id"
	clock_is "$id" tell calendar=natural due=2026-11-20T19:30:00+08:00
}

@test "D13: the survey only after the customer confirmed; then the archive" {
	id=$(accepted '首页白屏')
	tk-note -q -k solution -m '切换CDN节点' "$id"
	tk-note -q verification=通过 "$id"
	runs 1 tk-note satisfaction=满意 "$id"
	[[ $stderr == *'no confirmation by the customer yet'* ]]
	runs 1 tk-close "$id"
	[[ $stderr == *'no confirmation'*'satisfaction'* ]]
	tk-note -q confirmation=已解决 "$id"
	tk-note -q -k satisfaction=满意 -m '很快' satisfaction.speed=5 \
		satisfaction.manner=5 "$id"
	run -0 --separate-stderr tk-close "$id"
	[[ $stderr == *'(lesson)'* ]]
	tk-note -q lesson='CDN节点要有健康检查' "$id"
	[[ $(file_of "$id") == */closed/2026-11-20/* ]]
	run -0 tk-list status=closed lesson~CDN
	[[ $output == *"$id"* ]]

	# what a monitor found needs no customer's word, but the head's
	id=$(new source=系统监测 '支付接口报错超时')
	runs 1 tk-close -m '扩容' "$id"
	[[ $stderr == *'no verification yet'* ]]
	[[ $stderr != *confirmation* ]]
	tk-close -q -m '扩容' verification=通过 "$id"
	[ "$(value_of "$id" status)" = closed ]
}

@test "D13: an unsatisfied customer is heard at once, and handled again" {
	id=$(accepted '首页白屏')
	runs 1 tk-close -m '切换' satisfaction=不满意 "$id"
	[ "$(value_of "$id" assignee)" = 客服主管 ]
	[ "$(value_of "$id" status)" = assigned ]
}
