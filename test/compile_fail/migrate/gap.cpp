// expect: step_from_version<1, [\s\S]*parley\[migrate\.gap\]|parley\[migrate\.gap\][\s\S]*step_from_version<1,
#include <parley/migrate.hpp>

#include <boost/describe.hpp>

struct window_v1 {
    int w = 0;
};
BOOST_DESCRIBE_STRUCT(window_v1, (), (w))
struct window {
    int width = 0;
};
BOOST_DESCRIBE_STRUCT(window, (), (width))

parley::result<void> edit(boost::json::object&) { return {}; }
template <> struct parley::schema<window> {
    static constexpr int version = 3;
    using steps = migrate::chain<migrate::json_step<0, edit>, migrate::json_step<2, edit>>;
};

auto const loaded = parley::migrate::load<window>("{}");
