#!/usr/bin/env bats
# hostile.bats - every command in a store where somebody has planted links,
# FIFOs, odd names, or has locked a folder: nothing is written outside of it,
# nobody waits, nothing a terminal would obey is printed.

load helper
load mounts
load faults

@test "one folder of the store is read-only" {
	with_mounts '"$@"' _ env TK_BUILD="$BUILD" STEPS="$STEPS" \
		"$TOP/tests/survive.sh" folder
}

@test "a name in the store is a link that leads out of it" {
	survives link
}

@test "a name is a FIFO or a folder, or a file where a folder should be" {
	survives odd
	survives -r odd
}

@test "folders hold names that nobody expects" {
	survives names
	survives -r names
}
