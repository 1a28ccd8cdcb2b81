#ifndef PARLEY_REFLECT_DETAIL_READER_HPP
#define PARLEY_REFLECT_DETAIL_READER_HPP

// Puts JSON, event by event, into an object described by its type table. Text and DOM are read by this one machine.

#include <parley/reflect/detail/describe.hpp>
#include <parley/reflect/detail/dom_sink.hpp>
#include <parley/reflect/detail/sink.hpp>
#include <parley/reflect/detail/expected.hpp>
#include <parley/reflect/detail/frame.hpp>
#include <parley/reflect/detail/guarded.hpp>
#include <parley/reflect/detail/merge_patch.hpp>
#include <parley/reflect/detail/text_sink.hpp>
#include <parley/reflect/detail/type.hpp>
#include <parley/reflect/options.hpp>
#include <parley/reflect/time.hpp>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::inline v0::reflect::detail {

/// Where the next value goes; without a type it is skipped.
struct slot {
    type const* what = nullptr;
    void* at = nullptr;
    member const* of = nullptr; // whose bounds hold
    bool element = false;       // of a sequence: its length bounds hold for the sequence
};

enum class reading { whole, update };

/// A version key and the number that stands there; no number = the key does not stand there.
struct said_version {
    std::string_view key;
    std::optional<std::int64_t> number;
};

class reader {
public:
    /// @param said the version that the outermost object is expected to say; for a struct that is read as an older version, or has none of its own.
    reader(type const& root, void* at, read_options const& options, reading mode = reading::whole, said_version said = {})
        : options_(options), pending_{&root, at}, said_(said), updating_(mode == reading::update) {}

    // The events; each returns whether reading should go on.

    bool null();
    bool boolean(bool b);
    bool integer(std::int64_t i);
    bool unsigned_integer(std::uint64_t u);
    bool real(double d, bool is_large_integer = false);
    bool string(std::string_view text);
    bool key(std::string_view name) {
        if (!aside_ && frames_.back().what->what == kind::object) [[likely]] {
            auto& f = frames_.back();
            auto const& t = static_cast<object_type const&>(*f.what);
            // Documents mostly keep the struct's own order and leave a few members out.
            auto const last = f.count + 4 < t.members.size() ? f.count + 4 : t.members.size();
            for (auto i = f.count; i < last; ++i)
                if (t.members[i].name == name) return member_key(f, t, i);
            auto const index = find_member(t, name);
            return index != t.members.size() ? member_key(f, t, index) : unknown_key(f, t, name);
        }
        return other_key(name);
    }
    bool begin_object();
    bool end_object();
    bool begin_array();
    bool end_array();

    bool feed(boost::json::value const& v, std::size_t depth = 0);

    std::vector<problem>& problems() noexcept { return problems_; }

    /// Says whether a versioned struct was met whose document has another version.
    bool outdated() const noexcept { return outdated_; }
    bool too_deep() const noexcept { return too_deep_; }
    /// Why a secret could not be opened.
    std::optional<errc> cipher_failure() const noexcept { return cipher_failure_; }

    /// Returns the JSON Pointer of the value that is read now.
    std::string pointer() const;

    bool report(std::string expected, std::string found) { return report_at(pointer(), std::move(expected), std::move(found)); }
    bool report_at(std::string where, std::string expected, std::string found) {
        problems_.push_back({std::move(where), std::move(expected), std::move(found), {}});
        return problems_.size() < options_.max_problems;
    }

private:
    enum aside : unsigned char { nowhere, skipping, to_dom, to_text };

    slot& next() {
        if (in_elements_) next_element();
        return pending_;
    }
    slot& next(unsigned json_kind) {
        auto& s = next();
        if (s.what && (s.what->what == kind::optional || s.what->what == kind::choice)) unwrap(s, json_kind);
        return s;
    }
    void next_element();
    void unwrap(slot& s, unsigned json_kind);
    static bool has_elements(kind what) noexcept { return what == kind::sequence || what == kind::array || what == kind::tuple; }
    void push(slot const& s) {
        frames_.push_back({s.what, s.at, s.of, 0, {}, {}, false, nullptr});
        in_elements_ = has_elements(s.what->what);
    }
    void pop() {
        frames_.pop_back();
        in_elements_ = !frames_.empty() && has_elements(frames_.back().what->what);
    }
    bool mismatch(slot const& s, char const* found) {
        if (s.what->what == kind::tag) return refuse_tag(found);
        return report(expected_text(*s.what, s.of ? &s.of->limits : nullptr), found);
    }
    bool check_number(slot const& s, double d);
    bool check_length(slot const& s, std::size_t n, char const* what);
    template <class N> bool store_integer(slot const& s, N n);
    bool store_duration(slot const& s, double real, std::int64_t integer) {
        if (!static_cast<duration_type const&>(*s.what).set(s.at, real, integer)) return mismatch(s, integer < 0 ? "smaller number" : "larger number");
        return check_number(s, real);
    }
    bool store_secret(slot const& s, std::string_view text);
    bool open_guarded(boost::json::value& v);
    bool report_sealed(error const& why) {
        if (!cipher_failure_) cipher_failure_ = why.code;
        return report("secret that this key opens", std::string(name(why.code)));
    }
    bool store_value(slot const& s, boost::json::value v);
    void start_aside(aside where, sink to) {
        aside_ = where;
        sink_ = to;
        depth_aside_ = 1;
    }
    void start_skip() { start_aside(skipping, {}); }
    void start_dom(slot const& s) {
        captured_ = s;
        dom_.start();
        start_aside(to_dom, dom_);
    }
    text_sink& text_of(slot const& s) {
        auto& text = static_cast<json_text*>(s.at)->text;
        text.clear();
        text_.start(text);
        return text_;
    }
    bool finish_aside();
    bool member_key(frame& f, object_type const& t, std::size_t index) {
        auto const& m = t.members[index];
        f.count = index + 1;
        f.name = m.name;
        auto& seen = f.seen[index / 64];
        auto const bit = std::uint64_t(1) << (index % 64);
        if (seen & bit) [[unlikely]] return repeated_key();
        seen |= bit;
        pending_ = {m.what, m.get(f.at), &m, false};
        return true;
    }
    bool repeated_key() {
        pending_ = {};
        return report("one value", "duplicate key");
    }
    bool unknown_key(frame& f, object_type const& t, std::string_view name);
    bool other_key(std::string_view name);
    bool map_key(frame& f, std::string_view name);
    bool choose(std::string_view tag);
    bool choose(std::size_t alternative);
    bool refuse_tag(char const* found);
    bool end_text() {
        text_.finish();
        return true;
    }

    read_options const& options_;
    frame_stack frames_;
    slot pending_;
    said_version said_;
    aside aside_ = nowhere;       // where a whole object or array goes that is not read member by member
    std::size_t depth_aside_ = 0;
    bool updating_;
    bool in_elements_ = false; // the value read now has no key
    bool outdated_ = false;
    bool too_deep_ = false;
    std::optional<errc> cipher_failure_;
    slot captured_;
    sink sink_;
    dom_sink dom_;
    text_sink text_;
    std::vector<problem> problems_;
};

inline void append_pointer(std::string& out, std::string_view token) {
    out += '/';
    for (char c : token) {
        if (c == '~') out += "~0";
        else if (c == '/') out += "~1";
        else out += c;
    }
}

inline std::string reader::pointer() const {
    std::string out;
    for (std::size_t i = 0; i != frames_.size(); ++i) {
        auto const& f = frames_[i];
        switch (f.what->what) {
            case kind::object:
            case kind::map:
            case kind::tagged:
                if (f.name.data()) append_pointer(out, f.name); // before the first key the object itself is meant
                break;
            default: append_pointer(out, std::to_string(f.count == 0 ? 0 : f.count - 1));
        }
    }
    return out;
}

inline void reader::next_element() {
    auto& f = frames_.back();
    switch (f.what->what) {
        case kind::sequence: {
            auto const& t = static_cast<sequence_type const&>(*f.what);
            ++f.count;
            pending_ = {t.element, t.append(f.at), f.of, true};
            return;
        }
        case kind::array: {
            auto const& t = static_cast<array_type const&>(*f.what);
            auto const i = f.count++;
            pending_ = i < t.count ? slot{t.element, static_cast<char*>(f.at) + i * t.stride, f.of, true} : slot{};
            return;
        }
        case kind::tuple: {
            auto const& t = static_cast<tuple_type const&>(*f.what);
            auto const i = f.count++;
            pending_ = i < t.elements.size() ? slot{t.elements[i], t.at(f.at, i), f.of, true} : slot{};
            return;
        }
        default: return; // a map's or tagged union's key has said where
    }
}

inline void reader::unwrap(slot& s, unsigned json_kind) {
    for (;;) {
        if (s.what->what == kind::optional) {
            auto const& t = static_cast<optional_type const&>(*s.what);
            void* inner = t.get(s.at); // a value that the initialiser gave: its absent members keep theirs
            s.at = inner ? inner : t.emplace(s.at);
            s.what = t.inner;
        } else if (s.what->what == kind::choice) {
            auto const& t = static_cast<variant_type const&>(*s.what);
            alternative const* chosen = nullptr;
            for (auto const& a : t.alternatives)
                if (kinds_of(a.what->what) & json_kind) chosen = &a;
            if (!chosen) return;
            auto const& held = t.alternatives[t.index(s.at)];
            s.at = updating_ && chosen == &held ? t.get(s.at) : chosen->emplace(s.at); // a mask keeps the secret that is held
            s.what = chosen->what;
        } else {
            return;
        }
    }
}

inline bool reader::check_number(slot const& s, double d) {
    if (!s.of || !s.of->limits.number) return true;
    auto const& b = s.of->limits;
    if (d < b.min || (b.above && d == b.min)) return mismatch(s, "smaller number");
    if (d > b.max || (b.below && d == b.max)) return mismatch(s, "larger number");
    return true;
}

inline bool reader::check_length(slot const& s, std::size_t n, char const* what) {
    if (!s.of || s.element || !s.of->limits.length) return true;
    auto const& b = s.of->limits;
    if (n < b.min_length) return mismatch(s, (std::string("shorter ") + what).c_str());
    if (n > b.max_length) return mismatch(s, (std::string("longer ") + what).c_str());
    return true;
}

template <class N> bool reader::store_integer(slot const& s, N n) {
    auto const& t = static_cast<integer_type const&>(*s.what);
    if (n < 0 ? (!t.is_signed || static_cast<std::int64_t>(n) < t.min) : static_cast<std::uint64_t>(n) > t.max)
        return mismatch(s, n < 0 ? "smaller number" : "larger number");
    auto const bits = static_cast<std::uint64_t>(n); // two's complement: the low bytes are the value in every width
    switch (t.bytes) {
        case 1: *static_cast<std::uint8_t*>(s.at) = static_cast<std::uint8_t>(bits); break;
        case 2: {
            auto const narrow = static_cast<std::uint16_t>(bits);
            std::memcpy(s.at, &narrow, 2);
            break;
        }
        case 4: {
            auto const narrow = static_cast<std::uint32_t>(bits);
            std::memcpy(s.at, &narrow, 4);
            break;
        }
        default: std::memcpy(s.at, &bits, 8);
    }
    return check_number(s, static_cast<double>(n));
}

inline bool reader::store_secret(slot const& s, std::string_view text) {
    auto& stored = *static_cast<secret*>(s.at);
    if (is_mask(text)) {
        if (!updating_) stored = secret();
        return true;
    }
    if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) {
        stored = secret();
        return true;
    }
    std::string plain(text);
    if (options_.cipher.recognises(text)) {
        auto opened = options_.cipher.open(text);
        if (!opened) return report_sealed(opened.error());
        plain = std::move(*opened);
    }
    auto made = secret::make(std::move(plain));
    stored = made ? std::move(*made) : secret(); // an encrypted mask is a mask too
    return true;
}

inline bool reader::open_guarded(boost::json::value& v) {
    drop_masks(v); // in an update, what is not there stays as it is
    bool go_on = true;
    for_each_secret_text(v, [&](boost::json::string& text) {
        if (!go_on || !options_.cipher.recognises({text.data(), text.size()})) return;
        auto opened = options_.cipher.open({text.data(), text.size()});
        if (!opened) {
            go_on = report_sealed(opened.error());
            return;
        }
        text = boost::json::string_view(opened->data(), opened->size());
        wipe(*opened);
    });
    return go_on;
}

inline bool reader::store_value(slot const& s, boost::json::value v) {
    using boost::json::value;
    switch (s.what->what) {
        case kind::json_value:
            if (updating_) apply_merge_patch(*static_cast<value*>(s.at), std::move(v));
            else *static_cast<value*>(s.at) = std::move(v);
            return true;
        case kind::json_object: {
            auto& object = *static_cast<boost::json::object*>(s.at);
            if (s.of && s.of->guarded && !open_guarded(v)) return false;
            if (updating_) apply_merge_patch(object, std::move(v.get_object()));
            else object = std::move(v.get_object());
            return true;
        }
        case kind::json_array: *static_cast<boost::json::array*>(s.at) = std::move(v.get_array()); return true;
        case kind::custom: {
            auto const& t = static_cast<custom_type const&>(*s.what);
            if (t.read(s.at, v)) return true;
            return mismatch(s, "something else");
        }
        case kind::tagged: { // its tag was not the first key: now that the object is whole, begin again with the tag
            auto const& t = static_cast<variant_type const&>(*s.what);
            auto const* tag = v.get_object().if_contains({t.key.data(), t.key.size()});
            push(s);
            if (!tag && !updating_) return end_object();
            bool go_on = tag ? key(t.key) && feed(*tag) : choose(t.index(s.at)); // a patch need not say again which alternative it is about
            for (auto const& pair : v.get_object())
                if (go_on && &pair.value() != tag) go_on = key(view(pair.key())) && feed(pair.value());
            return go_on && end_object();
        }
        default: return mismatch(s, "something else");
    }
}

inline bool reader::finish_aside() {
    auto const where = std::exchange(aside_, nowhere);
    if (where == to_text) return end_text();
    if (where == skipping) return true;
    auto const expected_keys = dom_.keys();
    auto v = dom_.release();
    bool go_on = true;
    if (expected_keys != 0 && count_keys(v) != expected_keys) go_on = report("keys that stand once", "duplicate key");
    return go_on && store_value(captured_, std::move(v));
}

inline bool reader::null() {
    if (aside_) [[unlikely]] {
        if (sink_) sink_.null();
        return true;
    }
    auto& s = next();
    if (!s.what) return true;
    if (updating_ && !frames_.empty()) { // RFC 7386: null removes, that is, brings back what an absent key means
        auto& f = frames_.back();
        if (f.what->what == kind::map) {
            static_cast<map_type const&>(*f.what).erase(f.at, std::exchange(f.name, {}));
            return true;
        }
        if (s.of && s.of->required) return mismatch(s, "null");
        if (f.what->what == kind::object && s.of) return s.of->reset(f.at), true;
        if (f.what->what == kind::object && s.what->what == kind::json_value) {
            auto const name = std::exchange(f.name, {});
            static_cast<object_type const&>(*f.what).extra(f.at)->erase({name.data(), name.size()});
            return true;
        }
    }
    switch (s.what->what) {
        case kind::optional: static_cast<optional_type const&>(*s.what).reset(s.at); return true;
        case kind::secret: *static_cast<secret*>(s.at) = secret(); return true;
        case kind::json_value: *static_cast<boost::json::value*>(s.at) = nullptr; return true;
        case kind::json_text: return text_of(s).null(), end_text();
        case kind::custom: return store_value(s, nullptr);
        case kind::version: return outdated_ = true;
        case kind::null: return true;
        case kind::choice:
            unwrap(s, k_null);
            if (s.what->what == kind::null) return true;
            [[fallthrough]];
        default: return mismatch(s, "null");
    }
}

inline bool reader::boolean(bool b) {
    if (aside_) [[unlikely]] {
        if (sink_) sink_.boolean(b);
        return true;
    }
    auto const& s = next(k_boolean);
    if (!s.what) return true;
    switch (s.what->what) {
        case kind::boolean: *static_cast<bool*>(s.at) = b; return true;
        case kind::json_value: *static_cast<boost::json::value*>(s.at) = b; return true;
        case kind::json_text: return text_of(s).boolean(b), end_text();
        case kind::custom: return store_value(s, b);
        case kind::version: return outdated_ = true;
        default: return mismatch(s, "boolean");
    }
}

inline bool reader::integer(std::int64_t i) {
    if (aside_) [[unlikely]] {
        if (sink_) sink_.integer(i);
        return true;
    }
    auto const& s = next(k_number);
    if (!s.what) return true;
    switch (s.what->what) {
        case kind::integer: return store_integer(s, i);
        case kind::real:
            if (static_cast<real_type const&>(*s.what).bytes == sizeof(float)) *static_cast<float*>(s.at) = static_cast<float>(i);
            else *static_cast<double*>(s.at) = static_cast<double>(i);
            return check_number(s, static_cast<double>(i));
        case kind::duration: return store_duration(s, static_cast<double>(i), i);
        case kind::json_value: *static_cast<boost::json::value*>(s.at) = i; return true;
        case kind::json_text: return text_of(s).integer(i), end_text();
        case kind::custom: return store_value(s, i);
        case kind::version: {
            if (!s.at) {
                outdated_ = outdated_ || i != said_.number;
                return true;
            }
            auto const& t = *static_cast<object_type const*>(s.at);
            if (i == t.version) return true;
            outdated_ = true;
            return report("version " + std::to_string(t.version), "another version");
        }
        default: return mismatch(s, "integer");
    }
}

inline bool reader::unsigned_integer(std::uint64_t u) {
    if (u <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) return integer(static_cast<std::int64_t>(u));
    if (aside_) [[unlikely]] {
        if (sink_) sink_.unsigned_integer(u);
        return true;
    }
    auto const& s = next(k_number);
    if (!s.what) return true;
    switch (s.what->what) {
        case kind::integer: return store_integer(s, u);
        case kind::real:
            if (static_cast<real_type const&>(*s.what).bytes == sizeof(float)) *static_cast<float*>(s.at) = static_cast<float>(u);
            else *static_cast<double*>(s.at) = static_cast<double>(u);
            return check_number(s, static_cast<double>(u));
        case kind::json_value: *static_cast<boost::json::value*>(s.at) = u; return true;
        case kind::json_text: return text_of(s).unsigned_integer(u), end_text();
        case kind::custom: return store_value(s, u);
        case kind::version: return outdated_ = true;
        default: return mismatch(s, kinds_of(s.what->what) == k_number ? "larger number" : "integer");
    }
}

inline bool reader::real(double d, bool is_large_integer) {
    // What is only carried along must not change on the way: as a double a large integer would come back as another number.
    auto const* const limit = !std::isfinite(d) ? "number that a double can hold" : is_large_integer ? "integer of at most 64 bits" : nullptr;
    auto const carried = [&] { return !limit || report(limit, "larger number"); };
    if (aside_) [[unlikely]] {
        if (!sink_) return true;
        sink_.real(d);
        return carried();
    }
    auto const& s = next(k_number);
    if (!s.what) return true;
    switch (s.what->what) {
        case kind::real:
            if (!std::isfinite(d)) return mismatch(s, "larger number");
            if (static_cast<real_type const&>(*s.what).bytes == sizeof(float)) {
                auto const narrow = static_cast<float>(d);
                if (std::isinf(narrow)) return mismatch(s, "larger number");
                *static_cast<float*>(s.at) = narrow;
            } else {
                *static_cast<double*>(s.at) = d;
            }
            return check_number(s, d);
        case kind::integer: // 5.0 is an integer in JSON Schema's sense, as long as nothing is lost
            if (d != std::floor(d)) return mismatch(s, "fraction");
            if (std::abs(d) > 9007199254740992.0) return mismatch(s, d < 0 ? "smaller number" : "larger number");
            return store_integer(s, static_cast<std::int64_t>(d));
        case kind::duration: {
            auto const& t = static_cast<duration_type const&>(*s.what);
            if (!t.floating && d != std::floor(d)) return mismatch(s, "fraction");
            if (!std::isfinite(d) || (!t.floating && std::abs(d) > 9007199254740992.0)) return mismatch(s, d < 0 ? "smaller number" : "larger number");
            return store_duration(s, d, t.floating ? 0 : static_cast<std::int64_t>(d));
        }
        case kind::json_value: *static_cast<boost::json::value*>(s.at) = d; return carried();
        case kind::json_text: text_of(s).real(d); return end_text() && carried();
        case kind::custom: return store_value(s, d);
        case kind::version: return outdated_ = true;
        default: return mismatch(s, "number");
    }
}

inline std::size_t count_characters(std::string_view text) noexcept {
    std::size_t n = 0;
    for (unsigned char c : text) n += (c & 0xC0) != 0x80;
    return n;
}

inline bool reader::string(std::string_view text) {
    if (aside_) [[unlikely]] {
        if (sink_) sink_.string(text);
        return true;
    }
    auto const& s = next(k_string);
    if (!s.what) return true;
    switch (s.what->what) {
        case kind::string:
            static_cast<std::string*>(s.at)->assign(text);
            return !s.of || !s.of->limits.length || check_length(s, count_characters(text), "string");
        case kind::secret: return store_secret(s, text);
        case kind::enumeration: {
            auto const& t = static_cast<enum_type const&>(*s.what);
            std::size_t i = 0;
            while (i != t.names.size() && t.names[i] != text) ++i;
            if (i == t.names.size()) i = t.fallback;
            if (i == t.names.size()) return mismatch(s, "other text");
            t.set(s.at, i);
            return true;
        }
        case kind::time:
            if (auto const moment = from_rfc3339(text)) {
                static_cast<time_type const&>(*s.what).set(s.at, *moment);
                return true;
            }
            return mismatch(s, "other text");
        case kind::json_value: *static_cast<boost::json::value*>(s.at) = boost::json::string_view(text.data(), text.size()); return true;
        case kind::json_text: return text_of(s).string(text), end_text();
        case kind::custom: return store_value(s, boost::json::value(boost::json::string_view(text.data(), text.size())));
        case kind::tag: return choose(text);
        case kind::version: return outdated_ = true;
        default: return mismatch(s, "string");
    }
}

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
    for (auto const& a : t.alternatives) known += (known.empty() ? "" : ", ") + std::string(a.tag);
    bool const go_on = report("one of " + known, found);
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
    if (auto* extra = t.extra ? t.extra(f.at) : nullptr) {
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
    if (aside_) [[unlikely]] {
        if (sink_) sink_.key(name);
        return true;
    }
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
        if (sink_) sink_.begin_object();
        return ++depth_aside_, true;
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
            start_aside(to_text, text_of(s));
            return sink_.begin_object(), true;
        case kind::version: outdated_ = true; return start_skip(), true;
        default: start_skip(); return mismatch(s, "object");
    }
}

inline bool reader::end_object() {
    if (aside_) [[unlikely]] {
        if (sink_) sink_.end_object();
        return --depth_aside_ != 0 || finish_aside();
    }
    auto& f = frames_.back();
    bool go_on = true;
    if (f.what->what == kind::object) {
        auto const& t = static_cast<object_type const&>(*f.what);
        f.name = {};
        for (std::size_t word = 0; !updating_ && word != std::size(t.required); ++word) {
            if ((t.required[word] & ~f.seen[word]) == 0) continue;
            for (std::size_t i = word * 64; go_on && i != word * 64 + 64; ++i) {
                if (!((t.required[word] & ~f.seen[word]) >> (i % 64) & 1)) continue;
                f.name = t.members[i].name;
                go_on = report(expected_text(*t.members[i].what, &t.members[i].limits), "nothing");
            }
        }
        if (!said_.key.empty() && frames_.size() == 1) outdated_ = outdated_ || f.version_seen != said_.number.has_value();
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
        if (sink_) sink_.begin_array();
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
            start_aside(to_text, text_of(s));
            return sink_.begin_array(), true;
        case kind::version: outdated_ = true; return start_skip(), true;
        default: start_skip(); return mismatch(s, "array");
    }
}

inline bool reader::end_array() {
    if (aside_) [[unlikely]] {
        if (sink_) sink_.end_array();
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
