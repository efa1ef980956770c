# SPDX-License-Identifier: Apache-2.0
# What takes too long for scripts/check, which has the short form of each.  Included at the end of the Makefile.
#   make soak [SOAK_ROUNDS=1000] [SOAK_FAULTS=1000] [SOAK_FUZZ_SECONDS=600]   hostile peers, injected faults, libFuzzer
#   make coverage [COVERAGE_SCENARIOS='--quick']                         lines and branches, of unit tests and scenarios
# SOAK_FAULTS=all: every call and every allocation, which takes hours.  E2E_SEED=N: the same again.
SOAK_ROUNDS ?= 1000
SOAK_FAULTS ?= 1000
SOAK_FUZZ_SECONDS ?= 600
SOAK_LIMIT_S ?= 36000
soak_scenarios := hostile-peers faults-run faults-wait faults-bake faults-memory restart-call-fails-any
.PHONY: soak soak-scenarios soak-fuzz coverage

soak: soak-scenarios soak-fuzz
soak-scenarios: all debug
	$(Q)E2E_ROUNDS=$(SOAK_ROUNDS) E2E_FAULTS=$(SOAK_FAULTS) E2E_LIMIT_S=$(SOAK_LIMIT_S) tests/e2e/run -j 2 $(soak_scenarios)
soak-fuzz:
	$(Q)$(MAKE) fuzz FUZZ_SECONDS=$(SOAK_FUZZ_SECONDS)

# Built apart, without optimization, so that a line is a line, and of one time, so that nothing is compiled again between.
# placeless would move the counters to a path that depends on where a test runs.
COVERAGE_SCENARIOS ?=
coverage := BUILD=build/coverage SOURCE_DATE_EPOCH=$(SOURCE_DATE_EPOCH) placeless= DEBUG_CFLAGS='-O0 -g --coverage -fprofile-abs-path -fprofile-update=atomic'
coverage:
	$(Q)$(MAKE) $(coverage) debug unit-programs
	$(Q)find build/coverage -name '*.gcda' -delete
	$(Q)$(MAKE) -s $(coverage) unit
	$(Q)find build/coverage -type d -exec chmod 777 {} +
	$(Q)find build/coverage -name '*.gcda' -exec chmod 666 {} +
	$(Q)tests/e2e/run --binary build/coverage/debug/ecsprobe $(COVERAGE_SCENARIOS) || echo 'coverage: some scenarios failed with this build'
	$(Q)scripts/coverage build/coverage $(if $(COVERAGE_SCENARIOS),--partial)
