#ifndef PARLEY_ASK_FOR_HPP
#define PARLEY_ASK_FOR_HPP

#include <parley/chat/request.hpp>
#include <parley/chat/response.hpp>
#include <parley/chat/turn.hpp>
#include <parley/chat/usage.hpp>
#include <parley/detail/asker.hpp>
#include <parley/detail/initiate.hpp>
#include <parley/detail/operations.hpp>
#include <parley/reflect/check.hpp>
#include <parley/reflect/json_schema.hpp>
#include <parley/reflect/names.hpp>
#include <parley/reflect/options.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/result.hpp>

#include <boost/asio/awaitable.hpp>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace parley::inline v0 {

/// An answer of a described type. Clients give one through `async_ask_for<T>` and `ask_for<T>`.
template <class T> struct structured {
    T value;
    chat::response response; ///< what the model wrote, word for word
    chat::usage usage;       ///< of all rounds together
    int repairs = 0;         ///< how often the model had to mend its answer
};

/// What happens to an answer that does not fit its type.
struct answer_rules {
    int repairs = 0; ///< how often the model is told all that does not fit and asked again; each is billed like any call
};

namespace detail {

/// Reads an answer's text into a value: all that differs from type to type.
struct answer_reader {
    void* into;
    result<void> (*read)(void* into, std::string_view text);
};

/// Engines without schemas put their JSON into a Markdown fence.
inline std::string_view without_fence(std::string_view text) {
    constexpr std::string_view blank = " \t\r\n", fence = "```";
    auto const trim = [&] {
        text.remove_prefix(std::min(text.find_first_not_of(blank), text.size()));
        text.remove_suffix(text.size() - (text.find_last_not_of(blank) + 1));
    };
    trim();
    if (text.size() < 2 * fence.size() || !text.starts_with(fence) || !text.ends_with(fence)) return text;
    text.remove_suffix(fence.size());
    text.remove_prefix(std::min(text.find('\n'), text.size()));
    trim();
    return text;
}

/// Reads an answer.
/// @return why it is none: it was declined, filtered, cut short, or does not fit.
inline result<void> read_answer(chat::response const& answer, answer_reader const& reader) {
    error why(errc::refused);
    for (auto const& part : answer.content)
        if (auto const* const said = std::get_if<chat::refusal>(&part)) why.provider.text += said->text;
    if (!why.provider.text.empty() || answer.finish_reason == chat::finish_reason::refusal) return why;
    if (answer.finish_reason == chat::finish_reason::content_filter) return error(errc::content_filtered);
    if (answer.finish_reason == chat::finish_reason::length) return error(errc::truncated, "The answer reached the limit of tokens before its end.");
    auto const fits = reader.read(reader.into, without_fence(answer.text()));
    if (fits) return {};
    why = error(errc::invalid_output, "The answer does not fit the type that was asked for: " + fits.error().message);
    why.problems = fits.error().problems;
    return why;
}

/// Asks until the answer fits or may be mended no more.
inline boost::asio::awaitable<result<chat::response>> ask_to_fit(asker& client, chat::request q, answer_reader reader, answer_rules rules, chat::usage& used,
                                                                  int& repairs) {
    for (;;) {
        auto answer = co_await client.chat(q);
        if (!answer) co_return answer.error();
        if (repairs == 0) used = answer->usage;
        else used += answer->usage;
        auto const fits = read_answer(*answer, reader);
        if (fits) co_return answer;
        auto why = fits.error();
        if (why.code != errc::invalid_output || repairs == rules.repairs) {
            why.where = q.model;
            why.provider.attempts = answer->attempts.value_or(1);
            co_return why;
        }
        ++repairs;
        q.messages.push_back(chat::turn_of(std::move(*answer)));
        q.messages.emplace_back().content.emplace_back().emplace<chat::text>().text = to_string(why) + "\nAnswer again, with JSON that fits the schema.";
    }
}

template <class T> struct include_ask_for_hpp {
    static_assert(reflect::Described<T>, "parley[client.ask_for]: an answer's type must be described with BOOST_DESCRIBE_STRUCT: the schema is made from that");

    template <class Client, class Token> static auto start(Client& client, chat::request q, answer_rules rules, Token&& token) {
        return initiate<structured<T>>(client.get_executor(), ask(make_asker(client), std::move(q), rules), std::forward<Token>(token));
    }

    template <class Client> static boost::asio::awaitable<result<structured<T>>> ask(Client const& client, chat::request q, answer_rules rules = {}) {
        return ask(make_asker(client), std::move(q), rules);
    }

    static boost::asio::awaitable<result<structured<T>>> ask(std::unique_ptr<asker> client, chat::request q, answer_rules rules) {
        auto schema = reflect::strict_json_schema<T>();
        if (!schema) co_return schema.error();
        auto& format = q.response_format.emplace();
        format.kind = chat::format_kind::json_schema;
        format.name = std::string(reflect::type_name<T>());
        format.schema = std::move(*schema);
        format.strict = true;
        structured<T> made{};
        answer_reader const reader{&made.value, read};
        auto answer = co_await ask_to_fit(*client, std::move(q), reader, rules, made.usage, made.repairs);
        if (!answer) co_return answer.error();
        made.response = std::move(*answer);
        co_return made;
    }

private:
    static result<void> read(void* into, std::string_view text) {
        auto parsed = reflect::parse<T>(text, {.unknown = reflect::unknown_keys::refuse, .absent = reflect::absent_keys::refuse}); // as the schema has it
        if (!parsed) return parsed.error();
        *static_cast<T*>(into) = std::move(*parsed);
        return {};
    }
};

} // namespace detail
} // namespace parley::inline v0

#endif
