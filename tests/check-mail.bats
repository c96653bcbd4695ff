#!/usr/bin/env bats
# check-mail.bats - tk-check and mail/: messages, claims and the tickets they
# are rows of; what -r puts back is taken in by the next import.

load helper
load mail

ID=CS202611200001

# A ticket by mail and its answer; one of a machine, and one without an id.
# $NEW and $REPLY are messages, $NEWKEY and $REPLYKEY their claims.
night() {
	letter '王芳 <fang@example.cn>' 打不开 a@x 打不开 >1
	letter '王芳 <fang@example.cn>' 'Re: 打不开' b@x 还是打不开 \
		'In-Reply-To: <a@x>' >2
	letter noreply@example.com 促销 c@x 买一送一 >3
	printf '%s\n' 'From then on' 'it failed' | mail min@example.cn 无编号 '' >4
	mbox 1 2 3 4 >night.mbox
	tk-import -q night.mbox >/dev/null
	NEWKEY=$(cd "$STORE" && grep -l "$ID,new" mail/id/*/*)
	REPLYKEY=$(cd "$STORE" && grep -l "$ID,reply" mail/id/*/*)
	NEW=$(sed -n '2s/,.*//p' "$STORE/$NEWKEY")
	REPLY=$(sed -n '2s/,.*//p' "$STORE/$REPLYKEY")
	FILE=$STORE/open/2026-11-20/$ID.csv
	sound
}

finds() {
	local before

	before=$(sums)
	runs 1 tk-check
	prints "$@"
	says ''
	[ "$(sums)" = "$before" ]
}

hours_ago() {
	touch -d '-2 hours' "$@"
}

@test "mail taken in is sound, whatever became of it" {
	night
	[ "$(ls "$STORE/mail/raw" | wc -l)" -eq 4 ]
	runs 0 tk-check -v
	[[ $output == '# checked: tickets 2 open, '*'; messages 4' ]]
	# archived, too
	tk-list -o csv | sed 1d | cut -d , -f 1 |
		tk-close -q -m 好了 confirmation=已解决 satisfaction=满意 >/dev/null
	TK_NOW=2027-03-01T09:00:00+08:00 tk-archive -q >/dev/null
	[ -f "$STORE/archive/2026-11.csv" ]
	sound
}

@test "a ticket that is gone is made again of its mail, under its number" {
	night
	cp "$FILE" was
	rm "$FILE"
	mapfile -t keys < <(printf '%s\n' "$NEWKEY" "$REPLYKEY" | sort)
	for k in 0 1; do
		w[k]="${keys[k]}: of $ID, which is not there"
		raw[k]=$(sed -n '2s/,.*//p' "$STORE/${keys[k]}")
	done
	finds "${w[@]/%/; \'tk-check -r\' puts the message back into mail/new/, and the next tk-import takes it in}"
	runs 0 tk-check -r
	prints "${w[0]}; the message is mail/new/${raw[0]}.eml now, and the next tk-import takes it in" \
		"${w[1]}; the message is mail/new/${raw[1]}.eml now, and the next tk-import takes it in"
	runs 0 tk-import -q /dev/null
	prints "$ID"
	cmp was "$FILE"
	sound
}

@test "an answer that is no row of its ticket becomes one" {
	night
	# the whole command of the answer
	n=$(grep -n "$REPLY" "$FILE" | cut -d : -f 1)
	first=$(grep -n ',feedback' "$FILE" | head -n 1 | cut -d : -f 1)
	[ "$first" -le "$n" ]
	cp "$FILE" was
	head -n $((first - 1)) was >"$FILE"
	finds "$REPLYKEY: its message is no row of $ID; 'tk-check -r' puts the message back into mail/new/, and the next tk-import takes it in"
	runs 0 tk-check -r
	runs 0 tk-import -q /dev/null
	grep -q ",raw,$REPLY\$" "$FILE"
	grep -q ,feedback,还是打不开 "$FILE"
	sound
}

@test "a message copied on its way is put back once" {
	night
	rm "$FILE"
	cp "$STORE/mail/raw/$NEW.eml" "$STORE/mail/new/"
	runs 0 tk-check -r
	[ ! -e "$STORE/mail/raw/$NEW.eml" ] && [ -f "$STORE/mail/new/$NEW.eml" ]
	cmp "$STORE/lost/$NEW.eml" "$STORE/mail/new/$NEW.eml"
	runs 0 tk-import -q /dev/null
	sound
	# one whose ticket is there stays where it belongs
	cp "$STORE/mail/raw/$NEW.eml" "$STORE/mail/new/"
	finds "mail/new/$NEW.eml: in mail/raw/ too, where it belongs; 'tk-check -r' sets it aside"
	runs 0 tk-check -r
	prints "mail/new/$NEW.eml: in mail/raw/ too, where it belongs; it is lost/$NEW.eml-2 now"
	sound
}

@test "what an import that died has left is told after an hour" {
	night
	mv "$STORE/mail/raw/$REPLY.eml" "$STORE/mail/new/"
	touch "$STORE/mail/new/$REPLY.eml"
	sound
	hours_ago "$STORE/mail/new/$REPLY.eml"
	finds "mail/new/$REPLY.eml: left by an import that died; the next one takes it in: 'tk-import /dev/null'"
	runs 1 tk-check -r
	runs 0 tk-import -q /dev/null
	[ -f "$STORE/mail/raw/$REPLY.eml" ]
	sound
}

@test "a message that is gone, or not what it was" {
	night
	cp "$STORE/mail/raw/$NEW.eml" was
	echo x >>"$STORE/mail/raw/$NEW.eml"
	finds "mail/raw/$NEW.eml: its bytes are not those that it is named after; put it back from a backup"
	rm "$STORE/mail/raw/$NEW.eml"
	finds "$NEWKEY: its message, a row of $ID, is not there; put mail/raw/$NEW.eml back from a backup"
	runs 1 tk-check -r
	cp was "$STORE/mail/raw/$NEW.eml"
	sound
}

@test "claims: gone, damaged, of nothing, in the wrong place" {
	night
	cp -a "$STORE/mail" was
	gone="mail/raw/$REPLY.eml: a row of $ID, but no claim in mail/id/ names it, so answers to it are not told; put mail/id/ back from a backup"
	rm "$STORE/$REPLYKEY"
	finds "$gone"
	echo x >"$STORE/$REPLYKEY"
	finds "$REPLYKEY: not the claim of a message; 'tk-check -r' sets it aside" \
		"$gone"
	runs 1 tk-check -r
	prints "$REPLYKEY: not the claim of a message; it is lost/${REPLYKEY##*/} now" \
		"$gone"
	cp "was/${REPLYKEY#mail/}" "$STORE/$REPLYKEY"
	sound
	# neither ticket nor message
	k=$(printf none | sha256sum)
	k=${k%% *}
	mkdir -p "$STORE/mail/id/${k:0:2}"
	printf 'raw,digest,ticket,status\n%s,%s,CS202611200042,new\n' "$k" "$k" \
		>"$STORE/mail/id/${k:0:2}/$k"
	finds "mail/id/${k:0:2}/$k: of CS202611200042, which is not there, nor is its message; 'tk-check -r' sets it aside"
	runs 0 tk-check -r
	sound
	mkdir "$STORE/mail/id/zz"
	cp "$STORE/$NEWKEY" "$STORE/mail/id/zz/"
	echo >"$STORE/mail/id/x"
	finds "mail/id/x: not a folder; move it away" \
		"mail/id/zz/${NEWKEY##*/}: not the claim of a message; move it away"
}

@test "odd names and temporary files in mail/" {
	night
	cd "$STORE/mail"
	mkdir kept
	temps=(key.7.tmp new/.7.1.tmp raw/.7.2.tmp kept/.7.3.tmp
		"id/${NEWKEY:8:2}/.7.4.tmp")
	touch "${temps[@]}" new/x raw/y.eml
	hours_ago "${temps[@]}"
	runs 1 tk-check
	[ "${#lines[@]}" -eq 7 ]
	for f in "${temps[@]}"; do
		grep -qxF "mail/$f: a temporary file, left over by a command that died; 'tk-check -r' sets it aside" <<<"$output"
	done
	runs 1 tk-check -r
	rm new/x raw/y.eml
	sound
	[ "$(ls ../lost)" = "$(printf '%s\n' 7.1.tmp 7.2.tmp 7.3.tmp 7.4.tmp key.7.tmp)" ]
}

@test "beside imports nothing is called wrong" {
	for w in 1 2 3; do
		for n in $(seq 40); do
			letter "c$w@example.cn" "第$w-$n封" "m$w-$n@x" "打不开" >"m$n"
			letter "c$w@example.cn" "Re: 第$w-$n封" "r$w-$n@x" "还是" \
				"In-Reply-To: <m$w-$n@x>" >"r$n"
			mbox "m$n" "r$n"
		done >"box$w"
	done
	printf '%s\n' 1 2 3 | xargs -P 3 -I{} tk-import -q box{} >/dev/null &
	importers=$!
	while kill -0 $importers 2>/dev/null; do
		sound
	done
	wait $importers
	sound
	[ "$(cat "$STORE"/open/*/*.csv | grep -c ,raw,)" -eq 240 ]
}
