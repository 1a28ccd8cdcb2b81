#ifndef PARLEY_REFLECT_DETAIL_READER_STRUCTURES_HPP
#define PARLEY_REFLECT_DETAIL_READER_STRUCTURES_HPP

// How the reader goes into objects and arrays, and out of them again.

#include <parley/reflect/detail/describe.hpp>
#include <parley/reflect/detail/expected.hpp>
#include <parley/reflect/detail/reader.hpp>
#include <parley/reflect/detail/reader_values.hpp>
#include <parley/reflect/detail/type.hpp>
#include <parley/reflect/detail/views.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

namespace parley::inline v0::reflect::detail {

inline bool reader::choose(std::string_view tag) {
    auto const& t = static_cast<variant_type const&>(*frames_.back().what);
    for (std::size_t i = 0; i != t.alternatives.size(); ++i)
        if (t.alternatives[i].tag == tag) return choose(i);
    return refuse_tag("other text");
}

inline bool reader::choose(std::size_t alternative) {
    auto& f = frames_.back();
    auto const& t = static_cast<variant_type const&>(*f.what);
    auto const& a = t.alternatives[alternative];
    f.at = updating_ && t.index(f.at) == alternative ? t.get(f.at) : a.emplace(f.at);
    f.what = a.what;
    f.offsets = offsets_of(*a.what);
    f.chosen_by = &t;
    return true;
}

/// Older versions of a document may have had other tags, or none.
inline bool is_versioned(variant_type const& t) noexcept {
    auto const& first = *t.alternatives[0].what;
    return first.what == kind::object && !static_cast<object_type const&>(first).version_key.empty();
}

inline bool reader::refuse_tag(char const* found) {
    auto const& t = static_cast<variant_type const&>(*frames_.back().what);
    outdated_ = outdated_ || is_versioned(t);
    std::string known;
    for (auto const& a : t.alternatives) append(known, {known.empty() ? "" : ", ", a.tag});
    bool const go_on = report(concat({"one of ", known}), found);
    pop(); // the rest of this object is skipped, and the tag's own value where it has several parts
    if (aside_) ++depth_aside_;
    else start_skip();
    return go_on;
}

inline bool reader::unknown_key(frame& f, object_type const& t, std::string_view name) {
    pending_ = {};
    if (f.chosen_by && f.chosen_by->key == name) {
        f.name = f.chosen_by->key;
        return repeated_key();
    }
    bool const said = !said_.key.empty() && frames_.size() == 1 && name == said_.key;
    if (said || (!t.version_key.empty() && t.version_key == name)) {
        static constexpr type version_slot{kind::version};
        f.name = said ? said_.key : t.version_key;
        if (std::exchange(f.version_seen, true)) return repeated_key();
        pending_ = {&version_slot, said ? nullptr : const_cast<object_type*>(&t)};
        return true;
    }
    if (auto* extra = t.extra_of(f.at)) {
        auto const [place, fresh] = extra->emplace({name.data(), name.size()}, nullptr);
        f.name = {place->key().data(), place->key().size()};
        if (!fresh && !updating_) return repeated_key();
        pending_ = {&table<boost::json::value>::value, &place->value()};
        return true;
    }
    if (!t.closed && options_.unknown == unknown_keys::ignore) return true;
    f.name = name;
    auto where = pointer();
    f.name = {};
    return report_at(std::move(where), "known key", "unknown key");
}

inline bool reader::map_key(frame& f, std::string_view name) {
    auto const& t = static_cast<map_type const&>(*f.what);
    auto [key, value] = t.insert(f.at, name);
    f.name = key;
    if (!value && updating_) value = t.find(f.at, name);
    if (!value) return repeated_key();
    pending_ = {t.value, value, f.of, true};
    return true;
}

inline bool reader::other_key(std::string_view name) {
    auto& f = frames_.back();
    if (f.what->what == kind::map) return map_key(f, name);
    auto const& t = static_cast<variant_type const&>(*f.what); // a tagged union whose tag is not known yet
    if (t.key == name) {
        static constexpr type tag_slot{kind::tag};
        f.name = t.key;
        pending_ = {&tag_slot};
        return true;
    }
    slot const whole{f.what, f.at, f.of, false};
    pop();
    start_dom(whole);
    dom_.begin_object();
    dom_.key(name);
    return true;
}

inline bool reader::begin_object() {
    if (aside_) [[unlikely]] {
        if (!(aside_ == copying && copied(copy_.bracket('{'))) && sink_) sink_.begin_object();
        ++depth_aside_;
        open_keys();
        return true;
    }
    auto const& s = next(k_object);
    if (!s.what) return start_skip(), true;
    switch (s.what->what) {
        case kind::object:
        case kind::tagged: push(s); return true;
        case kind::map:
            if (!updating_) static_cast<map_type const&>(*s.what).clear(s.at);
            push(s);
            return true;
        case kind::json_value:
        case kind::json_object:
        case kind::custom:
            start_dom(s);
            dom_.begin_object();
            return true;
        case kind::json_text:
            start_text(s, '{');
            return true;
        case kind::version: outdated_ = true; return start_skip(), true;
        default: start_skip(); return mismatch(s, "object");
    }
}

inline bool reader::end_object() {
    if (aside_) [[unlikely]] {
        if (!(aside_ == copying && copied(copy_.bracket('}'))) && sink_) sink_.end_object();
        close_keys();
        return --depth_aside_ != 0 || finish_aside();
    }
    auto& f = frames_.back();
    bool go_on = true;
    if (f.what->what == kind::object) {
        auto const& t = static_cast<object_type const&>(*f.what);
        f.name = {};
        for (std::size_t word = 0; !updating_ && word * 64 < t.members.size(); ++word) {
            auto const missing = (options_.absent == absent_keys::refuse ? t.all_in(word) : t.required[word]) & ~f.seen[word];
            if (missing == 0) continue;
            for (std::size_t i = word * 64; go_on && i != word * 64 + 64; ++i) {
                if (!(missing >> (i % 64) & 1)) continue;
                f.name = t.members[i].name;
                go_on = report(expected_text(*t.members[i].what, &t.members[i].limits), "nothing");
            }
        }
        if (!said_.key.empty() && frames_.size() == 1) outdated_ = outdated_ || f.version_seen != said_.stands;
        else if (!f.version_seen && !t.version_key.empty() && t.version_if_missing != t.version) outdated_ = true;
        pop();
    } else if (f.what->what == kind::tagged) {
        auto const& t = static_cast<variant_type const&>(*f.what);
        f.name = t.key;
        outdated_ = outdated_ || is_versioned(t);
        if (!updating_) go_on = report("tag", "nothing");
        pop();
    } else {
        auto const& t = static_cast<map_type const&>(*f.what);
        slot const s{f.what, f.at, f.of, false};
        auto const n = t.size(f.at);
        pop();
        go_on = check_length(s, n, "object");
    }
    return go_on;
}

inline bool reader::begin_array() {
    if (aside_) [[unlikely]] {
        if (!(aside_ == copying && copied(copy_.bracket('['))) && sink_) sink_.begin_array();
        return ++depth_aside_, true;
    }
    auto const& s = next(k_array);
    if (!s.what) return start_skip(), true;
    switch (s.what->what) {
        case kind::sequence:
            static_cast<sequence_type const&>(*s.what).clear(s.at);
            push(s);
            return true;
        case kind::array:
        case kind::tuple: push(s); return true;
        case kind::json_value:
        case kind::json_array:
        case kind::custom:
            start_dom(s);
            dom_.begin_array();
            return true;
        case kind::json_text:
            start_text(s, '[');
            return true;
        case kind::version: outdated_ = true; return start_skip(), true;
        default: start_skip(); return mismatch(s, "array");
    }
}

inline bool reader::end_array() {
    if (aside_) [[unlikely]] {
        if (!(aside_ == copying && copied(copy_.bracket(']'))) && sink_) sink_.end_array();
        return --depth_aside_ != 0 || finish_aside();
    }
    auto const f = frames_.back();
    pop();
    slot const s{f.what, f.at, f.of, false};
    if (f.what->what == kind::sequence) return check_length(s, f.count, "array");
    auto const wanted = f.what->what == kind::array ? static_cast<array_type const&>(*f.what).count : static_cast<tuple_type const&>(*f.what).elements.size();
    if (f.count == wanted) return true;
    return report(expected_text(*f.what), f.count < wanted ? "shorter array" : "longer array");
}

inline bool reader::feed(boost::json::value const& v, std::size_t depth) {
    using json_kind = boost::json::kind;
    if (v.is_structured() && depth >= options_.max_depth) return too_deep_ = true, false;
    switch (v.kind()) {
        case json_kind::null: return null();
        case json_kind::bool_: return boolean(v.get_bool());
        case json_kind::int64: return integer(v.get_int64());
        case json_kind::uint64: return unsigned_integer(v.get_uint64());
        case json_kind::double_: return real(v.get_double());
        case json_kind::string: return string(view(v.get_string()));
        case json_kind::array:
            if (!begin_array()) return false;
            for (auto const& element : v.get_array())
                if (!feed(element, depth + 1)) return false;
            return end_array();
        case json_kind::object:
            if (!begin_object()) return false;
            for (auto const& pair : v.get_object())
                if (!key(view(pair.key())) || !feed(pair.value(), depth + 1)) return false;
            return end_object();
    }
    return true;
}

} // namespace parley::inline v0::reflect::detail

#endif
