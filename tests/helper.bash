# helper.bash - what every test file loads: a store of its own, a fixed clock
# and actor, whole outputs compared.

# shellcheck disable=SC2001,SC2034,SC2119,SC2120
bats_require_minimum_version 1.5.0

TOP=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
BUILD=${TK_BUILD:-$TOP/build}
PATH=$BUILD/bin:$PATH

# A store with rulebook $1 (hotline), the current one of the test.
new_store() {
	STORE=$BATS_TEST_TMPDIR/${2:-store}
	tk-init -r "${1:-hotline}" "$STORE"
	export TK_STORE=$STORE
}

# Sets the clock: "at 10:30" (of the day), "at 2026-11-21 10:30".
at() {
	local day=${TK_NOW%%T*} time=$1

	if [ $# -eq 2 ]; then
		day=$1 time=$2
	fi
	case $time in
	??:??) time=$time:00 ;;
	esac
	export TK_NOW=${day}T$time+08:00
}

as() {
	export TK_ACTOR=$1
}

setup() {
	export LC_ALL=C.UTF-8 TZ=America/New_York
	export TK_NOW=2026-11-20T09:00:00+08:00	# a Friday
	export TK_ACTOR=wang
	export XDG_STATE_HOME=$BATS_TEST_TMPDIR/state
	unset TK_STORE NO_COLOR
	cd "$BATS_TEST_TMPDIR" || return
	new_store
}

# run -N --separate-stderr COMMAND, with stdin empty unless piped.
runs() {
	local want=$1

	shift
	run "-$want" --separate-stderr "$@" </dev/null
}

# The whole of stdout, stderr is what is given.
prints() {
	diff -u <(printf '%s\n' "$@") <(printf '%s\n' "$output")
}
says() {
	diff -u <(printf '%s\n' "$@") <(printf '%s\n' "$stderr")
}

# The file of a ticket, wherever it lies.
file_of() {
	local f

	for f in "$STORE"/open/*/"$1".csv "$STORE"/closed/*/"$1".csv; do
		[ ! -f "$f" ] || printf '%s\n' "$f"
	done
}

# The value that FIELD of ticket ID has now: its last row.
value_of() {
	awk -F, -v f="$2" '$3 == f { v = $4 } END { print v }' \
		"$(file_of "$1")"
}

# The JSON object of the newest cycle of clock NAME of ticket ID, with the
# members one a line: verdict=running, due=2026-…, elapsed=60 …
clock() {
	tk-show -o json "$1" | grep -o "{\"clock\":\"$2\"[^}]*}" | tail -n 1 |
		tr -d '{}"' | tr ',' '\n' | sed 's/:/=/'
}
# Does that clock say all of these? clock_is ID NAME verdict=met limit=60
clock_is() {
	local id=$1 name=$2 want

	shift 2
	for want; do
		clock "$id" "$name" | grep -qxF -- "$want" || {
			echo "$name of $id does not say $want:"
			clock "$id" "$name"
			return 1
		}
	done
}

# Rows of the table fields, in place of those of the same names.
fields_say() {
	local row

	for row; do
		sed -i "/^${row%%,*},/d" "$STORE/rules/fields.csv"
		printf '%s\n' "$row" >>"$STORE/rules/fields.csv"
	done
}

# What all files of the store hold, to see whether anything changed.
sums() {
	(cd "$STORE" && find . -type f -print0 | sort -z | xargs -0 sha256sum)
}

# refuses STATUS MESSAGE… -- COMMAND…: that status, nothing on stdout, just
# these lines on stderr, and every file of the store as it was. stdin is that
# of the caller. KEPT stands for the path where text was saved.
refuses() {
	local status=$1 want=() before

	shift
	while [ "$1" != -- ]; do
		want+=("$1")
		shift
	done
	shift
	before=$(sums)
	run "-$status" --separate-stderr "$@"
	[ -z "$output" ] || {
		echo "on stdout: $output"
		return 1
	}
	KEPT=$(grep -o "$BATS_TEST_TMPDIR/state/tk/refused/.*" <<<"$stderr" |
		tail -n 1)
	diff -u <(printf '%s\n' "${want[@]}") \
		<(sed "s,$BATS_TEST_TMPDIR/state/tk/refused/.*,KEPT," <<<"$stderr")
	diff <(echo "$before") <(sums)
}

# tk-check has nothing to say of the store.
sound() {
	runs 0 tk-check
	[ -z "$output$stderr" ] || {
		printf '%s\n' "$output" "$stderr"
		return 1
	}
}
