#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_text.hpp>

#include <boost/describe.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <bit>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <tuple>
#include <variant>
#include <vector>

namespace reflect = parley::reflect;
namespace json = boost::json;
using parley::errc;
using parley::secret;
using reflect::layout;
using reflect::secrets;
using reflect::to_text;

namespace {

enum class shape { round, square_, none };
BOOST_DESCRIBE_ENUM(shape, round, square_, none)

struct circle {
    double radius = 1;
    friend bool operator==(circle const&, circle const&) = default;
};
BOOST_DESCRIBE_STRUCT(circle, (), (radius))
struct box {
    int width = 0;
    std::optional<int> height;
    json::object extra;
    friend bool operator==(box const&, box const&) = default;
};
BOOST_DESCRIBE_STRUCT(box, (), (width, height, extra))

struct inner {
    std::optional<int> level = 3;
    std::string default_;
    friend bool operator==(inner const&, inner const&) = default;
};
BOOST_DESCRIBE_STRUCT(inner, (), (level, default_))

struct grouped {
    std::string region;
    std::optional<std::string> profile;
    friend bool operator==(grouped const&, grouped const&) = default;
};
BOOST_DESCRIBE_STRUCT(grouped, (), (region, profile))

struct base {
    int id = 0;
    friend bool operator==(base const&, base const&) = default;
};
BOOST_DESCRIBE_STRUCT(base, (), (id))

struct everything : base {
    bool flag = false;
    std::int8_t tiny = 0;
    std::uint64_t large = 0;
    double real = 0;
    float narrow = 0;
    std::string text;
    secret key;
    shape form = shape::none;
    std::optional<std::string> effort = "high";
    std::vector<std::vector<int>> rows;
    std::map<std::string, inner> map;
    std::array<inner, 2> pair{inner{7, {}}, inner{}};
    std::tuple<inner, std::string> mixed{inner{9, {}}, {}};
    std::optional<inner> maybe = inner{5, "x"};
    inner nested{8, "y"};
    grouped group;
    std::chrono::milliseconds wait{};
    std::chrono::duration<double> span{};
    std::chrono::system_clock::time_point when{};
    std::variant<circle, box> figure;
    std::variant<std::monostate, bool, double, std::string, std::vector<int>> choice;
    json::value any;
    json::object extra;
    friend bool operator==(everything const&, everything const&) = default;
};
BOOST_DESCRIBE_STRUCT(everything, (base),
                      (flag, tiny, large, real, narrow, text, key, form, effort, rows, map, pair, mixed, maybe, nested, group, wait, span, when, figure, choice, any, extra))

struct keys {
    secret first;
    std::optional<secret> second;
    std::vector<secret> list;
};
BOOST_DESCRIBE_STRUCT(keys, (), (first, second, list))

secret made(std::string text) { return secret::make(std::move(text)).value(); }

class generator {
public:
    std::uint64_t bits() { return engine_(); }
    std::size_t below(std::size_t n) { return engine_() % n; }
    double real() {
        for (;;) {
            auto const d = std::bit_cast<double>(engine_());
            if (std::isfinite(d)) return d;
        }
    }
    std::string text() {
        static constexpr std::string_view pieces[] = {"a", "\"", "\\", "\n", "\x01", "\x7F", "/", "~", " ", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80", "***", "true", "\b\f\r\t"};
        std::string made;
        for (auto n = below(6); n-- != 0;) made += pieces[below(std::size(pieces))];
        if (below(4) == 0) made += '\0';
        return made;
    }
    json::value value(int depth = 0) {
        switch (below(depth < 3 ? 8 : 6)) {
            case 0: return nullptr;
            case 1: return below(2) == 0;
            case 2: return static_cast<std::int64_t>(bits());
            case 3: return bits() | std::uint64_t(1) << 63;
            case 4: return real();
            case 5: return json::string(text());
            case 6: {
                json::array made;
                for (auto n = below(4); n-- != 0;) made.push_back(value(depth + 1));
                return made;
            }
            default: {
                json::object made;
                for (auto n = below(4); n-- != 0;) made[text()] = value(depth + 1);
                return made;
            }
        }
    }
    inner make_inner() { return {below(2) ? std::optional<int>() : std::optional<int>(static_cast<int>(bits())), text()}; }
    everything make() {
        everything e;
        e.id = static_cast<int>(bits());
        e.flag = below(2) == 0;
        e.tiny = static_cast<std::int8_t>(bits());
        e.large = bits();
        e.real = real();
        do e.narrow = std::bit_cast<float>(static_cast<std::uint32_t>(bits()));
        while (!std::isfinite(e.narrow));
        e.text = text();
        if (auto key = secret::make("k" + text() + "x")) e.key = std::move(*key);
        e.form = static_cast<shape>(below(3));
        if (below(2)) e.effort = text();
        else if (below(2)) e.effort.reset();
        for (auto n = below(3); n-- != 0;) e.rows.emplace_back(below(3), static_cast<int>(bits()));
        for (auto n = below(3); n-- != 0;) e.map[text()] = make_inner();
        for (auto& element : e.pair) element = make_inner();
        e.mixed = {make_inner(), text()};
        if (below(3) == 0) e.maybe.reset();
        else e.maybe = make_inner();
        e.nested = make_inner();
        e.group.region = text();
        if (below(2)) e.group.profile = text();
        e.wait = std::chrono::milliseconds(static_cast<std::int64_t>(bits()));
        e.span = std::chrono::duration<double>(real());
        e.when = std::chrono::system_clock::time_point(std::chrono::nanoseconds(static_cast<std::int64_t>(bits() / 4)));
        if (below(2)) e.figure = circle{real()};
        else e.figure = box{static_cast<int>(bits()), {}, json::object{{"more", value()}}};
        switch (below(5)) {
            case 0: e.choice = std::monostate(); break;
            case 1: e.choice = true; break;
            case 2: e.choice = real(); break;
            case 3: e.choice = text(); break;
            default: e.choice = std::vector<int>(below(3), 5);
        }
        e.any = value();
        for (auto n = below(3); n-- != 0;) e.extra["~" + text()] = value();
        return e;
    }

private:
    std::mt19937_64 engine_{20260101};
};

struct reverse_cipher {
    bool fails = false;
    bool recognises(std::string_view text) const { return text.starts_with("enc:"); }
    parley::result<std::string> open(std::string_view text) const {
        if (fails || text.find('!') != std::string_view::npos) return parley::error(errc::decryption_failed);
        return std::string(text.rbegin(), text.rend() - 4);
    }
    parley::result<std::string> seal(std::string_view text) const {
        if (fails) return parley::error(errc::cipher_missing);
        return "enc:" + std::string(text.rbegin(), text.rend());
    }
};

} // namespace

template <> struct parley::annotations<everything> {
    static constexpr std::tuple value{reflect::flat<&everything::group>};
};

BOOST_AUTO_TEST_SUITE(reflect_to_text)

BOOST_AUTO_TEST_CASE(random_values_survive_text_and_back) {
    generator random;
    for (int i = 0; i != 2000; ++i) {
        auto const value = random.make();
        auto const text = to_text(value, secrets::plain());
        auto const again = reflect::parse<everything>(text);
        if (!again) BOOST_FAIL(to_string(again.error()) + "\n" + text);
        if (!(*again == value)) BOOST_FAIL("another value came back from " + text);
        if (to_text(*again, secrets::plain()) != text) BOOST_FAIL("another text came back from " + text);
        auto const spread = reflect::parse<everything>(to_text(value, secrets::plain(), layout::indented(3)));
        if (!spread || !(*spread == value)) BOOST_FAIL("another value came back from the indented form of " + text);
    }
    BOOST_TEST(true);
}

BOOST_AUTO_TEST_CASE(random_real_numbers_survive_exactly) {
    generator random;
    for (int i = 0; i != 200'000; ++i) {
        auto const d = random.real();
        auto const back = reflect::parse<double>(to_text(d));
        if (!back || std::bit_cast<std::uint64_t>(*back) != std::bit_cast<std::uint64_t>(d)) BOOST_FAIL(to_text(d));
    }
    for (double d : {0.0, -0.0, 5e-324, std::numeric_limits<double>::max(), std::numeric_limits<double>::min(), 0.1, 1e22, 1e23, 9007199254740993.0})
        BOOST_TEST(std::bit_cast<std::uint64_t>(reflect::parse<double>(to_text(d)).value()) == std::bit_cast<std::uint64_t>(d));
}

BOOST_AUTO_TEST_CASE(random_doms_survive_text_and_back) {
    generator random;
    for (int i = 0; i != 2000; ++i) {
        auto const value = random.value();
        auto const text = to_text(value);
        auto const again = reflect::parse_value(text);
        if (!again || !(*again == value)) BOOST_FAIL(text);
    }
    BOOST_TEST(true);
}

BOOST_AUTO_TEST_CASE(real_numbers_take_their_shortest_form_and_stay_real) {
    BOOST_TEST(to_text(0.7) == "0.7");
    BOOST_TEST(to_text(0.1) == "0.1");
    BOOST_TEST(to_text(1.0) == "1.0");
    BOOST_TEST(to_text(-0.0) == "-0.0");
    BOOST_TEST(to_text(1e100) == "1e+100");
    BOOST_TEST(to_text(json::value(2.0)) == "2.0");
    BOOST_TEST(to_text(json::value(2)) == "2");
    for (double d : {std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()})
        BOOST_TEST(to_text(d) == "null");
}

BOOST_AUTO_TEST_CASE(numbers_of_few_decimals_take_their_shortest_form_too) {
    int differing = 0;
    for (int n = -12'000'000; n <= 12'000'000; n += 37) {
        auto const number = n / 1000.0;
        char text[32];
        std::string shortest(text, std::to_chars(text, text + sizeof text, number).ptr);
        if (shortest.find_first_of(".e") == std::string::npos) shortest += ".0";
        differing += to_text(number) != shortest;
    }
    BOOST_TEST(differing == 0);
    BOOST_TEST(to_text(0.30000000000000004) == "0.30000000000000004");
    BOOST_TEST(to_text(9999.9989999999998) == "9999.999");
    BOOST_TEST(to_text(-0.0) == "-0.0");
}

BOOST_AUTO_TEST_CASE(strings_are_escaped_only_where_they_must_be) {
    BOOST_TEST(to_text(std::string("\"\\/\b\f\n\r\t\x01\x1F\x7F")) == R"("\"\\/\b\f\n\r\t\u0001\u001f)" "\x7F\"");
    BOOST_TEST(to_text(std::string("\0", 1)) == R"("\u0000")");
    BOOST_TEST(to_text(std::string("\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80")) == "\"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\"");
    std::string const long_text(5000, 'x');
    BOOST_TEST((to_text(long_text + "\n" + long_text) == '"' + long_text + "\\n" + long_text + '"'));
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_utf_8_become_replacement_characters) {
    constexpr auto fffd = "\xEF\xBF\xBD";
    struct example {
        std::string bytes;
        int replaced;
    };
    for (auto const& e : {example{"\xFF", 1}, example{"\xC0\x80", 2}, example{"\xE2\x82", 2}, example{"\xED\xA0\x80", 3}, example{"\xF4\x90\x80\x80", 4}, example{"\x80", 1},
                          example{"\xC3", 1}, example{"\xF0\x9F\x98", 3}}) {
        std::string expected = "\"a";
        for (int i = 0; i != e.replaced; ++i) expected += fffd;
        auto const text = to_text("a" + e.bytes + "b");
        BOOST_TEST(text == expected + "b\"");
        BOOST_TEST(reflect::parse<std::string>(text).has_value());
        BOOST_TEST(reflect::parse_value(to_text(std::map<std::string, int>{{e.bytes, 1}})).has_value());
    }
}

BOOST_AUTO_TEST_CASE(every_byte_sequence_written_can_be_read) {
    generator random;
    for (int i = 0; i != 20'000; ++i) {
        std::string bytes;
        for (auto n = random.below(12); n-- != 0;) bytes += static_cast<char>(random.bits());
        auto const back = reflect::parse<std::string>(to_text(bytes));
        if (!back || to_text(*back) != to_text(bytes)) BOOST_FAIL(to_text(bytes));
    }
    BOOST_TEST(true);
}

BOOST_AUTO_TEST_CASE(empty_optionals_and_secrets_are_left_out) {
    BOOST_TEST(to_text(keys()) == R"({"list":[]})");
    BOOST_TEST(to_text(box{1, {}, {}}) == R"({"width":1})");
    BOOST_TEST(to_text(inner{{}, ""}) == R"({"level":null,"default":""})"); // absent would mean 3 again
}

BOOST_AUTO_TEST_CASE(secrets_are_masked_plain_or_sealed) {
    keys k{made("sk-1"), made("sk-2"), {}};
    k.list.push_back(made("sk-3"));
    k.list.emplace_back();
    BOOST_TEST(to_text(k) == R"({"first":"***","second":"***","list":["***",null]})");
    BOOST_TEST(to_text(k, secrets::masked("**********")) == R"({"first":"**********","second":"**********","list":["**********",null]})");
    BOOST_TEST(to_text(k, secrets::plain()) == R"({"first":"sk-1","second":"sk-2","list":["sk-3",null]})");
    reverse_cipher const cipher;
    auto const sealed = to_text(k, cipher).value();
    BOOST_TEST(sealed == R"({"first":"enc:1-ks","second":"enc:2-ks","list":["enc:3-ks",null]})");
    reflect::read_options options;
    options.cipher = cipher;
    auto const opened = reflect::parse<keys>(sealed, options).value();
    BOOST_TEST(opened.first.reveal() == "sk-1");
    BOOST_TEST(opened.second.value().reveal() == "sk-2");
    BOOST_TEST(opened.list.at(0).reveal() == "sk-3");
    BOOST_TEST(reflect::parse<keys>(R"({"first":"open text"})", options).value().first.reveal() == "open text");
    BOOST_TEST(reflect::parse<keys>(R"({"first":"enc:***"})", options).value().first.empty()); // an encrypted mask is a mask
    BOOST_TEST(reflect::parse<keys>(sealed).value().first.reveal() == "enc:1-ks"); // without the cipher it is a text as any other
}

BOOST_AUTO_TEST_CASE(a_cipher_that_fails_fails_the_document_and_names_the_place) {
    reverse_cipher broken;
    broken.fails = true;
    BOOST_TEST((to_text(keys{made("sk-1"), {}, {}}, broken).error().code == errc::cipher_missing));
    BOOST_TEST(to_text(keys(), broken).has_value());
    reflect::read_options options;
    options.cipher = broken;
    auto const failed = reflect::parse<keys>(R"({"list":["open","enc:x"]})", options);
    BOOST_REQUIRE(failed.has_error());
    BOOST_TEST((failed.error().code == errc::decryption_failed));
    BOOST_TEST(failed.error().where == "/list/1");
    BOOST_TEST(to_string(failed.error()).find("enc:x") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_empty_key_in_extra_is_a_key_like_any_other) {
    box b;
    b.extra[""] = 7;
    BOOST_TEST(to_text(b) == R"({"width":0,"":7})");
    BOOST_TEST((reflect::parse<box>(to_text(b)).value() == b));
}

BOOST_AUTO_TEST_CASE(keys_in_extra_never_repeat_those_of_the_struct) {
    box b{1, {}, json::object{{"width", 5}, {"height", 6}, {"type", "circle"}, {"z", 1}}};
    BOOST_TEST(to_text(b) == R"({"width":1,"type":"circle","z":1})");
    BOOST_TEST(to_text(std::variant<circle, box>(b)) == R"({"type":"box","width":1,"z":1})");
}

BOOST_AUTO_TEST_CASE(text_is_laid_out_as_asked) {
    box const b{1, 2, json::object{{"list", json::array{1, json::object{}}}, {"empty", json::array{}}}};
    BOOST_TEST(to_text(b) == R"({"width":1,"height":2,"list":[1,{}],"empty":[]})");
    BOOST_TEST(to_text(b, secrets::masked(), layout::indented()) == "{\n  \"width\": 1,\n  \"height\": 2,\n  \"list\": [\n    1,\n    {}\n  ],\n  \"empty\": []\n}");
    BOOST_TEST(to_text(std::vector<int>(), secrets::masked(), layout::indented(4)) == "[]");
    BOOST_TEST(to_text(std::vector<int>{1}, secrets::masked(), layout::indented(1)) == "[\n 1\n]");
}

BOOST_AUTO_TEST_CASE(braces_where_the_secrets_are_chosen_mean_masks) {
    keys const k{made("sk-1"), {}, {}};
    std::string const text = to_text(k, {}, layout::indented());
    BOOST_TEST(text == to_text(k, secrets::masked(), layout::indented()));
    BOOST_TEST(text.find("***") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(long_texts_and_keys_are_written_wherever_they_begin) {
    for (std::size_t before = 0; before != 40; ++before)
        for (std::size_t length : {0, 1, 7, 8, 9, 15, 16, 17, 980, 1023, 1024, 1025, 5000}) {
            std::string text(length, 'x');
            if (length > 5) text[length - 3] = '\n';
            std::map<std::string, std::string> const value{{"a", std::string(before, 'y')}, {"b", text}};
            BOOST_TEST((reflect::parse<std::map<std::string, std::string>>(to_text(value)).value() == value));
        }
}

BOOST_AUTO_TEST_CASE(a_byte_that_needs_an_escape_is_found_wherever_it_stands) {
    struct example {
        std::string byte, written;
    };
    for (auto const& e : {example{"\"", "\\\""}, example{"\\", "\\\\"}, example{"\n", "\\n"}, example{"\x1F", "\\u001f"}, example{"\x80", "\xEF\xBF\xBD"}, example{"\xC3\xA9", "\xC3\xA9"}})
        for (std::size_t length = 0; length != 50; ++length)
            for (std::size_t at = 0; at <= length; ++at) {
                std::string const before(at, ' '), behind(length - at, '\x7F');
                auto const text = to_text(before + e.byte + behind);
                BOOST_TEST_REQUIRE(text == '"' + before + e.written + behind + '"');
                if (e.byte != "\x80") BOOST_TEST_REQUIRE(reflect::parse<std::string>(text).value() == before + e.byte + behind);
            }
}

BOOST_AUTO_TEST_CASE(bytes_that_need_escapes_are_found_however_many_there_are) {
    struct piece {
        std::string byte, written;
    };
    std::vector<piece> const pieces = {{"a", "a"}, {" ", " "}, {"\"", "\\\""}, {"\\", "\\\\"}, {"\n", "\\n"}, {"\t", "\\t"}, {"\x1F", "\\u001f"}, {"\x80", "\xEF\xBF\xBD"}, {"\xC3\xA9", "\xC3\xA9"}};
    std::mt19937 random(7);
    for (int i = 0; i != 20'000; ++i) {
        auto const kinds = 1 + random() % pieces.size();
        std::string text, written = "\"";
        for (auto left = random() % 90; left != 0; --left) {
            auto const& next = pieces[random() % kinds];
            text += next.byte;
            written += next.written;
        }
        BOOST_TEST_REQUIRE(to_text(text) == written + '"');
    }
}

BOOST_AUTO_TEST_CASE(text_can_be_appended_to_a_string) {
    std::string text = "data: ";
    reflect::append_text(text, std::vector<int>{1, 2});
    reflect::append_text(text, box{});
    BOOST_TEST(text == R"(data: [1,2]{"width":0})");
}

BOOST_AUTO_TEST_CASE(an_enum_without_a_name_is_null) { BOOST_TEST(to_text(static_cast<shape>(77)) == "null"); }

BOOST_AUTO_TEST_SUITE_END()
