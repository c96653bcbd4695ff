# write.bash - what the tests of the commands that write share: the rows that
# a command added.

# shellcheck disable=SC2034,SC2154

new() {
	tk-new -q "$@"
}

# Remembers how long ticket ID is.
mark() {
	MARK=$(wc -l <"$(file_of "$1")")
}

# Since then exactly these rows, "field,value", were added; none are given:
# none were.
wrote() {
	local id=$1

	shift
	tail -n +"$((MARK + 1))" "$(file_of "$id")" | cut -d, -f3- |
		diff -u <([ $# -eq 0 ] || printf '%s\n' "$@") -
	mark "$id"
}

# refuses STATUS MESSAGE COMMAND…: says that and nothing else, but for the file
# in which text is kept.
refuses() {
	local want=$1 message=$2

	shift 2
	runs "$want" "$@"
	prints ''
	diff -u <(printf '%s\n' "$message") \
		<(grep -v "^$1: what was typed is saved in " <<<"$stderr")
}

# What every command does with -h, -V and an option that it does not know.
knows_itself() {
	runs 0 "$1" -h
	[[ $output == "usage: $1 "*"man $1; all of tk: man 7 tk" ]]
	[ "$(runs 0 "$1" --help && echo "$output")" = "$output" ]
	runs 0 "$1" -V
	[[ $output =~ ^$1\ \(tk\)\ [0-9]+\.[0-9]+\.[0-9]+$ ]]
	[ "$(runs 0 "$1" --version && echo "$output")" = "$output" ]
	runs 2 "$1" --nonsense
	prints ''
	[[ $stderr == *"unrecognized option '--nonsense'"*"usage: $1 "*"see '$1 -h' or $1(1)" ]]
}

# Two people of the second line, one agent, one lead.
with_staff() {
	cat >"$STORE/rules/staff.csv" <<-'END'
	login,badge,name,team,role,skills,capacity,contact
	wang,101,王芳,一线客服,agent,,,
	li,201,李工,二线技术支持,handler,硬件故障,,
	zhao,202,赵工,二线技术支持,handler,,,
	sun,301,孙洁,客服主管,lead,,,
	END
}
