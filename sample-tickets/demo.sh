#!/bin/bash
# demo.sh - the main job on the samples, in a store of its own: complaints
# come in, are sorted, given out, worked on, closed and reported.
set -eu
export LC_ALL=C.UTF-8
here=$(cd "$(dirname "$0")" && pwd)
PATH=${TK_BUILD:-$here/../build}/bin:$PATH
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export TK_STORE=$dir/store XDG_STATE_HOME=$dir/state
export TK_ACTOR=wang TK_NOW=2026-11-20T21:00:00+08:00
cd "$dir"

say() {
	printf '\n== %s\n' "$*"
}
# The clock of Monday, 23 November.
at() {
	TK_NOW=2026-11-23T$1:00+08:00
}
# Shows a command, then runs it; "|| true" is the demo's, not the user's.
do_it() {
	printf '$ %s\n' "$*"
	eval "$*" || true
}

say 'A store, and two files of complaints as customers wrote them'
do_it 'tk-init -r hotline store'
cp "$here/staff.csv" store/rules/
cp "$here"/complaints.* .
do_it 'tk-new -q -i csv complaints.csv | wc -l'
say 'The same file again adds nothing: each record has its ref'
do_it 'tk-new -q -i csv complaints.csv | sort -u | wc -l'

say 'Sorted by the rulebook and given out; what is unclear waits, with the question'
do_it 'tk-new -q -i jsonl complaints.jsonl | wc -l'
do_it 'tk-list | tk-classify | tk-assign -A | wc -l'

say "The weekend's mail: GB2312, Big5, HTML, an answer, an out-of-office"
cp "$here"/night.mbox .
at 08:30
do_it 'tk-import <night.mbox | tk-classify | tk-assign -A'
do_it 'tk-list -o csv channel=邮件 | cut -d, -f1,3,6,9'
say 'The same mail again adds nothing'
do_it 'tk-import <night.mbox'

say 'What is open, the most urgent first'
do_it 'tk-list | head -n 15'

say 'A call comes in'
at 09:00
do_it "tk-new -v channel=电话 customer=陈先生 contact=13800000009 product=电热水器 '昨天买的热水器今天打不开'"
id=$(tk-list -o csv customer=陈先生 | tail -n 1 | cut -d, -f1)
do_it "tk-classify -v $id"
do_it "tk-assign -v -A $id"
who=$(tk-list -o csv "customer=陈先生" | tail -n 1 | cut -d, -f7)
export TK_ACTOR=$who
do_it "tk-assign -q --accept $id"
do_it "tk-note -q -k reply -m @致歉 $id"
do_it "tk-note -q -k appointment -m '上门检测' appointment.who=赵强 appointment.contact=13900002001 appointment.when=15:00 $id"
do_it "tk-note -q -k ack -m @工程师短信 ack.channel=短信 $id"
at 14:50
do_it "tk-note -q -k visit -m '已到达：漏电保护插头损坏' $id"

say 'It does not close before the customer has said yes'
at 15:30
do_it "tk-close -m '更换漏电保护插头' $id"
do_it "tk-close -q confirmation=已解决 satisfaction=满意 -m '更换漏电保护插头' $id"
do_it "tk-show $id"

say 'What is late, and why'
do_it 'tk-report overdue | head -n 40'
say 'The week'
do_it 'tk-report weekly --week 2026-W48'
do_it 'tk-report weekly --week 2026-W48 -o html >week.html; ls -s week.html'
say 'The store is plain text'
do_it "ls store; cat store/*/*/$id.csv"
