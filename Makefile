# SPDX-License-Identifier: MIT
# fcsim - see README.md. `make` builds ./fcsim; `make test` and `make demo` also install what is missing.

CC ?= cc
BUILD ?= build/release
OPT ?= -O2
WARN = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wno-missing-field-initializers
CFLAGS_ALL = -std=c17 -D_POSIX_C_SOURCE=200809L -I. $(OPT) -g $(WARN) -ffp-contract=off -fno-math-errno -pthread $(SANITIZE) $(CFLAGS)
LDLIBS = -lgsl -lgslcblas -lcjson -lsqlite3 -lxxhash -lz -lm -pthread

LIB_SRC := $(sort $(wildcard sim/*/*.c models/*.c models/*/*.c output/*.c))
CLI_SRC := $(sort $(wildcard cli/*.c)) tests/bench/reference.c
LIB_OBJ := $(LIB_SRC:%.c=$(BUILD)/%.o)
CLI_OBJ := $(CLI_SRC:%.c=$(BUILD)/%.o)

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

-include $(LIB_OBJ:.o=.d) $(CLI_OBJ:.o=.d)

clean:
	rm -rf build fcsim

.PHONY: all clean
