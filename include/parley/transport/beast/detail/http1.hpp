#ifndef PARLEY_TRANSPORT_BEAST_DETAIL_HTTP1_HPP
#define PARLEY_TRANSPORT_BEAST_DETAIL_HTTP1_HPP

// HTTP/1.1 as values: a request's head as text, a response out of bytes. No I/O.

#include <parley/http/request.hpp>
#include <parley/http/response.hpp>
#include <parley/result.hpp>
#include <parley/transport/limits.hpp>
#include <parley/version.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/field.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace parley::inline v0::transport::detail {

/// Returns what stands before the body of a checked request.
inline std::string head_of(http::request const& r) {
    auto text = r.method + " " + r.url.target() + " HTTP/1.1\r\nHost: " + r.url.authority() + "\r\n";
    for (auto const& [name, value] : r.header) text.append(name).append(": ").append(value).append("\r\n");
    if (!r.header.contains("user-agent")) text.append("User-Agent: Parley/").append(version).append("\r\n");
    bool const has_no_body = r.body.empty() && (r.method == "GET" || r.method == "HEAD" || r.method == "DELETE");
    if (!has_no_body) text.append("Content-Length: ").append(std::to_string(r.body.size())).append("\r\n");
    return text + "\r\n";
}

/// Reads one response from bytes that arrive in any pieces; interim responses (1xx) are skipped.
class response_reader {
public:
    response_reader(limits const& allowed, bool answers_head) : limits_(allowed), answers_head_(answers_head) { begin(); }

    /// Reads on.
    /// @return how many bytes belonged to the response: all, unless it is done.
    result<std::size_t> put(std::string_view bytes) {
        std::size_t used = 0;
        while (used != bytes.size() && !is_done()) {
            boost::beast::error_code failure;
            std::size_t count = 0;
            try {
                count = parser_->put(boost::asio::const_buffer(bytes.data() + used, bytes.size() - used), failure);
            } catch (std::length_error const&) { // Beast's way to say that one header is longer than 64 KiB
                failure = boost::beast::http::error::header_limit;
            }
            used += count;
            if (failure == boost::beast::http::error::need_more) break;
            if (failure) return cause(failure);
            if (parser_->is_done() && is_interim()) begin();
            else if (count == 0) break;
        }
        if (!has_head_ && parser_->is_header_done()) {
            if (auto const taken = take_head(); !taken) return taken.error();
        }
        return used;
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
    bool ends_with_connection() const { return parser_->need_eof(); }
    bool keeps_connection() const { return parser_->keep_alive(); }
    http::response& head() noexcept { return head_; }

    /// The body's bytes read so far, but for those that the caller has taken out.
    std::string& body() { return parser_->get().body(); }

private:
    using parser = boost::beast::http::response_parser<boost::beast::http::string_body>;

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
    std::optional<parser> parser_;
    http::response head_;
};

} // namespace parley::inline v0::transport::detail

#endif
