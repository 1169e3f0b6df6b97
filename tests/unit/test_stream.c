/* SPDX-License-Identifier: MIT */
/* test_stream.c - random streams against published outputs and against GSL's distribution functions
 * (sim/engine/stream.c, ziggurat.c). Seeds are fixed, so a test either always passes or always fails. */
#include <gsl/gsl_cdf.h>
#include <stdlib.h>
#include "sim/engine/stream.h"
#include "sim/engine/ziggurat.h"
#include "tests/support/check.h"

enum { DRAWS = 1000000 };
/* sqrt(n) D beyond this has the probability of |z| > 4: Kolmogorov's 2 exp(-2 x^2) = 6.3e-5. */
static const double kolmogorov_limit = 2.276;

/* Published with the reference code of xoshiro256++ (state 1, 2, 3, 4). */
static void sequential_streams_are_xoshiro256_plus_plus(void) {
    static const uint64_t expected[] = {UINT64_C(41943041),
                                        UINT64_C(58720359),
                                        UINT64_C(3588806011781223),
                                        UINT64_C(3591011842654386),
                                        UINT64_C(9228616714210784205),
                                        UINT64_C(9973669472204895162)};
    struct stream stream = {.state = {1, 2, 3, 4}};
    for (int i = 0; i < 6; i++)
        CHECK(stream_bits(&stream) == expected[i]);
}

/* Published for SplitMix64 from 1234567. */
static void keyed_streams_are_splitmix64(void) {
    static const uint64_t expected[] = {UINT64_C(6457827717110365317), UINT64_C(3203168211198807973),
                                        UINT64_C(9817491932198370423), UINT64_C(4593380528125082431),
                                        UINT64_C(16408922859458223821)};
    struct stream stream = {.state = {1234567}, .keyed = true};
    for (int i = 0; i < 5; i++)
        CHECK(stream_bits(&stream) == expected[i]);
}

static bool same_state(struct stream a, struct stream b) {
    return memcmp(a.state, b.state, sizeof a.state) == 0;
}

static void a_stream_depends_on_seed_replication_and_name_alone(void) {
    struct stream arrivals = stream_named(1, 2, "arrivals");
    CHECK(!arrivals.keyed);
    CHECK(same_state(arrivals, stream_named(1, 2, "arrivals")));
    CHECK(!same_state(arrivals, stream_named(2, 2, "arrivals")));
    CHECK(!same_state(arrivals, stream_named(1, 3, "arrivals")));
    CHECK(!same_state(arrivals, stream_named(2, 1, "arrivals")));
    CHECK(!same_state(arrivals, stream_named(1, 2, "breakdowns")));
    uint64_t key = stream_key(1, 2, "orders");
    CHECK(key == stream_key(1, 2, "orders"));
    CHECK(key != stream_key(2, 2, "orders") && key != stream_key(1, 3, "orders"));
    CHECK(key != stream_key(1, 2, "order"));
    CHECK(stream_keyed(key, 7).keyed);
}

static int compare_words(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static int compare_doubles(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The inverse of an odd number modulo 2^64, by Newton's iteration. */
static uint64_t inverse_of(uint64_t odd) {
    uint64_t inverse = odd;
    for (int i = 0; i < 6; i++)
        inverse *= 2 - odd * inverse;
    return inverse;
}

/* SplitMix64 counts up by an odd increment, so state / increment (modulo 2^64) is the place of a stream on
 * the one cycle. Neighbours on it must be further apart than any entity draws. */
static void keyed_streams_of_neighbouring_entities_do_not_overlap(void) {
    enum { ENTITIES = 200000, DRAWS_OF_AN_ENTITY = 100000 };
    static uint64_t places[ENTITIES];
    uint64_t inverse = inverse_of(UINT64_C(0x9e3779b97f4a7c15)), key = stream_key(1, 1, "orders");
    CHECK(inverse * UINT64_C(0x9e3779b97f4a7c15) == 1);
    for (int i = 0; i < ENTITIES; i++)
        places[i] = stream_keyed(key, (uint64_t)i).state[0] * inverse;
    qsort(places, ENTITIES, sizeof *places, compare_words);
    int overlaps = 0;
    for (int i = 1; i < ENTITIES; i++)
        overlaps += places[i] - places[i - 1] < DRAWS_OF_AN_ENTITY;
    CHECK_INT(overlaps, 0);
}

static void check_kolmogorov(double *sample, int count, double (*cdf)(double), const char *words) {
    double distance = 0;
    qsort(sample, (size_t)count, sizeof *sample, compare_doubles);
    for (int i = 0; i < count; i++) {
        double p = cdf(sample[i]);
        distance = fmax(distance, fmax((i + 1.0) / count - p, p - (double)i / count));
    }
    CHECK_NEAR(sqrt(count) * distance, 0, kolmogorov_limit, words);
}

static double uniform_cdf(double x) {
    return gsl_cdf_flat_P(x, 0, 1);
}
static double exponential_cdf(double x) {
    return gsl_cdf_exponential_P(x, 1);
}

/* The first draws over entities, replications and seeds are as random as the draws of one stream. */
static void first_draws_of_neighbours_are_uniform(void) {
    enum { COUNT = 100000 };
    static double sample[COUNT];
    uint64_t key = stream_key(1, 1, "orders");
    for (int i = 0; i < COUNT; i++) {
        struct stream stream = stream_keyed(key, (uint64_t)i);
        sample[i] = stream_uniform(&stream);
    }
    check_kolmogorov(sample, COUNT, uniform_cdf, "sqrt(n) D of first draws over entities");
    for (int i = 0; i < COUNT; i++) {
        struct stream stream = stream_named(1, i, "arrivals");
        sample[i] = stream_uniform(&stream);
    }
    check_kolmogorov(sample, COUNT, uniform_cdf, "sqrt(n) D of first draws over replications");
    for (int i = 0; i < COUNT; i++) {
        struct stream stream = stream_named((uint64_t)i, 1, "arrivals");
        sample[i] = stream_uniform(&stream);
    }
    check_kolmogorov(sample, COUNT, uniform_cdf, "sqrt(n) D of first draws over seeds");
}

static struct stream one_of_each_kind(bool keyed) {
    return keyed ? stream_keyed(stream_key(11, 1, "test"), 5) : stream_named(11, 1, "test");
}

static void draws_have_their_distributions(void) {
    static double sample[DRAWS];
    for (int keyed = 0; keyed <= 1; keyed++) {
        struct stream stream = one_of_each_kind(keyed);
        for (int i = 0; i < DRAWS; i++)
            sample[i] = stream_uniform(&stream);
        check_kolmogorov(sample, DRAWS, uniform_cdf, "sqrt(n) D of uniforms");
        CHECK(sample[0] >= 0 && sample[DRAWS - 1] < 1);
        for (int i = 0; i < DRAWS; i++)
            sample[i] = stream_exponential(&stream);
        check_kolmogorov(sample, DRAWS, exponential_cdf, "sqrt(n) D of exponentials");
        CHECK(sample[0] >= 0);
        for (int i = 0; i < DRAWS; i++)
            sample[i] = stream_normal(&stream);
        check_kolmogorov(sample, DRAWS, gsl_cdf_ugaussian_P, "sqrt(n) D of normals");
    }
}

/* Beyond the ziggurats' r the share is known, and so is the mean excess: 1 for the exponential, and
 * density(r) / share(r) - r for the normal. */
static void tails_have_the_right_weight_and_mean(void) {
    double exponential_r = ziggurat_exponential_x[1], normal_r = ziggurat_normal_x[1];
    for (int keyed = 0; keyed <= 1; keyed++) {
        struct stream stream = one_of_each_kind(keyed);
        double count[3] = {0}, excess[3] = {0};
        for (int i = 0; i < 3 * DRAWS; i++) {
            double e = stream_exponential(&stream), z = stream_normal(&stream);
            double beyond[3] = {e - exponential_r, z - normal_r, -z - normal_r};
            for (int k = 0; k < 3; k++)
                if (beyond[k] > 0)
                    count[k]++, excess[k] += beyond[k];
        }
        double share = gsl_cdf_ugaussian_Q(normal_r);
        double density = exp(-normal_r * normal_r / 2) / sqrt(2 * acos(-1));
        double shares[3] = {gsl_cdf_exponential_Q(exponential_r, 1), share, share};
        double means[3] = {1, density / share - normal_r, density / share - normal_r};
        for (int k = 0; k < 3; k++) {
            double expected = 3.0 * DRAWS * shares[k];
            CHECK_NEAR((count[k] - expected) / sqrt(expected), 0, 4, "z of the number of draws in the tail");
            /* the sd of an excess is at most its mean */
            CHECK_NEAR(excess[k] / count[k] / means[k], 1, 4 / sqrt(count[k]),
                       "mean excess over the tail's start");
        }
    }
}

/* r of 256 layers as published by Marsaglia and Tsang 2000. The area of each layer must be that of layer 0:
 * r f(r) and the tail. */
static void ziggurat_layers_have_equal_area(void) {
    double r = 7.69711747013104972, area = r * exp(-r) + exp(-r);
    CHECK_NEAR(ziggurat_exponential_x[1], r, 1e-14, "r of the exponential");
    const double *x = ziggurat_exponential_x, *f = ziggurat_exponential_f;
    CHECK_NEAR(x[0] * exp(-r), area, 1e-15, "area of the lowest exponential layer");
    for (int i = 1; i < ZIGGURAT_LAYERS; i++) {
        CHECK_NEAR(x[i] * (f[i + 1] - f[i]), area, 1e-15, "area of an exponential layer");
        CHECK_NEAR(f[i], exp(-x[i]), 1e-15, "height of an exponential layer");
    }
    CHECK(x[256] == 0 && f[256] == 1);
    r = 3.6541528853610088;
    area = r * exp(-r * r / 2) + sqrt(2 * acos(-1)) * gsl_cdf_ugaussian_Q(r);
    CHECK_NEAR(ziggurat_normal_x[1], r, 1e-14, "r of the normal");
    x = ziggurat_normal_x, f = ziggurat_normal_f;
    CHECK_NEAR(x[0] * exp(-r * r / 2), area, 1e-15, "area of the lowest normal layer");
    for (int i = 1; i < ZIGGURAT_LAYERS; i++) {
        CHECK_NEAR(x[i] * (f[i + 1] - f[i]), area, 1e-15, "area of a normal layer");
        CHECK_NEAR(f[i], exp(-x[i] * x[i] / 2), 1e-15, "height of a normal layer");
    }
    CHECK(x[256] == 0 && f[256] == 1);
}

static void numbers_below_n_are_equally_likely(void) {
    enum { SIDES = 7 };
    for (int keyed = 0; keyed <= 1; keyed++) {
        struct stream stream = one_of_each_kind(keyed);
        double counts[SIDES] = {0}, expected = (double)DRAWS / SIDES, chi_square = 0;
        for (int i = 0; i < DRAWS; i++) {
            uint32_t side = stream_below(&stream, SIDES);
            if (!CHECK(side < SIDES))
                return;
            counts[side]++;
        }
        for (int i = 0; i < SIDES; i++)
            chi_square += (counts[i] - expected) * (counts[i] - expected) / expected;
        CHECK(gsl_cdf_chisq_Q(chi_square, SIDES - 1) > 6.3e-5);
        CHECK_INT(stream_below(&stream, 1), 0);
    }
}

static void gsl_draws_from_the_stream_itself(void) {
    for (int keyed = 0; keyed <= 1; keyed++) {
        struct stream stream = one_of_each_kind(keyed), twin = stream;
        gsl_rng rng = stream_gsl(&stream);
        CHECK(gsl_rng_max(&rng) == UINT64_MAX && gsl_rng_min(&rng) == 0);
        for (int i = 0; i < 100; i++) {
            CHECK(gsl_rng_get(&rng) == stream_bits(&twin));
            CHECK(gsl_rng_uniform(&rng) == stream_uniform(&twin));
        }
        CHECK(same_state(stream, twin));
        CHECK(gsl_rng_uniform_int(&rng, 10) < 10);
    }
}

static void gsl_can_own_and_seed_a_stream(void) {
    gsl_rng *first = gsl_rng_alloc(stream_gsl_type), *second = gsl_rng_alloc(stream_gsl_type);
    gsl_rng_set(first, 5);
    gsl_rng_set(second, 5);
    unsigned long draw = gsl_rng_get(first);
    CHECK(draw == gsl_rng_get(second));
    gsl_rng_set(second, 6);
    CHECK(draw != gsl_rng_get(second));
    gsl_rng_free(first);
    gsl_rng_free(second);
}

int main(int argc, char **argv) {
    return check_main(argc, argv,
                      (struct check_test[]){{TEST(sequential_streams_are_xoshiro256_plus_plus)},
                                            {TEST(keyed_streams_are_splitmix64)},
                                            {TEST(a_stream_depends_on_seed_replication_and_name_alone)},
                                            {TEST(keyed_streams_of_neighbouring_entities_do_not_overlap)},
                                            {TEST(first_draws_of_neighbours_are_uniform)},
                                            {TEST(draws_have_their_distributions)},
                                            {TEST(tails_have_the_right_weight_and_mean)},
                                            {TEST(ziggurat_layers_have_equal_area)},
                                            {TEST(numbers_below_n_are_equally_likely)},
                                            {TEST(gsl_draws_from_the_stream_itself)},
                                            {TEST(gsl_can_own_and_seed_a_stream)},
                                            {0}});
}
