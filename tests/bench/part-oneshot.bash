# shellcheck shell=bash disable=SC2154
# One command, on disk: a ticket taken down, a row added, a text judged; and
# what takes a record down elsewhere. 500 tickets are what a team has open.

small=$work/small
make_store "$small" 500 0
fields=(channel=电话 customer=王芳 contact=13800000001 product=电热水器
	region=杭州 昨天买的热水器今天打不开，插头重新插过也不行)
id=$(tk-new -q -s "$small" "${fields[@]}")
bytes=$(wc -c <"$small/open/2026-11-20/$id.csv")
mkdir "$work/floor"

turns 31 tk-new -q -s "$small" "${fields[@]}" \
	-- "$bench/floor-new" "$work/floor" "$bytes"
row tk-new 'floor: a file, fsync' "${T[0]}" ms "${T[1]}"
: >"$work/floor/rows"
turns 31 tk-note -q -s "$small" -m 客户又来电 "$id" \
	-- "$bench/floor-append" 2026-11-20T18:00:00+08:00,wang0,note,又来电 \
	"$work/floor/rows" -- /bin/true \
	-- tk-classify -s "$small" -m 热水器打不开，插头重新插过也不行 \
	-- tk-show -s "$small" "$id" -- tk-list -s "$small"
row tk-note 'floor: lock, append, fsync' "${T[0]}" ms "${T[1]}"
row 'tk-classify -m' 'floor: true' "${T[3]}" ms "${T[2]}"
row tk-show 'floor: true' "${T[4]}" ms "${T[2]}"
row 'tk-list, 500 open' 'floor: true' "${T[5]}" ms "${T[2]}"

if command -v sqlite3 task recins >/dev/null; then
	. "$here/others.bash"
	export_tickets "$small" "$work/other"
	turns 31 tk-new -q -s "$small" "${fields[@]}" \
		-- sqlite3 "$work/other/tickets.db" "$sqlite_insert" \
		-- task "${task_add[@]}" \
		-- cp "$work/other/tickets.rec" "$work/other/copy.rec" \
		++ recins -t ticket -r "$rec_new" "$work/other/copy.rec"
	row tk-new 'sqlite3 INSERT' "${T[0]}" ms "${T[1]}" '<= 0.6'
	row tk-new 'task add, 500 pending' "${T[0]}" ms "${T[2]}" '<= 0.3'
	row tk-new 'recins, 500 records' "${T[0]}" ms "${T[3]}"
else
	echo 'without sqlite3, task, recins: nothing to compare with'
fi
