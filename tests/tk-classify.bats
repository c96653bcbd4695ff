#!/usr/bin/env bats
# tk-classify.bats - category and priority, by words or by hand.

load helper
load write


# A few words only, so that what hits is known.
few_words() {
	cat >"$STORE/rules/keywords.csv" <<-'END'
	id,category,priority,weight,kind,pattern,unless,ask
	k1,故障报修/硬件故障,,,,不启动,,
	k2,产品使用咨询/功能操作咨询,,,,怎么用,,
	k3,故障报修/软件故障,紧急,2,,闪退,是否,
	k4,故障报修/软件故障,,,re,升级.?后,,
	k5,unclear,,,,不好用,,请问是哪个功能不好用？
	END
}

@test "knows its usage, its version and no other options" {
	knows_itself tk-classify
	id=$(new x)
	for args in "-m x $id" "--eval x $id" '-m x --eval x'; do
		# shellcheck disable=SC2086
		runs 2 tk-classify $args
		[[ $stderr == 'tk-classify: -m and --eval take no tickets'* ]]
	done
	runs 2 tk-classify -m x -c 硬件
	[[ $stderr == 'tk-classify: -m and --eval judge words; -c and -p are for tickets'* ]]
	runs 2 tk-classify -m x -p 紧急
	runs 0 tk-classify		# an empty list
	prints ''
}

@test "sets category and priority, and names the rows that decided" {
	few_words
	a=$(new 热水器不启动，怎么用)
	b=$(new -m '升级后一打开就闪退' APP)
	mark "$a"
	runs 0 tk-classify "$a"
	prints "$a"
	says ''
	wrote "$a" category.rule,k1 category,故障报修/硬件故障 \
		priority.rule,category priority,紧急
	mark "$b"
	runs 0 tk-classify "$b"
	wrote "$b" category.rule,'k3 k4' category,故障报修/软件故障 \
		priority.rule,k3 priority,紧急
	# again: nothing new
	runs 0 tk-classify "$a" "$b"
	prints "$a" "$b"
	wrote "$b"
	mark "$a"
	wrote "$a"
}

@test "a vague one is unclear: the question is shown, the number is not" {
	few_words
	a=$(new 产品不好用)
	b=$(new 洗衣机不启动)
	mark "$a"
	runs 0 tk-classify "$a" "$b"
	prints "$b"
	says "tk-classify: $a: to ask: 请问是哪个功能不好用？"
	wrote "$a" status,unclear
	runs 0 tk-classify -q "$a"
	prints ''
	says ''
	runs 0 tk-classify --quiet -v "$a"
	prints ''
	wrote "$a"
	# what became clear
	tk-note -q description=APP一打开就闪退 "$a"
	mark "$a"
	runs 0 tk-classify "$a"
	prints "$a"
	wrote "$a" category.rule,k3 category,故障报修/软件故障 \
		priority.rule,k3 priority,紧急 status,new
}

@test "one that is being worked on does not become unclear" {
	few_words
	id=$(new 产品不好用)
	tk-assign -q --take "$id"
	mark "$id"
	runs 0 tk-classify "$id"
	prints "$id"
	says ''
	wrote "$id"
}

@test "-c chooses by name, alias or second level, with its priority" {
	id=$(new x)
	mark "$id"
	runs 0 tk-classify -c 故障报修/软件故障 "$id"
	prints "$id"
	wrote "$id" category,故障报修/软件故障 priority.rule,category priority,重要
	runs 0 tk-classify --category 投诉 "$id"
	wrote "$id" category,服务投诉
	runs 0 tk-classify -c 硬件故障 "$id"
	wrote "$id" category,故障报修/硬件故障 priority.rule,category priority,紧急
	runs 2 tk-classify -c 无此类 "$id"
	[[ $stderr == "tk-classify: $id: unknown category \"无此类\"; lawful are 产品使用咨询, "* ]]
	wrote "$id"
}

@test "-p chooses the priority, and it stays" {
	id=$(new x)
	mark "$id"
	runs 0 tk-classify -p 普通 "$id"
	wrote "$id" priority,普通
	runs 0 tk-classify -c 硬件 "$id"
	wrote "$id" category,故障报修/硬件故障
	runs 0 tk-classify -c 软件 --priority urgent "$id"
	wrote "$id" category,故障报修/软件故障 priority,紧急
	refuses 2 "tk-classify: $id: unknown priority \"P0\"; lawful are 紧急, 重要, 普通" \
		tk-classify -p P0 "$id"
}

@test "what a person chose is left alone, but gets its priority" {
	few_words
	id=$(new category=投诉 热水器不启动)
	tk-note -q priority= "$id"
	mark "$id"
	runs 0 tk-classify "$id"
	prints "$id"
	wrote "$id" priority.rule,category priority,重要
	runs 0 tk-classify "$id"
	prints "$id"
	wrote "$id"
	# unset, it is the words' turn again
	runs 0 tk-classify -c '' "$id"
	wrote "$id" category,
	runs 0 tk-classify "$id"
	wrote "$id" category.rule,k1 category,故障报修/硬件故障 \
		priority.rule,category priority,紧急
}

@test "a person's choice makes an unclear one new" {
	few_words
	id=$(new 产品不好用)
	tk-classify -q "$id"
	mark "$id"
	runs 0 tk-classify -p 普通 "$id"
	wrote "$id" priority,普通
	runs 0 tk-classify -c 硬件 "$id"
	wrote "$id" category,故障报修/硬件故障 status,new
}

@test "a closed one is left alone; only a lead changes it" {
	few_words
	id=$(new 热水器不启动)
	tk-close -q result=invalid summary=误报 "$id"
	mark "$id"
	runs 0 tk-classify "$id"
	prints "$id"
	wrote "$id"
	with_staff
	refuses 1 "tk-classify: $id: only a lead changes the category of a closed ticket; reopen it with 'tk-reopen -m WHY $id'" \
		tk-classify -c 硬件 "$id"
	wrote "$id"
}

@test "fields and -w go with it" {
	id=$(new x)
	mark "$id"
	runs 0 tk-classify -w 08:30 -c 软件 category.words=客户说的 复杂度=复杂 "$id"
	wrote "$id" category.words,客户说的 \
		category.at,2026-11-20T08:30:00+08:00 \
		category,故障报修/软件故障 priority.rule,category \
		priority,重要 complexity.at,2026-11-20T08:30:00+08:00 \
		complexity,复杂
	runs 0 tk-classify --when 08:40 -p 紧急 "$id"
	wrote "$id" priority.at,2026-11-20T08:40:00+08:00 priority,紧急
}

@test "-v reads the state aloud, with the promise" {
	few_words
	id=$(new 热水器不启动)
	runs 0 tk-classify -v "$id"
	[[ $output == "$id  new 待分派  紧急 故障报修/硬件故障  response due 2026-11-20"*'“我们会在24小时内为您安排好工程师上门检测'*'”' ]]
	run -0 tk-classify --verbose "$id"
	[[ $output == "$id  new 待分派"* ]]
}

@test "-e tells why and writes nothing" {
	few_words
	id=$(new 是否闪退不知道，热水器不启动，不好用)
	mark "$id"
	runs 0 tk-classify -e "$id"
	[[ ${lines[0]} == "# $id new 待分派  紧急 故障报修/硬件故障"* ]]
	diff -u - <(printf '%s\n' "${lines[@]:1}") <<-'END'
	故障报修/硬件故障 has 1, leading by 1 among the most urgent
	  k1 故障报修/硬件故障 - 1 "不启动"
	  k3 故障报修/软件故障 紧急 2 "闪退" vetoed by "是否"
	  k5 unclear - 1 "不好用"
	END
	run -0 tk-classify --explain -c 投诉 "$id"
	wrote "$id"
	tk-classify -q -c 投诉 "$id"
	runs 0 tk-classify -e "$id"
	[ "${lines[1]}" = 'left alone: a person chose the category' ]
	tk-close -q result=invalid summary=误报 "$id"
	runs 0 tk-classify -e "$id"
	[ "${lines[1]}" = 'left alone: it is closed' ]
}

@test "-n prints what would be printed and writes nothing" {
	few_words
	a=$(new 热水器不启动)
	b=$(new 不好用)
	mark "$a"
	runs 0 tk-classify -n "$a" "$b"
	prints "$a"
	says "tk-classify: $b: to ask: 请问是哪个功能不好用？"
	runs 0 tk-classify --dry-run -c 硬件 "$a"
	prints "$a"
	wrote "$a"
}

@test "-m judges words without a ticket" {
	few_words
	runs 0 tk-classify -m 热水器不启动
	prints '故障报修/硬件故障 紧急'
	runs 0 tk-classify --message 产品不好用
	prints 'unclear 请问是哪个功能不好用？'
	run -0 tk-classify -m - <<<APP闪退
	prints '故障报修/软件故障 紧急'
	echo APP闪退 >text
	runs 0 tk-classify -m @text
	prints '故障报修/软件故障 紧急'
	runs 0 tk-classify -e -m 是否闪退不知道，热水器不启动
	prints '故障报修/硬件故障 紧急' \
		'故障报修/硬件故障 has 1, leading by 1 among the most urgent' \
		'  k1 故障报修/硬件故障 - 1 "不启动"' \
		'  k3 故障报修/软件故障 紧急 2 "闪退" vetoed by "是否"'
	[ -z "$(ls "$STORE/open")" ]
}

@test "-m reads a store that cannot be written, with no right to claim" {
	few_words
	sed -i /override/d "$STORE/store.csv"
	runs 0 tk-classify -m 热水器不启动
	prints '故障报修/硬件故障 紧急'
}

@test "--eval tells how often the words were right" {
	few_words
	cat >labelled.csv <<-'END'
	label,text
	故障报修/硬件故障,热水器不启动
	故障报修/软件故障,电视不启动
	unclear,产品不好用
	服务投诉,态度太差
	END
	runs 0 tk-classify --eval labelled.csv
	[[ $output == '# 4 texts'* ]]
	[[ $output == *'coverage   50.0 %  2 judged, 2 unclear'* ]]
	[[ $output == *'accuracy   50.0 %  1 right of those judged'* ]]
	[[ $output == *'故障报修/软件故障  故障报修/硬件故障'* ]]
	[[ $output == *'labelled.csv:3: 故障报修/软件故障 judged 故障报修/硬件故障 by k1: 电视不启动'* ]]
	runs 2 tk-classify --eval nothing.csv
	says 'tk-classify: cannot open "nothing.csv": No such file or directory'
}

@test "reads numbers from a pipe, and passes on those it sorted" {
	few_words
	for t in 热水器不启动 产品不好用 APP闪退; do
		new "$t"
	done | { cat; echo; echo '# heading'; echo nonsense; } |
		tk-classify -q >out 2>err || status=$?
	[ "${status-0}" -eq 1 ]
	diff -u <(printf '%s\n' CS202611200001 CS202611200003) out
	diff -u <(echo "tk-classify: nonsense: no such ticket; look for it with 'tk-list status=all'") err
	run -0 tk-classify -s "$STORE" 0001
	run -0 tk-classify --store "$STORE" 0001
	prints CS202611200001
}
