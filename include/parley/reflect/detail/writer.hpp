#ifndef PARLEY_REFLECT_DETAIL_WRITER_HPP
#define PARLEY_REFLECT_DETAIL_WRITER_HPP

// Sends an object described by its type table to a sink.

#include <parley/reflect/detail/describe.hpp>
#include <parley/reflect/detail/guarded.hpp>
#include <parley/reflect/detail/sink.hpp>
#include <parley/reflect/detail/type.hpp>
#include <parley/reflect/options.hpp>
#include <parley/reflect/time.hpp>
#include <parley/result.hpp>
#include <parley/secret.hpp>

#include <boost/json/object.hpp>
#include <boost/json/string.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace parley::inline v0::reflect::detail {

class writer {
public:
    writer(sink to, secrets how, cipher_ref cipher = {}) noexcept : sink_(to), secrets_(how), cipher_(cipher) {}

    /// @param fresh what the reader would find at this place: what is equal to an absent key there need not be written.
    void write(type const& t, void const* at, void const* fresh = nullptr);

    /// The first failure to seal a secret.
    std::unique_ptr<error> failure; // null where there was none

private:
    // The tables know mutable objects alone, for reading; nothing is changed through them here.
    static void* mutable_(void const* at) noexcept { return const_cast<void*>(at); }

    static void const* part(void const* whole, std::size_t offset) noexcept { return static_cast<char const*>(whole) + offset; }

    void name(member const& m) { sink_.key(m.name, m.quoted); }
    void write_integer(integer_type const& t, void const* at);
    void write_secret(std::string_view text);
    bool hides() const noexcept { return cipher_ || !secrets_.are_plain(); }
    std::string shown(std::string_view secret_text);
    void write_guarded(boost::json::object const& object);
    void write_object(object_type const& t, void const* at, void const* fresh, alternative const* tagged = nullptr, std::string_view tag_key = {});

    sink sink_;
    secrets secrets_;
    cipher_ref cipher_;
};

inline void writer::write_integer(integer_type const& t, void const* at) {
    std::uint64_t bits = 0;
    std::int64_t number = 0;
    auto const load = [&](auto narrow_unsigned, auto narrow_signed) {
        std::memcpy(&narrow_unsigned, at, sizeof narrow_unsigned);
        std::memcpy(&narrow_signed, at, sizeof narrow_signed);
        bits = narrow_unsigned;
        number = narrow_signed;
    };
    switch (t.bytes) {
        case 1: load(std::uint8_t(), std::int8_t()); break;
        case 2: load(std::uint16_t(), std::int16_t()); break;
        case 4: load(std::uint32_t(), std::int32_t()); break;
        default: load(std::uint64_t(), std::int64_t());
    }
    if (t.is_signed) sink_.integer(number);
    else sink_.unsigned_integer(bits);
}

/// How a secret looks where it does not appear as it is.
inline std::string writer::shown(std::string_view secret_text) {
    if (!cipher_) return std::string(secrets_.mask());
    std::string sealed;
    error why;
    if (!cipher_.seal(secret_text, sealed, why) && !failure) failure = std::make_unique<error>(std::move(why));
    return sealed;
}

inline void writer::write_secret(std::string_view text) {
    if (text.empty()) return sink_.null();
    if (hides()) return sink_.string(shown(text));
    sink_.string(text);
}

inline void writer::write_guarded(boost::json::object const& object) {
    boost::json::value copy(object);
    for_each_secret_text(copy, [&](boost::json::string& text) {
        auto const instead = shown({text.data(), text.size()});
        text = boost::json::string_view(instead.data(), instead.size());
    });
    replay(copy, sink_);
}

inline void writer::write_object(object_type const& t, void const* at, void const* fresh, alternative const* tagged, std::string_view tag_key) {
    auto const [object, offsets] = t.prototype();
    if (!fresh) fresh = object;
    sink_.begin_object();
    if (tagged) {
        sink_.key(tag_key);
        sink_.string(tagged->tag);
    }
    for (std::size_t i = 0; i != t.members.size(); ++i) {
        auto const& m = t.members[i];
        auto const* value = part(at, offsets[i]);
        auto const* initial = part(fresh, offsets[i]);
        if (m.what->what == kind::optional) {
            auto const& o = static_cast<optional_type const&>(*m.what);
            value = o.get(mutable_(value));
            if (!value) {
                if (!o.get(mutable_(initial))) continue;
                name(m); // absent would mean the initialiser again
                sink_.null();
                continue;
            }
            name(m);
            write(*o.inner, value, o.inner->what == kind::object ? o.get(mutable_(initial)) : nullptr);
            continue;
        }
        if (m.what->what == kind::secret && static_cast<secret const*>(value)->empty() && static_cast<secret const*>(initial)->empty()) continue;
        name(m);
        if (m.what->what == kind::string) sink_.string(*static_cast<std::string const*>(value)); // most members are texts
        else if (m.guarded && hides()) write_guarded(*static_cast<boost::json::object const*>(value));
        else write(*m.what, value, m.what->what == kind::object ? initial : nullptr);
    }
    if (auto const* extra = t.extra_of(mutable_(at))) {
        for (auto const& pair : *extra) {
            std::string_view const key(pair.key().data(), pair.key().size());
            if (find_member(t, key) != t.members.size() || (!t.version_key.empty() && key == t.version_key) || (tagged && key == tag_key)) continue; // the member's value holds
            sink_.key(key);
            replay(pair.value(), sink_);
        }
    }
    if (!t.version_key.empty()) {
        sink_.key(t.version_key);
        sink_.integer(t.version);
    }
    sink_.end_object();
}

inline void writer::write(type const& t, void const* at, void const* fresh) {
    struct here {
        writer* self;
        type const* what;
    };
    auto const each = [](void* context, void const* element) {
        auto const& h = *static_cast<here*>(context);
        h.self->write(*h.what, element);
    };
    switch (t.what) {
        case kind::boolean: return sink_.boolean(*static_cast<bool const*>(at));
        case kind::integer: return write_integer(static_cast<integer_type const&>(t), at);
        case kind::real:
            return static_cast<real_type const&>(t).bytes == sizeof(float) ? sink_.real(*static_cast<float const*>(at)) : sink_.real(*static_cast<double const*>(at));
        case kind::string: return sink_.string(*static_cast<std::string const*>(at));
        case kind::secret: return write_secret(static_cast<secret const*>(at)->reveal());
        case kind::enumeration: {
            auto const& e = static_cast<enum_type const&>(t);
            auto const index = e.index(at);
            return index < e.names.size() ? sink_.string(e.names[index]) : sink_.null();
        }
        case kind::duration: {
            auto const& d = static_cast<duration_type const&>(t);
            return d.floating ? sink_.real(d.get_real(at)) : sink_.integer(d.get_integer(at));
        }
        case kind::time: return sink_.string(to_rfc3339(static_cast<time_type const&>(t).get(at)));
        case kind::optional: {
            auto const& o = static_cast<optional_type const&>(t);
            auto const* inner = o.get(mutable_(at));
            return inner ? write(*o.inner, inner, fresh ? o.get(mutable_(fresh)) : nullptr) : sink_.null();
        }
        case kind::sequence: {
            auto const& s = static_cast<sequence_type const&>(t);
            here context{this, s.element};
            sink_.begin_array();
            s.visit(at, &context, each);
            return sink_.end_array();
        }
        case kind::array: {
            auto const& a = static_cast<array_type const&>(t);
            sink_.begin_array();
            for (std::size_t i = 0; i != a.count; ++i) write(*a.element, part(at, i * a.stride), fresh ? part(fresh, i * a.stride) : nullptr);
            return sink_.end_array();
        }
        case kind::tuple: {
            auto const& u = static_cast<tuple_type const&>(t);
            sink_.begin_array();
            for (std::size_t i = 0; i != u.elements.size(); ++i) write(*u.elements[i], u.at(mutable_(at), i), fresh ? u.at(mutable_(fresh), i) : nullptr);
            return sink_.end_array();
        }
        case kind::map: {
            auto const& m = static_cast<map_type const&>(t);
            here context{this, m.value};
            sink_.begin_object();
            m.visit(at, &context, [](void* c, std::string_view key, void const* value) {
                auto const& h = *static_cast<here*>(c);
                h.self->sink_.key(key);
                h.self->write(*h.what, value);
            });
            return sink_.end_object();
        }
        case kind::object: return write_object(static_cast<object_type const&>(t), at, fresh);
        case kind::tagged: {
            auto const& v = static_cast<variant_type const&>(t);
            auto const& chosen = v.alternatives[v.index(at)];
            return write_object(static_cast<object_type const&>(*chosen.what), v.get(mutable_(at)), nullptr, &chosen, v.key);
        }
        case kind::choice: {
            auto const& v = static_cast<variant_type const&>(t);
            return write(*v.alternatives[v.index(at)].what, v.get(mutable_(at)));
        }
        case kind::json_value: return replay(*static_cast<boost::json::value const*>(at), sink_);
        case kind::json_object: return replay(*static_cast<boost::json::object const*>(at), sink_);
        case kind::json_array: return replay(*static_cast<boost::json::array const*>(at), sink_);
        case kind::json_text: {
            auto const& text = static_cast<json_text const*>(at)->text;
            return sink_.json(text.empty() ? std::string_view("null") : std::string_view(text));
        }
        case kind::custom: return replay(static_cast<custom_type const&>(t).write(at), sink_);
        case kind::null:
        case kind::tag:
        case kind::version: return sink_.null();
    }
}

} // namespace parley::inline v0::reflect::detail

#endif
