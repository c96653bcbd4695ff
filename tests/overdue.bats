#!/usr/bin/env bats
# overdue.bats - whom to call about what is late; tests/tk-report.bats has the
# rest of the report.

load helper

people() {
	cat >"$STORE/rules/staff.csv" <<-'END'
	login,badge,name,team,role,skills,capacity,contact
	wang,1001,王小红,一线客服,lead,,,
	li,1002,李工,二线技术支持,handler,,,13700000002
	sun,1003,孙主管,客服主管,lead,,,sun@example.com
	END
	sed -i 's/^投诉处理专员,,/投诉处理专员,sun,/' "$STORE/rules/teams.csv"
}

# Of li himself; of a team its head; of 技术, which has none, nobody.
@test "how to reach the assignee, or the head of the team" {
	people
	tk-new -q category=硬件故障 priority=紧急 contact=13800000001 一 |
		tk-assign -q -t li >/dev/null
	tk-new -q category=服务态度投诉 priority=重要 二 | tk-assign -q -A >/dev/null
	tk-new -q category=硬件故障 priority=紧急 三 |
		tk-assign -q -t 技术 >/dev/null
	tk-new -q category=硬件故障 priority=紧急 四 >/dev/null
	at 12:00
	tk-report -o csv overdue | cut -d, -f1,9,10,12 | sort >csv
	diff -u - csv <<-'END'
	CS202611200001,li,137****0002,138****0001
	CS202611200002,投诉处理专员,s***@example.com,
	CS202611200003,技术,,
	CS202611200004,,,
	id,assignee,assignee_contact,contact
	END
	tk-report overdue | grep -qE '^CS202611200001 .* 李工 +137\*\*\*\*0002 '
	tk-report --unmask overdue | grep -qE '^CS202611200002 .* sun@example.com '
	# without any, text has no such column
	sed -i 's/,13700000002$/,/;s/,sun@example.com$/,/' "$STORE/rules/staff.csv"
	tk-report overdue >out
	run ! grep -w reach out
}
