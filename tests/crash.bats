#!/usr/bin/env bats
# crash.bats - commands killed at each of their writes; survive.sh says what
# must hold then.

load helper

export TK_BUILD=$BUILD

survives() {
	run "$TOP/tests/survive.sh" "$@"
	echo "$output"
	[ "$status" -eq 0 ]
}

# Has the store a ticket? Has 0001 such a row?
export DONE='ls "$TK_STORE"/open/*/*.csv'
has() {
	export DONE='grep -q "'"$1"'" "$TK_STORE"/*/*/CS202611200001.csv'
}

@test "tk-new" {
	survives tk-new customer=王芳 -m '打不开，
插头试过' 打不开
}

@test "tk-new, its writes torn" {
	survives -t tk-new customer=王芳 打不开
}

@test "tk-new -i csv with keys: given again it adds only what is missing" {
	export DONE=false
	printf 'ref,subject\nK1,打不开\nK2,关不上\n' >in.csv
	survives tk-new -q -i csv in.csv
}

@test "tk-new -i csv with keys, its writes torn" {
	export DONE=false
	printf 'ref,subject\nK1,打不开\nK2,关不上\n' >in.csv
	survives -t tk-new -q -i csv in.csv
}

@test "tk-new with an attachment" {
	echo x >photo.jpg
	survives -i tk-new -q -a photo.jpg 打不开
}

@test "tk-note" {
	tk-new -q 打不开 >/dev/null
	has ,note,
	survives tk-note -m 又来电 note.channel=电话 0001
}

@test "tk-note, its writes torn: the tail goes to lost/" {
	tk-new -q 打不开 >/dev/null
	has ,note,
	survives -t tk-note -m 又来电 note.channel=电话 0001
}

@test "tk-note with a key" {
	tk-new -q 打不开 >/dev/null
	has ,ref,
	survives tk-note ref=K1 0001
}

@test "tk-note with an attachment" {
	tk-new -q 打不开 >/dev/null
	echo x >photo.jpg
	has ,note,
	survives -i tk-note -m 见图 -a photo.jpg 0001
}

@test "tk-close, which moves the ticket" {
	tk-new -q 打不开 >/dev/null
	has ,status,closed
	survives tk-close -m 好了 confirmation=已解决 satisfaction=满意 0001
}

@test "tk-close, its writes torn: whole rows count, and it is closed again" {
	tk-new -q 打不开 >/dev/null
	has ,status,closed
	survives -t tk-close -m 好了 confirmation=已解决 satisfaction=满意 0001
}

@test "tk-reopen, which moves it back" {
	tk-new -q 打不开 >/dev/null
	tk-close -q -m 好了 confirmation=已解决 satisfaction=满意 0001 >/dev/null
	has ,reopened,
	survives tk-reopen -m 又坏了 0001
}

@test "tk-check -r" {
	export DONE=false
	tk-new -q 打不开 >/dev/null
	mkdir "$STORE/closed/2026-11-20"
	mv "$(file_of CS202611200001)" "$STORE/closed/2026-11-20/"
	printf 'x,y' >>"$STORE/closed/2026-11-20/CS202611200001.csv"
	survives tk-check -r
}

@test "tk-check --install" {
	export DONE=false
	# a rulebook of two tables
	mkdir new
	cp "$STORE"/rules/{fields,flow}.csv new/
	survives tk-check -q --rules new --install
}
