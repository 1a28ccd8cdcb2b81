#ifndef PARLEY_FAMILY_DETAIL_BODY_HPP
#define PARLEY_FAMILY_DETAIL_BODY_HPP

// Bodies of providers, read and written member by member. A function that is given either of the two classes maps the members that a body and the
// vocabulary have in common, once for both directions:
//
//     template <class Io, class Request> void map_sampling(Io& io, Request& q) {
//         io("temperature", q.temperature);
//         io("top_p", q.top_p);
//     }
//
// Writing leaves out what is empty; reading takes what it knows out of the object, and the rest is `extra`.

#include <parley/reflect/json_key.hpp>
#include <parley/reflect/json_text.hpp>
#include <parley/reflect/json_writer.hpp>
#include <parley/result.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::inline v0::family::detail {

inline std::string_view view(boost::json::string_view text) noexcept { return {text.data(), text.size()}; }
inline std::string_view view(boost::json::string const& text) noexcept { return {text.data(), text.size()}; }
inline boost::json::string_view view(std::string_view text) noexcept { return {text.data(), text.size()}; }

/// Stands for no member where members are named. (The empty key is one.)
inline constexpr std::string_view no_member;
inline bool is_named(std::string_view key, std::initializer_list<std::string_view> names) noexcept {
    for (auto const& name : names)
        if (name.data() && name == key) return true;
    return false;
}

/// Writes the members of an object.
class body_writer {
public:
    static constexpr bool reads = false;

    explicit body_writer(reflect::json_writer& out) noexcept : out_(out) {}

    void operator()(reflect::json_key const& key, bool b) { out_.key(key), out_.boolean(b); }
    void operator()(reflect::json_key const& key, std::int64_t i) { out_.key(key), out_.integer(i); }
    void operator()(reflect::json_key const& key, int i) { out_.key(key), out_.integer(i); }
    void operator()(reflect::json_key const& key, double d) { out_.key(key), write(d); }
    void operator()(reflect::json_key const& key, std::string_view text) { out_.key(key), out_.string(text); }
    void operator()(reflect::json_key const& key, std::string const& text) { out_.key(key), out_.string(text); }
    void operator()(reflect::json_key const& key, char const* text) { out_.key(key), out_.string(text); }
    void operator()(reflect::json_key const& key, reflect::json_text const& t) { out_.key(key), out_.json(t.text); }
    void operator()(reflect::json_key const& key, boost::json::value const& v) { out_.key(key), reflect::write_json(out_, v); }
    void operator()(reflect::json_key const& key, boost::json::object const& o) {
        out_.key(key);
        write(o);
    }
    void operator()(reflect::json_key const& key, std::vector<std::string> const& texts) {
        if (texts.empty()) return;
        out_.key(key), out_.begin_array();
        for (auto const& t : texts) out_.string(t);
        out_.end_array();
    }
    void operator()(reflect::json_key const& key, std::map<std::string, std::string> const& texts) {
        if (texts.empty()) return;
        out_.key(key), out_.begin_object();
        for (auto const& [name, text] : texts) (*this)(name, text);
        out_.end_object();
    }
    template <class T> void operator()(reflect::json_key const& key, std::optional<T> const& held) {
        if (held) (*this)(key, *held);
    }

    /// Writes `"key": {…}`, where `members` writes what stands between the braces.
    template <class F> void object(reflect::json_key const& key, F&& members) {
        out_.key(key), out_.begin_object();
        members();
        out_.end_object();
    }
    /// Writes `"key": […]`, where `elements` writes what stands between the brackets.
    template <class F> void array(reflect::json_key const& key, F&& elements) {
        out_.key(key), out_.begin_array();
        elements();
        out_.end_array();
    }
    /// Writes `{…}` as an element of an array.
    template <class F> void element(F&& members) {
        out_.begin_object();
        members();
        out_.end_object();
    }

    /// Writes the members that the vocabulary has no word for, but those that are named: they were merged where they belong.
    void rest(boost::json::object const& extra, std::initializer_list<std::string_view> but = {}) {
        for (auto const& member : extra)
            if (!is_named(view(member.key()), but)) (*this)(view(member.key()), member.value());
    }
    /// Writes the members of the object that stands in `extra` under `key`, where there is one.
    void rest_of(boost::json::object const& extra, std::string_view key) {
        if (auto const* const found = extra.if_contains(view(key)))
            if (auto const* const o = found->if_object()) rest(*o);
    }

    reflect::json_writer& out() noexcept { return out_; }

private:
    // A whole number stays one: providers refuse `1.0` for an integer, and none tells `1` from `1.0`.
    void write(double d) {
        if (d == static_cast<double>(static_cast<std::int64_t>(d < 1e15 && d > -1e15 ? d : 0.5))) out_.integer(static_cast<std::int64_t>(d));
        else out_.real(d);
    }
    void write(boost::json::object const& o) {
        out_.begin_object();
        rest(o);
        out_.end_object();
    }

    reflect::json_writer& out_;
};

/// Takes the members out of an object; what has the wrong kind is a problem, kept in the first reader's list.
class body_reader {
public:
    static constexpr bool reads = true;

    body_reader(boost::json::object object, std::string pointer, std::vector<problem>& problems) noexcept
        : object_(std::move(object)), pointer_(std::move(pointer)), problems_(problems) {}

    void operator()(std::string_view key, bool& to) {
        if (auto const v = take(key, "boolean", [](auto const& found) { return found.is_bool(); })) to = v->get_bool();
    }
    void operator()(std::string_view key, std::int64_t& to) {
        if (auto const v = take(key, "integer", [](auto const& found) { return whole(found).has_value(); })) to = *whole(*v);
    }
    void operator()(std::string_view key, int& to) {
        auto const fits = [](auto const& found) {
            auto const n = whole(found);
            return n && *n >= std::numeric_limits<int>::min() && *n <= std::numeric_limits<int>::max();
        };
        if (auto const v = take(key, "integer", fits)) to = static_cast<int>(*whole(*v));
    }
    void operator()(std::string_view key, double& to) {
        if (auto const v = take(key, "number", [](auto const& found) { return found.is_number(); })) to = v->template to_number<double>();
    }
    void operator()(std::string_view key, std::string& to) {
        if (auto const v = take(key, "string", [](auto const& found) { return found.is_string(); })) to = view(v->get_string());
    }
    void operator()(std::string_view key, boost::json::value& to) {
        if (auto v = take(key)) to = std::move(*v);
    }
    void operator()(std::string_view key, boost::json::object& to) {
        if (auto v = take(key, "object", [](auto const& found) { return found.is_object(); })) to = std::move(v->get_object());
    }
    void operator()(std::string_view key, std::vector<std::string>& to) {
        auto const fits = [](auto const& found) {
            if (!found.is_array()) return false;
            for (auto const& one : found.get_array())
                if (!one.is_string()) return false;
            return true;
        };
        if (auto const v = take(key, "array of strings", fits))
            for (auto const& one : v->get_array()) to.emplace_back(view(one.get_string()));
    }
    void operator()(std::string_view key, std::map<std::string, std::string>& to) {
        auto const fits = [](auto const& found) {
            if (!found.is_object()) return false;
            for (auto const& one : found.get_object())
                if (!one.value().is_string()) return false;
            return true;
        };
        if (auto const v = take(key, "object of strings", fits))
            for (auto const& one : v->get_object()) to.emplace(view(one.key()), view(one.value().get_string()));
    }
    template <class T> void operator()(std::string_view key, std::optional<T>& to) {
        if (!has(key)) return;
        T value{};
        auto const before = problems_.size();
        (*this)(key, value);
        if (problems_.size() == before) to = std::move(value);
    }

    /// Says whether a member is there and not null.
    bool has(std::string_view key) const {
        auto const* const found = object_.if_contains(view(key));
        return found && !found->is_null();
    }
    /// Returns a member that stays where it is; null where there is none.
    boost::json::value const* find(std::string_view key) const { return object_.if_contains(view(key)); }

    /// Takes a member, whatever it is; nothing where there is none, or null.
    std::optional<boost::json::value> take(std::string_view key) {
        auto* const found = object_.find(view(key));
        if (found == object_.end()) return std::nullopt;
        if (found->value().is_null()) return std::nullopt; // stays: null is worth keeping where nobody reads it
        auto value = std::move(found->value());
        object_.stable_erase(found);
        return value;
    }
    /// Takes a member that must be an array; empty where there is none.
    boost::json::array take_array(std::string_view key) {
        auto v = take(key, "array", [](auto const& found) { return found.is_array(); });
        return v ? std::move(v->get_array()) : boost::json::array();
    }
    /// Takes a member that must be an object.
    std::optional<body_reader> take_object(std::string_view key) {
        auto v = take(key, "object", [](auto const& found) { return found.is_object(); });
        if (!v) return std::nullopt;
        return body_reader(std::move(v->get_object()), pointer_to(key), problems_);
    }
    /// Returns a reader for an element of an array that was taken from `key`; a problem where it is no object.
    std::optional<body_reader> element(std::string_view key, std::size_t index, boost::json::value v) {
        auto at = pointer_to(key) + '/' + std::to_string(index);
        if (v.is_object()) return body_reader(std::move(v.get_object()), std::move(at), problems_);
        problems_.push_back({std::move(at), "object", std::string(reflect_kind(v)), {}});
        return std::nullopt;
    }

    /// Gives up what nobody took.
    boost::json::object rest() { return std::exchange(object_, {}); }
    /// Keeps what nobody took of the object that was taken from `key`: under that key of `extra`, where something is left.
    void rest_to(boost::json::object& extra, std::string_view key) {
        if (!object_.empty()) extra[view(key)] = rest();
    }

    std::string pointer_to(std::string_view key) const { return (pointer_ + '/').append(key); }
    /// Records that a member does not fit.
    void refuse(std::string_view key, std::string_view expected) {
        auto const* const found = find(key);
        problems_.push_back({pointer_to(key), std::string(expected), std::string(found ? reflect_kind(*found) : "nothing"), {}});
    }
    std::vector<problem>& problems() noexcept { return problems_; }

private:
    static std::optional<std::int64_t> whole(boost::json::value const& v) {
        if (auto const* const i = v.if_int64()) return *i;
        if (auto const* const d = v.if_double(); d && *d > -9e15 && *d < 9e15 && *d == static_cast<double>(static_cast<std::int64_t>(*d)))
            return static_cast<std::int64_t>(*d);
        return std::nullopt;
    }
    static std::string_view reflect_kind(boost::json::value const& v) noexcept { return view(boost::json::to_string(v.kind())); }

    template <class Fits> std::optional<boost::json::value> take(std::string_view key, std::string_view expected, Fits const& fits) {
        if (!has(key)) return std::nullopt;
        if (!fits(*find(key))) {
            refuse(key, expected);
            return std::nullopt;
        }
        return take(key);
    }

    boost::json::object object_;
    std::string pointer_;
    std::vector<problem>& problems_;
};

/// Returns the error for a body that does not fit, or nothing.
inline std::optional<error> problems_of(std::vector<problem> problems) {
    if (problems.empty()) return std::nullopt;
    error e(errc::invalid_document);
    e.where = problems.front().pointer;
    e.problems = std::move(problems);
    return e;
}

} // namespace parley::inline v0::family::detail

#endif
