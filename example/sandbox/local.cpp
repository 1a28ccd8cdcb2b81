#include <sandbox/local.hpp>
#include <sandbox/server.hpp>

#include <utility>

namespace sandbox {

local::local(std::string key, std::uint16_t port) {
    options how;
    how.key = std::move(key);
    how.port = port;
    server_ = std::make_unique<server>(std::move(how));
}
local::~local() = default;

std::string local::origin() const { return server_->origin(); }
std::string local::url() const { return server_->url(); }
std::string local::gemini_url() const { return server_->gemini_url(); }

} // namespace sandbox
