#!/usr/bin/env bats
# standard.bats - the rulebook that unites the five: main cases of each
# document, and the people of a hotline of ten.

load helper
eval "plain_$(declare -f setup)"

setup() {
	plain_setup
	new_store standard all
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

# Ten people. tang heads 技术部 and 技术团队, nobody else heads anything.
staff() {
	cat >"$STORE/rules/staff.csv" <<-'END'
		login,badge,name,team,role,skills,capacity,contact
		wang,1001,王敏,一线客服,agent,,1,
		he,1002,何静,一线客服,agent,,0.5,
		zhao,2001,赵强,二线技术支持,handler,故障报修/硬件故障,,
		sun,2002,孙伟,二线技术支持,handler,故障报修/硬件故障,,
		qian,3001,钱磊,技术团队,handler,故障报修,,
		tang,3002,唐工,技术团队,handler,,,
		zhou,4001,周洁,投诉处理专员,handler,,,
		wu,5001,吴芳,业务办理专员,handler,,,
		zheng,6001,郑红,客服主管,lead,,,
		feng,7001,冯涛,客服主管,manager,,,
	END
	sed -i -e 's/^技术团队,,/技术团队,tang,/' -e 's/^技术部,,/技术部,tang,/' \
		"$STORE/rules/teams.csv"
}

duty() {
	printf '%s\n' date,login,shift "$@" >"$STORE/rules/duty.csv"
}

# A classified ticket.
sorted() {
	local id

	id=$(new "$@")
	tk-classify -q "$id"
}

@test "the categories of all five have a home, the priorities their rank" {
	judged '产品使用咨询/功能操作咨询 P3' '请问定时预约功能怎么设置？'
	judged '故障报修/硬件故障 P1' '洗衣机启动不了，里面有很大的异响'
	judged '故障报修/软件故障 P2' '你们的APP一打开就闪退，数据也不同步'
	judged '服务投诉/服务态度投诉 P2' '昨天上门的安装师傅态度恶劣，还骂人'
	judged '服务投诉/服务流程投诉 P1' '预约维修一个星期了一直没人来，退货也拖着不给办，我要投诉'
	judged '业务办理/信息变更 P3' '我换手机号了，帮我改一下预留的联系电话'
	judged '建议与反馈/产品改进建议 P3' '建议遥控器增加夜光按键，晚上看不见'
	judged '交易问题/支付问题 P2' '扣款成功，订单却显示待付款'
	judged '交易问题/发票问题 P2' '发票开错了，要重开发票'
	judged '交易问题/合同问题 P2' '合同条款有争议'
	judged '运营问题/物流异常 P2' '物流延迟'
	judged '故障报修/服务中断 P0' '生产系统全局性宕机'
	judged '故障报修/数据安全 P0' '客户数据大量泄露，在网上被人出售'
	judged '故障报修/软件故障 P1' '大批用户反映无法下单'
	# what a head decides by hand has a name, too
	id=$(new 'APP首页商品图片加载失败')
	for c in 前端 后端接口 数据库异常 重大投诉 资料提供 流程异常; do
		tk-classify -q -c "$c" "$id"
	done
	# several match: the highest priority wins
	judged '服务投诉/服务流程投诉 P1' \
		'这个预约功能怎么用？另外我的退货申请拖了半个月没人处理，要投诉'
}

@test "P0 wakes people at night: not for fears, questions and old stories" {
	for t in '一旦平台整体瘫痪怎么办' '担心客户数据大量泄露' \
		'是否发生过大规模数据泄露' '万一生产系统全面宕机呢' \
		'如果系统全面瘫痪有什么保障' '会不会所有用户都无法登录' \
		'听说你们客户信息大量泄露' '上次系统全面瘫痪的赔偿呢' \
		'我的手机系统全面崩溃打不开' '家里所有人都用不了无线网'; do
		run -0 tk-classify -m "$t"
		[[ $output != *P0* ]] || {
			echo "$t: $output"
			false
		}
	done
}

@test "the example clocks install into it" {
	cp -R "$STORE/rules" "$BATS_TEST_TMPDIR/new"
	cp "$TOP/tests/data/clocks-example.csv" \
		"$BATS_TEST_TMPDIR/new/clocks.csv"
	runs 0 tk-check --rules "$BATS_TEST_TMPDIR/new" --install
	# each of its clocks is one of ours, too
	cut -d, -f1 "$TOP/tests/data/clocks-example.csv" | sort -u >theirs
	tk-check >/dev/null
	cut -d, -f1 "$TOP/lib/rulebooks/standard/clocks.csv" | sort -u >ours
	[ -z "$(comm -23 theirs ours)" ]
}

@test "P0: dispatched, engaged in 5 minutes, answered in 15, told hourly" {
	staff
	id=$(sorted customer=甲公司 contact=13800000001 '生产系统全局性宕机')
	[ "$(value_of "$id" priority)" = P0 ]
	clock_is "$id" response limit=900 calendar=natural
	clock_is "$id" ack limit=900
	as zheng
	tk-assign -q -A "$id"
	[ "$(value_of "$id" team)" = 技术团队 ]
	clock_is "$id" emergency limit=300 verdict=running
	clock_is "$id" accept limit=900 calendar=natural
	at 09:04
	tk-note -q engaged=tang "$id"
	clock_is "$id" emergency verdict=met
	as qian
	tk-assign -q --accept "$id"
	tk-note -q -k analysis -m '主库故障' "$id"
	clock_is "$id" progress limit=3600 calendar=natural
	at 09:10
	tk-note -q -k reply -m '正在切换' "$id"
	clock_is "$id" response verdict=met
	clock_is "$id" ack verdict=met
	# declared; closed only when recovered; reviewed afterwards
	as zheng
	tk-note -q -k emergency -m '核心业务中断' "$id"
	as qian
	tk-note -q -k solution -m '切换备库' "$id"
	tk-note -q confirmation=已解决 satisfaction=5 "$id"
	runs 1 tk-close "$id"
	[[ $stderr == *'no word of the recovery yet'* ]]
	tk-note -q -k recovery -m '09:30恢复' "$id"
	tk-close -q spent_min=30 "$id"
	[[ $(file_of "$id") == */open/* ]]
	clock_is "$id" review verdict=running due=2026-11-27T18:00:00+08:00
	tk-note -q -k review -m '根因：单点' "$id"
	[[ $(file_of "$id") == */closed/* ]]
}

@test "P1 to P3 are answered in 1 h, 4 h and 24 h of working time" {
	at 17:00
	id=$(sorted '洗衣机启动不了，异响')
	clock_is "$id" response limit=3600 due=2026-11-20T18:00:00+08:00
	id=$(sorted 'APP一打开就闪退')
	clock_is "$id" response due=2026-11-23T12:00:00+08:00 calendar=work
	id=$(sorted '建议遥控器增加夜光按键，晚上看不见')
	clock_is "$id" response due=2026-11-25T17:00:00+08:00
	# raised, it only tightens
	at 17:30
	tk-classify -q -c 软件 -p P0 "$id"
	clock_is "$id" response due=2026-11-20T17:45:00+08:00
}

@test "a complaint: contact, plan; hardware: appointment, visit" {
	id=$(sorted customer=王芳 '昨天上门的安装师傅态度恶劣，还骂人')
	tk-assign -q -A "$id"
	[ "$(value_of "$id" team)" = 投诉处理专员 ]
	clock_is "$id" contact limit=1800
	at 09:20
	tk-note -q -k reply -m @投诉致歉 "$id"
	tk-note -q -k analysis -m '属实' "$id"
	clock_is "$id" plan due=2026-11-21T09:20:00+08:00
	id=$(sorted customer=王芳 '洗衣机启动不了，异响')
	tk-assign -q -A "$id"
	clock_is "$id" appointment limit=86400
	tk-note -q -k appointment -m 上门 appointment.when=15:00 "$id"
	clock_is "$id" visit due=2026-11-20T15:00:00+08:00
	id=$(sorted '建议遥控器增加夜光按键，晚上看不见')
	clock_is "$id" forward due=2026-11-23T18:00:00+08:00
	clock_is "$id" decision due=2026-11-25T18:00:00+08:00
	id=$(sorted '我换手机号了，帮我改一下预留的联系电话')
	clock_is "$id" request due=2026-11-23T18:00:00+08:00
}

@test "promise, deadline, 48 h for complex ones, a software fault handed over" {
	id=$(sorted 'APP一打开就闪退')
	tk-assign -q -t li -b 12:00 "$id"
	tk-note -q complexity=复杂 "$id"
	tk-note -q -b 11:00 -m '答应十一点' "$id"
	clock_is "$id" deadline due=2026-11-20T12:00:00+08:00
	clock_is "$id" promise due=2026-11-20T11:00:00+08:00
	clock_is "$id" resolution due=2026-11-22T09:00:00+08:00
	TK_ACTOR=li tk-assign -q --accept "$id"
	tk-note -q -k handover -m '重启、升级无效' "$id"
	clock_is "$id" handover due=2026-11-20T11:00:00+08:00
	tk-assign -q -A "$id"
	[ "$(value_of "$id" team)" = 技术团队 ]
	# the head says what it is; the clock goes on
	tk-classify -q -c 前端 "$id"
	clock_is "$id" handover verdict=running due=2026-11-20T11:00:00+08:00
}

@test "accepted in 15 min, analysed in 2 h, progress every 4 h, daily digest" {
	at 11:50
	id=$(sorted 'APP一打开就闪退')
	tk-assign -q -t li "$id"
	clock_is "$id" accept calendar=work due=2026-11-20T13:05:00+08:00
	clock_is "$id" analysis due=2026-11-20T14:50:00+08:00
	as li
	tk-assign -q --accept "$id"
	[ -z "$(clock "$id" digest)" ]	# nothing to tell of yet
	tk-note -q -k analysis -m '证书过期' "$id"
	clock_is "$id" progress due=2026-11-20T16:50:00+08:00
	clock_is "$id" digest due=2026-11-20T16:59:00+08:00
	at 16:00
	tk-note -q -k digest -m @日报 progress=已换证书 expected=18:00 "$id"
	clock_is "$id" digest due=2026-11-23T16:59:00+08:00
}

@test "the head verifies, never the handler; the customer is told in an hour" {
	staff
	as zheng
	id=$(sorted customer=王芳 '大批用户反映无法下单')
	tk-assign -q -t qian "$id"
	tk-note -q team=技术团队 "$id"
	as qian
	tk-assign -q --accept "$id"
	tk-note -q -k solution -m '扩容' solution.test=压测通过 "$id"
	runs 1 tk-note verification=通过 "$id"
	[[ $stderr == *'only the department head or a lead verifies it'* ]]
	as wang
	runs 1 tk-note verification=不通过 "$id"
	as tang
	tk-note -q -k verification=不通过 -m '仍超时' "$id"
	[ "$(value_of "$id" status)" = active ]
	as qian
	runs 1 tk-close confirmation=已解决 satisfaction=满意 "$id"
	[[ $stderr == *'no solution yet'* ]]
	tk-note -q -k solution -m '再扩容' "$id"
	as tang
	at 10:00
	tk-note -q verification=通过 "$id"
	clock_is "$id" tell limit=3600 calendar=natural
	as wang
	tk-note -q -k reply -m @试用 "$id"
	clock_is "$id" tell verdict=met
	clock_is "$id" callback verdict=running due=2026-11-21T10:00:00+08:00
}

@test "satisfaction on both scales; not satisfied: a second handling" {
	for s in 满意 基本满意 5 4 3; do
		id=$(new "空调 $s")
		tk-close -q -m '已修' confirmation=已解决 satisfaction="$s" "$id"
		[ "$(value_of "$id" status)" = closed ]
	done
	for s in 不满意 2 1; do
		id=$(new "空调 $s")
		runs 1 tk-close -m '已修' confirmation=已解决 \
			satisfaction="$s" "$id"
		[ "$(value_of "$id" assignee)" = 客服主管 ]
		[ "$(value_of "$id" status)" = assigned ]
		grep -q ",satisfaction,$s" "$(file_of "$id")"
	done
}

@test "impact and importance make the priority, by the matrix" {
	sed 1d "$STORE/rules/matrix.csv" >pairs
	[ "$(wc -l <pairs)" -eq 9 ]
	while IFS=, read -r impact importance priority; do
		id=$(new impact="$impact" importance="$importance" 报表慢 \
			</dev/null)
		[ "$(value_of "$id" priority)" = "$priority" ]
	done <pairs
	# a priority that was typed beside them stays
	id=$(new impact=高 importance=高 priority=P2 报表慢)
	[ "$(value_of "$id" priority)" = P2 ]
}

@test "first contact answers for it until it is handed over" {
	id=$(new '空调不制冷')
	tk-assign -q -t li "$id"
	TK_ACTOR=li tk-assign -q --accept "$id"
	[ "$(value_of "$id" owner)" = wang ]
	tk-note -q -k handover -m '转技术' "$id"
	[ -z "$(value_of "$id" owner)" ]
	TK_ACTOR=qian tk-assign -q --take "$id"
	[ "$(value_of "$id" owner)" = qian ]
}

@test "measures are tickets with owner, date and effect, and no customer" {
	id=$(new customer=王芳 '空调不制冷')
	run -0 --separate-stderr tk-new source=改进措施 parent="$id" \
		assignee=jin deadline='2026-12-01 18:00' '更新安装指引'
	m=$output
	says ''
	clock_is "$m" response verdict=cancelled
	clock_is "$m" deadline verdict=running
	runs 1 tk-close -m '已修' confirmation=已解决 satisfaction=满意 "$id"
	[[ $stderr == *'child tickets are still open'* ]]
	runs 1 tk-close -m '已发布' "$m"
	[[ $stderr == *'no effect of the measure yet'* ]]
	tk-close -q -m '已发布' effect='返修减半' "$m"
	tk-close -q -m '已修' confirmation=已解决 satisfaction=满意 "$id"
}

@test "shared out by load and capacity, among those on duty" {
	staff
	duty '2026-11-20,wang,09:00-18:00' '2026-11-20,he,09:00-18:00' \
		'2026-11-20,zhao,off' '2026-11-20,sun,09:00-18:00'
	as zheng
	for n in 1 2 3 4 5 6; do
		new "请问定时预约功能怎么设置？$n" >>ids
	done
	tk-classify -q <ids | tk-assign -q -A >/dev/null
	run -0 tk-list assignee=wang
	[ "$(grep -c '^CS' <<<"$output")" -eq 4 ]	# he can do half as much
	run -0 tk-list assignee=he
	[ "$(grep -c '^CS' <<<"$output")" -eq 2 ]

	id=$(sorted '洗衣机启动不了，异响')
	run -0 --separate-stderr tk-assign -A -e "$id"
	[[ $output$stderr == *二线技术支持*sun* ]]
	[ -z "$(value_of "$id" assignee)" ]	# explained, nothing changed
	tk-assign -q -A "$id"
	[ "$(value_of "$id" assignee)" = sun ]
	# he goes off: -A moves what he has
	duty '2026-11-20,sun,off' '2026-11-20,zhao,09:00-18:00'
	tk-assign -q -A "$id"
	[ "$(value_of "$id" assignee)" = zhao ]
}

@test "never to the person complained about" {
	staff
	sed -i '$a jiang,4002,江波,投诉处理专员,handler,,,' \
		"$STORE/rules/staff.csv"
	as zheng
	id=$(sorted '你们的周洁态度恶劣，还骂人，我要投诉她')
	tk-assign -q -A "$id"
	[ "$(value_of "$id" assignee)" = jiang ]
}

@test "who may: decline, take, declare, decide, close as unreachable" {
	staff
	as zheng
	id=$(sorted customer=王芳 '洗衣机启动不了，异响')
	tk-assign -q -t zhao "$id"
	as sun
	runs 1 tk-assign --take "$id"
	[[ $stderr == *'zhao has it already'* ]]
	runs 1 tk-assign --decline -m '不是我的' "$id"
	as zhao
	tk-assign -q --decline -m '缺备件' "$id"
	[ "$(value_of "$id" status)" = new ]
	as sun
	tk-assign -q --take "$id"
	runs 1 tk-note complexity=复杂 "$id"
	runs 1 tk-note -k emergency -m 漏电伤人 "$id"
	[[ $stderr == *'--escalate up'* ]]
	tk-assign -q --escalate up -m '需要换货授权' "$id"
	[ "$(value_of "$id" assignee)" = zheng ]
	as zheng
	tk-note -q -k emergency -m 漏电伤人 "$id"
	[ "$(value_of "$id" urgency)" = 紧急 ]
	clock_is "$id" emergency verdict=running	# from the declaration

	for d in 20 21 21; do
		at 2026-11-$d 10:00
		tk-note -q -k attempt -m '无人接听' "$id"
	done
	as sun
	runs 1 tk-close result=unreachable "$id"
	as feng
	tk-close -q result=unreachable "$id"
	[ "$(value_of "$id" result)" = unreachable ]
}

@test "what a monitor found is closed without a customer's word" {
	id=$(new source=系统监测 ref=MON-7 scope='10%的订单' '支付接口超时')
	clock_is "$id" response verdict=cancelled
	tk-close -q -m '扩容' "$id"
	[ "$(value_of "$id" status)" = closed ]
	# with a customer it takes his word
	id=$(new source=系统监测 customer=甲公司 '支付接口超时')
	runs 1 tk-close -m '扩容' "$id"
	[[ $stderr == *'no confirmation by the customer yet'* ]]
}

@test "every category of the others has its home in tk-rules(5)" {
	sed -n '/^\.Sh RULEBOOKS/,/^\.Sh FILES/p' "$TOP/man/tk-rules.5" >page
	for b in tracking policy process-form strategy; do
		cut -d, -f1 "$TOP/lib/rulebooks/$b/categories.csv" |
			sed 1d >names
		while read -r c; do
			# level 1 alone only where there is no level 2
			grep -q "^$c/" names && continue
			grep -qxF ".It Li $c" page || {
				echo "$b: $c has no home"
				false
			}
		done <names
	done
	# and the home is one
	cut -d, -f1 "$STORE/rules/categories.csv" | sed 1d | tr / '\n' |
		sort -u >ours
	grep -A1 '^\.It Li' page | grep -v '^\.It\|^--' |
		grep -o '[^ ,;:/]*[^ -~,;:/ ][^ ,;:/]*' | sort -u |
		grep -v '[a-z]' >homes
	[ -z "$(comm -13 ours homes)" ] || {
		comm -13 ours homes
		false
	}
}

@test "every rulebook carries a ticket to its end, and again if reopened" {
	for b in hotline process-form strategy tracking policy standard; do
		score=满意
		[ $b != process-form ] || score=5
		new_store "$b" "whole-$b"
		id=$(new customer=王芳 contact=13800000001 channel=电话 \
			'APP登录时闪退，提示网络错误')
		at 2026-11-20 09:00
		run -0 --separate-stderr tk-classify "$id"
		prints "$id"
		run -0 --separate-stderr tk-assign -A "$id"
		prints "$id"
		tk-assign -q --take "$id"
		tk-note -q -k analysis -m '证书过期' "$id"
		tk-note -q -k plan -m '1 换证书' "$id"
		tk-note -q -k progress -m '已换' "$id"
		for n in 1 2; do
			at 1$n:00
			tk-note -q -k solution -m '换证书' "$id"
			tk-note -q verification=通过 "$id"
			tk-note -q -k reply -m '已恢复' "$id"
			tk-note -q confirmation=已解决 "$id"
			tk-close -q satisfaction=$score callback=完成 "$id"
			[ "$(value_of "$id" status)" = closed ]
			[[ $(file_of "$id") == */closed/* ]]
			[ $n -eq 2 ] || tk-reopen -q -m '又闪退' "$id"
		done
		run -0 tk-check
	done
}

@test "asks for the qualifiers that one of the five documents asks for" {
	asks() {
		local want=$1

		shift
		runs 0 tk-note -n -m x -k "$@"
		says "${want:+tk-note: $id: to ask: $want}"
	}
	id=$(sorted customer=王芳 'APP一打开就闪退')
	asks '渠道 (reply.channel)' reply "$id"
	asks '' reply 答复.渠道=电话 "$id"
	asks '下一步 (progress.next), 预计完成 (progress.expected)' \
		progress "$id"
	asks '措施类型 (measure.kind)' measure "$id"
	asks '上门人员电话 (appointment.contact), 上门时间 (appointment.when)' \
		appointment "$id"
	asks '原因 (solution.cause), 预防措施 (solution.prevention), 测试结果 (solution.test)' \
		solution "$id"
	tk-classify -q -c 业务咨询 "$id"
	asks '' solution 原因=x 预防措施=y "$id"
	# a measure of improvement has nobody to be told
	id=$(new source=改进措施 assignee=wang deadline=+3d '简化审批')
	asks '' reply "$id"
	asks '' progress "$id"
	asks '' solution "$id"
}

@test "nobody verifies before there is a solution, and never the handler" {
	printf '%s\n' mei,1,梅,一线客服,lead,,1, \
		tom,2,汤姆,二线技术支持,agent,,1, >>"$STORE/rules/staff.csv"
	as mei
	id=$(tk-new -q customer=高某 冰箱不制冷)
	tk-assign -q -t tom "$id"
	as tom
	tk-assign -q --accept "$id"
	runs 1 tk-note verification=通过 "$id"
	grep -q 'there is no solution to verify yet' <<<"$stderr"
	tk-note -q -k solution -m 换了压缩机 "$id"
	runs 1 tk-note verification=通过 "$id"
	grep -q 'never its handler' <<<"$stderr"
	as mei
	runs 0 tk-note verification=通过 "$id"
}
