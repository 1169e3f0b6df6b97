/* SPDX-License-Identifier: MIT */
/* engine.c - the digest comes from the Makefile, for this file alone, so that a change rebuilds little. */
#include "cli/engine.h"

const char *engine_version(void) {
    return FCSIM_ENGINE_VERSION;
}
