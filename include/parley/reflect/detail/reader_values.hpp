#ifndef PARLEY_REFLECT_DETAIL_READER_VALUES_HPP
#define PARLEY_REFLECT_DETAIL_READER_VALUES_HPP

// How the reader takes a single value: null, booleans, numbers, texts, and values that were put aside.

#include <parley/reflect/detail/dom_sink.hpp>
#include <parley/reflect/detail/locate.hpp>
#include <parley/reflect/detail/guarded.hpp>
#include <parley/reflect/detail/merge_patch.hpp>
#include <parley/reflect/detail/plain_text.hpp>
#include <parley/reflect/detail/reader.hpp>
#include <parley/reflect/detail/type.hpp>
#include <parley/reflect/detail/views.hpp>
#include <parley/reflect/json_text.hpp>
#include <parley/reflect/time.hpp>
#include <parley/secret.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/string.hpp>
#include <boost/json/value.hpp>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

namespace parley::inline v0::reflect::detail {

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
    if (n < b.min_length) return mismatch(s, concat({"shorter ", what}).c_str());
    if (n > b.max_length) return mismatch(s, concat({"longer ", what}).c_str());
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
    if (is_blank(text)) {
        stored = secret();
        return true;
    }
    if (!options_.cipher.recognises(text)) return stored.assign(text);
    std::string plain;
    error why;
    if (!options_.cipher.open(text, plain, why)) return report_sealed(why);
    if (!stored.assign(plain)) stored = secret(); // an encrypted mask is a mask too
    wipe(plain);
    return true;
}

inline bool reader::open_guarded(boost::json::value& v) {
    drop_masks(v); // in an update, what is not there stays as it is
    bool go_on = true;
    for_each_secret_text(v, [&](boost::json::string& text) {
        if (!go_on || !options_.cipher.recognises(view(text))) return;
        std::string plain;
        error why;
        if (!options_.cipher.open(view(text), plain, why)) {
            go_on = report_sealed(why);
            return;
        }
        text = view(std::string_view(plain));
        wipe(plain);
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
    if (where >= to_text) {
        if (where == copying) captured_text_->assign(copy_.copied());
        else end_text();
        return !may_repeat_ || !repeats_a_key(*captured_text_) || report("keys that stand once", "duplicate key");
    }
    if (where == skipping) return true;
    auto const expected_keys = dom_.keys();
    auto v = dom_.release();
    bool go_on = true;
    if (expected_keys != 0 && count_keys(v) != expected_keys) go_on = report("keys that stand once", "duplicate key");
    return go_on && store_value(captured_, std::move(v));
}

inline bool reader::null() {
    if (aside_) [[unlikely]] {
        if (aside_ == copying && copied(copy_.json("null"))) return true;
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
        if (f.what->what == kind::object && s.of) {
            auto const initial = static_cast<object_type const&>(*f.what).prototype().object;
            s.of->assign(s.at, static_cast<char const*>(initial) + (static_cast<char*>(s.at) - static_cast<char*>(f.at)));
            return true;
        }
        if (f.what->what == kind::object && s.what->what == kind::json_value) {
            auto const name = std::exchange(f.name, {});
            static_cast<object_type const&>(*f.what).extra_of(f.at)->stable_erase({name.data(), name.size()});
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
        if (aside_ == copying && copied(copy_.json(b ? "true" : "false"))) return true;
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
        if (aside_ == copying && copied_number(i)) return true;
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
                outdated_ = outdated_ || !said_.stands || i != said_.number;
                return true;
            }
            auto const& t = *static_cast<object_type const*>(s.at);
            if (i == t.version) return true;
            outdated_ = true;
            return report(concat({"version ", t.version}), "another version");
        }
        default: return mismatch(s, "integer");
    }
}

inline bool reader::unsigned_integer(std::uint64_t u) {
    if (u <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) return integer(static_cast<std::int64_t>(u));
    if (aside_) [[unlikely]] {
        if (aside_ == copying && copied_number(u)) return true;
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
        if (aside_ == skipping) return true;
        if (!(aside_ == copying && copied_number(d))) sink_.real(d);
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

inline bool reader::string(std::string_view text, bool is_plain) {
    if (aside_) [[unlikely]] {
        if (aside_ == copying && copied(is_plain && copy_.string(text))) return true;
        if (sink_) sink_.string(text, is_plain);
        return true;
    }
    auto const& s = next(k_string);
    if (s.what && s.what->what == kind::string) {
        static_cast<std::string*>(s.at)->assign(text);
        return !s.of || !s.of->limits.length || check_length(s, count_characters(text), "string");
    }
    return !s.what || store_other_string(s, text, is_plain);
}

inline bool reader::store_other_string(slot const& s, std::string_view text, bool is_plain) {
    switch (s.what->what) {
        case kind::secret: return store_secret(s, text);
        case kind::enumeration: {
            auto const& t = static_cast<enum_type const&>(*s.what);
            std::size_t i = 0;
            while (i != t.names.size() && !same_few(t.names[i], text)) ++i;
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
        case kind::json_text: return text_of(s).string(text, is_plain), end_text();
        case kind::custom: return store_value(s, boost::json::value(boost::json::string_view(text.data(), text.size())));
        case kind::tag: return choose(text);
        case kind::version: return outdated_ = true;
        default: return mismatch(s, "string");
    }
}

} // namespace parley::inline v0::reflect::detail

#endif
