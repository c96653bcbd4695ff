# mail.bash - mails for the tests: written as they come over the wire.

# mail FROM SUBJECT ID [HEADER…] : a message with the body given on stdin.
mail() {
	local from=$1 subject=$2 id=$3 h

	shift 3
	printf 'From: %s\nTo: kefu@example.com\n' "$from"
	[ -z "$id" ] || printf 'Message-ID: <%s>\n' "$id"
	for h; do
		printf '%s\n' "$h"
	done
	grep -qi '^date:' < <(printf '%s\n' "$@") ||
		printf 'Date: Fri, 20 Nov 2026 08:30:00 +0800\n'
	grep -qi '^content-type:' < <(printf '%s\n' "$@") ||
		printf 'Content-Type: text/plain; charset=utf-8\n'
	printf 'Subject: %s\n\n' "$subject"
	cat
}

# The same with its body as an argument: letter FROM SUBJECT ID BODY [HEADER…]
letter() {
	local from=$1 subject=$2 id=$3 body=$4

	shift 4
	printf '%s\n' "$body" | mail "$from" "$subject" "$id" "$@"
}

# mbox FILE… : messages joined into one, as a mail server does it.
mbox() {
	local f

	for f; do
		printf 'From someone@example.com Fri Nov 20 08:30:00 2026\n'
		sed 's/^>*From />&/' "$f"
		echo
	done
}

# The rows of a ticket, without time and actor.
rows() {
	cut -d , -f 3- "$(file_of "$1")" | tail -n +2
}
# Has it that row?
has_row() {
	rows "$1" | grep -qxF -- "$2" || {
		echo "$1 has no row $2:"
		rows "$1"
		return 1
	}
}
has_no_row() {
	! rows "$1" | grep -qF -- "$2" || {
		echo "$1 has a row $2:"
		rows "$1"
		return 1
	}
}
