#ifndef PARLEY_TRANSPORT_BEAST_DETAIL_HTTP1_HPP
#define PARLEY_TRANSPORT_BEAST_DETAIL_HTTP1_HPP

// HTTP/1.1 as values: a request's head as text, a response out of bytes. No I/O.

#include <parley/http/request.hpp>
#include <parley/http/response.hpp>
#include <parley/http/url.hpp>
#include <parley/result.hpp>
#include <parley/transport/limits.hpp>
#include <parley/transport/proxy.hpp>
#include <parley/version.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/field.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace parley::inline v0::transport::detail {

inline std::string user_agent_line() { return std::string("User-Agent: Parley/").append(version) + "\r\n"; }

inline std::string authorization_of(proxy const& by) {
    if (by.authorization.empty()) return {};
    return std::string("Proxy-Authorization: ").append(by.authorization.reveal()) + "\r\n";
}

/// Returns what stands before the body of a checked request.
/// @param by the proxy that is asked for it in the clear; null = the host itself is asked, perhaps through a tunnel.
inline std::string head_of(http::request const& r, proxy const* by = nullptr) {
    auto text = r.method + " " + (by ? r.url.to_string() : r.url.target()) + " HTTP/1.1\r\nHost: " + r.url.authority() + "\r\n";
    if (by) text += authorization_of(*by);
    for (auto const& [name, value] : r.header) text.append(name).append(": ").append(value).append("\r\n");
    if (!r.header.contains("user-agent")) text += user_agent_line();
    bool const has_no_body = r.body.empty() && (r.method == "GET" || r.method == "HEAD" || r.method == "DELETE");
    if (!has_no_body) text.append("Content-Length: ").append(std::to_string(r.body.size())).append("\r\n");
    return text + "\r\n";
}

/// Returns the request for a tunnel. Its target always has a port.
inline std::string connect_head_of(http::url const& to, proxy const& by) {
    auto target = to.authority();
    if (to.port() == 443) target += ":443";
    return "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n" + authorization_of(by) + user_agent_line() + "\r\n";
}

/// Says whether doing it twice is doing it once (RFC 9110, section 9.2.1).
inline bool is_safe(std::string_view method) noexcept { return method == "GET" || method == "HEAD" || method == "OPTIONS" || method == "TRACE"; }

/// A body's bytes, moved together at the front of the memory that they arrived in: chunks lose what stands between them.
struct gathered_body {
    using value_type = char*; ///< behind the last of them

    class reader {
    public:
        template <bool is_request, class Fields>
        reader(boost::beast::http::header<is_request, Fields>&, value_type& end) : end_(end) {}
        template <class Length> void init(Length const&, boost::beast::error_code& failure) { failure = {}; }
        template <class Buffers> std::size_t put(Buffers const& buffers, boost::beast::error_code& failure) {
            failure = {};
            std::size_t count = 0;
            for (boost::asio::const_buffer const each : boost::beast::buffers_range_ref(buffers)) {
                if (end_ != each.data()) std::memmove(end_, each.data(), each.size());
                end_ += each.size();
                count += each.size();
            }
            return count;
        }
        void finish(boost::beast::error_code& failure) { failure = {}; }

    private:
        value_type& end_;
    };
};

/// Reads one response from bytes that arrive in any pieces; interim responses (1xx) are skipped.
class response_reader {
public:
    response_reader(limits const& allowed, bool answers_head) : limits_(allowed), answers_head_(answers_head) { begin(); }

    struct taken {
        std::size_t used;      ///< how many bytes belong to the response: all but an unfinished end, unless it is done
        std::string_view body; ///< what there was of the body, now at the front of those bytes
    };

    /// Reads on. What is not used has to come again, with more behind it.
    result<taken> put(std::span<char> bytes) {
        std::size_t used = 0;
        parser_->get().body() = bytes.data();
        while (used != bytes.size() && !is_done()) {
            boost::beast::error_code failure;
            std::size_t count = 0;
            try {
                count = parser_->put(boost::asio::const_buffer(bytes.data() + used, bytes.size() - used), failure);
            } catch (std::length_error const&) { // Beast's way to say that one header is longer than 64 KiB
                failure = boost::beast::http::error::header_limit;
            }
            used += count;
            if (!has_head_) heads_ += count;
            if (failure == boost::beast::http::error::need_more) break;
            if (failure) return cause(failure);
            if (is_interim() && parser_->is_done()) {
                if (heads_ > limits_.max_head) return error(errc::response_too_large);
                begin();
                parser_->get().body() = bytes.data();
            } else if (count == 0) {
                break;
            }
        }
        if (!has_head_ && parser_->is_header_done() && !is_interim()) {
            if (auto const head = take_head(); !head) return head.error();
        }
        // Beast bounds heads and bodies, but neither the extensions of chunks nor trailers.
        if (!is_done() && bytes.size() - used > limits_.max_head) return error(errc::response_too_large);
        return taken{used, std::string_view(bytes.data(), static_cast<std::size_t>(parser_->get().body() - bytes.data()))};
    }

    /// The connection has ended: fine for a response without a length.
    result<void> put_end() {
        boost::beast::error_code failure;
        if (has_head_) parser_->put_eof(failure);
        else failure = boost::beast::http::error::partial_message;
        if (failure) return cause(failure);
        return {};
    }

    bool has_head() const noexcept { return has_head_; }
    bool is_done() const { return parser_->is_done() && !is_interim(); }
    bool keeps_connection() const { return parser_->keep_alive(); }
    http::response& head() noexcept { return head_; }
    http::response const& head() const noexcept { return head_; }

    /// How long the body says it is; zero where it does not say.
    std::size_t announced() const {
        auto const length = parser_->content_length();
        return length ? static_cast<std::size_t>(std::min<std::uint64_t>(*length, limits_.max_body)) : 0;
    }

private:
    using parser = boost::beast::http::response_parser<gathered_body>;

    void begin() {
        parser_.emplace();
        parser_->eager(true);
        parser_->skip(answers_head_);
        parser_->header_limit(static_cast<std::uint32_t>(std::min<std::size_t>(limits_.max_head, UINT32_MAX)));
        parser_->body_limit(limits_.max_body);
    }
    bool is_interim() const {
        auto const status = parser_->get().result_int();
        return parser_->is_header_done() && status >= 100 && status < 200 && status != 101;
    }
    result<void> take_head() {
        has_head_ = true;
        auto const& fields = parser_->get();
        // A response with two lengths is two different responses to two readers (RFC 9112, section 6.3).
        if (fields.count(boost::beast::http::field::transfer_encoding) && fields.count(boost::beast::http::field::content_length))
            return error(errc::invalid_response, "The answer has both a Content-Length and a Transfer-Encoding.");
        head_.status = static_cast<int>(fields.result_int());
        for (auto const& f : fields)
            head_.header.add(std::string(f.name_string().data(), f.name_string().size()), std::string(f.value().data(), f.value().size()));
        return {};
    }
    static error cause(boost::beast::error_code const& failure) {
        using boost::beast::http::error;
        if (failure == error::body_limit || failure == error::header_limit || failure == error::buffer_overflow) return errc::response_too_large;
        if (failure == error::partial_message || failure == error::end_of_stream)
            return {errc::connection_lost, "The connection ended before the answer was whole."};
        return {errc::invalid_response, "The answer is not valid HTTP/1.1 (" + failure.message() + ")."};
    }

    limits limits_;
    bool answers_head_;
    bool has_head_ = false;
    std::size_t heads_ = 0; ///< bytes of this response's head, and of those of interim ones before it
    std::optional<parser> parser_;
    http::response head_;
};

} // namespace parley::inline v0::transport::detail

#endif
