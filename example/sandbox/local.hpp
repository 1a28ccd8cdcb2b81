#ifndef PARLEY_EXAMPLE_SANDBOX_LOCAL_HPP
#define PARLEY_EXAMPLE_SANDBOX_LOCAL_HPP

#include <cstdint>
#include <memory>
#include <string>

namespace sandbox {

class server;

/// A sandbox that runs while the object lives; compiled once, so that programs with it do not wait for four families and Beast.
class local {
public:
    /// @param key  the only key that is accepted beside the tokens that it hands out; empty = any.
    /// @param port 0 = the system picks one.
    explicit local(std::string key = {}, std::uint16_t port = 0);
    local(local const&) = delete;
    local& operator=(local const&) = delete;
    ~local();

    std::string origin() const;     ///< such as `http://127.0.0.1:40000`
    std::string url() const;        ///< the base URL of OpenAI's and Anthropic's families
    std::string gemini_url() const; ///< the base URL of Gemini's family

private:
    std::unique_ptr<server> server_;
};

} // namespace sandbox

#endif
