#ifndef PARLEY_FAMILY_DETAIL_GEMINI_FIELDS_HPP
#define PARLEY_FAMILY_DETAIL_GEMINI_FIELDS_HPP

// Objects of Gemini's requests and answers, read and written member by member. The API takes `mimeType` and `mime_type` alike, so both are read,
// and how a request was written is kept beside what it said, in the `extra` of the part that an object belongs to: what nobody took of an inner
// object stands there under the object's own key, and a mark such as `"gemini:mime_type": true` says that the member is spelled so.

#include <parley/family/detail/body.hpp>
#include <parley/reflect/json_key.hpp>
#include <parley/reflect/json_writer.hpp>
#include <parley/result.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::inline v0::family::detail {

inline constexpr std::string_view gemini_name = "gemini";

inline std::string snake_case(std::string_view camel) {
    std::string snake;
    for (char const c : camel) {
        if (c >= 'A' && c <= 'Z') (snake += '_') += static_cast<char>(c - 'A' + 'a');
        else snake += c;
    }
    return snake;
}

/// Returns a member that is not null, whichever way it is spelled; null where there is none.
inline boost::json::value const* gemini_member(boost::json::object const& o, std::string_view camel) {
    for (auto const* const found : {o.if_contains(view(camel)), o.if_contains(snake_case(camel))})
        if (found && !found->is_null()) return found;
    return nullptr;
}

/// Returns a member that is an object; null where there is none.
inline boost::json::object const* gemini_object(boost::json::object const& o, std::string_view camel) {
    auto const* const found = gemini_member(o, camel);
    return found ? found->if_object() : nullptr;
}

// `extra` stands beside the members of the vocabulary in canonical JSON, so what is called like one of them is kept under another name.

inline constexpr std::string_view vocabulary[] = {
    "arguments", "arguments_text", "cache", "choices", "citations", "content", "data", "description", "detail", "file_id", "frequency_penalty", "id",
    "is_error", "max_output_tokens", "media_type", "messages", "metadata", "model", "name", "parallel_tool_calls", "parameters", "presence_penalty",
    "provider", "reasoning", "redacted", "response_format", "role", "seed", "service_tier", "signature", "stop", "stream", "strict", "temperature",
    "text", "tool_choice", "tools", "top_k", "top_logprobs", "top_p", "transcript", "type", "url"};

inline bool is_vocabulary(std::string_view key) noexcept { return std::binary_search(std::begin(vocabulary), std::end(vocabulary), key); }

inline constexpr std::string_view apart_prefix = "gemini.", mark_prefix = "gemini:";
inline bool is_mark(std::string_view key) noexcept { return key.starts_with(mark_prefix); }

/// Returns the name under which a member is kept.
/// @param is_outer whether it stands beside the vocabulary.
inline std::string kept_name(std::string_view key, bool is_outer) {
    bool const is_apart = (is_outer && is_vocabulary(key)) || key.starts_with(apart_prefix) || is_mark(key);
    return std::string(is_apart ? apart_prefix : "").append(key);
}
inline std::string_view wire_name(std::string_view kept) noexcept { return kept.starts_with(apart_prefix) ? kept.substr(apart_prefix.size()) : kept; }

/// Takes the members out of an object that fit; what does not fit stays, and `rest` gives it up.
class gemini_reader {
public:
    static constexpr bool reads = true;

    explicit gemini_reader(boost::json::object o) : fields_(std::move(o), {}, ignored_) {}
    gemini_reader(gemini_reader const&) = delete;
    gemini_reader& operator=(gemini_reader const&) = delete;

    template <class T> void operator()(std::string_view key, T& to) {
        auto const name = spelled(key);
        auto const had = fields_.has(name);
        fields_(name, to);
        if (had && !fields_.has(name)) keep_spelling(key, name);
    }
    /// For texts and lists of which empty ones are not written.
    template <class T> void unless_empty(std::string_view key, T& to) {
        auto const* const found = find(key);
        bool const is_empty = !found || (found->is_string() && found->get_string().empty()) || (found->is_array() && found->get_array().empty()) ||
                              (found->is_object() && found->get_object().empty());
        if (!is_empty) (*this)(key, to);
    }

    /// Returns a member that stays where it is, whichever way it is spelled; null where there is none.
    boost::json::value const* find(std::string_view key) const { return fields_.find(spelled(key)); }
    /// Takes a member, whatever it is.
    std::optional<boost::json::value> take(std::string_view key) {
        auto const name = spelled(key);
        auto taken = fields_.take(name);
        if (taken) keep_spelling(key, name);
        return taken;
    }
    /// Reads the members of an inner object, where there is one.
    template <class F> void object(std::string_view key, F&& members) {
        auto const* const found = find(key);
        if (!found || !found->is_object()) return;
        auto const name = spelled(key);
        bool const was_empty = found->get_object().empty();
        gemini_reader inner(std::move(fields_.take(name)->get_object()));
        members(inner);
        if (auto left = inner.give_up(false); !left.empty() || was_empty) kept_[name] = std::move(left);
        keep_spelling(key, name);
    }
    bool is_snake(std::string_view key) const { return spelled(key) != key; }
    /// Leaves a mark for the writer.
    void mark(std::string_view key, bool value) { kept_[std::string(mark_prefix).append(key)] = value; }

    /// Gives up what nobody took, with the marks, for the `extra` of a part.
    boost::json::object rest() { return give_up(true); }

private:
    boost::json::object give_up(bool is_outer) {
        auto kept = std::move(kept_);
        auto left = fields_.rest();
        for (auto& member : left) kept[kept_name(view(member.key()), is_outer)] = std::move(member.value());
        return kept;
    }
    std::string spelled(std::string_view key) const {
        if (!fields_.has(key))
            if (auto snake = snake_case(key); fields_.has(snake)) return snake;
        return std::string(key);
    }
    void keep_spelling(std::string_view key, std::string_view name) {
        if (name != key) mark(name, true);
    }

    std::vector<problem> ignored_;
    body_reader fields_;
    boost::json::object kept_; // marks, and what is left of inner objects
};

/// Writes the members of an object, then what `extra` keeps of it. The object opens with its first member, so that an empty one is left out.
class gemini_writer {
public:
    static constexpr bool reads = false;

    /// An element of an array, or a whole body.
    gemini_writer(reflect::json_writer& out, boost::json::object const& extra) : io_(out), extra_(extra.empty() ? nullptr : &extra) { open(); }
    gemini_writer(gemini_writer const&) = delete;
    gemini_writer& operator=(gemini_writer const&) = delete;

    /// Begins the object even if it stays empty.
    void open() {
        if (is_open_) return;
        is_open_ = true;
        if (outer_) {
            outer_->open();
            io_.out().key(key_);
        }
        io_.out().begin_object();
    }
    template <class T> void operator()(reflect::json_key const& key, T const& value) {
        if (is_absent(value)) return;
        open();
        extra_ ? io_(use(key), value) : io_(key, value);
    }
    template <class T> void unless_empty(reflect::json_key const& key, T const& value) {
        if (!value.empty()) (*this)(key, value);
    }
    /// Writes `"key": …`, where `value` writes what stands behind the colon.
    template <class F> void value(reflect::json_key const& key, F&& value) {
        open();
        extra_ ? io_.out().key(use(key)) : io_.out().key(key);
        value(io_.out());
    }
    /// Writes a member under this very key.
    template <class T> void raw(reflect::json_key const& key, T const& value) {
        take(key);
        open();
        io_(key, value);
    }
    /// Writes an inner object, where it has members or had some that nobody took.
    template <class F> void object(std::string_view key, F&& members) {
        auto const name = spelled(key);
        auto const* const left = kept(name);
        gemini_writer inner(*this, name, left ? left->value().if_object() : nullptr);
        members(inner);
        inner.close();
        if (inner.is_open_ || inner.extra_) done_with(left);
    }

    /// Says whether `extra` holds the mark.
    bool has_mark(std::string_view key, bool value) const {
        auto const* const found = extra_ ? extra_->if_contains(std::string(mark_prefix).append(key)) : nullptr;
        return found && *found == value;
    }
    /// Returns what `extra` holds under the very key, which is then not written; null where there is nothing.
    boost::json::value const* take(std::string_view key) {
        auto const* const found = kept(key);
        done_with(found);
        return found ? &found->value() : nullptr;
    }
    /// Says whether something is kept under the key, whichever way it is spelled.
    bool keeps(std::string_view key) const { return extra_ && (kept(key) || kept(snake_case(key))); }

    /// Writes what is kept, and the end.
    void close() {
        if (extra_)
            for (auto const& member : *extra_) {
                if (is_mark(view(member.key())) || std::find(used_.begin(), used_.end(), &member) != used_.end()) continue;
                open();
                io_(wire_name(view(member.key())), member.value());
            }
        if (is_open_) io_.out().end_object();
    }

private:
    using member = boost::json::key_value_pair;

    gemini_writer(gemini_writer& outer, std::string_view key, boost::json::object const* extra)
        : io_(outer.io_.out()), extra_(extra), outer_(&outer), key_(key) {
        if (extra_ && extra_->empty()) open();
    }

    member const* kept(std::string_view key) const {
        if (!extra_) return nullptr;
        auto const found = extra_->find(kept_name(key, !outer_));
        return found == extra_->end() ? nullptr : &*found;
    }
    // The key as it was spelled.
    std::string_view spelled(std::string_view key) const {
        if (!extra_) return key;
        auto const mark = extra_->find(std::string(mark_prefix).append(snake_case(key)));
        return mark == extra_->end() ? key : view(mark->key()).substr(mark_prefix.size());
    }
    // What `extra` holds under the key is replaced.
    std::string_view use(std::string_view key) {
        auto const name = spelled(key);
        done_with(kept(name));
        return name;
    }
    void done_with(member const* kept) {
        if (kept) used_.push_back(kept);
    }

    template <class T> static bool is_absent(T const&) { return false; }
    template <class T> static bool is_absent(std::optional<T> const& held) { return !held; }

    body_writer io_;
    boost::json::object const* extra_;
    gemini_writer* outer_ = nullptr;
    std::string_view key_;
    std::vector<member const*> used_;
    bool is_open_ = false;
};

} // namespace parley::inline v0::family::detail

#endif
