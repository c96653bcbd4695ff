#!/usr/bin/env bats
# tk-init.bats - stores are made, and nothing that is there is touched.

load helper
load write

@test "knows its usage, its version and no other options" {
	knows_itself tk-init
	runs 2 tk-init
	[[ $stderr == 'tk-init: name one folder'* ]]
	runs 2 tk-init a b
	[[ $stderr == 'tk-init: name one folder'* ]]
	runs 2 tk-init -s a b
	[[ $stderr == 'tk-init: name one folder'* ]]
	runs 2 tk-init --store a b
	[[ $stderr == 'tk-init: name one folder'* ]]
	[ ! -e a ]
	[ ! -e b ]
}

@test "makes a folder with a rulebook and room for tickets" {
	runs 0 tk-init service
	prints ''
	says ''
	diff -u - <(ls service) <<-'END'
	closed
	files
	lost
	numbers
	open
	ref
	rules
	store.csv
	END
	diff -u - service/store.csv <<-'END'
	setting,value
	format,1
	prefix,CS
	zone,Asia/Shanghai
	override,yes
	END
	diff -r "$BUILD/share/tk/rulebooks/standard" service/rules -x .stamp
}

@test "takes an empty folder that is there, and . too" {
	mkdir here
	tk-init here
	[ -f here/store.csv ]
	mkdir there
	cd there
	tk-init .
	[ -f store.csv ]
}

@test "-v says what was made, -q nothing" {
	runs 0 tk-init -v -r hotline one
	prints 'one: a store with rulebook hotline'
	runs 0 tk-init --verbose --rulebook hotline two
	prints 'two: a store with rulebook hotline'
	runs 0 tk-init -q three
	prints ''
	runs 0 tk-init --quiet four
	prints ''
}

@test "-p sets the letters of the numbers" {
	tk-init -p XJ one
	[ "$(new -s one x)" = XJ202611200001 ]
	tk-init --prefix abcdefgh two
	[ "$(new -s two x)" = abcdefgh202611200001 ]
	for p in '' C1 ABCDEFGHI C-S 工; do
		runs 2 tk-init -p "$p" three
		says "tk-init: prefix \"$p\" is not 1 to 8 letters"
		[ ! -e three ]
	done
}

@test "-z sets the zone of times and numbers" {
	tk-init -z America/New_York one
	[ "$(new -s one x)" = CS202611190001 ]
	grep -q '^2026-11-19T20:00:00-05:00,wang,id,' \
		one/open/2026-11-19/CS202611190001.csv
	tk-init --zone UTC two
	[ "$(cut -d , -f 2 two/rules/calendars.csv | sort -u)" = "UTC
zone" ]
	new -s two x
	grep -q '^2026-11-20T01:00:00+00:00,wang,id,' \
		two/open/2026-11-20/CS202611200001.csv
	runs 2 tk-init -z Mars/Base three
	says "tk-init: no time zone 'Mars/Base' in /usr/share/zoneinfo; use one such as Asia/Shanghai"
	[ ! -e three ]
}

@test "-r takes a shipped rulebook or a folder of tables" {
	mkdir mine
	cp "$STORE"/rules/*.csv mine
	printf 'serial_no,one,text,序列号,serial number,,,,\n' >>mine/fields.csv
	echo notes >mine/README
	tk-init -r ./mine one
	[ "$(new -s one 序列号=A-1 x)" = CS202611200001 ]
	[ ! -e one/rules/README ]
	runs 2 tk-init -r nonsense two
	[[ $stderr == 'tk-init: no rulebook "nonsense"; give a folder'"'"'s path, or the name of a shipped one:'*' hotline'* ]]
	runs 2 tk-init -r ./nonsense two
	[[ $stderr == 'tk-init: no rulebook "./nonsense"; '* ]]
	[ ! -e two ]
}

@test "--group gives everything to the group, whatever the umask" {
	umask 077
	tk-init --group shared
	new -s shared x
	tk-note -q -s shared -m y 0001
	[ -z "$(find shared -type d ! -perm 2770)" ]
	[ -z "$(find shared -type f ! -perm 0660)" ]
}

@test "refuses a folder that holds anything, and leaves it alone" {
	mkdir full
	echo x >full/x
	runs 2 tk-init full
	says 'tk-init: "full" is not empty; name a new folder'
	[ "$(ls full)" = x ]
	tk-init one
	cp -R one copy
	runs 2 tk-init -p XX one
	says 'tk-init: "one" is a store already'
	diff -r one copy
	echo x >file
	runs 2 tk-init file
	[[ $stderr == 'tk-init: '*'"file"'* ]]
	runs 2 tk-init no/where
	says 'tk-init: cannot make "no/where": No such file or directory'
}

@test "believes TK_NOW and TK_ACTOR only in stores made with TK_NOW set" {
	env -u TK_NOW tk-init one
	TK_NOW='' tk-init two
	for s in one two; do
		run ! grep -q override $s/store.csv
		runs 2 tk-new -s $s x
		says "tk-new: $s: TK_NOW is set, but its store.csv does not say override,yes; unset it"
		run -2 --separate-stderr env -u TK_NOW tk-new -s $s x
		says "tk-new: $s: TK_ACTOR is set, but its store.csv does not say override,yes; unset it"
		env -u TK_NOW -u TK_ACTOR tk-new -q -s $s x
	done
}
