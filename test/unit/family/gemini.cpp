#include <parley/chat/arguments.hpp>
#include <parley/chat/ask.hpp>
#include <parley/chat/fold.hpp>
#include <parley/family/detail/gemini_fields.hpp>
#include <parley/family/gemini.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_text.hpp>

#include <boost/describe/members.hpp>
#include <boost/mp11/algorithm.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

BOOST_AUTO_TEST_SUITE(family_gemini)

namespace chat = parley::chat;
namespace http = parley::http;
namespace reflect = parley::reflect;
using parley::ask;
using parley::errc;
using parley::result;
using parley::family::gemini;

namespace {

parley::family::place at(char const* base = "https://h/v1beta") { return {http::url::parse(base).value()}; }

std::string body_of(chat::request const& q) {
    auto const encoded = gemini::encode(q, at());
    BOOST_TEST_REQUIRE(encoded.has_value(), (encoded ? std::string() : to_string(encoded.error())));
    return encoded->body;
}

parley::error refusal_of(chat::request const& q) {
    auto const encoded = gemini::encode(q, at());
    BOOST_TEST_REQUIRE(!encoded.has_value());
    return encoded.error();
}

http::request posted(std::string body, char const* target = "models/m:generateContent") {
    http::request r(http::url::parse(std::string("https://h/v1beta/") + target).value());
    r.body = std::move(body);
    return r;
}

chat::request read(std::string body) {
    auto q = gemini::read(posted(std::move(body)));
    BOOST_TEST_REQUIRE(q.has_value(), (q ? std::string() : to_string(q.error())));
    return std::move(*q);
}

/// Reads a body and writes it again, by value.
bool survives(std::string const& body) {
    auto const written = reflect::parse_value(body_of(read(body))).value(), wanted = reflect::parse_value(body).value();
    BOOST_TEST(written == wanted, reflect::to_text(wanted) << " became " << reflect::to_text(written));
    auto const kept = reflect::parse<chat::request>(reflect::to_text(read(body)));
    return kept.has_value() && *kept == read(body) && written == wanted;
}

http::response with(std::string body, int status = 200, http::header header = {}) {
    http::response r;
    r.status = status;
    r.header = std::move(header);
    r.body = std::move(body);
    return r;
}

chat::response decoded(std::string body) {
    auto r = gemini::decode(with(std::move(body)));
    BOOST_TEST_REQUIRE(r.has_value(), (r ? std::string() : to_string(r.error())));
    return std::move(*r);
}

struct streamed {
    chat::response response;
    result<void> outcome;
    std::vector<std::string> events;
};

streamed stream(std::string_view text, std::size_t piece = static_cast<std::size_t>(-1)) {
    streamed s;
    chat::fold fold;
    auto const sink = [&](chat::event const& e) {
        s.events.push_back(reflect::to_text(e));
        fold(e);
    };
    gemini::stream_decoder decoder;
    while (!text.empty() && s.outcome) {
        s.outcome = decoder.feed(text.substr(0, piece), sink);
        text.remove_prefix(std::min(piece, text.size()));
    }
    s.response = fold.finish(decoder.finish(sink));
    return s;
}

std::string candidate(std::string parts, std::string rest = {}) { return R"({"content":{"parts":[)" + parts + R"(],"role":"model"})" + rest + "}"; }
std::string answer(std::string parts, std::string rest = R"(,"finishReason":"STOP")", std::string behind = {}) {
    return R"({"candidates":[)" + candidate(std::move(parts), std::move(rest)) + R"(],"responseId":"r1","modelVersion":"m")" + behind + "}";
}
std::string event(std::string const& data) { return "data: " + data + "\r\n\r\n"; }
std::string chunk(std::string parts, std::string rest = {}, std::string behind = {}) { return event(answer(std::move(parts), std::move(rest), std::move(behind))); }
std::string content_of(chat::response const& r) {
    std::string all;
    for (auto const& p : r.content) all += reflect::to_text(p);
    return all;
}

} // namespace

// Addresses

BOOST_AUTO_TEST_CASE(model_and_manner_stand_in_the_path) {
    chat::request q = ask("gemini-2.5-flash").user("hi");
    auto r = gemini::encode(q, at()).value();
    BOOST_TEST(r.method == "POST");
    BOOST_TEST(r.url.to_string() == "https://h/v1beta/models/gemini-2.5-flash:generateContent");
    BOOST_TEST(r.header.find("accept").value() == "application/json");
    BOOST_TEST(r.body == R"({"contents":[{"role":"user","parts":[{"text":"hi"}]}]})");
    q.stream = true;
    r = gemini::encode(q, at()).value();
    BOOST_TEST(r.url.to_string() == "https://h/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse");
    BOOST_TEST(r.header.find("accept").value() == "text/event-stream");
}

BOOST_AUTO_TEST_CASE(a_model_that_is_named_with_its_path_stays_so) {
    for (auto const* const name : {"publishers/google/models/gemini-2.5-pro", "tunedModels/mine-1"}) {
        auto const r = gemini::encode(ask(name).user("hi"), at("https://h/v1/projects/p/locations/l")).value();
        BOOST_TEST(r.url.path() == std::string("/v1/projects/p/locations/l/") + name + ":generateContent");
        BOOST_TEST(gemini::read(r).value().model == name);
    }
    auto const odd = gemini::encode(ask("a b:c?").user("hi"), at()).value();
    BOOST_TEST(odd.url.path() == "/v1beta/models/a%20b%3Ac%3F:generateContent");
    BOOST_TEST(gemini::read(odd).value().model == "a b:c?");
}

BOOST_AUTO_TEST_CASE(a_path_without_a_method_of_gemini_is_no_request) {
    for (auto const* const path : {"models/m", "models/m:countTokens", "chat/completions", "m:generateContent"}) {
        auto const q = gemini::read(posted(R"({"contents":[]})", path));
        BOOST_TEST_REQUIRE(!q.has_value(), path);
        BOOST_TEST((q.error().code == errc::invalid_document));
    }
    auto const q = gemini::read(posted(R"({"contents":[]})", "models/m%3AstreamGenerateContent")).value();
    BOOST_TEST(q.stream);
    BOOST_TEST(q.model == "m");
}

// Requests

BOOST_AUTO_TEST_CASE(instructions_stand_ahead_of_the_contents) {
    BOOST_TEST(body_of(ask("m").system("Be brief.").system("Be kind.").user("hi")) ==
               R"({"systemInstruction":{"parts":[{"text":"Be brief."},{"text":"Be kind."}]},"contents":[{"role":"user","parts":[{"text":"hi"}]}]})");
    auto const late = refusal_of(ask("m").user("hi").system("Be brief."));
    BOOST_TEST((late.code == errc::unsupported));
    BOOST_TEST(late.where == "/messages/1/role");
}

BOOST_AUTO_TEST_CASE(settings_stand_in_the_generation_config) {
    chat::request q = ask("m").user("hi").max_output_tokens(7).temperature(0.5);
    q.top_k = 3;
    q.stop = {"x"};
    q.choices = 2;
    q.top_logprobs = 4;
    q.reasoning.emplace().budget_tokens = 128;
    q.response_format.emplace().kind = chat::format_kind::json_schema;
    q.response_format->schema = boost::json::object{{"type", "object"}};
    q.metadata["team"] = "a";
    BOOST_TEST(body_of(q) == R"({"contents":[{"role":"user","parts":[{"text":"hi"}]}],"generationConfig":{"maxOutputTokens":7,"temperature":0.5,"topK":3,)"
                             R"("candidateCount":2,"stopSequences":["x"],"responseMimeType":"application/json","responseJsonSchema":{"type":"object"},)"
                             R"("thinkingConfig":{"thinkingBudget":128},"responseLogprobs":true,"logprobs":4},"labels":{"team":"a"}})");
    BOOST_TEST((gemini::read(gemini::encode(q, at()).value()).value() == q));
}

BOOST_AUTO_TEST_CASE(media_stand_as_bytes_or_as_an_address) {
    chat::request q = ask("m").user("What?").image("abc", chat::media_type("image/png")).image_url("https://h/a.png").image_url("data:image/gif;base64,R0lG");
    chat::audio sound;
    sound.data = "AAAA";
    sound.media_type = "audio/mpeg";
    q.messages[0].content.emplace_back(sound);
    chat::file document;
    document.url = "gs://b/a.pdf";
    document.media_type = "application/pdf";
    q.messages[0].content.emplace_back(document);
    chat::file kept;
    kept.file_id = "files/1";
    q.messages[0].content.emplace_back(kept);
    BOOST_TEST(body_of(q) == R"({"contents":[{"role":"user","parts":[{"text":"What?"},{"inlineData":{"mimeType":"image/png","data":"YWJj"}},)"
                             R"({"fileData":{"fileUri":"https://h/a.png"}},{"inlineData":{"mimeType":"image/gif","data":"R0lG"}},)"
                             R"({"inlineData":{"mimeType":"audio/mpeg","data":"AAAA"}},{"fileData":{"mimeType":"application/pdf","fileUri":"gs://b/a.pdf"}},)"
                             R"({"fileData":{"fileUri":"files/1"}}]}]})");
    auto const back = gemini::read(gemini::encode(q, at()).value()).value();
    BOOST_TEST(std::get<chat::image>(back.messages[0].content[2]).url.value() == "https://h/a.png");
    BOOST_TEST((std::get<chat::audio>(back.messages[0].content[4]) == sound));
    BOOST_TEST((std::get<chat::file>(back.messages[0].content[6]) == kept));
}

BOOST_AUTO_TEST_CASE(what_has_no_place_is_refused_by_its_pointer) {
    auto const part = [](chat::part p) {
        chat::request q = ask("m").user("hi");
        q.messages[0].content.push_back(std::move(p));
        auto const e = refusal_of(q);
        BOOST_TEST((e.code == errc::unsupported));
        return e.where;
    };
    chat::thinking redacted;
    redacted.redacted = "x";
    BOOST_TEST(part(redacted) == "/messages/0/content/1/redacted");
    BOOST_TEST(part(chat::refusal()) == "/messages/0/content/1");
    BOOST_TEST(part(chat::image()) == "/messages/0/content/1");
    chat::image close;
    close.url = "https://h/a.png";
    close.detail = "high";
    BOOST_TEST(part(close) == "/messages/0/content/1/detail");
    chat::file bare;
    bare.data = "AAAA";
    BOOST_TEST(part(bare) == "/messages/0/content/1/media_type");
    chat::tool_call cut;
    cut.name = "f";
    chat::set_arguments(cut, "{\"cut");
    BOOST_TEST(part(cut) == "/messages/0/content/1/arguments_text");
    BOOST_TEST(part(chat::native{"anthropic", boost::json::object()}) == "/messages/0/content/1");

    chat::request q = ask("m").user("hi");
    q.parallel_tool_calls = false;
    BOOST_TEST(refusal_of(q).where == "/parallel_tool_calls");
    q = ask("m").user("hi");
    q.messages[0].name = "Ann";
    BOOST_TEST(refusal_of(q).where == "/messages/0/name");
    q = ask("m").user("hi");
    q.tools.emplace_back().strict = true;
    BOOST_TEST(refusal_of(q).where == "/tools/0/strict");
}

BOOST_AUTO_TEST_CASE(results_carry_the_name_of_the_function_that_was_called) {
    chat::tool_call first, second;
    first.id = "1";
    first.name = "weather";
    second.id = "2";
    second.name = "clock";
    for (auto* const call : {&first, &second}) chat::set_arguments(*call, "{}");
    chat::message turn;
    turn.role = chat::role::assistant;
    turn.content = {first, second};
    chat::request const q = ask("m").user("hi").message(turn).tool_result(second, "noon").tool_result(first, "rain");
    BOOST_TEST(body_of(q) == R"({"contents":[{"role":"user","parts":[{"text":"hi"}]},{"role":"model","parts":[)"
                             R"({"functionCall":{"id":"1","name":"weather","args":{}}},{"functionCall":{"id":"2","name":"clock","args":{}}}]},)"
                             R"({"role":"user","parts":[{"functionResponse":{"id":"2","name":"clock","response":{"output":"noon"}}},)"
                             R"({"functionResponse":{"id":"1","name":"weather","response":{"output":"rain"}}}]}]})");
    BOOST_TEST((gemini::read(gemini::encode(q, at()).value()).value() == q));

    chat::tool_call unknown;
    unknown.id = "3";
    auto const e = refusal_of(ask("m").user("hi").tool_result(unknown, "?"));
    BOOST_TEST((e.code == errc::unsupported));
    BOOST_TEST(e.where == "/messages/1/content/0/id");
}

BOOST_AUTO_TEST_CASE(results_of_calls_without_ids_are_matched_by_their_order) {
    chat::tool_call weather, clock;
    weather.name = "weather";
    clock.name = "clock";
    for (auto* const call : {&weather, &clock}) chat::set_arguments(*call, "{}");
    chat::message turn;
    turn.role = chat::role::assistant;
    turn.content = {weather, clock};
    chat::request const q = ask("m").user("hi").message(turn).tool_result(weather, "rain").tool_result(clock, "noon").message(turn).tool_result(weather, "sun");
    auto const body = body_of(q);
    BOOST_TEST(body.find(R"({"name":"weather","response":{"output":"rain"}}},{"functionResponse":{"name":"clock","response":{"output":"noon"}})") != std::string::npos);
    BOOST_TEST(body.find(R"({"name":"weather","response":{"output":"sun"}})") != std::string::npos);
    BOOST_TEST((gemini::read(gemini::encode(q, at()).value()).value() == q));
    // In another order than that of the calls, the name is kept.
    BOOST_TEST(survives(R"({"contents":[{"role":"model","parts":[{"functionCall":{"name":"a","args":{}}},{"functionCall":{"name":"b","args":{}}}]},)"
                        R"({"role":"user","parts":[{"functionResponse":{"name":"b","response":{}}},{"functionResponse":{"name":"a","response":{}}}]}]})"));
}

BOOST_AUTO_TEST_CASE(a_result_may_be_an_object_an_error_or_hold_media) {
    auto const q = read(R"({"contents":[{"role":"model","parts":[{"functionCall":{"id":"1","name":"f","args":{"a":1}},"thoughtSignature":"c2ln"}]},)"
                        R"({"role":"function","parts":[{"functionResponse":{"id":"1","name":"f","response":{"celsius":20}}},)"
                        R"({"functionResponse":{"id":"1","name":"f","response":{"error":"no"}}},)"
                        R"({"functionResponse":{"id":"1","name":"f","response":{"output":"see"},"parts":[{"inlineData":{"mimeType":"image/png","data":"AAAA"}}]}}]}]})");
    BOOST_TEST(std::get<chat::tool_call>(q.messages[0].content[0]).signature.value() == "c2ln");
    BOOST_TEST((q.messages[1].role == chat::role::tool));
    auto const result = [&](std::size_t i) { return std::get<chat::tool_result>(q.messages[1].content[i]); };
    BOOST_TEST(std::get<chat::text>(result(0).content[0]).text == R"({"celsius":20})");
    BOOST_TEST(result(1).is_error);
    BOOST_TEST(std::get<chat::text>(result(1).content[0]).text == "no");
    BOOST_TEST(std::get<chat::image>(result(2).content[1]).data.value() == "AAAA");
    BOOST_TEST(body_of(q).find(R"({"functionResponse":{"id":"1","name":"f","response":{"celsius":20}}})") != std::string::npos);
    BOOST_TEST(body_of(q).find(R"("role":"function")") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(tools_and_the_choice_among_them_have_their_place) {
    chat::request q = ask("m").user("hi");
    q.tools.resize(3);
    q.tools[0].name = "f";
    q.tools[0].description = "F.";
    q.tools[0].parameters = {{"type", "object"}};
    q.tools[1].name = "g";
    q.tools[2].provider = chat::native{"gemini", boost::json::object{{"googleSearch", boost::json::object()}}};
    q.tool_choice.emplace().mode = chat::tool_mode::one;
    q.tool_choice->name = "f";
    BOOST_TEST(body_of(q) == R"({"contents":[{"role":"user","parts":[{"text":"hi"}]}],"tools":[{"functionDeclarations":[)"
                             R"({"name":"f","description":"F.","parametersJsonSchema":{"type":"object"}},{"name":"g"}]},{"googleSearch":{}}],)"
                             R"("toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["f"]}}})");
    BOOST_TEST((gemini::read(gemini::encode(q, at()).value()).value() == q));
    for (auto const& [mode, word] : {std::pair(chat::tool_mode::auto_, "AUTO"), std::pair(chat::tool_mode::none, "NONE"), std::pair(chat::tool_mode::required, "ANY")}) {
        q.tool_choice = chat::tool_choice{mode, {}};
        BOOST_TEST(body_of(q).find(std::string(R"({"mode":")") + word + "\"}") != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(what_a_request_said_and_how_it_said_it_comes_back) {
    for (auto const* const body : {
             R"({"contents":[],"safetySettings":[{"category":7,"threshold":4}],"cachedContent":"cachedContents/1","model":"models/m"})",
             R"({"contents":[{"parts":[{"text":"no role"}]},{"role":"system","parts":[]},{"role":null,"parts":null},{"role":"user"}]})",
             R"({"contents":{"role":"user","parts":{"text":"no lists"}},"systemInstruction":{"parts":{"text":"Be brief."}}})",
             R"({"contents":[],"system_instruction":{"role":"user","parts":[{"text":"snake"}]},"service_tier":"flex","labels":{}})",
             R"({"contents":[],"systemInstruction":null,"generationConfig":null,"toolConfig":null,"tools":null,"safetySettings":null})",
             R"({"contents":[],"generationConfig":{},"toolConfig":{"functionCallingConfig":{}},"tools":[]})",
             R"({"contents":[],"generation_config":{"max_output_tokens":5,"stop_sequences":["a"],"thinking_config":{"include_thoughts":true,"thinking_level":"low"}}})",
             R"({"contents":[],"generationConfig":{"temperature":"hot","topK":2.5,"stopSequences":[],"seed":null,"responseModalities":["TEXT"]}})",
             R"({"contents":[],"generationConfig":{"responseMimeType":"application/json","responseSchema":{"type":"OBJECT"}}})",
             R"({"contents":[],"generationConfig":{"response_mime_type":"application/json","response_schema":{"type":"OBJECT"}}})",
             R"({"contents":[],"generationConfig":{"response_mime_type":"application/json","response_json_schema":{"type":"object"}}})",
             R"({"contents":[],"generationConfig":{"responseMimeType":"text/x.enum","responseSchema":{"enum":["a"]}}})",
             R"({"contents":[],"generationConfig":{"responseLogprobs":true,"logprobs":0}})",
             R"({"contents":[],"generationConfig":{"responseLogprobs":false,"logprobs":3}})",
             R"({"contents":[],"toolConfig":{"functionCallingConfig":{"mode":"VALIDATED","allowed_function_names":["a","b"]},"retrievalConfig":{"x":1}}})",
             R"({"contents":[],"tool_config":{"function_calling_config":{"mode":"ANY","allowed_function_names":["a"]}}})",
             R"({"contents":[],"tools":[{"functionDeclarations":[{"name":"a","description":"","parameters":{"type":"OBJECT"}}],"codeExecution":null}]})",
             R"({"contents":[],"tools":[{"functionDeclarations":[{"name":"a"}]},{"functionDeclarations":[{"name":"b","parameters":{},"strict":7}]},{"google_search":{}}]})",
             R"({"contents":[],"tools":[{"function_declarations":[{"name":"a","parameters_json_schema":{"type":"object"}}],"googleSearch":{"x":1}},{"functionDeclarations":[]}]})",
             R"({"contents":[],"tools":[{"functionDeclarations":[{"name":"a","parameters":null,"parametersJsonSchema":{"type":"object"},"response":{"type":"STRING"}}]}]})",
             R"({"contents":[{"role":"model","parts":[{"text":"t","thoughtSignature":"c2ln"},{"text":"","thought_signature":"c2ln"},{"text":"x","thought":true},{"text":"x","thought":false}]}]})",
             R"({"contents":[{"role":"model","parts":[{"functionCall":{"name":"f"}},{"functionCall":{}},{"function_call":{"name":"f","args":null}},{"function_call":{"id":"1","name":"f","args":{"a":[1.5]}}}]}]})",
             R"({"contents":[{"role":"user","parts":[{"functionResponse":{"name":"f"}},{"function_response":{"name":"f","response":{"a":{}}}},{"functionResponse":{"name":"f","response":"odd","parts":[]}}]}]})",
             R"({"contents":[{"role":"user","parts":[{"functionResponse":{"name":"f","response":{"output":["a","b"]},"willContinue":false}},{"functionResponse":{"name":"f","response":{"error":""}}}]}]})",
             R"({"contents":[{"role":"user","parts":[{"inline_data":{"mime_type":"image/png","data":"AAAA"},"mediaResolution":{"level":"LOW"}},{"fileData":{"fileUri":"https://youtu.be/x"},"videoMetadata":{"fps":1}}]}]})",
             R"({"contents":[{"role":"user","parts":[{},{"text":7},{"inlineData":{"data":"AAAA"}},{"toolCall":{"id":"1","toolType":"X"},"thoughtSignature":"c2ln"},{"executableCode":{"code":"1"}},{"text":"t","name":"n","type":"u"}]}]})",
         })
        BOOST_TEST(survives(body), body);
}

BOOST_AUTO_TEST_CASE(a_body_that_is_no_request_says_where_it_fails) {
    auto const where = [](std::string body) {
        auto const q = gemini::read(posted(std::move(body)));
        BOOST_TEST_REQUIRE(!q.has_value());
        BOOST_TEST((q.error().code == errc::invalid_document));
        BOOST_TEST(!q.error().problems.empty());
        return q.error().where;
    };
    BOOST_TEST(where("[]") == "");
    BOOST_TEST(where("{}") == "/contents");
    BOOST_TEST(where(R"({"contents":"hi"})") == "/contents");
    BOOST_TEST(where(R"({"contents":[{"parts":[]},"hi"]})") == "/contents/1");
    BOOST_TEST((gemini::read(posted("{")).error().code == errc::invalid_json));
}

BOOST_AUTO_TEST_CASE(what_is_cleared_after_reading_leaves_no_trace) {
    auto q = read(R"({"contents":[],"generation_config":{"max_output_tokens":5,"response_mime_type":"application/json"},"service_tier":"flex"})");
    q.max_output_tokens.reset();
    q.response_format.reset();
    q.service_tier.reset();
    BOOST_TEST(body_of(q) == R"({"contents":[]})");
}

BOOST_AUTO_TEST_CASE(the_names_of_the_vocabulary_are_known_here) {
    auto const check = [](auto type) {
        boost::mp11::mp_for_each<boost::describe::describe_members<decltype(type), boost::describe::mod_public>>([](auto member) {
            std::string_view const name = member.name;
            BOOST_TEST((name == "extra" || parley::family::detail::is_vocabulary(name)), name);
        });
    };
    check(chat::text());
    check(chat::image());
    check(chat::audio());
    check(chat::file());
    check(chat::tool_call());
    check(chat::tool_result());
    check(chat::thinking());
    check(chat::message());
    check(chat::tool());
    check(chat::request());
    BOOST_TEST(parley::family::detail::is_vocabulary("type"));
    BOOST_TEST(!parley::family::detail::is_vocabulary("safetySettings"));
}

// Answers

BOOST_AUTO_TEST_CASE(an_answer_becomes_parts_with_their_signatures) {
    auto const r = decoded(answer(R"({"text":"hm","thought":true},{"text":"Hello"},{"text":"","thoughtSignature":"c2ln"},{"text":"!","thoughtSignature":"c2lo"})", R"(,"finishReason":"STOP")",
                                  R"(,"usageMetadata":{"promptTokenCount":10,"cachedContentTokenCount":4,"candidatesTokenCount":3,"thoughtsTokenCount":5,"totalTokenCount":18})"));
    BOOST_TEST(r.id == "r1");
    BOOST_TEST(r.model == "m");
    BOOST_TEST(content_of(r) == R"({"type":"thinking","text":"hm"}{"type":"text","text":"Hello"}{"type":"text","text":"","signature":"c2ln"}{"type":"text","text":"!","signature":"c2lo"})");
    BOOST_TEST(r.finish_raw == "STOP");
    BOOST_TEST((r.finish_reason == chat::finish_reason::stop));
    BOOST_TEST(r.usage.input_tokens == 10);
    BOOST_TEST(r.usage.cached_input_tokens == 4);
    BOOST_TEST(r.usage.output_tokens == 8);
    BOOST_TEST(r.usage.reasoning_tokens == 5);
    BOOST_TEST(r.usage.provider.at("totalTokenCount") == 18);
}

BOOST_AUTO_TEST_CASE(a_decoded_answer_goes_back_as_it_came) {
    auto const parts = R"({"text":"hm","thought":true},{"text":"Hi"},{"text":"","thoughtSignature":"c2ln"},{"functionCall":{"name":"f","args":{"a":1}},"thoughtSignature":"c2lo"},)"
                       R"({"executableCode":{"code":"1","language":"PYTHON"},"thoughtSignature":"c2lp"},{"inlineData":{"mimeType":"image/png","data":"AAAA"},"thought":true})";
    chat::message turn;
    turn.role = chat::role::assistant;
    turn.content = decoded(answer(parts)).content;
    BOOST_TEST(body_of(ask("m").message(turn)) == std::string(R"({"contents":[{"role":"model","parts":[)") + parts + "]}]}");
}

BOOST_AUTO_TEST_CASE(a_stop_with_calls_waits_for_tools) {
    auto const r = decoded(answer(R"({"functionCall":{"id":"1","name":"f","args":{"a": 1.0}}},{"functionCall":{"name":"g"}})"));
    BOOST_TEST(content_of(r) == R"({"type":"tool_call","id":"1","name":"f","arguments":{"a":1.0}}{"type":"tool_call","id":"","name":"g","arguments":{}})");
    BOOST_TEST((r.finish_reason == chat::finish_reason::tool_calls));
    BOOST_TEST(r.finish_raw == "STOP");
    auto const cut = decoded(answer(R"({"functionCall":{"name":"g"}})", R"(,"finishReason":"MAX_TOKENS")"));
    BOOST_TEST((cut.finish_reason == chat::finish_reason::length));
}

BOOST_AUTO_TEST_CASE(why_an_answer_ended_may_be_a_word_or_its_number) {
    auto const reason = [](std::string raw) {
        auto const r = decoded(answer(R"({"text":"x"})", ",\"finishReason\":" + raw));
        BOOST_TEST((r.end == chat::end::complete));
        return reflect::to_text(r.finish_reason) + r.finish_raw;
    };
    BOOST_TEST(reason("1") == "\"stop\"1");
    BOOST_TEST(reason("2") == "\"length\"2");
    BOOST_TEST(reason("3") == "\"content_filter\"3");
    BOOST_TEST(reason("6") == "\"other\"6"); // BLOCKLIST at one place, LANGUAGE at the other
    BOOST_TEST(reason("\"MODEL_ARMOR\"") == "\"content_filter\"MODEL_ARMOR");
    BOOST_TEST(reason("\"MALFORMED_FUNCTION_CALL\"") == "\"other\"MALFORMED_FUNCTION_CALL");
    BOOST_TEST(reason("\"BRAND_NEW\"") == "\"other\"BRAND_NEW");
}

BOOST_AUTO_TEST_CASE(a_prompt_that_was_blocked_is_an_answer_without_content) {
    auto const body = std::string(R"({"promptFeedback":{"blockReason":"PROHIBITED_CONTENT"},"usageMetadata":{"promptTokenCount":3}})");
    for (auto const& r : {decoded(body), stream(event(body)).response}) {
        BOOST_TEST(r.content.empty());
        BOOST_TEST((r.finish_reason == chat::finish_reason::content_filter));
        BOOST_TEST(r.finish_raw == "PROHIBITED_CONTENT");
        BOOST_TEST((r.end == chat::end::complete));
        BOOST_TEST(r.usage.input_tokens == 3);
    }
}

BOOST_AUTO_TEST_CASE(several_choices_are_kept_apart) {
    auto const one = R"({"candidates":[)" + candidate(R"({"text":"a"})") + "," + candidate(R"({"text":"x"})", R"(,"index":1)") + "]}";
    auto const two = R"({"candidates":[)" + candidate(R"({"text":"b"})", R"(,"finishReason":"STOP")") + "," + candidate(R"({"text":"y"})", R"(,"index":1,"finishReason":"MAX_TOKENS","avgLogprobs":-0.5)") + "]}";
    auto const r = stream(event(one) + event(two)).response;
    BOOST_TEST(r.text() == "ab");
    BOOST_TEST_REQUIRE(r.alternatives.size() == 1);
    BOOST_TEST(reflect::to_text(r.alternatives[0].content[0]) == R"({"type":"text","text":"xy"})");
    BOOST_TEST(r.alternatives[0].finish_raw == "MAX_TOKENS");
    BOOST_TEST(reflect::to_text(r.extra) == R"({"candidates":[{},{"avgLogprobs":-0.5}]})");
    BOOST_TEST((r.end == chat::end::complete));
    BOOST_TEST((stream(event(one)).response.end == chat::end::truncated));
}

BOOST_AUTO_TEST_CASE(sources_become_citations_of_the_text_that_rests_on_them) {
    auto const r = decoded(answer(R"({"text":"Sun."},{"text":"","thoughtSignature":"c2ln"})",
                                  R"(,"finishReason":"STOP","groundingMetadata":{"searchEntryPoint":{"renderedContent":"<b>"},)"
                                  R"("groundingChunks":[{"web":{"uri":"https://a","title":"A"}},{"retrievedContext":{"title":"B"}}],)"
                                  R"("groundingSupports":[{"segment":{"endIndex":4,"text":"Sun."},"groundingChunkIndices":[0,1,9]}]},)"
                                  R"("citationMetadata":{"citationSources":[{"startIndex":1,"uri":"https://c","license":"MIT"}]})"));
    BOOST_TEST(reflect::to_text(r.content[0]) == R"({"type":"text","text":"Sun.","citations":[{"url":"https://c","provider":{"startIndex":1,"uri":"https://c","license":"MIT"}},)"
                                                R"({"url":"https://a","title":"A","quote":"Sun.","provider":{}},{"title":"B","quote":"Sun.","provider":{}}]})");
    BOOST_TEST(r.extra.at("candidates").at(0).as_object().contains("groundingMetadata"));
    chat::message turn;
    turn.role = chat::role::assistant;
    turn.content = r.content;
    BOOST_TEST(body_of(ask("m").message(turn)) == R"({"contents":[{"role":"model","parts":[{"text":"Sun."},{"text":"","thoughtSignature":"c2ln"}]}]})");
}

BOOST_AUTO_TEST_CASE(probabilities_are_kept_token_by_token) {
    auto const r = decoded(answer(R"({"text":"ab"})", R"(,"finishReason":"STOP","logprobsResult":{"topCandidates":[{"candidates":[{"token":"a","logProbability":-0.5},{"token":"A","logProbability":-2}]},{}],)"
                                                      R"("chosenCandidates":[{"token":"a","tokenId":7,"logProbability":-0.5},{"token":"b","logProbability":-1}]})"));
    BOOST_TEST_REQUIRE(r.logprobs.has_value());
    BOOST_TEST(reflect::to_text(*r.logprobs) == R"([{"token":"a","logprob":-0.5,"top":[{"token":"a","logprob":-0.5},{"token":"A","logprob":-2.0}]},{"token":"b","logprob":-1.0,"top":[]}])");
    BOOST_TEST((decoded(gemini::answer(r).body).logprobs == r.logprobs));
}

BOOST_AUTO_TEST_CASE(a_body_without_an_answer_is_an_error) {
    BOOST_TEST((gemini::decode(with("{}")).error().code == errc::invalid_response));
    BOOST_TEST((gemini::decode(with("7")).error().code == errc::invalid_response));
    BOOST_TEST((gemini::decode(with("{\"candidates\":[")).error().code == errc::invalid_response));
    BOOST_TEST((gemini::decode(with("<html>login</html>")).error().code != errc{}));
    BOOST_TEST((gemini::decode(with(R"([{"error":{"code":503,"message":"The model is overloaded.","status":"UNAVAILABLE"}}])")).error().code == errc::overloaded));
    BOOST_TEST((decoded(R"({"candidates":[{"content":{}}]})").end == chat::end::truncated));
}

// Streams

BOOST_AUTO_TEST_CASE(a_stream_is_put_together_and_its_last_usage_counts) {
    auto const usage = [](int n) { return R"(,"usageMetadata":{"promptTokenCount":5,"candidatesTokenCount":)" + std::to_string(n) + "}"; };
    auto text = chunk(R"({"text":""})") + chunk(R"({"text":"hm","thought":true})", "", usage(1));
    for (int i = 2; i != 9; ++i) text += chunk(R"({"text":"w "})", "", usage(i));
    auto const open = stream(text);
    BOOST_TEST(open.response.usage.output_tokens == 8);
    BOOST_TEST((open.response.end == chat::end::truncated));
    text += chunk(R"({"text":"","thoughtSignature":"c2ln"})", R"(,"finishReason":"STOP")");
    for (std::size_t const piece : {std::size_t(1), std::size_t(7), text.size()}) {
        auto const s = stream(text, piece);
        BOOST_TEST_REQUIRE(s.outcome.has_value());
        BOOST_TEST(content_of(s.response) == R"({"type":"thinking","text":"hm"}{"type":"text","text":"w w w w w w w "}{"type":"text","text":"","signature":"c2ln"})");
        BOOST_TEST(s.response.usage.output_tokens == 8);
        BOOST_TEST((s.response.end == chat::end::complete));
        BOOST_TEST(s.events.front() == R"({"type":"started","id":"r1","model":"m"})");
    }
}

BOOST_AUTO_TEST_CASE(a_stream_may_be_one_json_array) {
    auto const text = " [" + answer(R"({"text":"a]}\"["})", "") + "\r\n,\r\n" + answer(R"({"text":"b"})") + "]\r\n";
    for (std::size_t const piece : {std::size_t(1), std::size_t(7), text.size()}) {
        auto const s = stream(text, piece);
        BOOST_TEST(s.response.text() == "a]}\"[b");
        BOOST_TEST((s.response.end == chat::end::complete));
    }
    BOOST_TEST((stream(std::string_view(text).substr(0, text.size() - 5)).response.end == chat::end::truncated));
    BOOST_TEST(decoded(text).text() == "a]}\"[b");
    auto const failed = stream(R"([{"error":{"code":429,"message":"Slow down","status":"RESOURCE_EXHAUSTED"}}])", 3);
    BOOST_TEST_REQUIRE(!failed.outcome.has_value());
    BOOST_TEST((failed.outcome.error().code == errc::rate_limited));
    BOOST_TEST((failed.response.end == chat::end::failed));
}

BOOST_AUTO_TEST_CASE(arguments_that_come_in_pieces_are_one_object) {
    auto const piece = [](std::string call) { return chunk(R"({"functionCall":{)" + call + "}}"); };
    auto const begin = chunk(R"({"functionCall":{"name":"f","willContinue":true},"thoughtSignature":"c2ln"})");
    auto const middle = piece(R"("partialArgs":[{"jsonPath":"$.city","stringValue":"Os","willContinue":true}],"willContinue":true)") +
                        piece(R"("partialArgs":[{"jsonPath":"$.city","stringValue":"lo"},{"jsonPath":"$.days[0].n","numberValue":2},{"jsonPath":"$.days[1]['is on']","boolValue":true},{"jsonPath":"$.none","nullValue":null}],"willContinue":true)");
    auto const r = stream(begin + middle + piece("") + chunk(R"({"functionCall":{"name":"g","args":{}}})", R"(,"finishReason":"STOP")")).response;
    BOOST_TEST(content_of(r) == R"({"type":"tool_call","id":"","name":"f","arguments":{"city":"Oslo","days":[{"n":2},{"is on":true}],"none":null},"signature":"c2ln"})"
                                R"({"type":"tool_call","id":"","name":"g","arguments":{}})");
    BOOST_TEST((r.finish_reason == chat::finish_reason::tool_calls));
    // What is cut short does not look whole.
    auto const cut = stream(begin + middle).response;
    BOOST_TEST(content_of(cut) == R"({"type":"tool_call","id":"","name":"f","arguments_text":"","signature":"c2ln"})");
    BOOST_TEST((cut.end == chat::end::truncated));
}

BOOST_AUTO_TEST_CASE(paths_that_cannot_be_followed_do_no_harm) {
    for (std::string const& path : std::vector<std::string>{"", "$", "$[", "$[999999999999999999999]", "$['x", "$..", "$[5].a", "x.y", "$" + std::string(20000, '[')}) {
        auto const r = stream(chunk(R"({"functionCall":{"name":"f","partialArgs":[{"jsonPath":")" + path + R"(","stringValue":"v"}]}})", R"(,"finishReason":"STOP")")).response;
        BOOST_TEST(std::get<chat::tool_call>(r.content.at(0)).name == "f");
    }
    std::string deep = "$";
    for (int i = 0; i != 5000; ++i) deep += ".a";
    BOOST_TEST(content_of(stream(chunk(R"({"functionCall":{"name":"f","partialArgs":[{"jsonPath":")" + deep + R"(","stringValue":"v"}]}})", R"(,"finishReason":"STOP")")).response).size() < 400);
}

BOOST_AUTO_TEST_CASE(an_error_in_a_stream_is_that_of_the_http_answer) {
    auto const body = std::string(R"({"error":{"code":503,"message":"The model is overloaded.","status":"UNAVAILABLE"}})");
    auto const s = stream(chunk(R"({"text":"a"})") + event(body));
    BOOST_TEST_REQUIRE(!s.outcome.has_value());
    BOOST_TEST((s.outcome.error().code == gemini::failure(with(body, 503)).code));
    BOOST_TEST(s.outcome.error().provider.http_status == 503);
    BOOST_TEST((s.response.end == chat::end::failed));
}

BOOST_AUTO_TEST_CASE(a_huge_index_of_a_candidate_is_none) {
    auto const r = decoded(R"({"candidates":[{"index":2000000000,"content":{"parts":[{"text":"a"}]},"finishReason":"STOP"}]})");
    BOOST_TEST(r.text() == "a");
    BOOST_TEST(r.alternatives.empty());
}

// Failures

BOOST_AUTO_TEST_CASE(a_failure_tells_quota_from_rate_and_how_long_to_wait) {
    auto const quota = [](char const* id) {
        return gemini::failure(with(std::string(R"([{"error":{"code":429,"message":"You exceeded your current quota.","status":"RESOURCE_EXHAUSTED","details":[)") +
                                        R"({"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[{"quotaId":")" + id +
                                        R"("}]},{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34.4s"}]}}])",
                                    429));
    };
    auto const minute = quota("GenerateRequestsPerMinutePerProjectPerModel-FreeTier");
    BOOST_TEST((minute.code == errc::rate_limited));
    BOOST_TEST((minute.provider.retry_after == std::chrono::milliseconds(34400)));
    BOOST_TEST((quota("GenerateRequestsPerDayPerProjectPerModel-FreeTier").code == errc::quota_exhausted));
    auto const key = gemini::failure(with(R"({"error":{"code":400,"message":"API key not valid.","status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID"}]}})", 400));
    BOOST_TEST((key.code == errc::unauthenticated));
}

// The server's half

BOOST_AUTO_TEST_CASE(a_whole_answer_survives_the_way_with_all_its_parts) {
    auto const body = answer(R"({"text":"Hi","thoughtSignature":"c2ln"},{"functionCall":{"id":"1","name":"f","args":{"a":1}},"thoughtSignature":"c2lo"},{"executableCode":{"code":"1"}})",
                             R"(,"finishReason":"STOP","avgLogprobs":-0.25,"safetyRatings":[])", R"(,"usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":4,"totalTokenCount":7},"createTime":"t")");
    auto const r = decoded(body);
    BOOST_TEST((decoded(gemini::answer(r).body) == r), gemini::answer(r).body);
}

BOOST_AUTO_TEST_CASE(a_foreign_answer_is_written_in_words_of_gemini) {
    chat::response r;
    r.content.emplace_back().emplace<chat::refusal>().text = "No.";
    r.content.emplace_back(chat::native{"anthropic", boost::json::object()});
    r.finish_reason = chat::finish_reason::length;
    r.finish_raw = "max_tokens";
    auto const back = decoded(gemini::answer(r).body);
    BOOST_TEST(back.text() == "No.");
    BOOST_TEST(back.content.size() == 1);
    BOOST_TEST(back.finish_raw == "MAX_TOKENS");
}

BOOST_AUTO_TEST_CASE(a_failure_is_written_so_that_it_means_the_same) {
    for (auto const code : {errc::unauthenticated, errc::forbidden, errc::rate_limited, errc::quota_exhausted, errc::service_unavailable, errc::invalid_request}) {
        parley::error e(code);
        if (code == errc::rate_limited) e.provider.retry_after = std::chrono::milliseconds(1500);
        auto const back = gemini::failure(gemini::refuse(e));
        BOOST_TEST((back.code == code), parley::name(code) << " became " << parley::name(back.code));
        BOOST_TEST((back.provider.retry_after == e.provider.retry_after));
    }
    gemini::stream_encoder encoder;
    auto const s = stream(encoder.fail(parley::error(errc::rate_limited)));
    BOOST_TEST_REQUIRE(!s.outcome.has_value());
    BOOST_TEST((s.outcome.error().code == errc::rate_limited));
}

BOOST_AUTO_TEST_SUITE_END()
