#!/usr/bin/env bats
# faults.bats - every command with a disk that is full, broken or read-only,
# and without file handles: it says so, nothing is half done or lost, and given
# again it ends as if undisturbed.

load helper
load mounts
load faults

@test "a write that takes half is gone on with" {
	survives short
}

@test "the disk is full from some call on" {
	survives full
}

@test "the disk turns read-only at some call" {
	survives ro
}

@test "a call fails with an I/O error" {
	survives io
}

@test "a file cannot be opened for want of handles" {
	survives files
}

@test "only so many files may be open" {
	survives handles
}

@test "the disk is full, but for some pages" {
	with_mounts '"$@"' _ env TK_BUILD="$BUILD" STEPS="$STEPS" \
		"$TOP/tests/survive.sh" disk
}

@test "a reader says that it cannot read, never less than there is" {
	survives -r io
	survives -r files
	survives -r handles
}
