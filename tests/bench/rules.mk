# SPDX-License-Identifier: Apache-2.0
# tests/bench/README.md.  Neither is a part of check: what they measure is a machine's, and takes minutes.
#   make bench [PEERS=all] [BENCH="--names 8 --rtt 0"]   the table, which it writes into tests/bench/RESULTS.md
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

.PHONY: bench
bench: all $(BENCH_BUILD)/floor $(BENCH_BUILD)/meter
	$(Q)tests/bench/peers $(if $(PEERS),--peers $(PEERS))
	$(Q)tests/bench/run $(if $(PEERS),--peers $(PEERS)) $(BENCH)
	$(Q)tests/bench/table.py $(BENCH_BUILD)/rows.jsonl >tests/bench/RESULTS.md.new
	$(Q)mv tests/bench/RESULTS.md.new tests/bench/RESULTS.md
	$(Q)cat tests/bench/RESULTS.md

-include $(wildcard $(bench_objects)/*.d)
