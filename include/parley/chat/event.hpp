#ifndef PARLEY_CHAT_EVENT_HPP
#define PARLEY_CHAT_EVENT_HPP

#include <parley/chat/part.hpp>
#include <parley/chat/response.hpp>
#include <parley/chat/usage.hpp>
#include <parley/config.hpp>

#include <boost/describe/class.hpp>
#include <boost/json/object.hpp>

#include <concepts>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace parley::inline v0::chat {

// The pieces of a streamed answer. `choice` counts the answers to one request, `part` the parts of one answer, both from zero; the parts of
// an answer begin one after the other, and a delta is added to what its part holds already.

/// The answer has begun.
struct started {
    std::string id = {};
    std::string model = {};

    friend bool operator==(started const&, started const&) = default;
};
BOOST_DESCRIBE_STRUCT(started, (), (id, model))

/// Further text; a signature comes behind the text that it signs.
struct text_delta {
    int choice = 0;
    int part = 0;
    std::string text = {};
    std::optional<std::string> signature = {};

    friend bool operator==(text_delta const&, text_delta const&) = default;
};
BOOST_DESCRIBE_STRUCT(text_delta, (), (choice, part, text, signature))

/// Further thoughts; a signature comes behind the text that it signs.
struct thinking_delta {
    int choice = 0;
    int part = 0;
    std::string text = {};
    std::optional<std::string> signature = {};

    friend bool operator==(thinking_delta const&, thinking_delta const&) = default;
};
BOOST_DESCRIBE_STRUCT(thinking_delta, (), (choice, part, text, signature))

/// Further words of declining.
struct refusal_delta {
    int choice = 0;
    int part = 0;
    std::string text = {};

    friend bool operator==(refusal_delta const&, refusal_delta const&) = default;
};
BOOST_DESCRIBE_STRUCT(refusal_delta, (), (choice, part, text))

/// A tool call begins or goes on: id, name and signature come once, the arguments piece by piece.
struct tool_call_delta {
    int choice = 0;
    int part = 0;
    std::string id = {};
    std::string name = {};
    std::string arguments = {};
    std::optional<std::string> signature = {};

    friend bool operator==(tool_call_delta const&, tool_call_delta const&) = default;
};
BOOST_DESCRIBE_STRUCT(tool_call_delta, (), (choice, part, id, name, arguments, signature))

/// A part that comes whole: it replaces what its place holds.
struct whole_part {
    int choice = 0;
    int part = 0;
    chat::part value = {};

    friend bool operator==(whole_part const&, whole_part const&) = default;
};
BOOST_DESCRIBE_STRUCT(whole_part, (), (choice, part, value))

/// Further citations of a text part.
struct cited {
    int choice = 0;
    int part = 0;
    chat::citation citation = {};

    friend bool operator==(cited const&, cited const&) = default;
};
BOOST_DESCRIBE_STRUCT(cited, (), (choice, part, citation))

/// How likely the next tokens of an answer were.
struct logprobs_delta {
    int choice = 0;
    std::vector<token_logprob> tokens = {};

    friend bool operator==(logprobs_delta const&, logprobs_delta const&) = default;
};
BOOST_DESCRIBE_STRUCT(logprobs_delta, (), (choice, tokens))

/// Members of the answer that the vocabulary has no word for; they are added to `response::extra`, later ones replace earlier ones.
struct further {
    boost::json::object members = {};

    friend bool operator==(further const&, further const&) = default;
};
BOOST_DESCRIBE_STRUCT(further, (), (members))

/// One answer is done.
struct finished {
    int choice = 0;
    chat::finish_reason finish_reason = chat::finish_reason::other;
    std::string finish_raw = {};

    friend bool operator==(finished const&, finished const&) = default;
};
BOOST_DESCRIBE_STRUCT(finished, (), (choice, finish_reason, finish_raw))

/// What was used so far: the last one counts.
struct usage_reported {
    chat::usage usage = {};

    friend bool operator==(usage_reported const&, usage_reported const&) = default;
};
BOOST_DESCRIBE_STRUCT(usage_reported, (), (usage))

/// A piece of a streamed answer. In JSON a tagged union on `type`.
using event = std::variant<started, text_delta, thinking_delta, refusal_delta, tool_call_delta, whole_part, cited, logprobs_delta, further,
                           finished, usage_reported>;

/// Says whether the event brings something of an answer itself, such as its first words, and not only what is told about it.
PARLEY_DECL bool is_output(event const& e) noexcept;

/// Refers to a callable that takes events, without owning it; it must outlive the call that it is given to.
class event_sink {
public:
    template <class Sink>
        requires(!std::same_as<std::remove_cvref_t<Sink>, event_sink> && std::invocable<Sink&, event const&>)
    event_sink(Sink&& sink) noexcept // implicit: a lambda is given where a sink is asked for
        : sink_(const_cast<void*>(static_cast<void const*>(std::addressof(sink)))),
          call_([](void* to, event const& e) { (*static_cast<std::remove_reference_t<Sink>*>(to))(e); }),
          give_([](void* to, event&& e) {
              auto& held = *static_cast<std::remove_reference_t<Sink>*>(to);
              if constexpr (std::invocable<Sink&, event>) held(std::move(e));
              else held(std::as_const(e));
          }) {}

    void operator()(event const& e) const { call_(sink_, e); }
    /// The callable may keep what the event holds.
    void operator()(event&& e) const { give_(sink_, std::move(e)); }

private:
    void* sink_;
    void (*call_)(void*, event const&);
    void (*give_)(void*, event&&);
};

} // namespace parley::inline v0::chat

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/chat/impl/event.ipp>
#endif

#endif
