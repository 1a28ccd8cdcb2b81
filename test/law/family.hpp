#ifndef PARLEY_TEST_LAW_FAMILY_HPP
#define PARLEY_TEST_LAW_FAMILY_HPP

// What the laws of families draw and compare.

#include <parley/chat/arguments.hpp>
#include <parley/chat/fold.hpp>
#include <parley/chat/replay.hpp>
#include <parley/family/family.hpp>
#include <parley/reflect/to_text.hpp>

#include <cstddef>
#include <iterator>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace law {

namespace chat = parley::chat;
namespace http = parley::http;
namespace reflect = parley::reflect;

inline parley::family::place here() { return {http::url::parse("https://api.example.com/v1").value()}; }

/// What a family can carry, and its own words: each model of a family says it in its file.
struct family_abilities {
    std::string_view stop = "stop", tool_calls = "tool_calls"; ///< its words for why an answer ended
    bool arguments_as_text = true;                             ///< arguments of tools that are no JSON object
    bool exact_arguments = true;                               ///< the arguments' own text, not only their value
    bool unsigned_thoughts = true;                             ///< thoughts without a signature
    bool signatures = false;                                   ///< thoughts with a signature
    bool cache_writes = false;
    bool stop_sequences = true;
    bool no_limit = true; ///< requests without a limit of tokens
};

/// Draws what the vocabulary can say and a family can carry; the same each time.
class draw {
public:
    draw(unsigned seed, family_abilities const& can) : random_(seed), can_(can) {}

    int upto(int most) { return static_cast<int>(random_() % static_cast<unsigned>(most + 1)); }
    bool maybe() { return upto(1) == 1; }

    std::string words() {
        static constexpr std::string_view pieces[] = {"plain", " ", "\n", "\"", "\\", "na\xC3\xAFve", "\xE6\x97\xA5\xE6\x9C\xAC", "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x9A\x80", "{\"a\":", "data: ", "\r\n\r\n", "\t", "\x01"};
        std::string all = "x";
        for (int i = upto(6); i > 0; --i) all += pieces[upto(static_cast<int>(std::size(pieces)) - 1)];
        return all;
    }

    chat::tool_call call(int number) {
        chat::tool_call made;
        made.id = "call" + std::to_string(number);
        made.name = "tool" + std::to_string(upto(3));
        static constexpr std::string_view exact[] = {"{}", "{\"city\": \"Oslo\"}", "{\"n\":1.50,\"l\":[null,true]}", "", "{\"cut"};
        static constexpr std::string_view by_value[] = {"{}", "{\"city\":\"Oslo\"}", "{\"n\":1.5,\"l\":[null,true]}"};
        chat::set_arguments(made, std::string(can_.exact_arguments ? exact[upto(can_.arguments_as_text ? 4 : 2)] : by_value[upto(2)]));
        return made;
    }

    chat::response response() {
        chat::response r;
        r.id = "r" + std::to_string(upto(9));
        r.model = "m";
        r.finish_reason = chat::finish_reason::stop;
        r.finish_raw = can_.stop;
        if (maybe() && (can_.unsigned_thoughts || can_.signatures)) {
            auto& thought = r.content.emplace_back().emplace<chat::thinking>();
            thought.text = words();
            if (can_.signatures && (maybe() || !can_.unsigned_thoughts)) thought.signature = "c2lnbmVk";
        }
        if (maybe()) r.content.emplace_back().emplace<chat::text>().text = words();
        int const calls = upto(3);
        for (int i = 0; i != calls; ++i) r.content.emplace_back(call(i));
        if (calls != 0) {
            r.finish_reason = chat::finish_reason::tool_calls;
            r.finish_raw = can_.tool_calls;
        }
        r.usage.input_tokens = upto(1000) + 10;
        r.usage.cached_input_tokens = upto(10);
        if (can_.cache_writes) r.usage.cache_write_tokens = upto(3);
        r.usage.output_tokens = upto(1000) + 10;
        r.usage.reasoning_tokens = upto(10);
        return r;
    }

    chat::request request() {
        chat::request q;
        q.model = "m";
        if (maybe()) text(q.messages.emplace_back(), chat::role::system);
        for (int turns = 1 + upto(3); turns > 0; --turns) {
            auto& asked = q.messages.emplace_back();
            text(asked, chat::role::user);
            if (maybe()) {
                chat::image picture;
                if (maybe()) picture.url = "https://h/a.png";
                else {
                    picture.data = "YWJj";
                    picture.media_type = "image/png";
                }
                asked.content.emplace_back(picture);
            }
            if (turns == 1) break;
            auto& answered = q.messages.emplace_back();
            text(answered, chat::role::assistant);
            int const calls = upto(2);
            for (int i = 0; i != calls; ++i) answered.content.emplace_back(call(i));
            if (calls == 0) continue;
            auto& results = q.messages.emplace_back();
            results.role = chat::role::tool;
            for (int i = 0; i != calls; ++i) {
                auto& done = results.content.emplace_back().emplace<chat::tool_result>();
                done.id = "call" + std::to_string(i);
                done.content.emplace_back().emplace<chat::text>().text = words();
            }
        }
        for (int i = upto(2); i > 0; --i) {
            auto& tool = q.tools.emplace_back();
            tool.name = "tool" + std::to_string(i);
            tool.description = maybe() ? words() : std::string();
            tool.parameters = {{"type", "object"}};
        }
        if (!q.tools.empty() && maybe()) {
            auto& choice = q.tool_choice.emplace();
            choice.mode = static_cast<chat::tool_mode>(upto(3));
            if (choice.mode == chat::tool_mode::one) choice.name = q.tools.front().name;
        }
        if (maybe() || !can_.no_limit) q.max_output_tokens = 1 + upto(1000);
        if (maybe()) q.temperature = upto(10) / 10.0;
        if (maybe() && can_.stop_sequences) q.stop = {words(), words()};
        q.stream = maybe();
        return q;
    }

private:
    void text(chat::message& to, chat::role who) {
        to.role = who;
        to.content.emplace_back().emplace<chat::text>().text = words();
    }

    std::mt19937 random_;
    family_abilities can_;
};

template <parley::family::ServedFamily Model> std::string streamed(chat::response const& r, std::size_t piece) {
    std::string bytes;
    typename Model::stream_encoder encoder;
    chat::replay(r, [&](chat::event const& e) { bytes += encoder.encode(e); }, piece);
    return bytes + encoder.finish(chat::end::complete);
}

struct read_stream {
    std::vector<std::string> events;
    std::optional<parley::error> failure;
    chat::response response;
};

template <parley::family::ServedFamily Model> read_stream read(std::vector<std::string_view> const& pieces) {
    read_stream all;
    chat::fold fold;
    auto const sink = [&](chat::event const& e) {
        all.events.push_back(reflect::to_text(e));
        fold(e);
    };
    typename Model::stream_decoder decoder;
    for (auto const piece : pieces) {
        std::string const copy(piece);
        if (auto const done = decoder.feed(copy, sink); !done) {
            all.failure = done.error();
            break;
        }
    }
    all.response = fold.finish(decoder.finish(sink));
    return all;
}

inline chat::response without_provider(chat::response r) {
    r.usage.provider.clear();
    return r;
}

inline constexpr unsigned draws = 200;

} // namespace law

#endif
