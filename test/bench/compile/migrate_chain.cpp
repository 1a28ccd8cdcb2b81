#include <parley/migrate.hpp>

#include <boost/describe/class.hpp>

#include <string>

struct window {
    std::string title;
    int width = 80;
};
BOOST_DESCRIBE_STRUCT(window, (), (title, width))

inline parley::result<void> add_width(boost::json::object& document) {
    document["width"] = 80;
    return {};
}

template <> struct parley::schema<window> {
    static constexpr int version = 1;
    using steps = parley::migrate::chain<parley::migrate::json_step<0, add_width, "adds the width">>;
};

int main(int argc, char** argv) { return argc > 1 && parley::migrate::load<window>(argv[1]) ? 0 : 1; }
