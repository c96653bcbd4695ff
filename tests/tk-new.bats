#!/usr/bin/env bats
# tk-new.bats - tickets are taken down, one by one or from a file.

load helper
load write

# One who calls gives all that is asked.
complete=(customer=王芳 contact=13900000001 customer_no=K1 region=杭州
	identified=是 product=门锁 occurred=今早 error=红灯 tried=换电池
	first_time=是)

@test "knows its usage, its version and no other options" {
	knows_itself tk-new
	runs 2 tk-new
	[[ $stderr == 'tk-new: say what it is about: a SUBJECT, FIELD=VALUE or -m TEXT'* ]]
	runs 2 tk-new --from-charset gbk x
	[[ $stderr == 'tk-new: --from-charset goes with -i'* ]]
	runs 2 tk-new -i csv -m x file
	[[ $stderr == 'tk-new: -m and -a go with one ticket, not with -i'* ]]
	runs 2 tk-new -i csv -a x file
	[[ $stderr == 'tk-new: -m and -a go with one ticket, not with -i'* ]]
}

@test "prints the number; the file holds who said what, when" {
	runs 0 tk-new "${complete[@]}" 门锁 指纹识别不了
	prints CS202611200001
	says ''
	diff -u - "$(file_of CS202611200001)" <<-'END'
	time,actor,field,value
	2026-11-20T09:00:00+08:00,wang,id,CS202611200001
	2026-11-20T09:00:00+08:00,wang,customer,王芳
	2026-11-20T09:00:00+08:00,wang,contact,13900000001
	2026-11-20T09:00:00+08:00,wang,customer_no,K1
	2026-11-20T09:00:00+08:00,wang,region,杭州
	2026-11-20T09:00:00+08:00,wang,identified,是
	2026-11-20T09:00:00+08:00,wang,product,门锁
	2026-11-20T09:00:00+08:00,wang,occurred,今早
	2026-11-20T09:00:00+08:00,wang,error,红灯
	2026-11-20T09:00:00+08:00,wang,tried,换电池
	2026-11-20T09:00:00+08:00,wang,first_time,是
	2026-11-20T09:00:00+08:00,wang,subject,门锁 指纹识别不了
	2026-11-20T09:00:00+08:00,wang,owner,wang
	2026-11-20T09:00:00+08:00,wang,status,new
	END
	runs 0 tk-new -q x
	prints CS202611200002
	at 2026-11-21 00:00
	runs 0 tk-new -q x
	prints CS202611210001
}

@test "labels name fields as well as their names do" {
	id=$(new 客户姓名=王芳 电话=13900000001 x)
	[ "$(value_of "$id" customer)" = 王芳 ]
	[ "$(value_of "$id" contact)" = 13900000001 ]
}

@test "what is still to be asked is named, -q keeps silent" {
	runs 0 tk-new "${complete[@]:2}" x
	prints CS202611200001
	says 'tk-new: CS202611200001: to ask: 客户 (customer), 联系方式 (contact)'
	runs 0 tk-new -q "${complete[@]:2}" x
	says ''
	runs 0 tk-new --quiet "${complete[@]:2}" x
	says ''
	runs 0 tk-new "${complete[@]}" 刚买的
	says 'tk-new: CS202611200004: to ask: 订单号 (order_no)'
}

@test "-v adds a line of state" {
	runs 0 tk-new -v "${complete[@]}" x
	[[ $output == 'CS202611200001  new 待分派'* ]]
	runs 0 tk-new --verbose "${complete[@]}" assignee=li priority=紧急 x
	[[ $output == 'CS202611200002  assigned 待接单  紧急  → li'* ]]
}

@test "-m is the description; its first line is the subject" {
	id=$(new -m $'昨天买的热水器\n今天打不开')
	[ "$(value_of "$id" subject)" = 昨天买的热水器 ]
	grep -qx '2026-11-20T09:00:00+08:00,wang,description,"昨天买的热水器' \
		"$(file_of "$id")"
	id=$(new --message 说明 主题)
	[ "$(value_of "$id" subject)" = 主题 ]
	[ "$(value_of "$id" description)" = 说明 ]
	id=$(printf '\n  \n从标准输入\n' | new -m -)
	[ "$(value_of "$id" subject)" = 从标准输入 ]
	echo 从文件 >text
	id=$(new -m @text)
	[ "$(value_of "$id" description)" = 从文件 ]
	id=$(new -m @致歉)
	[[ $(value_of "$id" description) == 非常抱歉* ]]
	id=$(new "-m$(printf '很长%.0s' {1..40})")
	[ "$(value_of "$id" subject)" = "$(printf '很长%.0s' {1..14})很…" ]
}

@test "a ticket without a subject is refused" {
	runs 1 tk-new customer=王芳
	prints ''
	[[ $stderr == 'tk-new: no subject; give it with subject=VALUE'* ]]
	runs 1 tk-new ''
	[ -z "$(find "$STORE/open" -name '*.csv')" ]
	runs 0 tk-new -q subject=a=b
	[ "$(value_of CS202611200001 subject)" = a=b ]
}

@test "-w is when the customer turned to us" {
	id=$(new -w 08:30 x)
	[ "$(value_of "$id" id.at)" = 2026-11-20T08:30:00+08:00 ]
	id=$(new --when '2026-11-18 17:00..17:10' x)
	[ "$id" = CS202611200002 ]	# of the day of recording
	[ "$(value_of "$id" id.at)" = \
		2026-11-18T17:00:00+08:00..2026-11-18T17:10:00+08:00 ]
	runs 2 tk-new -w 09:01 x
	[[ $stderr == 'tk-new: 09:01 lies in the future; say when it happened'* ]]
	with_staff
	runs 1 tk-new -w '2026-11-13 08:59' x
	[[ $stderr == 'tk-new: 2026-11-13 08:59 is longer ago than you may go back (7 days); ask one who may: lead|manager|admin'* ]]
	runs 0 tk-new -q -w '2026-11-13 09:00' x
	as sun
	runs 0 tk-new -q -w 2026-01-01 x
}

@test "-a attaches copies, each under a name of its own" {
	mkdir a b
	echo 1 >a/photo.jpg
	echo 2 >b/photo.jpg
	echo 3 >b/.hidden
	id=$(new -a a/photo.jpg --attach b/photo.jpg -a b/.hidden x)
	diff -u - <(cd "$STORE/files/$id" && grep . ./* .[a-z]* 2>/dev/null) \
		<<-'END'
	./hidden:3
	./photo-2.jpg:2
	./photo.jpg:1
	END
	grep -c ',file,' "$(file_of "$id")" | grep -qx 3
	runs 2 tk-new -a nothing x
	[[ $stderr == 'tk-new: cannot attach "nothing": No such file or directory'* ]]
	runs 2 tk-new -a a x
	[[ $stderr == 'tk-new: cannot attach "a": not a plain file'* ]]
	[ ! -e "$STORE/files/CS202611200002" ]
	[ "$(new x)" = CS202611200002 ]
}

@test "-n checks all and writes nothing" {
	runs 0 tk-new -n -q x
	prints -
	runs 0 tk-new --dry-run "${complete[@]}" x
	prints -
	runs 2 tk-new -n vip=perhaps x
	[ -z "$(find "$STORE/open" "$STORE/numbers" -type f)" ]
}

@test "-s names the store" {
	tk-init other
	env -u TK_STORE tk-new -q -s other x
	tk-new -q --store other y
	[ "$(ls other/open/2026-11-20)" = $'CS202611200001.csv\nCS202611200002.csv' ]
	[ -z "$(ls "$STORE/open")" ]
	runs 2 tk-new -s nowhere x
	[[ $stderr == 'tk-new: cannot open folder "nowhere": No such file or directory'* ]]
	mkdir -p other/a/b empty
	cd other/a/b
	run -0 env -u TK_STORE tk-new -q x	# the nearest above
	prints CS202611200003
	cd ../../../empty
	run -2 --separate-stderr env -u TK_STORE tk-new x
	says "tk-new: no store: name one with -s DIR or TK_STORE, or make one with 'tk-init DIR'"
}

@test "values take the form in which they are stored" {
	id=$(new VIP=YES 期望时间='明天 10:00' wait_s=１２ category=硬件 \
		priority=IMPORTANT tag=a tag=b tag=-a x)
	[ "$(value_of "$id" vip)" = yes ]
	[ "$(value_of "$id" wanted)" = 2026-11-21T10:00:00+08:00 ]
	[ "$(value_of "$id" wait_s)" = 12 ]
	[ "$(value_of "$id" category)" = 故障报修/硬件故障 ]
	[ "$(value_of "$id" tag)" = -a ]
}

@test "unknown fields and unlawful values are refused, with what is lawful" {
	refuses 2 'tk-new: unknown field "custmer"; did you mean customer?' \
		tk-new custmer=x y
	refuses 2 'tk-new: vip=perhaps: lawful are 是|否|yes|no' \
		tk-new vip=perhaps x
	refuses 2 'tk-new: wait_s=long: not a number' \
		tk-new wait_s=long x
	refuses 2 'tk-new: unknown priority "P9"; lawful are 紧急, 重要, 普通' \
		tk-new priority=P9 x
	refuses 2 'tk-new: id: only tk writes this field' \
		tk-new id=CS202611200009 x
	refuses 2 'tk-new: reply.channel belongs to a reply of the same command; write it with -k reply -m TEXT' \
		tk-new reply.channel=电话 x
	refuses 2 'tk-new: reply: says nothing; add the text with -m TEXT' \
		tk-new reply= x
	refuses 1 "tk-new: CS202611200007: no such ticket; look for it with 'tk-list status=all'" \
		tk-new parent=CS202611200007 x
	[ -z "$(ls "$STORE/open")" ]
}

@test "what was given may move it, if flow has a way" {
	[ "$(value_of "$(new assignee=li x)" status)" = assigned ]
	[ "$(value_of "$(new solution=重启 x)" status)" = solved ]
	runs 1 tk-new status=assigned x
	[[ $stderr == "tk-new: assign it with 'tk-assign -t WHO ID'"* ]]
	runs 1 tk-new status=closed x
	[[ $stderr == "tk-new: close it with 'tk-close -m SOLUTION ID'"* ]]
	runs 1 tk-new result=solved x
	[[ $stderr == 'tk-new: no solution; give it with solution=VALUE
tk-new: no confirmation by the customer; give it with confirmation=已解决
tk-new: no word'* ]]
}

@test "a ref is accepted once, and gives its ticket's number after that" {
	id=$(new ref=MON-77 报警)
	mark "$id"
	runs 0 tk-new ref=MON-77 又报警
	prints "$id"
	says ''
	runs 0 tk-new -v ref=MON-77 又报警
	prints "$id  known by its ref; nothing added"
	wrote "$id"
	tk-close -q result=invalid summary=误报 "$id"
	runs 0 tk-new ref=MON-77 又报警
	prints "$id"
	runs 0 tk-new -q ref=MON-78 报警
	prints CS202611200002
}

@test "text that is refused is kept, and the error names the file" {
	runs 2 tk-new -m $'客户说了很多\n都在这里' vip=perhaps
	[[ $stderr == *"tk-new: what was typed is saved in $XDG_STATE_HOME/tk/refused/"* ]]
	diff -u <(printf 'vip=perhaps\n客户说了很多\n都在这里') \
		"${stderr##*saved in }"
}

@test "-i csv makes a ticket of each record" {
	printf '\xef\xbb\xbf客户,描述,电话,\r\n张三,热水器不启动,13800000001,x\r\n"李,四","APP\r\n闪退",,\r\n' >list.csv
	runs 0 tk-new -q -i csv list.csv
	prints CS202611200001 CS202611200002
	diff -u - <(cut -d, -f3- "$(file_of CS202611200001)") <<-'END'
	field,value
	id,CS202611200001
	customer,张三
	description,热水器不启动
	contact,13800000001
	subject,热水器不启动
	owner,wang
	status,new
	END
	diff -u - <(cut -d, -f3- "$(file_of CS202611200002)") <<-'END'
	field,value
	id,CS202611200002
	customer,"李,四"
	description,"APP
	闪退"
	subject,APP
	owner,wang
	status,new
	END
	runs 0 tk-new -n -q -i csv list.csv
	prints - -
	run -0 tk-new -q --input csv <list.csv
	prints CS202611200003 CS202611200004
	run -0 tk-new -q -i csv - <list.csv
	prints CS202611200005 CS202611200006
}

@test "-i takes operands and -w for what a record leaves out" {
	printf 'subject,channel,id.at\na,电话,2020-01-01 10:00\nb,,\n' >list.csv
	runs 0 tk-new -q -i csv -w 08:00 channel=邮件 region=杭州 list.csv
	[ "$(value_of CS202611200001 channel)" = 电话 ]
	[ "$(value_of CS202611200002 channel)" = 邮件 ]
	[ "$(value_of CS202611200001 region)" = 杭州 ]
	[ "$(value_of CS202611200001 id.at)" = 2020-01-01T10:00:00+08:00 ]
	[ "$(value_of CS202611200002 id.at)" = 2026-11-20T08:00:00+08:00 ]
}

@test "-i jsonl makes a ticket of each object" {
	cat >list.jsonl <<-'END'
	{"subject":"a","tag":["x","y"],"wait_s":12,"vip":true,"region":null}

	{"客户":"张三","description":"热水器\n不启动"}
	END
	runs 0 tk-new -q -i jsonl list.jsonl
	prints CS202611200001 CS202611200002
	diff -u - <(cut -d, -f3- "$(file_of CS202611200001)") <<-'END'
	field,value
	id,CS202611200001
	subject,a
	tag,x
	tag,y
	wait_s,12
	vip,yes
	owner,wang
	status,new
	END
	[ "$(value_of CS202611200002 customer)" = 张三 ]
}

@test "-i jsonl takes numbers as short as they are exact, and no objects" {
	cat >list.jsonl <<-'END'
	{"subject":"a","wait_s":12.50,"spent_min":0.1,"quality":1e2}
	{"subject":{"a":1}}
	{"subject":"b","tag":[["x"]]}
	{"subject":"c","tag=x":"y"}
	END
	runs 1 tk-new -q -i jsonl list.jsonl
	prints CS202611200001
	for field in wait_s,12.5 spent_min,0.1 quality,100; do
		cut -d, -f3- "$(file_of CS202611200001)" | grep -qx $field
	done
	takes='a field takes a string, a number, true, false, null or a list of these'
	says "tk-new: list.jsonl:2: \"subject\" is an object; $takes" \
		"tk-new: list.jsonl:3: \"tag\" is a list in a list; $takes" \
		'tk-new: list.jsonl:4: "tag=x" is no name of a field' \
		'tk-new: 3 records rejected, kept in list.jsonl.rejected'
}

@test "a record that is refused is kept with the reason; the others go on" {
	printf 'subject,vip\na,是\nb,perhaps\nc,是,x\n,是\nd,否\n' >list.csv
	runs 1 tk-new -q -i csv list.csv
	prints CS202611200001 CS202611200002
	says 'tk-new: list.csv:3: vip=perhaps: lawful are 是|否|yes|no' \
		'tk-new: list.csv:4: 3 columns where the heading has 2' \
		'tk-new: list.csv:5: no subject; give it with subject=VALUE' \
		'tk-new: 3 records rejected, kept in list.csv.rejected'
	diff -u - list.csv.rejected <<-'END'
	line,reason,record
	3,"vip=perhaps: lawful are 是|否|yes|no","b,perhaps"
	4,"3 columns where the heading has 2","c,是,x"
	5,"no subject; give it with subject=VALUE",",是"
	END
	printf '{"subject":"a"}\n[1]\n{"subject":"b","nonsense":"x"}\n' >list.jsonl
	run -1 --separate-stderr tk-new -q -i jsonl <list.jsonl
	prints CS202611200003
	[[ $stderr == *'2 records rejected, kept in stdin.rejected' ]]
	grep -q '^2,.*,"\[1\]"$' stdin.rejected
	grep -q '^3,"unknown field ""nonsense""' stdin.rejected
}

@test "an unknown heading or format refuses the whole file" {
	printf 'subject,nonsense,more\na,,\n' >list.csv
	runs 2 tk-new -i csv list.csv
	prints ''
	says 'tk-new: list.csv:1: unknown field "nonsense", "more"; rules/fields.csv lists them'
	: >empty.csv
	runs 2 tk-new -i csv empty.csv
	says 'tk-new: empty.csv:1: no heading; the first line names the fields'
	runs 2 tk-new -i xml list.csv
	says 'tk-new: unknown format "xml"; lawful are csv, jsonl'
	runs 2 tk-new -i csv nothing.csv
	says 'tk-new: cannot open "nothing.csv": No such file or directory'
	runs 2 tk-new -i csv list.csv list.csv
	[[ $stderr == 'tk-new: -i takes one file'* ]]
	[ ! -e list.csv.rejected ]
}

@test "a field with one value has one column, a log may have more" {
	printf '%s\n' 主题,标题 a,b >twice.csv
	runs 2 tk-new -i csv twice.csv
	says 'tk-new: twice.csv:1:2: "标题" is the same field as a column before it; leave one out'
	printf '%s\n' 主题,备注,备注 a,b,c >log.csv
	runs 0 tk-new -q -i csv log.csv
	[ "$(grep -c ',note,' "$(file_of CS202611200001)")" -eq 2 ]
}

@test "--from-charset reads what is no UTF-8, and the error suggests it" {
	printf '客户,描述\n张三,热水器不启动\n' | iconv -t gb18030 >list.csv
	runs 2 tk-new -q -i csv list.csv
	says 'tk-new: list.csv:1: the heading is not UTF-8; if the file is GBK, give --from-charset gb18030'
	runs 0 tk-new -q -i csv --from-charset gb18030 list.csv
	[ "$(value_of CS202611200001 customer)" = 张三 ]
	runs 2 tk-new -q -i csv --from-charset nonsense list.csv
	prints ''
	printf 'customer,subject\n张三,x\n' | iconv -t gb18030 >list.csv
	runs 1 tk-new -q -i csv list.csv
	[[ $stderr == 'tk-new: list.csv:2: customer: not UTF-8; if the file is GBK, give --from-charset gb18030'* ]]
}

@test "reading a file twice adds nothing, when its records have a ref" {
	printf 'subject,ref\na,R1\nb,R2\nc,R1\n' >list.csv
	runs 0 tk-new -q -i csv list.csv
	prints CS202611200001 CS202611200002 CS202611200001
	runs 0 tk-new -q -i csv list.csv
	prints CS202611200001 CS202611200002 CS202611200001
	[ "$(find "$STORE/open" -name 'CS*' | wc -l)" -eq 2 ]
}

@test "a due time in a year without holidays is warned of, by number" {
	at 2027-02-01 09:00
	runs 0 tk-new -v "${complete[@]}" category=业务办理/信息变更 改地址
	says 'tk-new: warning: CS202702010001: request is due 2027-02-02T18:00:00+08:00, in a year without a row in rules/holidays.csv; enter its holidays (tk-rules(5))'
}

@test "a category typed without a priority brings its own" {
	id=$(new category=服务流程投诉 催了三次)
	[ "$(value_of "$id" category)" = 服务投诉/服务流程投诉 ]
	[ "$(value_of "$id" priority)" = 紧急 ]
	grep -q ',priority.rule,category$' "$(file_of "$id")"
	id=$(new category=服务流程投诉 priority=普通 催了三次)
	[ "$(value_of "$id" priority)" = 普通 ]
}

@test "lines of commas at the end of a spreadsheet are no records" {
	printf '%s\n' subject,customer 漏水,王芳 , '"",' >in.csv
	runs 0 tk-new -q -i csv in.csv
	prints CS202611200001
	[ ! -e in.csv.rejected ]
}

@test "-i csv knows qualifiers by their labels" {
	printf '%s\n' 标题,解决方案,原因,答复,答复.渠道 \
		打不开,换件,老化,已换,短信 >in.csv
	runs 0 tk-new -q -i csv in.csv
	cut -d, -f3- "$(file_of "$output")" | diff -u - <(printf '%s\n' \
		field,value "id,$output" subject,打不开 solution.cause,老化 \
		solution,换件 reply.channel,短信 reply,已换 owner,wang \
		status,solved)
	fields_say 'review.cause,,text,原因,root cause,,,,'
	runs 2 tk-new -q -i csv in.csv
	says 'tk-new: in.csv:1: unknown field "原因"; rules/fields.csv lists them'
}
