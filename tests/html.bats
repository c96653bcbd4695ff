#!/usr/bin/env bats
# html.bats - reports as pages, seen by a browser, and as mail.

load helper
load browser
load figures

# A week of a hotline, 16 to 22 November 2026, seen on the Tuesday after.
fill() {
	at 2026-11-16 09:00
	tk-new -q category=故障报修/硬件故障 priority=紧急 customer=王芳 \
		contact=13800000001 热水器打不开 | tk-assign -q -t li
	tk-new -q category=业务办理/业务咨询 priority=普通 customer=李雷 怎么改套餐
	tk-new -q category=故障报修/硬件故障 priority=紧急 漏水
	at 2026-11-16 09:30
	tk-note -q -k reply -m 好 CS202611160001
	at 2026-11-17 09:00
	tk-close -q -m 修好 confirmation=已解决 satisfaction=满意 callback=完成 \
		CS202611160001
	at 2026-11-18 14:00
	# anybody may call themselves anything
	tk-new -q 'customer=</td><script>document.title="hit"</script>' \
		contact='" onmouseover="x' \
		'subject=<img src=x onerror=alert(1)> & &amp; '"$(printf 'W%.0s' {1..200})"
	at 2026-11-24 09:00
} >/dev/null

setup_file() {
	export LC_ALL=C.UTF-8 TK_NOW=2026-11-20T09:00:00+08:00 TK_ACTOR=wang
	export XDG_STATE_HOME=$BATS_FILE_TMPDIR/state
	unset TK_STORE NO_COLOR
	PAGES=$BATS_FILE_TMPDIR
	export PAGES
	BATS_TEST_TMPDIR=$BATS_FILE_TMPDIR new_store
	printf '%s\n' 'mail.from,客户服务 <kefu@example.com>' \
		>>"$STORE/rules/settings.csv"
	printf '%s\n' satisfaction,week,\>=,85 resolution,,\>=,95 \
		>>"$STORE/rules/targets.csv"
	fill
	export TK_NOW
	for r in overdue daily handover weekly monthly scorecard records \
		sorting assignments progress communication archive measures; do
		tk-report -o html $r >"$PAGES/$r.html" || return
		tk-report $r >"$PAGES/$r.txt" || return
	done
	# and those that need other tickets to be full
	BATS_TEST_TMPDIR=$BATS_FILE_TMPDIR new_store hotline second
	twelve
	cp -r "$TOP/tests/figures/monday/." "$STORE/"
	for r in daily handover digest measures; do
		tk-report -o html --now '2026-10-12 16:30' $r \
			>"$PAGES/full-$r.html" || return
		tk-report --now '2026-10-12 16:30' $r \
			>"$PAGES/full-$r.txt" || return
	done
	TK_STORE=$BATS_FILE_TMPDIR/store
	command -v chromedriver >/dev/null || return 0
	mkdir "$PAGES/browser"
	browser_start "$PAGES/browser"
}

teardown_file() {
	[ -z "${BROWSER-}" ] || browser_stop
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	STORE=$TK_STORE
}

needs_browser() {
	[ -n "${BROWSER-}" ] || skip 'needs chromium-driver'
}

# ---- pages ----------------------------------------------------------------

@test "a page stands alone: no script, nothing from outside" {
	for f in "$PAGES"/*.html; do
		head -n 3 "$f" | diff -u - <(printf '%s\n' '<!DOCTYPE html>' \
			'<html lang="en">' '<head>')
		grep -qF '<meta charset="utf-8">' "$f"
		grep -qF "content=\"default-src 'none'; style-src 'unsafe-inline'\"" "$f"
		run grep -E '<(script|link|img|iframe|object|a )|url\(|@import|https?:' \
			"$f"
		[ "$status" -eq 1 ] || {
			echo "$output"
			return 1
		}
	done
}

@test "the same store and time give the same page" {
	for r in weekly overdue; do
		tk-report -o html -j 1 $r | cmp - "$PAGES/$r.html"
	done
}

@test "the browser complains of nothing, light, dark and on paper" {
	needs_browser
	for f in "$PAGES"/*.html; do
		for theme in light dark; do
			browser_open "$f" 1280 $theme
		done
		browser_paper paper.pdf
		[ -z "$(browser_complaints)" ] || {
			browser_complaints
			return 1
		}
	done
}

@test "every number of the text is in the page" {
	needs_browser
	for f in "$PAGES"/*.html; do
		r=$(basename "$f" .html)
		browser_open "$f" 1280
		browser_run 'return document.body.innerText' | jq -r . >page
		# but those of texts that a line or a cell cuts
		grep -oE '[^ ]*[0-9][^ ]*' "$PAGES/$r.txt" | sed 's/[:,]$//' |
			grep -v '…\|WWW' | sort -u >numbers
		[ -s numbers ]
		while read -r number; do
			grep -qF -- "$number" page || {
				echo "$r.html lacks $number"
				return 1
			}
		done <numbers
	done
}

@test "nothing is wider than a phone" {
	needs_browser
	for f in "$PAGES"/*.html; do
		for width in 320 360 768 1024; do
			browser_open "$f" $width
			[ "$(browser_run 'const d = document.documentElement;
				return d.scrollWidth <= d.clientWidth')" = true ] || {
				echo "$f is wider than $width"
				return 1
			}
		done
	done
}

# The texts whose colour is too near to what is behind them.
faint='
const rgb = s => s.match(/[\d.]+/g).map(Number);
const light = c => { const [r, g, b] = c.slice(0, 3).map(v => (v /= 255) <=
	0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
	return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
const behind = e => { for (; e; e = e.parentElement) {
	const c = rgb(getComputedStyle(e).backgroundColor);
	if (c.length < 4 || c[3] > 0) return c; } return [255, 255, 255]; };
const bad = []; let seen = 0;
const look = (e, style, what) => { const a = light(rgb(style.color)),
	b = light(behind(e)), r = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
	seen++; if (r < 4.5) bad.push(what + " " + r.toFixed(2)); };
for (const e of document.body.querySelectorAll("*")) {
	if (e.closest("svg")) continue;
	if ([...e.childNodes].some(n => n.nodeType == 3 && n.data.trim()))
		look(e, getComputedStyle(e), e.tagName + "." + e.className);
	const before = getComputedStyle(e, "::before");
	if (before.content != "none" && before.content != "normal")
		look(e, before, e.tagName + "::before"); }
if (seen < 3) bad.push("only " + seen);
return [...new Set(bad)].join("\n");'

@test "text is readable, light and dark, wide and narrow" {
	needs_browser
	for f in "$PAGES"/*.html; do
		for theme in light dark; do
			for width in 360 1280; do
				browser_open "$f" $width $theme
				diff -u /dev/null <(browser_run "$faint" |
					jq -r 'select(. != "")')
			done
		done
	done
	browser_open "$PAGES/weekly.html" 360 dark
	[ "$(browser_run 'return getComputedStyle(document.body).backgroundColor
		== "rgb(22, 25, 29)"')" = true ]
}

@test "on paper it is A4, its name and the page number on every page" {
	needs_browser
	browser_open "$PAGES/weekly.html" 794 dark print
	# paper is white, whatever the screen is
	[ "$(browser_run 'return getComputedStyle(document.body).backgroundColor
		== "rgb(255, 255, 255)"')" = true ]
	browser_paper paper.pdf
	grep -aoE '/MediaBox \[[0-9. ]*\]' paper.pdf | sort -u >boxes
	[ "$(wc -l <boxes)" -eq 1 ]
	grep -qE '\[0 0 59[45][0-9.]* 84[12][0-9.]*\]' boxes
	grep -qF '@top-left { content: "Weekly review 2026\2d W47" }' \
		"$PAGES/weekly.html"
}

@test "charts are drawn, with a title for those who do not see them" {
	needs_browser
	browser_open "$PAGES/weekly.html" 1280
	[ "$(browser_run 'return [...document.querySelectorAll("svg")].every(s =>
		s.getAttribute("role") == "img" && s.querySelector("title"))')" = true ]
	# categories, clocks; a trend's lines; a heat's hours, 7 by 24
	[ "$(browser_run 'return document.querySelectorAll(".bar svg rect").length
		>= 3')" = true ]
	[ "$(browser_run 'return document.querySelectorAll(".plot path.l1").length')" \
		-eq 1 ]
	[ "$(browser_run 'return document.querySelectorAll(".heat rect").length')" \
		-eq 168 ]
}

@test "what somebody wrote stays what they wrote" {
	needs_browser
	browser_open "$PAGES/overdue.html" 1280
	[ "$(browser_run 'return document.title')" = '"Overdue at 2026-11-24 09:00"' ]
	[ "$(browser_run 'return document.querySelectorAll("script, img, [onerror],"
		+ "[onmouseover]").length')" -eq 0 ]
	browser_run 'return document.body.innerText' | jq -r . >page
	grep -qF '<img src=x onerror=alert(1)> & &amp; WWW' page
	grep -qF '</td><script>document.title="hit"</script>' page
}

@test "long lists are cut, and say which command prints them" {
	needs_browser
	for n in $(seq -w 0001 0500); do
		printf '%s\n' time,actor,field,value \
			"2026-11-17T09:00:00+08:00,wang,id,CS20261117$n" \
			"2026-11-17T09:00:00+08:00,wang,customer,客户$n" \
			"2026-11-17T09:00:00+08:00,wang,category,类别/第${n}种" \
			"2026-11-17T09:00:00+08:00,wang,team,第${n}组" \
			"2026-11-17T09:00:00+08:00,wang,subject,$(printf '长%.0s' {1..300})" \
			>"$n.csv"
	done
	new_store
	mkdir -p "$STORE/open/2026-11-17"
	for f in 0*.csv; do
		mv "$f" "$STORE/open/2026-11-17/CS20261117$f"
	done
	for r in overdue weekly; do
		tk-report -o html $r "subject!=it's" >page.html
		[ "$(wc -c <page.html)" -le 300000 ]
		[ "$(wc -c <page.html)" -ge 60000 ]
		grep -qF "and 300 more, all of them by <code>tk-report -o csv $r &#39;subject!=it&#39;\\&#39;&#39;s&#39;</code>" page.html
		browser_open page.html 360
		[ "$(browser_run 'const d = document.documentElement;
			return d.scrollWidth <= d.clientWidth')" = true ]
	done
}

# ---- mail -----------------------------------------------------------------

# The parts of mail $1: part.text, part.html.
parts() {
	local boundary
	boundary=$(sed -n 's/^ boundary="\(.*\)"$/\1/p' "$1" | head -n 1)
	awk -v b="--$boundary" '$0 == b || $0 == b "--" { n++; head = 1; next }
		n > 0 && head && $0 == "" { head = 0; next }
		n > 0 { print >(head ? "head" : "body") n }' "$1"
	unpack 1 >part.text
	unpack 2 >part.html
}

unpack() {
	if grep -q 'Encoding: base64' "head$1"; then
		base64 -d "body$1" | tr -d '\r'
	else
		# soft line ends, then =XX
		printf '%b' "$(sed -e ':a' -e '/=$/{N;s/=\n//;ba' -e '}' "body$1" |
			sed 's/\\/\\\\/g; s/=\([0-9A-F][0-9A-F]\)/\\x\1/g')
"
	fi
}

@test "mail: a header that sendmail -t takes, text and page" {
	runs 0 tk-report -o mail --mail-to '李经理 <lead@example.com>' \
		--mail-to boss@example.com weekly
	printf '%s\n' "$output" >mail
	sed -n '1,/^$/p' mail | sed 's/[0-9a-f]\{32\}/HASH/' | diff -u - <(cat <<-'END'
	From: =?UTF-8?B?5a6i5oi35pyN5Yqh?= <kefu@example.com>
	To: =?UTF-8?B?5p2O57uP55CG?= <lead@example.com>, boss@example.com
	Subject: Weekly review 2026-W47
	Date: Tue, 24 Nov 2026 09:00:00 +0800
	Message-ID: <tk.report.HASH@example.com>
	Auto-Submitted: auto-generated
	MIME-Version: 1.0
	Content-Type: multipart/alternative;
	 boundary="=_tk.HASH"

	END
	)
	parts mail
	grep -q '^Content-Type: text/plain; charset=utf-8$' head1
	grep -q '^Content-Type: text/html; charset=utf-8$' head2
	diff -u "$PAGES/weekly.txt" part.text
	head -n 1 part.html | grep -qF '<!DOCTYPE html>'
	tail -n 1 part.html | grep -qF '</html>'
	# mail programs show no drawings
	! grep -q '<svg' part.html
	LC_ALL=C awk 'length > 76' mail | diff -u /dev/null -
	! LC_ALL=C grep -q '[^ -~]' mail
}

@test "mail: of what is about now the subject says how it stands" {
	runs 0 tk-report -o mail --mail-to boss@example.com overdue
	grep -qE '^Subject: Overdue at 2026-11-24 09:00: [0-9]+ late,' <<<"$output"
}

@test "mail: one Message-ID for one report, another for another" {
	id() {
		tk-report -o mail "$@" | sed -n 's/^Message-ID: //p'
	}
	one=$(id --mail-to a@example.com weekly)
	[ "$one" = "$(id --mail-to a@example.com weekly)" ]
	[ "$one" != "$(id --mail-to b@example.com weekly)" ]
	[ "$one" != "$(id --mail-to a@example.com overdue)" ]
	[ "$one" != "$(id --mail-to a@example.com --now '2026-11-24 08:59' weekly)" ]
}

@test "mail: to nobody, or to what is no address, is refused" {
	runs 2 tk-report -o mail weekly
	says 'tk-report: a mail needs somebody to read it; add --mail-to ADDRESS'
	for bad in boss 'a@example.com, b@example.com' $'a@example.com\nBcc: x@y.z' \
		'<a@example.com> x' '' 'x <boss>'; do
		runs 2 tk-report -o mail --mail-to "$bad" weekly
		[[ $stderr == *'is no mail address; write one like lead@example.com'* ]]
		[ -z "$output" ]
	done
	runs 2 tk-report --mail-to a@example.com weekly
	[[ $stderr == *'--mail-to is for -o mail'* ]]
	# a name does not end the line
	runs 0 tk-report -o mail --mail-to $'x\nBcc: y@z.org <a@example.com>' weekly
	! grep -qi '^bcc' <<<"$output"
}

@test "mail: a rulebook that does not say who it is from is told how" {
	new_store
	runs 2 tk-report -o mail --mail-to a@example.com overdue
	says 'tk-report: rules/settings.csv does not say who mail is from; add a row like mail.from,客户服务 <kefu@example.com>'
}

# ---- text -----------------------------------------------------------------

@test "text: figures fit in 80 columns, with bars, sparks and shades" {
	columns() {
		awk '{ print }' "$1" | while IFS= read -r line; do
			printf '%s\n' "$line" | wc -L
		done | sort -n | tail -n 1
	}
	# ids are whole in a pipe: lists of tickets are as wide as they come
	sed '/^worst\|^the worst\|^oldest/,/^$/d' "$PAGES/weekly.txt" >figures
	[ "$(columns figures)" -le 80 ]
	grep -qE '^…?硬件故障 .* █+$|/硬件故障 .* █+$' figures
	grep -qE '[▁▂▃▄▅▆▇]' figures
	grep -q '░\|▒\|▓' figures
}

@test "text: on a narrow terminal a ticket takes two lines, and loses nothing" {
	script -qec "stty cols 80; tk-report overdue" /dev/null </dev/null |
		tr -d '\r' >narrow
	while IFS= read -r line; do
		[ "$(printf '%s\n' "$line" | wc -L)" -le 80 ] || {
			echo "$line"
			return 1
		}
	done <narrow
	grep -q '^CS202611160002  +' narrow
	grep -A 1 '^CS202611160002 ' narrow | grep -qF 李雷
}
