#!/usr/bin/env bats
# crash.bats - every command killed at each of its calls that change the disk:
# nothing is lost, nothing half, and given again it ends as if undisturbed.

load helper
load faults

@test "killed as it enters such a call" {
	STEPS=$((3 * STEPS)) survives kill
}

@test "killed when a write is half done" {
	survives tear
}
