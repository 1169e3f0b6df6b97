/* SPDX-License-Identifier: MIT */
#include "cli/command.h"
static int run(const struct options *options) { (void)options; return 0; }
const struct command command_forecast = {.name="forecast",.arguments="HISTORY",.doc="x.",.flags=FLAG(HELP),.least=1,.most=1,.run=run};
