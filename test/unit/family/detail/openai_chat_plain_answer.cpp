#include <parley/family/detail/openai_chat_plain_answer.hpp>

#include <parley/chat/fold.hpp>
#include <parley/family/openai_chat.hpp>
#include <parley/reflect/parse.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <iterator>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

BOOST_AUTO_TEST_SUITE(family_detail_openai_chat_plain_answer)

namespace chat = parley::chat;
namespace json = boost::json;
namespace wire = parley::family::detail::chat_completions;
using parley::result;

namespace {

/// What the reader of all forms makes of an answer.
result<chat::response> read_any(std::string_view body) {
    auto const document = parley::reflect::parse_value(body);
    if (!document) return document.error();
    chat::fold fold;
    wire::answer_reader reader;
    if (auto const read = reader.take(*document, true, fold); !read) return read.error();
    reader.end(fold);
    return fold.finish(chat::end::complete);
}

std::string answer_of(std::string_view message, std::string_view rest_of_choice = R"("finish_reason":"stop")", std::string_view rest = R"("usage":{"prompt_tokens":1})") {
    return R"({"id":"r1","object":"chat.completion","created":1,"model":"m-1","choices":[{"index":0,"message":)" + std::string(message) + "," + std::string(rest_of_choice) + "}]," +
           std::string(rest) + "}";
}

std::string const usual[] = {
    answer_of(R"({"role":"assistant","content":"Hi.","refusal":null,"annotations":[]})", R"("logprobs":null,"finish_reason":"stop")"),
    answer_of(R"({"content":"Hi.","refusal":"","tool_calls":null,"audio":null,"function_call":null,"reasoning_content":null})"),
    answer_of(R"({"content":""})", R"("finish_reason":"content_filter")"),
    answer_of(R"({"content":"Hi."})", R"("finish_reason":"gremlins")"),
    answer_of(R"({"content":"Hi."})", R"("finish_reason":"length","stop_reason":7)", R"("timings":{"n":1},"usage":null)"),
    answer_of(R"({"content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"a\": 1}"}}]})", R"("finish_reason":"tool_calls")"),
    answer_of(R"({"content":"So:","tool_calls":[{"id":"c1","function":{"name":"f","arguments":"{}"}},{"id":"c1","index":0,"function":{"name":"g","arguments":"no JSON"}},{"id":"c3"}]})"),
    answer_of(R"({"content":"Hi.","tool_calls":[]})"),
    answer_of(R"({"content":"Hi.","channel":"final","mood":1})", R"("finish_reason":"stop","matched_stop":3,"content_filter_results":{"hate":{"filtered":false}})",
              R"("service_tier":"default","provider":"P","moderation":{},"citations":null,"system_fingerprint":"f","usage":{"prompt_tokens":3,"completion_tokens":5,"total_tokens":10,)"
              R"("completion_tokens_details":{"reasoning_tokens":2},"cost":0.25})"),
    R"({"choices":[{"message":{"content":"Hi."},"finish_reason":"eos"}]})",
};

std::string const unusual[] = {
    answer_of(R"({"content":"Hi.","refusal":"No."})"),
    answer_of(R"({"content":"Hi.","reasoning_content":"Hm."})"),
    answer_of(R"({"content":"Hi.","reasoning":"Hm."})"),
    answer_of(R"({"content":"Hi.","reasoning_details":[{"type":"reasoning.text","text":"Hm."}]})"),
    answer_of(R"({"content":"Hi.","annotations":[{"type":"url_citation","url_citation":{"url":"https://a.example","start_index":0,"end_index":1}}]})"),
    answer_of(R"({"content":null,"audio":{"id":"a1","transcript":"Hi."}})"),
    answer_of(R"({"content":"Hi.","images":[{"image_url":{"url":"data:image/png;base64,AA=="}}]})"),
    answer_of(R"({"content":null,"function_call":{"name":"f","arguments":"{}"}})"),
    answer_of(R"({"content":"Hi.","extra_content":{"google":{"thought_signature":"s"}}})"),
    answer_of(R"({"content":[{"type":"text","text":"Hi."}]})"),
    answer_of(R"({"content":null,"tool_calls":[{"id":"c1","type":"custom","custom":{"name":"sql","input":"select 1"}}]})"),
    answer_of(R"({"content":null,"tool_calls":[{"id":"c1","extra_content":{"google":{"thought_signature":"s"}},"function":{"name":"f","arguments":"{}"}}]})"),
    answer_of(R"({"content":null,"tool_calls":[{"id":"c1","function":{"name":"f","arguments":{"a":1}}}]})"),
    answer_of(R"({"content":"Hi."})", R"("finish_reason":null)"),
    answer_of(R"({"content":"Hi."})", R"("finish_reason":"stop","logprobs":{"content":[{"token":"Hi","logprob":-0.5}]})"),
    answer_of(R"({"content":"Hi."})", R"("finish_reason":"stop","error":{"message":"broken"})"),
    answer_of(R"({"content":"Hi."})", R"("finish_reason":"stop","object":"error")"),
    answer_of(R"({"content":"Hi."})", R"("finish_reason":"stop")", R"("error":{"message":"broken"})"),
    answer_of(R"({"content":"Hi."})", R"("finish_reason":"stop")", R"("x_groq":{"usage":{"prompt_tokens":4}})"),
    R"({"object":"error","message":"broken","choices":[{"message":{"content":"Hi."},"finish_reason":"stop"}]})",
    R"({"choices":[{"index":1,"message":{"content":"b"},"finish_reason":"stop"},{"index":0,"message":{"content":"a"},"finish_reason":"stop"}]})",
    R"({"choices":[{"index":2,"message":{"content":"b"},"finish_reason":"stop"}]})",
    R"({"choices":[{"delta":{"content":"b"},"finish_reason":"stop"}]})",
    R"({"choices":[]})",
    R"({"choices":[{"message":{"content":"a","content":"b"},"finish_reason":"stop"}]})",
    R"({"choices":[{"message":{"content":"a)",
};

/// Changes documents at random, in ways that hosts might have.
class changer {
public:
    json::value changed(json::value document) {
        for (auto times = pick(4); times != 0; --times) change(document);
        return document;
    }
    std::size_t pick(std::size_t count) { return random_() % count; }

private:
    static constexpr char const* keys[] = {
        "id",      "object",      "created",    "model",     "choices",           "usage",             "error", "x_groq", "service_tier",  "provider",      "index", "message",  "delta",  "logprobs", "finish_reason",
        "content", "annotations", "tool_calls", "reasoning", "reasoning_content", "reasoning_details", "audio", "images", "function_call", "extra_content", "type",  "function", "custom", "name",     "arguments",
        "input",   "channel",     "citations",  "role",      "refusal"};
    static constexpr char const* words[] = {"", "a", "stop", "error", "custom", "function", "tool_calls", "Hi", R"({"a":1})", "chat.completion"};

    void change(json::value& v) {
        auto* const object = v.if_object();
        auto* const list = v.if_array();
        if (pick(4) == 0 || (!object && !list)) {
            v = any(3);
        } else if (object) {
            if (object->empty() || pick(4) == 0) return void((*object)[keys[pick(std::size(keys))]] = any(2));
            auto const member = object->begin() + pick(object->size());
            if (pick(5) == 0) object->stable_erase(member);
            else change(member->value());
        } else {
            if (list->empty() || pick(5) == 0) list->push_back(any(2));
            else change((*list)[pick(list->size())]);
        }
    }
    json::value any(int depth) {
        switch (pick(depth == 0 ? 5 : 7)) {
            case 0: return nullptr;
            case 1: return pick(2) == 0;
            case 2: return static_cast<int>(pick(4)) - 1;
            case 3: return static_cast<double>(pick(3)) / 2;
            case 4: return words[pick(std::size(words))];
            case 5: {
                json::array list;
                for (auto left = pick(3); left != 0; --left) list.push_back(any(depth - 1));
                return list;
            }
            default: {
                json::object object;
                for (auto left = pick(4); left != 0; --left) object[keys[pick(std::size(keys))]] = any(depth - 1);
                return object;
            }
        }
    }

    std::mt19937 random_{20261122};
};

} // namespace

BOOST_AUTO_TEST_CASE(the_usual_answer_is_what_the_reader_of_all_forms_makes_of_it) {
    for (auto const& body : usual) BOOST_TEST_CONTEXT(body) {
        auto const plain = wire::read_plain_answer(body);
        BOOST_TEST_REQUIRE(plain.has_value());
        auto const expected = read_any(body);
        BOOST_TEST_REQUIRE(expected.has_value());
        BOOST_TEST((*plain == *expected));
        BOOST_TEST(plain->extra == expected->extra);
        auto member = expected->extra.begin();
        for (auto const& each : plain->extra) BOOST_TEST((each.key() == (member++)->key()));
    }
}

BOOST_AUTO_TEST_CASE(another_answer_is_left_to_the_reader_of_all_forms) {
    for (auto const& body : unusual) BOOST_TEST_CONTEXT(body) {
        BOOST_TEST(!wire::read_plain_answer(body).has_value());
        auto const expected = read_any(body);
        auto const read = parley::family::openai_chat::decode({200, {{"Content-Type", "application/json"}}, body});
        BOOST_TEST((read ? expected.has_value() && *read == *expected : !expected || expected->content.empty()));
    }
}

BOOST_AUTO_TEST_CASE(whatever_is_read_as_usual_is_what_the_reader_of_all_forms_makes_of_it) {
    std::vector<json::value> documents;
    for (auto const& body : usual) documents.push_back(json::parse(body));
    changer random;
    int count = 0;
    for (int i = 0; i != 50'000; ++i) {
        auto const body = json::serialize(random.changed(documents[random.pick(documents.size())]));
        auto const plain = wire::read_plain_answer(body);
        if (!plain) continue;
        ++count;
        auto const expected = read_any(body);
        if (!expected || *plain != *expected) BOOST_ERROR("read otherwise: " + body);
    }
    BOOST_TEST(count > 5'000);
}

BOOST_AUTO_TEST_SUITE_END()
