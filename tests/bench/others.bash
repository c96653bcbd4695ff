# shellcheck shell=bash disable=SC2154
# others.bash - the same tickets in the hands of other programs: one record
# each, with the due time that tk computed, so that they have less to do.

# export_tickets STORE DIR: tickets.csv .rec .db, and task's data
export_tickets() {
	mkdir -p "$2/task"
	tk-list -s "$1" -o csv >"$2/all.csv"
	mlr --csv cut -o -f id,status,subject,category,priority,team,assignee,\
channel,customer,created,due 'then' put '
		$due = sub(sub($due, "[+]08:00$", ""), "T", " ");
		$created = sub(sub($created, "[+]08:00$", ""), "T", " ")' \
		"$2/all.csv" >"$2/tickets.csv"
	{
		printf '%s\n' '%rec: ticket' '%key: id' '%type: due date' ''
		mlr --icsv --oxtab --ops ': ' put -q '
			for (k, v in $*) { if (v != "") { print k.": ".v } }
			print ""' "$2/tickets.csv"
	} >"$2/tickets.rec"
	sqlite3 "$2/tickets.db" 'CREATE TABLE ticket(id TEXT PRIMARY KEY,
		status TEXT, subject TEXT, category TEXT, priority TEXT,
		team TEXT, assignee TEXT, channel TEXT, customer TEXT,
		created TEXT, due TEXT)' 'CREATE INDEX by_due ON ticket(due)' \
		".import --csv --skip 1 $2/tickets.csv ticket" \
		"UPDATE ticket SET due = NULL WHERE due = ''"
	printf '%s\n' confirmation=off verbose=nothing "data.location=$2/task" \
		uda.customer.type=string uda.customer.label=Customer \
		uda.assignee.type=string uda.assignee.label=Assignee \
		"$task_late" >"$2/taskrc"
	export TASKRC=$2/taskrc TASKDATA=$2/task
	mlr --icsv --ojson --jvstack put -q '
		o = {"description": $id." ".$subject, "status": "pending",
		    "customer": $customer, "project": $category};
		o["entry"] = sub($created, " ", "T");
		if ($due != "") {
			o["due"] = sub($due, " ", "T");
		}
		if ($assignee != "") { o["assignee"] = $assignee }
		emit o' "$2/tickets.csv" | task import >/dev/null 2>&1
}

# task's own report, but for the day on which it is asked
task_late='report.overdue.filter=status:pending due.before:2026-11-20T18:00:00'
sqlite_insert="INSERT INTO ticket VALUES('CS'||hex(randomblob(8)), 'new',
'昨天买的热水器今天打不开，插头重新插过也不行', NULL, NULL, NULL, NULL,
'电话', '王芳', '2026-11-20 18:00:00', NULL)"
sqlite_late="SELECT id, status, priority, due, assignee, category, customer,
subject FROM ticket WHERE due < '2026-11-20 18:00:00' AND status <> 'closed'
ORDER BY due"
task_add=(add project:故障报修 customer:王芳 due:2026-11-21T18:00:00
	昨天买的热水器今天打不开，插头重新插过也不行)
rec_new='id: CS202611209999
status: new
subject: 昨天买的热水器今天打不开，插头重新插过也不行
channel: 电话
customer: 王芳
created: 2026-11-20 18:00:00'
