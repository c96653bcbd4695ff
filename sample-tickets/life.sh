#!/bin/bash
# life.sh STORE - makes a store of the samples and takes some tickets through
# their whole life, on a fixed clock: 17 to 24 November 2026. With
# "life.sh sample-tickets/store" it makes the ready store anew.
set -eu
exec >/dev/null
export LC_ALL=C.UTF-8
here=$(cd "$(dirname "$0")" && pwd)
store=${1:?usage: life.sh STORE}
export TK_STORE=$store TK_ACTOR=wang TK_NOW=2026-11-17T09:00:00+08:00

at() {
	TK_NOW=$1T$2:00+08:00
}
as() {
	TK_ACTOR=$1
}
# The number of the record with that ref: the same file again adds nothing.
of() {
	tk-new -q "ref=$1" "?"
}

tk-init -r hotline "$store"
cp "$here/staff.csv" "$store/rules/staff.csv"

# ---- A9: the water heater, from the call to the end -----------------------
id=$(tk-new -q ref=HL-0001 channel=电话 customer=陈建国 contact=13800000001 \
	product=电热水器 tried=重新插电没有用 greet_s=8 identified=是 \
	region=杭州 '昨天买的热水器今天打不开')
tk-note -q -k reply -m @追问 reply.channel=电话 "$id"
at 2026-11-17 09:03
tk-note -q order_no=DD20261116001 error='指示灯不亮，没有声音' "$id"
tk-classify -q "$id" | tk-assign -q -A
tk-note -q -k reply -m @致歉 reply.channel=电话 "$id"
as zhao
at 2026-11-17 09:06
tk-assign -q --accept "$id"
at 2026-11-17 09:30
tk-note -q -k appointment -m '上门检测，今天15:00之前到' \
	appointment.who=赵强 appointment.contact=13900002001 \
	appointment.when=15:00 "$id"
as wang
at 2026-11-17 09:32
tk-note -q -k ack -m @工程师短信 ack.channel=短信 "$id"
as zhao
at 2026-11-17 14:50
tk-note -q -k visit -m '已到达：漏电保护插头损坏' "$id"
at 2026-11-17 15:30
tk-note -q -k solution -m '更换漏电保护插头，通电加热正常' \
	solution.cause=漏电保护插头损坏 "$id"
as wang
at 2026-11-18 10:00
tk-note -q -k callback=完成 -m '热水正常，师傅来得也快' confirmation=已解决 \
	satisfaction=满意 "$id"
tk-close -q spent_min=95 "$id"

# ---- the week's other records, all at once on Friday evening --------------
at 2026-11-20 21:00
{
	tk-new -q -i csv "$here/complaints.csv"
	tk-new -q -i jsonl "$here/complaints.jsonl"
} | tk-classify -q | tk-assign -q -A
# two that came in after that and wait for somebody to look at them
tk-new -q ref=HL-0101 channel=邮件 customer=何小姐 contact=13800000101 \
	'想问一下以旧换新怎么参加'
tk-new -q ref=HL-0102 channel=APP留言 '遥控器没反应'

# ---- Monday: some are worked on, in every way ------------------------------
as zheng		# the lead does for the handlers what they do themselves
at 2026-11-23 09:10
for ref in HL-0002 HL-0004 HL-0007 HL-0008 HL-0011 HL-0012; do
	tk-assign -q --accept "$(of $ref)"
done
tk-note -q -k question -m '请问是哪个功能不好用？' "$(of HL-0010)"
tk-note -q -k reply -m '非常抱歉，已为您加急' -b 17:00 "$(of HL-0002)"
tk-note -q -k analysis -m '日志显示登录接口超时' "$(of HL-0004)"
tk-note -q -k handover -m '重启、升级都试过，仍然闪退' \
	handover.to=技术团队 "$(of HL-0004)"
tk-assign -q -A "$(of HL-0004)"
at 2026-11-23 09:25
tk-note -q -k reply -m @投诉致歉 reply.channel=电话 "$(of HL-0011)"
tk-note -q -k analysis -m '调听录音，核实当班坐席确有不耐烦' \
	"$(of HL-0011)"
tk-note -q -k question -m '请问您方便哪天上门？' question.channel=电话 \
	"$(of HL-0007)"				# waiting for the customer
tk-note -q -k attempt -m '无人接听' attempt.channel=电话 "$(of HL-0012)"
at 2026-11-23 10:40
tk-note -q -k solution -m '已更新预留手机号' "$(of HL-0008)"
tk-note -q -k plan -m '当面道歉并赠送一次清洗服务' "$(of HL-0011)"
at 2026-11-23 15:00
tk-close -q -m '道歉并赠送清洗，客户接受' confirmation=已解决 \
	satisfaction=基本满意 callback=完成 spent_min=60 "$(of HL-0011)"
# not satisfied: it goes to the lead again, and is not closed
if tk-close -q -m '电话指导复位' confirmation=已解决 satisfaction=不满意 \
	"$(of HL-0012)" 2>/dev/null; then
	exit 1
fi
# a second call about the same thing
tk-close -q result=duplicate duplicate_of="$(of HL-0007)" "$(of HL-0047)"
at 2026-11-24 09:05
tk-reopen -q -m '客户来电：又收到骚扰电话，要求重新处理' "$(of HL-0011)"
# a note on the wrong ticket is not edited, it is taken out by its row number
wrong=$(of HL-0102)
tk-note -q -m '已约周三上门' "$wrong"
row=$(($(wc -l <"$store/open/2026-11-20/$wrong.csv") - 1))
tk-note -q -k void=$row -m '记错了工单' "$wrong"
