#include "recordings.hpp"

#include <parley/any_client.hpp>
#include <parley/auth/api_key.hpp>
#include <parley/client.hpp>
#include <parley/family/anthropic.hpp>
#include <parley/family/gemini.hpp>
#include <parley/family/openai_chat.hpp>
#include <parley/family/openai_responses.hpp>
#include <parley/tool_loop.hpp>
#include <parley/transport/loopback.hpp>

#include <boost/asio/io_context.hpp>

#include <deque>
#include <utility>

BOOST_AUTO_TEST_SUITE(conformance_conversations, *parley::test::needs_shared_data())

// Conversations that others recorded are held again: our next request is the one that was recorded.

namespace {

namespace asio = boost::asio;
namespace chat = parley::chat;
namespace http = parley::http;
namespace transport = parley::transport;
using parley::result;

/// Two requests of one conversation that follow each other.
struct step {
    recordings::row first, next;
};

std::vector<step> steps_of(std::vector<std::string_view> const& families) {
    std::map<std::string, std::map<std::string, recordings::row>> by_cassette;
    for (auto& r : recordings::rows_of(families))
        if (auto const at = r.file.rfind("__"); r.request && at != std::string::npos) {
            auto cassette = r.file.substr(0, at), index = r.file.substr(at);
            by_cassette[std::move(cassette)].emplace(std::move(index), std::move(r));
        }
    std::vector<step> steps;
    for (auto const& [cassette, rows] : by_cassette)
        for (auto at = rows.begin(); at != rows.end() && std::next(at) != rows.end(); ++at) steps.push_back({at->second, std::next(at)->second});
    return steps;
}

/// What the tools of the recording answered, in the order in which they are called.
class recorded_tools {
public:
    explicit recorded_tools(std::vector<chat::message> const& turns) {
        for (auto const& turn : turns)
            for (auto const& part : turn.content)
                if (auto const* const told = std::get_if<chat::tool_result>(&part)) results_.push_back(*told);
    }

    asio::awaitable<parley::verdict> is_called(chat::tool_call const& call) {
        auto const mine = std::find_if(results_.begin(), results_.end(), [&](chat::tool_result const& r) { return r.id == call.id; });
        if (mine == results_.end()) co_return parley::verdict::stop;
        called_.push_back(std::move(*mine));
        results_.erase(mine);
        co_return parley::verdict::run;
    }
    asio::awaitable<parley::tool_answer> answer() {
        auto const told = std::move(called_.front());
        called_.pop_front();
        co_return told.content;
    }

private:
    std::vector<chat::tool_result> results_;
    std::deque<chat::tool_result> called_;
};

/// The client that a family's conversations are held with: of its own type, or behind the type of all clients.
struct typed {
    static auto made(auto client) { return client; }
};
struct erased {
    static parley::any_client made(auto client) { return parley::any_client(std::move(client)); }
};

/// Asks what was asked first, lets the recording answer, and gives the body of the request that comes next; empty where there is none.
template <class F, class As> std::string next_body(step const& s, chat::request q, chat::request const& recorded_next) {
    std::vector<std::string> bodies;
    auto const host = [&](http::request const& r) -> result<http::response> {
        bodies.push_back(r.body);
        return bodies.size() == 1 ? s.first.response : s.next.response;
    };
    asio::io_context context;
    parley::client_options options;
    options.base_url = "https://host.example/v1";
    options.misfit = parley::family::misfit::adjust;
    auto client = As::made(parley::client<F, parley::auth::api_key>(parley::secret::make("k").value(), transport::loopback(context.get_executor(), host), options));

    auto const before = static_cast<std::ptrdiff_t>(q.messages.size());
    std::vector<chat::message> const after(recorded_next.messages.begin() + std::min<std::ptrdiff_t>(before, std::ssize(recorded_next.messages)), recorded_next.messages.end());
    recorded_tools tools(after);
    parley::toolbox box;
    for (auto const& t : std::exchange(q.tools, {}))
        if (parley::toolbox::name_of(t).empty()) q.tools.push_back(t);
        else box.add(t, [&](std::string) { return tools.answer(); });
    parley::run_rules rules;
    rules.max_steps = 2;
    rules.approve = [&](chat::tool_call const& call) { return tools.is_called(call); };
    if (q.stream) rules.on_event = [](chat::event const&) {};
    std::optional<result<parley::run_outcome>> done;
    auto const keep = [&](result<parley::run_outcome> o) { done = std::move(o); };
    client.async_run(q, box, rules, keep);
    context.run();
    if (bodies.size() == 1 && done && *done) { // the person speaks next
        auto more = q;
        for (auto const& turn : (*done)->turns) more.messages.push_back(turn);
        for (auto const& turn : after)
            if (turn.role == chat::role::user) more.messages.push_back(turn);
        client.async_run(more, box, rules, keep);
        context.restart();
        context.run();
    }
    BOOST_TEST(bodies.size() >= 2u, s.next.file << ": " << (done && !*done ? to_string(done->error()) : std::string("no second request")));
    return bodies.size() < 2 ? std::string() : bodies[1];
}

/// Where the next request may differ, and why.
struct allowed_difference {
    std::string_view file; ///< a part of its name
    std::string_view line; ///< a part of what is told of the difference
    char const* why;
};
constexpr allowed_difference allowed[] = {
    {"ellmer/", R"(/content: [{"type":"text","text":")", "the other client writes a single text as a list of one part"},
    {"thinking_with_code_execution_tool", "/outputs: null became", "the other client forgets what the provider's interpreter printed; we send it back"},
    {"thinking_with_code_execution_tool", "/annotations []", "the other client writes an empty list"},
    {"five_turn_streaming_metadata", "/phase \"final_answer\"", "the other client forgets the phase; we send it back"},
    {"can_use_tools_with_multi-turn", "/encrypted_content:", "the stream tells it twice, sealed anew; the other client takes the first"},
    {"can_use_tools_with_multi-turn", "new /input/", "the other client forgets id, status and empty content of items; we send them back"},
    {"TestAnthropicComputerUse", "/caller {", "the other client forgets who called; we send it back"},
    {"TestAnthropicComputerUse_claude-sonnet-4_", "became [{\"type\":\"text\"", "the other client forgets what the model said before its call; we send it back"},
    {"TestGoogleCommon", "/functionResponse/response/", "a result's key is the client's choice"},
    {"TestGoogleAIToolCallResponse", "/functionResponse/response/", "a result's key is the client's choice"},
};

std::string without_allowed(std::string const& file, std::string const& differs) {
    std::string left;
    for (std::size_t at = 0, end = 0; at < differs.size(); at = end + 1) {
        end = std::min(differs.find('\n', at), differs.size());
        auto const line = differs.substr(at, end - at);
        bool const is_allowed = std::any_of(std::begin(allowed), std::end(allowed), [&](allowed_difference const& d) {
            return file.find(d.file) != std::string::npos && line.find(d.line) != std::string::npos;
        });
        if (!is_allowed) left += line + "\n";
    }
    return left;
}

template <class F, class As> void conversations_go_on(std::vector<std::string_view> const& families) {
    recordings::tally count(F::name, "next requests");
    for (auto const& s : steps_of(families)) {
        auto const first = F::read(*s.first.request), next = F::read(*s.next.request);
        if (!first || !next || !s.first.response.is_success() || next->messages.size() <= first->messages.size()) continue;
        if (next->messages[first->messages.size()].role != chat::role::assistant) continue; // another conversation
        auto const body = next_body<F, As>(s, *first, *next);
        if (body.empty()) continue;
        std::string differs;
        recordings::say_differences(s.next.request_body, recordings::json::parse(body), "", differs);
        differs = without_allowed(s.next.file, differs);
        BOOST_TEST(differs.empty(), s.next.file << "\n" << differs);
        count.add("");
    }
    BOOST_TEST(count.total() != 0, "no conversation was found");
}

} // namespace

BOOST_AUTO_TEST_CASE(conversations_of_openai_chat_go_on_as_recorded) { conversations_go_on<parley::family::openai_chat, typed>({"openai_chat", "openai_chat_azure"}); }
BOOST_AUTO_TEST_CASE(conversations_of_openai_responses_go_on_as_recorded) { conversations_go_on<parley::family::openai_responses, typed>({"openai_responses"}); }
BOOST_AUTO_TEST_CASE(conversations_of_anthropic_go_on_as_recorded) { conversations_go_on<parley::family::anthropic, typed>({"anthropic_messages"}); }
BOOST_AUTO_TEST_CASE(conversations_of_gemini_go_on_as_recorded) { conversations_go_on<parley::family::gemini, typed>({"gemini_generate", "gemini_vertex"}); }

BOOST_AUTO_TEST_CASE(conversations_of_openai_chat_go_on_as_recorded_through_any_client) { conversations_go_on<parley::family::openai_chat, erased>({"openai_chat", "openai_chat_azure"}); }
BOOST_AUTO_TEST_CASE(conversations_of_openai_responses_go_on_as_recorded_through_any_client) { conversations_go_on<parley::family::openai_responses, erased>({"openai_responses"}); }
BOOST_AUTO_TEST_CASE(conversations_of_anthropic_go_on_as_recorded_through_any_client) { conversations_go_on<parley::family::anthropic, erased>({"anthropic_messages"}); }
BOOST_AUTO_TEST_CASE(conversations_of_gemini_go_on_as_recorded_through_any_client) { conversations_go_on<parley::family::gemini, erased>({"gemini_generate", "gemini_vertex"}); }

BOOST_AUTO_TEST_SUITE_END()
