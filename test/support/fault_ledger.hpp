#ifndef PARLEY_TEST_SUPPORT_FAULT_LEDGER_HPP
#define PARLEY_TEST_SUPPORT_FAULT_LEDGER_HPP

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <iterator>

#include <sys/resource.h>

namespace parley_test {

/// What a suite of faults did, as its fixture: at the suite's end it prints the number of cases, the slowest overrun of a limit and the open
/// descriptors, of which none may be left.
class fault_ledger {
public:
    fault_ledger() : descriptors_(open_descriptors()) {
        rlimit files{};
        ::getrlimit(RLIMIT_NOFILE, &files);
        files.rlim_cur = files.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &files);
        cases = 0;
        slowest = {};
    }
    ~fault_ledger() {
        auto const after = open_descriptors();
        std::printf("FAULTS: %d cases, slowest overrun of a limit %lld ms, open descriptors %ld before and %ld after\n", cases,
                    static_cast<long long>(slowest.count()), descriptors_, after);
        BOOST_TEST(after == descriptors_);
        BOOST_TEST(cases > 0);
    }

    /// One case that ended, so much later than it had to.
    static void note(std::chrono::milliseconds overrun = {}) {
        ++cases;
        slowest = std::max(slowest, overrun);
    }

private:
    static long open_descriptors() {
        return static_cast<long>(std::distance(std::filesystem::directory_iterator("/proc/self/fd"), std::filesystem::directory_iterator()));
    }

    static inline int cases = 0;
    static inline std::chrono::milliseconds slowest{};
    long descriptors_;
};

} // namespace parley_test

#endif
