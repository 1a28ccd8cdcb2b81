// expect: window_v1[\s\S]*parley\[migrate\.upgrade\]|parley\[migrate\.upgrade\][\s\S]*window_v1
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
    using steps = migrate::chain<migrate::typed_step<1, window_v1, window>>;
};

auto const loaded = parley::migrate::load<window>("{}");
