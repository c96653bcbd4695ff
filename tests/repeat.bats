#!/usr/bin/env bats
# repeat.bats - problems that come back are called repeated, and are reviewed.

load helper
load write
eval "plain_$(declare -f setup)"

setup() {
	plain_setup
	new_store policy regulation
}

# A ticket with these fields, sorted by hand: a bug that can wait.
bug() {
	local id

	id=$(tk-new -q "$@" '报表页面报错')
	tk-classify -q -c 软件缺陷 -p P2 "$id"
}

why() {
	value_of "$1" repeated.why
}

is_repeated() {
	for id; do
		[ "$(value_of "$id" repeated)" = yes ] || {
			echo "$id is not repeated"
			return 1
		}
	done
}

is_not() {
	for id; do
		[ "$(value_of "$id" repeated)" != yes ] || {
			echo "$id is repeated: $(why "$id")"
			return 1
		}
	done
}

setting() {
	sed -i "s/^$1,.*/$1,$2/" "$STORE/rules/settings.csv"
}

# ---- what is counted --------------------------------------------------------

@test "the third of a customer and category is repeated, and says why" {
	a=$(bug customer=王芳)
	at 2026-11-23 09:00
	b=$(bug customer=王芳)
	bug customer=李雷
	c=$(new customer=王芳 '报表页面报错')
	mark "$c"
	runs 0 tk-classify "$c"
	prints "$c"
	says ''
	wrote "$c" category.rule,'sw02 sw08' category,技术类问题/软件缺陷 \
		priority.rule,category priority,P2 \
		repeated.rule,repeat.customer \
		repeated.why,"同一客户同类问题30天内第3件，此前：$a、$b" \
		repeated,yes
	is_not "$a" "$b"
	# of another category it is the first
	is_not "$(new customer=王芳 '订单到哪了，物流没更新' | tk-classify)"
	runs 0 tk-list -o csv repeated=yes
	[ "${#lines[@]}" -eq 2 ]
	runs 0 tk-note -v -m x "$c"
	[[ $output == *'P2 技术类问题/软件缺陷  重复  '* ]]
	sound
}

@test "its row stands behind what flow sets, before the status" {
	bug customer=韩梅梅
	bug customer=韩梅梅
	id=$(new customer=韩梅梅 category=软件缺陷 x)
	diff -u - <(cut -d, -f3 "$(file_of "$id")" | tail -n 5) <<-'END'
		owner
		repeated.rule
		repeated.why
		repeated
		status
	END
}

@test "who the customer is may be known after the category" {
	for field in customer_no contact customer; do
		bug $field=4711-$field
		bug $field=4711-$field
		id=$(bug extra=x)
		is_not "$id"
		tk-note -q $field=4711-$field "$id"
		is_repeated "$id"
	done
}

@test "a customer is known by number, else by contact, else by name" {
	bug customer_no=8801 contact=13800000001 customer=王芳
	bug customer_no=8802 contact=13800000001 customer=王芳
	bug customer_no=8803 contact=13800000001 customer=王芳
	# all three have a number, and another one
	is_not CS202611200001 CS202611200002 CS202611200003
	# without one the contact decides: the fourth
	id=$(bug contact=13800000001 customer=王先生)
	[[ $(why "$id") == *第4件* ]]
	# another contact is another customer, whatever the name
	is_not "$(bug contact=13900000002 customer=王芳)"
	# without both the name does: the fifth, for one is called otherwise
	[[ $(why "$(bug customer=王芳)") == *第5件* ]]
	# nothing to compare
	is_not "$(bug extra=x)"
}

@test "the same is the same however it is typed" {
	bug contact=138-0000-0001
	bug contact='+86 138 0000 0001'
	is_repeated "$(bug contact=１３８００００００01)" \
		"$(bug contact='(0086)13800000001')"
	bug contact=0571-88880000
	bug contact='+86 (571) 8888 0000'
	is_repeated "$(bug contact=057188880000)"
	bug contact=Wang@Example.com
	bug contact=wang@example.com
	is_repeated "$(bug contact=wang@EXAMPLE.com)"
	bug customer='王 芳'
	bug customer=王芳
	is_repeated "$(bug customer=王芳)"
	# what is too short for a number is text
	bug contact=0012
	bug contact=12
	is_not "$(bug contact=012)"
}

@test "the fifth of a product, or of a module, is repeated" {
	for field in product module; do
		for _ in 1 2 3 4; do
			id=$(bug $field='CRM 2')
			is_not "$id"
		done
		id=$(bug $field='crm 2')
		is_repeated "$id"
		[ "$(value_of "$id" repeated.rule)" = repeat.product ]
	done
	[[ $(why "$id") == 同一模块同类问题30天内第5件，此前：CS202611200006、* ]]
	# neither product and module together, nor of another category
	bug product=A
	bug product=A
	bug module=A
	bug module=A
	is_not "$(bug product=A module=B)"
	is_not "$(new category=发票问题 product='CRM 2' x)"
}

@test "both reasons are told, of many tickets the latest" {
	for _ in 1 2 3 4 5 6 7 8 9 10 11; do
		id=$(bug customer=王芳 product=CRM)
	done
	[ "$(value_of "$id" repeated.rule)" = 'repeat.customer repeat.product' ]
	list=$(printf '、CS20261120%04d' 2 3 4 5 6 7 8 9 10)
	[ "$(why "$id")" = "同一客户同类问题30天内第11件，此前：${list#、}等10件；同一产品同类问题30天内第11件，此前：${list#、}等10件" ]
}

@test "30 days are 30 days to the second" {
	bug -w '2026-11-20 08:00' customer=王芳
	bug -w '2026-11-20 08:00' customer=王芳
	bug -w '2026-11-20 08:00:01' customer=李雷
	bug -w '2026-11-20 08:00:01' customer=李雷
	at 2026-12-20 08:00:01
	is_not "$(bug customer=王芳)"
	is_repeated "$(bug customer=李雷)"
	# received counts, not recorded; and what came later does not
	at 2026-12-20 12:00
	is_repeated "$(bug -w '2026-12-20 08:00' customer=王芳)"
	is_not "$(bug -w '2026-11-20 08:00' customer=李雷)"
	setting repeat.days 29
	is_not "$(bug -w '2026-12-20 08:00:01' customer=李雷)"
}

@test "closed ones count, too" {
	for _ in 1 2; do
		id=$(bug customer=王芳)
		tk-close -q -m 修好 confirmation=已解决 "$id"
		[[ $(file_of "$id") == */closed/* ]]
	done
	is_repeated "$(bug customer=王芳)"
}

@test "what is no problem of its own is not counted" {
	a=$(bug customer=王芳)
	id=$(bug customer=王芳)
	tk-close -q result=duplicate duplicate_of="$a" "$id"
	id=$(bug customer=王芳)
	tk-close -q result=withdrawn feedback=不用了 "$id"
	id=$(bug customer=王芳)
	tk-close -q result=invalid summary=误拨 "$id"
	bug customer=王芳 duplicate_of="$a"
	bug customer=王芳 source=改进措施
	# neither its parent nor its children
	b=$(bug customer=王芳 parent="$a")
	bug customer=王芳 parent="$b"
	is_not CS20261120000{1,2,3,4,5,6,7,8}
	tk-note -q customer='王芳 ' "$b"
	is_not "$b"
	# two of them count for another one
	[ "$(why "$(bug customer=王芳)")" = \
		"同一客户同类问题30天内第4件，此前：$a、$b、CS202611200008" ]
	# nor is any of these repeated itself
	is_not "$(bug customer=王芳 source=改进措施)" \
		"$(bug customer=王芳 duplicate_of="$a")"
}

@test "the figures are the rulebook's, and 0 switches off" {
	setting repeat.customer 2
	setting repeat.product 3
	bug customer=王芳 product=CRM
	is_repeated "$(bug customer=王芳)"
	bug product=CRM
	is_repeated "$(bug product=CRM)"
	setting repeat.customer 0
	id=$(bug customer=王芳)
	is_not "$id"
	is_repeated "$(bug product=CRM)"
	setting repeat.product 0
	is_not "$(bug customer=王芳 product=CRM)"
	setting repeat.customer 1
	setting repeat.days 0
	is_not "$(bug customer=王芳)"
	setting repeat.days 1
	[ "$(why "$(bug customer=赵六)")" = 同一客户同类问题1天内第1件 ]
}

@test "a rulebook without the field, or with other words, is left alone" {
	new_store process-form form
	sed -i '/^repeated,/s/yes|no/是|否/' "$STORE/rules/fields.csv"
	for _ in 1 2 3; do
		id=$(new customer=王芳 category=投诉/态度投诉 x)
	done
	[ -z "$(value_of "$id" repeated)" ]
	sed -i '/^repeated,/d' "$STORE/rules/fields.csv"
	new customer=王芳 category=投诉/态度投诉 x
	run ! grep -r repeated "$STORE/open"
}

# ---- in batches -------------------------------------------------------------

@test "a batch counts its own, new ones and sorted ones" {
	{
		echo customer,product,subject
		for i in 1 2 3 4 5; do
			echo "王芳,CRM,报表页面报错$i"
			echo "客户$i,CRM,订单到哪了，物流没更新"
		done
	} >in.csv
	tk-new -q -i csv in.csv | tk-classify | tk-assign -A >ids
	[ "$(wc -l <ids)" -eq 10 ]
	is_not CS20261120000{1,2,3,4,6,8}
	is_repeated CS20261120000{5,7,9} CS202611200010
	[[ $(why CS202611200009) == 同一客户*第5件*、CS202611200007；同一产品* ]]
	[[ $(why CS202611200010) == 同一产品*第5件，此前：CS202611200002、* ]]
	# with the category given: they are not yet to be seen in the store
	sed -i '1s/^/category,/; 2,$s/^/软件缺陷,/; s/王芳/韩梅梅/' in.csv
	tk-new -q -i csv in.csv >ids
	is_repeated "$(sed -n 5p ids)"
	[[ $(why "$(sed -n 9p ids)") == 同一客户*第5件，此前：CS202611200011、* ]]
	sound
}

@test "older ones, and ones of another category, are read when asked for" {
	for c in 软件缺陷 硬件故障; do
		for day in 01 02; do
			at 2026-11-$day 09:00
			new customer=王芳 category=$c x
			at 2026-08-$day 09:00
			new customer=王芳 category=$c x
		done
	done >ids
	at 2026-11-20 09:00
	{
		for w in 2026-11-19 2026-08-19; do
			for c in 软件缺陷 硬件故障; do
				echo "{\"customer\":\"王芳\",\"id.at\":\"$w 09:00\",\"category\":\"$c\",\"subject\":\"x\"}"
			done
		done
	} >in.jsonl
	tk-new -q -i jsonl in.jsonl >ids
	mapfile -t all <ids
	is_repeated "${all[@]}"
	[[ $(why "${all[0]}") == *第3件，此前：CS202611010001、CS202611020001 ]]
	[[ $(why "${all[1]}") == *第3件，此前：CS202611010002、CS202611020002 ]]
	[[ $(why "${all[2]}") == *第3件，此前：CS202608010001、CS202608020001 ]]
	[[ $(why "${all[3]}") == *第3件，此前：CS202608010002、CS202608020002 ]]
}

@test "a dry run says it and writes nothing" {
	bug customer=王芳
	for _ in 1 2; do
		new customer=王芳 '报表页面报错'
	done
	before=$(sums)
	runs 0 tk-classify -e 0002 0003
	[[ $output == *'
repeated=yes: 同一客户同类问题30天内第3件，此前：CS202611200001、CS202611200002' ]]
	[[ $output != *repeated=*repeated=* ]]
	runs 0 tk-classify -nv 0002 0003
	[[ ${lines[0]} != *'  重复  '* ]]
	[[ ${lines[1]} == *'  重复  '* ]]
	# new ones have no numbers that could be told, but they count
	for _ in 1 2 3; do
		echo '{"customer":"李雷","category":"软件缺陷","subject":"x"}'
	done >in.jsonl
	runs 0 tk-new -nvq -i jsonl in.jsonl
	[[ ${lines[1]} != *'  重复'* ]]
	[[ ${lines[2]} == *'  重复'* ]]
	diff <(echo "$before") <(sums)
}

@test "nothing is read while there is nothing to compare" {
	bug customer=王芳
	ln -s nowhere "$STORE/open/2026-11-20/CS202611200009.csv"
	runs 0 tk-new -q customer=王芳 contact=13800000001 product=CRM x
	says ''
	runs 0 tk-new -q category=软件缺陷 x
	says ''
	runs 0 tk-note customer=李雷 0002
	says ''
	# what cannot be read is told of, and keeps nobody from work
	runs 0 tk-classify -q -c 软件缺陷 0002
	prints CS202611200002
	[[ $stderr == 'tk-classify: warning: not all tickets could be looked at for repeated problems: '*CS202611200009* ]]
}

# ---- who has the last word --------------------------------------------------

@test "a person's word stays" {
	bug customer=王芳
	bug customer=王芳
	id=$(bug customer=王芳 repeated=no)
	[ "$(value_of "$id" repeated)" = no ]
	tk-classify -q -c 硬件故障 "$id"
	tk-classify -q -c 软件缺陷 product=CRM "$id"
	[ "$(value_of "$id" repeated)" = no ]
	# also over the machine's
	id=$(bug customer=王芳)
	is_repeated "$id"
	tk-note -q repeated=no "$id"
	tk-note -q customer=王芳 "$id"
	[ "$(value_of "$id" repeated)" = no ]
	# and a yes is not taken back
	id=$(bug customer=李雷 repeated=yes)
	mark "$id"
	tk-note -q customer=赵六 "$id"
	tk-close -q result=invalid summary=误拨 "$id"
	is_repeated "$id"
}

@test "sorted anew it is counted anew" {
	for c in 软件缺陷 软件缺陷 发票问题 发票问题; do
		new customer=王芳 category=$c x
	done
	id=$(new customer=王芳 category=硬件故障 x)
	is_not "$id"
	tk-classify -q -c 软件缺陷 "$id"
	is_repeated "$id"
	clock_is "$id" review verdict=running
	mark "$id"
	tk-classify -q -c 硬件故障 "$id"
	wrote "$id" category,技术类问题/硬件故障 \
		repeated.rule,'repeat.customer repeat.product' \
		repeated.why,同类问题不足规定件数 repeated,
	clock_is "$id" review verdict=cancelled
	# repeated there, too: nothing more to say
	tk-classify -q -c 软件缺陷 "$id"
	is_repeated "$id"
	clock_is "$id" review cycle=2 verdict=running
	mark "$id"
	tk-classify -q -c 发票问题 "$id"
	wrote "$id" category,交易类问题/发票问题
	# what was taken out of the ticket does not count
	row=$(($(wc -l <"$(file_of "$id")") - 1))
	tk-classify -q -c 硬件故障 "$id"
	[ -z "$(value_of "$id" repeated)" ]
	row=$(($(wc -l <"$(file_of "$id")") - 4))
	tk-note -q -k void=$row -m '归错了类' "$id"
	is_repeated "$id"
}

@test "a second call about the same owes no review" {
	a=$(bug customer=王芳)
	bug customer=王芳
	id=$(bug customer=王芳)
	clock_is "$id" review verdict=running
	mark "$id"
	tk-close -q result=duplicate duplicate_of="$a" "$id"
	wrote "$id" result,duplicate duplicate_of,"$a" \
		repeated.rule,'repeat.customer repeat.product' \
		repeated.why,本单不计入重复问题 repeated, \
		"$(tail -n 4 "$(file_of "$id")" | cut -d, -f3- | head -n 1)" \
		"$(tail -n 3 "$(file_of "$id")" | cut -d, -f3- | head -n 1)" \
		"$(tail -n 2 "$(file_of "$id")" | cut -d, -f3- | head -n 1)" \
		status,closed
	[[ $(file_of "$id") == */closed/* ]]
	clock_is "$id" review verdict=cancelled
}

@test "what was closed before is not called repeated" {
	bug customer=王芳
	bug customer=王芳
	id=$(bug customer=王先生)
	tk-close -q -m 修好 confirmation=已解决 "$id"
	tk-note -q customer=王芳 "$id"
	is_not "$id"
	[[ $(file_of "$id") == */closed/* ]]
	# but a category that comes with the close counts, and one that comes
	# with a reopening
	id=$(new customer=王芳 x)
	tk-close -q -m 修好 confirmation=已解决 category=软件缺陷 "$id"
	is_repeated "$id"
	[[ $(file_of "$id") == */open/* ]]
	tk-reopen -q -m 又坏了 customer=王芳 CS202611200003
	is_repeated CS202611200003
}

# ---- the post-mortem --------------------------------------------------------

@test "E8: repeated ones are reviewed in 5 working days, listed when not" {
	for c in policy/软件缺陷 standard/软件故障; do
		new_store ${c%/*} ${c%/*}
		export TK_NOW=2026-11-20T09:00:00+08:00
		for _ in 1 2 3; do
			id=$(new customer=王芳 contact=13800000001 '页面报错')
			tk-classify -q -c ${c#*/} -p P2 "$id"
		done
		is_repeated "$id"
		clock_is "$id" review verdict=running \
			due=2026-11-27T18:00:00+08:00
		tk-note -q -k reply -m 已修复 "$id"
		tk-close -q -m 修好 confirmation=已解决 satisfaction=满意 \
			callback=完成 "$id"
		[ "$(value_of "$id" status)" = closed ]
		[[ $(file_of "$id") == */open/* ]]	# it is waited for
		at 2026-11-27 17:59:59
		runs 0 tk-report overdue
		[[ $output == *"$id  in 1s "*review* ]]
		at 2026-11-27 18:00:01
		runs 0 tk-report overdue -o csv
		[[ $output == *"$id,late,1,2026-11-27T18:00:00+08:00,review,"* ]]
		runs 0 tk-list status=all repeated=yes overdue=yes clock=review
		[[ $output == *"$id"* ]]
		tk-note -q -k review -m '根因：缓存。措施：加校验' "$id"
		clock_is "$id" review verdict=breached
		[[ $(file_of "$id") == */closed/* ]]
		runs 0 tk-report overdue -o csv
		[[ $output != *"$id"* ]]
		sound
	done
}

@test "E8: a review in time is met, and one is enough" {
	bug customer=王芳
	bug customer=王芳
	id=$(bug customer=王芳)
	at 2026-11-24 10:00
	tk-note -q -k review -m 根因：缓存 "$id"
	clock_is "$id" review cycle=1 verdict=met
	tk-classify -q -p P3 "$id"
	tk-note -q product=CRM "$id"
	clock_is "$id" review cycle=1 verdict=met
	tk-close -q -m 修好 confirmation=已解决 "$id"
	[[ $(file_of "$id") == */closed/* ]]
}

@test "E8: one that is urgent no more is reviewed all the same" {
	bug customer=王芳
	bug customer=王芳
	id=$(new customer=王芳 x)
	tk-classify -q -c 软件缺陷 -p P1 "$id"
	is_repeated "$id"
	[ -z "$(clock "$id" review)" ]		# from the solution on
	at 10:00
	tk-classify -q -p P2 "$id"
	clock_is "$id" review verdict=running start=2026-11-20T10:00:00+08:00
}

@test "E8: one review may stand for many" {
	for _ in 1 2 3 4 5; do
		bug customer=王芳
	done
	tk-list repeated=yes review= category=软件缺陷 customer=王芳 |
		tk-note -q -k review -m 根因：缓存 >ids
	[ "$(wc -l <ids)" -eq 3 ]
	runs 0 tk-list -o csv clock=review verdict=running
	[ "${#lines[@]}" -eq 1 ]
}
