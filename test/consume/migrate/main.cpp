// A program that keeps its settings in a file format of its own and has changed that format once.
#include <parley/migrate.hpp>

#include <boost/describe/class.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <string>

struct window {
    std::string title;
    int width = 80;
};
BOOST_DESCRIBE_STRUCT(window, (), (title, width))

inline parley::result<void> rename_columns(boost::json::object& document) {
    if (auto const* columns = document.if_contains("columns")) document["width"] = boost::json::value(*columns); // a new key may move the old
    document.erase("columns");
    return {};
}

template <> struct parley::schema<window> {
    static constexpr int version = 1;
    using steps = migrate::chain<migrate::json_step<0, rename_columns, "columns are called width">>;
};

int main() {
    auto const loaded = parley::migrate::load<window>(R"({"title": "log", "columns": 132})");
    return loaded && loaded->value.width == 132 && loaded->from == 0 && loaded->to == 1 ? 0 : 1;
}
