#ifndef PARLEY_TOTALS_HPP
#define PARLEY_TOTALS_HPP

#include <parley/call_record.hpp>
#include <parley/chat/usage.hpp>
#include <parley/model/decimal.hpp>
#include <parley/observed.hpp>

#include <boost/describe/class.hpp>

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

namespace parley::inline v0 {

/// What several calls used and cost together.
struct usage_sum {
    std::int64_t calls = 0;  ///< those that failed included
    std::int64_t failed = 0;
    chat::usage usage = {};
    model::decimal cost = {};  ///< US dollars, of the calls whose price is known
    std::int64_t unpriced = 0; ///< answers whose price is not

    friend bool operator==(usage_sum const&, usage_sum const&) = default;
};
BOOST_DESCRIBE_STRUCT(usage_sum, (), (calls, failed, usage, cost, unpriced))

/// Adds up what the calls of one client, or of several, used and cost. Any thread may use it.
///
/// Costs are known where `observe_rules::prices` are given.
class totals final : public observer {
public:
    void ended(call_record const& call) override {
        std::lock_guard const lock(mutex_);
        add(call, all_);
        add(call, by_model_[call.request.model]);
    }

    /// Returns the sum of all calls.
    usage_sum all() const {
        std::lock_guard const lock(mutex_);
        return all_;
    }
    /// Returns a sum for each model that was asked for.
    std::map<std::string, usage_sum> by_model() const {
        std::lock_guard const lock(mutex_);
        return by_model_;
    }

private:
    static void add(call_record const& call, usage_sum& to) {
        ++to.calls;
        if (!call.error_type.empty()) {
            ++to.failed;
            return;
        }
        to.usage += call.usage;
        auto const sum = call.cost ? to.cost.plus(*call.cost) : result<model::decimal>(error(errc::not_found));
        if (sum) to.cost = *sum;
        else ++to.unpriced;
    }

    std::mutex mutable mutex_;
    usage_sum all_;
    std::map<std::string, usage_sum> by_model_;
};

} // namespace parley::inline v0

#endif
