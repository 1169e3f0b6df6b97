/* SPDX-License-Identifier: MIT */
/* engine.h - the engine version: two programs with the same one give the same results. */
#ifndef CLI_ENGINE_H
#define CLI_ENGINE_H

/* 16 hexadecimal digits: a digest of the sources that can change results. */
const char *engine_version(void);

#endif
