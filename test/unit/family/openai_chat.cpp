#include <parley/chat/arguments.hpp>
#include <parley/chat/ask.hpp>
#include <parley/chat/fold.hpp>
#include <parley/family/openai_chat.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_text.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(family_openai_chat)

namespace chat = parley::chat;
namespace http = parley::http;
namespace reflect = parley::reflect;
using parley::ask;
using parley::errc;
using parley::result;
using parley::family::openai_chat;

namespace {

parley::family::place at(char const* base = "https://api.example.com/v1") { return {http::url::parse(base).value()}; }

std::string body_of(chat::request const& q, char const* base = "https://api.example.com/v1") {
    auto const encoded = openai_chat::encode(q, at(base));
    BOOST_TEST_REQUIRE(encoded.has_value(), (encoded ? std::string() : to_string(encoded.error())));
    return encoded->body;
}

parley::error refusal_of(chat::request const& q) {
    auto const encoded = openai_chat::encode(q, at());
    BOOST_TEST_REQUIRE(!encoded.has_value());
    return encoded.error();
}

http::response with(std::string body, int status = 200, http::header header = {}) {
    http::response r;
    r.status = status;
    r.header = std::move(header);
    r.body = std::move(body);
    return r;
}

struct streamed {
    chat::response response;
    result<void> outcome;
    std::vector<std::string> events;
};

streamed stream(std::string_view text) {
    streamed s;
    chat::fold fold;
    auto const sink = [&](chat::event const& e) {
        s.events.push_back(reflect::to_text(e));
        fold(e);
    };
    openai_chat::stream_decoder decoder;
    s.outcome = decoder.feed(text, sink);
    s.response = fold.finish(decoder.finish(sink));
    return s;
}

std::string chunk(std::string choices, std::string rest = {}) { return "data: {\"id\":\"c1\",\"model\":\"m\",\"choices\":[" + choices + "]" + rest + "}\n\n"; }
std::string delta(std::string inside) { return chunk("{\"index\":0,\"delta\":{" + inside + "},\"finish_reason\":null}"); }
std::string const stop = chunk("{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}");
std::string const done = "data: [DONE]\n\n";

} // namespace

// Requests

BOOST_AUTO_TEST_CASE(a_request_goes_to_chat_completions_below_the_base) {
    auto const r = openai_chat::encode(ask("m").user("hi"), at()).value();
    BOOST_TEST(r.method == "POST");
    BOOST_TEST(r.url.to_string() == "https://api.example.com/v1/chat/completions");
    BOOST_TEST(r.header.find("content-type").value() == "application/json");
    BOOST_TEST(r.header.find("accept").value() == "application/json");
    BOOST_TEST(r.body == R"({"model":"m","messages":[{"role":"user","content":"hi"}]})");
}

BOOST_AUTO_TEST_CASE(a_streamed_request_asks_for_its_usage) {
    chat::request q = ask("m").user("hi");
    q.stream = true;
    auto const r = openai_chat::encode(q, at()).value();
    BOOST_TEST(r.header.find("accept").value() == "text/event-stream");
    BOOST_TEST(r.body == R"({"model":"m","messages":[{"role":"user","content":"hi"}],"stream":true,"stream_options":{"include_usage":true}})");
}

BOOST_AUTO_TEST_CASE(the_limit_of_tokens_goes_by_the_name_that_the_model_knows) {
    chat::request q = ask("m").user("hi").max_output_tokens(7);
    BOOST_TEST(body_of(q).ends_with(R"("max_tokens":7})"));
    q.model = "o3-mini";
    BOOST_TEST(body_of(q).ends_with(R"("max_completion_tokens":7})"));
    q.model = "openai/gpt-5";
    BOOST_TEST(body_of(q).ends_with(R"("max_completion_tokens":7})"));
    q.extra["max_tokens"] = true;
    BOOST_TEST(body_of(q).ends_with(R"("max_tokens":7})"));
}

BOOST_AUTO_TEST_CASE(pictures_sound_and_documents_have_their_place) {
    chat::request q = ask("m").user("What?").image("abc", chat::media_type("image/png")).image_url("https://h/a.png");
    chat::audio sound;
    sound.data = "AAAA";
    sound.media_type = "audio/mpeg";
    chat::file file;
    file.data = "BBBB";
    file.media_type = "application/pdf";
    file.name = "a.pdf";
    q.messages[0].content.emplace_back(sound);
    q.messages[0].content.emplace_back(file);
    BOOST_TEST(body_of(q) == R"({"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"What?"},)"
                             R"({"type":"image_url","image_url":{"url":"data:image/png;base64,YWJj"}},)"
                             R"({"type":"image_url","image_url":{"url":"https://h/a.png"}},)"
                             R"({"type":"input_audio","input_audio":{"data":"AAAA","format":"mp3"}},)"
                             R"({"type":"file","file":{"file_data":"data:application/pdf;base64,BBBB","filename":"a.pdf"}}]}]})");
}

BOOST_AUTO_TEST_CASE(a_tool_and_its_call_and_result_go_around) {
    chat::tool_call call;
    call.id = "c1";
    call.name = "weather";
    chat::set_arguments(call, "{\"city\": \"Oslo\"}");
    chat::message turn;
    turn.role = chat::role::assistant;
    turn.content.emplace_back(call);
    chat::tool weather;
    weather.name = "weather";
    weather.description = "d";
    weather.parameters = {{"type", "object"}};
    chat::request q = ask("m").user("hi").message(turn).tool_result(call, "rain").tool(weather);
    q.tool_choice.emplace().mode = chat::tool_mode::one;
    q.tool_choice->name = "weather";
    BOOST_TEST(body_of(q) == R"({"model":"m","messages":[{"role":"user","content":"hi"},)"
                             R"({"role":"assistant","tool_calls":[{"id":"c1","type":"function","function":{"name":"weather","arguments":"{\"city\": \"Oslo\"}"}}]},)"
                             R"({"role":"tool","content":"rain","tool_call_id":"c1"}],)"
                             R"("tools":[{"type":"function","function":{"name":"weather","description":"d","parameters":{"type":"object"}}}],)"
                             R"("tool_choice":{"type":"function","function":{"name":"weather"}}})");
    q.tool_choice->mode = chat::tool_mode::auto_;
    BOOST_TEST(body_of(q).find(R"("tool_choice":"auto")") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_form_of_the_answer_is_asked_for) {
    chat::request q = ask("m").user("hi");
    auto& format = q.response_format.emplace();
    format.kind = chat::format_kind::json_schema;
    format.name = "w";
    format.schema = {{"type", "object"}};
    format.strict = true;
    BOOST_TEST(body_of(q).find(R"("response_format":{"type":"json_schema","json_schema":{"name":"w","schema":{"type":"object"},"strict":true}})") != std::string::npos);
    format.kind = chat::format_kind::json;
    BOOST_TEST(body_of(q).find(R"("response_format":{"type":"json_object"})") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(fields_of_the_callers_own_go_into_the_body) {
    chat::request q = ask("m").user("hi");
    q.extra["logit_bias"] = boost::json::object{{"1", 2}};
    BOOST_TEST(body_of(q).ends_with(R"("logit_bias":{"1":2}})"));
}

BOOST_AUTO_TEST_CASE(what_has_no_place_is_refused_by_name) {
    chat::thinking signed_thought;
    signed_thought.signature = "s";
    chat::native foreign;
    foreign.family = "anthropic";
    chat::image bare;
    chat::tool_result pictured;
    pictured.content.emplace_back(chat::image());
    struct row {
        chat::role who;
        chat::part part;
        char const* where;
    };
    for (auto const& [who, part, where] : {row{chat::role::assistant, signed_thought, "/messages/1/content/0"}, row{chat::role::user, foreign, "/messages/1/content/0"},
                                           row{chat::role::user, bare, "/messages/1/content/0"}, row{chat::role::user, chat::tool_call(), "/messages/1/content/0"},
                                           row{chat::role::user, chat::refusal(), "/messages/1/content/0"}, row{chat::role::tool, chat::text(), "/messages/1/content/0"},
                                           row{chat::role::tool, pictured, "/messages/1/content/0/content/0"}}) {
        chat::request q = ask("m").system("s");
        q.messages.emplace_back().role = who;
        q.messages.back().content.push_back(part);
        auto const refused = refusal_of(q);
        BOOST_TEST((refused.code == errc::unsupported));
        BOOST_TEST(refused.where == where);
    }
    chat::request q = ask("m").user("hi");
    q.top_k = 3;
    BOOST_TEST(refusal_of(q).where == "/top_k");
    q.top_k.reset();
    q.reasoning.emplace().budget_tokens = 1000;
    BOOST_TEST(refusal_of(q).where == "/reasoning/budget_tokens");
}

// Whole answers

BOOST_AUTO_TEST_CASE(an_answer_is_read_with_all_its_parts) {
    auto const r = openai_chat::decode(with(R"({"id":"r1","object":"chat.completion","created":1,"model":"m-1","system_fingerprint":"f","choices":[{"index":0,
        "message":{"role":"assistant","content":"Hello","reasoning_content":"hm","refusal":null,"annotations":[],
        "tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"a\": 1}"}},{"id":"c2","type":"function","function":{"name":"g","arguments":""}}]},
        "logprobs":null,"finish_reason":"tool_calls"}],
        "usage":{"prompt_tokens":10,"completion_tokens":7,"total_tokens":17,"prompt_tokens_details":{"cached_tokens":4},"completion_tokens_details":{"reasoning_tokens":2}}})"))
                       .value();
    BOOST_TEST(r.id == "r1");
    BOOST_TEST(r.model == "m-1");
    BOOST_TEST_REQUIRE(r.content.size() == 4u);
    BOOST_TEST(std::get<chat::thinking>(r.content[0]).text == "hm");
    BOOST_TEST(std::get<chat::text>(r.content[1]).text == "Hello");
    BOOST_TEST(std::get<chat::tool_call>(r.content[2]).arguments.value().text == "{\"a\": 1}");
    BOOST_TEST(std::get<chat::tool_call>(r.content[3]).arguments_text.value() == "");
    BOOST_TEST((r.finish_reason == chat::finish_reason::tool_calls));
    BOOST_TEST(r.finish_raw == "tool_calls");
    BOOST_TEST((r.end == chat::end::complete));
    BOOST_TEST(r.usage.input_tokens == 10);
    BOOST_TEST(r.usage.cached_input_tokens == 4);
    BOOST_TEST(r.usage.output_tokens == 7);
    BOOST_TEST(r.usage.reasoning_tokens == 2);
    BOOST_TEST(r.usage.provider.at("total_tokens") == 17);
}

BOOST_AUTO_TEST_CASE(a_refusal_and_a_filter_are_told_from_a_stop) {
    auto const refused = openai_chat::decode(with(R"({"choices":[{"message":{"refusal":"No."},"finish_reason":"stop"}]})")).value();
    BOOST_TEST((refused.finish_reason == chat::finish_reason::refusal));
    BOOST_TEST(std::get<chat::refusal>(refused.content.at(0)).text == "No.");
    auto const filtered = openai_chat::decode(with(R"({"choices":[{"message":{"content":""},"finish_reason":"content_filter"}]})")).value();
    BOOST_TEST((filtered.finish_reason == chat::finish_reason::content_filter));
    auto const unknown = openai_chat::decode(with(R"({"choices":[{"message":{"content":"x"},"finish_reason":"gremlins"}]})")).value();
    BOOST_TEST((unknown.finish_reason == chat::finish_reason::other));
    BOOST_TEST(unknown.finish_raw == "gremlins");
}

BOOST_AUTO_TEST_CASE(several_choices_are_kept_apart) {
    auto const r = openai_chat::decode(with(R"({"choices":[{"index":1,"message":{"content":"b"},"finish_reason":"length"},{"index":0,"message":{"content":"a"},"finish_reason":"stop"}]})")).value();
    BOOST_TEST(r.text() == "a");
    BOOST_TEST_REQUIRE(r.alternatives.size() == 1u);
    BOOST_TEST(std::get<chat::text>(r.alternatives[0].content.at(0)).text == "b");
}

BOOST_AUTO_TEST_CASE(what_is_no_answer_is_an_error_that_does_not_show_it) {
    for (auto const* body : {"", "[]", "{}", R"({"choices":[]})", R"({"choices":"s3cret"})", R"({"choices":[{"index":99999,"message":{},"finish_reason":"stop"}]})",
                             R"({"choices":["s3cret"]})", R"({"choices":[{"text":"s3cret"}]})"}) {
        auto const r = openai_chat::decode(with(body));
        BOOST_TEST_REQUIRE(!r, body);
        BOOST_TEST((r.error().code == errc::invalid_response));
        BOOST_TEST(to_string(r.error()).find("s3cret") == std::string::npos);
    }
    BOOST_TEST((openai_chat::decode(with("<html>s3cret</html>")).error().code == errc::web_page));
    BOOST_TEST((openai_chat::decode(with(R"({"error":{"message":"m","code":"insufficient_quota"}})")).error().code == errc::quota_exhausted));
}

// Failures

BOOST_AUTO_TEST_CASE(each_failure_has_its_class) {
    struct row {
        int status;
        char const* body;
        errc code;
    };
    for (auto const& [status, body, code] : {
             row{400, R"({"error":{"message":"bad","type":"invalid_request_error","param":null,"code":null}})", errc::invalid_request},
             row{400, R"({"error":{"message":"long","type":"invalid_request_error","code":"context_length_exceeded"}})", errc::context_too_long},
             row{400, R"({"error":{"message":"This model's maximum context length is 10 tokens","type":"invalid_request_error"}})", errc::context_too_long},
             row{401, R"({"error":{"message":"no","type":"invalid_request_error","code":"invalid_api_key"}})", errc::unauthenticated},
             row{402, "{}", errc::quota_exhausted},
             row{403, "", errc::forbidden},
             row{404, R"({"error":{"message":"no","type":"invalid_request_error","code":"model_not_found"}})", errc::model_not_found},
             row{404, "<html></html>", errc::not_found},
             row{413, "", errc::request_too_large},
             row{422, R"({"detail":[{"loc":["body"],"msg":"x"}]})", errc::invalid_request},
             row{429, R"({"error":{"message":"slow","type":"tokens","code":"rate_limit_exceeded"}})", errc::rate_limited},
             row{429, R"({"error":{"message":"You exceeded your current quota","type":"insufficient_quota","code":"insufficient_quota"}})", errc::quota_exhausted},
             row{429, R"({"error":{"message":"Request too large for m","type":"tokens"}})", errc::context_too_long},
             row{500, R"({"error":{"message":"x","type":"server_error"}})", errc::server_error},
             row{502, "<html></html>", errc::service_unavailable},
             row{503, "", errc::service_unavailable},
             row{529, "", errc::overloaded},
             row{418, "", errc::invalid_request},
             row{599, "", errc::server_error},
             row{400, R"({"object":"error","message":"m","type":"invalid_model","code":400})", errc::model_not_found},
             row{403, R"({"code":"c","error":"sentence"})", errc::forbidden},
         }) {
        auto const e = openai_chat::failure(with(body, status));
        BOOST_TEST((e.code == code), status << " " << body << " is " << name(e.code));
        BOOST_TEST(e.provider.http_status == status);
        BOOST_TEST(e.message == sentence(code));
    }
}

BOOST_AUTO_TEST_CASE(what_the_provider_says_is_kept_beside_our_words) {
    auto const e = openai_chat::failure(with(R"({"error":{"message":"said","type":"t","code":"c"}})", 429, {{"X-Request-Id", "q1"}, {"Retry-After", "1.5"}}));
    BOOST_TEST(e.provider.text == "said");
    BOOST_TEST(e.provider.type == "t");
    BOOST_TEST(e.provider.code == "c");
    BOOST_TEST(e.provider.request_id == "q1");
    BOOST_TEST((e.provider.retry_after == std::chrono::milliseconds(1500)));
    BOOST_TEST((openai_chat::failure(with("", 429, {{"retry-after", "60"}, {"retry-after-ms", "250"}})).provider.retry_after == std::chrono::milliseconds(250)));
    BOOST_TEST(!openai_chat::failure(with("", 429, {{"retry-after", "-3"}})).provider.retry_after);
    BOOST_TEST(!openai_chat::failure(with("", 429, {{"retry-after", "soon"}})).provider.retry_after);
}

// Streams

BOOST_AUTO_TEST_CASE(a_stream_becomes_events_and_they_the_answer) {
    auto const s = stream(delta(R"("role":"assistant","content":"")") + delta(R"("content":"Hel")") + ": keep-alive\n\n" + delta(R"("content":"lo")") + stop +
                          chunk("", R"(,"usage":{"prompt_tokens":3,"completion_tokens":2})") + done);
    BOOST_TEST(s.outcome.has_value());
    std::vector<std::string> const expected{R"({"type":"started","id":"c1","model":"m"})", R"({"type":"text_delta","choice":0,"part":0,"text":"Hel"})",
                                            R"({"type":"text_delta","choice":0,"part":0,"text":"lo"})", R"({"type":"finished","choice":0,"finish_reason":"stop","finish_raw":"stop"})"};
    BOOST_TEST_REQUIRE(s.events.size() == 5u);
    for (std::size_t i = 0; i != expected.size(); ++i) BOOST_TEST(s.events[i] == expected[i]);
    BOOST_TEST(s.response.text() == "Hello");
    BOOST_TEST(s.response.usage.input_tokens == 3);
    BOOST_TEST((s.response.end == chat::end::complete));
}

BOOST_AUTO_TEST_CASE(calls_are_found_by_number_by_id_or_by_order) {
    auto const calls_of = [](std::string const& text) {
        std::string all;
        for (auto const& p : stream(text).response.content) {
            auto const& c = std::get<chat::tool_call>(p);
            all += c.id + " " + c.name + " " + std::string(c.received_arguments()) + ";";
        }
        return all;
    };
    auto const numbered = delta(R"("tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":""}}])") +
                          delta(R"("tool_calls":[{"index":1,"id":"b","type":"function","function":{"name":"g","arguments":"{"}}])") +
                          delta(R"("tool_calls":[{"index":0,"function":{"arguments":"{}"}}])") + delta(R"("tool_calls":[{"index":1,"function":{"arguments":"}"}}])");
    BOOST_TEST(calls_of(numbered + stop) == "a f {};b g {};");
    auto const by_id = delta(R"("tool_calls":[{"id":"a","function":{"name":"f","arguments":"{"}},{"id":"b","function":{"name":"g","arguments":"{}"}}])") +
                       delta(R"("tool_calls":[{"id":"a","function":{"arguments":"}"}}])");
    BOOST_TEST(calls_of(by_id + stop) == "a f {};b g {};");
    auto const by_order = delta(R"("tool_calls":[{"function":{"name":"f","arguments":"{"}}])") + delta(R"("tool_calls":[{"function":{"arguments":"}"}}])") +
                          delta(R"("tool_calls":[{"function":{"name":"f","arguments":{"x":1}}}])");
    BOOST_TEST(calls_of(by_order + stop) == " f {}; f {\"x\":1};");
}

BOOST_AUTO_TEST_CASE(thoughts_are_read_under_each_of_their_names_once) {
    for (auto const* name : {"reasoning", "reasoning_content"}) {
        auto const s = stream(delta("\"" + std::string(name) + "\":\"hm\"") + delta(R"("content":"Hi")") + stop);
        BOOST_TEST(std::get<chat::thinking>(s.response.content.at(0)).text == "hm");
        BOOST_TEST(std::get<chat::text>(s.response.content.at(1)).text == "Hi");
    }
    auto const both = stream(delta(R"("reasoning":"hm","reasoning_content":"hm")") + stop);
    BOOST_TEST(std::get<chat::thinking>(both.response.content.at(0)).text == "hm");
}

BOOST_AUTO_TEST_CASE(the_end_of_a_stream_is_explicit) {
    auto const hello = delta(R"("content":"Hello")");
    BOOST_TEST((stream(hello + stop + done).response.end == chat::end::complete));
    BOOST_TEST((stream(hello + stop).response.end == chat::end::complete)); // some hosts never say [DONE]
    BOOST_TEST((stream(hello + done).response.end == chat::end::complete));
    BOOST_TEST((stream(hello).response.end == chat::end::truncated));
    BOOST_TEST((stream("").response.end == chat::end::truncated));
    BOOST_TEST((stream(hello + "data: {\"choices\":[{\"delta\":{\"con").response.end == chat::end::truncated));
    BOOST_TEST((stream(hello + stop + "data: [DONE]").response.end == chat::end::complete));
}

BOOST_AUTO_TEST_CASE(an_error_inside_a_stream_has_the_class_that_it_would_have_had_outside) {
    auto const hello = delta(R"("content":"Hello")");
    auto const s = stream(hello + R"(data: {"error":{"message":"slow down","type":"tokens","code":"rate_limit_exceeded"}})" + "\n\n" + stop);
    BOOST_TEST_REQUIRE(!s.outcome);
    BOOST_TEST((s.outcome.error().code == errc::rate_limited));
    BOOST_TEST(s.outcome.error().provider.text == "slow down");
    BOOST_TEST((s.response.end == chat::end::failed));
    BOOST_TEST(s.response.text() == "Hello");
    BOOST_TEST((stream(R"(data: {"error":{"message":"x","code":503}})" "\n\n").outcome.error().code == errc::service_unavailable));
    BOOST_TEST((stream(R"(data: {"error":"boom"})" "\n\n").outcome.error().code == errc::server_error));
}

BOOST_AUTO_TEST_CASE(the_usage_of_a_stream_is_found_wherever_it_stands) {
    BOOST_TEST(stream(chunk("{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}", R"(,"usage":{"prompt_tokens":3})")).response.usage.input_tokens == 3);
    BOOST_TEST(stream(stop + chunk("", R"(,"x_groq":{"id":"x","usage":{"prompt_tokens":4}})")).response.usage.input_tokens == 4);
}

// What hosts do differently

BOOST_AUTO_TEST_CASE(details_of_reasoning_are_joined_by_their_number_and_go_back_with_their_proofs) {
    auto const s = stream(delta(R"("content":"","reasoning":"Let ","reasoning_details":[{"type":"reasoning.text","text":"Let ","format":"f","index":0}])") +
                          delta(R"("content":"","reasoning":"me","reasoning_details":[{"type":"reasoning.text","text":"me","format":"f","index":0}])") +
                          delta(R"("content":"","reasoning":"!","reasoning_details":[{"type":"reasoning.text","text":"!","format":"f","index":0}])") +
                          delta(R"("content":"","reasoning_details":[{"type":"reasoning.text","signature":"sig","format":"f","index":0}])") +
                          delta(R"("reasoning_details":[{"type":"reasoning.encrypted","data":"enc","id":"rs_1","format":"f","index":1}])") + delta(R"("content":"Hi")") + stop);
    BOOST_TEST_REQUIRE(s.response.content.size() == 3u);
    auto const& thought = std::get<chat::thinking>(s.response.content[0]);
    BOOST_TEST(thought.text == "Let me!");
    BOOST_TEST(thought.signature.value() == "sig");
    BOOST_TEST(std::get<chat::thinking>(s.response.content[1]).redacted.value() == "enc");
    auto const whole = openai_chat::decode(with(R"({"id":"c1","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hi","reasoning":"Let me!","reasoning_details":[)"
                                                R"({"type":"reasoning.text","text":"Let me!","signature":"sig","format":"f","index":0},)"
                                                R"({"type":"reasoning.encrypted","data":"enc","id":"rs_1","format":"f","index":1}]},"finish_reason":"stop"}]})"))
                           .value();
    BOOST_TEST((whole == s.response));
    chat::request q = ask("m").user("u");
    q.messages.emplace_back().role = chat::role::assistant;
    q.messages.back().content = s.response.content;
    auto const sent = reflect::parse_value(body_of(q, "https://openrouter.ai/api/v1")).value();
    BOOST_TEST(sent.at("messages").at(1) == reflect::parse_value(R"({"role":"assistant","content":"Hi","reasoning_details":[{"type":"reasoning.text","text":"Let me!","signature":"sig","format":"f","index":0},)"
                                                                R"({"type":"reasoning.encrypted","data":"enc","id":"rs_1","format":"f","index":1}]})").value());
}

BOOST_AUTO_TEST_CASE(thoughts_in_the_content_are_told_from_the_text) {
    auto const s = stream(delta(R"("content":[{"type":"thinking","thinking":[{"type":"text","text":"h"}]}])") + delta(R"("content":[{"type":"thinking","thinking":[{"type":"text","text":"m"}]}])") +
                          delta(R"("content":[{"type":"text","text":"Hi"}])") + delta(R"("content":[{"type":"reference","reference_ids":[1]}])") + delta(R"("content":" you")") + stop);
    BOOST_TEST_REQUIRE(s.response.content.size() == 4u);
    BOOST_TEST(std::get<chat::thinking>(s.response.content[0]).text == "hm");
    BOOST_TEST(s.response.text() == "Hi you");
    chat::request q = ask("m").user("u");
    q.messages.emplace_back().role = chat::role::assistant;
    q.messages.back().content = s.response.content;
    BOOST_TEST(body_of(q, "https://api.mistral.ai/v1").ends_with(R"({"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"hm"}]},)"
                                                                R"({"type":"text","text":"Hi"},{"type":"reference","reference_ids":[1]},{"type":"text","text":" you"}]}]})"));
}

BOOST_AUTO_TEST_CASE(thoughts_go_back_by_the_name_that_the_host_knows) {
    chat::request q = ask("m").user("u");
    q.messages.emplace_back().role = chat::role::assistant;
    q.messages.back().content.emplace_back().emplace<chat::thinking>().text = "hm";
    BOOST_TEST(body_of(q, "https://api.deepseek.com").find(R"("reasoning_content":"hm")") != std::string::npos);
    BOOST_TEST(body_of(q, "https://api.groq.com/openai/v1").find(R"("reasoning":"hm")") != std::string::npos);
    BOOST_TEST(body_of(q, "https://api.mistral.ai/v1").find(R"("content":[{"type":"thinking","thinking":[{"type":"text","text":"hm"}]}])") != std::string::npos);
    BOOST_TEST(openai_chat::encode(q, at("https://api.openai.com/v1")).error().where == "/messages/1/content/0");
}

BOOST_AUTO_TEST_CASE(what_a_host_has_no_place_for_is_refused_there_alone) {
    chat::request q = ask("m").user("u");
    q.top_logprobs = 2;
    BOOST_TEST(body_of(q).find(R"("logprobs":true)") != std::string::npos);
    BOOST_TEST(openai_chat::encode(q, at("https://api.mistral.ai/v1")).error().where == "/top_logprobs");
    q.top_logprobs.reset();
    q.seed = 3;
    q.stream = true;
    BOOST_TEST(body_of(q, "https://api.mistral.ai/v1") == R"({"model":"m","messages":[{"role":"user","content":"u"}],"random_seed":3,"stream":true})");
    q.top_k = 5;
    q.reasoning.emplace().budget_tokens = 100;
    BOOST_TEST(body_of(q, "https://openrouter.ai/api/v1").find(R"("reasoning":{"max_tokens":100},"top_k":5)") != std::string::npos);
    BOOST_TEST(!openai_chat::encode(q, at("https://notopenrouter.ai/api/v1")));
}

BOOST_AUTO_TEST_CASE(calls_of_the_old_form_and_of_custom_tools_go_back_in_their_form) {
    auto const s = stream(delta(R"("content":null,"function_call":{"name":"add","arguments":""})") + delta(R"("function_call":{"arguments":"{\"a\""})") + delta(R"("function_call":{"arguments":":1}"})") +
                          chunk(R"({"index":0,"delta":{},"finish_reason":"function_call"})"));
    auto const& call = std::get<chat::tool_call>(s.response.content.at(0));
    BOOST_TEST(call.name == "add");
    BOOST_TEST(call.arguments.value().text == "{\"a\":1}");
    BOOST_TEST((s.response.finish_reason == chat::finish_reason::tool_calls));
    auto const custom = openai_chat::decode(with(R"({"choices":[{"message":{"tool_calls":[{"id":"c1","type":"custom","custom":{"name":"sql","input":"select 1"}}]},"finish_reason":"tool_calls"}]})")).value();
    BOOST_TEST(std::get<chat::tool_call>(custom.content.at(0)).arguments_text.value() == "select 1");
    chat::request q = ask("m").user("u");
    q.messages.emplace_back().role = chat::role::assistant;
    q.messages.back().content = {call, custom.content.at(0)};
    BOOST_TEST(body_of(q).ends_with(R"({"role":"assistant","tool_calls":[{"id":"c1","type":"custom","custom":{"name":"sql","input":"select 1"}}],"function_call":{"name":"add","arguments":"{\"a\":1}"}}]})"));
}

BOOST_AUTO_TEST_CASE(signatures_of_google_come_back_at_their_call) {
    auto const s = stream(delta(R"("tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":"{}"},"extra_content":{"google":{"thought_signature":"s1"}}}])") +
                          delta(R"("tool_calls":[{"index":0,"id":"b","type":"function","function":{"name":"g","arguments":"{}"}}])") + stop);
    BOOST_TEST_REQUIRE(s.response.content.size() == 2u); // this host gives all calls one number
    BOOST_TEST(std::get<chat::tool_call>(s.response.content[0]).signature.value() == "s1");
    BOOST_TEST((s.response.finish_reason == chat::finish_reason::tool_calls));
    BOOST_TEST(s.response.finish_raw == "stop");
    chat::request q = ask("m").user("u");
    q.messages.emplace_back().role = chat::role::assistant;
    q.messages.back().content = s.response.content;
    BOOST_TEST(body_of(q).find(R"({"id":"a","type":"function","function":{"name":"f","arguments":"{}"},"extra_content":{"google":{"thought_signature":"s1"}}})") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(sources_pictures_speech_and_likelihoods_are_parts_of_the_answer) {
    auto const r = openai_chat::decode(with(R"({"id":"i","model":"m","system_fingerprint":"fp","service_tier":"default","choices":[{"index":0,"message":{"role":"assistant","content":"See",
        "annotations":[{"type":"url_citation","url_citation":{"url":"https://h","title":"T","start_index":0,"end_index":3}}],
        "images":[{"type":"image_url","image_url":{"url":"data:image/png;base64,QUJD"}}],"audio":{"id":"a1","data":"AAAA","transcript":"Hello","expires_at":5}},
        "logprobs":{"content":[{"token":"See","logprob":-0.5,"bytes":[83],"top_logprobs":[{"token":"Sea","logprob":-1,"bytes":null}]}],"refusal":null},"finish_reason":"stop"}]})"))
                       .value();
    BOOST_TEST_REQUIRE(r.content.size() == 3u);
    auto const& source = std::get<chat::text>(r.content[0]).citations.value().at(0);
    BOOST_TEST(source.url.value() == "https://h");
    BOOST_TEST(source.title.value() == "T");
    auto const& speech = std::get<chat::audio>(r.content[1]);
    BOOST_TEST(speech.file_id.value() == "a1");
    BOOST_TEST(speech.transcript.value() == "Hello");
    BOOST_TEST(std::get<chat::image>(r.content[2]).data.value() == "QUJD");
    BOOST_TEST(r.logprobs.value().at(0).logprob == -0.5);
    BOOST_TEST(r.logprobs.value().at(0).bytes.value() == (std::vector<std::uint8_t>{83}));
    BOOST_TEST(r.logprobs.value().at(0).top.at(0).token == "Sea");
    BOOST_TEST(!r.logprobs.value().at(0).top.at(0).bytes);
    BOOST_TEST(r.extra.at("system_fingerprint") == "fp");
    auto const again = openai_chat::decode(openai_chat::answer(r)).value();
    BOOST_TEST((again.content == r.content));
    BOOST_TEST((again.logprobs == r.logprobs));
    BOOST_TEST((again.extra == r.extra));
    chat::request q = ask("m").user("u");
    q.messages.emplace_back().role = chat::role::assistant;
    q.messages.back().content = r.content;
    auto const body = body_of(q);
    BOOST_TEST(body.find(R"("audio":{"id":"a1"})") != std::string::npos);
    BOOST_TEST(body.find(R"("annotations":[{"type":"url_citation","url_citation":{"url":"https://h","title":"T","start_index":0,"end_index":3}}])") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(speech_that_comes_in_pieces_is_one_part) {
    auto const s = stream(delta(R"("audio":{"id":"a1","transcript":"Hel"})") + delta(R"("audio":{"data":"AAAA"})") + delta(R"("audio":{"data":"BBBB","transcript":"lo"})") +
                          delta(R"("audio":{"expires_at":5})") + stop);
    auto const& speech = std::get<chat::audio>(s.response.content.at(0));
    BOOST_TEST(speech.data.value() == "AAAABBBB");
    BOOST_TEST(speech.transcript.value() == "Hello");
    BOOST_TEST(s.response.content.size() == 1u);
}

BOOST_AUTO_TEST_CASE(of_usages_that_come_with_every_piece_the_last_counts) {
    auto const piece = [](char const* text, int n) { return chunk("{\"index\":0,\"delta\":{\"content\":\"" + std::string(text) + "\"}}", ",\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":" + std::to_string(n) + "}"); };
    auto const s = stream(piece("a", 1) + piece("b", 2) + piece("c", 3) + piece("d", 4));
    BOOST_TEST(s.response.text() == "abcd");
    BOOST_TEST(s.response.usage.output_tokens == 4);
    BOOST_TEST(s.events.back().find("usage_reported") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(tokens_are_counted_wherever_the_host_counts_them) {
    auto const used = [](std::string const& usage) { return openai_chat::decode(with(R"({"choices":[{"message":{"content":"x"},"finish_reason":"stop"}],"usage":)" + usage + "}")).value().usage; };
    BOOST_TEST(used(R"({"prompt_tokens":9,"prompt_cache_hit_tokens":4})").cached_input_tokens == 4);
    BOOST_TEST(used(R"({"prompt_tokens":9,"prompt_tokens_details":null,"cache_read_input_tokens":4,"cache_creation_input_tokens":2})").cache_write_tokens == 2);
    BOOST_TEST(used(R"({"prompt_tokens":9,"completion_tokens":5,"total_tokens":14,"completion_tokens_details":{"reasoning_tokens":3}})").output_tokens == 5);
    BOOST_TEST(used(R"({"prompt_tokens":9,"completion_tokens":5,"total_tokens":17,"completion_tokens_details":{"reasoning_tokens":3}})").output_tokens == 8);
}

BOOST_AUTO_TEST_CASE(text_beside_other_names_of_thoughts_is_not_lost) {
    auto const s = stream(delta(R"("content":"a","reasoning":"")") + delta(R"("content":"b","reasoning":"")") + delta(R"("content":"c","reasoning":"hm")") + stop);
    BOOST_TEST(s.response.text() == "abc");
    BOOST_TEST(std::get<chat::thinking>(s.response.content.at(1)).text == "hm");
}

// The server's half

BOOST_AUTO_TEST_CASE(a_body_is_written_again_as_it_was_read) {
    for (auto const* const body : {
             R"({"model":"m","messages":[{"role":"developer","content":"d"},{"role":"user","content":[{"type":"text","text":"u"}],"name":"n"}]})",
             R"({"model":"gpt-4o","messages":[],"max_completion_tokens":5})",
             R"({"model":"o3","messages":[],"max_tokens":5,"max_completion_tokens":7})",
             R"({"model":"m","messages":[],"stop":"x","stream":true})",
             R"({"model":"m","messages":[],"stop":["x"],"stream":true,"stream_options":{"include_usage":true,"include_obfuscation":false}})",
             R"({"model":"m","messages":[],"stream":false,"temperature":null,"stop":null,"tools":[],"metadata":{"a":1},"logprobs":true})",
             R"({"model":"m","messages":[{"role":"assistant","content":null,"refusal":null,"annotations":[],"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{ }"}}]},)"
             R"({"role":"tool","tool_call_id":"c","content":[{"type":"text","text":"1"}]},{"role":"tool","tool_call_id":"c","content":""}]})",
             R"({"model":"m","messages":[{"role":"assistant","content":"","function_call":{"name":"f","arguments":"{}"}},{"role":"function","name":"f","content":"1"}]})",
             R"({"model":"m","messages":[{"role":"assistant","content":[],"tool_calls":[{"function":{"name":"f","arguments":{"a":1}}}]},{"role":"tool","tool_call_id":"c"}]})",
             R"({"model":"m","messages":[{"role":"assistant","content":[{"type":"refusal","refusal":"No."}],"reasoning":"r","reasoning_content":"c","audio":{"id":"a"}}]})",
             R"({"model":"m","messages":[{"role":"user","content":[{"type":"image_url","image_url":"https://h"},{"type":"image_url","image_url":{"url":"https://h","x":1}},{"type":"video_url","video_url":{"url":"u"}}]}]})",
             R"({"model":"m","messages":[{"role":"tool","tool_call_id":"c","content":[{"type":"image_url","image_url":{"url":"https://h"}}]}]})",
             R"({"model":"m","messages":[],"tools":[{"type":"custom","custom":{"name":"sql"}},{"type":"function","function":{"name":"f","description":"","parameters":{},"strict":null},"cache_control":{"type":"ephemeral"}}],)"
             R"("tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"auto","tools":[]}}})",
             R"({"model":"m","messages":[],"response_format":{"type":"grammar","value":"x"},"reasoning":{"effort":"low"},"top_k":3,"prediction":{"type":"content","content":"x"}})",
             R"({"model":"m","messages":[],"response_format":{"type":"json_schema","json_schema":{"name":"a","schema":{},"strict":null,"x":1}}})",
             R"({"messages":[{"role":"user","content":"u"}]})",
         }) {
        http::request r(http::url::parse("https://x.openai.azure.com/openai/deployments/d/chat/completions").value());
        r.body = body;
        auto const read = openai_chat::read(r);
        BOOST_TEST_REQUIRE(read.has_value(), body << (read ? std::string() : to_string(read.error())));
        auto const written = openai_chat::encode(*read, at("https://host.example/v1"));
        BOOST_TEST_REQUIRE(written.has_value(), body << (written ? std::string() : to_string(written.error())));
        BOOST_TEST((*reflect::parse_value(written->body) == *reflect::parse_value(body)), body << "\nbecame\n" << written->body);
        // Kept as JSON, it loses nothing either.
        auto const kept = reflect::parse<chat::request>(reflect::to_text(*read));
        BOOST_TEST_REQUIRE(kept.has_value(), body << to_string(kept.error()));
        auto const again = openai_chat::encode(*kept, at("https://host.example/v1"));
        BOOST_TEST(again.has_value(), body);
    }
}

BOOST_AUTO_TEST_CASE(a_member_that_was_set_later_stands_once) {
    http::request r(http::url::parse("https://h/v1/chat/completions").value());
    r.body = R"({"model":"m","messages":[{"role":"assistant","content":null}],"temperature":null,"stream":false,"tools":[]})";
    auto q = openai_chat::read(r).value();
    q.temperature = 1;
    q.stream = true;
    q.tools.emplace_back().name = "f";
    q.messages[0].content.emplace_back().emplace<chat::text>().text = "t";
    BOOST_TEST(body_of(q) == R"({"model":"m","messages":[{"role":"assistant","content":"t"}],"tools":[{"type":"function","function":{"name":"f"}}],"temperature":1,)"
                             R"("stream":true,"stream_options":{"include_usage":true}})");
}


BOOST_AUTO_TEST_CASE(a_server_reads_what_a_client_wrote) {
    chat::tool_call call;
    call.id = "c1";
    call.name = "f";
    chat::set_arguments(call, "{}");
    chat::message turn;
    turn.role = chat::role::assistant;
    turn.content.emplace_back().emplace<chat::thinking>().text = "hm";
    turn.content.emplace_back().emplace<chat::text>().text = "Let me see.";
    turn.content.emplace_back(call);
    chat::request q = ask("m").system("s").user("u").image("abc", chat::media_type("image/png")).message(turn).tool_result(call, "1").tool_result(call, "2").user("v");
    q.temperature = 0.5;
    q.stop = {"a", "b"};
    q.stream = true;
    auto const r = openai_chat::encode(q, at()).value();
    auto read = openai_chat::read(r);
    BOOST_TEST_REQUIRE(read.has_value());
    BOOST_TEST(reflect::to_text(*read) == reflect::to_text(q));
    BOOST_TEST((*read == q));
}

BOOST_AUTO_TEST_CASE(a_server_says_what_does_not_fit) {
    http::request r(http::url::parse("http://h/v1/chat/completions").value());
    r.body = R"({"model":1,"messages":[{"role":"user","content":5}]})";
    auto const e = openai_chat::read(r).error();
    BOOST_TEST((e.code == errc::invalid_document));
    BOOST_TEST(e.problems.size() == 2u);
    r.body = R"({"model":"m","messages":[{"role":"wizard","content":"x"}]})";
    BOOST_TEST(openai_chat::read(r).error().where == "/messages/0/role");
}

BOOST_AUTO_TEST_CASE(a_failure_survives_the_way_to_the_client) {
    for (auto const code : {errc::invalid_request, errc::unauthenticated, errc::forbidden, errc::not_found, errc::context_too_long, errc::rate_limited, errc::quota_exhausted,
                            errc::server_error, errc::service_unavailable, errc::overloaded, errc::state_lost, errc::invalid_output, errc::content_filtered}) {
        parley::error why(code);
        if (is(code, parley::condition::retryable)) why.provider.retry_after = std::chrono::milliseconds(20);
        why.provider.request_id = "q1";
        auto const seen = openai_chat::failure(openai_chat::refuse(why));
        BOOST_TEST((seen.code == code), name(code) << " became " << name(seen.code));
        BOOST_TEST((seen.provider.retry_after == why.provider.retry_after));
        BOOST_TEST(seen.provider.request_id == "q1");
    }
}

BOOST_AUTO_TEST_SUITE_END()
