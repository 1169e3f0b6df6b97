/* SPDX-License-Identifier: MIT */
/* goods_to_person.h - robots carry pods to ports, where people pick from them. */
#ifndef MODELS_FULFIL_GOODS_TO_PERSON_H
#define MODELS_FULFIL_GOODS_TO_PERSON_H

#include "models/fulfil/pods.h"
#include "models/order.h"

struct orders;
struct stock;

extern const struct field goods_to_person_fields[];
extern const struct metric goods_to_person_metrics[];

struct goods_to_person;
struct goods_to_person *goods_to_person_create(const struct field_plan *plan, double drawn_at_x_m,
                                               struct dispatcher *people, struct sim *sim,
                                               struct orders *orders);
struct order_door goods_to_person_door(struct goods_to_person *stage);
void goods_to_person_set_out(struct goods_to_person *stage, struct order_door out);
/* Picked units leave it; NULL = none. */
void goods_to_person_set_stock(struct goods_to_person *stage, struct stock *stock);

#endif
