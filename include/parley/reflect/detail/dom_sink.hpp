#ifndef PARLEY_REFLECT_DETAIL_DOM_SINK_HPP
#define PARLEY_REFLECT_DETAIL_DOM_SINK_HPP

// Builds a boost::json::value, event by event.

#include <parley/reflect/detail/views.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/storage_ptr.hpp>
#include <boost/json/value.hpp>
#include <boost/json/value_stack.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::inline v0::reflect::detail {

class dom_sink {
public:
    using text_reader = void (*)(dom_sink&, std::string_view);

    /// @param read_text replays a JSON text into the sink; whoever only writes values needs none, and no parser.
    explicit dom_sink(text_reader read_text = nullptr) noexcept : read_text_(read_text) {}

    /// Begins a value; what was built before is gone.
    void start(boost::json::storage_ptr storage = {}) {
        stack_.reset(std::move(storage));
        counts_.clear();
        keys_ = 0;
    }

    void begin_object() {
        count_value();
        counts_.push_back(0);
    }
    void end_object() {
        keys_ += counts_.back();
        stack_.push_object(counts_.back());
        counts_.pop_back();
    }
    void begin_array() {
        count_value();
        counts_.push_back(0);
    }
    void end_array() {
        stack_.push_array(counts_.back());
        counts_.pop_back();
    }
    void key(std::string_view name) { stack_.push_key(view(name)); }
    void json(std::string_view text) { read_text_(*this, text); }
    void string(std::string_view text) {
        count_value();
        stack_.push_string(view(text));
    }
    void boolean(bool b) {
        count_value();
        stack_.push_bool(b);
    }
    void null() {
        count_value();
        stack_.push_null();
    }
    void integer(std::int64_t i) {
        count_value();
        stack_.push_int64(i);
    }
    void unsigned_integer(std::uint64_t u) {
        count_value();
        // The kind follows from the number, as in the parser: small numbers are signed.
        if (u <= static_cast<std::uint64_t>(INT64_MAX)) stack_.push_int64(static_cast<std::int64_t>(u));
        else stack_.push_uint64(u);
    }
    void real(double d) {
        count_value();
        stack_.push_double(d);
    }
    bool done() const noexcept { return counts_.empty(); }

    /// Returns what was built.
    boost::json::value release() { return stack_.release(); }

    /// Returns how many keys the objects should have in all: fewer in the finished value means that a key stood twice.
    std::size_t keys() const noexcept { return keys_; }

private:
    void count_value() {
        if (!counts_.empty()) ++counts_.back();
    }

    text_reader read_text_;
    boost::json::value_stack stack_;
    std::vector<std::size_t> counts_;
    std::size_t keys_ = 0;
};

/// Returns how many keys the objects within a value have in all.
inline std::size_t count_keys(boost::json::value const& v) {
    std::size_t count = 0;
    if (auto const* object = v.if_object()) {
        count = object->size();
        for (auto const& pair : *object)
            if (pair.value().is_structured()) count += count_keys(pair.value());
    } else if (auto const* array = v.if_array()) {
        for (auto const& element : *array)
            if (element.is_structured()) count += count_keys(element);
    }
    return count;
}

} // namespace parley::inline v0::reflect::detail

#endif
