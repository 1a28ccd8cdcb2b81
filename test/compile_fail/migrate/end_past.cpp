// expect: chain_ends_at_version<3, 2, [\s\S]*parley\[migrate\.end\]|parley\[migrate\.end\][\s\S]*chain_ends_at_version<3, 2,
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
    static constexpr int version = 2;
    using steps = migrate::chain<migrate::json_step<0, edit, "", migrate::no_way_back{}, 3>>;
};

auto const loaded = parley::migrate::load<window>("{}");
