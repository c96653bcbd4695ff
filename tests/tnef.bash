# tnef.bash - winmail.dat for the tests, attribute by attribute (MS-OXTNEF).

# le VALUE BYTES : a number, its lowest byte first.
le() {
	local v=$1 n=$2

	while [ $((n--)) -gt 0 ]; do
		printf '%b' "\\x$(printf %02x $((v & 255)))"
		v=$((v >> 8))
	done
}

# attribute LEVEL ID <DATA : level 1 is of the message, 2 of an attachment.
attribute() {
	local data=$BATS_TEST_TMPDIR/attribute sum

	cat >"$data"
	sum=$(od -An -v -tu1 "$data" |
		awk '{ for (i = 1; i <= NF; i++) n += $i } END { print n + 0 }')
	le "$1" 1
	le "$2" 4
	le "$(stat -c %s "$data")" 4
	cat "$data"
	le $((sum & 65535)) 2
}

# property TAG <DATA : of MAPI, with one value of a length of its own.
property() {
	local data=$BATS_TEST_TMPDIR/property len

	cat >"$data"
	len=$(stat -c %s "$data")
	le "$1" 4
	le 1 4
	le "$len" 4
	cat "$data"
	le 0 $(((4 - len % 4) % 4))
}

# tnef SUBJECT [ATTRIBUTES…] : the functions named write the rest.
tnef() {
	local f

	le 0x223e9f78 4
	le 1 2
	le 0x00010000 4 | attribute 1 0x00089006	# version
	{ le 936 4; le 0 4; } | attribute 1 0x00069007	# code page
	printf 'IPM.Microsoft Mail.Note\0' | attribute 1 0x00078008
	printf '%s\0' "$1" | attribute 1 0x00018004
	shift
	for f; do
		"$f"
	done
}

# enclose TITLE [PROPERTY…] <DATA : an attachment; TITLE as bytes for printf.
enclose() {
	local title=$1 bytes=$BATS_TEST_TMPDIR/bytes f

	shift
	cat >"$bytes"
	le 0 14 | attribute 2 0x00069002
	printf -- "$title\\0" | attribute 2 0x00018010
	attribute 2 0x0006800f <"$bytes"
	[ $# -eq 0 ] || {
		le $# 4
		for f; do
			"$f"
		done
	} | attribute 2 0x00069005
}

# page HTML, rtf RTF : the text of the message, as itself.
page() {
	{
		le 1 4
		printf '%s' "$1" | property 0x10130102
	} | attribute 1 0x00069003
}
rtf() {
	local n=${#1} i

	{
		le 1 4
		{
			le $((12 + n + (n + 7) / 8)) 4
			le "$n" 4
			le 0x75465a4c 4		# LZFu, without a repetition
			le 0 4
			for ((i = 0; i < n; i += 8)); do
				le 0 1
				printf '%s' "${1:i:8}"
			done
		} | property 0x10090102
	} | attribute 1 0x00069003
}

# outlook FROM SUBJECT ID TEXT FILE [TYPE] : a mail with a winmail.dat; no
# TEXT: without a word.
outlook() {
	local type=${6:-application/ms-tnef}

	mail "$1" "$2" "$3" 'MIME-Version: 1.0' \
		'Content-Type: multipart/mixed; boundary=B' <<-END
		${4:+--B
		Content-Type: text/plain; charset=utf-8

		$4}
		--B
		Content-Type: $type; name="winmail.dat"
		Content-Transfer-Encoding: base64

		$(base64 "$5")
		--B--
	END
}
