# SPDX-License-Identifier: Apache-2.0
# tests/fuzz/fuzz_NAME.c is a target, tests/fuzz/corpus/NAME its seeds.  Include this at the end of
# the Makefile.
#   make fuzz-replay                          the seeds, with any compiler: part of check
#   make fuzz [FUZZ_SECONDS=30] [FUZZ=names]  libFuzzer, which only clang has; what it finds is kept
#                                             in build/fuzz/corpus and build/fuzz/found
FUZZ_CC ?= clang
FUZZ_SECONDS ?= 30
FUZZ_NAMES := $(patsubst tests/fuzz/fuzz_%.c,%,$(sort $(wildcard tests/fuzz/fuzz_*.c)))
FUZZ ?= $(FUZZ_NAMES)

fuzz_includes := -Iprobe -Itests/fuzz
$(BUILD)/asan/tests/fuzz/%.o $(BUILD)/fuzz/tests/fuzz/%.o: private unit_flags := $(fuzz_includes)

# --- with the sanitizers of the asan build -------------------------------------------------------
fuzz_replays := $(addprefix $(BUILD)/asan/fuzz/,$(FUZZ_NAMES))
$(fuzz_replays): $(BUILD)/asan/fuzz/%: $(BUILD)/asan/tests/fuzz/fuzz_%.o $(BUILD)/asan/tests/fuzz/replay.o \
		$(call beside,asan) $(BUILD)/asan/libecsprobe.a $(THIRD_PARTY)
	$(call say,LINK,$@)
	@mkdir -p $(@D)
	$(Q)$(CC) $(DEBUG_CFLAGS) $(LDFLAGS) $(link_asan) -o $@ $^ -lm

.PHONY: fuzz-replay fuzz
fuzz-replay: $(fuzz_replays)
	$(Q)for name in $(FUZZ_NAMES); do \
		$(BUILD)/asan/fuzz/$$name tests/fuzz/corpus/$$name >$(BUILD)/asan/fuzz/log 2>&1 && echo "fuzz-replay: $$name $$(tail -n 1 $(BUILD)/asan/fuzz/log)" \
		|| { cat $(BUILD)/asan/fuzz/log; echo "fuzz-replay: $$name FAILED"; exit 1; }; \
	done

# --- with libFuzzer ------------------------------------------------------------------------------
flags_fuzz := $(language) $(placeless) $(warnings) -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined \
	-fPIE -ffunction-sections -fdata-sections $(CPPFLAGS) $(DEBUG_CFLAGS)
link_fuzz := $(link) -pie -fsanitize=fuzzer,address,undefined
$(BUILD)/fuzz/%: private CC := $(FUZZ_CC)
ifneq ($(filter fuzz,$(MAKECMDGOALS)),)
$(call write_if_changed,$(BUILD)/fuzz/flags,$(call quote,$(FUZZ_CC) $(flags_fuzz) $(link_fuzz) $(LDFLAGS)))
endif
$(eval $(call variant,fuzz))

fuzzers := $(addprefix $(BUILD)/fuzz/bin/,$(FUZZ_NAMES))
$(fuzzers): $(BUILD)/fuzz/bin/%: $(BUILD)/fuzz/tests/fuzz/fuzz_%.o $(call beside,fuzz) $(BUILD)/fuzz/libecsprobe.a $(THIRD_PARTY)
	$(call say,LINK,$@)
	@mkdir -p $(@D)
	$(Q)$(FUZZ_CC) $(DEBUG_CFLAGS) $(LDFLAGS) $(link_fuzz) -o $@ $^ -lm

fuzz: $(addprefix $(BUILD)/fuzz/bin/,$(FUZZ))
	@mkdir -p $(BUILD)/fuzz/found $(addprefix $(BUILD)/fuzz/corpus/,$(FUZZ))
	$(Q)for name in $(FUZZ); do \
		echo "fuzz: $$name"; \
		$(BUILD)/fuzz/bin/$$name -max_total_time=$(FUZZ_SECONDS) -max_len=4096 -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
			-artifact_prefix=$(BUILD)/fuzz/found/$$name- $(BUILD)/fuzz/corpus/$$name tests/fuzz/corpus/$$name 2>&1 | \
			grep -E 'ERROR|SUMMARY|broken promise|stat::number_of_executed|runtime error|Done|artifact' || true; \
	done
	$(Q)test -z "$$(ls $(BUILD)/fuzz/found)" || { ls $(BUILD)/fuzz/found; exit 1; }

-include $(wildcard $(BUILD)/asan/tests/fuzz/*.d $(BUILD)/fuzz/tests/fuzz/*.d)
