# SPDX-License-Identifier: Apache-2.0
# `make help` lists the targets.  CC, CFLAGS, CPPFLAGS and LDFLAGS are the user's; what the project
# itself needs stands in other variables, so `make CFLAGS=-O0` and a packager's flags just work.
SHELL := /bin/bash
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules
ifeq ($(filter -j%,$(MAKEFLAGS)),)
MAKEFLAGS += -j$(shell nproc)
endif

# TARGET=arm64 builds for another machine, with Debian's cross compiler; native and the name of this one are the same.
TARGET ?= native
tuple_amd64 := x86_64-linux-gnu
tuple_arm64 := aarch64-linux-gnu
ifneq ($(TARGET),native)
ifeq ($(tuple_$(TARGET)),)
$(error TARGET=$(TARGET): known are native amd64 arm64)
endif
ifeq ($(filter $(shell uname -m)-%,$(tuple_$(TARGET))),)
CROSS := $(tuple_$(TARGET))-
endif
endif

ifeq ($(origin CC),default)
CC := $(CROSS)gcc
endif
ifeq ($(origin AR),default)
AR := $(CROSS)ar
endif
STRIP ?= $(CROSS)strip
# Smaller than -Os by 5 KB; compilers before GCC 12 do not know it.
knows = $(shell $(CC) $(1) -E -x c /dev/null >/dev/null 2>&1 && echo $(1))
smallest := $(or $(call knows,-Oz),-Os)
CFLAGS ?= $(smallest) -g
DEBUG_CFLAGS ?= -O1 -g -fno-omit-frame-pointer
PREFIX ?= /usr/local
BINDIR ?= $(PREFIX)/bin
DATADIR ?= $(PREFIX)/share
MANDIR ?= $(DATADIR)/man
DOCDIR ?= $(DATADIR)/doc/ecsprobe
UNITDIR ?= $(PREFIX)/lib/systemd/system
CATALOGDIR ?= $(PREFIX)/lib/systemd/catalog
# Where the binary looks, whatever PREFIX is.
SYSCONFDIR ?= /etc
BUILD ?= $(if $(CROSS),build/$(TARGET),build)
# The libraries are built once, whatever compiler tries our own sources.
DEPS_CC ?= $(CROSS)gcc
DEPS := build/deps/$(if $(CROSS),$(TARGET),current)
DEPS_STAMP := build/deps/stamp$(if $(CROSS),-$(TARGET))
Q := $(if $(V),,@)
comma := ,
say = $(if $(V),,@printf '  %-7s %s\n' $(1) $(2))

VERSION := $(shell cat VERSION)
# The time of the tree, not of the build, so that one tree always gives one binary.
SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct 2>/dev/null || find probe include -type f -printf '%Ts\n' | sort -n | tail -n 1)
MACHINE := $(shell $(CC) -dumpmachine)

# --- sources -------------------------------------------------------------------------------------
# static_nss.c takes libc's lookups out of the static binary; static_cap.c stands in for libcap and shortage.c looks at
# what libraries ask of the system, everywhere.  All are named in the links, as an archive member would come too late for
# libsystemd.
STUBS := probe/base/static_nss.c probe/base/static_cap.c probe/base/shortage.c probe/base/wiped.c
beside = $(addprefix $(BUILD)/$(1)/probe/base/,static_cap.o shortage.o wiped.o)
DESCRIBE := packaging/describe/describe.c
SOURCES := $(sort $(wildcard probe/*.c probe/*/*.c))
LIBRARY := $(filter-out probe/main.c $(STUBS),$(SOURCES))
# Only these are compiled again when a commit moves the time.
DATED := $(shell grep -slE 'ECSPROBE_(VERSION|BUILD_EPOCH)' $(SOURCES) $(DESCRIBE) /dev/null)
UNIT_TESTS := $(sort $(wildcard tests/unit/test_*.c))
UNIT_HELPERS := $(filter-out $(UNIT_TESTS),$(sort $(wildcard tests/unit/*.c)))

# --- flags ---------------------------------------------------------------------------------------
warnings := -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wformat=2 -Wswitch-enum $(if $(WERROR),-Werror)
language := -std=gnu17 -D_GNU_SOURCE -Iinclude -isystem $(DEPS)/include
# Debug information must not tell where it was built.
placeless := '-ffile-prefix-map=$(CURDIR)=.'
# No -fcf-protection: libc.a has no marks, so the kernel would never turn it on, and it would cost bytes alone.
hardening := -fstack-protector-strong -fstack-clash-protection
ifneq ($(filter aarch64-%,$(MACHINE)),)
hardening += -mbranch-protection=standard
endif
# _FORTIFY_SOURCE is a warning without optimization, and hides calls from AddressSanitizer.
optimized = $(filter-out -O0,$(lastword $(filter -O%,$(1))))
fortify = $(if $(call optimized,$(1)),-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)
sanitize := -fsanitize=address,undefined -fno-sanitize-recover=undefined
when = -DECSPROBE_VERSION='"$(VERSION)"' -DECSPROBE_BUILD_EPOCH=$(SOURCE_DATE_EPOCH)
dated = $(when) -DECSPROBE_LIBSYSTEMD='"$(shell sed -n 's/^systemd \([^ ]*\).*/\1/p' $(DEPS)/versions 2>/dev/null)"'

# GCC aligns every array to 32 bytes otherwise, for loops that there are none of: 4 KB.
aligned := $(if $(filter x86_64-%,$(MACHINE)),$(call knows,-malign-data=abi))
flags_release := $(language) $(placeless) $(warnings) $(hardening) $(call fortify,$(CFLAGS)) -fPIE -ffunction-sections -fdata-sections \
	-fno-asynchronous-unwind-tables -fno-unwind-tables $(aligned) $(CPPFLAGS) $(CFLAGS)
flags_debug := $(language) $(placeless) $(warnings) $(hardening) $(call fortify,$(DEBUG_CFLAGS)) -fPIE -ffunction-sections -fdata-sections $(CPPFLAGS) $(DEBUG_CFLAGS)
flags_asan := $(language) $(placeless) $(warnings) $(sanitize) -fPIE -ffunction-sections -fdata-sections $(CPPFLAGS) $(DEBUG_CFLAGS)

THIRD_PARTY := $(addprefix $(DEPS)/lib/,libcurl.a libcares.a libssl.a libcrypto.a libsystemd.a)
# --gc-sections is not only for size: what libsystemd has beyond our use is not linkable.
link := -Wl,--gc-sections,-z,relro,-z,now,-z,noexecstack $(addprefix -Wl$(comma)--wrap=,socket connect send sendto fcntl epoll_ctl free realloc ares_init_sysconfig_files)
# --wrap: see probe/base/shortage.c and wiped.c.
# Fatal, because the linker's only likely warning is that libc's NSS, and so dlopen, has come in.
# GNU ld has packed relocations for x86-64 alone: without them arm64 has 0.4 MB more. The linker is named by a
# path of our own because a cross compiler does not look in PATH.
ifneq ($(filter aarch64-%,$(MACHINE)),)
relocations := -B$(BUILD)/linker -fuse-ld=lld -Wl,--pack-dyn-relocs=relr
else
relocations := -Wl,-z,pack-relative-relocs
endif
# Nobody unwinds: the index of the frames would be 14 KB.
link_release := $(link) -static-pie $(relocations) -Wl,--build-id=sha1,--fatal-warnings,--no-eh-frame-hdr
# The cross compiler's libc by its own path: with qemu's -L, "/" itself would be another directory.
libc_of_cross := /usr/$(tuple_$(TARGET))/lib
link_debug := $(link) -pie $(if $(CROSS),-Wl$(comma)--dynamic-linker=$(wildcard $(libc_of_cross)/ld-linux-*.so.1)$(comma)-rpath$(comma)$(libc_of_cross))
link_asan := $(link) -pie $(sanitize)

# --- stamps: written only when their text changes, so that make itself sees what is stale --------
write_if_changed = $(shell mkdir -p $(dir $(1)); cmp -s $(1) <(printf '%s\n' $(2)) || printf '%s\n' $(2) >$(1))
quote = '$(subst ','\'',$(1))'
ifeq ($(filter clean help uninstall,$(MAKECMDGOALS)),)
$(foreach v,release debug asan,$(call write_if_changed,$(BUILD)/$(v)/flags,$(call quote,$(CC) $(flags_$(v)) $(link_$(v)) $(LDFLAGS))))
# Not the library's version: it is not there yet where the libraries are not, and when they change all is compiled again.
$(call write_if_changed,$(BUILD)/dated,$(call quote,$(when)))
endif

ifneq ($(filter aarch64-%,$(MACHINE)),)
$(shell mkdir -p $(BUILD)/linker && ln -sfn "$$(command -v ld.lld)" $(BUILD)/linker/ld.lld)
endif

# What runs a program of another machine.
EMULATOR ?= $(if $(CROSS),qemu-$(firstword $(subst -, ,$(CROSS))))
valgrind := valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite,indirect
.PHONY: all libraries packages release debug asan unit unit-programs unit-asan unit-valgrind planted-valgrind planted-asan describe docs truth e2e real-agent oracle lint check quick demo install uninstall clean help flags epoch where
all: $(BUILD)/ecsprobe
debug: $(BUILD)/debug/ecsprobe
asan: $(BUILD)/asan/ecsprobe

# --- third-party archives ------------------------------------------------------------------------
$(DEPS_STAMP): scripts/deps scripts/sources scripts/deps.lock $(if $(wildcard $(DEPS)/versions),,missing-deps)
	$(Q)CC=$(DEPS_CC) TARGET=$(TARGET) scripts/deps
	$(Q)touch $@
.PHONY: missing-deps
missing-deps:
libraries: $(DEPS_STAMP)
$(THIRD_PARTY): $(DEPS_STAMP) ;

# --- one set of rules for the three builds -------------------------------------------------------
define variant
objects_$(1) := $$(patsubst %.c,$$(BUILD)/$(1)/%.o,$$(LIBRARY))

$$(BUILD)/$(1)/%.o: %.c $$(BUILD)/$(1)/flags $$(DEPS_STAMP)
	$$(call say,CC,$$<)
	@mkdir -p $$(@D)
	$$(Q)$$(CC) $$(flags_$(1)) $$(if $$(filter $$<,$$(DATED)),$$(dated)) $$(unit_flags) -MMD -MP -c -o $$@ $$<
$$(patsubst %.c,$$(BUILD)/$(1)/%.o,$$(DATED)): $$(BUILD)/dated

$$(BUILD)/$(1)/libecsprobe.a: $$(objects_$(1))
	$$(call say,AR,$$@)
	@rm -f $$@
	$$(Q)$$(AR) rcsD $$@ $$(objects_$(1))

-include $$(patsubst %.c,$$(BUILD)/$(1)/%.d,$$(SOURCES) $$(DESCRIBE) $$(UNIT_TESTS) $$(UNIT_HELPERS))
endef
$(foreach v,release debug asan,$(eval $(call variant,$(v))))

link_parts = $(BUILD)/$(1)/probe/main.o $(call beside,$(1)) $(BUILD)/$(1)/libecsprobe.a $(THIRD_PARTY)

$(BUILD)/ecsprobe.debug: $(BUILD)/release/probe/base/static_nss.o $(call link_parts,release)
	$(call say,LINK,$@)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) $(link_release) -o $@ $^ -lm
$(BUILD)/ecsprobe: $(BUILD)/ecsprobe.debug
	$(call say,STRIP,$@)
	$(Q)$(STRIP) -o $@ $<

$(BUILD)/debug/ecsprobe: $(call link_parts,debug)
$(BUILD)/asan/ecsprobe: $(call link_parts,asan)
$(BUILD)/debug/ecsprobe $(BUILD)/asan/ecsprobe: $(BUILD)/%/ecsprobe:
	$(call say,LINK,$@)
	$(Q)$(CC) $(DEBUG_CFLAGS) $(LDFLAGS) $(link_$*) -o $@ $^ -lm

# --- unit tests: tests/unit/test_*.c are programs, the other files there are linked into each ----
define unit_variant
unit_programs_$(1) := $$(patsubst tests/unit/%.c,$$(BUILD)/$(1)/unit/%,$$(UNIT_TESTS))
$$(BUILD)/$(1)/tests/unit/%.o: private unit_flags := -Iprobe -Itests/unit
$$(BUILD)/$(1)/unit/%: $$(BUILD)/$(1)/tests/unit/%.o $$(patsubst %.c,$$(BUILD)/$(1)/%.o,$$(UNIT_HELPERS)) \
		$$(call beside,$(1)) $$(BUILD)/$(1)/libecsprobe.a $$(THIRD_PARTY)
	$$(call say,LINK,$$@)
	@mkdir -p $$(@D)
	$$(Q)$$(CC) $$(DEBUG_CFLAGS) $$(LDFLAGS) $$(link_$(1)) -o $$@ $$^ -lm $(DEPS)/lib/libcmocka.a
endef
$(foreach v,debug asan,$(eval $(call unit_variant,$(v))))
.SECONDARY:

# A leak of our own, which the memory checkers must find.
define planted_variant
$$(BUILD)/$(1)/planted/leak: $$(BUILD)/$(1)/tests/planted/leak.o $$(call beside,$(1)) $$(BUILD)/$(1)/libecsprobe.a
	@mkdir -p $$(@D)
	$$(Q)$$(CC) $$(DEBUG_CFLAGS) $$(LDFLAGS) $$(link_$(1)) -o $$@ $$^ $(DEPS)/lib/libcmocka.a
endef
$(foreach v,debug asan,$(eval $(call planted_variant,$(v))))

# The tables as JSON, for scripts/docs: with the objects that the program has them in.
$(BUILD)/debug/describe: $(patsubst %.c,$(BUILD)/debug/%.o,$(DESCRIBE)) $(call beside,debug) $(BUILD)/debug/libecsprobe.a $(THIRD_PARTY)
	$(call say,LINK,$@)
	$(Q)$(CC) $(DEBUG_CFLAGS) $(LDFLAGS) $(link_debug) -o $@ $^ -lm
describe: $(BUILD)/debug/describe
docs: describe
	$(Q)scripts/docs

unit-programs: $(unit_programs_debug)
unit: $(unit_programs_debug)
	$(Q)WRAPPER='$(EMULATOR)' $(if $(CROSS),LEAVE_OUT=tests/unit/not-emulated) scripts/unit $^
unit-asan: $(unit_programs_asan)
	$(Q)scripts/unit $^
unit-valgrind: $(unit_programs_debug)
	$(Q)WRAPPER='$(valgrind)' scripts/unit $^
planted-valgrind: $(BUILD)/debug/planted/leak
	$(Q)WRAPPER='$(valgrind)' scripts/unit $^
planted-asan: $(BUILD)/asan/planted/leak
	$(Q)scripts/unit $^

# The names of every Region against AWS's own data (tests/truth/README.md).
truth: all
	$(Q)tests/truth/check $(BUILD)/ecsprobe

# --- the rest ------------------------------------------------------------------------------------
e2e: all
	$(Q)tests/e2e/run
# Asks Go, which is built for it, what ecsprobe is held to: tests/oracle/README.md.
oracle: all
	$(Q)tests/oracle/run

# The agent and the ecs-init of an instance, which the user names: tests/real-agent/README.md.
real-agent: all
	$(Q)tests/real-agent/run '$(AGENT_IMAGE)' '$(ECS_INIT)'
lint: debug
	$(Q)scripts/lint
check:
	$(Q)scripts/check
quick:
	$(Q)scripts/check --quick
demo:
	$(Q)scripts/demo

# What is installed: SOURCE:DESTINATION. Man pages, completions and units are what packaging has of them.
BASHDIR ?= $(DATADIR)/bash-completion/completions
ZSHDIR ?= $(DATADIR)/zsh/site-functions
FISHDIR ?= $(DATADIR)/fish/vendor_completions.d
units := $(wildcard $(addprefix packaging/systemd/*.,service timer socket path target))
examples := $(wildcard packaging/systemd/*.conf packaging/cloud-init/* packaging/fleet/*.json packaging/packer/* packaging/prometheus/*.yml)
as_they_are := $(foreach f,$(wildcard packaging/man/*.[1-8]),$(f):$(MANDIR)/man$(subst .,,$(suffix $(f)))/$(notdir $(f))) \
	$(foreach f,$(wildcard packaging/completions/*.bash),$(f):$(BASHDIR)/$(basename $(notdir $(f)))) \
	$(foreach f,$(wildcard packaging/completions/*.zsh packaging/completions/_*),$(f):$(ZSHDIR)/_$(patsubst _%,%,$(basename $(notdir $(f))))) \
	$(foreach f,$(wildcard packaging/completions/*.fish),$(f):$(FISHDIR)/$(notdir $(f))) \
	$(foreach f,$(wildcard packaging/systemd/*.catalog),$(f):$(CATALOGDIR)/$(notdir $(f))) \
	$(foreach f,$(examples),$(f):$(DOCDIR)/examples/$(notdir $(f))) \
	packaging/grafana/ecsprobe.json:$(DOCDIR)/examples/grafana-dashboard.json \
	$(foreach f,LICENSE packaging/LICENSES.md $(BUILD)/NOTICE,$(f):$(DOCDIR)/$(notdir $(f)))
settings := $(foreach f,ecsprobe.conf profiles.d/README,packaging/$(f):$(SYSCONFDIR)/ecsprobe/$(f))
own_folders := $(SYSCONFDIR)/ecsprobe/profiles.d $(SYSCONFDIR)/ecsprobe $(DOCDIR)/examples $(DOCDIR)
from = $(firstword $(subst :, ,$(1)))
to = '$(DESTDIR)$(lastword $(subst :, ,$(1)))'
define newline


endef
each = $(foreach p,$(2),$(call $(1),$(p))$(newline))
put = install -D -m 644 $(from) $(to)
# The units name the packages' path.
put_unit = install -d '$(DESTDIR)$(UNITDIR)' && sed 's|/usr/bin/ecsprobe\>|$(BINDIR)/ecsprobe|g' $(1) >'$(DESTDIR)$(UNITDIR)/$(notdir $(1))' && chmod 644 '$(DESTDIR)$(UNITDIR)/$(notdir $(1))'
# What somebody has edited is theirs.
put_settings = test -e $(to) || install -D -m 644 $(from) $(to)
drop = rm -f $(to)
drop_settings = ! cmp -s $(from) $(to) || rm -f $(to)
# As the packages do, where it is this machine that is changed: what runs does not outlive its file, and systemd reads the
# files again. Only units that are ours: a package may have brought others of the same name.
ours = $(strip $(foreach u,$(notdir $(units)),$(if $(wildcard $(UNITDIR)/$(u)),$(u))))
on_this_machine = $(if $(DESTDIR),,$(Q)if [ "$$(id -u)" = 0 ] && command -v systemctl >/dev/null; then $(1); fi || true)
reload = $(call on_this_machine,test ! -d /run/systemd/system || { systemctl --system daemon-reload; journalctl --update-catalog; } >/dev/null)
disable = $(if $(ours),$(call on_this_machine,systemctl --system disable --now $(ours)))

# As a new file: "sudo make install" may have left one that its user cannot write.
$(BUILD)/NOTICE: scripts/notice packaging/NOTICE $(DEPS_STAMP) $(BUILD)/ecsprobe
	$(Q)DEPS=$(DEPS) CC=$(CC) scripts/notice >$@.new && mv -f $@.new $@

install: all $(BUILD)/NOTICE
	install -D -m 755 $(BUILD)/ecsprobe '$(DESTDIR)$(BINDIR)/ecsprobe'
	$(call each,put,$(as_they_are))$(call each,put_unit,$(units))$(call each,put_settings,$(settings))
	$(reload)
# Folders that others have files in stay.
uninstall:
	$(disable)
	rm -f '$(DESTDIR)$(BINDIR)/ecsprobe' $(patsubst %,'$(DESTDIR)$(UNITDIR)/%',$(notdir $(units)))
	$(call each,drop,$(as_they_are))$(call each,drop_settings,$(settings))
	$(Q)for folder in $(patsubst %,'$(DESTDIR)%',$(own_folders)); do test ! -d "$$folder" || rmdir --ignore-fail-on-non-empty "$$folder"; done
	$(reload)

packages:
	$(Q)scripts/packages
release:
	$(Q)scripts/release

# The libraries took minutes and depend on nothing here: rm -r build takes them too.
clean:
	$(Q)rm -rf $(BUILD)/release $(BUILD)/debug $(BUILD)/asan $(BUILD)/fuzz $(BUILD)/ecsprobe $(BUILD)/ecsprobe.debug $(BUILD)/dated $(BUILD)/NOTICE $(BUILD)/linker $(if $(CROSS),,$(BUILD)/packages $(BUILD)/release-*)

# What scripts/lint hands to clang-tidy.
flags:
	@echo $(call quote,$(language) $(warnings) $(dated))
# What scripts/check and the packages hand to a second build.
epoch:
	@echo $(SOURCE_DATE_EPOCH)
# What scripts/packages asks of a target.
where:
	@echo $(BUILD) $(DEPS) $(CC)

help:
	@printf '%s\n' 'all (default)  build/ecsprobe, the static binary' \
	  'libraries      what is linked in, which "all" builds first and once' \
	  'debug, asan    the same sources with dynamic libc, for valgrind; and with sanitizers' \
	  'unit, unit-asan, unit-valgrind, fuzz-replay, truth, e2e, lint   parts of:' 'check          everything that a change must pass' \
	  'quick          build, unit tests and the scenarios that reach everywhere: in 3 minutes, before a commit' \
	  'oracle         asks Go in the lab and writes tests/data/oracle.tsv: tests/oracle/README.md' \
	  'real-agent     the scenarios of tests/real-agent: AGENT_IMAGE=FILE.tar ECS_INIT=FILE' \
	  'fuzz           libFuzzer on what reads bytes from outside: FUZZ=names FUZZ_SECONDS=30' \
	  'bench          the table of tests/bench: beside curl and others, in a lab (PEERS=all)' \
	  'budget         instructions of the hot paths beside those of the merge base' \
	  'soak           hostile peers, injected faults and the fuzzers for hours; their short forms are parts of check' \
	  'coverage       lines and branches that unit tests and scenarios run: COVERAGE_SCENARIOS=--quick' \
	  'docs           writes the man pages, completions and example settings anew' 'demo           shows the tool on endpoints of its own' 'install, uninstall   PREFIX, DESTDIR' \
	  'packages       deb and rpm for amd64 and arm64, with SBOM and checksums, in build/packages' \
	  'release        packages and static binaries of both machines, with what goes with them, in build/release-VERSION' 'clean, help' \
	  'variables      CC CFLAGS CPPFLAGS LDFLAGS BUILD TARGET=arm64 WERROR=1 V=1'

# Not there in a tree without tests.
-include tests/fuzz/rules.mk tests/soak.mk tests/bench/rules.mk
