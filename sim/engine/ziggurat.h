/* SPDX-License-Identifier: MIT */
/* ziggurat.h - the tables behind stream_exponential and stream_normal; see tests/support/make_ziggurat.c. */
#ifndef SIM_ENGINE_ZIGGURAT_H
#define SIM_ENGINE_ZIGGURAT_H

enum { ZIGGURAT_LAYERS = 256 };

/* x[i] is the width of layer i, x[1] is where the tail begins, x[256] = 0; f[i] is the height of its bottom.
 */
extern const double ziggurat_exponential_x[ZIGGURAT_LAYERS + 1];
extern const double ziggurat_exponential_f[ZIGGURAT_LAYERS + 1];
extern const double ziggurat_normal_x[ZIGGURAT_LAYERS + 1];
extern const double ziggurat_normal_f[ZIGGURAT_LAYERS + 1];

#endif
