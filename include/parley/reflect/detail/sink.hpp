#ifndef PARLEY_REFLECT_DETAIL_SINK_HPP
#define PARLEY_REFLECT_DETAIL_SINK_HPP

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/string.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <string_view>

namespace parley::inline v0::reflect::detail {

/// Takes JSON, event by event.
class sink {
public:
    virtual void begin_object() = 0;
    virtual void end_object() = 0;
    virtual void begin_array() = 0;
    virtual void end_array() = 0;
    virtual void key(std::string_view name) = 0;
    virtual void plain_key(std::string_view name) = 0; // a key that needs no escapes
    virtual void string(std::string_view text) = 0;
    virtual void boolean(bool b) = 0;
    virtual void null() = 0;
    virtual void integer(std::int64_t i) = 0;
    virtual void unsigned_integer(std::uint64_t u) = 0;
    virtual void real(double d) = 0;
    virtual void json(std::string_view text) = 0; // a whole value, as JSON

protected:
    ~sink() = default;
};

inline std::string_view view(boost::json::string_view text) noexcept { return {text.data(), text.size()}; }
inline std::string_view view(boost::json::string const& text) noexcept { return {text.data(), text.size()}; }
inline boost::json::string_view view(std::string_view text) noexcept { return {text.data(), text.size()}; }

inline void replay(boost::json::value const& v, sink& to);

inline void replay(boost::json::object const& object, sink& to) {
    to.begin_object();
    for (auto const& pair : object) {
        to.key(view(pair.key()));
        replay(pair.value(), to);
    }
    to.end_object();
}

inline void replay(boost::json::array const& array, sink& to) {
    to.begin_array();
    for (auto const& element : array) replay(element, to);
    to.end_array();
}

/// Sends a value to a sink as events.
inline void replay(boost::json::value const& v, sink& to) {
    using boost::json::kind;
    switch (v.kind()) {
        case kind::null: return to.null();
        case kind::bool_: return to.boolean(v.get_bool());
        case kind::int64: return to.integer(v.get_int64());
        case kind::uint64: return to.unsigned_integer(v.get_uint64());
        case kind::double_: return to.real(v.get_double());
        case kind::string: return to.string(view(v.get_string()));
        case kind::array: return replay(v.get_array(), to);
        case kind::object: return replay(v.get_object(), to);
    }
}

} // namespace parley::inline v0::reflect::detail

#endif
