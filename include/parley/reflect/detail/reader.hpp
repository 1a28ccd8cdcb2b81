#ifndef PARLEY_REFLECT_DETAIL_READER_HPP
#define PARLEY_REFLECT_DETAIL_READER_HPP

// Puts JSON, event by event, into an object described by its type table. Text and DOM are read by this one machine. Its functions stand in
// reader_values.hpp and reader_structures.hpp.

#include <parley/reflect/detail/describe.hpp>
#include <parley/reflect/detail/dom_sink.hpp>
#include <parley/reflect/detail/sink.hpp>
#include <parley/reflect/detail/expected.hpp>
#include <parley/reflect/detail/frame.hpp>
#include <parley/reflect/detail/plain_text.hpp>
#include <parley/reflect/detail/reading_mode.hpp>
#include <parley/reflect/detail/source_copy.hpp>
#include <parley/reflect/detail/text_sink.hpp>
#include <parley/reflect/detail/type.hpp>
#include <parley/reflect/json_text.hpp>
#include <parley/reflect/options.hpp>
#include <parley/result.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/storage_ptr.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <cstring>
#include <iterator>
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

class reader {
public:
    /// @param said the version that the outermost object is expected to say; for a struct that is read as an older version, or has none of its own.
    reader(type const& root, void* at, read_options const& options, reading mode = reading::whole, said_version said = {})
        : options_(options), pending_{&root, at}, said_(said), updating_(mode == reading::update) {}

    /// Says which text the events come from, where they do.
    void set_source(std::string_view text) noexcept { source_ = text; }

    // The events; each returns whether reading should go on. Of a text it may be known that it stands in JSON as it is: that it is plain.

    bool null();
    bool boolean(bool b);
    bool integer(std::int64_t i);
    bool unsigned_integer(std::uint64_t u);
    bool real(double d, bool is_large_integer = false);
    bool string(std::string_view text, bool is_plain = false);
    bool key(std::string_view name, bool is_plain = false) {
        if (!aside_) key_end_ = is_plain ? name.data() + name.size() : nullptr;
        if (!aside_ && frames_.back().what->what == kind::object) [[likely]] {
            auto& f = frames_.back();
            auto const& t = static_cast<object_type const&>(*f.what);
            if (f.count < t.members.size() && same_few(t.members[f.count].name, name)) return member_key(f, t, f.count); // documents mostly keep the struct's own order
            return search_key(f, t, name);
        }
        return key_elsewhere(name, is_plain);
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
    /// Why a secret could not be opened; zero where none failed.
    errc cipher_failure() const noexcept { return cipher_failure_; }

    /// Returns the JSON Pointer of the value that is read now.
    std::string pointer() const;

    bool report(std::string expected, std::string found) { return report_at(pointer(), std::move(expected), std::move(found)); }
    bool report_at(std::string where, std::string expected, std::string found) {
        problems_.push_back({std::move(where), std::move(expected), std::move(found), {}});
        return problems_.size() < options_.max_problems;
    }

private:
    enum aside : unsigned char { nowhere, skipping, to_dom, to_text, copying };

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
    static std::uint32_t const* offsets_of(type const& t) { return t.what == kind::object ? static_cast<object_type const&>(t).prototype().offsets : nullptr; }
    static bool has_elements(kind what) noexcept { return what == kind::sequence || what == kind::array || what == kind::tuple; }
    void push(slot const& s) {
        frames_.push_back(*s.what, s.at, s.of, offsets_of(*s.what));
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
    bool store_other_string(slot const& s, std::string_view text, bool is_plain);
    bool store_secret(slot const& s, std::string_view text);
    bool open_guarded(boost::json::value& v);
    bool report_sealed(error const& why) {
        if (cipher_failure_ == errc()) cipher_failure_ = why.code;
        return report("secret that this key opens", std::string(name(why.code)));
    }
    bool store_value(slot const& s, boost::json::value v);
    void start_aside(aside where, sink to) {
        aside_ = where;
        sink_ = to;
        depth_aside_ = 1;
        may_repeat_ = false;
        key_count_ = 0;
        open_keys();
    }
    void start_skip() { start_aside(skipping, {}); }
    /// Where the memory of a DOM comes from, so that it moves to its place as it is.
    static boost::json::storage_ptr storage_at(slot const& s) {
        switch (s.what->what) {
            case kind::json_value: return static_cast<boost::json::value const*>(s.at)->storage();
            case kind::json_object: return static_cast<boost::json::object const*>(s.at)->storage();
            case kind::json_array: return static_cast<boost::json::array const*>(s.at)->storage();
            default: return {};
        }
    }
    void start_dom(slot const& s) {
        captured_ = s;
        dom_.start(storage_at(s));
        start_aside(to_dom, dom_);
    }
    text_sink& text_of(slot const& s) {
        auto& text = static_cast<json_text*>(s.at)->text;
        text.clear();
        captured_text_ = &text;
        text_.start(text);
        return text_;
    }
    /// Begins a json_text that is an object or array.
    void start_text(slot const& s, char bracket) {
        auto& text = static_cast<json_text*>(s.at)->text;
        text.clear();
        captured_text_ = &text;
        copy_.start(source_of_value());
        start_aside(copying, {});
        if (!copied(copy_.bracket(bracket))) bracket == '{' ? text_.begin_object() : text_.begin_array();
    }
    /// What follows the last key in the text that is read. (In an array that is not what is read now, and soon seen to differ.)
    std::string_view source_of_value() const noexcept {
        if (!key_end_) return {};
        auto const* const end = source_.data() + source_.size();
        auto const* at = key_end_ + 1;
        while (at != end && (*at == ':' || *at == ' ' || *at == '\n' || *at == '\r' || *at == '\t')) ++at;
        return {at, static_cast<std::size_t>(end - at)};
    }
    /// Says, of what is copied from the source, whether it still can be; else it is written from here on.
    bool copied(bool same) {
        if (!same) [[unlikely]] stop_copying();
        return same;
    }
    [[gnu::noinline]] void stop_copying() {
        aside_ = to_text;
        text_.resume(*captured_text_, copy_.copied(), copy_.copied().empty() ? 0 : depth_aside_);
        sink_ = text_;
    }
    template <class N> bool copied_number(N n) {
        char text[text_sink::longest_number];
        return copied(copy_.json({text, static_cast<std::size_t>(text_sink::put_number(n, text) - text)}));
    }
    bool finish_aside();
    // Of the keys that were read in the objects that are open: two with the same hash may be the same key.
    void open_keys() noexcept {
        if (depth_aside_ < std::size(first_key_)) first_key_[depth_aside_] = key_count_;
    }
    void close_keys() noexcept {
        if (depth_aside_ < std::size(first_key_)) key_count_ = first_key_[depth_aside_];
    }
    void note_key(std::string_view name) noexcept {
        if (depth_aside_ >= std::size(first_key_) || key_count_ == std::size(keys_)) may_repeat_ = true;
        if (may_repeat_) return;
        auto const hash = hash_of(name);
        for (auto i = first_key_[depth_aside_]; i != key_count_; ++i) may_repeat_ |= keys_[i] == hash;
        keys_[key_count_++] = hash;
    }
    /// The first and the last bytes, eight at the most, and the length make the hash.
    static std::uint32_t hash_of(std::string_view name) noexcept {
        std::uint64_t first = 0, last = 0;
        auto const load = [&](auto word) {
            std::memcpy(&word, name.data(), sizeof word);
            first = word;
            std::memcpy(&word, name.data() + name.size() - sizeof word, sizeof word);
            last = word;
        };
        if (name.size() >= 8) load(std::uint64_t());
        else if (name.size() >= 4) load(std::uint32_t());
        else if (name.size() >= 2) load(std::uint16_t());
        else if (name.size() == 1) load(std::uint8_t());
        constexpr std::uint64_t odd = 0x9E3779B97F4A7C15; // 2^64 over the golden ratio
        return static_cast<std::uint32_t>(((first * odd ^ last) * odd + name.size()) >> 32);
    }
    bool member_key(frame& f, object_type const& t, std::size_t index) {
        auto const& m = t.members[index];
        f.count = index + 1;
        f.name = m.name;
        auto& seen = f.seen[index / 64];
        auto const bit = std::uint64_t(1) << (index % 64);
        if (seen & bit) [[unlikely]] return repeated_key();
        seen |= bit;
        pending_ = {m.what, static_cast<char*>(f.at) + f.offsets[index], &m, false};
        return true;
    }
    bool repeated_key() {
        pending_ = {};
        return report("one value", "duplicate key");
    }
    // What key() does at times is kept out of it: what it does mostly then takes few registers.
    [[gnu::noinline]] bool search_key(frame& f, object_type const& t, std::string_view name) {
        auto const index = find_member(t, name);
        return index != t.members.size() ? member_key(f, t, index) : unknown_key(f, t, name);
    }
    bool unknown_key(frame& f, object_type const& t, std::string_view name);
    [[gnu::noinline]] bool key_elsewhere(std::string_view name, bool is_plain) {
        if (!aside_) return other_key(name);
        if (aside_ >= to_text) note_key(name);
        if (aside_ == copying && copied(is_plain && copy_.key(name))) return true;
        if (sink_) sink_.key(name, is_plain);
        return true;
    }
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
    errc cipher_failure_{};
    slot captured_;
    sink sink_;
    dom_sink dom_;
    std::string_view source_;
    char const* key_end_ = nullptr; // in the source; null where the last key did not stand there as it is
    source_copy copy_;
    std::string* captured_text_ = nullptr;
    std::uint32_t keys_[48];
    unsigned char first_key_[24]; // by depth
    unsigned char key_count_ = 0;
    bool may_repeat_ = false;
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
            default: append(out, {"/", f.count == 0 ? 0 : f.count - 1});
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

} // namespace parley::inline v0::reflect::detail

#endif
