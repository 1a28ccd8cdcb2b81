#include <sandbox/local.hpp>
#include <sandbox/server.hpp>

#include <parley/transport/loopback.hpp>

#include <utility>

namespace sandbox {

local::local(std::string key, std::uint16_t port, std::chrono::milliseconds pace) {
    options how;
    how.key = std::move(key);
    how.port = port;
    how.pace = pace;
    server_ = std::make_unique<server>(std::move(how));
}
local::~local() = default;

std::string local::origin() const { return server_->origin(); }
std::string local::url() const { return server_->url(); }
std::string local::gemini_url() const { return server_->gemini_url(); }

parley::any_transport make_transport(boost::asio::any_io_executor executor, std::string key) {
    constexpr std::size_t piece = 64; // of a stream, so that it arrives in pieces
    auto const other_end = std::make_shared<provider>(std::move(key));
    return parley::transport::loopback(std::move(executor), [other_end](http::request const& r) { return other_end->whole(r); }, piece);
}

} // namespace sandbox
