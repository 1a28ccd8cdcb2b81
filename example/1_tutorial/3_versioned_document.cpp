// A document that survives its program: a plain struct, described once, and the steps that carry old files to its newest version.

#include <parley/migrate.hpp>

#include <boost/describe/class.hpp>

#include <cstdio>
#include <iostream>
#include <string>
#include <utility>

// tag::struct[]
struct window {
    std::string title;
    int width = 80;
    int height = 24;
    boost::json::object extra; // keeps what this version does not know
};
BOOST_DESCRIBE_STRUCT(window, (), (title, width, height, extra))
// end::struct[]

// tag::steps[]
// Version 0 wrote "size": "80x24".
parley::result<void> split_size(boost::json::object& document) {
    auto const* size = document.if_contains("size");
    if (!size) return {};
    int width = 0, height = 0;
    if (!size->is_string() || std::sscanf(size->get_string().c_str(), "%dx%d", &width, &height) != 2)
        return parley::error(parley::errc::invalid_document, "The size is not of the form 80x24.", "/size");
    document["width"] = width;
    document["height"] = height;
    document.erase("size");
    return {};
}

// Version 1 had a struct of its own.
struct window_v1 {
    std::string name;
    int width = 80;
    int height = 24;
    boost::json::object extra;
};
BOOST_DESCRIBE_STRUCT(window_v1, (), (name, width, height, extra))

window upgrade(window_v1 old) { return {std::move(old.name), old.width, old.height, {}}; }

template <> struct parley::schema<window> {
    static constexpr int version = 2;
    using steps = migrate::chain<migrate::json_step<0, split_size, "splits the size into width and height">,
                                 migrate::typed_step<1, window_v1, window, "calls the name a title">>;
};
// end::steps[]

int main() {
    // tag::load[]
    auto const loaded = parley::migrate::load<window>(R"({"name": "log", "size": "120x40", "colour": "blue"})");
    if (!loaded) {
        std::cerr << loaded.error() << '\n';
        return 1;
    }
    std::cout << loaded->value.title << ' ' << loaded->value.width << 'x' << loaded->value.height << ", from version " << loaded->from << '\n';
    for (auto const& step : loaded->steps) std::cout << "  " << step.description << '\n';
    // end::load[]

    // tag::write[]
    std::cout << parley::reflect::to_text(loaded->value) << '\n'; // {"title":"log","width":120,"height":40,"colour":"blue","schema_version":2}
    // end::write[]

    // tag::plan[]
    auto const plan = parley::migrate::plan<window>(R"({"name": "log", "width": 120, "schema_version": 1})");
    if (plan) std::cout << parley::reflect::to_text(boost::json::value(plan->patch)) << '\n'; // a JSON Patch; nothing is applied
    // end::plan[]

    // tag::refused[]
    auto const newer = parley::migrate::load<window>(R"({"title": "log", "schema_version": 3})");
    auto const wrong = parley::migrate::load<window>(R"({"title": 1, "width": "wide", "schema_version": 2})");
    std::cout << newer.error() << '\n' << wrong.error() << '\n'; // every field that does not fit, with its JSON Pointer and byte offset
    // end::refused[]
    return plan && !newer && !wrong ? 0 : 1;
}
