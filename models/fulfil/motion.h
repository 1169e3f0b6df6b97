/* SPDX-License-Identifier: MIT */
/* motion.h - how long a machine needs from standstill to standstill. */
#ifndef MODELS_FULFIL_MOTION_H
#define MODELS_FULFIL_MOTION_H

#include <math.h>

/* Top speed and acceleration, which is also the deceleration; 0 = top speed is reached at once. */
struct motion {
    double m_per_s, m_per_s2;
};

/* Speed over time is a trapezoid, or a triangle where the way is too short for the top speed. */
static inline double motion_s(struct motion motion, double metres) {
    if (motion.m_per_s2 <= 0.0)
        return metres / motion.m_per_s;
    if (metres * motion.m_per_s2 < motion.m_per_s * motion.m_per_s)
        return 2.0 * sqrt(metres / motion.m_per_s2);
    return metres / motion.m_per_s + motion.m_per_s / motion.m_per_s2;
}

#endif
