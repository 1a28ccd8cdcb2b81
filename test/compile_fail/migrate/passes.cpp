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

parley::result<void> add_width(boost::json::object&) { return {}; }
template <> struct parley::schema<window> {
    static constexpr int version = 2;
    using steps = migrate::chain<migrate::json_step<0, add_width>, migrate::typed_step<1, window_v1, window>>;
};
window upgrade(window_v1 old) { return {old.w}; }
static_assert(parley::migrate::check<window>());

auto const loaded = parley::migrate::load<window>("{}");
