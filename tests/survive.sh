#!/bin/bash
# survive.sh - commands in which something goes wrong, at one place after the
# other. Usage: survive.sh [-r] FAULT [NAME]...
# FAULT is one of fault.c's, or
#	memory, memory+	an allocation fails; and all after it (nomem.c)
#	handles		only so many files may be open
#	disk		so many pages are free (where it may mount)
#	folder		one folder of the store is read-only (the same)
#	link		one name in it is a link that leads out of the store
#	odd		one name is a FIFO or a folder, or a file for a folder
#	names		one folder holds names that nobody expects
# NAME is of writers.bash, of its readers with -r; all without.
# Each time the command begins with the store made ready for it. Then it must
# not have crashed; when it says 0 all is done, else it says why; a number
# printed is a ticket; tk-list reads on; tk-check -r makes the store sound; and
# given again, unless it was done, it ends where an undisturbed one does. A
# reader says what it says undisturbed, or that it cannot.
# STEPS (60): of more places than these so many are tried, chosen by SEED.
set -u -o pipefail
top=$(cd "$(dirname "$0")/.." && pwd)
: "${TK_BUILD:=$top/build}" "${STEPS:=60}" "${SEED:=$RANDOM}"
# shellcheck source=tests/writers.bash
. "$top/tests/writers.bash"
# shellcheck source=tests/mail.bash
. "$top/tests/mail.bash"
PATH=$TK_BUILD/bin:$PATH
export LC_ALL=C.UTF-8 TZ=America/New_York
export TK_NOW=2026-11-20T09:00:00+08:00
export ASAN_OPTIONS=detect_leaks=0:verify_asan_link_order=0
unset TK_STORE TK_ACTOR		# so that it is looked up

fail() {
	echo "$name: $fault at $n of $places (SEED=$SEED): $*"
	exit 1
}

# ---- the faults ----------------------------------------------------------

# Runs the command with the fault at place n; 0: nowhere, but they are counted.
disturbed() {
	case $fault in
	memory*)
		NOMEM=$n${fault#memory} NOMEM_COUNT=$out/count \
			LD_PRELOAD=$TK_BUILD/tests/nomem.so "${command[@]}"
		;;
	handles)
		[ "$n" -eq 0 ] || ulimit -n $((n + 2))
		"${command[@]}"
		;;
	disk | folder | link | odd | names)
		timeout 60 "${command[@]}"
		;;
	*)
		"$TK_BUILD/tests/fault" -c "$out/count" "$fault" "$n" \
			"${command[@]}"
		;;
	esac
} >"$out/printed" 2>"$out/said" <"$input"

# Where the fault may come.
count_places() {
	case $fault in
	handles) echo 40 ;;
	disk) echo 40 ;;
	folder | names) find "$work/ready/store" -type d | wc -l ;;
	link | odd) wc -l <"$out/names" ;;
	*) cat "$out/count" ;;
	esac
}

strange=(-rf ' ' $'a\nb' $'\e[31m' $'\e[31m.csv' $'\xff\xfe.eml' ..x '*' '%s'
	"$(printf %0255d 0)" CS20261120.csv 20261120.csv "CS2026112099999 .csv")

# Before the command, and after it.
arrange() {
	case $fault in
	disk)
		cat /dev/zero >"$work/zeros" 2>/dev/null
		truncate -s -$(((n - 1) * 4096)) "$work/zeros"
		;;
	folder)
		place=$(find store -type d | sort | sed -n "${n}p")
		mount --bind "$place" "$place" &&
			mount -o remount,bind,ro "$place" || exit 125
		;;
	link | odd)
		place=$(sed -n "${n}p" "$out/names")
		rm -rf "$work/outside"
		mkdir -p "$work/outside" "$(dirname "${place%/}")"
		[ ! -e "$place" ] || mv "${place%/}" "$work/outside/it"
		plant
		planted=$(stat -c %i "${place%/}")
		(cd "$work/outside" && find . -type f -exec sha256sum {} +) \
			>"$out/outside"
		;;
	names)
		place=$(find store -type d | sort | sed -n "${n}p")
		(cd "$place" && touch -- "${strange[@]}")
		;;
	esac
}
# A name that ends in / is a folder's. What is not there yet would be made
# where the link leads.
plant() {
	if [ "$fault" = link ]; then
		[[ $place != */ || -e $work/outside/it ]] ||
			mkdir "$work/outside/it"
		ln -s "$work/outside/it" "${place%/}"
	elif [[ $place == */ ]]; then
		echo x >"${place%/}"
	elif [ $((n % 2)) -eq 0 ]; then
		mkfifo "$place"
	else
		mkdir "$place"
	fi
}
settle() {
	case $fault in
	disk) rm "$work/zeros" ;;
	folder) umount "$place" ;;
	link | odd)
		(cd "$work/outside" && find . -type f -exec sha256sum {} +) |
			diff "$out/outside" - || fail "it wrote outside"
		[ "$(stat -c %i "${place%/}")" != "$planted" ] ||
			rm -r "${place%/}"
		[ ! -e "$work/outside/it" ] || [ -e "${place%/}" ] ||
			mv "$work/outside/it" "${place%/}"
		;;
	names)
		! grep -q $'[\e\xff]' "$out/printed" "$out/said" ||
			fail "it printed what a terminal obeys"
		(cd "$place" && rm -f -- "${strange[@]}")
		;;
	esac
}

# All places, or as many as may be tried.
chosen() {
	awk -v all="$places" -v want="$STEPS" -v seed="$SEED" 'BEGIN {
		srand(seed)
		for (n = 1; n <= all && want > 0; n++)
			if (rand() * (all - n + 1) < want) {
				print n
				want--
			}
	}'
}

# ---- what the store says -------------------------------------------------

# The tickets and the folders they lie in, without their numbers, which may
# have gaps; a row written twice, once torn, is one; an attachment whose command
# died has its name, so the next is NAME-2. Then what else was made.
gist() {
	local f

	for f in store/open/*/*.csv store/closed/*/*.csv; do
		[ -f "$f" ] || continue
		sed -E 's/,id,.*/,id,N/; s/(\.file,.*)-2\./\1./' "$f" |
			once_if_torn | tr '\n' '\r' | sed "s|^|${f:6:5}|"
		echo
	done | sort | tr '\r' '\n'
	find store/ref -type f | sort
	cksum store/rules/*.csv fresh/rules/*.csv fresh/store.csv last \
		2>/dev/null || :
}
once_if_torn() {
	if [ "$fault" = tear ]; then
		sort -u
	else
		cat
	fi
}

# Every file, by name and content, but what was set aside.
bytes() {
	local torn=()

	[ "$fault" != tear ] || torn=(! -name 'CS*.csv')
	find store -type f ! -path 'store/lost/*' "${torn[@]}" \
		-exec sha256sum {} + | sort
	[ "$fault" != tear ] || gist
}

# What stood in the way may have taken a number.
end() {
	case $done:$fault in
	exactly:link | exactly:odd) gist ;;
	exactly:*) bytes ;;
	*) gist ;;
	esac
}

# tk-check has nothing to say; but the attachment of a dead command may lie
# there.
sound() {
	tk-check -s store >"$out/found" 2>&1
	case $name in
	*-attach) sed -i '/^files\//d' "$out/found" ;;
	esac
	[ ! -s "$out/found" ] || fail "tk-check: $(cat "$out/found")"
}

# Read by tk-ticket(5) alone: a header, an id, a last newline.
whole() {
	local files=()

	mapfile -t files < <(find store/open store/closed -name '*.csv')
	[ ${#files[@]} -gt 0 ] || return 0
	awk -F, '
		FNR == 1 && $0 != "time,actor,field,value" { exit 1 }
		$3 == "id" && index(FILENAME, "/" $4 ".csv") { ids++ }
		END { exit ids != ARGC - 1 }' "${files[@]}" &&
		[ -z "$(tail -qc 1 "${files[@]}" | tr -d '\n')" ] ||
		fail "a ticket is half: $(cat "${files[@]}")"
}

# ---- one command ---------------------------------------------------------

restore() {
	rm -rf "$work/now"
	cp -a "$work/ready" "$work/now"
	cd "$work/now" || exit 125
}

# Was that an end for a command in which something went wrong?
lawful() {
	case $fault:$1 in
	kill:137 | tear:137 | *:0 | handles:127) return ;; # 127: the loader
	short:*) ;;
	link:1 | odd:1) [ ! -s "$out/said" ] && [ ! -s "$out/printed" ] ||
		return 0 ;;
	*:1)
		case ${command[0]} in
		tk-check) [ ! -s "$out/printed" ] || return 0 ;;
		tk-import) ! grep -q 'raw message is kept' "$out/said" ||
			return 0 ;;
		esac
		;;
	*:2 | *:75) [ ! -s "$out/said" ] || return 0 ;;
	esac
	fail "it ended with $1: $(cat "$out/said")"
}

promises_kept() {
	local id

	while read -r id; do
		ls store/*/*/"$id.csv" >/dev/null 2>&1 ||
			fail "$id was printed and is not there"
	done < <(grep -E '^CS[0-9]{12}$' "$out/printed")
}

again() {
	"${command[@]}" >"$out/printed" 2>&1 <"$input" ||
		fail "again: $(cat "$out/printed")"
}

try_writer() {
	local status=$1

	promises_kept
	tk-list -s store status=all >"$out/listed" 2>&1 ||
		fail "tk-list: $(cat "$out/listed")"
	find store -name '*.tmp' -exec touch -d '-2 hours' {} +
	tk-check -r -s store >"$out/mended" 2>&1
	whole
	case $fault in	# what was planted may have passed for work done
	link | odd) status=2 ;;
	esac
	[ "$status" -eq 0 ] || $done || again
	sound
	end | diff -u "$out/wanted" - || fail "it ends elsewhere"
}

try_reader() {
	[ "$1" -ne 0 ] || [ -s "$out/said" ] ||
		diff -u "$out/wanted" "$out/printed" ||
		fail "it says something else"
	bytes | diff "$out/untouched" - || fail "it wrote"
}

# A line of the table.
survives() {
	local name=$1 ready=$2 done=$3 n=0 places=0 status place planted
	local -a command
	# shellcheck disable=SC2294
	eval "command=($4)"

	rm -rf "$work/ready"
	mkdir "$work/ready"
	cd "$work/ready" || exit 125
	tk-init -r hotline store
	export TK_STORE=store XDG_STATE_HOME=$out/state
	eval "$ready" >/dev/null 2>&1
	restore
	bytes >"$out/untouched"
	[ ! -e stdin ] || input=stdin
	disturbed || fail "undisturbed: $(cat "$out/said")"
	# not what alone says that mail came, nor what may be missing
	find store -mindepth 1 \( -type d -printf '%p/\n' -o -print \) |
		grep -vE 'mail/(raw|id)/.|^store/(open|closed)/([^/]*/)?$' |
		sort >"$out/names"
	places=$(count_places)
	[ "$places" -gt 0 ] || fail "there is no place for it"
	if [ "$try" = try_reader ]; then
		cp "$out/printed" "$out/wanted"
	else
		end >"$out/wanted"
	fi
	for n in $(chosen); do
		restore
		arrange
		(disturbed)
		status=$?
		settle
		lawful $status
		$try $status
		case $fault:$status in
		handles:0 | disk:0) break ;;
		esac
	done
	echo "$name $n"
}

table=$WRITERS try=try_writer
if [ "${1:-}" = -r ]; then
	table=$READERS try=try_reader
	shift
fi
fault=${1:?"name a fault"}
shift
# in memory if there is room: nobody pulls the plug, so the disk adds nothing
out=$(mktemp -d -p /dev/shm 2>/dev/null || mktemp -d) || exit 1
work=$out/work input=/dev/null
mkdir "$work"
trap 'cd /; umount "$work" 2>/dev/null; rm -rf "$out"' EXIT
[ "$fault" != disk ] || mount -t tmpfs -o size=16m none "$work" || exit 125
while IFS='|' read -r name ready sign command; do
	[ -n "$name" ] || continue
	[ $# -eq 0 ] || [[ " $* " == *" $name "* ]] || continue
	input=/dev/null
	survives "$name" "$ready" "$sign" "$command" || exit
done <<<"$table"
