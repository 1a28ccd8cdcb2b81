#include "support/shared_data.hpp"

#include <parley/provider/databricks.hpp>
#include <parley/retry.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

BOOST_AUTO_TEST_SUITE(conformance_databricks_failures, *parley::test::needs_shared_data())

namespace http = parley::http;
namespace json = boost::json;
using parley::errc;
using parley::error;

namespace {

json::array const& table(char const* name) {
    static json::value const all = json::parse(parley::test::shared_data("databricks/tables.json"));
    auto const& rows = all.at(name).as_array();
    BOOST_TEST_REQUIRE(!rows.empty());
    return rows;
}

std::string text(json::value const& v) { return std::string(v.as_string()); }
int status(json::value const& row) { return static_cast<int>(row.at(0).as_int64()); }

error failure(int status, std::string body, http::header header = {}) {
    http::response r;
    r.status = status;
    r.header = std::move(header);
    r.body = std::move(body);
    return parley::provider::databricks<>::failure(r);
}

/// A row that we read differently, and why.
struct deviation {
    std::string_view row;
    errc ours;
    std::string_view why;
};

/// Checks what became of a row: it agrees, or it is listed. A row that is listed and agrees has no place there.
/// @param listed what is known of it; null = nothing.
void check(json::value const& row, bool agrees, deviation const* listed, error const& ours) {
    if (!listed) {
        BOOST_TEST(agrees, json::serialize(row) << ": " << ours);
        return;
    }
    BOOST_TEST(!agrees, json::serialize(row) << " agrees, though it is said that " << listed->why);
    BOOST_TEST(name(ours.code) == name(listed->ours), json::serialize(row));
}

/// The deviations of one table: each has to be of a row that is there.
class deviations {
public:
    deviations(std::initializer_list<deviation> all) : all_(all) {}
    deviation const* of(json::value const& row) {
        auto const found = std::find_if(all_.begin(), all_.end(), [&](deviation const& d) { return json::serialize(row) == d.row; });
        if (found == all_.end()) return nullptr;
        ++met_;
        return &*found;
    }
    bool are_all_met() const { return met_ == all_.size(); }

private:
    std::vector<deviation> all_;
    std::size_t met_ = 0;
};

} // namespace

BOOST_AUTO_TEST_CASE(a_failure_has_the_class_that_databricks_own_tools_give_it) {
    struct meaning {
        std::string_view theirs;
        errc ours;
    };
    static constexpr meaning meanings[] = {
        {"BadRequest", errc::invalid_request},   {"TooManyRequests", errc::rate_limited}, {"PermissionDenied", errc::forbidden}, {"ResourceConflict", errc::conflict},
        {"InternalError", errc::server_error},   {"NotImplemented", errc::unsupported},   {"Cancelled", errc::cancelled},        {"DeadlineExceeded", errc::timed_out},
    };
    deviations known{
        {R"([499,"","Cancelled"])", errc::service_unavailable, "`cancelled` is what this side's caller did; here the other side gave up"},
        {R"([501,"","NotImplemented"])", errc::endpoint_retired, "the gateway answers so where an endpoint is no more"},
        {R"([504,"","DeadlineExceeded"])", errc::service_unavailable, "`timed_out` is a clock of this side; a gateway that waited in vain says 504"},
    };
    for (auto const& row : table("error_class")) {
        // A class may be refined: `AlreadyExists<ResourceConflict`. Ours are those behind.
        auto const theirs = text(row.at(2));
        auto const base = theirs.substr(theirs.find('<') + 1);
        auto const found = std::find_if(std::begin(meanings), std::end(meanings), [&](meaning const& m) { return m.theirs == base; });
        BOOST_TEST_REQUIRE((found != std::end(meanings)), theirs);
        auto const code = text(row.at(1));
        auto const ours = failure(status(row), json::serialize(json::object{{"error_code", code}, {"message", "x"}}));
        check(row, ours.code == found->ours, known.of(row), ours);
        BOOST_TEST(ours.provider.code == code);
        BOOST_TEST(ours.provider.http_status == status(row));
    }
    BOOST_TEST(known.are_all_met());
}

BOOST_AUTO_TEST_CASE(a_failure_says_what_databricks_own_tools_read_in_it) {
    deviations known{
        {R"([404,"","","Not Found"])", errc::not_found, "the provider's text is what it wrote, and it wrote nothing"},
        {R"([500,"unknown error message","UNKNOWN","unknown error message"])", errc::server_error, "the provider's code is what it wrote, and it wrote none"},
    };
    for (auto const& row : table("error_parse")) {
        auto const ours = failure(status(row), text(row.at(1)));
        check(row, ours.provider.code == text(row.at(2)) && ours.provider.text == text(row.at(3)), known.of(row), ours);
        if (!text(row.at(1)).empty()) BOOST_TEST(ours.provider.text == text(row.at(3)));
        BOOST_TEST(!ours.message.empty());
    }
    BOOST_TEST(known.are_all_met());
}

BOOST_AUTO_TEST_CASE(what_databricks_own_tools_try_again_is_tried_again) {
    deviations known{
        {R"(["400 message contains ClusterNotReadyException",2])", errc::invalid_request, "models run on no cluster, and a 400 that is sent again is a 400 again"},
        {R"(["connection closed without response",2])", errc::connection_lost, "the model may have answered, and the answer is billed: only `server_errors` allows it"},
    };
    for (auto const& row : table("py_retry")) {
        // `429 no Retry-After`, `429 Retry-After: 1.58 (malformed -> 1 s)`, `400 message contains X`, `connection closed without response`
        auto const what = text(row.at(0));
        auto const body = what.find("contains ") == std::string::npos ? std::string("x") : what.substr(what.find("contains ") + 9);
        http::header header;
        if (auto const at = what.find("Retry-After: "); at != std::string::npos) header.add("Retry-After", what.substr(at + 13, what.find(' ', at + 13) - at - 13));
        auto const ours = what.starts_with("connection closed") ? error(errc::connection_lost) : failure(std::stoi(what), json::serialize(json::object{{"message", body}}), header);
        BOOST_TEST(row.at(1).as_int64() == 2); // requests in all
        check(row, is_retried(ours, parley::retry_rules()), known.of(row), ours);
        BOOST_TEST(ours.provider.retry_after.has_value() == !header.empty());
    }
    BOOST_TEST(known.are_all_met());
}

BOOST_AUTO_TEST_SUITE_END()
