/* SPDX-License-Identifier: MIT */
/* fcsim.h - the subject of all studies: the fulfilment network. */
#ifndef MODELS_FCSIM_H
#define MODELS_FCSIM_H

#include "sim/study/study.h"

extern const struct subject fcsim_subject;

#endif
