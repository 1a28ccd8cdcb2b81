#ifndef PARLEY_REFLECT_DETAIL_SINK_HPP
#define PARLEY_REFLECT_DETAIL_SINK_HPP

#include <parley/reflect/detail/dom_sink.hpp>
#include <parley/reflect/detail/quoted_key.hpp>
#include <parley/reflect/detail/text_sink.hpp>
#include <parley/reflect/detail/views.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/string.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <string_view>

namespace parley::inline v0::reflect::detail {

/// Takes JSON, event by event, and makes it text or a DOM. (Virtual functions would do, but a class that has them is compiled into every source
/// file that sees it.)
class sink {
public:
    sink() noexcept = default;
    sink(text_sink& text) noexcept : text_(&text) {}
    sink(dom_sink& dom) noexcept : dom_(&dom) {}

    explicit operator bool() const noexcept { return text_ || dom_; }

    void begin_object() { text_ ? text_->begin_object() : dom_->begin_object(); }
    void end_object() { text_ ? text_->end_object() : dom_->end_object(); }
    void begin_array() { text_ ? text_->begin_array() : dom_->begin_array(); }
    void end_array() { text_ ? text_->end_array() : dom_->end_array(); }
    /// @param is_plain whether it is known that the name stands in JSON as it is.
    void key(std::string_view name, bool is_plain = false) { text_ ? text_->key(name, is_plain) : dom_->key(name); }
    void key(std::string_view name, quoted_key const& quoted) { text_ ? text_->key(name, quoted) : dom_->key(name); }
    void string(std::string_view text, bool is_plain = false) { text_ ? text_->string(text, is_plain) : dom_->string(text); }
    void boolean(bool b) { text_ ? text_->boolean(b) : dom_->boolean(b); }
    void null() { text_ ? text_->null() : dom_->null(); }
    void integer(std::int64_t i) { text_ ? text_->integer(i) : dom_->integer(i); }
    void unsigned_integer(std::uint64_t u) { text_ ? text_->unsigned_integer(u) : dom_->unsigned_integer(u); }
    void real(double d) { text_ ? text_->real(d) : dom_->real(d); }
    void json(std::string_view text) { text_ ? text_->json(text) : dom_->json(text); }

private:
    text_sink* text_ = nullptr;
    dom_sink* dom_ = nullptr;
};

inline void replay(boost::json::value const& v, sink to);

inline void replay(boost::json::object const& object, sink to) {
    to.begin_object();
    for (auto const& pair : object) {
        to.key(view(pair.key()));
        replay(pair.value(), to);
    }
    to.end_object();
}

inline void replay(boost::json::array const& array, sink to) {
    to.begin_array();
    for (auto const& element : array) replay(element, to);
    to.end_array();
}

/// Sends a value to a sink as events.
inline void replay(boost::json::value const& v, sink to) {
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
