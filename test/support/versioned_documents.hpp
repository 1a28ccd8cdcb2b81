#ifndef PARLEY_TEST_SUPPORT_VERSIONED_DOCUMENTS_HPP
#define PARLEY_TEST_SUPPORT_VERSIONED_DOCUMENTS_HPP

#include <parley/migrate/chain.hpp>
#include <parley/migrate/step.hpp>
#include <parley/reflect/annotations.hpp>
#include <parley/reflect/versioned.hpp>
#include <parley/secret.hpp>

#include <boost/describe.hpp>
#include <boost/json/object.hpp>
#include <boost/json/string.hpp>

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

namespace parley::test {

// A pane, versions 0 and 1: `text` became `label`.

struct pane_v0 {
    std::string text;
    boost::json::object extra;
};
BOOST_DESCRIBE_STRUCT(pane_v0, (), (text, extra))

struct pane {
    std::string label;
    boost::json::object extra;
    friend bool operator==(pane const&, pane const&) = default;
};
BOOST_DESCRIBE_STRUCT(pane, (), (label, extra))

inline result<pane> upgrade(pane_v0 old) {
    if (old.text == "broken") return error(errc::invalid_argument, "A pane cannot be broken.", "/text");
    return pane{std::move(old.text), {}};
}
inline pane_v0 downgrade(pane p) { return {std::move(p.label), {}}; }

// A window, versions 0 to 2, with panes in every place that a document can stand in.

struct glass {
    pane inner;
    std::string tint;
};
BOOST_DESCRIBE_STRUCT(glass, (), (inner, tint))
struct wood {
    std::string kind;
};
BOOST_DESCRIBE_STRUCT(wood, (), (kind))

struct frame_group {
    std::optional<pane> top;
    int thickness = 1;
};
BOOST_DESCRIBE_STRUCT(frame_group, (), (top, thickness))

struct branch {
    std::optional<pane> here;
    std::vector<branch> below;
};
BOOST_DESCRIBE_STRUCT(branch, (), (here, below))

struct window_v1 {
    std::string title;
    int w = 1;
    secret key;
    boost::json::object extra;
};
BOOST_DESCRIBE_STRUCT(window_v1, (), (title, w, key, extra))

struct window {
    std::string title;
    int width = 80;
    secret key;
    boost::json::object extra;
};
BOOST_DESCRIBE_STRUCT(window, (), (title, width, key, extra))

inline window upgrade(window_v1 old) {
    window made;
    made.title = std::move(old.title);
    made.width = old.w;
    made.key = std::move(old.key);
    return made;
}

inline result<void> add_width(boost::json::object& document) {
    if (document.contains("fails")) return error(errc::invalid_document, "It says that it fails.", "/fails");
    if (auto const* said = document.if_contains("says")) document["schema_version"] = boost::json::value(*said); // a copy: a new key may move what `said` points to
    document["w"] = 7;
    return {};
}
inline result<void> drop_width(boost::json::object& document) {
    document.erase("w");
    return {};
}
inline window_v1 downgrade(window w) { return {std::move(w.title), w.width, std::move(w.key), {}}; }

// A house: its own version never changed, those of the documents inside did.

struct house {
    pane door;
    std::vector<pane> list;
    std::map<std::string, pane> map;
    std::optional<pane> maybe;
    std::variant<glass, wood> wall;
    std::variant<std::string, std::vector<pane>> choice;
    std::array<pane, 2> pair;
    std::tuple<int, pane> mixed;
    frame_group frame;
    branch tree;
    pane renamed_pane;
    boost::json::object extra;
};
BOOST_DESCRIBE_STRUCT(house, (), (door, list, map, maybe, wall, choice, pair, mixed, frame, tree, renamed_pane, extra))

// A person, versions 1 to 4, led from struct to struct all the way; a document without version has version 1.

struct person_v1 {
    std::string name;
    boost::json::object extra;
};
BOOST_DESCRIBE_STRUCT(person_v1, (), (name, extra))
struct person_v2 {
    std::string first, last;
    boost::json::object extra;
};
BOOST_DESCRIBE_STRUCT(person_v2, (), (first, last, extra))
struct person_v3 {
    std::string first, last;
    std::optional<int> age;
};
BOOST_DESCRIBE_STRUCT(person_v3, (), (first, last, age))
struct person {
    std::string full;
    std::optional<int> age;
    boost::json::object extra;
    friend bool operator==(person const&, person const&) = default;
};
BOOST_DESCRIBE_STRUCT(person, (), (full, age, extra))

inline result<person_v2> upgrade(person_v1 old) {
    auto const space = old.name.find(' ');
    if (space == std::string::npos) return error(errc::invalid_argument, "The name has one part.", "/name");
    return person_v2{old.name.substr(0, space), old.name.substr(space + 1), {{"from", "v1"}}};
}
inline person_v3 upgrade(person_v2 old) { return {std::move(old.first), std::move(old.last), {}}; }
inline person upgrade(person_v3 old) { return {old.last + ", " + old.first, old.age, {}}; }

// An owner, whose pet is one of two documents with versions of their own.

struct cat {
    std::string name;
    boost::json::object extra;
};
BOOST_DESCRIBE_STRUCT(cat, (), (name, extra))
struct dog {
    std::string name;
    boost::json::object extra;
};
BOOST_DESCRIBE_STRUCT(dog, (), (name, extra))
struct owner {
    std::variant<cat, dog> pet;
    boost::json::object extra;
};
BOOST_DESCRIBE_STRUCT(owner, (), (pet, extra))

inline result<void> teach_to_purr(boost::json::object& document) {
    document["purrs"] = true;
    return {};
}
inline result<void> teach_to_bark(boost::json::object& document) {
    document["barks"] = true;
    return {};
}

/// Turns a text around, and marks what it made.
struct reverse_cipher {
    bool fails = false;
    bool recognises(std::string_view text) const { return text.starts_with("enc:"); }
    result<std::string> open(std::string_view text) const {
        if (fails) return error(errc::decryption_failed);
        return std::string(text.rbegin(), text.rend() - 4);
    }
    result<std::string> seal(std::string_view text) const { return "enc:" + std::string(text.rbegin(), text.rend()); }
};

} // namespace parley::test

template <> struct parley::schema<parley::test::pane> {
    static constexpr int version = 1;
    using steps = migrate::chain<migrate::typed_step<0, test::pane_v0, test::pane, "calls the text label">>;
};
template <> struct parley::schema<parley::test::window> {
    static constexpr int version = 2;
    using steps = migrate::chain<migrate::json_step<0, test::add_width, "adds the width", test::drop_width>,
                                 migrate::typed_step<1, test::window_v1, test::window, "spells width out">>;
};
template <> struct parley::schema<parley::test::house> {
    static constexpr int version = 0;
};
template <> struct parley::schema<parley::test::cat> {
    static constexpr int version = 1;
    using steps = migrate::chain<migrate::json_step<0, test::teach_to_purr>>;
};
template <> struct parley::schema<parley::test::dog> {
    static constexpr int version = 2;
    using steps = migrate::chain<migrate::json_step<0, test::teach_to_bark>, migrate::json_step<1, test::teach_to_bark>>;
};
template <> struct parley::schema<parley::test::owner> {
    static constexpr int version = 0;
};
template <> struct parley::schema<parley::test::person> {
    static constexpr int version = 4;
    static constexpr int missing = 1;
    static constexpr std::string_view key = "v";
    using steps = migrate::chain<migrate::typed_step<1, test::person_v1, test::person_v2>, migrate::typed_step<2, test::person_v2, test::person_v3>,
                                 migrate::typed_step<3, test::person_v3, test::person>>;
};
template <> struct parley::annotations<parley::test::house> {
    static constexpr std::tuple value{reflect::flat<&test::house::frame>, reflect::renamed<&test::house::renamed_pane>("a/b")};
};

#endif
