#ifndef PARLEY_TEST_BENCH_CHECK_HPP
#define PARLEY_TEST_BENCH_CHECK_HPP

// What a benchmark program is made of: pairs of callables that do comparable work, timed by turns in one process, and the ratio that the
// first is allowed to have. Turns cancel what a shared machine does to both; the median of the rounds drops what it does to one.

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <string_view>
#include <utility>
#include <vector>

namespace bench {

/// Makes the compiler believe that `value` is used.
template <class T>
void keep(T const& value) {
    asm volatile("" : : "g"(&value) : "memory");
}

/// Holds ratios against targets. With `--check` each comparison prints `BENCH <name> <ratio> <target> <op> PASS|MISS`, which test/bench/run.sh
/// collects; without it, the time of one call of each as well.
class check {
public:
    check(int argc, char** argv) : terse_(argc > 1 && argv[1] == std::string_view("--check")) {}

    /// `ours` may take at most `target` times as long as `baseline`.
    template <class Ours, class Baseline>
    void at_most(char const* name, Ours&& ours, Baseline&& baseline, double target) {
        auto const ratio = compare(name, ours, baseline);
        report(name, ratio, target, "<=", ratio <= target);
    }

    /// `ours` must do at least `target` times as many calls in the same time as `baseline`.
    template <class Ours, class Baseline>
    void at_least(char const* name, Ours&& ours, Baseline&& baseline, double target) {
        auto const ratio = 1 / compare(name, ours, baseline);
        report(name, ratio, target, ">=", ratio >= target);
    }

    /// One call of `ours` may take at most `target` nanoseconds: where nothing does comparable work.
    template <class Ours>
    void at_most_ns(char const* name, Ours&& ours, double target) {
        auto const calls = calls_per_turn(ours);
        std::vector<double> times;
        for (int round = 0; round < rounds; ++round) times.push_back(seconds(ours, calls) / static_cast<double>(calls) * 1e9);
        auto const time = median(std::move(times));
        report(name, time, target, "<=", time <= target);
    }

    /// How many times as long `ours` takes as `baseline`, for people: without a target.
    template <class Ours, class Baseline>
    void show(char const* name, Ours&& ours, Baseline&& baseline) {
        std::printf("%s: %.3f\n", name, compare(name, ours, baseline));
    }

    /// `ours` may take at most `target` nanoseconds longer than `baseline`, for each of the `count` things that one call of either does.
    template <class Ours, class Baseline>
    void adds_at_most_ns(char const* name, Ours&& ours, Baseline&& baseline, double count, double target) {
        auto const our_calls = calls_per_turn(ours), baseline_calls = calls_per_turn(baseline);
        auto our_time = 1e9, baseline_time = 1e9; // of the fastest rounds: what others do on the machine only adds
        for (int round = 0; round < rounds; ++round) {
            our_time = std::min(our_time, seconds(ours, our_calls) / static_cast<double>(our_calls));
            baseline_time = std::min(baseline_time, seconds(baseline, baseline_calls) / static_cast<double>(baseline_calls));
        }
        auto const time = (our_time - baseline_time) / count * 1e9;
        report(name, time, target, "<=", time <= target);
    }

    /// A ratio that was measured otherwise.
    void report(char const* name, double ratio, double target, char const* op, bool met) {
        std::printf("BENCH %s %.3f %.3f %s %s\n", name, ratio, target, op, met ? "PASS" : "MISS");
        std::fflush(stdout);
        missed_ = missed_ || !met;
    }

    /// For main() to return: 1 when a target was missed.
    int exit_code() const { return missed_ ? 1 : 0; }

private:
    using clock = std::chrono::steady_clock;
    static constexpr int rounds = 21;
    static constexpr double seconds_per_turn = 0.02;

    template <class F>
    static double seconds(F& f, long calls) {
        auto const start = clock::now();
        for (long i = 0; i < calls; ++i) f();
        return std::chrono::duration<double>(clock::now() - start).count();
    }

    template <class F>
    static long calls_per_turn(F& f) {
        for (long calls = 1;; calls *= 2)
            if (auto const took = seconds(f, calls); took > seconds_per_turn / 4) return std::max(1L, static_cast<long>(calls * seconds_per_turn / took));
    }

    static double median(std::vector<double> values) {
        auto const middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
        std::nth_element(values.begin(), middle, values.end());
        return *middle;
    }

    // The median over rounds of the ratio of one call's time; who goes first changes with each round.
    template <class Ours, class Baseline>
    double compare(char const* name, Ours& ours, Baseline& baseline) {
        auto const our_calls = calls_per_turn(ours), baseline_calls = calls_per_turn(baseline);
        std::vector<double> our_times, baseline_times, ratios;
        for (int round = 0; round < rounds; ++round) {
            double our_time = 0, baseline_time = 0;
            if (round % 2) our_time = seconds(ours, our_calls) / static_cast<double>(our_calls);
            baseline_time = seconds(baseline, baseline_calls) / static_cast<double>(baseline_calls);
            if (round % 2 == 0) our_time = seconds(ours, our_calls) / static_cast<double>(our_calls);
            our_times.push_back(our_time);
            baseline_times.push_back(baseline_time);
            ratios.push_back(our_time / baseline_time);
        }
        if (!terse_) std::printf("%s: %.0f ns, baseline %.0f ns\n", name, median(our_times) * 1e9, median(baseline_times) * 1e9);
        return median(ratios);
    }

    bool terse_;
    bool missed_ = false;
};

} // namespace bench

#endif
