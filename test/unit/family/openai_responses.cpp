#include <parley/chat/ask.hpp>
#include <parley/chat/fold.hpp>
#include <parley/chat/replay.hpp>
#include <parley/family/openai_responses.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_text.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

BOOST_AUTO_TEST_SUITE(family_openai_responses)

namespace chat = parley::chat;
namespace http = parley::http;
namespace reflect = parley::reflect;
namespace json = boost::json;
using parley::ask;
using parley::errc;
using parley::result;
using parley::family::openai_responses;

namespace {

parley::family::place at() { return {http::url::parse("https://api.example.com/v1").value()}; }

json::value parsed(std::string_view text) { return reflect::parse_value(text).value(); }

std::string body_of(chat::request const& q) {
    auto const encoded = openai_responses::encode(q, at());
    BOOST_TEST_REQUIRE(encoded.has_value(), (encoded ? std::string() : to_string(encoded.error())));
    return encoded->body;
}

std::string refused_place(chat::request const& q) {
    auto const encoded = openai_responses::encode(q, at());
    BOOST_TEST_REQUIRE(!encoded.has_value());
    BOOST_TEST((encoded.error().code == errc::unsupported));
    return encoded.error().where;
}

chat::request read(std::string body) {
    http::request r(at().base);
    r.body = std::move(body);
    auto made = openai_responses::read(r);
    BOOST_TEST_REQUIRE(made.has_value(), (made ? std::string() : to_string(made.error())));
    return std::move(*made);
}

/// What is read and written again, also by way of canonical JSON, is the same.
void check_survives(std::string const& body) {
    auto const q = read(body);
    auto const kept = reflect::parse<chat::request>(reflect::to_text(q));
    BOOST_TEST_REQUIRE(kept.has_value());
    BOOST_TEST((*kept == q), reflect::to_text(q) << "\n" << reflect::to_text(*kept));
    BOOST_TEST((parsed(body_of(q)) == parsed(body)), body << "\nbecame\n" << body_of(q));
}
void check_input_survives(std::string const& items) { check_survives(R"({"model":"m","input":[)" + items + "]}"); }

http::response with(std::string body, int status = 200) {
    http::response r;
    r.status = status;
    r.body = std::move(body);
    return r;
}

/// An answer with these items.
std::string answer_with(std::string const& items, std::string const& more = R"("status":"completed")") {
    return R"({"id":"resp_1","object":"response","model":"m","output":[)" + items + "]," + more + "}";
}
chat::response decoded(std::string const& items, std::string const& more = R"("status":"completed")") {
    auto made = openai_responses::decode(with(answer_with(items, more)));
    BOOST_TEST_REQUIRE(made.has_value(), (made ? std::string() : to_string(made.error())));
    return std::move(*made);
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
    openai_responses::stream_decoder decoder;
    s.outcome = decoder.feed(text, sink);
    s.response = fold.finish(decoder.finish(sink));
    return s;
}
std::string event(std::string_view data) { return std::string("data: ").append(data).append("\n\n"); }
std::string completed(std::string const& items, std::string const& more = R"("status":"completed")") {
    return event(R"({"type":"response.completed","response":)" + answer_with(items, more) + "}");
}

std::string const hello = R"({"id":"msg_1","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","annotations":[],"logprobs":[],"text":"Hello"}]})";
std::string const call = R"({"id":"fc_1","type":"function_call","status":"completed","arguments":"{\"city\":\"Oslo\"}","call_id":"call_1","name":"weather"})";
std::string const thoughts = R"({"id":"rs_1","type":"reasoning","encrypted_content":"gAAA","summary":[{"type":"summary_text","text":"First"},{"type":"summary_text","text":"then"}]})";

} // namespace

// Requests

BOOST_AUTO_TEST_CASE(a_request_goes_to_responses_below_the_base) {
    auto const r = openai_responses::encode(ask("m").user("hi"), at()).value();
    BOOST_TEST(r.method == "POST");
    BOOST_TEST(r.url.to_string() == "https://api.example.com/v1/responses");
    BOOST_TEST(r.header.find("content-type").value() == "application/json");
    BOOST_TEST(r.header.find("accept").value() == "application/json");
    BOOST_TEST(r.body == R"({"model":"m","input":"hi"})");
}

BOOST_AUTO_TEST_CASE(a_streamed_request_accepts_events) {
    chat::request q = ask("m").user("hi");
    q.stream = true;
    BOOST_TEST(openai_responses::encode(q, at()).value().header.find("accept").value() == "text/event-stream");
    BOOST_TEST(body_of(q) == R"({"model":"m","input":"hi","stream":true})");
}

BOOST_AUTO_TEST_CASE(the_first_system_message_is_the_instructions_and_later_ones_are_items) {
    chat::request q = ask("m").system("be brief").user("hi");
    BOOST_TEST(body_of(q) == R"({"model":"m","instructions":"be brief","input":"hi"})");
    auto& later = q.messages.emplace_back();
    later.role = chat::role::system;
    later.content.emplace_back().emplace<chat::text>().text = "be kind";
    BOOST_TEST(body_of(q) == R"({"model":"m","instructions":"be brief","input":[{"role":"user","content":"hi"},{"role":"system","content":"be kind"}]})");
}

BOOST_AUTO_TEST_CASE(settings_stand_where_the_family_has_them) {
    chat::request q = ask("m").user("hi");
    q.max_output_tokens = 100;
    q.temperature = 0.5;
    q.reasoning.emplace().effort = "low";
    q.extra["reasoning"] = json::object{{"summary", "auto"}};
    auto& format = q.response_format.emplace();
    format.kind = chat::format_kind::json_schema;
    format.name = "n";
    format.schema = {{"type", "object"}};
    q.extra["text"] = json::object{{"verbosity", "low"}};
    q.extra["store"] = false;
    q.metadata["k"] = "v";
    BOOST_TEST((parsed(body_of(q)) == parsed(R"({"model":"m","input":"hi","max_output_tokens":100,"temperature":0.5,"reasoning":{"effort":"low","summary":"auto"},
        "text":{"format":{"type":"json_schema","name":"n","schema":{"type":"object"}},"verbosity":"low"},"metadata":{"k":"v"},"store":false})")));
}

BOOST_AUTO_TEST_CASE(tools_lie_flat_and_those_of_the_provider_go_unchanged) {
    chat::request q = ask("m").user("hi");
    auto& tool = q.tools.emplace_back();
    tool.name = "weather";
    tool.parameters = {{"type", "object"}};
    tool.strict = true;
    q.tools.emplace_back().provider = chat::native{"openai_responses", json::object{{"type", "web_search"}}};
    q.tool_choice.emplace().mode = chat::tool_mode::one;
    q.tool_choice->name = "weather";
    BOOST_TEST((parsed(body_of(q)) == parsed(R"({"model":"m","input":"hi","tools":[{"type":"function","name":"weather","parameters":{"type":"object"},"strict":true},
        {"type":"web_search"}],"tool_choice":{"type":"function","name":"weather"}})")));
    q.tools.back().provider->family = "anthropic";
    BOOST_TEST(refused_place(q) == "/tools/1/provider");
}

BOOST_AUTO_TEST_CASE(pictures_files_and_sound_are_pieces_of_a_message) {
    check_input_survives(R"({"role":"user","content":[{"type":"input_text","text":"see"},{"type":"input_image","image_url":"https://h/a.png","detail":"low"},
        {"type":"input_image","image_url":"data:image/png;base64,YWJj"},{"type":"input_image","file_id":"f1"},{"type":"input_file","file_url":"https://h/a.pdf"},
        {"type":"input_file","filename":"a.pdf","file_data":"data:application/pdf;base64,YWJj"},{"type":"input_file","file_data":"YWJj"},
        {"type":"input_audio","input_audio":{"data":"YWJj","format":"wav"}},{"type":"input_hologram","x":1}]})");
    auto const q = read(R"({"model":"m","input":[{"role":"user","content":[{"type":"input_image","image_url":"data:image/png;base64,YWJj"}]}]})");
    auto const& picture = std::get<chat::image>(q.messages.front().content.front());
    BOOST_TEST(picture.data.value() == "YWJj");
    BOOST_TEST(picture.media_type.value() == "image/png");
}

BOOST_AUTO_TEST_CASE(every_form_of_a_message_comes_back_as_it_was) {
    check_survives(R"({"model":"m","input":"hi"})");
    check_survives(R"({"model":"m"})");
    check_survives(R"({"model":"m","input":[]})");
    check_survives(R"({"model":"m","instructions":null,"input":"hi"})");
    check_survives(R"({"model":"m","instructions":"i","input":[{"role":"user","content":"hi"}]})");
    check_input_survives(R"({"role":"user","content":"hi"})");
    check_input_survives(R"({"type":"message","role":"user","content":"hi"})");
    check_input_survives(R"({"role":"user","content":[{"type":"input_text","text":"hi"}]})");
    check_input_survives(R"({"role":"user","content":[{"type":"input_text","text":"hi","prompt_cache_breakpoint":{"mode":"explicit"}}]})");
    check_input_survives(R"({"role":"user","content":[]})");
    check_input_survives(R"({"role":"system","content":"s"},{"role":"user","content":"hi"})");
    check_input_survives(R"({"role":"developer","content":"d"},{"role":"user","content":"hi"})");
    check_input_survives(R"({"role":"assistant","content":"a"},{"role":"assistant","content":"b"})");
    check_input_survives(R"({"role":"assistant","content":[{"type":"output_text","text":"a"}]})");
    check_input_survives(R"({"role":"assistant","content":[{"type":"output_text","text":"a","annotations":[]},{"type":"refusal","refusal":"no"}]})");
    check_input_survives(R"({"id":"msg_1","type":"message","role":"assistant","status":"completed","phase":"final_answer","content":[{"type":"output_text","text":"a"}]})");
    check_input_survives(R"({"type":"item_reference","id":"msg_1"},{"id":"msg_2"})");
    check_input_survives(R"({"role":"assistant","content":[{"type":"new_piece","n":1},{"type":"output_text","text":"a"},{"type":"new_piece","n":2}]})");
}

BOOST_AUTO_TEST_CASE(settings_that_say_nothing_come_back_too) {
    check_survives(R"({"model":"m","input":"hi","stream":false,"metadata":null,"tools":[],"tool_choice":{"type":"allowed_tools","mode":"auto","tools":[]},
        "reasoning":{"effort":null,"generate_summary":"concise"},"text":{},"max_output_tokens":null,"temperature":0,"include":[],"previous_response_id":"r"})");
    check_survives(R"({"model":"m","input":"hi","metadata":{},"reasoning":{},"text":{"format":{"type":"text"},"verbosity":"low"}})");
    check_survives(R"({"model":"m","input":"hi","text":{"format":{"type":"json_schema","name":"n","schema":{},"strict":null}}})");
    check_survives(R"({"model":"m","input":"hi","tools":[{"type":"function","name":"f","description":"","parameters":{},"strict":null},{"type":"custom","name":"c"}]})");
}

BOOST_AUTO_TEST_CASE(calls_and_results_come_back_as_they_were) {
    check_input_survives(call + R"(,{"type":"function_call_output","call_id":"call_1","output":"sunny"})");
    check_input_survives(R"({"type":"function_call","call_id":"c","name":"n","arguments":"not json"},{"type":"function_call_output","call_id":"c","output":"","status":"completed"})");
    check_input_survives(R"({"type":"function_call_output","call_id":"c","output":[]})");
    check_input_survives(R"({"type":"function_call_output","call_id":"c","output":[{"type":"input_text","text":"a"}]})");
    check_input_survives(R"({"type":"function_call_output","call_id":"c","output":[{"type":"input_image","file_id":"f"},{"type":"odd"}]})");
    check_input_survives(R"({"type":"custom_tool_call","call_id":"c","name":"n","input":"free text"},{"type":"custom_tool_call_output","call_id":"c","output":"x"})");
    check_input_survives(R"({"type":"mcp_call","id":"m","arguments":"{}","name":"n","server_label":"s"},{"type":"compaction","encrypted_content":"x"})");
    check_input_survives(R"({"type":"function_call","name":"without a call's id","arguments":"{}"})");
}

BOOST_AUTO_TEST_CASE(a_result_answers_a_custom_tool_in_its_own_type) {
    auto q = read(R"({"model":"m","input":[{"type":"custom_tool_call","call_id":"c","name":"n","input":"x"}]})");
    BOOST_TEST(std::get<chat::tool_call>(q.messages.front().content.front()).received_arguments() == "x");
    auto& m = q.messages.emplace_back();
    m.role = chat::role::tool;
    m.content.emplace_back().emplace<chat::tool_result>().id = "c";
    BOOST_TEST((parsed(body_of(q)).at("input").at(1) == parsed(R"({"type":"custom_tool_call_output","call_id":"c","output":""})")));
}

BOOST_AUTO_TEST_CASE(an_error_of_a_tool_is_an_incomplete_result) {
    auto const q = read(R"({"model":"m","input":[{"type":"function_call_output","call_id":"c","output":"no","status":"incomplete"}]})");
    BOOST_TEST(std::get<chat::tool_result>(q.messages.front().content.front()).is_error);
    check_input_survives(R"({"type":"function_call_output","call_id":"c","output":"no","status":"incomplete"})");
}

BOOST_AUTO_TEST_CASE(thoughts_come_back_with_their_pieces_ids_and_what_is_encrypted) {
    check_input_survives(thoughts);
    check_input_survives(R"({"type":"reasoning","summary":[],"encrypted_content":"a"},{"type":"reasoning","summary":[],"encrypted_content":"b"})");
    check_input_survives(R"({"type":"reasoning","summary":[{"type":"summary_text","text":"a"}]},{"type":"reasoning","summary":[{"type":"summary_text","text":"b"}]})");
    check_input_survives(R"({"id":"r","type":"reasoning","summary":[{"type":"summary_text","text":""}],"content":[],"encrypted_content":null})");
    check_input_survives(R"({"id":"r","type":"reasoning","summary":[{"type":"summary_text","text":"s"}],"content":[{"type":"reasoning_text","text":"t"}]})");
    check_input_survives(R"({"id":"r","type":"reasoning","content":[{"type":"reasoning_text","text":"t"}]})");
}

BOOST_AUTO_TEST_CASE(turns_of_the_assistant_are_one_message_however_many_items_they_have) {
    auto const q = read(R"({"model":"m","input":[{"role":"user","content":"q"},)" + thoughts + "," + call + "," +
                        R"({"type":"function_call_output","call_id":"call_1","output":"sunny"},)" + hello + R"(,{"role":"user","content":"q"}]})");
    std::vector<chat::role> roles;
    for (auto const& m : q.messages) roles.push_back(m.role);
    BOOST_TEST((roles == std::vector{chat::role::user, chat::role::assistant, chat::role::tool, chat::role::assistant, chat::role::user}));
    BOOST_TEST(q.messages[1].content.size() == 3u);
}

BOOST_AUTO_TEST_CASE(what_has_no_place_is_refused_by_name) {
    auto const refused = [](auto change) {
        chat::request q = ask("m").user("hi");
        change(q);
        return refused_place(q);
    };
    BOOST_TEST(refused([](auto& q) { q.top_k = 1; }) == "/top_k");
    BOOST_TEST(refused([](auto& q) { q.seed = 1; }) == "/seed");
    BOOST_TEST(refused([](auto& q) { q.stop = {"x"}; }) == "/stop");
    BOOST_TEST(refused([](auto& q) { q.choices = 2; }) == "/choices");
    BOOST_TEST(refused([](auto& q) { q.presence_penalty = 1; }) == "/presence_penalty");
    BOOST_TEST(refused([](auto& q) { q.frequency_penalty = 1; }) == "/frequency_penalty");
    BOOST_TEST(refused([](auto& q) { q.reasoning.emplace().budget_tokens = 1; }) == "/reasoning/budget_tokens");
    BOOST_TEST(refused([](auto& q) { q.messages[0].name = "Ada"; }) == "/messages/0/name");
    BOOST_TEST(refused([](auto& q) { q.messages[0].content.emplace_back(chat::native{"gemini", json::object()}); }) == "/messages/0/content/1");
    BOOST_TEST(refused([](auto& q) { q.messages[0].content.emplace_back(chat::image()); }) == "/messages/0/content/1");
    BOOST_TEST(refused([](auto& q) { q.messages[0].content.emplace_back(chat::thinking()); }) == "/messages/0/content/1");
    auto const said = [&](chat::part p) {
        return refused([&](auto& q) {
            auto& m = q.messages.emplace_back();
            m.role = chat::role::assistant;
            m.content.push_back(std::move(p));
        });
    };
    BOOST_TEST(said(chat::native{"anthropic", json::object()}) == "/messages/1/content/0");
    BOOST_TEST(said(chat::image()) == "/messages/1/content/0");
    chat::text signed_text;
    signed_text.signature = "x";
    BOOST_TEST(said(signed_text) == "/messages/1/content/0");
    chat::tool_call signed_call;
    signed_call.signature = "x";
    BOOST_TEST(said(signed_call) == "/messages/1/content/0");
    chat::thinking hidden;
    hidden.redacted = "x";
    BOOST_TEST(said(hidden) == "/messages/1/content/0");
    BOOST_TEST(refused([](auto& q) {
        auto& m = q.messages.emplace_back();
        m.role = chat::role::tool;
        auto& done = m.content.emplace_back().template emplace<chat::tool_result>();
        done.content.emplace_back(chat::native{"anthropic", json::object()});
    }) == "/messages/1/content/0/content/0");
}

BOOST_AUTO_TEST_CASE(results_in_a_message_of_the_user_are_items_beside_it) {
    chat::request q = ask("m").user("and now?");
    chat::tool_result done;
    done.id = "c";
    q.messages[0].content.insert(q.messages[0].content.begin(), done);
    BOOST_TEST((parsed(body_of(q)).at("input") ==
                parsed(R"([{"type":"function_call_output","call_id":"c","output":""},{"role":"user","content":[{"type":"input_text","text":"and now?"}]}])")));
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_is_named_when_a_request_is_read) {
    http::request r(at().base);
    r.body = R"({"model":1,"input":[3],"temperature":"hot"})";
    auto const made = openai_responses::read(r);
    BOOST_TEST_REQUIRE(!made.has_value());
    BOOST_TEST((made.error().code == errc::invalid_document));
    BOOST_TEST(made.error().problems.size() == 3u);
    r.body = "[]";
    BOOST_TEST((openai_responses::read(r).error().code == errc::invalid_document));
    r.body = "{";
    BOOST_TEST((openai_responses::read(r).error().code == errc::invalid_json));
}

BOOST_AUTO_TEST_CASE(keeping_nothing_asks_for_encrypted_thoughts_once) {
    chat::request q = ask("m").user("hi");
    q.extra["include"] = json::array{"web_search_call.action.sources"};
    openai_responses::keep_nothing(q);
    openai_responses::keep_nothing(q);
    BOOST_TEST((parsed(body_of(q)) == parsed(R"({"model":"m","input":"hi","store":false,"include":["web_search_call.action.sources","reasoning.encrypted_content"]})")));
}

// Answers

BOOST_AUTO_TEST_CASE(an_answer_is_its_items_in_order) {
    auto const r = decoded(thoughts + "," + R"({"type":"web_search_call","id":"ws_1","status":"completed"},)" + hello + "," + call);
    BOOST_TEST(r.id == "resp_1");
    BOOST_TEST(r.model == "m");
    BOOST_TEST(r.text() == "Hello");
    BOOST_TEST_REQUIRE(r.content.size() == 5u);
    BOOST_TEST(std::get<chat::thinking>(r.content[0]).text == "First");
    BOOST_TEST(std::get<chat::thinking>(r.content[1]).signature.value() == "gAAA");
    BOOST_TEST(std::get<chat::native>(r.content[2]).family == "openai_responses");
    BOOST_TEST(std::get<chat::tool_call>(r.content[4]).id == "call_1");
    BOOST_TEST((r.finish_reason == chat::finish_reason::tool_calls));
    BOOST_TEST(r.finish_raw == "completed");
}

BOOST_AUTO_TEST_CASE(an_answer_goes_back_as_it_came) {
    auto const raw = thoughts + "," + R"({"type":"web_search_call","id":"ws_1","status":"completed"},)" + hello + "," + call;
    chat::request q;
    q.model = "m";
    q.messages.emplace_back().role = chat::role::assistant;
    q.messages.back().content = decoded(raw).content;
    auto const expected = std::string(R"({"id":"msg_1","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","text":"Hello"}]})");
    BOOST_TEST((parsed(body_of(q)).at("input") == parsed("[" + thoughts + "," + R"({"type":"web_search_call","id":"ws_1","status":"completed"},)" + expected + "," + call + "]")));
}

BOOST_AUTO_TEST_CASE(the_end_of_an_answer_has_a_reason) {
    auto const ended = [](std::string const& more, std::string const& items = hello) { return decoded(items, more); };
    BOOST_TEST((ended(R"("status":"completed")").finish_reason == chat::finish_reason::stop));
    BOOST_TEST((ended(R"("status":"complete")").finish_reason == chat::finish_reason::stop));
    BOOST_TEST((ended(R"("status":null)").finish_reason == chat::finish_reason::stop));
    BOOST_TEST((ended(R"("status":"incomplete","incomplete_details":{"reason":"max_output_tokens"})").finish_reason == chat::finish_reason::length));
    BOOST_TEST((ended(R"("status":"incomplete","incomplete_details":{"reason":"content_filter"})").finish_reason == chat::finish_reason::content_filter));
    BOOST_TEST((ended(R"("status":"queued")", "").end == chat::end::truncated));
    BOOST_TEST((ended(R"("status":"cancelled")").end == chat::end::cancelled));
    auto const declined = ended(R"("status":"completed")", R"({"type":"message","role":"assistant","content":[{"type":"refusal","refusal":"No."}]})");
    BOOST_TEST((declined.finish_reason == chat::finish_reason::refusal));
    BOOST_TEST(std::get<chat::refusal>(declined.content.front()).text == "No.");
}

BOOST_AUTO_TEST_CASE(usage_counts_what_was_cached_and_what_was_thought) {
    auto const r = decoded(hello, R"("usage":{"input_tokens":100,"input_tokens_details":{"cached_tokens":60,"cache_write_tokens":20},"output_tokens":30,
        "output_tokens_details":{"reasoning_tokens":10},"total_tokens":130,"cost":1.5})");
    BOOST_TEST(r.usage.input_tokens == 100);
    BOOST_TEST(r.usage.cached_input_tokens == 60);
    BOOST_TEST(r.usage.cache_write_tokens == 20);
    BOOST_TEST(r.usage.uncached_input_tokens() == 20);
    BOOST_TEST(r.usage.output_tokens == 30);
    BOOST_TEST(r.usage.reasoning_tokens == 10);
    BOOST_TEST((r.usage.provider.at("cost") == 1.5));
}

BOOST_AUTO_TEST_CASE(citations_and_log_probabilities_have_their_places) {
    auto const r = decoded(R"({"id":"msg_1","type":"message","role":"assistant","content":[{"type":"output_text","text":"Hi","annotations":[
        {"type":"url_citation","url":"https://h","title":"t","start_index":0,"end_index":2},{"type":"file_citation","file_id":"f","filename":"a.pdf","index":1}],
        "logprobs":[{"token":"Hi","logprob":-0.5,"bytes":[72,105],"top_logprobs":[{"token":"Hey","logprob":-2}]}]}]})");
    auto const& said = std::get<chat::text>(r.content.front());
    BOOST_TEST_REQUIRE(said.citations.has_value());
    BOOST_TEST(said.citations->at(0).url.value() == "https://h");
    BOOST_TEST(said.citations->at(1).title.value() == "a.pdf");
    BOOST_TEST_REQUIRE(r.logprobs.has_value());
    BOOST_TEST(r.logprobs->at(0).token == "Hi");
    BOOST_TEST(r.logprobs->at(0).top.at(0).logprob == -2.0);
    chat::request q;
    q.model = "m";
    q.messages.emplace_back().role = chat::role::assistant;
    q.messages.back().content = r.content;
    BOOST_TEST((parsed(body_of(q)).at("input").at(0).at("content").at(0).at("annotations").at(1).at("file_id") == "f"));
}

BOOST_AUTO_TEST_CASE(what_an_answer_says_beside_the_vocabulary_is_kept_unless_it_repeats_the_request) {
    auto const r = decoded(hello, R"("status":"completed","service_tier":"flex","created_at":7,"instructions":"long","tools":[],"content_filters":[1],"user":null)");
    BOOST_TEST((r.extra == parsed(R"({"service_tier":"flex","created_at":7,"content_filters":[1]})").as_object()));
}

BOOST_AUTO_TEST_CASE(a_failed_answer_is_the_error_that_stands_in_it) {
    auto const code = [](std::string const& body) {
        auto const r = openai_responses::decode(with(body));
        BOOST_TEST_REQUIRE(!r.has_value());
        return r.error().code;
    };
    BOOST_TEST((code(answer_with("", R"("status":"failed","error":{"code":"rate_limit_exceeded","message":"Rate limit reached"})")) == errc::rate_limited));
    BOOST_TEST((code(answer_with("", R"("status":"failed","error":{"code":"server_error","message":"Sorry"})")) == errc::server_error));
    BOOST_TEST((code(R"({"error":{"code":"insufficient_quota","message":"You exceeded your current quota"}})") == errc::quota_exhausted));
    BOOST_TEST((code("{}") == errc::invalid_response));
    BOOST_TEST((code("[]") == errc::invalid_response));
    BOOST_TEST((code("<html>") == errc::web_page));
    BOOST_TEST((openai_responses::failure(with(R"({"error":{"code":"previous_response_not_found","message":"gone"}})", 400)).code == errc::state_lost));
}

BOOST_AUTO_TEST_CASE(hosts_that_leave_things_out_are_understood) {
    BOOST_TEST(decoded("", R"("output_text":"Hi")").text() == "Hi");
    BOOST_TEST(decoded(R"({"type":"message","content":[{"type":"output_text","text":"Hi"}]})").text() == "Hi");
    BOOST_TEST(std::get<chat::tool_call>(decoded(R"({"type":"function_call","id":"fc","name":"f","arguments":{"a":1}})").content.front()).id == "fc");
    BOOST_TEST(std::get<chat::thinking>(decoded(R"({"type":"reasoning","content":[{"type":"reasoning_text","text":"hm"}]})").content.front()).text == "hm");
    BOOST_TEST(decoded(R"("no item",{"type":"message","content":7})").content.size() == 2u);
}

// Streams

BOOST_AUTO_TEST_CASE(a_stream_is_the_same_as_its_last_event) {
    auto const whole = decoded(thoughts + "," + hello + "," + call);
    auto const s = stream(event(R"({"type":"response.created","response":{"id":"resp_1","model":"m","status":"in_progress","output":[]},"sequence_number":0})") +
                          event(R"({"type":"response.output_item.added","output_index":0,"item":{"id":"rs_1","type":"reasoning","summary":[]}})") +
                          event(R"({"type":"response.reasoning_summary_text.delta","output_index":0,"summary_index":0,"delta":"First"})") +
                          event(R"({"type":"response.reasoning_summary_text.delta","output_index":0,"summary_index":1,"delta":"then"})") +
                          event(R"({"type":"response.output_item.done","output_index":0,"item":)" + thoughts + "}") +
                          event(R"({"type":"response.output_item.added","output_index":1,"item":{"id":"msg_1","type":"message","status":"in_progress","content":[],"role":"assistant"}})") +
                          event(R"({"type":"response.output_text.delta","output_index":1,"content_index":0,"delta":"Hel","logprobs":[],"sequence_number":7,"obfuscation":"ab"})") +
                          event(R"({"type":"response.output_text.delta","output_index":1,"content_index":0,"delta":"lo","logprobs":[],"sequence_number":8,"obfuscation":"abcd"})") +
                          event(R"({"type":"response.output_item.done","output_index":1,"item":)" + hello + "}") +
                          event(R"({"type":"response.output_item.added","output_index":2,"item":{"id":"fc_1","type":"function_call","arguments":"","call_id":"call_1","name":"weather"}})") +
                          event(R"({"type":"response.function_call_arguments.delta","output_index":2,"delta":"{\"city\":"})") +
                          event(R"({"type":"response.function_call_arguments.delta","output_index":2,"delta":"\"Oslo\"}"})") +
                          event(R"({"type":"response.output_item.done","output_index":2,"item":)" + call + "}") + completed(thoughts + "," + hello + "," + call));
    BOOST_TEST(s.outcome.has_value());
    BOOST_TEST((s.response == whole), reflect::to_text(s.response) << "\n" << reflect::to_text(whole));
}

BOOST_AUTO_TEST_CASE(a_stream_of_its_last_event_alone_is_the_whole_answer) {
    auto const s = stream(completed(hello + "," + call));
    BOOST_TEST((s.response == decoded(hello + "," + call)));
}

BOOST_AUTO_TEST_CASE(items_that_the_last_event_leaves_out_are_those_that_came_before) {
    auto const s = stream(event(R"({"type":"response.output_item.done","output_index":0,"item":)" + call + "}") + completed(""));
    BOOST_TEST((s.response.content == decoded(call).content));
    BOOST_TEST((s.response.finish_reason == chat::finish_reason::tool_calls));
}

BOOST_AUTO_TEST_CASE(items_that_nobody_knows_stand_in_their_place_from_the_beginning) {
    std::string const search = R"({"type":"web_search_call","id":"ws_1","status":"completed"})";
    auto const s = stream(event(R"({"type":"response.output_item.added","output_index":0,"item":{"type":"web_search_call","id":"ws_1","status":"in_progress"}})") +
                          event(R"({"type":"response.web_search_call.searching","output_index":0})") +
                          event(R"({"type":"response.output_text.delta","output_index":1,"content_index":0,"delta":"Hello"})") +
                          event(R"({"type":"response.output_item.done","output_index":0,"item":)" + search + "}") + completed(search + "," + hello));
    BOOST_TEST((s.response == decoded(search + "," + hello)));
}

BOOST_AUTO_TEST_CASE(texts_without_deltas_and_kinds_without_a_type_are_understood) {
    auto const s = stream("event: response.output_text.done\ndata: {\"output_index\":0,\"content_index\":0,\"text\":\"Hi\"}\n\n" +
                          event(R"({"type":"response.refusal.done","output_index":0,"content_index":1,"refusal":"No"})") +
                          event(R"({"type":"response.function_call_arguments.done","output_index":1,"arguments":"{}"})"));
    BOOST_TEST_REQUIRE(s.response.content.size() == 3u);
    BOOST_TEST(s.response.text() == "Hi");
    BOOST_TEST(std::get<chat::refusal>(s.response.content[1]).text == "No");
    BOOST_TEST((s.response.end == chat::end::truncated));
}

BOOST_AUTO_TEST_CASE(citations_are_told_when_they_come) {
    auto const s = stream(event(R"({"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":"Hi"})") +
                          event(R"({"type":"response.output_text.annotation.added","output_index":0,"content_index":0,"annotation":{"type":"url_citation","url":"https://h"}})"));
    BOOST_TEST(std::get<chat::text>(s.response.content.front()).citations.value().front().url.value() == "https://h");
}

BOOST_AUTO_TEST_CASE(log_probabilities_are_told_once) {
    auto const tokens = std::string(R"([{"token":"Hi","logprob":-0.5,"top_logprobs":[]}])");
    auto const item = R"({"id":"msg_1","type":"message","role":"assistant","content":[{"type":"output_text","text":"Hi","annotations":[],"logprobs":)" + tokens + "}]}";
    auto const s = stream(event(R"({"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":"Hi","logprobs":)" + tokens + "}") +
                          event(R"({"type":"response.output_item.done","output_index":0,"item":)" + item + "}") + completed(item));
    BOOST_TEST((s.response == decoded(item)));
}

BOOST_AUTO_TEST_CASE(an_error_in_a_stream_ends_it_with_the_class_of_the_answer_of_failure) {
    auto const begun = event(R"({"type":"response.created","response":{"id":"resp_1","model":"m"}})");
    auto const first = stream(begun + event(R"({"type":"error","code":"rate_limit_exceeded","message":"Rate limit reached. Please try again in 1.5s.","param":null})"));
    BOOST_TEST_REQUIRE(!first.outcome.has_value());
    BOOST_TEST((first.outcome.error().code == errc::rate_limited));
    BOOST_TEST(first.outcome.error().provider.retry_after.value().count() == 1500);
    BOOST_TEST((first.response.end == chat::end::failed));
    auto const second = stream(begun + event(R"({"type":"response.failed","response":{"id":"resp_1","status":"failed","error":{"code":"context_length_exceeded","message":"m"}}})"));
    BOOST_TEST((second.outcome.error().code == errc::context_too_long));
    auto const third = stream(begun + event(R"({"error":{"code":"insufficient_quota","message":"m"}})"));
    BOOST_TEST((third.outcome.error().code == errc::quota_exhausted));
}

BOOST_AUTO_TEST_CASE(a_stream_without_its_last_event_is_truncated) {
    auto const s = stream(event(R"({"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":"Hel"})") + event("[DONE]"));
    BOOST_TEST((s.response.end == chat::end::truncated));
    BOOST_TEST(s.response.text() == "Hel");
    BOOST_TEST((stream("").response.end == chat::end::truncated));
}

BOOST_AUTO_TEST_CASE(an_event_behind_a_byte_order_mark_says_the_same) {
    std::string const hello = R"({"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":"Hel"})";
    auto const s = stream("data: \xEF\xBB\xBF" + hello + "\n\n" + event(hello) + "data: \xEF\xBB\xBF" + hello + "\n\n");
    BOOST_TEST(s.response.text() == "HelHelHel");
}

BOOST_AUTO_TEST_CASE(an_event_that_is_no_json_is_reported) {
    auto const s = stream("data: {\"type\":\n\ndata: x\n\n");
    BOOST_TEST((s.outcome.error().code == errc::invalid_response));
    BOOST_TEST((s.response.end == chat::end::truncated));
}

// The server's half

BOOST_AUTO_TEST_CASE(an_answer_is_written_with_ids_that_say_only_the_place) {
    chat::response r;
    r.id = "resp_1";
    r.model = "m";
    r.content.emplace_back().emplace<chat::text>().text = "Hi";
    r.finish_raw = "completed";
    r.finish_reason = chat::finish_reason::stop;
    auto const body = parsed(openai_responses::answer(r).body);
    BOOST_TEST((body.at("output") == parsed(R"([{"type":"message","id":"item_0","status":"completed","role":"assistant","content":[
        {"type":"output_text","text":"Hi","annotations":[],"logprobs":[]}]}])")));
    auto back = openai_responses::decode(with(openai_responses::answer(r).body)).value();
    back.usage.provider.clear();
    BOOST_TEST((back == r));
}

BOOST_AUTO_TEST_CASE(an_answer_of_another_family_ends_in_this_familys_words) {
    chat::response r;
    r.finish_raw = "max_tokens";
    r.finish_reason = chat::finish_reason::length;
    auto const body = parsed(openai_responses::answer(r).body);
    BOOST_TEST((body.at("status") == "incomplete"));
    BOOST_TEST((body.at("incomplete_details").at("reason") == "max_output_tokens"));
}

BOOST_AUTO_TEST_CASE(an_answer_with_everything_survives_the_way_streamed_and_whole) {
    auto const r = decoded(thoughts + "," + R"({"type":"web_search_call","id":"ws_1","status":"completed"},)" + hello + "," + call + "," +
                               R"({"id":"ct","type":"custom_tool_call","call_id":"c2","name":"n","input":"free"})",
                           R"("status":"completed","service_tier":"flex","usage":{"input_tokens":1,"output_tokens":2})");
    auto whole = openai_responses::decode(openai_responses::answer(r)).value();
    whole.usage.provider = r.usage.provider;
    BOOST_TEST((whole == r), reflect::to_text(whole) << "\n" << reflect::to_text(r));
    openai_responses::stream_encoder encoder;
    std::string bytes;
    chat::replay(r, [&](chat::event const& e) { bytes += encoder.encode(e); }, 3);
    auto s = stream(bytes + encoder.finish(chat::end::complete));
    s.response.usage.provider = r.usage.provider;
    BOOST_TEST((s.response == r), reflect::to_text(s.response) << "\n" << reflect::to_text(r));
}

BOOST_AUTO_TEST_CASE(a_refusal_and_a_failed_stream_are_read_as_what_they_were) {
    parley::error why(errc::quota_exhausted);
    auto const r = openai_responses::refuse(why);
    BOOST_TEST(r.status >= 400);
    BOOST_TEST((openai_responses::failure(r).code == errc::quota_exhausted));
    openai_responses::stream_encoder encoder;
    auto const s = stream(encoder.fail(why));
    BOOST_TEST((s.outcome.error().code == errc::quota_exhausted));
    BOOST_TEST((s.response.end == chat::end::failed));
    BOOST_TEST(openai_responses::stream_encoder().finish(chat::end::truncated).empty());
}

BOOST_AUTO_TEST_SUITE_END()
