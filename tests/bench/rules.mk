# SPDX-License-Identifier: Apache-2.0
# tests/bench/README.md.  Neither is a part of check: what they measure is a machine's, and takes minutes.
#   make bench [PEERS=all] [BENCH="--names 8 --rtt 0"]   the table; of all of it, into tests/bench/RESULTS.md
#   make budget [BASE=REVISION]                          instructions of the hot paths beside those of the merge base
# The budget also builds a tree of another time with this file, whether or not its Makefile includes one.
ifndef BENCH_BUILD
BENCH_BUILD := $(BUILD)/bench
bench_objects := $(BUILD)/release/tests/bench
$(bench_objects)/%.o: private unit_flags := -Iprobe

# Without the --wrap of the program: nothing stands between it and OpenSSL.
$(BENCH_BUILD)/floor: $(bench_objects)/floor.o $(BUILD)/release/probe/base/static_nss.o $(BUILD)/release/libecsprobe.a $(THIRD_PARTY)
	$(call say,LINK,$@)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -static-pie -Wl,--gc-sections -s -o $@ $(bench_objects)/floor.o $(BUILD)/release/probe/base/static_nss.o \
		$(BUILD)/release/libecsprobe.a $(DEPS)/lib/libssl.a $(DEPS)/lib/libcrypto.a
$(BENCH_BUILD)/meter: $(bench_objects)/meter.o
	$(call say,LINK,$@)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -static-pie -s -o $@ $<

# The helpers of the unit tests make its reports.
drive_objects := $(patsubst %.c,$(BUILD)/release/%.o,$(UNIT_HELPERS))
$(drive_objects) $(bench_objects)/drive.o: private unit_flags := -Iprobe -Itests/unit
$(BENCH_BUILD)/drive: $(bench_objects)/drive.o $(drive_objects) $(call beside,release) $(BUILD)/release/libecsprobe.a $(THIRD_PARTY)
	$(call say,LINK,$@)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) $(link) -pie -o $@ $^ -lm $(DEPS)/lib/libcmocka.a

.PHONY: bench budget
budget: all $(BENCH_BUILD)/drive
	$(Q)tests/bench/budget.py $(if $(BASE),--base $(BASE))
bench: all $(BENCH_BUILD)/floor $(BENCH_BUILD)/meter
	$(Q)tests/bench/peers $(if $(PEERS),--peers $(PEERS))
	$(Q)tests/bench/run $(if $(PEERS),--peers $(PEERS)) $(BENCH)
	$(Q)tests/bench/table.py $(BENCH_BUILD)/rows.jsonl $(if $(BENCH),,tests/bench/RESULTS.md)

-include $(wildcard $(bench_objects)/*.d)
-include $(wildcard $(BUILD)/release/tests/unit/*.d)
endif
