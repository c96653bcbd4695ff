# tk - a hotline from the shell. README.md says what the targets are for.

VERSION = 0.1.0
SOVERSION = 0

PREFIX ?= /usr/local
DESTDIR ?=
BINDIR ?= $(PREFIX)/bin
LIBDIR ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
DATADIR ?= $(PREFIX)/share/tk
MANDIR ?= $(PREFIX)/share/man

CC ?= cc
AR ?= ar
INSTALL ?= install
CFLAGS ?= -O2 -g
BUILD ?= build
ifdef SAN
override BUILD := $(BUILD)/san
SANFLAGS = -fsanitize=address,undefined -fno-sanitize-recover=undefined \
	-fno-omit-frame-pointer
endif

WARNINGS ?= -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion \
	-Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition \
	-Wpointer-arith -Wcast-qual -Wwrite-strings -Wvla -Wformat=2 -Wno-overlength-strings

PCRE2_LIBS ?= -lpcre2-8
CSV_LIBS ?= -lcsv
UTF8PROC_LIBS ?= -lutf8proc
JANSSON_LIBS ?= -ljansson
GUMBO_LIBS ?= -lgumbo
NETTLE_LIBS ?= -lnettle
LIBS = $(CSV_LIBS) $(PCRE2_LIBS) $(UTF8PROC_LIBS) $(JANSSON_LIBS) -lpthread -lm

LIB_SRC = \
	$(sort $(wildcard lib/base/*.c)) \
	$(sort $(wildcard lib/store/*.c)) \
	$(sort $(wildcard lib/rules/*/*.c)) \
	$(sort $(wildcard lib/report/*/*.c))
MAIL_SRC = $(sort $(wildcard lib/mail/*.c))
IMPORT_SRC = \
	cmd/box.c \
	cmd/mailin.c \
	cmd/winmail.c
COMMANDS = $(sort $(patsubst cmd/%.c,%,$(wildcard cmd/tk-*.c)))
RULEBOOKS = $(sort $(notdir $(wildcard lib/rulebooks/*)))

ALL_CFLAGS = -std=c11 -D_GNU_SOURCE -DTK_VERSION='"$(VERSION)"' -Ilib -fvisibility=hidden -fPIC -pthread \
	$(WARNINGS) $(SANFLAGS) $(CPPFLAGS) $(CFLAGS) -MMD -MP

LIB_OBJ = $(LIB_SRC:%.c=$(BUILD)/obj/%.o)
MAIL_OBJ = $(MAIL_SRC:%.c=$(BUILD)/obj/%.o)
IMPORT_OBJ = $(IMPORT_SRC:%.c=$(BUILD)/obj/%.o)
SONAME = libtk.so.$(SOVERSION)

all: $(BUILD)/lib/libtk.so $(BUILD)/lib/libtk.a \
	$(COMMANDS:%=$(BUILD)/bin/%) \
	$(BUILD)/lib/pkgconfig/tk.pc \
	$(RULEBOOKS:%=$(BUILD)/share/tk/rulebooks/%/.stamp)

$(BUILD)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -c -o $@ $<

$(BUILD)/lib/$(SONAME): $(LIB_OBJ)
	@mkdir -p $(@D)
	$(CC) -shared -Wl,-soname,$(SONAME) -Wl,-z,defs $(SANFLAGS) $(LDFLAGS) \
		-o $@ $(LIB_OBJ) $(LIBS)

$(BUILD)/lib/libtk.so: $(BUILD)/lib/$(SONAME)
	ln -sf $(SONAME) $@

$(BUILD)/lib/libtk.a: $(LIB_OBJ)
	@mkdir -p $(@D)
	rm -f $@
	$(AR) rcs $@ $(LIB_OBJ)

CMD_SRC = $(sort $(filter-out cmd/tk-%.c $(IMPORT_SRC),$(wildcard cmd/*.c)))
CMD_OBJ = $(CMD_SRC:%.c=$(BUILD)/obj/%.o)

$(BUILD)/bin/%: $(BUILD)/obj/cmd/%.o $(CMD_OBJ) $(BUILD)/lib/libtk.so
	@mkdir -p $(@D)
	$(CC) $(SANFLAGS) $(LDFLAGS) -Wl,-rpath,'$$ORIGIN/../lib' \
		-o $@ $(filter %.o,$^) -L$(BUILD)/lib -ltk

# The mail reader and what calls it are tk-import's alone; what they need of
# lib/base is not exported, so it comes from the static library.
MAIL_LIBS = $(BUILD)/lib/libtk.a $(GUMBO_LIBS) $(NETTLE_LIBS) $(LIBS)

$(BUILD)/bin/tk-import: $(BUILD)/obj/cmd/tk-import.o $(CMD_OBJ) \
		$(IMPORT_OBJ) $(MAIL_OBJ) \
		$(BUILD)/lib/libtk.so $(BUILD)/lib/libtk.a
	@mkdir -p $(@D)
	$(CC) $(SANFLAGS) $(LDFLAGS) -Wl,-rpath,'$$ORIGIN/../lib' \
		-o $@ $(filter %.o,$^) -L$(BUILD)/lib -ltk $(MAIL_LIBS)

$(BUILD)/tests/mail-%: tests/mail-%.c $(MAIL_OBJ) $(BUILD)/lib/libtk.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -Ilib $(LDFLAGS) -o $@ $(filter %.c %.o,$^) \
		$(MAIL_LIBS)

$(BUILD)/tests/%: tests/%.c $(BUILD)/lib/libtk.so
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -Ilib $(LDFLAGS) -Wl,-rpath,'$$ORIGIN/../lib' \
		-o $@ $< -L$(BUILD)/lib -ltk

# Loaded before a command and its sanitizers, so without these.
$(BUILD)/tests/%.so: tests/%.c
	@mkdir -p $(@D)
	$(CC) $(filter-out $(SANFLAGS),$(ALL_CFLAGS)) -shared $(LDFLAGS) -o $@ $<

$(BUILD)/lib/pkgconfig/tk.pc: Makefile
	@mkdir -p $(@D)
	printf '%s\n' 'prefix=$(PREFIX)' 'libdir=$(LIBDIR)' \
		'includedir=$(INCLUDEDIR)' '' 'Name: tk' \
		'Description: the rules of a plain-text ticket store' \
		'Version: $(VERSION)' 'Cflags: -I$${includedir}' \
		'Libs: -L$${libdir} -ltk' 'Libs.private: $(LIBS)' >$@

$(BUILD)/share/tk/rulebooks/%/.stamp: lib/rulebooks/%/*.csv
	@mkdir -p $(@D)
	rm -f $(@D)/*.csv
	cp lib/rulebooks/$*/*.csv $(@D)/
	touch $@

# ---- tests and checks: each brings the packages it needs on Debian ------

DEBIAN_BUILD = \
	gcc \
	libc6-dev \
	libcsv-dev \
	libgumbo-dev \
	libjansson-dev \
	libpcre2-dev \
	libutf8proc-dev \
	nettle-dev \
	tzdata
DEBIAN_CHECK = \
	$(DEBIAN_BUILD) \
	bats \
	bsdextrautils \
	bsdutils \
	chromium \
	chromium-driver \
	curl \
	fonts-droid-fallback \
	jq \
	mandoc \
	mount \
	parallel \
	procmail \
	procps \
	util-linux \
	ytnef-tools
DEBIAN_LINT = \
	$(DEBIAN_CHECK) \
	clang \
	clang-tidy \
	cppcheck \
	shellcheck
DEBIAN_COVERAGE = \
	$(DEBIAN_CHECK) \
	gcovr
DEBIAN_BENCH = \
	$(DEBIAN_BUILD) \
	miller \
	recutils \
	ripgrep \
	sqlite3 \
	taskwarrior
DEBIAN_FUZZ = \
	$(DEBIAN_BUILD) \
	clang \
	libclang-rt-14-dev

# Installs what is missing of $(1), and says so; elsewhere than on Debian, or
# not as root, it only says what to install.
define bring
	@if command -v dpkg-query >/dev/null 2>&1; then \
		missing=; \
		for p in $(1); do \
			dpkg-query -W -f='$${Status}' $$p 2>/dev/null | \
			grep -q 'ok installed' || missing="$$missing $$p"; \
		done; \
		if [ -n "$$missing" ]; then \
			if [ "$$(id -u)" -ne 0 ]; then \
				echo "needed: apt-get install$$missing" >&2; \
				exit 1; \
			fi; \
			echo "installing:$$missing"; \
			DEBIAN_FRONTEND=noninteractive; \
			export DEBIAN_FRONTEND; \
			apt-get -qq update && apt-get -qq install -y \
			--no-install-recommends $$missing >/dev/null; \
		fi; \
	fi
endef

TEST_PROGRAMS = $(BUILD)/tests/nomem.so \
	$(sort $(patsubst tests/%.c,$(BUILD)/tests/%,\
	$(filter-out tests/nomem.c,$(wildcard tests/*.c))))

deps-build:
	$(call bring,$(DEBIAN_BUILD))

deps-check:
	$(call bring,$(DEBIAN_CHECK))

deps-lint:
	$(call bring,$(DEBIAN_LINT))

deps-coverage:
	$(call bring,$(DEBIAN_COVERAGE))

deps-bench:
	$(call bring,$(DEBIAN_BENCH))

deps-fuzz:
	$(call bring,$(DEBIAN_FUZZ))

demo: deps-build
	@$(MAKE) --no-print-directory -s all
	@TK_BUILD=$(abspath $(BUILD)) sample-tickets/demo.sh

check: deps-check
	@$(MAKE) --no-print-directory -s all $(TEST_PROGRAMS)
	@TK_BUILD=$(abspath $(BUILD)) tests/run.sh

# What of lib/ no test goes through, branch by branch: tests/README.md. In a
# folder of its own, and what fails there is told but keeps no figure back.
coverage: deps-coverage
	@find $(BUILD)/coverage -name '*.gcda' -delete 2>/dev/null || true
	-@$(MAKE) --no-print-directory -s BUILD=$(BUILD)/coverage CC=gcc SAN= \
		CFLAGS='-O0 -g' SANFLAGS='--coverage -fprofile-update=atomic' \
		check
	@TK_BUILD=$(abspath $(BUILD)) tests/coverage.sh

# With 6 046 real mails that npm fetches; without npm it says so and does not
# fail.
check-corpus: deps-build
	@$(MAKE) --no-print-directory -s all
	@TK_BUILD=$(abspath $(BUILD)) tests/corpus.sh

LINT_C = $(LIB_SRC) $(MAIL_SRC) $(sort $(wildcard cmd/*.c))
TIDY_CHECKS = -*,bugprone-*,clang-analyzer-*,\
	misc-redundant-expression,misc-static-assert,\
	performance-*,readability-misleading-indentation,\
	readability-redundant-*,\
	-bugprone-easily-swappable-parameters,-bugprone-branch-clone,\
	-bugprone-narrowing-conversions,-bugprone-implicit-widening-*,\
	-bugprone-reserved-identifier,-bugprone-sizeof-expression,-performance-no-int-to-ptr,\
	-clang-analyzer-security.insecureAPI.*,\
	-clang-analyzer-valist.Uninitialized,\
	-clang-analyzer-core.NonNullParamChecker,\
	-bugprone-assignment-in-if-condition,-bugprone-suspicious-include

lint: deps-lint
	@$(MAKE) --no-print-directory -s BUILD=$(BUILD)/gcc CC=gcc \
		CFLAGS='-O2 -Werror' all $(TEST_PROGRAMS:$(BUILD)/%=$(BUILD)/gcc/%)
	@$(MAKE) --no-print-directory -s BUILD=$(BUILD)/clang CC=clang \
		CFLAGS='-O2 -Werror' all $(TEST_PROGRAMS:$(BUILD)/%=$(BUILD)/clang/%)
	clang -fsyntax-only -Werror -std=c11 -D_GNU_SOURCE -Ilib $(WARNINGS) \
		$(FUZZ_TARGETS:%=tests/fuzz/%.c)
	cppcheck -q --std=c11 --error-exitcode=1 --inline-suppr \
		--enable=warning,performance,portability \
		--suppress=missingIncludeSystem -Ilib -D_GNU_SOURCE \
		-DTK_VERSION='"$(VERSION)"' lib cmd
	printf '%s\n' $(LINT_C) | xargs -P 2 -n 8 sh -c 'clang-tidy --quiet \
		--checks="$(subst $() ,,$(TIDY_CHECKS))" \
		--warnings-as-errors="*" "$$@" -- -std=c11 -D_GNU_SOURCE \
		-Ilib "-DTK_VERSION=\"$(VERSION)\"" 2>/dev/null' _
	shellcheck -S warning -e SC2034,SC2120 .ci/run tests/*.sh tests/*.bash tests/bench/*.sh tests/bench/*.bash tests/fuzz/*.sh \
		sample-tickets/*.sh
	mandoc -Tlint -W warning man/*.[1-9]

# ---- fuzzing: anything at all is fed to whatever reads a file or a word -----
# A target is tests/fuzz/NAME.c and a line in tests/fuzz/run.sh.

FUZZ_SECONDS ?= 60
FUZZ_TARGETS = $(sort $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/*.c)))
FUZZ_OBJ = $(MAIL_OBJ) $(BUILD)/lib/libtk.a

$(BUILD)/tests/fuzz/%: tests/fuzz/%.c $(wildcard tests/fuzz/*.h) $(FUZZ_OBJ)
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -fsanitize=fuzzer $(LDFLAGS) -o $@ \
		$(filter %.c %.o %.a,$^) $(GUMBO_LIBS) $(NETTLE_LIBS) $(LIBS)

fuzz-programs: $(FUZZ_TARGETS:%=$(BUILD)/tests/fuzz/%)

# In a folder of its own: all of it is built to be watched.
fuzz: deps-fuzz
	@$(MAKE) --no-print-directory -s BUILD=$(BUILD)/fuzz CC=clang SAN= \
		CPPFLAGS='$(CPPFLAGS) -DTK_STREAM_BLOCK=251' \
		SANFLAGS='-fsanitize=address,undefined,fuzzer-no-link \
		-fno-sanitize-recover=undefined -fno-omit-frame-pointer' \
		fuzz-programs
	@TK_BUILD=$(abspath $(BUILD)) tests/fuzz/run.sh $(FUZZ_SECONDS)

# ---- speed: printed, never judged -----------------------------------------
# BENCH_SIZE=1000000 adds a store of that many tickets; tk-performance(7).

BENCH_SIZE ?= 100000
BENCH_PROGRAMS = $(sort $(patsubst tests/%.c,$(BUILD)/tests/%,\
	$(wildcard tests/bench/*.c)))

# With all of the commands' libraries, whether they are used or not.
$(BUILD)/tests/bench/%: tests/bench/%.c $(BUILD)/lib/libtk.so
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -Ilib $(LDFLAGS) \
		-Wl,-rpath,'$$ORIGIN/../../lib' -o $@ $< \
		-L$(BUILD)/lib -Wl,--no-as-needed -ltk $(CSV_LIBS)

$(BUILD)/tests/bench/mail: tests/bench/mail.c $(MAIL_OBJ) \
		$(BUILD)/lib/libtk.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -Ilib $(LDFLAGS) -o $@ $(filter %.c %.o,$^) \
		$(MAIL_LIBS)

# Loading a rulebook is no function of tk.h: this one looks inside.
$(BUILD)/tests/bench/rules: tests/bench/rules.c $(BUILD)/lib/libtk.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -Ilib $(LDFLAGS) -o $@ $< $(BUILD)/lib/libtk.a \
		$(LIBS)

bench: deps-bench
	@$(MAKE) --no-print-directory -s all $(BENCH_PROGRAMS)
	@TK_BUILD=$(abspath $(BUILD)) BENCH_SIZE=$(BENCH_SIZE) \
		tests/bench/run.sh

# ---- installing ----------------------------------------------------------

install: all
	$(INSTALL) -d $(DESTDIR)$(BINDIR) $(DESTDIR)$(LIBDIR)/pkgconfig \
		$(DESTDIR)$(INCLUDEDIR) $(DESTDIR)$(MANDIR)/man1 \
		$(DESTDIR)$(MANDIR)/man5 $(DESTDIR)$(MANDIR)/man7
	$(INSTALL) -m 755 $(COMMANDS:%=$(BUILD)/bin/%) $(DESTDIR)$(BINDIR)/
	$(INSTALL) -m 755 $(BUILD)/lib/$(SONAME) $(DESTDIR)$(LIBDIR)/
	ln -sf $(SONAME) $(DESTDIR)$(LIBDIR)/libtk.so
	$(INSTALL) -m 644 $(BUILD)/lib/libtk.a $(DESTDIR)$(LIBDIR)/
	$(INSTALL) -m 644 $(BUILD)/lib/pkgconfig/tk.pc \
		$(DESTDIR)$(LIBDIR)/pkgconfig/
	$(INSTALL) -m 644 lib/tk.h $(DESTDIR)$(INCLUDEDIR)/
	for r in $(RULEBOOKS); do \
		$(INSTALL) -d $(DESTDIR)$(DATADIR)/rulebooks/$$r && \
		$(INSTALL) -m 644 lib/rulebooks/$$r/*.csv \
			$(DESTDIR)$(DATADIR)/rulebooks/$$r/ || exit 1; \
	done
	for s in 1 5 7; do \
		$(INSTALL) -m 644 man/*.$$s $(DESTDIR)$(MANDIR)/man$$s/ || \
			exit 1; \
	done

uninstall:
	rm -f $(COMMANDS:%=$(DESTDIR)$(BINDIR)/%) \
		$(DESTDIR)$(LIBDIR)/$(SONAME) $(DESTDIR)$(LIBDIR)/libtk.so \
		$(DESTDIR)$(LIBDIR)/libtk.a \
		$(DESTDIR)$(LIBDIR)/pkgconfig/tk.pc \
		$(DESTDIR)$(INCLUDEDIR)/tk.h
	rm -rf $(DESTDIR)$(DATADIR)
	for p in man/*.[157]; do \
		rm -f $(DESTDIR)$(MANDIR)/man$${p##*.}/$${p#man/}; \
	done

dist:
	git archive --prefix=tk-$(VERSION)/ -o tk-$(VERSION).tar.gz HEAD

clean:
	rm -rf $(BUILD)

-include $(LIB_OBJ:.o=.d) $(MAIL_OBJ:.o=.d) $(CMD_OBJ:.o=.d) $(IMPORT_OBJ:.o=.d) $(COMMANDS:%=$(BUILD)/obj/cmd/%.d)
.PHONY: all bench check check-corpus clean coverage demo deps-bench \
	deps-build deps-check deps-coverage deps-fuzz deps-lint dist fuzz \
	fuzz-programs install lint uninstall
.SECONDARY:
