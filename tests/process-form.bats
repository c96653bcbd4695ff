#!/usr/bin/env bats
# process-form.bats - rows B1 to B9 of the process form, through the commands.

load helper
eval "plain_$(declare -f setup)"

setup() {
	plain_setup
	new_store process-form form
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

# Somebody for every part in the process.
staff() {
	cat >"$STORE/rules/staff.csv" <<-'END'
		login,badge,name,team,role,skills,capacity,contact
		wang,101,王敏,客服部,agent,,,
		he,102,何静,客服部,agent,,,
		qian,201,钱磊,技术部,handler,故障/技术故障,,
		tang,202,唐工,技术部,handler,故障,,
		sun,301,孙伟,售后部,handler,,,
		jin,401,金总,产品部,handler,,,
		zheng,501,郑红,客服主管,lead,,,
		feng,601,冯涛,客服主管,manager,,,
	END
	sed -i 's/^技术部,,/技术部,tang,/' "$STORE/rules/teams.csv"
}

@test "B1: the front line records the demand, and what is missing is named" {
	run -0 --separate-stderr tk-new channel=在线客服 客户名称=甲公司 \
		联系方式=13800138000 客户类型=新客户 vip=是 urgency=高 \
		urgency_reason=影响业务 wanted=12:00 附加信息=已重启过 \
		-m '订单DD1001付款后APP无法登录，提示网络错误' order_no=DD1001
	id=$output
	says ''
	for f in channel=在线客服 customer=甲公司 contact=13800138000 \
		customer_type=新客户 vip=是 urgency=高 order_no=DD1001 \
		urgency_reason=影响业务 extra=已重启过 owner=wang \
		wanted=2026-11-20T12:00:00+08:00; do
		[ "$(value_of "$id" "${f%%=*}")" = "${f#*=}" ]
	done

	# the reason is asked for when it is urgent, the order if one is spoken of
	run -0 --separate-stderr tk-new channel=电话 urgency=高 '买的空调不制冷'
	for f in customer contact customer_type vip description wanted \
		urgency_reason order_no; do
		[[ $stderr == *"($f)"* ]]
	done
	run -0 --separate-stderr tk-new channel=电话 urgency=低 '空调不制冷'
	[[ $stderr != *'(urgency_reason)'* && $stderr != *'(order_no)'* ]]

	# four channels there are, and three urgencies
	for c in 电话 邮件 APP留言; do
		new channel=$c "来自$c" >/dev/null
	done
	runs 2 tk-new channel=传真 '传真来的'
	[[ $stderr == *'电话|在线客服|邮件|APP留言'* ]]
	runs 2 tk-new urgency=紧急 '很急'
}

@test "B2: nature, category and priority; urgency is another field" {
	judged '投诉/态度投诉 高' '客服态度恶劣，还骂人，我要投诉'
	judged '故障/服务中断 高' '平台全面瘫痪，所有客户都无法登录'
	judged '故障/重大故障 高' '大量用户反映支付失败'
	judged '故障/技术故障 中' 'APP登录时提示网络错误'
	judged '咨询/产品咨询 中' '请问定时预约功能怎么设置？'
	judged '咨询/售后咨询 中' '请问退货流程怎么走，需要什么条件？'
	judged '建议/产品改进 低' '建议遥控器增加夜光按键'

	id=$(new urgency=高 'APP登录时提示网络错误')
	run -0 --separate-stderr tk-classify "$id"
	[[ $stderr == *'(nature)'* ]]	# to be confirmed with the customer
	tk-note -q nature=技术故障 "$id"
	[ "$(value_of "$id" urgency)" = 高 ]
	[ "$(value_of "$id" priority)" = 中 ]
	clock_is "$id" response limit=86400 calendar=natural \
		due=2026-11-21T09:00:00+08:00

	# the lead says it is 高: at once, and only tightening
	at 09:05
	as zheng
	tk-classify -q -p 高 "$id"
	clock_is "$id" response due=2026-11-20T09:20:00+08:00
	id=$(new '建议增加深色模式')
	tk-classify -q "$id"
	clock_is "$id" response calendar=work due=2026-11-25T18:00:00+08:00
}

@test "B2: only 客服主管 decides the priority" {
	staff
	id=$(new 'APP登录时提示网络错误')
	tk-classify -q "$id"		# what words say, anybody may ask
	[ "$(value_of "$id" priority)" = 中 ]
	runs 1 tk-classify -p 高 "$id"
	[[ $stderr == *"only 客服主管 decides the priority"* ]]
	as zheng
	tk-classify -q -p 高 "$id"
	[ "$(value_of "$id" priority)" = 高 ]
	tk-classify -q "$id"		# a person's decision stays
	[ "$(value_of "$id" priority)" = 高 ]
}

@test "B3: 客服主管 assigns by type, with a handler and a deadline" {
	staff
	id=$(new wanted=12:00 'APP登录时提示网络错误')
	tk-classify -q "$id"
	at 09:45
	runs 1 tk-assign -t qian "$id"
	[[ $stderr == *"客服主管 assigns it"* ]]
	as zheng
	run -0 --separate-stderr tk-assign -A "$id"
	[[ $stderr == *'(deadline)'* ]]
	[ "$(value_of "$id" team)" = 技术部 ]
	tk-assign -q -t qian -b 12:00 "$id"
	tk-assign -q --helper sun "$id"
	[ "$(value_of "$id" assignee)" = qian ]
	grep -q ',helper,sun' "$(file_of "$id")"
	clock_is "$id" deadline verdict=running due=2026-11-20T12:00:00+08:00
	as qian
	run -0 tk-show "$id"		# the order has details and priority
	[[ $output == *网络错误*中* ]]
	at 12:00:01
	clock_is "$id" deadline verdict=breached

	# after-sales goes to 售后部
	as zheng
	id=$(new '洗衣机异响，启动不了')
	tk-classify -q "$id" | tk-assign -q -A
	[ "$(value_of "$id" team)" = 售后部 ]
}

@test "B4: the plan in numbered steps, progress with its times" {
	id=$(new 'APP登录时提示网络错误')
	tk-assign -q --take "$id"
	printf '1 检查服务器\n2 指导清除缓存\n3 不行则远程协助\n' |
		tk-note -q -k plan -m - "$id"
	grep -q '"1 检查服务器' "$(file_of "$id")"
	at 10:40
	tk-note -q -w 09:45..10:00 -k progress -m '查日志，发现短时故障' "$id"
	tk-note -q -w 10:00..10:30 -k progress -m '清除缓存后恢复' \
		progress.next=回访 "$id"
	run -0 tk-show -o json "$id"
	[[ $output == *'"progress":["查日志，发现短时故障","清除缓存后恢复"]'* ]]
	grep -q ',progress.at,2026-11-20T09:45:00+08:00..2026-11-20T10:00:00+08:00' \
		"$(file_of "$id")"
}

@test "B5: the customer is told by the channel he prefers, or when it will be" {
	id=$(new prefer=短信 'APP登录时提示网络错误')
	tk-assign -q --take "$id"
	# not solved: progress and a new expected time
	at 11:00
	tk-note -q -k progress -m '仍在排查' -b 15:00 "$id"
	clock_is "$id" promise verdict=running due=2026-11-20T15:00:00+08:00
	at 14:00
	run -0 --separate-stderr tk-note -k solution -m '修复证书' "$id"
	[[ $stderr == *'(plan)'* ]]
	clock_is "$id" promise verdict=met
	run -0 --separate-stderr tk-note -n -k reply -m '已修复' "$id"
	says "tk-note: $id: to ask: 渠道 (reply.channel)"
	tk-note -q -k reply -m '已修复，请更新到最新版，今后不要用旧版登录' \
		reply.channel=短信 "$id"
	tk-note -q feedback=问题已解决，感谢及时处理 satisfaction=5 "$id"
	run -0 tk-show -o json "$id"
	[[ $output == *'"feedback":["问题已解决，感谢及时处理"]'* ]]
	grep -q ',reply.channel,短信' "$(file_of "$id")"
	[ "$(value_of "$id" status)" = solved ]
}

@test "B6: called back in 24 hours after being told: solved for good, how good" {
	id=$(new 'APP登录时提示网络错误')
	tk-assign -q --take "$id"
	tk-note -q -k solution -m '修复证书' "$id"
	at 10:00
	tk-note -q -k reply -m @告知结果 "$id"
	clock_is "$id" callback verdict=running limit=86400 \
		calendar=natural due=2026-11-21T10:00:00+08:00
	at 12:00
	tk-note -q callback=未接通 "$id"	# another 24 hours to try
	clock_is "$id" callback verdict=running cycle=2
	at 2026-11-21 10:00
	tk-note -q -k callback=完成 -m '已彻底解决' confirmation=已解决 \
		satisfaction=4 "$id"
	clock_is "$id" callback verdict=met
	run -0 --separate-stderr tk-close "$id"
	[[ $stderr == *'(summary)'* ]]
	[[ $(file_of "$id") == */closed/* ]]
	runs 2 tk-note satisfaction=6 "$id"

	# the archive number and the key facts are there, and found again
	tk-note -q summary='证书过期，已更换' "$id"
	run -0 tk-list status=closed summary~证书
	[[ $output == *"$id"* ]]
}

@test "B6: no closed loop: not solved, or a score of 1 or 2" {
	id=$(new 'APP登录时提示网络错误')
	tk-assign -q --take "$id"
	tk-note -q -k solution -m '修复证书' "$id"
	tk-note -q callback=完成 confirmation=未解决 "$id"
	[ "$(value_of "$id" status)" = active ]
	runs 1 tk-close "$id"
	[[ $stderr == *'no solution yet'* ]]
	runs 1 tk-close -m '换服务器' confirmation=已解决 satisfaction=2 "$id"
	[[ $stderr == *"$id: not closed"* ]]
	[ "$(value_of "$id" assignee)" = 客服主管 ]
	grep -q ',satisfaction,2' "$(file_of "$id")"
	tk-close -q -m '换服务器并致歉' confirmation=已解决 satisfaction=3 "$id"
	[ "$(value_of "$id" status)" = closed ]
}

@test "B7: measures have an owner and a date and are followed to their effect" {
	for n in 1 2 3; do
		id=$(new customer=客户$n 'APP登录时提示网络错误')
		tk-classify -q "$id"
	done
	run -0 tk-list category=故障/技术故障 created=2026-11-20
	[ "$(grep -c '^CX' <<<"$output")" -eq 3 ]

	run -0 --separate-stderr tk-new source=改进措施 assignee=jin \
		deadline='2026-12-01 18:00' '登录故障频发：完善知识库' parent="$id"
	m=$output
	says ''				# nobody is asked for a customer
	clock_is "$m" response verdict=cancelled	# nor waits for an answer
	clock_is "$m" deadline due=2026-12-01T18:00:00+08:00
	runs 1 tk-close -m '条目已发布' "$m"
	[[ $stderr == *"no effect of the measure yet; record it with 'tk-note -k effect=VALUE $m'"* ]]
	tk-close -q -m '条目已发布' effect='同类来电下降三成' "$m"
	run -0 tk-list status=all source=改进措施
	[[ $output == *"$m"* ]]
}

@test "B8: numbers begin with CX, the form's own is kept; the form's fields" {
	tk-init -r process-form "$BATS_TEST_TMPDIR/cx"
	TK_STORE=$BATS_TEST_TMPDIR/cx STORE=$TK_STORE
	id=$(new ref=CX2023901 问题描述=无法登录 客户名称=甲公司 问题类型=技术故障)
	[ "$id" = CX202611200001 ]
	run -0 tk-show -o json CX2023901
	[[ $output == *'"id":"CX202611200001"'* ]]

	# 客户服务流程执行表: every field of the form by the form's own name
	tk-note -q 紧急程度=高 期望解决时间=12:00 附加信息=无 \
		需求分类=故障/技术故障 优先级=高 "$id"
	tk-assign -q -t 技术专员 -b 12:00 "$id"
	tk-note -q -k 处理方案 -m '1 检查' "$id"
	tk-note -q -k 处理进度 -m '已检查' "$id"
	tk-note -q -k solution -m '已修复' "$id"
	tk-note -q -k reply -m '已修复' reply.channel=电话 "$id"
	tk-note -q 客户反馈=好了 满意度评分=5 confirmation=已解决 "$id"
	tk-close -q summary=无 "$id"
	# what the eight outputs are made from, as CSV
	run -0 tk-list -o csv status=all nature=技术故障
	[[ ${lines[0]} == id,status,subject,category,priority,team,assignee,* ]]
	[[ ${lines[1]} == CX202611200001,closed,* ]]
}

@test "B9: the VIP who cannot log in, by the form's own times" {
	at 2023-10-01 09:30
	id=$(new ref=CX2023901 customer=某某有限公司 customer_type=新客户 \
		vip=是 channel=在线客服 urgency=高 urgency_reason=影响业务 \
		wanted=12:00 nature=技术故障 tried=重启 error=网络错误 \
		extra=有重要订单 -m 'APP无法登录，提示网络错误，重启过没有用')
	[ "$id" = CX202310010001 ]
	tk-classify -q "$id"
	tk-classify -q -p 高 "$id"
	[ "$(value_of "$id" category)" = 故障/技术故障 ]
	tk-note -q -k reply -m '收到，马上安排技术专员' reply.channel=在线客服 "$id"
	clock_is "$id" response verdict=met elapsed=0 limit=900

	at 09:45
	tk-assign -q -t 技术专员 -b 12:00 "$id"
	as 技术专员
	tk-assign -q --accept "$id"
	tk-note -q -k plan -m '1 检查服务器 2 指导清除缓存 3 不行则远程协助' "$id"
	at 10:00
	tk-note -q -w 09:45..10:00 -k progress \
		-m '接单，查看日志，发现服务器短时故障' "$id"
	at 10:30
	tk-note -q -w 10:00..10:30 -k progress \
		-m '与客户一起清除缓存，登录恢复' "$id"
	tk-note -q -k solution -m '清除缓存后恢复' solution.cause=服务器短时故障 \
		"$id"
	clock_is "$id" deadline verdict=met start=2023-10-01T09:45:00+08:00 \
		due=2023-10-01T12:00:00+08:00 elapsed=2700
	at 10:35
	tk-note -q -k reply -m '已恢复，请更新APP' reply.channel=电话 "$id"
	tk-note -q feedback=问题已解决，感谢及时处理 confirmation=已解决 \
		satisfaction=5 "$id"
	clock_is "$id" callback verdict=running start=2023-10-01T10:35:00+08:00 \
		due=2023-10-02T10:35:00+08:00
	as wang
	at 2023-10-02 10:00
	tk-close -q callback=完成 summary='服务器短时故障，清缓存解决' "$id"
	[[ $(file_of "$id") == */closed/2023-10-01/* ]]
	clock_is "$id" callback verdict=met
	# the form, filled in
	run -0 tk-show -o form "$id"
	for l in '问题编号      CX2023901' '客户类型      新客户，VIP' \
		'需求渠道      在线客服' '提交时间      2023-10-01 09:30' \
		'问题类型      技术故障' '紧急程度      高：影响业务' \
		'期望解决时间  2023-10-01 12:00' '优先级        高' \
		'处理责任人    技术专员' '任务分配时间  2023-10-01 09:45' \
		'截止时间      2023-10-01 12:00' '反馈时间      2023-10-01 10:35' \
		'反馈渠道      电话' '客户反馈      问题已解决，感谢及时处理' \
		'满意度评分    5' '是否闭环      是'; do
		[[ $output == *"$l"* ]] || {
			echo "the form does not say: $l"
			echo "$output"
			false
		}
	done
	# a span counts by its end, the log keeps both
	run -0 tk-show -o json "$id"
	[[ $output == *'2023-10-01T09:45:00+08:00..2023-10-01T10:00:00+08:00'* ]]
}
