#ifndef PARLEY_TRANSPORT_CASSETTE_HPP
#define PARLEY_TRANSPORT_CASSETTE_HPP

#include <parley/config.hpp>
#include <parley/http/request.hpp>
#include <parley/http/response.hpp>
#include <parley/result.hpp>
#include <parley/transport/limits.hpp>
#include <parley/transport/loopback.hpp>
#include <parley/transport/transport.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace parley::inline v0::transport {

namespace detail {
class tape;
}

/// Exchanges with a host as they happened, to be played again without it: what tests of programs that talk to models stand on.
///
/// A cassette is a file of JSON lines, one exchange each: `{"request":{…},"response":{…}}`. Credentials in headers, in the URL and in the bodies
/// of token endpoints are `***` before anything is kept. Copies share their exchanges; any thread may use them.
class cassette {
public:
    /// An empty one, to be recorded.
    cassette();

    /// Reads one.
    /// @return `errc::not_found`, `errc::io_failed`; `errc::corrupt_file` naming the line that is no exchange.
    static result<cassette> load(std::string const& path);

    /// Writes it, atomically.
    /// @return `errc::io_failed`.
    result<void> save(std::string const& path) const;

    /// Returns how many exchanges it holds.
    std::size_t size() const;

    /// Returns how many of them have not been played yet.
    std::size_t unplayed() const;

private:
    template <class T> friend class recording;
    friend loopback replay(boost::asio::any_io_executor executor, cassette from, bool strict);

    void keep(http::request const& request, http::response const& answer);

    std::shared_ptr<detail::tape> tape_;
};

/// A transport that plays a cassette, each exchange once.
/// @param executor that completion handlers run on.
/// @param strict   whether a request is answered only by an exchange whose method, path, query and body are its own (JSON is compared by its
///                 meaning, credentials are not compared); else each is answered by the next exchange, whatever was asked.
/// @return its exchanges fail with `errc::not_found` where nothing fits: the message says what the likeliest exchange differs in.
PARLEY_DECL loopback replay(boost::asio::any_io_executor executor, cassette from, bool strict = true);

/// A transport that keeps what goes through another one on a cassette.
///
/// An exchange is kept when its answer has been read to the end; one that failed or was given up is not.
/// @tparam T any transport.
template <class T> class recording {
    using inner_exchange = typename requires_::exchange_of<decltype(std::declval<T&>().open(std::declval<http::request>(), limits()))>::type;

public:
    /// An answer that is kept while it is pulled.
    class exchange {
    public:
        http::response const& head() const noexcept { return inner_.head(); }
        boost::asio::awaitable<result<std::string_view>> read() {
            auto const piece = co_await inner_.read();
            if (piece && !piece->empty()) answer_.body += *piece;
            if (piece && piece->empty() && request_) to_.keep(*std::exchange(request_, std::nullopt), answer_);
            co_return piece;
        }

    private:
        friend recording;
        exchange(inner_exchange inner, http::request request, cassette to)
            : inner_(std::move(inner)), answer_(inner_.head()), request_(std::move(request)), to_(std::move(to)) {}

        inner_exchange inner_;
        http::response answer_;
        std::optional<http::request> request_;
        cassette to_;
    };

    recording(T inner, cassette to) : inner_(std::move(inner)), to_(std::move(to)) {}

    boost::asio::any_io_executor get_executor() { return inner_.get_executor(); }

    boost::asio::awaitable<result<http::response>> send(http::request request, limits allowed) {
        auto const kept = request;
        auto answer = co_await inner_.send(std::move(request), allowed);
        if (answer) to_.keep(kept, *answer);
        co_return answer;
    }

    boost::asio::awaitable<result<exchange>> open(http::request request, limits allowed) {
        auto kept = request;
        auto opened = co_await inner_.open(std::move(request), allowed);
        if (!opened) co_return opened.error();
        co_return exchange(std::move(*opened), std::move(kept), to_);
    }

private:
    T inner_;
    cassette to_;
};

} // namespace parley::inline v0::transport

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/transport/impl/cassette.ipp>
#endif

#endif
