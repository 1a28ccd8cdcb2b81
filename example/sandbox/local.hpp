#ifndef PARLEY_EXAMPLE_SANDBOX_LOCAL_HPP
#define PARLEY_EXAMPLE_SANDBOX_LOCAL_HPP

#include <parley/transport/any.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

namespace sandbox {

class server;

// The sandbox compiled once, so that programs with it do not wait for four families and Beast.

/// A sandbox on a port of this machine while the object lives.
class local {
public:
    /// @param key  the only key that is accepted beside the tokens that it hands out; empty = any.
    /// @param port 0 = the system picks one.
    /// @param pace what passes before each piece of a stream.
    explicit local(std::string key = {}, std::uint16_t port = 0, std::chrono::milliseconds pace = std::chrono::milliseconds(0));
    local(local const&) = delete;
    local& operator=(local const&) = delete;
    ~local();

    std::string origin() const;     ///< such as `http://127.0.0.1:40000`
    std::string url() const;        ///< the base URL of OpenAI's and Anthropic's families
    std::string gemini_url() const; ///< the base URL of Gemini's family

private:
    std::unique_ptr<server> server_;
};

/// Returns a transport whose other end is a sandbox in this process: requests to any host are answered, none is sent.
/// @param key as for `local`.
parley::any_transport make_transport(boost::asio::any_io_executor executor, std::string key = {});

/// The same for a `sync_client`.
inline auto factory(std::string key = {}) {
    return [key = std::move(key)](boost::asio::any_io_executor executor) { return make_transport(std::move(executor), key); };
}

} // namespace sandbox

#endif
