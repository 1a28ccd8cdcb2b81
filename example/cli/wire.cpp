#include "cli/command.hpp"

#include <parley/chat/event.hpp>
#include <parley/chat/replay.hpp>
#include <parley/chat/request.hpp>
#include <parley/chat/response.hpp>
#include <parley/family/anthropic.hpp>
#include <parley/family/gemini.hpp>
#include <parley/family/model_rules.hpp>
#include <parley/family/openai_chat.hpp>
#include <parley/family/openai_responses.hpp>
#include <parley/family/receive.hpp>
#include <parley/http/recorded.hpp>
#include <parley/reflect/from_json.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_json.hpp>
#include <parley/reflect/to_text.hpp>

#include <boost/describe/class.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cctype>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cli {

namespace {

using parley::errc;
using parley::error;
using parley::result;
namespace chat = parley::chat;
namespace family = parley::family;
namespace http = parley::http;
namespace reflect = parley::reflect;

/// A family behind plain functions.
struct family_row {
    std::string_view name;
    std::string_view base_url;
    result<http::request> (*encode)(chat::request const&, family::place const&);
    result<chat::response> (*receive)(http::response const&);
    result<chat::response> (*receive_stream)(std::string_view, chat::event_sink, std::size_t);
    error (*failure)(http::response const&);
    result<chat::request> (*read)(http::request const&);
    http::response (*answer)(chat::response const&);
    std::string (*stream)(chat::response const&);
};

template <class F> std::string streamed(chat::response const& r) {
    typename F::stream_encoder encoder;
    std::string bytes;
    chat::replay(r, [&](chat::event const& e) { bytes += encoder.encode(e); });
    return bytes + encoder.finish(r.end);
}

template <class F> constexpr family_row row_of() {
    return {F::name, F::vendor::base_url, &F::encode, &family::receive<F>, &family::receive_stream<F>, &F::failure, &F::read, &F::answer, &streamed<F>};
}

constexpr family_row families[] = {row_of<family::openai_chat>(), row_of<family::openai_responses>(), row_of<family::anthropic>(), row_of<family::gemini>()};

/// The names under which recordings know the families.
struct alias {
    std::string_view name, family;
};
constexpr alias aliases[] = {
    {"openai_chat_azure", "openai_chat"}, {"openai_chat_compat", "openai_chat"}, {"openai_responses_azure", "openai_responses"},
    {"openai_responses_compat", "openai_responses"}, {"anthropic_messages", "anthropic"}, {"anthropic_messages_compat", "anthropic"},
    {"anthropic_vertex", "anthropic"}, {"gemini_generate", "gemini"}, {"gemini_vertex", "gemini"},
};

family_row const* find_family(std::string_view name) {
    for (auto const& a : aliases)
        if (a.name == name) name = a.family;
    for (auto const& f : families)
        if (f.name == name) return &f;
    return nullptr;
}

std::vector<std::string> family_names() {
    std::vector<std::string> names;
    for (auto const& f : families) names.emplace_back(f.name);
    for (auto const& a : aliases) names.emplace_back(a.name);
    return names;
}

struct arguments {
    std::string family;
    std::string base_url;
    std::string file = "-";
    std::size_t split = static_cast<std::size_t>(-1);
    bool events = false;
    bool batch = false;
    bool stream = false;
    bool adjust = false;
    bool refuse = false;
};

/// A line of `--batch`, or a recorded exchange.
struct exchange {
    std::optional<std::string> file;
    std::optional<std::string> family;
    std::optional<http::recorded_response> response;
    std::optional<http::recorded_request> request;
};
BOOST_DESCRIBE_STRUCT(exchange, (), (file, family, response, request))

/// What is printed of a request: the body as JSON.
struct encoded_request {
    std::string method;
    std::string path;
    std::map<std::string, std::string> headers;
    boost::json::value body;
};
BOOST_DESCRIBE_STRUCT(encoded_request, (), (method, path, headers, body))

struct encoded_response {
    int status = 200;
    std::map<std::string, std::string> headers;
    std::string body;
};
BOOST_DESCRIBE_STRUCT(encoded_response, (), (status, headers, body))

std::map<std::string, std::string> lower_case(http::header const& h) {
    std::map<std::string, std::string> made;
    for (auto const& [name, value] : h) {
        auto key = name;
        std::ranges::transform(key, key.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        made.emplace(std::move(key), value);
    }
    return made;
}

boost::json::object failure_object(error const& e) {
    auto o = error_object(name(e.code), e.message, e.where);
    auto& inner = o["error"].as_object();
    inner["retryable"] = is(e, parley::condition::retryable);
    if (e.provider.retry_after) inner["retry_after"] = static_cast<double>(e.provider.retry_after->count()) / 1000;
    else inner["retry_after"] = nullptr;
    if (e.provider.request_id.empty()) inner["request_id"] = nullptr;
    else inner["request_id"] = e.provider.request_id;
    return o;
}

/// What goes wrong here is the input's fault, whatever class it has: no provider was asked.
result<exit_status> refused(result<exit_status> done, session const& s) {
    if (done || done.error().code == errc::invalid_argument) return done;
    s.report(done.error());
    return exit_status::refused;
}

class wire {
public:
    wire(arguments const& a, session const& s) : a_(a), s_(s), family_(find_family(a.family)) {}

    result<exit_status> encode() {
        auto const text = read_input(a_.file);
        if (!text) return text.error();
        auto q = reflect::parse<chat::request>(*text);
        if (!q) return q.error();
        auto const base = http::url::parse(a_.base_url.empty() ? family_->base_url : std::string_view(a_.base_url));
        if (!base) return base.error();
        std::vector<std::string> adjusted;
        if (a_.adjust || a_.refuse) {
            auto suited = family::fit(*q, family_->name, a_.adjust ? family::misfit::adjust : family::misfit::refuse);
            if (!suited) return suited.error();
            adjusted = std::move(*suited);
        }
        auto const r = family_->encode(*q, {*base});
        if (!r) return r.error();
        for (auto const& sentence : adjusted) std::cerr << one_line(sentence) << '\n';
        auto body = reflect::parse_value(r->body);
        if (!body) return body.error();
        print(reflect::to_json(encoded_request{r->method, r->url.target(), lower_case(r->header), std::move(*body)}));
        return exit_status::fine;
    }

    result<exit_status> decode() { return a_.batch ? each_line() : one(false); }
    result<exit_status> stream() { return a_.batch ? each_line() : one(true); }

    result<exit_status> read() {
        auto const text = read_input(a_.file);
        if (!text) return text.error();
        auto const q = request_in(*text);
        if (!q) return q.error();
        auto const canonical = family_->read(*q);
        if (!canonical) return canonical.error();
        std::cout << reflect::to_text(*canonical) << '\n';
        return exit_status::fine;
    }

    result<exit_status> answer() {
        auto const text = read_input(a_.file);
        if (!text) return text.error();
        auto const r = reflect::parse<chat::response>(*text);
        if (!r) return r.error();
        encoded_response made;
        if (a_.stream) {
            made.headers.emplace("content-type", "text/event-stream");
            made.body = family_->stream(*r);
        } else {
            auto const whole = family_->answer(*r);
            made = {whole.status, lower_case(whole.header), whole.body};
        }
        print(boost::json::object{{"response", reflect::to_json(made)}});
        return exit_status::fine;
    }

private:
    /// `{"response":{…}}`, or a bare body.
    static result<http::response> response_in(std::string text) {
        if (text.starts_with('{')) {
            auto document = reflect::parse_value(text);
            if (document && document->is_object())
                if (auto const* const kept = document->get_object().if_contains("response"); kept && kept->is_object() && kept->get_object().contains("body")) {
                    auto r = reflect::from_json<http::recorded_response>(*kept);
                    if (!r) return r.error();
                    return to_response(std::move(*r));
                }
        }
        http::response bare;
        bare.body = std::move(text);
        return bare;
    }

    /// `{"request":{…}}`, what `encode` prints, or a bare body.
    result<http::request> request_in(std::string const& text) const {
        auto document = reflect::parse_value(text);
        if (!document) return document.error();
        auto const* found = &*document;
        if (auto const* const o = found->if_object())
            if (auto const* const inner = o->if_contains("request"); inner && inner->is_object()) found = inner;
        auto const base = http::url::parse(family_->base_url);
        if (!base) return base.error();
        http::request made(*base);
        auto const* const o = found->if_object();
        auto const* const body = o ? o->if_contains("body") : nullptr;
        if (!body || !(o->contains("method") || o->contains("url") || o->contains("path"))) {
            made.body = text;
            return made;
        }
        auto const string_at = [&](char const* key) {
            auto const* const v = o->if_contains(key);
            return v && v->is_string() ? std::string(v->get_string()) : std::string();
        };
        auto url = string_at("url");
        if (auto const path = string_at("path"); url.empty() && !path.empty()) url = base->origin() + path;
        if (!url.empty()) {
            auto at = http::url::parse(http::recorded_address(url));
            if (!at) return at.error();
            made.url = std::move(*at);
        }
        if (auto method = string_at("method"); !method.empty()) made.method = std::move(method);
        if (auto const* const headers = o->if_contains("headers"); headers && headers->is_object())
            for (auto const& h : headers->get_object())
                if (h.value().is_string()) made.header.add(std::string(h.key()), std::string(h.value().get_string()));
        made.body = body->is_string() ? std::string(body->get_string()) : reflect::to_text(*body);
        return made;
    }

    result<exit_status> one(bool is_stream) {
        auto text = read_input(a_.file);
        if (!text) return text.error();
        auto const r = response_in(std::move(*text));
        if (!r) return r.error();
        auto const got = received(*family_, *r, is_stream);
        if (got) {
            std::cout << reflect::to_text(*got) << '\n';
            return exit_status::fine;
        }
        if (s_.json) print(failure_object(got.error()));
        else s_.report(got.error());
        return exit_status::provider_failed;
    }

    result<chat::response> received(family_row const& f, http::response const& r, bool is_stream) const {
        if (!r.is_success() || !(is_stream || family::is_event_stream(r))) return f.receive(r);
        auto const show = [](chat::event const& e) { std::cout << reflect::to_text(e) << '\n'; };
        if (a_.events) return f.receive_stream(r.body, show, a_.split);
        return f.receive_stream(r.body, [](chat::event const&) {}, a_.split);
    }

    result<exit_status> each_line() {
        std::ios::sync_with_stdio(false);
        std::string out;
        for (std::string line; std::getline(std::cin, line);) {
            if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
            auto e = reflect::parse<exchange>(line);
            out = "{\"file\":";
            reflect::append_text(out, boost::json::value(e && e->file ? boost::json::value(*e->file) : nullptr));
            auto const got = e ? received(std::move(*e)) : result<chat::response>(e.error());
            if (got) {
                out += ",\"response\":";
                reflect::append_text(out, *got);
                out += "}\n";
            } else {
                auto const failed = reflect::to_text(boost::json::value(failure_object(got.error())));
                out.append(",").append(failed, 1).append("\n");
            }
            std::cout << out;
        }
        return exit_status::fine;
    }

    result<chat::response> received(exchange e) const {
        if (!e.response) return error(errc::invalid_document, "The line holds no response.", "/response");
        auto const* const f = e.family && find_family(*e.family) ? find_family(*e.family) : family_;
        auto const r = to_response(std::move(*e.response));
        if (!r) return r.error();
        return received(*f, *r, false);
    }

    arguments const& a_;
    session const& s_;
    family_row const* family_;
};

} // namespace

void add_wire(CLI::App& app, session& s) {
    auto const a = std::make_shared<arguments>();
    auto& group = *app.add_subcommand("wire", "Translate between the vocabulary and the bodies of provider families");
    group.require_subcommand(1);
    auto const add = [&](char const* name, char const* help, result<exit_status> (wire::*run)()) -> CLI::App& {
        auto& command = *group.add_subcommand(name, help);
        command.add_option("--family", a->family, "Whose bodies")->required()->check(CLI::IsMember(family_names()));
        add_json_flag(command, s);
        command.add_option("file", a->file, "The input; - is standard input");
        command.callback([a, &s, run] { s.action = [a, &s, run] { return refused((wire(*a, s).*run)(), s); }; });
        return command;
    };
    auto& encode = add("encode", "A request of ours to theirs", &wire::encode);
    encode.add_option("--base-url", a->base_url, "Where the family is served");
    encode.add_flag("--refuse", a->refuse, "Refuse what the model would reject, as a client does");
    encode.add_flag("--adjust", a->adjust, "Change what the model would reject, and say so on standard error");
    for (auto* command : {&add("decode", "An exchange of theirs to a response of ours", &wire::decode), &add("stream", "The same, for streamed bodies", &wire::stream)}) {
        command->add_flag("--batch", a->batch, "Read one {\"file\",\"response\"} a line, and write one a line");
        command->add_flag("--events", a->events, "Print each event of a stream, then the response");
        command->add_option("--split", a->split, "Feed a stream in pieces of so many bytes")->check(CLI::PositiveNumber);
    }
    add("read", "A request of theirs to one of ours", &wire::read);
    add("answer", "A response of ours to an exchange of theirs", &wire::answer).add_flag("--stream", a->stream, "As a stream");
}

} // namespace cli
