#!/usr/bin/env bats
# memory.bats - the memory runs out, at any call of the library: no command
# crashes, none that writes does half its work, none that reads keeps silent.

load helper
load faults

@test "one allocation fails in a command that writes" {
	survives memory
}

@test "no memory is left from there on" {
	survives memory+
}

@test "the same in commands that read" {
	survives -r memory
	survives -r memory+
}
