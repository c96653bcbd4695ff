#!/bin/bash
# lives.sh STORE LIVES - takes tickets through the lives that tickets have at
# a hotline, once for each day of the week, with the commands themselves; so
# they are as the rulebook wants them. LIVES gets them as files, which
# store.c multiplies: open|closed/WEEKDAY-NAME-WEIGHT.csv. What it puts in the
# place of these words is of one length: 0 behind a login, the customer 张三丰,
# the telephone 13800000000.
set -eu
store=$1 lives=$2
export TK_STORE=$store TK_ACTOR=wang0 TK_NOW=2026-03-01T00:00:00+08:00
exec >/dev/null

tk-init -r hotline "$store"
{
	echo login,badge,name,team,role,skills,capacity,contact
	for n in 0 1 2 3 4 5 6 7 8 9; do
		printf '%s\n' "wang$n,,王$n,一线客服,agent,,1," \
			"zhao$n,,赵$n,二线技术支持,handler,,1," \
			"qian$n,,钱$n,技术团队,handler,,1," \
			"zhou$n,,周$n,投诉处理专员,handler,,1," \
			"wu$n,,吴$n,业务办理专员,handler,,1," \
			"zheng$n,,郑$n,客服主管,lead,,1,"
	done
} >"$store/rules/staff.csv"
mkdir -p "$lives/open" "$lives/closed"

# at DAYS TIME: that many days after the life began
at() {
	TK_NOW=$(date -d "$day + $1 days" +%F)T$2:00+08:00
}
as() {
	TK_ACTOR=${1}0
}
begin() {
	as wang
	at 0 "$1"
	id=$(tk-new -q channel=电话 customer=张三丰 contact=13800000000 \
		greet_s=8 "${@:2}")
}
note() {
	tk-note -q "$@" "$id"
}
give() {
	tk-classify -q -c "$2" ${3:+-p "$3"} "$id" | tk-assign -q -t "${1}0"
	as "$1"
}
satisfied() {
	tk-close -q callback=完成 confirmation=已解决 satisfaction="${1:-满意}" \
		spent_min=35 "$id"
}
# keep NAME WEIGHT: the life is over, or goes on
keep() {
	local file

	for file in "$store"/{open,closed}/*/"$id.csv"; do
		[ -e "$file" ] || continue
		place=${file#"$store"/}
		cp "$file" "$lives/${place%%/*}/$weekday-$1-$2.csv"
	done
}

consulted() {
	begin 09:10 product=空气净化器 '请问定时预约功能怎么设置，说明书找不到了'
	tk-classify -q -c 产品使用咨询/功能操作咨询 "$id"
	tk-assign -q --take "$id"
	at 0 09:18
	note -k reply -m '长按电源键三秒进入预约，已发图文说明' reply.channel=电话
	note -k solution -m '已指导设置预约'
	satisfied
	keep consulted 35
}

repaired() {
	begin 09:00 product=电热水器 tried=重新插电没有用 region=杭州 \
		'昨天买的热水器今天打不开'
	at 0 09:03
	note order_no=DD20261116001 error='指示灯不亮，没有声音'
	give zhao 故障报修/硬件故障
	at 0 09:20
	tk-assign -q --accept "$id"
	note -k reply -m '已联系客户，请客户重启后再试一次' reply.channel=电话
	at 0 09:30
	note -k appointment -m '上门检测，今天15:00之前到' \
		appointment.who=赵强 appointment.contact=13900002001 \
		appointment.when=15:00
	at 0 14:50
	note -k visit -m '已到达：漏电保护插头损坏'
	at 0 15:30
	note -k solution -m '更换漏电保护插头，通电加热正常' \
		solution.cause=漏电保护插头损坏
	as wang
	at 1 10:00
	satisfied
	keep repaired 20
}

patched() {
	begin 10:15 product=APP error='E1024, "network"' \
		'APP闪退，更新以后一直转圈'
	give qian 故障报修/软件故障
	at 0 16:40
	tk-assign -q --accept "$id"
	note -k analysis -m '日志显示登录接口超时'
	note -k question -m '请问手机是什么型号，系统是哪个版本？'
	as wang
	at 1 09:30
	note -k feedback -m '安卓十三，前天刚刚升级过' feedback.channel=电话
	as qian
	at 1 11:00
	note -k progress -m '已定位，等待下一个版本' progress.next=发布新版本
	at 3 15:00
	note -k solution -m '新版本已发布，请客户更新后再登录'
	as wang
	at 3 15:40
	satisfied 基本满意
	keep patched 12
}

changed() {
	begin 11:00 '原来登记的手机号不用了，请改成现在这个'
	give wu 业务办理/信息变更
	at 0 11:20
	tk-assign -q --accept "$id"
	note -k reply -m '已受理，当天办好'
	at 0 14:00
	note -k solution -m '已更新预留手机号'
	satisfied
	keep changed 15
}

complained() {
	begin 14:00 product=洗衣机 '师傅约好上午来，等到天黑也没有来，电话也不接'
	give zhou 服务投诉/服务流程投诉
	at 0 15:10
	tk-assign -q --accept "$id"
	note -k reply -m '非常抱歉，马上核实' reply.channel=电话
	note -k analysis -m '调听录音，核实派单时漏登记了时间'
	at 0 17:00
	note -k plan -m '当面道歉并赠送一次清洗服务'
	at 1 10:00
	tk-close -q -m '道歉并赠送清洗' confirmation=已解决 \
		satisfaction=不满意 "$id" 2>/dev/null || :
	as zheng
	at 1 14:00
	tk-assign -q --take "$id"
	note -k reply -m '主管致电道歉，客户同意免费延保一年'
	at 2 16:00
	note -k solution -m '延保一年，客户接受'
	satisfied 基本满意
	keep complained 6
}

suggested() {
	begin 16:00 product=电饭煲 '建议预约时间可以精确到五分钟'
	give zheng 建议与反馈/产品改进建议
	at 1 10:00
	tk-assign -q --accept "$id"
	note -k reply -m '感谢您的建议，已转给产品部门'
	note -k forward -m '转产品部门评估' forward.to=运营
	at 4 15:00
	note decision=采纳
	note -k solution -m '列入下一版本'
	satisfied
	keep suggested 5
}

withdrawn() {
	begin 17:30 product=冰箱 '冰箱有异响，晚上特别响'
	give zhao 故障报修/硬件故障
	at 1 09:30
	tk-assign -q --accept "$id"
	note -k feedback -m '客户自己放平以后不响了，不用来了'
	tk-close -q result=withdrawn "$id"
	keep withdrawn 4
}

came_back() {
	begin 08:40 product=热水器 '水温忽冷忽热，上个月修过一次'
	give zhao 故障报修/硬件故障 紧急
	at 0 09:00
	tk-assign -q --accept "$id"
	note -k reply -m '今天下午安排师傅上门'
	at 0 16:00
	note -k solution -m '清洗水阀'
	satisfied
	as wang
	at 3 09:00
	tk-reopen -q -m '客户来电：又忽冷忽热' "$id"
	[ "${1:-}" != open ] || return 0
	tk-assign -q -t zhao0 "$id"
	as zhao
	at 3 13:30
	tk-assign -q --accept "$id"
	note -k reply -m '更换恒温阀，今天就去'
	at 4 11:00
	note -k solution -m '更换恒温阀，试水一小时正常'
	satisfied
	keep came-back 3
}

# ---- those that go on -------------------------------------------------------

just_in() {
	begin 09:40 '遥控器没反应'
	keep just-in 10
}
given() {
	begin 10:05 product=空调 '空调不制冷，一开机就响'
	give zhao 故障报修/硬件故障
	keep given 20
}
at_work() {
	begin 10:30 product=APP 'APP登录提示密码错误，改了也不行'
	give qian 故障报修/软件故障
	at 0 10:50
	tk-assign -q --accept "$id"
	note -m '客户说下午三点以后才在家'
	keep at-work 20
}
answered() {
	begin 13:20 product=净水器 '滤芯指示灯一直红，换了也红'
	give zhao 故障报修/硬件故障
	at 0 13:40
	tk-assign -q --accept "$id"
	note -k reply -m '已联系客户，请客户复位后再试一次' reply.channel=电话
	note -b 18:00 -m '等客户复位'
	keep answered 20
}
waits() {
	begin 15:15 '套餐想换成季度的，怎么办'
	give wu 业务办理/信息变更
	at 0 15:40
	tk-assign -q --accept "$id"
	note -k question -m '请问您登记的手机号是哪一个？'
	keep waits 60
}
put_off() {
	begin 11:10 product=APP '深色模式下看不清按钮，截图看不到'
	give qian 故障报修/软件故障
	at 0 11:40
	tk-assign -q --accept "$id"
	note -k reply -m '已确认，下一个版本修复' reply.channel=电话
	note -k analysis -m '颜色写死，影响三个页面'
	at 2 10:00
	note -k progress -m '已排入下一个版本' progress.next=发布新版本
	keep put-off 130
}
objected() {
	begin 16:10 '安装师傅态度很差，还乱收费'
	give zhou 服务投诉/服务态度投诉
	at 0 16:30
	tk-assign -q --accept "$id"
	note -k reply -m '非常抱歉，马上核实'
	note -k analysis -m '已联系安装网点，等待说明'
	keep objected 8
}
solved() {
	begin 09:50 product=洗碗机 '洗完有水渍，是不是坏了'
	give zhao 故障报修/硬件故障
	at 0 10:10
	tk-assign -q --accept "$id"
	note -k reply -m '请先加光亮剂'
	at 0 11:00
	note -k solution -m '加光亮剂后正常'
	keep solved 7
}
again() {
	came_back open
	keep again 3
}

for weekday in 0 1 2 3 4 5 6; do	# from Sunday on
	day=2026-03-0$((weekday + 1))
	for life in consulted repaired patched changed complained suggested \
		withdrawn came_back just_in given at_work answered waits put_off \
		objected solved again; do
		$life
	done
done
