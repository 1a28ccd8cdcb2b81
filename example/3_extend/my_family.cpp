// A family of your own: a host that takes a line of text and answers with one. Everything that clients do works with it.
#include <parley/sync_client.hpp>
#include <parley/transport/loopback.hpp>

#include <iostream>
#include <string>
#include <string_view>
#include <variant>

namespace chat = parley::chat;
namespace http = parley::http;

// tag::family[]
struct lines {
    static constexpr std::string_view name = "lines";

    static parley::result<http::request> encode(chat::request const& q, parley::family::place const& at) {
        if (!q.tools.empty()) return parley::error(parley::errc::unsupported, "The host has no tools.", "/tools"); // nothing is dropped silently
        http::request made(at.base);
        made.url.append_path(q.stream ? "lines" : "line");
        for (auto const& turn : q.messages)
            for (auto const& part : turn.content)
                if (auto const* text = std::get_if<chat::text>(&part)) made.body += text->text + "\n";
        return made;
    }

    static parley::result<chat::response> decode(http::response const& r) {
        chat::response made;
        made.finish_reason = chat::finish_reason::stop;
        made.content.emplace_back().emplace<chat::text>().text = r.body;
        return made;
    }

    static parley::error failure(http::response const& r) {
        parley::error why(r.status == 503 ? parley::errc::overloaded : parley::errc::server_error);
        why.provider.http_status = r.status;
        return why;
    }

    // A stream is the text, and a line with a dot at its end.
    class stream_decoder {
    public:
        parley::result<void> feed(std::string_view bytes, chat::event_sink sink) {
            held_ += bytes;
            if (held_.ends_with("\n.\n")) is_done_ = true;
            auto const ready = is_done_ ? held_.size() - 3 : held_.size() < 3 ? 0 : held_.size() - 3;
            if (ready != 0) {
                chat::text_delta more;
                more.text = held_.substr(0, ready);
                sink(more);
                held_.erase(0, ready);
            }
            return {};
        }
        chat::end finish(chat::event_sink sink) {
            if (!is_done_) return chat::end::truncated;
            chat::finished done;
            done.finish_reason = chat::finish_reason::stop;
            sink(done);
            return chat::end::complete;
        }

    private:
        std::string held_; // may be the end
        bool is_done_ = false;
    };
};
static_assert(parley::family::Family<lines>);
// end::family[]

int main() {
    // tag::use[]
    auto const host = [](http::request const& r) -> parley::result<http::response> {
        http::response answer;
        answer.body = "So: " + r.body.substr(0, r.body.size() - 1);
        if (r.url.path() == "/lines") answer.body += "\n.\n";
        return answer;
    };
    parley::client_options options;
    options.base_url = "https://lines.example";
    parley::sync_client<lines, parley::auth::none> client{
        {}, [&](boost::asio::any_io_executor executor) { return parley::transport::loopback(executor, host, 2); }, options};

    auto const whole = client.chat(parley::ask("any").user("one line"));
    std::string pieces;
    auto const streamed = client.stream(parley::ask("any").user("one line"), [&](chat::event const& e) {
        if (auto const* more = std::get_if<chat::text_delta>(&e)) pieces += more->text + "|";
    });
    // end::use[]
    if (!whole || !streamed) return 1;
    std::cout << whole->text() << '\n' << pieces << '\n';
    return whole->text() == "So: one line" && streamed->text() == whole->text() ? 0 : 1;
}
