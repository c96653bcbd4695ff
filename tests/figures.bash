# figures.bash - the fixed store of review.bats and scorecard.bats: twelve
# tickets around the week 2026-W41, 5 to 11 October. Work is Monday to Friday
# 9:00-12:00 and 13:00-18:00; 1 to 7 October are holidays, Saturday the 10th
# is worked.

# ticket FOLDER NUMBER: rows "MM-DD HH:MM ACTOR FIELD VALUE" on stdin.
ticket() {
	local dir=$STORE/$1/${2:2:4}-${2:6:2}-${2:8:2}

	mkdir -p "$dir"
	{
		echo time,actor,field,value
		sed -E 's/^\t*([0-9-]{5}) ([0-9:]{5}) ([^ ]+) ([^ ]+) /2026-\1T\2:00+08:00,\3,\4,/'
	} >"$dir/$2.csv"
}

twelve() {
	with_staff
	cat >"$STORE/rules/clocks.csv" <<-'END'
	clock,selector,start,stop,cancel,pause,limit,calendar,repeat,rebase,notify
	response,priority=紧急,id,reply,status=closed,,1h,natural,once,start,
	response,,id,reply,status=closed,,8h,work,once,start,
	progress,,analysis|progress,progress,status=closed,,4h,natural,every,start,
	review,priority=紧急,solution,review,reopened,,2d,work,turn,start,
	END
	cat >"$STORE/rules/targets.csv" <<-'END'
	kpi,period,operator,figure
	satisfaction,week,>=,85
	resolution,week,>=,95
	response.met,week,>=,50
	response.minutes,week,<=,15
	greet_s,month,<=,15
	END
	the_week_before
	the_week
}

the_week_before() {
	# open for more than a month; answered within an hour
	ticket open CS202609010001 <<-'END'
	09-01 09:00 wang id CS202609010001
	09-01 09:00 wang channel 邮件
	09-01 09:00 wang customer 何淑芬
	09-01 09:00 wang subject 希望增加童锁
	09-01 09:00 wang category 建议与反馈/产品改进建议
	09-01 09:00 wang priority 普通
	09-01 09:00 wang status new
	09-01 09:00 wang assignee wang
	09-01 09:00 wang team 一线客服
	09-01 09:00 wang status assigned
	09-01 10:00 wang reply 已转产品部门
	09-01 10:00 wang status active
	END
	# 王芳's first: answered after 2 h, solved after 25 h, 9 of them worked
	ticket closed CS202609280001 <<-'END'
	09-28 09:00 wang id CS202609280001
	09-28 09:00 wang channel 电话
	09-28 09:00 wang customer 王芳
	09-28 09:00 wang contact 13800000001
	09-28 09:00 wang product 电热水器
	09-28 09:00 wang subject 热水器不启动
	09-28 09:00 wang category 故障报修/硬件故障
	09-28 09:00 wang priority 普通
	09-28 09:00 wang status new
	09-28 09:10 wang assignee li
	09-28 09:10 wang team 二线技术支持
	09-28 09:10 wang status assigned
	09-28 11:00 li reply 请先断电
	09-28 11:00 li status active
	09-29 10:00 li solution 更换插座
	09-29 10:00 li satisfaction 满意
	09-29 10:00 li result solved
	09-29 10:00 li status closed
	END
	# urgent, answered only on the 5th; its post-mortem is missing
	ticket open CS202609290001 <<-'END'
	09-29 10:00 wang id CS202609290001
	09-29 10:00 wang channel 在线客服
	09-29 10:00 wang customer 钱多多
	09-29 10:00 wang contact 13800000002
	09-29 10:00 wang subject 约了三次没人来
	09-29 10:00 wang category 服务投诉/服务流程投诉
	09-29 10:00 wang priority 紧急
	09-29 10:00 wang status new
	09-29 10:00 wang assignee zhao
	09-29 10:00 wang team 投诉处理专员
	09-29 10:00 wang status assigned
	10-05 10:00 zhao reply 非常抱歉
	10-05 10:00 zhao status active
	10-05 11:00 zhao solution 今天上门
	10-05 11:00 zhao status solved
	10-05 12:00 zhao satisfaction 基本满意
	10-05 12:00 zhao result solved
	10-05 12:00 zhao status closed
	END
	# a measure that has had its effect
	ticket closed CS202609300001 <<-'END'
	09-30 10:00 sun id CS202609300001
	09-30 10:00 sun source 改进措施
	09-30 10:00 sun subject 简化预约审批
	09-30 10:00 sun deadline 2026-10-09T18:00:00+08:00
	09-30 10:00 sun assignee zhao
	09-30 10:00 sun status assigned
	10-08 09:00 zhao effect 同类投诉减少三成
	10-08 09:00 zhao result solved
	10-08 09:00 zhao status closed
	END
}

the_week() {
	# on a holiday: late at 10:00, while it was li's; from 12:00 on zhao's,
	# who wrote one progress in time and one an hour late; reviewed in time
	ticket closed CS202610050001 <<-'END'
	10-05 09:00 wang id CS202610050001
	10-05 09:00 wang channel 电话
	10-05 09:00 wang customer 王芳
	10-05 09:00 wang contact 138 0000 0001
	10-05 09:00 wang product 电热水器
	10-05 09:00 wang subject 热水器漏电，请打13800000001
	10-05 09:00 wang category 故障报修/硬件故障
	10-05 09:00 wang priority 紧急
	10-05 09:00 wang status new
	10-05 09:10 wang assignee li
	10-05 09:10 wang team 二线技术支持
	10-05 09:10 wang status assigned
	10-05 09:20 li status active
	10-05 11:00 li reply 请先断电
	10-05 12:00 sun assignee zhao
	10-05 12:00 sun status assigned
	10-05 12:30 zhao status active
	10-05 13:00 zhao analysis 接地线脱落
	10-05 16:00 zhao progress 已派人
	10-05 21:00 zhao progress 已到现场
	10-06 00:10 zhao solution 重接地线
	10-06 00:10 zhao status solved
	10-06 00:30 zhao satisfaction 满意
	10-06 00:30 zhao result solved
	10-06 00:30 zhao status closed
	10-09 10:00 zhao review 安装时未检查接地
	END
	# at first contact
	ticket closed CS202610080001 <<-'END'
	10-08 10:00 wang id CS202610080001
	10-08 10:00 wang channel 电话
	10-08 10:00 wang customer 王芳
	10-08 10:00 wang contact 13800000001
	10-08 10:00 wang subject 想改套餐
	10-08 10:00 wang category 业务办理/业务咨询
	10-08 10:00 wang priority 普通
	10-08 10:00 wang assignee wang
	10-08 10:00 wang team 一线客服
	10-08 10:00 wang status active
	10-08 10:05 wang reply 可以办理
	10-08 10:30 wang solution 已改
	10-08 10:30 wang satisfaction 5
	10-08 10:30 wang result solved
	10-08 10:30 wang status closed
	10-09 09:00 sun quality 90
	END
	# solved on Thursday, reopened on Friday, solved on the worked Saturday
	ticket closed CS202610080002 <<-'END'
	10-08 11:00 wang id CS202610080002
	10-08 11:00 wang channel 在线客服
	10-08 11:00 wang customer 李雷
	10-08 11:00 wang contact 13800000003
	10-08 11:00 wang product 电热水器
	10-08 11:00 wang subject 热水器异响
	10-08 11:00 wang category 故障报修/硬件故障
	10-08 11:00 wang priority 普通
	10-08 11:00 wang status new
	10-08 11:00 wang assignee li
	10-08 11:00 wang team 二线技术支持
	10-08 11:00 wang status assigned
	10-08 11:30 li reply 下午上门
	10-08 11:30 li status active
	10-08 17:00 li solution 紧固风扇
	10-08 17:00 li result solved
	10-08 17:00 li status closed
	10-09 09:00 wang reopened 又响了
	10-09 09:00 wang status assigned
	10-09 10:00 li status active
	10-10 15:00 li solution 更换风扇
	10-10 15:00 li satisfaction 基本满意
	10-10 15:00 li result solved
	10-10 15:00 li status closed
	END
	# never answered: due on Friday at 15:00
	ticket open CS202610080003 <<-'END'
	10-08 15:00 wang id CS202610080003
	10-08 15:00 wang channel 电话
	10-08 15:00 wang customer 韩梅
	10-08 15:00 wang contact 13800000004
	10-08 15:00 wang product 电热水器
	10-08 15:00 wang subject 水不热
	10-08 15:00 wang category 故障报修/硬件故障
	10-08 15:00 wang priority 普通
	10-08 15:00 tk repeated.rule repeat.product
	10-08 15:00 tk repeated yes
	10-08 15:00 wang status new
	10-08 15:10 wang assignee li
	10-08 15:10 wang team 二线技术支持
	10-08 15:10 wang status assigned
	END
	# waits for the customer
	ticket open CS202610090001 <<-'END'
	10-09 09:00 wang id CS202610090001
	10-09 09:00 wang channel 在线客服
	10-09 09:00 wang customer 周建华
	10-09 09:00 wang contact 13800000005
	10-09 09:00 wang product 电热水器
	10-09 09:00 wang subject 显示屏不亮
	10-09 09:00 wang category 故障报修/硬件故障
	10-09 09:00 wang priority 普通
	10-09 09:00 wang status new
	10-09 09:00 wang assignee zhao
	10-09 09:00 wang team 二线技术支持
	10-09 09:00 wang status assigned
	10-09 09:30 zhao status active
	10-09 10:00 zhao reply 正在查
	10-09 10:00 zhao question 是否有水
	10-09 10:00 zhao status waiting
	END
	# a measure that is under way
	ticket open CS202610090002 <<-'END'
	10-09 14:00 sun id CS202610090002
	10-09 14:00 sun source 改进措施
	10-09 14:00 sun subject 更新安装指南
	10-09 14:00 sun deadline 2026-10-20T18:00:00+08:00
	10-09 14:00 sun owner sun
	10-09 14:00 sun status new
	END
	# a wrong number: closed without an answer, and not as solved
	ticket closed CS202610090003 <<-'END'
	10-09 16:00 wang id CS202610090003
	10-09 16:00 wang channel 电话
	10-09 16:00 wang subject 误拨
	10-09 16:00 wang category 服务投诉/服务态度投诉
	10-09 16:00 wang priority 重要
	10-09 16:00 wang status new
	10-09 16:00 wang assignee wang
	10-09 16:00 wang team 一线客服
	10-09 16:00 wang status assigned
	10-09 16:30 wang result invalid
	10-09 16:30 wang status closed
	END
	# not sorted, nobody's
	ticket open CS202610100001 <<-'END'
	10-10 10:00 tk id CS202610100001
	10-10 10:00 tk channel 邮件
	10-10 10:00 tk customer 周建华
	10-10 10:00 tk subject 产品不好用
	10-10 10:00 tk status new
	END
}

# figure TABLE ROW COLUMN of the report that was written to figures.csv.
figure() {
	awk -F, -v t="$1" -v r="$2" -v c="$3" '
	$1 == t && $2 == r && $3 == c { print $4 }' figures.csv
}

# table NAME: the rows of a table of figures.csv, "ROW COLUMN=VALUE …".
table() {
	awk -F, -v t="$1" '
	$1 != t { next }
	$2 != row || $3 == first { if (n++) print line; line = row = $2; first = $3 }
	{ line = line " " $3 "=" $4 }
	END { if (n) print line }' figures.csv
}
