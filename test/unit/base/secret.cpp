#include <parley/reflect/to_json.hpp>
#include <parley/reflect/to_text.hpp>
#include <parley/secret.hpp>

#include <boost/describe.hpp>
#include <boost/test/unit_test.hpp>

#include <cstring>
#include <new>
#include <sstream>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

BOOST_AUTO_TEST_SUITE(base_secret)

using parley::errc;
using parley::is_mask;
using parley::secret;
using parley::wipe;

namespace {

struct holder {
    secret key;
};
BOOST_DESCRIBE_STRUCT(holder, (), (key))

std::string const short_text = "sk-short";                                             // lives inside the string
std::string const long_text = "sk-a-long-secret-that-does-not-fit-inside-the-string"; // lives on the heap

secret made(std::string_view text) { return secret::make(std::string(text)).value(); }

bool contains(void const* bytes, std::size_t count, std::string_view text) {
    return std::string_view(static_cast<char const*>(bytes), count).find(text) != std::string_view::npos;
}

/// A secret in storage of ours, so that the bytes can be looked at when it is gone.
class observed {
public:
    explicit observed(std::string_view text) : value_(::new(bytes_) secret(made(text))) {}
    ~observed() {
        if (value_) value_->~secret();
    }
    observed(observed const&) = delete;
    observed& operator=(observed const&) = delete;

    secret& value() { return *value_; }
    void destroy() {
        value_->~secret();
        value_ = nullptr;
    }
    bool holds(std::string_view text) const { return contains(bytes_, sizeof bytes_, text); }

private:
    alignas(secret) unsigned char bytes_[sizeof(secret)] = {};
    secret* value_;
};

} // namespace

BOOST_AUTO_TEST_CASE(masks_are_what_ends_with_three_or_begins_with_four_asterisks) {
    for (auto text : {"***", "****", "**********", "sk-p****", "sk-***", "****1234", "*****x"}) BOOST_TEST(is_mask(text), text);
    for (auto text : {"", "*", "**", "**x", "***x", "sk-**", "a***b", "sk-live-123", "* * *"}) BOOST_TEST(!is_mask(text), text);
}

BOOST_AUTO_TEST_CASE(a_mask_is_no_secret) {
    for (auto text : {"***", "**********", "sk-p****"}) {
        auto const refused = secret::make(text);
        BOOST_REQUIRE(refused.has_error());
        BOOST_TEST((refused.error().code == errc::masked_secret));
    }
    BOOST_TEST(secret::make("").value().empty());
    BOOST_TEST(made(short_text).reveal() == short_text);
}

BOOST_AUTO_TEST_CASE(a_secret_prints_as_a_mask_everywhere) {
    std::ostringstream narrow;
    narrow << made(short_text) << '|' << secret();
    BOOST_TEST(narrow.str() == "***|");
    std::wostringstream wide;
    wide << made(short_text);
    BOOST_TEST((wide.str() == L"***"));
    std::ostringstream shown;
    boost::test_tools::tt_detail::print_log_value<secret>()(shown, made(long_text));
    BOOST_TEST(shown.str() == "***");
    holder const h{made(long_text)};
    BOOST_TEST(parley::reflect::to_text(h) == R"({"key":"***"})");
    BOOST_TEST((parley::reflect::to_json(h) == boost::json::value{{"key", "***"}}));
}

BOOST_AUTO_TEST_CASE(a_secret_does_not_turn_into_a_string_by_itself) {
    static_assert(!std::is_convertible_v<secret, std::string>);
    static_assert(!std::is_convertible_v<secret, std::string_view>);
    static_assert(!std::is_convertible_v<secret, bool>);
    static_assert(!std::is_constructible_v<std::string, secret>);
    static_assert(!std::is_constructible_v<secret, std::string>);
    static_assert(!std::is_convertible_v<char const*, secret>);
    static_assert(!std::is_constructible_v<boost::json::value, secret>);
    BOOST_TEST(made("x").reveal() == "x");
}

BOOST_AUTO_TEST_CASE(secrets_are_equal_when_their_texts_are) {
    BOOST_TEST(made(short_text) == made(short_text));
    BOOST_TEST(made(long_text) == made(long_text));
    BOOST_TEST(secret() == secret());
    BOOST_TEST(made(short_text) != made(long_text));
    BOOST_TEST(made("abcd") != made("abce"));
    BOOST_TEST(made("abcd") != made("bbcd"));
    BOOST_TEST(made(std::string("a\0b", 3)) != made(std::string("a\0c", 3)));
    BOOST_TEST(made(std::string(1, '\x01')) != made(std::string(1, '\x81')));
}

BOOST_AUTO_TEST_CASE(wiping_zeroes_all_of_the_storage) {
    std::string text = long_text;
    auto const* storage = text.data();
    auto const capacity = text.capacity();
    text.resize(3); // the rest of the secret stands beyond the end
    wipe(text);
    BOOST_TEST(text.empty());
    BOOST_TEST((text.data() == storage));
    BOOST_TEST(std::string_view(storage, capacity).find_first_not_of('\0') == std::string_view::npos);

    std::string small = short_text;
    wipe(small);
    BOOST_TEST(!contains(&small, sizeof small, short_text.substr(1)));
}

BOOST_AUTO_TEST_CASE(a_secret_is_wiped_when_it_dies) {
    observed seen(short_text);
    BOOST_TEST(seen.holds(short_text));
    seen.destroy();
    BOOST_TEST(!seen.holds(short_text.substr(1)));
}

BOOST_AUTO_TEST_CASE(a_secret_is_wiped_when_it_is_moved_from) {
    observed from(short_text);
    secret const to = std::move(from.value());
    BOOST_TEST(to.reveal() == short_text);
    BOOST_TEST(from.value().empty());
    BOOST_TEST(!from.holds(short_text.substr(1)));

    observed again(short_text);
    secret assigned;
    assigned = std::move(again.value());
    BOOST_TEST(assigned.reveal() == short_text);
    BOOST_TEST(!again.holds(short_text.substr(1)));
}

BOOST_AUTO_TEST_CASE(a_secret_is_wiped_when_another_takes_its_place) {
    observed seen(short_text);
    seen.value() = made("other");
    BOOST_TEST(!seen.holds(short_text.substr(1)));
    observed copied(short_text);
    secret const other = made("other");
    copied.value() = other;
    BOOST_TEST(copied.value().reveal() == "other");
    BOOST_TEST(!copied.holds(short_text.substr(6)));
    observed cleared(short_text);
    cleared.value() = secret();
    BOOST_TEST(!cleared.holds(short_text.substr(1)));
}

BOOST_AUTO_TEST_CASE(assigning_a_secret_to_itself_changes_nothing) {
    for (auto const& text : {short_text, long_text}) {
        auto s = made(text);
        auto& same = s;
        s = same;
        BOOST_TEST(s.reveal() == text);
        s = std::move(same);
        BOOST_TEST(s.reveal() == text);
        s.swap(same);
        BOOST_TEST(s.reveal() == text);
    }
}

BOOST_AUTO_TEST_CASE(swapping_exchanges_short_and_long_secrets) {
    auto a = made(short_text), b = made(long_text);
    a.swap(b);
    BOOST_TEST(a.reveal() == long_text);
    BOOST_TEST(b.reveal() == short_text);
    secret none;
    a.swap(none);
    BOOST_TEST(a.empty());
    BOOST_TEST(none.reveal() == long_text);
}

BOOST_AUTO_TEST_CASE(a_copy_is_independent) {
    auto a = made(long_text);
    auto const b = a;
    a = secret();
    BOOST_TEST(b.reveal() == long_text);
}

BOOST_AUTO_TEST_CASE(a_secret_takes_a_text_but_never_a_mask) {
    secret s;
    BOOST_TEST(s.assign("first"));
    BOOST_TEST(s.assign("second, which is too long to stand inside the string"));
    BOOST_TEST(s.reveal() == "second, which is too long to stand inside the string");
    BOOST_TEST(!s.assign("***"));
    BOOST_TEST(s.reveal() == "second, which is too long to stand inside the string");
    BOOST_TEST(s.assign(""));
    BOOST_TEST(s.empty());
}

BOOST_AUTO_TEST_SUITE_END()
