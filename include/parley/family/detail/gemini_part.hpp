#ifndef PARLEY_FAMILY_DETAIL_GEMINI_PART_HPP
#define PARLEY_FAMILY_DETAIL_GEMINI_PART_HPP

// chat::part <-> a part of Gemini's contents, in requests and in answers.

#include <parley/chat/message.hpp>
#include <parley/chat/part.hpp>
#include <parley/family/detail/gemini_fields.hpp>
#include <parley/reflect/json_text.hpp>
#include <parley/reflect/json_writer.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::inline v0::family::detail {

inline std::string compact_text(boost::json::value const& v) {
    std::string text;
    reflect::json_writer out(text);
    reflect::write_json(out, v);
    out.finish();
    return text;
}

/// Knows the names of the functions that were called, for results say only which call they belong to: by its id, or, where the calls have none,
/// by their order.
class gemini_calls {
public:
    /// Begins a message; the turns of the model that follow each other are one.
    void begin(chat::role who) {
        if (who == chat::role::assistant && last_ != who) {
            nameless_.clear();
            answered_ = 0;
        }
        last_ = who;
    }
    void add(chat::tool_call const& call) { call.id.empty() ? nameless_.push_back(call.name) : named_.push_back({call.id, call.name}); }
    /// Returns the name of the function that the next result of this id came from; nothing where no such call was made.
    std::optional<std::string> name_for(std::string const& id) {
        if (id.empty()) {
            if (answered_ == nameless_.size()) return std::nullopt;
            return nameless_[answered_++];
        }
        for (auto at = named_.rbegin(); at != named_.rend(); ++at)
            if (at->first == id) return at->second;
        return std::nullopt;
    }

private:
    std::vector<std::pair<std::string, std::string>> named_;
    std::vector<std::string> nameless_;
    std::size_t answered_ = 0;
    chat::role last_ = chat::role::system;
};

// Media: `inlineData` holds bytes, `fileData` an address; a file's own name travels with it.

template <class Io, class Media> void map_inline_data(Io& io, Media& m) {
    io("mimeType", m.media_type);
    io("data", m.data);
    if constexpr (requires { m.name; }) io("displayName", m.name);
}
template <class Io, class Media, class Address> void map_file_data(Io& io, Media& m, Address& address) {
    io("mimeType", m.media_type);
    io("fileUri", address);
    if constexpr (requires { m.name; }) io("displayName", m.name);
}

enum class media_kind { image, audio, file };

/// Returns what a media type is of; where there is none, the end of the address tells.
inline media_kind kind_of_media(std::string_view media_type, std::string_view address) {
    if (media_type.starts_with("image/")) return media_kind::image;
    if (media_type.starts_with("audio/")) return media_kind::audio;
    if (!media_type.empty()) return media_kind::file;
    for (auto const* const end : {".png", ".jpg", ".jpeg", ".webp", ".gif", ".heic", ".heif", ".avif", ".bmp"})
        if (address.ends_with(end)) return media_kind::image;
    for (auto const* const end : {".wav", ".mp3", ".aac", ".ogg", ".flac", ".aiff", ".m4a"})
        if (address.ends_with(end)) return media_kind::audio;
    return media_kind::file;
}

/// Whether the form in which a request said something is kept, or only what it said.
enum class gemini_form { kept, dropped };

/// Reads parts. What does not fit any part of the vocabulary is `native`.
class gemini_part_reader {
public:
    explicit gemini_part_reader(gemini_form form) noexcept : form_(form) {}

    chat::part read(boost::json::value v) const {
        auto* const o = v.if_object();
        if (o && gemini_object(*o, "functionCall")) return call(std::move(*o));
        if (o && gemini_object(*o, "functionResponse")) return tool_result(std::move(*o));
        if (o && is_media(*o)) return media(std::move(*o));
        auto const* const text = o ? gemini_member(*o, "text") : nullptr;
        if (text && text->is_string()) {
            auto const* const thought = gemini_member(*o, "thought");
            if (thought && thought->is_bool() && thought->get_bool()) return thinking(std::move(*o));
            return plain(std::move(*o));
        }
        return chat::native{std::string(gemini_name), std::move(v)};
    }

private:
    static chat::part plain(boost::json::object o) {
        chat::text made;
        gemini_reader in(std::move(o));
        in("text", made.text);
        in("thoughtSignature", made.signature);
        made.extra = in.rest();
        return made;
    }
    static chat::part thinking(boost::json::object o) {
        chat::thinking made;
        gemini_reader in(std::move(o));
        in("text", made.text);
        in("thoughtSignature", made.signature);
        in.take("thought");
        made.extra = in.rest();
        return made;
    }

    chat::part call(boost::json::object o) const {
        chat::tool_call made;
        gemini_reader in(std::move(o));
        in.object("functionCall", [&](gemini_reader& f) {
            f.unless_empty("id", made.id);
            f.unless_empty("name", made.name);
            made.arguments.emplace().text = "{}";
            auto const* const arguments = f.find("args");
            if (arguments && arguments->is_object()) made.arguments->text = compact_text(*f.take("args"));
            else if (!arguments && form_ == gemini_form::kept) f.mark("args", false);
        });
        in("thoughtSignature", made.signature);
        made.extra = in.rest();
        if (form_ == gemini_form::dropped && is_empty_object(made.extra, "functionCall")) made.extra.clear();
        return made;
    }

    chat::part tool_result(boost::json::object o) const {
        chat::tool_result made;
        gemini_reader in(std::move(o));
        in.object("functionResponse", [&](gemini_reader& f) {
            f.unless_empty("id", made.id);
            if (!f.find("name")) f.mark("name", false);
            if (auto const* const said = f.find("response"); !said) f.mark("response", false);
            else if (said->is_object()) output(f, made);
            auto const* const parts = f.find("parts");
            if (!parts || !parts->is_array() || parts->get_array().empty()) return;
            auto taken = f.take("parts");
            for (auto& one : taken->get_array()) made.content.push_back(result_part(std::move(one)));
        });
        made.extra = in.rest();
        return made;
    }
    // `output` and `error` are Google's own words for what a function gave; any other object is its text.
    static void output(gemini_reader& f, chat::tool_result& to) {
        auto const said = std::move(f.take("response")->get_object());
        auto const* const error = said.if_contains("error");
        auto const* const output = said.if_contains("output");
        auto const* const words = said.size() != 1 ? nullptr : error ? error : output;
        to.is_error = words && error;
        auto const add = [&](std::string_view text) { to.content.emplace_back().emplace<chat::text>().text = text; };
        if (words && words->is_string()) {
            if (!error || !words->get_string().empty()) add(view(words->get_string()));
        } else if (words && output && is_list_of_texts(*words)) {
            for (auto const& one : words->get_array()) add(view(one.get_string()));
        } else if (!said.empty()) {
            add(compact_text(said));
            f.mark("response", true);
        }
    }
    static bool is_list_of_texts(boost::json::value const& v) {
        if (!v.is_array() || v.get_array().size() < 2) return false;
        for (auto const& one : v.get_array())
            if (!one.is_string()) return false;
        return true;
    }
    static bool is_empty_object(boost::json::object const& o, char const* key) {
        auto const* const found = o.size() == 1 ? o.if_contains(key) : nullptr;
        return found && found->is_object() && found->get_object().empty();
    }

    static bool is_media(boost::json::object const& o) {
        if (auto const* const bytes = gemini_object(o, "inlineData")) return is_text(*bytes, "mimeType") && is_text(*bytes, "data");
        auto const* const file = gemini_object(o, "fileData");
        return file && is_text(*file, "fileUri");
    }
    static bool is_text(boost::json::object const& o, std::string_view key) {
        auto const* const found = gemini_member(o, key);
        return found && found->is_string();
    }
    static media_kind kind_of(boost::json::object const& o) {
        auto const* const data = gemini_object(o, "inlineData");
        auto const* const inner = data ? data : gemini_object(o, "fileData");
        auto const text = [inner](std::string_view key) {
            auto const* const found = gemini_member(*inner, key);
            return found && found->is_string() ? view(found->get_string()) : std::string_view();
        };
        return kind_of_media(text("mimeType"), text("fileUri"));
    }
    static chat::part media(boost::json::object o) {
        switch (kind_of(o)) {
            case media_kind::image: return read_media<chat::image>(std::move(o));
            case media_kind::audio: return read_media<chat::audio>(std::move(o));
            default: return read_media<chat::file>(std::move(o));
        }
    }
    static chat::result_part result_part(boost::json::value v) {
        auto* const o = v.if_object();
        if (!o || !is_media(*o)) return chat::native{std::string(gemini_name), std::move(v)};
        if (kind_of(*o) == media_kind::image) return read_media<chat::image>(std::move(*o));
        return read_media<chat::file>(std::move(*o));
    }
    template <class Media> static Media read_media(boost::json::object o) {
        Media made;
        gemini_reader in(std::move(o));
        if (auto const* const bytes = in.find("inlineData"); bytes && bytes->is_object()) {
            in.object("inlineData", [&](gemini_reader& data) { map_inline_data(data, made); });
        } else {
            std::optional<std::string> address;
            in.object("fileData", [&](gemini_reader& data) { map_file_data(data, made, address); });
            (address->find("://") != std::string::npos ? made.url : made.file_id) = std::move(address);
        }
        made.extra = in.rest();
        return made;
    }

    gemini_form form_;
};

/// Drops the name that a result carries where the calls before it tell the same.
inline void settle_name(chat::tool_result& r, gemini_calls& calls) {
    auto const known = calls.name_for(r.id);
    for (std::string_view const key : {"functionResponse", "function_response"}) {
        auto* const found = r.extra.if_contains(view(key));
        auto* const kept = found ? found->if_object() : nullptr;
        auto const* const name = kept ? kept->if_contains("name") : nullptr;
        if (!known || !name || !name->is_string() || view(name->get_string()) != *known) continue;
        kept->erase("name");
        if (kept->empty()) r.extra.erase(view(key));
    }
}

} // namespace parley::inline v0::family::detail

#endif
