// Reads any bytes as a struct that has every kind of member.
// Contract: never throws, never crashes, whatever the input. What can be read is written, and what was written is read as the same; a patch
// of the value with itself changes nothing; an error names a place within the text.
#include <parley/reflect/from_json.hpp>
#include <parley/reflect/json_text.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_json.hpp>
#include <parley/reflect/to_text.hpp>
#include <parley/secret.hpp>

#include <boost/describe.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <deque>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <variant>
#include <vector>

namespace reflect = parley::reflect;

namespace {

enum class shade { light, dark_, other };
BOOST_DESCRIBE_ENUM(shade, light, dark_, other)

struct leaf {
    std::string s;
    std::uint8_t n = 3;
    boost::json::object extra;
};
BOOST_DESCRIBE_STRUCT(leaf, (), (s, n, extra))
struct twig {
    std::vector<std::variant<leaf, twig>> p;
    std::optional<int> q = 4;
};
BOOST_DESCRIBE_STRUCT(twig, (), (p, q))

struct group {
    int g = 0;
    std::optional<std::string> h = "x";
};
BOOST_DESCRIBE_STRUCT(group, (), (g, h))
struct base {
    bool b = false;
};
BOOST_DESCRIBE_STRUCT(base, (), (b))

struct everything : base {
    std::int8_t i8 = 1;
    std::uint64_t u64 = 2;
    double d = 0.5;
    float f = 0.5f;
    std::string s;
    parley::secret key;
    shade e = shade::other;
    std::optional<leaf> o = leaf{};
    std::vector<std::vector<int>> v;
    std::deque<bool> q;
    std::list<leaf> l;
    std::map<std::string, std::optional<int>> m;
    std::unordered_map<std::string, leaf> u;
    std::array<leaf, 2> a;
    std::tuple<int, std::string, std::optional<bool>> t;
    group flat;
    std::chrono::duration<std::int16_t> w{};
    std::chrono::duration<double> x{};
    std::chrono::system_clock::time_point when{};
    std::variant<std::monostate, bool, double, std::string, std::vector<int>, leaf> c;
    std::variant<leaf, twig> tag;
    boost::json::value jv;
    boost::json::object jo;
    boost::json::array ja;
    reflect::json_text jt;
    boost::json::object extra;
};
BOOST_DESCRIBE_STRUCT(everything, (base), (i8, u64, d, f, s, key, e, o, v, q, l, m, u, a, t, flat, w, x, when, c, tag, jv, jo, ja, jt, extra))

void expect(bool kept) {
    if (!kept) std::abort();
}

} // namespace

template <> struct parley::annotations<everything> {
    static constexpr std::tuple value{reflect::flat<&everything::flat>, reflect::length<&everything::s>(0, 40), reflect::range<&everything::i8>(-100, 100)};
};

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    auto const read = reflect::parse<everything>(text);
    if (!read) {
        expect(!read.error().message.empty());
        for (auto const& p : read.error().problems) expect(!p.offset || *p.offset <= text.size());
        (void)to_string(read.error());
        return 0;
    }
    auto const plain = reflect::secrets::plain();
    auto const written = reflect::to_text(*read, plain);
    auto const again = reflect::parse<everything>(written);
    expect(again.has_value() && reflect::to_text(*again, plain) == written);
    auto const dom = reflect::to_json(*read, plain);
    auto const from_dom = reflect::from_json<everything>(dom);
    expect(from_dom.has_value() && reflect::to_text(*from_dom, plain) == written);
    auto patched = *read;
    if (reflect::update(patched, dom)) (void)reflect::to_text(patched);
    return 0;
}
