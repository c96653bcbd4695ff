# mounts.bash - a place where a test may mount: as root, in a chroot or a
# container, or as anybody where the kernel lets them.
# shellcheck disable=SC2016,SC2034

# with_mounts SCRIPT [ARGUMENT]…: runs bash -c SCRIPT where it may mount, and
# nobody else sees it. Fails where no way is open: it is no reason to skip.
with_mounts() {
	local way

	mkdir -p "$BATS_TEST_TMPDIR/mounted"
	for way in 'unshare -m' 'unshare -rm' \
		'unshare -m --propagation unchanged' \
		'unshare -rm --propagation unchanged'; do
		# shellcheck disable=SC2086
		$way sh -c 'mount -t tmpfs none "$1" && umount "$1"' sh \
			"$BATS_TEST_TMPDIR/mounted" 2>/dev/null || continue
		# shellcheck disable=SC2086
		$way bash -c "$@"
		return
	done
	echo "nothing can be mounted here: give the container CAP_SYS_ADMIN"
	return 1
}

# What a script needs to read the store and to change nothing in it.
READ_ONLY='mount --bind "$TK_STORE" "$TK_STORE" &&
	mount -o remount,bind,ro "$TK_STORE" || exit 125
	trap "umount \"\$TK_STORE\"" EXIT
	! touch "$TK_STORE/x" 2>/dev/null || exit 125
'
# The store moved to a file system of SIZE with no byte free.
FULL='mkdir -p full && mount -t tmpfs -o size=$SIZE none full || exit 125
	trap "umount full" EXIT
	cp -a "$TK_STORE" full/store && export TK_STORE=$PWD/full/store
	fill() { cat /dev/zero >full/zeros 2>/dev/null; :; }
'

# on_terminal COMMAND: runs it with a terminal as its input and output; where
# /dev/pts is not mounted (a bare chroot) it mounts one for this alone.
on_terminal() {
	if script -qec true /dev/null </dev/null >/dev/null 2>&1; then
		script -qec "$1" /dev/null </dev/null
		return
	fi
	with_mounts 'mkdir -p /dev/pts &&
		mount -t devpts -o newinstance,ptmxmode=0666 devpts /dev/pts &&
		mount --bind /dev/pts/ptmx /dev/ptmx || exit 125
		trap "umount /dev/ptmx /dev/pts" EXIT
		script -qec "$1" /dev/null </dev/null' _ "$1"
}
