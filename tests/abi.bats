#!/usr/bin/env bats
# abi.bats - what libtk shows is what tk.h declares, and no more.

load helper

@test "the shared library exports just what tk.h declares" {
	nm -D --defined-only "$BUILD/lib/libtk.so" | awk '{ print $3 }' |
		grep -vE '^(_init|_fini|__asan|__ubsan|__odr_asan|__gcov|mangle_path)' |
		sort >exported
	sed -n '/^TK_API/,/;/p' "$TOP/lib/tk.h" | tr '\n\t' '  ' |
		tr ';' '\n' | grep -o 'tk_[a-z0-9_]* *(' | tr -d ' (' |
		sort -u >declared
	diff -u declared exported
}

@test "the library has a soname and the commands find it beside them" {
	readelf -d "$BUILD/lib/libtk.so" | grep -q 'SONAME.*libtk\.so\.0'
	readelf -d "$BUILD/bin/tk-new" | grep -q 'NEEDED.*libtk\.so\.0'
	readelf -d "$BUILD/bin/tk-new" | grep -q 'RUNPATH.*\$ORIGIN/\.\./lib'
}

@test "tk.h is enough alone, in C and in C++ alike" {
	printf '#include <tk.h>\nint main(void) { return tk_version() == 0; }\n' \
		>use.c
	cc -std=c11 -Wall -Werror -I"$TOP/lib" -c use.c
	[ "$(wc -l <"$TOP/lib/tk.h")" -le 720 ]
	grep -q 'extern "C"' "$TOP/lib/tk.h"
}

@test "the library neither prints, exits, reads the environment nor the clock" {
	run ! grep -nE '(^|[^a-z_>.])(printf|fprintf|puts|perror|exit|_exit|abort|getenv|secure_getenv|isatty|time|gettimeofday) *\(' \
		"$TOP"/lib/*/*.c
}

@test "installs under DESTDIR and runs from there" {
	make -s -C "$TOP" BUILD="$BUILD" ${SAN:+SAN=1} PREFIX=/opt/tk \
		DESTDIR="$PWD/root" install
	[ -f root/opt/tk/include/tk.h ]
	grep -q '^Libs: -L${libdir} -ltk' root/opt/tk/lib/pkgconfig/tk.pc
	[ -f root/opt/tk/share/man/man7/tk.7 ]
	root/opt/tk/bin/tk-init -r hotline fresh
	run -0 root/opt/tk/bin/tk-new -s fresh -q '打不开'
	[ "$output" = CS202611200001 ]
	make -s -C "$TOP" BUILD="$BUILD" ${SAN:+SAN=1} PREFIX=/opt/tk \
		DESTDIR="$PWD/root" uninstall
	[ -z "$(find root -type f)" ]
}
