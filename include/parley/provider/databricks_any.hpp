#ifndef PARLEY_PROVIDER_DATABRICKS_ANY_HPP
#define PARLEY_PROVIDER_DATABRICKS_ANY_HPP

#include <parley/chat/event.hpp>
#include <parley/chat/request.hpp>
#include <parley/chat/response.hpp>
#include <parley/family/family.hpp>
#include <parley/http/request.hpp>
#include <parley/http/response.hpp>
#include <parley/http/sse.hpp>
#include <parley/provider/databricks.hpp>
#include <parley/provider/detail/reading.hpp>
#include <parley/provider/provider.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/result.hpp>

#include <boost/json/value.hpp>

#include <cstddef>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

namespace parley::inline v0::provider {

namespace detail {

/// Calls `f` with a null pointer to the provider of a family.
template <class F> decltype(auto) with_databricks(databricks_family family, F&& f) {
    switch (family) {
        case databricks_family::openai_responses: return f(static_cast<databricks<family::openai_responses>*>(nullptr));
        case databricks_family::anthropic: return f(static_cast<databricks<family::anthropic>*>(nullptr));
        case databricks_family::gemini: return f(static_cast<databricks<family::gemini>*>(nullptr));
        case databricks_family::openai_chat: break;
    }
    return f(static_cast<databricks<family::openai_chat>*>(nullptr));
}

/// Returns the family in whose words an answer is, whole or a piece of it; nothing where it does not show.
inline std::optional<databricks_family> family_of_answer(boost::json::value const& body) {
    if (body.is_array() || member(body, "candidates") || member(body, "promptFeedback") || member(body, "usageMetadata")) return databricks_family::gemini;
    if (member(body, "choices")) return databricks_family::openai_chat;
    auto const kind = text(body, "type");
    if (text(body, "object") == "response" || kind.starts_with("response.")) return databricks_family::openai_responses;
    if (kind == "message" || kind == "message_start") return databricks_family::anthropic;
    return std::nullopt;
}

inline constexpr std::string_view databricks_family_words[] = {"openai_chat", "openai_responses", "anthropic", "gemini"};
inline constexpr boost::json::string_view databricks_family_key = "databricks_family";

/// Returns the family that a request asks for, or else the one that its model's name says.
/// @return `errc::invalid_argument` where it asks for one that there is not.
inline result<databricks_family> family_for(chat::request const& q) {
    auto const* const said = q.extra.if_contains(databricks_family_key);
    if (!said) return databricks_family_of(q.model);
    for (std::size_t i = 0; i != std::size(databricks_family_words); ++i)
        if (auto const* const word = said->if_string(); word && std::string_view(word->data(), word->size()) == databricks_family_words[i]) return static_cast<databricks_family>(i);
    return error(errc::invalid_argument, "This names none of the families behind the gateway.", "/extra/databricks_family");
}

inline constexpr site databricks_any_site = [] {
    auto made = databricks_site<family::openai_chat>;
    made.path = {};
    made.takes_any_extra = true; // the family that is chosen has rules of its own
    made.refuses = {};
    return made;
}();

} // namespace detail

/// Says whether a request names the family that is to carry it.
inline bool asks_for_family(chat::request const& q) { return q.extra.contains(detail::databricks_family_key); }

/// Names the family that is to carry a request.
inline void ask_for_family(chat::request& q, databricks_family family) {
    auto const word = detail::databricks_family_words[static_cast<std::size_t>(family)];
    q.extra[detail::databricks_family_key] = boost::json::string_view(word.data(), word.size());
}

/// Databricks' AI Gateway with all its families: which one a call speaks is decided by the model's name when it is made (see
/// `databricks_family_of`), or by `request.extra["databricks_family"]`, where the name says nothing: `openai_chat`, `openai_responses`,
/// `anthropic` or `gemini`. An answer shows by itself whose words it is in.
struct databricks_any {
    static constexpr std::string_view name = "databricks";
    static constexpr site const& at_site = detail::databricks_any_site;
    using vendor = databricks<>::vendor;

    static result<http::request> encode(chat::request const& q, family::place const& where) {
        auto const chosen = detail::family_for(q);
        if (!chosen) return chosen.error();
        if (q.extra.empty()) return detail::with_databricks(*chosen, [&](auto* p) { return p->encode(q, where); });
        auto plain = q;
        plain.extra.erase(detail::databricks_family_key);
        return detail::with_databricks(*chosen, [&](auto* p) { return p->encode(plain, where); });
    }

    static result<chat::response> decode(http::response const& r) {
        auto const body = reflect::parse_value(r.body);
        auto const shown = body ? detail::family_of_answer(*body) : std::nullopt;
        return detail::with_databricks(shown.value_or(databricks_family::openai_chat), [&](auto* p) { return p->decode(r); });
    }

    static error failure(http::response const& r) { return databricks<>::failure(r); } // all families read the same errors

    /// Holds back what comes before the first event that shows the family.
    class stream_decoder {
    public:
        result<void> feed(std::string_view bytes, chat::event_sink sink) {
            if (chosen_.index() != 0) return feed_chosen(bytes, sink);
            held_ += bytes;
            std::optional<databricks_family> shown;
            auto const looked = look_.feed(bytes, [&](http::sse_event const& e) -> result<void> {
                if (!shown)
                    if (auto const body = reflect::parse_value(e.data)) shown = detail::family_of_answer(*body);
                return {};
            });
            if (!looked) return looked.error();
            if (!shown && bytes_show_array()) shown = databricks_family::gemini;
            if (!shown) return {};
            choose(*shown);
            return feed_chosen(std::exchange(held_, {}), sink);
        }
        chat::end finish(chat::event_sink sink) {
            if (chosen_.index() == 0) {
                choose(databricks_family::openai_chat);
                if (!feed_chosen(std::exchange(held_, {}), sink)) return chat::end::failed;
            }
            return std::visit([&](auto& d) { return finish(d, sink); }, chosen_);
        }

    private:
        template <class P> using decoder = typename P::stream_decoder;

        bool bytes_show_array() const {
            auto const begins = held_.find_first_not_of(" \t\r\n");
            return begins != std::string::npos && held_[begins] == '[';
        }
        void choose(databricks_family which) {
            detail::with_databricks(which, [&](auto* p) { chosen_.template emplace<decoder<std::remove_pointer_t<decltype(p)>>>(); });
        }
        result<void> feed_chosen(std::string_view bytes, chat::event_sink sink) {
            return std::visit([&](auto& d) { return feed(d, bytes, sink); }, chosen_);
        }
        static result<void> feed(std::monostate, std::string_view, chat::event_sink) { return {}; }
        static chat::end finish(std::monostate, chat::event_sink) { return chat::end::truncated; }
        template <class D> static result<void> feed(D& d, std::string_view bytes, chat::event_sink sink) { return d.feed(bytes, sink); }
        template <class D> static chat::end finish(D& d, chat::event_sink sink) { return d.finish(sink); }

        std::variant<std::monostate, decoder<databricks<family::openai_chat>>, decoder<databricks<family::openai_responses>>, decoder<databricks<family::anthropic>>,
                     decoder<databricks<family::gemini>>>
            chosen_;
        http::sse_reader look_;
        std::string held_;
    };
};

static_assert(Provider<databricks_any>);

} // namespace parley::inline v0::provider

#endif
