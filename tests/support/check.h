/* SPDX-License-Identifier: MIT */
/* check.h - a small test harness. A test is a function whose name is a sentence:
 *
 *     static void equal_times_keep_schedule_order(void) { CHECK_INT(first, 1); }
 *     int main(int argc, char **argv) {
 *         return check_main(argc, argv, (struct check_test[]){{TEST(equal_times_keep_schedule_order)}, {0}});
 *     }
 *
 * Prints a line per test and ends with "N passed, N failed, N skipped"; an argument selects tests by substring. */
#ifndef TESTS_SUPPORT_CHECK_H
#define TESTS_SUPPORT_CHECK_H

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* A build that looks for bad accesses is slow, and repeats experiments for the accesses, not for statistics. */
#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
#define SANITIZED true
#elif defined __has_feature
#define SANITIZED (__has_feature(address_sanitizer) || __has_feature(thread_sanitizer))
#else
#define SANITIZED false
#endif

struct check_test {
    const char *name;
    void (*run)(void);
};
#define TEST(function) .name = #function, .run = function

static int check_failures;       /* in the running test */
static const char *check_skipped; /* why the running test was skipped, or NULL */

__attribute__((unused)) static bool check_fail(const char *file, int line) {
    check_failures++;
    printf("  %s:%d: ", file, line);
    return false;
}

#define CHECK(condition)                                                                                      \
    ((condition) ? true : (check_fail(__FILE__, __LINE__), printf("expected %s\n", #condition), false))
#define CHECK_INT(actual, expected) check_int(__FILE__, __LINE__, #actual, (long long)(actual), (long long)(expected))
#define CHECK_TEXT(actual, expected) check_text(__FILE__, __LINE__, #actual, (actual), (expected))
/* |actual - expected| <= tolerance; `words` say what is compared with what. */
#define CHECK_NEAR(actual, expected, tolerance, words)                                                        \
    check_near(__FILE__, __LINE__, (actual), (expected), (tolerance), (words))
/* Ends the test as skipped; say what was missing. */
#define SKIP(why)                                                                                             \
    do {                                                                                                      \
        check_skipped = (why);                                                                                \
        return;                                                                                               \
    } while (0)

__attribute__((unused)) static bool check_int(const char *file, int line, const char *what, long long actual,
                                              long long expected) {
    if (actual == expected)
        return true;
    check_fail(file, line);
    printf("%s is %lld, expected %lld\n", what, actual, expected);
    return false;
}

__attribute__((unused)) static bool check_text(const char *file, int line, const char *what,
                                               const char *actual, const char *expected) {
    if (actual && expected && strcmp(actual, expected) == 0)
        return true;
    check_fail(file, line);
    printf("%s is\n<<%s>>\nexpected\n<<%s>>\n", what, actual ? actual : "(null)", expected ? expected : "(null)");
    return false;
}

__attribute__((unused)) static bool check_near(const char *file, int line, double actual, double expected,
                                               double tolerance, const char *words) {
    if (fabs(actual - expected) <= tolerance)
        return true;
    check_fail(file, line);
    printf("%s: %.9g, expected %.9g +- %.3g\n", words, actual, expected, tolerance);
    return false;
}

__attribute__((unused)) static int check_main(int argc, char **argv, const struct check_test *tests) {
    int passed = 0, failed = 0, skipped = 0;
    setvbuf(stdout, NULL, _IOLBF, 0);
    for (const struct check_test *test = tests; test->name; test++) {
        if (argc > 1 && !strstr(test->name, argv[1]))
            continue;
        check_failures = 0;
        check_skipped = NULL;
        test->run();
        if (check_failures)
            failed++, printf("FAILED  %s\n", test->name);
        else if (check_skipped)
            skipped++, printf("skipped %s: %s\n", test->name, check_skipped);
        else
            passed++, printf("ok      %s\n", test->name);
    }
    printf("%d passed, %d failed, %d skipped\n", passed, failed, skipped);
    return failed != 0;
}

#endif
