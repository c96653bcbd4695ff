# faults.bash - for the files that disturb every command: survive.sh says how.

# shellcheck disable=SC2154

# Sanitizers make a command ten times slower: fewer places are tried.
STEPS=8
! grep -q __asan_init "$BUILD/bin/tk-new" || STEPS=3

# survives [-r] FAULT: every command that writes (that reads) does. The seed
# that failed is printed.
survives() {
	STEPS=$STEPS TK_BUILD=$BUILD run "$TOP/tests/survive.sh" "$@"
	echo "$output"
	[ "$status" -eq 0 ]
}
