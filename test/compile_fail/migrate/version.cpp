// expect: parley\[migrate\.version\]
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
    static constexpr int version = -1;
    using steps = migrate::chain<>;
};

static_assert(parley::migrate::check<window>());
