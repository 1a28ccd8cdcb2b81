// What a struct can say about itself beyond its members' names: keys, bounds, groups, unions, and types of one's own.

#include <parley/migrate.hpp>

#include <boost/describe.hpp>

#include <charconv>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <variant>
#include <vector>

namespace reflect = parley::reflect;

// tag::annotations[]
enum class log_level { quiet, normal, loud, other };
BOOST_DESCRIBE_ENUM(log_level, quiet, normal, loud, other)

struct retry {
    int times = 3;
    std::chrono::seconds wait{2};
};
BOOST_DESCRIBE_STRUCT(retry, (), (times, wait))

struct service {
    std::string name;
    std::string class_ = "web"; // in JSON `class`, which is no C++ identifier
    std::optional<std::string> url;
    parley::secret token;
    log_level log = log_level::normal;
    retry retries;
    boost::json::object extra; // keys that the struct does not know
};
BOOST_DESCRIBE_STRUCT(service, (), (name, class_, url, token, log, retries, extra))

template <> struct parley::annotations<log_level> {
    static constexpr std::tuple value{reflect::fallback<log_level::other>}; // what unknown texts become
};
template <> struct parley::annotations<retry> {
    static constexpr std::tuple value{reflect::range<&retry::times>(0, 10), reflect::above<&retry::wait>(0)};
};
template <> struct parley::annotations<service> {
    static constexpr std::tuple value{
        reflect::required<&service::name>,
        reflect::length<&service::name>(1, 64),
        reflect::description<&service::name>("What lists show."),
        reflect::renamed<&service::url>("base-url"),
        reflect::flat<&service::retries>, // `times` and `wait` stand beside `name`
    };
};
// end::annotations[]

// tag::union[]
struct http_check {
    std::string path = "/";
};
BOOST_DESCRIBE_STRUCT(http_check, (), (path))
struct command_check {
    std::vector<std::string> argv;
};
BOOST_DESCRIBE_STRUCT(command_check, (), (argv))

using check = std::variant<http_check, command_check>; // {"kind":"http","path":"/health"}

template <> struct parley::annotations<http_check> {
    static constexpr std::tuple value{reflect::tag("http")};
};
template <> struct parley::annotations<command_check> {
    static constexpr std::tuple value{reflect::tag("command")};
};
template <> struct parley::annotations<check> {
    static constexpr std::tuple value{reflect::tag_key("kind")};
};
// end::union[]

// tag::codec[]
struct colour {
    unsigned rgb = 0;
};

template <> struct parley::reflect::codec<colour> {
    static constexpr std::string_view expected = "colour such as #ff8800"; // what errors ask for

    static parley::result<colour> read(boost::json::value const& json) {
        colour made;
        auto const* text = json.if_string();
        if (!text || text->size() != 7 || text->front() != '#') return parley::error(parley::errc::invalid_argument);
        auto const* const end = text->data() + text->size();
        if (std::from_chars(text->data() + 1, end, made.rgb, 16).ptr != end) return parley::error(parley::errc::invalid_argument);
        return made;
    }
    static boost::json::value write(colour const& value) {
        char text[8];
        std::snprintf(text, sizeof text, "#%06x", value.rgb & 0xffffff);
        return boost::json::value(text);
    }
};
// end::codec[]

int main() {
    // tag::problems[]
    auto const refused = reflect::parse<service>(R"({"name": "", "times": 11, "base-url": 5})");
    for (auto const& p : refused.error().problems)
        std::cout << p.pointer << ": expected " << p.expected << ", found " << p.found << " at byte " << p.offset.value_or(0) << '\n';
    // end::problems[]

    // tag::write[]
    auto read = reflect::parse<service>(R"({"name": "search", "class": "api", "token": "k1", "log": "deafening", "colour": "blue"})");
    if (!read) return 1;
    std::cout << reflect::to_text(*read) << '\n';                            // the token is "***"
    std::cout << reflect::to_text(*read, reflect::secrets::plain()) << '\n'; // the token is "k1"
    // end::write[]

    // tag::update[]
    boost::json::object const patch{{"times", 5}, {"class", nullptr}, {"token", "***"}};
    auto const changed = reflect::update(*read, patch); // five times, the class is "web" again, the token stays
    // end::update[]

    // tag::schema[]
    std::cout << reflect::to_text(boost::json::value(reflect::json_schema<check>()), reflect::secrets::masked(), reflect::layout::indented()) << '\n';
    // end::schema[]

    auto const sky = reflect::parse<std::vector<colour>>(R"(["#87ceeb"])");
    auto const probe = reflect::parse<check>(R"({"kind":"http","path":"/health"})");
    bool const as_told = changed && read->retries.times == 5 && read->class_ == "web" && read->token.reveal() == "k1" && read->log == log_level::other;
    bool const others = sky && sky->front().rgb == 0x87ceeb && probe && std::get<http_check>(*probe).path == "/health";
    return refused.error().problems.size() == 3 && as_told && others ? 0 : 1;
}
