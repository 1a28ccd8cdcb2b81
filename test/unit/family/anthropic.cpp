#include <parley/family/anthropic.hpp>

#include <parley/chat/ask.hpp>
#include <parley/chat/fold.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_text.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(family_anthropic)

using parley::ask;
using parley::errc;
using parley::error;
using parley::family::anthropic;
using parley::family::place;
using parley::http::url;
namespace chat = parley::chat;
namespace http = parley::http;
namespace json = boost::json;
namespace reflect = parley::reflect;

namespace {

place home() { return {url::parse(anthropic::vendor::base_url).value()}; }

json::value body_of(chat::request const& q) { return json::parse(anthropic::encode(q, home()).value().body); }

error refusal(chat::request const& q) { return anthropic::encode(q, home()).error(); }

http::request posted(std::string body, std::string_view address = "https://api.anthropic.com/v1/messages") {
    http::request r(url::parse(address).value());
    r.body = std::move(body);
    return r;
}

// A body with one user's turn and the members that are given.
std::string with(std::string_view members) {
    return std::string(R"({"model":"m","max_tokens":9,"messages":[{"role":"user","content":"Hi"}])").append(members.empty() ? "" : ",").append(members) + "}";
}

chat::request read(std::string body) { return anthropic::read(posted(std::move(body))).value(); }

void comes_back(std::string const& body) {
    auto const q = read(body);
    BOOST_TEST((body_of(q) == json::parse(body)), body << "\n" << json::serialize(body_of(q)));
    auto const kept = reflect::parse<chat::request>(reflect::to_text(q));
    BOOST_TEST((kept.has_value() && *kept == q), body);
}

struct streamed {
    std::vector<std::string> events;
    chat::response response;
    error failure;
};

streamed stream(std::initializer_list<std::string_view> data) {
    streamed all;
    chat::fold fold;
    anthropic::stream_decoder decoder;
    auto const sink = [&](chat::event const& e) {
        all.events.push_back(reflect::to_text(e));
        fold(e);
    };
    for (auto const one : data)
        if (auto const done = decoder.feed(std::string("data: ").append(one) + "\n\n", sink); !done) {
            all.failure = done.error();
            break;
        }
    all.response = fold.finish(decoder.finish(sink));
    return all;
}

constexpr std::string_view begun = R"({"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","content":[],"model":"m","stop_reason":null,"usage":{"input_tokens":3,"output_tokens":1}}})";
constexpr std::string_view ended = R"({"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":5}})";
constexpr std::string_view stopped = R"({"type":"message_stop"})";

chat::response whole(std::string_view content, std::string_view members = R"("stop_reason":"end_turn")") {
    http::response r;
    r.body = std::string(R"({"id":"msg_1","type":"message","role":"assistant","model":"m","content":)").append(content).append(",").append(members) + "}";
    return anthropic::decode(r).value();
}

} // namespace

// Requests

BOOST_AUTO_TEST_CASE(a_request_goes_to_messages_with_the_version_of_the_api) {
    auto const r = anthropic::encode(ask("m").user("Hi"), home()).value();
    BOOST_TEST(r.method == "POST");
    BOOST_TEST(r.url.to_string() == "https://api.anthropic.com/v1/messages");
    BOOST_TEST(r.header.find("anthropic-version").value() == "2023-06-01");
    BOOST_TEST(r.header.find("Content-Type").value() == "application/json");
    BOOST_TEST(r.header.find("Accept").value() == "application/json");
}

BOOST_AUTO_TEST_CASE(text_alone_is_a_string_and_instructions_stand_outside_of_the_turns) {
    BOOST_TEST((body_of(ask("m").system("Be brief.").user("Hi").max_output_tokens(7)) ==
                json::parse(R"({"model":"m","max_tokens":7,"system":"Be brief.","messages":[{"role":"user","content":"Hi"}]})")));
}

BOOST_AUTO_TEST_CASE(several_instructions_before_the_first_turn_are_blocks_and_later_ones_stay_where_they_are) {
    auto const body = body_of(ask("m").system("a").system("b").user("Hi").system("c"));
    BOOST_TEST((body.at("system") == json::parse(R"([{"type":"text","text":"a"},{"type":"text","text":"b"}])")));
    BOOST_TEST((body.at("messages").at(1) == json::parse(R"({"role":"system","content":"c"})")));
}

BOOST_AUTO_TEST_CASE(a_request_without_a_limit_gets_one_that_leaves_room_for_its_thoughts) {
    chat::request q = ask("m").user("Hi");
    BOOST_TEST(body_of(q).at("max_tokens") == 4096);
    q.reasoning.emplace().budget_tokens = 2000;
    BOOST_TEST(body_of(q).at("max_tokens") == 6096);
}

BOOST_AUTO_TEST_CASE(results_of_several_tools_go_back_in_one_turn) {
    chat::tool_call first, second;
    first.id = "a";
    second.id = "b";
    chat::request q = ask("m").user("Hi").tool_result(first, "1");
    q.messages.push_back(q.messages.back());
    std::get<chat::tool_result>(q.messages.back().content.front()).id = "b";
    auto const turns = body_of(q).at("messages").as_array();
    BOOST_TEST(turns.size() == 2u);
    BOOST_TEST((turns[1] == json::parse(R"({"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":"1"},{"type":"tool_result","tool_use_id":"b","content":"1"}]})")));
}

BOOST_AUTO_TEST_CASE(the_mark_of_a_cache_stands_on_the_last_block_of_its_message) {
    chat::request q = ask("m").system("s").user("Hi");
    q.messages[0].cache = chat::cache_hint::one_hour;
    q.messages[1].cache = chat::cache_hint::five_minutes;
    auto const body = body_of(q);
    BOOST_TEST((body.at("system") == json::parse(R"([{"type":"text","text":"s","cache_control":{"type":"ephemeral","ttl":"1h"}}])")));
    BOOST_TEST((body.at("messages").at(0).at("content") == json::parse(R"([{"type":"text","text":"Hi","cache_control":{"type":"ephemeral"}}])")));
    BOOST_TEST((anthropic::read(anthropic::encode(q, home()).value())->messages == q.messages));
}

BOOST_AUTO_TEST_CASE(effort_lets_the_model_think_as_it_sees_fit_and_none_not_at_all) {
    chat::request q = ask("m").user("Hi");
    q.reasoning.emplace().effort = "high";
    BOOST_TEST((body_of(q).at("thinking") == json::parse(R"({"type":"adaptive"})")));
    BOOST_TEST((body_of(q).at("output_config") == json::parse(R"({"effort":"high"})")));
    q.reasoning->effort = "none";
    BOOST_TEST((body_of(q).at("thinking") == json::parse(R"({"type":"disabled"})")));
    BOOST_TEST(!body_of(q).as_object().contains("output_config"));
    q.reasoning->effort.reset();
    q.reasoning->budget_tokens = 1024;
    BOOST_TEST((body_of(q).at("thinking") == json::parse(R"({"type":"enabled","budget_tokens":1024})")));
    q.reasoning->effort = "none";
    BOOST_TEST(refusal(q).where == "/reasoning/effort");
}

BOOST_AUTO_TEST_CASE(an_answer_s_form_is_a_schema) {
    chat::request q = ask("m").user("Hi");
    auto& form = q.response_format.emplace();
    form.kind = chat::format_kind::json_schema;
    form.name = "answer";
    form.description = "What is wanted.";
    form.schema = json::object{{"type", "object"}};
    BOOST_TEST((body_of(q).at("output_config") == json::parse(R"({"format":{"type":"json_schema","schema":{"description":"What is wanted.","type":"object"}}})")));
    form.schema->emplace("description", "Another.");
    BOOST_TEST(refusal(q).where == "/response_format/description");
    form.kind = chat::format_kind::json;
    BOOST_TEST(refusal(q).where == "/response_format/kind");
}

BOOST_AUTO_TEST_CASE(tools_have_a_schema_even_without_parameters_and_those_of_the_provider_go_unchanged) {
    chat::request q = ask("m").user("Hi");
    q.tools.emplace_back().name = "now";
    q.tools.emplace_back().provider.emplace().family = "anthropic";
    q.tools.back().provider->value = {{"type", "web_search_20250305"}, {"name", "web_search"}};
    q.tool_choice.emplace().mode = chat::tool_mode::required;
    q.parallel_tool_calls = false;
    auto const body = body_of(q);
    BOOST_TEST((body.at("tools") == json::parse(R"([{"name":"now","input_schema":{"type":"object","properties":{}}},{"type":"web_search_20250305","name":"web_search"}])")));
    BOOST_TEST((body.at("tool_choice") == json::parse(R"({"type":"any","disable_parallel_tool_use":true})")));
    BOOST_TEST((anthropic::read(anthropic::encode(q, home()).value())->tools == q.tools));
    q.tools.back().provider->family = "gemini";
    BOOST_TEST((refusal(q).code == errc::unsupported));
    BOOST_TEST(refusal(q).where == "/tools/1/provider/family");
}

BOOST_AUTO_TEST_CASE(a_document_that_is_text_travels_as_text) {
    chat::request q = ask("m").user("Hi");
    chat::file notes;
    notes.data = "bsOk";
    notes.media_type = "text/plain";
    notes.name = "notes";
    q.messages.back().content.emplace_back(notes);
    BOOST_TEST((body_of(q).at("messages").at(0).at("content").at(1) ==
                json::parse("{\"type\":\"document\",\"title\":\"notes\",\"source\":{\"type\":\"text\",\"media_type\":\"text/plain\",\"data\":\"n\xC3\xA4\"}}")));
    BOOST_TEST((anthropic::read(anthropic::encode(q, home()).value())->messages == q.messages));
    std::get<chat::file>(q.messages.back().content.back()).data = "/w=="; // no UTF-8
    BOOST_TEST(refusal(q).where == "/messages/0/content/1/data");
}

BOOST_AUTO_TEST_CASE(betas_are_a_header) {
    chat::request q = ask("m").user("Hi");
    q.extra["betas"] = {"one-2025", "two-2026"};
    auto const r = anthropic::encode(q, home()).value();
    BOOST_TEST(r.header.find("anthropic-beta").value() == "one-2025,two-2026");
    BOOST_TEST(!json::parse(r.body).as_object().contains("betas"));
    BOOST_TEST((anthropic::read(r)->extra == q.extra));
}

BOOST_AUTO_TEST_CASE(on_vertex_the_model_stands_in_the_address) {
    chat::request q = ask("claude-x@2025").user("Hi").max_output_tokens(5);
    q.extra["anthropic_version"] = "vertex-2023-10-16";
    auto const r = anthropic::encode(q, {url::parse("https://h/v1/publishers/anthropic").value()}).value();
    BOOST_TEST(r.url.path() == "/v1/publishers/anthropic/models/claude-x%402025:rawPredict");
    BOOST_TEST(!r.header.contains("anthropic-version"));
    BOOST_TEST(!json::parse(r.body).as_object().contains("model"));
    BOOST_TEST((*anthropic::read(r) == q));
    q.stream = true;
    BOOST_TEST(anthropic::encode(q, home())->url.path() == "/v1/models/claude-x%402025:streamRawPredict");
}

BOOST_AUTO_TEST_CASE(what_has_no_place_is_refused_with_its_pointer) {
    auto const refused = [](auto change) {
        chat::request q = ask("m").user("Hi").assistant("Yes");
        change(q);
        auto const e = refusal(q);
        BOOST_TEST((e.code == errc::unsupported));
        return e.where;
    };
    BOOST_TEST(refused([](auto& q) { q.seed = 1; }) == "/seed");
    BOOST_TEST(refused([](auto& q) { q.presence_penalty = 1; }) == "/presence_penalty");
    BOOST_TEST(refused([](auto& q) { q.frequency_penalty = 1; }) == "/frequency_penalty");
    BOOST_TEST(refused([](auto& q) { q.choices = 2; }) == "/choices");
    BOOST_TEST(refused([](auto& q) { q.top_logprobs = 2; }) == "/top_logprobs");
    BOOST_TEST(refused([](auto& q) { q.metadata["a"] = "b"; }) == "/metadata");
    BOOST_TEST(refused([](auto& q) { q.messages[0].name = "Ann"; }) == "/messages/0/name");
    BOOST_TEST(refused([](auto& q) { q.messages[0].content.emplace_back().template emplace<chat::audio>(); }) == "/messages/0/content/1");
    BOOST_TEST(refused([](auto& q) { q.messages[0].content.emplace_back().template emplace<chat::image>(); }) == "/messages/0/content/1");
    BOOST_TEST(refused([](auto& q) { q.messages[0].content.emplace_back().template emplace<chat::image>().data = "YQ=="; }) == "/messages/0/content/1/media_type");
    BOOST_TEST(refused([](auto& q) { q.messages[1].content.emplace_back().template emplace<chat::refusal>(); }) == "/messages/1/content/1");
    BOOST_TEST(refused([](auto& q) { q.messages[1].content.emplace_back().template emplace<chat::native>().family = "gemini"; }) == "/messages/1/content/1/family");
    BOOST_TEST(refused([](auto& q) { q.messages[1].content.emplace_back().template emplace<chat::tool_call>().arguments_text = "{\"cut"; }) == "/messages/1/content/1/arguments_text");
    BOOST_TEST(refused([](auto& q) { q.messages[1].content.emplace_back().template emplace<chat::tool_call>().signature = "s"; }) == "/messages/1/content/1/signature");
    BOOST_TEST(refused([](auto& q) { std::get<chat::text>(q.messages[1].content[0]).citations.emplace().emplace_back(); }) == "/messages/1/content/0/citations/0");
    BOOST_TEST(refused([](auto& q) { q.messages[1].content.emplace_back().template emplace<chat::tool_result>().content.emplace_back().template emplace<chat::native>().family = "x"; }) ==
               "/messages/1/content/1/content/0/family");
}

BOOST_AUTO_TEST_CASE(whatever_form_a_request_was_written_in_it_keeps) {
    for (auto const* const members : {
             R"("system":"s")", R"("system":"")", R"("system":[])", R"("system":[{"type":"text","text":"s"}])",
             R"("system":[{"type":"text","text":"s","cache_control":{"type":"ephemeral"}},{"type":"text","text":"t"}])",
             R"("system":[{"type":"text","text":"s","cache_control":{"type":"ephemeral","ttl":"5m"}}])", R"("system":null)",
             R"("stream":true)", R"("stream":false)", R"("":{"x":1})", R"("stop_sequences":[])", R"("stop_sequences":["a",""])", R"("tools":[])",
             R"("tools":[{"name":"a","input_schema":{}}])", R"("tools":[{"name":"a","description":"","input_schema":{"type":"object","properties":{}}}])",
             R"("tools":[{"type":"custom","name":"a","input_schema":{"type":"string"},"strict":true,"defer_loading":true}])",
             R"("tools":[{"type":"computer_20250124","name":"computer","display_width_px":9}],"tool_choice":{"type":"tool","name":"computer"})",
             R"("tool_choice":{"type":"auto","disable_parallel_tool_use":false})", R"("tool_choice":{"type":"new","x":1})", R"("tool_choice":{"type":"any","x":1})",
             R"("thinking":{"type":"enabled","budget_tokens":1024})", R"("thinking":{"type":"disabled"})", R"("thinking":{"type":"adaptive"})",
             R"("thinking":{"type":"adaptive","display":"summarized"},"output_config":{"effort":"low"})", R"("output_config":{"effort":"low"})",
             R"("thinking":{"type":"disabled"},"output_config":{"effort":"low"})", R"("thinking":{"type":"enabled","budget_tokens":9},"output_config":{"effort":"low","x":1})",
             R"("output_config":{})", R"("output_config":{"format":{"type":"json_schema","schema":{}}})", R"("output_config":{"format":{"type":"new"}})",
             R"("output_format":{"type":"json_schema","schema":{"a":1}})", R"("output_format":{"type":"json_schema","schema":{"a":1},"x":2})",
             R"("metadata":{"user_id":"u","x":1})", R"("metadata":{})", R"("metadata":null)", R"("temperature":null,"top_p":0.5,"top_k":3,"service_tier":"auto")",
             R"("container":"c","mcp_servers":[{"type":"url","url":"https://h"}],"context_management":{"edits":[]},"cache_control":{"type":"ephemeral"})",
         })
        comes_back(with(members));
}

BOOST_AUTO_TEST_CASE(every_block_comes_back_as_it_was) {
    for (auto const* const content : {
             R"([])", R"("")", R"([{"type":"text","text":"a"}])", R"([{"type":"text","text":"a","citations":null}])", R"([{"type":"text","text":"a","citations":[]}])",
             R"([{"type":"text","text":"a","citations":[{"type":"char_location","cited_text":"q","document_index":0,"document_title":null}]}])",
             R"([{"type":"text","text":5},{"type":"text"},{"type":"new","x":{"y":[1.5]}},{"x":1}])",
             R"([{"type":"image","source":{"type":"base64","media_type":"image/png","data":"YQ=="}},{"type":"image","source":{"type":"url","url":"https://h/a"},"cache_control":{"type":"ephemeral"}}])",
             R"([{"type":"image","source":{"type":"file","file_id":"f","x":1}},{"type":"image","source":{"type":"new","url":"u"}}])",
             R"([{"type":"document","source":{"type":"text","media_type":"text/plain","data":"n\u00e4"},"title":"t","context":"c","citations":{"enabled":true}}])",
             R"([{"type":"document","source":{"type":"content","content":[{"type":"text","text":"a"}]},"title":null}])",
             R"([{"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"YQ=="},"title":null}])",
             R"([{"type":"thinking","thinking":"t","signature":"s"},{"type":"thinking","thinking":"t","signature":""},{"type":"thinking","thinking":""},{"type":"redacted_thinking","data":"d"}])",
             R"([{"type":"thinking","thinking":"t","signature":null}])",
             R"([{"type":"tool_use","id":"i","name":"n","input":{"a":[1,null]},"caller":{"type":"direct"}},{"type":"tool_use","id":"j","name":"n","input":[]}])",
             R"([{"type":"server_tool_use","id":"i","name":"web_search","input":{}},{"type":"web_search_tool_result","tool_use_id":"i","content":[]}])",
             R"([{"type":"tool_result","tool_use_id":"i"},{"type":"tool_result","tool_use_id":"i","content":"a","is_error":true},{"type":"tool_result","tool_use_id":"i","content":[],"is_error":false}])",
             R"([{"type":"tool_result","tool_use_id":"i","content":[{"type":"text","text":"a"}]},{"type":"text","text":"and"}])",
             R"([{"type":"tool_result","tool_use_id":"i","content":[{"type":"image","source":{"type":"url","url":"u"}},{"type":"tool_reference","tool_name":"t"}],"cache_control":{"type":"ephemeral"}}])",
             R"([{"type":"text","text":"a","cache_control":{"type":"ephemeral","x":1}},{"type":"thinking","thinking":"t","signature":"s"}])",
             R"([{"type":"compaction","content":"c"},{"type":"container_upload","file_id":"f"}])",
         })
        for (auto const* const role : {"user", "assistant"})
            comes_back(std::string(R"({"model":"m","max_tokens":1,"messages":[{"role":"user","content":"Hi"},{"role":")") + role + R"(","content":)" + content + "}]}");
}

BOOST_AUTO_TEST_CASE(turns_stay_apart_and_where_they_are) {
    comes_back(R"({"model":"m","max_tokens":1,"messages":[]})");
    comes_back(R"({"model":"m","max_tokens":1,"messages":[{"role":"system","content":"a"},{"role":"user","content":"b","x":1},{"role":"user","content":"c"}]})");
    comes_back(R"({"model":"m","max_tokens":1,"system":"s","messages":[{"role":"system","content":"a"},{"role":"system","content":[]},{"role":"user","content":"b"},{"role":"system","content":"c"}]})");
    comes_back(R"({"model":"m","max_tokens":1,"messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"a"}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"b"}]},{"role":"new","content":"c"}]})");
    comes_back(R"({"anthropic_version":"vertex-2023-10-16","max_tokens":1,"messages":[{"role":"user","content":"a"}]})");
}

BOOST_AUTO_TEST_CASE(a_server_sees_what_was_meant) {
    auto const q = read(with(R"("system":"s","thinking":{"type":"disabled"},"tool_choice":{"type":"any"},"output_format":{"type":"json_schema","schema":{"a":1}},"metadata":{"user_id":"u"})"));
    BOOST_TEST(q.messages.size() == 2u);
    BOOST_TEST((q.messages[0].role == chat::role::system));
    BOOST_TEST(q.max_output_tokens.value() == 9);
    BOOST_TEST(q.reasoning.value().effort.value() == "none");
    BOOST_TEST((q.tool_choice.value().mode == chat::tool_mode::required));
    BOOST_TEST((q.response_format.value().schema.value() == json::object{{"a", 1}}));
    BOOST_TEST(q.metadata.at("user_id") == "u");
}

BOOST_AUTO_TEST_CASE(a_request_that_does_not_fit_is_refused_with_every_problem) {
    auto const bad = anthropic::read(posted(R"({"model":5,"max_tokens":"x","messages":[{"role":"user"},7,{"content":"x"}]})"));
    BOOST_TEST_REQUIRE(!bad);
    BOOST_TEST((bad.error().code == errc::invalid_document));
    std::vector<std::string> pointers;
    for (auto const& p : bad.error().problems) pointers.push_back(p.pointer);
    BOOST_TEST((pointers == std::vector<std::string>{"/model", "/max_tokens", "/messages/0/content", "/messages/1", "/messages/2/role"}));
    BOOST_TEST((anthropic::read(posted("{")).error().code == errc::invalid_json));
    BOOST_TEST((anthropic::read(posted("[]")).error().code == errc::invalid_document));
    BOOST_TEST(anthropic::read(posted("{}")).error().problems.size() == 3u);
}

// Answers

BOOST_AUTO_TEST_CASE(a_whole_answer_has_its_blocks_in_order) {
    auto const r = whole(R"([{"type":"thinking","thinking":"t","signature":"s"},{"type":"redacted_thinking","data":"d"},{"type":"text","text":"a","citations":[{"type":"char_location","cited_text":"q"}]},
        {"type":"server_tool_use","id":"i","name":"web_search","input":{"query":"q"}},{"type":"tool_use","id":"j","name":"n","input":{"a": 1},"caller":{"type":"direct"}}])",
                         R"("stop_reason":"tool_use","stop_sequence":null,"container":{"id":"c"})");
    BOOST_TEST(r.content.size() == 5u);
    BOOST_TEST(std::get<chat::thinking>(r.content[0]).signature.value() == "s");
    BOOST_TEST(std::get<chat::thinking>(r.content[1]).redacted.value() == "d");
    BOOST_TEST(std::get<chat::text>(r.content[2]).citations.value().front().quote.value() == "q");
    BOOST_TEST((std::get<chat::native>(r.content[3]).value.at("input") == json::parse(R"({"query":"q"})")));
    BOOST_TEST(std::get<chat::tool_call>(r.content[4]).arguments.value().text == R"({"a":1})");
    BOOST_TEST((r.finish_reason == chat::finish_reason::tool_calls));
    BOOST_TEST(r.finish_raw == "tool_use");
    BOOST_TEST((r.extra == json::object{{"container", {{"id", "c"}}}}));
}

BOOST_AUTO_TEST_CASE(every_word_for_the_end_has_a_reason) {
    using enum chat::finish_reason;
    for (auto const& [word, reason] : std::initializer_list<std::pair<char const*, chat::finish_reason>>{
             {"end_turn", stop}, {"stop_sequence", stop}, {"max_tokens", length}, {"model_context_window_exceeded", length}, {"tool_use", tool_calls},
             {"refusal", refusal}, {"pause_turn", pause}, {"compaction", pause}, {"new", other}}) {
        auto const r = whole("[]", std::string(R"("stop_reason":")") + word + "\"");
        BOOST_TEST((r.finish_reason == reason), word);
        BOOST_TEST(r.finish_raw == word);
        BOOST_TEST((anthropic::decode(anthropic::answer(r))->finish_raw == word));
    }
    BOOST_TEST((whole("[]", R"("stop_reason":null)").finish_reason == other));
}

BOOST_AUTO_TEST_CASE(usage_counts_all_input_and_tells_what_caches_took) {
    auto const u = whole("[]", R"("usage":{"input_tokens":10,"cache_read_input_tokens":20,"cache_creation_input_tokens":7,"cache_creation":{"ephemeral_5m_input_tokens":4,"ephemeral_1h_input_tokens":3},"output_tokens":9,"output_tokens_details":{"thinking_tokens":5},"service_tier":"standard"})").usage;
    BOOST_TEST(u.input_tokens == 37);
    BOOST_TEST(u.uncached_input_tokens() == 10);
    BOOST_TEST(u.cached_input_tokens == 20);
    BOOST_TEST(u.cache_write_tokens == 4);
    BOOST_TEST(u.cache_write_1h_tokens == 3);
    BOOST_TEST(u.output_tokens == 9);
    BOOST_TEST(u.reasoning_tokens == 5);
    BOOST_TEST(u.provider.at("service_tier") == "standard");
}

BOOST_AUTO_TEST_CASE(a_body_that_is_no_answer_is_an_error) {
    http::response r;
    r.body = R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"req_1"})";
    BOOST_TEST((anthropic::decode(r).error().code == errc::overloaded));
    BOOST_TEST(anthropic::decode(r).error().provider.request_id == "req_1");
    for (auto const* const body : {"", "[]", "{}", R"({"type":"message","content":"x"})", R"({"type":"message","content":[1]})"}) {
        r.body = body;
        BOOST_TEST((anthropic::decode(r).error().code == errc::invalid_response), body);
    }
}

// Streams

BOOST_AUTO_TEST_CASE(a_stream_says_what_the_whole_answer_says) {
    auto const s = stream({begun, R"({"type":"ping"})",
                           R"({"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}})",
                           R"({"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Hm"}})",
                           R"({"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"m."}})",
                           R"({"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"sig"}})", R"({"type":"content_block_stop","index":0})",
                           R"({"type":"content_block_start","index":1,"content_block":{"type":"text","text":"","citations":[]}})",
                           R"({"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"A"}})",
                           R"({"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"b"}    })",
                           R"({"type":"content_block_delta","index":1,"delta":{"type":"citations_delta","citation":{"type":"char_location","cited_text":"q"}}})",
                           R"({"type":"content_block_stop","index":1})",
                           R"({"type":"content_block_start","index":2,"content_block":{"type":"server_tool_use","id":"i","name":"web_search","input":{}}})",
                           R"({"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\"query\":"}})",
                           R"({"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"\"q\"}"}})", R"({"type":"content_block_stop","index":2})",
                           R"({"type":"content_block_start","index":3,"content_block":{"type":"compaction","content":null}})",
                           R"({"type":"content_block_delta","index":3,"delta":{"type":"compaction_delta","content":"In "}})",
                           R"({"type":"content_block_delta","index":3,"delta":{"type":"compaction_delta","content":"short"}})", R"({"type":"content_block_stop","index":3})",
                           R"({"type":"content_block_start","index":4,"content_block":{"type":"tool_use","id":"j","name":"n","input":{},"caller":{"type":"direct"}}})",
                           R"({"type":"content_block_delta","index":4,"delta":{"type":"input_json_delta","partial_json":"{\"a\":1}"}})", R"({"type":"content_block_stop","index":4})",
                           R"({"type":"content_block_start","index":5,"content_block":{"type":"tool_use","id":"k","name":"now","input":{}}})",
                           R"({"type":"content_block_delta","index":5,"delta":{"type":"input_json_delta","partial_json":""}})", R"({"type":"content_block_stop","index":5})",
                           R"({"type":"something_new","index":9})", ended, stopped});
    auto expected = whole(R"([{"type":"thinking","thinking":"Hmm.","signature":"sig"},{"type":"text","text":"Ab","citations":[{"type":"char_location","cited_text":"q"}]},
        {"type":"server_tool_use","id":"i","name":"web_search","input":{"query":"q"}},{"type":"compaction","content":"In short"},
        {"type":"tool_use","id":"j","name":"n","input":{"a":1},"caller":{"type":"direct"}},{"type":"tool_use","id":"k","name":"now","input":{}}])",
                          R"("stop_reason":"end_turn","usage":{"input_tokens":3,"output_tokens":5})");
    BOOST_TEST((s.response == expected), reflect::to_text(s.response) << "\n" << reflect::to_text(expected));
}

BOOST_AUTO_TEST_CASE(of_what_was_used_the_last_report_counts) {
    auto const s = stream({R"({"type":"message_start","message":{"id":"a","content":[],"usage":{"input_tokens":2,"cache_read_input_tokens":5,"cache_creation_input_tokens":3,"cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":3},"output_tokens":1}}})",
                           R"({"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"input_tokens":2,"cache_read_input_tokens":5,"cache_creation_input_tokens":1,"output_tokens":8,"server_tool_use":null}})", stopped});
    BOOST_TEST(s.response.usage.input_tokens == 8);
    BOOST_TEST(s.response.usage.cached_input_tokens == 5);
    BOOST_TEST(s.response.usage.cache_write_1h_tokens == 1);
    BOOST_TEST(s.response.usage.cache_write_tokens == 0);
    BOOST_TEST(s.response.usage.output_tokens == 8);
}

BOOST_AUTO_TEST_CASE(a_whole_message_may_come_as_one_event) {
    auto const s = stream({R"({"type":"message","id":"a","model":"m","content":[{"type":"text","text":"Hi"}],"stop_reason":"end_turn","usage":{"input_tokens":1,"output_tokens":2}})"});
    BOOST_TEST(s.response.text() == "Hi");
    BOOST_TEST((s.response.end == chat::end::complete));
    BOOST_TEST(s.response.usage.output_tokens == 2);
}

BOOST_AUTO_TEST_CASE(a_stream_that_stops_early_is_truncated_and_keeps_what_came) {
    auto const s = stream({begun, R"({"type":"content_block_start","index":0,"content_block":{"type":"server_tool_use","id":"i","name":"web_search","input":{}}})",
                           R"({"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\"que"}})"});
    BOOST_TEST((s.response.end == chat::end::truncated));
    BOOST_TEST(std::get<chat::native>(s.response.content.front()).value.at("input") == "{\"que");
    auto const cut = stream({begun, R"({"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"i","name":"n","input":{}}})",
                             R"({"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\"que"}})",
                             R"({"type":"message_delta","delta":{"stop_reason":"max_tokens"},"usage":{"output_tokens":5}})"});
    BOOST_TEST((cut.response.end == chat::end::truncated));
    BOOST_TEST(std::get<chat::tool_call>(cut.response.content.front()).arguments_text.value() == "{\"que");
    BOOST_TEST((cut.response.finish_reason == chat::finish_reason::length));
}

BOOST_AUTO_TEST_CASE(an_error_in_a_stream_has_the_class_of_the_answer_of_failure) {
    for (auto const& [type, code] : std::initializer_list<std::pair<char const*, errc>>{
             {"overloaded_error", errc::overloaded}, {"api_error", errc::server_error}, {"rate_limit_error", errc::rate_limited}, {"authentication_error", errc::unauthenticated}}) {
        auto const s = stream({begun, std::string(R"({"type":"error","error":{"type":")") + type + R"(","message":"m"}})"});
        BOOST_TEST((s.failure.code == code), type);
        BOOST_TEST((s.response.end == chat::end::failed));
    }
}

BOOST_AUTO_TEST_CASE(a_second_answer_before_the_first_is_done_is_an_error) {
    auto const s = stream({begun, begun});
    BOOST_TEST((s.failure.code == errc::invalid_response));
    BOOST_TEST((s.response.end == chat::end::failed));
}

BOOST_AUTO_TEST_CASE(a_block_that_nobody_began_begins_with_its_first_words) {
    auto const s = stream({begun, R"({"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hi"}})", ended, stopped});
    BOOST_TEST(s.response.text() == "Hi");
}

BOOST_AUTO_TEST_CASE(items_told_in_pieces_are_written_once) {
    anthropic::stream_encoder encoder;
    std::string bytes;
    chat::whole_part item;
    item.value.emplace<chat::native>().family = "anthropic";
    for (auto const* const text : {R"({"type":"server_tool_use","id":"i","name":"n","input":{}})", R"({"type":"server_tool_use","id":"i","name":"n","input":{"q":1}})"}) {
        std::get<chat::native>(item.value).value = json::parse(text);
        bytes += encoder.encode(item);
    }
    bytes += encoder.finish(chat::end::complete);
    anthropic::stream_decoder decoder;
    chat::fold fold;
    BOOST_TEST(decoder.feed(bytes, fold).has_value());
    auto const r = fold.finish(decoder.finish(fold));
    BOOST_TEST(r.content.size() == 1u);
    BOOST_TEST((std::get<chat::native>(r.content.front()).value.at("input") == json::parse(R"({"q":1})")));
}

BOOST_AUTO_TEST_CASE(a_server_s_failure_is_read_back_as_the_same) {
    for (auto const code : {errc::unauthenticated, errc::forbidden, errc::rate_limited, errc::quota_exhausted, errc::overloaded, errc::server_error, errc::request_too_large, errc::invalid_request, errc::timed_out}) {
        auto const again = anthropic::failure(anthropic::refuse(error(code)));
        BOOST_TEST((again.code == code), name(code) << " became " << name(again.code));
        anthropic::stream_encoder encoder;
        anthropic::stream_decoder decoder;
        auto const fed = decoder.feed(encoder.fail(error(code)), [](chat::event const&) {});
        BOOST_TEST((!fed && fed.error().code == code), name(code));
    }
}

BOOST_AUTO_TEST_CASE(an_answer_goes_back_as_it_came) {
    std::string_view const content = R"([{"type":"thinking","thinking":"t","signature":"s"},{"type":"redacted_thinking","data":"d"},{"type":"text","text":"a"},{"type":"web_search_tool_result","tool_use_id":"i","content":[]},{"type":"tool_use","id":"j","name":"n","input":{"b":1,"a":2},"caller":{"type":"direct"}}])";
    chat::request q = ask("m").user("Hi");
    q.messages.emplace_back().role = chat::role::assistant;
    q.messages.back().content = whole(content).content;
    BOOST_TEST((body_of(q).at("messages").at(1).at("content") == json::parse(json::string_view(content.data(), content.size()))));
}

BOOST_AUTO_TEST_SUITE_END()
