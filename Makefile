# SPDX-License-Identifier: MIT
# fcsim - see README.md. `make` builds ./fcsim; `make test` and `make demo` also install what is missing.

CC ?= cc
BUILDS ?= build
BUILD ?= $(BUILDS)/release
OPT ?= -O2
SYMBOLS ?= -g1
WARN = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wno-missing-field-initializers
CFLAGS_ALL = -std=c17 -D_POSIX_C_SOURCE=200809L -I. $(OPT) $(SYMBOLS) $(WARN) -ffp-contract=off -fno-math-errno -pthread $(SANITIZE) $(CFLAGS)
LDLIBS = -lgsl -lgslcblas -lcjson -lsqlite3 -lxxhash -lz -lCbcSolver -lm -pthread

LIB_SRC := $(sort $(wildcard sim/*/*.c models/*.c models/*/*.c output/*.c))
CLI_SRC := $(sort $(wildcard cli/*.c tests/bench/*.c))
LIB_OBJ := $(LIB_SRC:%.c=$(BUILD)/%.o)
CLI_OBJ := $(CLI_SRC:%.c=$(BUILD)/%.o)

TEST_SRC := $(sort $(wildcard tests/unit/test_*.c tests/theory/test_*.c tests/property/test_*.c))
UNIT := $(patsubst %.c,$(BUILD)/%,$(filter tests/unit/%,$(TEST_SRC)))
TESTS := $(TEST_SRC:%.c=$(BUILD)/%)
FUZZ_SRC := $(sort $(wildcard tests/fuzz/fuzz_*.c))
FUZZ := $(FUZZ_SRC:%.c=$(BUILD)/%)

all: fcsim

fcsim: $(BUILD)/fcsim
	@cp -f $< $@

$(BUILD)/fcsim: $(CLI_OBJ) $(BUILD)/libfcsim.a
	$(CC) $(CFLAGS_ALL) $^ $(LDLIBS) -o $@

$(BUILD)/libfcsim.a: $(LIB_OBJ)
	@rm -f $@
	@ar rcs $@ $^

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) -MMD -MP -c $< -o $@

# The engine version: a digest of the sources that can change results.
ENGINE_SRC := $(sort $(wildcard $(addsuffix /*.[ch],sim/base sim/results sim/engine sim/config models models/*)))
ENGINE_VERSION := $(shell cat $(ENGINE_SRC) | sha256sum | cut -c1-16)
$(BUILD)/cli/engine.o: CFLAGS_ALL += -DFCSIM_ENGINE_VERSION='"$(ENGINE_VERSION)"'
$(BUILD)/cli/engine.o: $(ENGINE_SRC)

$(BUILD)/tests/fuzz/%: tests/fuzz/%.c tests/fuzz/driver.c $(BUILD)/libfcsim.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) $(if $(LIBFUZZER),,tests/fuzz/driver.c) -MMD -MP -MF $@.d $< $(BUILD)/libfcsim.a $(LDLIBS) -o $@

# Event hashes need what simulates, and nothing of what writes results.
ENGINE_OBJ := $(filter-out $(BUILD)/output/%,$(LIB_OBJ))
$(BUILD)/tests/property/event_hashes: tests/property/event_hashes.c $(ENGINE_OBJ)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) -MMD -MP -MF $@.d $< $(ENGINE_OBJ) $(LDLIBS) -o $@

$(BUILD)/tests/%: tests/%.c $(BUILD)/libfcsim.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) -MMD -MP -MF $@.d $< $(BUILD)/libfcsim.a $(LDLIBS) -o $@

-include $(LIB_OBJ:.o=.d) $(CLI_OBJ:.o=.d) $(wildcard $(BUILD)/tests/*/*.d)

# ---- what is needed: installed by .ci/packages, so what is built after it is built by a make of its own

deps demo-deps:
	@.ci/packages build
test-deps:
	@.ci/packages test

JOBS ?= $(shell nproc 2>/dev/null || echo 2)
PARALLEL = --no-print-directory $(if $(findstring jobserver,$(MAKEFLAGS)),,-j$(JOBS))


demo: demo-deps
	@$(MAKE) $(PARALLEL) -s fcsim
	./fcsim run scenarios/demo.json -o out/demo
	@echo "The report: out/demo/report.html"

# ---- tests

test: test-deps
	@$(MAKE) $(PARALLEL) -s -k test-builds || echo "Not everything could be built; what is missing counts as failed." >&2
	@BUILDS=$(BUILDS) BUILD=$(BUILD) JOBS=$(JOBS) tests/run

# The sanitizer builds run on small scenarios; the plain ones must agree with each other event by event.
ASAN = OPT=-O1 SANITIZE="-fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer"
TSAN = OPT=-O1 SANITIZE=-fsanitize=thread
LIBFUZZER_FLAGS = CC=clang OPT=-O1 LIBFUZZER=1 SANITIZE="-fsanitize=fuzzer,address,undefined -fno-sanitize-recover=undefined"
AGREEMENT = tests/property/event_hashes

programs: $(BUILD)/fcsim $(TESTS) $(BUILD)/$(AGREEMENT)
asan-programs: $(BUILD)/fcsim $(UNIT) $(FUZZ)
tsan-programs: $(BUILD)/fcsim
agreement: $(BUILD)/$(AGREEMENT)

# Builds that only have to agree with the others are neither debugged nor read for warnings.
PLAIN = SYMBOLS= WARN=-w
BUILDS_OF_TEST = build-release build-asan build-tsan build-gcc-O0 $(if $(shell command -v clang),build-clang-O0 build-clang-O2)

# All builds at once, so that no core waits for the last file of one of them.
test-builds: $(BUILDS_OF_TEST)
build-release:
	@$(MAKE) programs
build-asan:
	@$(MAKE) asan-programs BUILD=$(BUILDS)/asan $(ASAN)
build-tsan:
	@$(MAKE) tsan-programs BUILD=$(BUILDS)/tsan $(TSAN)
build-gcc-O0:
	@$(MAKE) agreement BUILD=$(BUILDS)/gcc-O0 CC=gcc OPT=-O0 $(PLAIN)
build-clang-O0:
	@$(MAKE) agreement BUILD=$(BUILDS)/clang-O0 CC=clang OPT=-O0 $(PLAIN)
build-clang-O2:
	@$(MAKE) agreement BUILD=$(BUILDS)/clang-O2 CC=clang OPT=-O2 $(PLAIN)

layers: $(LIB_OBJ) $(CLI_OBJ)
	@tests/support/layers $(BUILD)

asan: test-deps
	@$(MAKE) $(PARALLEL) -s asan-programs BUILD=$(BUILDS)/asan $(ASAN)
	@BUILDS=$(BUILDS) BUILD=$(BUILD) JOBS=$(JOBS) tests/run asan

tsan: test-deps
	@$(MAKE) $(PARALLEL) -s tsan-programs BUILD=$(BUILDS)/tsan $(TSAN)
	@BUILDS=$(BUILDS) BUILD=$(BUILD) JOBS=$(JOBS) tests/run tsan

FUZZ_SECONDS ?= 60
fuzz: test-deps
	@$(MAKE) $(PARALLEL) -s fuzz-programs BUILD=$(BUILDS)/fuzz $(LIBFUZZER_FLAGS)
	@BUILD=$(BUILDS)/fuzz FUZZ_SECONDS=$(FUZZ_SECONDS) tests/fuzz/run
fuzz-programs: $(FUZZ)

SOAK_SECONDS ?= 600
soak: test-deps
	@$(MAKE) $(PARALLEL) -s asan-programs BUILD=$(BUILDS)/asan $(ASAN)
	@BUILD=$(BUILDS)/asan SOAK_SECONDS=$(SOAK_SECONDS) tests/property/test_random_scenarios

# The checks against real data; a missing file is a failure here.
DATA ?= ../shared/data
validate: test-deps
	@$(MAKE) $(PARALLEL) -s programs $(BUILD)/tests/support/validate_routes $(BUILD)/tests/support/validate_batching
	$(BUILD)/tests/support/validate_routes $(DATA)
	$(BUILD)/tests/support/validate_batching $(DATA)
	BUILD=$(BUILD) tests/support/validate_forecast $(DATA)
	@BUILDS=$(BUILDS) BUILD=$(BUILD) JOBS=$(JOBS) FCSIM_DATA=$(DATA) FORECAST_SERIES=500 tests/run validate

# Sweeps killed a hundred times; shards under Slurm and GNU parallel, which are installed if that is possible.
faults: test-deps
	@$(MAKE) $(PARALLEL) -s $(BUILD)/fcsim
	@BUILD=$(BUILD) FCSIM_KILLS=100 tests/cli/test_faults
cluster: test-deps
	@$(MAKE) $(PARALLEL) -s $(BUILD)/fcsim
	@BUILD=$(BUILD) FCSIM_INSTALL=1 tests/cluster/test_cluster

bench: deps
	@$(MAKE) $(PARALLEL) -s BUILD=$(BUILDS)/bench CFLAGS="$(CFLAGS) -DSIM_NO_ASSERT" $(BUILDS)/bench/fcsim
	@FCSIM_SCENARIOS=scenarios $(BUILDS)/bench/fcsim bench

golden: $(BUILD)/fcsim $(BUILD)/$(AGREEMENT)
	@BUILD=$(BUILD) tests/golden/test_golden --write

# ---- what is generated from the tables inside fcsim; tests/cli checks that it is up to date

docs: $(BUILD)/fcsim
	@tests/support/write-docs $(BUILD) .

PREFIX ?= /usr/local
install: $(BUILD)/fcsim
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/fcsim/scenarios $(DESTDIR)$(PREFIX)/share/man/man1
	install -d $(DESTDIR)$(PREFIX)/share/bash-completion/completions
	install -m 755 $(BUILD)/fcsim $(DESTDIR)$(PREFIX)/bin/fcsim
	install -m 644 $(wildcard scenarios/*.*) $(DESTDIR)$(PREFIX)/share/fcsim/scenarios
	install -d $(DESTDIR)$(PREFIX)/share/fcsim/scenarios/studies
	install -m 644 $(wildcard scenarios/studies/*.json) $(DESTDIR)$(PREFIX)/share/fcsim/scenarios/studies
	install -m 644 $(wildcard docs/man/*.1) $(DESTDIR)$(PREFIX)/share/man/man1
	$(BUILD)/fcsim help bash-completion >$(DESTDIR)$(PREFIX)/share/bash-completion/completions/fcsim

clean:
	rm -rf build fcsim

.PHONY: all deps demo-deps test-deps demo test programs asan-programs tsan-programs agreement test-builds build-release build-asan build-tsan build-gcc-O0 build-clang-O0 build-clang-O2 layers asan \
	tsan fuzz fuzz-programs soak validate faults cluster bench golden docs install clean
