#ifndef PARLEY_CHAT_PART_HPP
#define PARLEY_CHAT_PART_HPP

#include <parley/config.hpp>
#include <parley/reflect/json_text.hpp>

#include <boost/describe/class.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace parley::inline v0::chat {

// In every part, `extra` holds what this version of the library has no member for; it goes back unchanged to the family that it came from.

/// What a piece of text rests on.
struct citation {
    std::optional<std::string> url = {};
    std::optional<std::string> title = {};
    std::optional<std::string> quote = {}; ///< the words that are cited
    boost::json::object provider = {};     ///< the provider's own object, as it came; goes back unchanged

    friend bool operator==(citation const&, citation const&) = default;
};
BOOST_DESCRIBE_STRUCT(citation, (), (url, title, quote, provider))

/// Plain text.
struct text {
    std::string text = {};
    std::optional<std::string> signature = {}; ///< opaque: must go back exactly as it came
    std::optional<std::vector<citation>> citations = {};
    boost::json::object extra = {};

    friend bool operator==(struct text const&, struct text const&) = default;
};
BOOST_DESCRIBE_STRUCT(text, (), (text, signature, citations, extra))

/// A picture: exactly one of `url`, `data` and `file_id` is set.
struct image {
    std::optional<std::string> url = {};
    std::optional<std::string> data = {}; ///< the bytes in base64, as every family sends them
    std::optional<std::string> file_id = {};
    std::optional<std::string> media_type = {}; ///< such as `image/png`; needed with `data`
    std::optional<std::string> detail = {};     ///< how closely the model looks, such as `low`
    boost::json::object extra = {};

    friend bool operator==(image const&, image const&) = default;
};
BOOST_DESCRIBE_STRUCT(image, (), (url, data, file_id, media_type, detail, extra))

/// Sound: exactly one of `url`, `data` and `file_id` is set.
struct audio {
    std::optional<std::string> url = {};
    std::optional<std::string> data = {}; ///< the bytes in base64
    std::optional<std::string> file_id = {};
    std::optional<std::string> media_type = {}; ///< such as `audio/wav`; needed with `data`
    std::optional<std::string> transcript = {}; ///< in answers: what is said
    boost::json::object extra = {};

    friend bool operator==(audio const&, audio const&) = default;
};
BOOST_DESCRIBE_STRUCT(audio, (), (url, data, file_id, media_type, transcript, extra))

/// A document such as a PDF: exactly one of `url`, `data` and `file_id` is set.
struct file {
    std::optional<std::string> url = {};
    std::optional<std::string> data = {}; ///< the bytes in base64
    std::optional<std::string> file_id = {};
    std::optional<std::string> media_type = {}; ///< such as `application/pdf`; needed with `data`
    std::optional<std::string> name = {};
    boost::json::object extra = {};

    friend bool operator==(file const&, file const&) = default;
};
BOOST_DESCRIBE_STRUCT(file, (), (url, data, file_id, media_type, name, extra))

/// The model asks for a tool to be run.
///
/// The arguments are kept as the model wrote them, byte for byte, and go back so: as `arguments` where they are a JSON object, else (empty,
/// cut short, invalid) as `arguments_text`. Exactly one of the two is set.
struct tool_call {
    std::string id = {};
    std::string name = {};
    std::optional<reflect::json_text> arguments = {};
    std::optional<std::string> arguments_text = {};
    std::optional<std::string> signature = {}; ///< opaque: must go back exactly as it came
    boost::json::object extra = {};

    /// Returns the arguments as they were received; the view lives until the call changes.
    std::string_view received_arguments() const noexcept {
        return arguments ? std::string_view(arguments->text) : arguments_text ? std::string_view(*arguments_text) : std::string_view();
    }

    friend bool operator==(tool_call const&, tool_call const&) = default;
};
BOOST_DESCRIBE_STRUCT(tool_call, (), (id, name, arguments, arguments_text, signature, extra))

/// An item of one family that the vocabulary has no word for; only that family carries it, and carries it unchanged.
struct native {
    std::string family = {};
    boost::json::value value = {};

    friend bool operator==(native const&, native const&) = default;
};
BOOST_DESCRIBE_STRUCT(native, (), (family, value))

/// What a tool may answer with.
using result_part = std::variant<text, image, file, native>;

/// What came of a tool call.
struct tool_result {
    std::string id = {}; ///< of the call
    std::vector<result_part> content = {};
    bool is_error = false;
    boost::json::object extra = {};

    friend bool operator==(tool_result const&, tool_result const&) = default;
};
BOOST_DESCRIBE_STRUCT(tool_result, (), (id, content, is_error, extra))

/// What the model thought before it answered. With a signature it must go back exactly as it came.
struct thinking {
    std::string text = {};
    std::optional<std::string> signature = {}; ///< opaque: proves to the provider that the text is its own
    std::optional<std::string> redacted = {};  ///< opaque: thoughts that the provider shows to nobody
    boost::json::object extra = {};

    friend bool operator==(thinking const&, thinking const&) = default;
};
BOOST_DESCRIBE_STRUCT(thinking, (), (text, signature, redacted, extra))

/// The model's words for declining.
struct refusal {
    std::string text = {};
    boost::json::object extra = {};

    friend bool operator==(refusal const&, refusal const&) = default;
};
BOOST_DESCRIBE_STRUCT(refusal, (), (text, extra))

/// A piece of a message. In JSON a tagged union on `type`.
using part = std::variant<text, image, audio, file, tool_call, tool_result, thinking, refusal, native>;

} // namespace parley::inline v0::chat

#endif
