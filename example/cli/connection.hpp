#ifndef EXAMPLE_CLI_CONNECTION_HPP
#define EXAMPLE_CLI_CONNECTION_HPP

#include "cli/cipher.hpp"
#include "cli/command.hpp"

#include <parley/any_client.hpp>
#include <parley/chat/request.hpp>
#include <parley/chat/response.hpp>
#include <parley/model/catalogue.hpp>
#include <parley/profile/llm_profile.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/json/object.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace cli {

/// Which model to talk to, where, and with which key: `--profile NAME`, or `--provider P --model M`.
struct connection_arguments {
    std::string profile;
    std::string folder;
    cipher_arguments cipher;
    std::string provider;
    std::string model;
    std::string base_url;
    std::string key_variable;

    /// Whether the command talks to a model or to the provider alone.
    enum class wants { model, provider };
    void add_to(CLI::App& command, wants what = wants::model);

    /// @return the profile that says all this; `errc::cipher_missing`, `errc::misconfigured` where a variable is not set, and the store's errors.
    parley::result<parley::profile::llm_profile> make(parley::environment const& from) const;
};

/// A client with the loop that it runs on.
class connection {
public:
    /// Makes the client that a profile describes. Nothing is sent.
    /// @param name of the profile, for errors.
    static parley::result<connection> open(parley::profile::llm_profile const& how, std::string name, parley::environment const& around);

    /// Asks and waits for the answer; an interrupt (Ctrl-C) meanwhile ends the call with `errc::cancelled`, and nothing else.
    /// @param on_text where given, the answer is streamed, and this is called with its text as it arrives.
    parley::result<parley::chat::response> ask(parley::chat::request q, std::function<void(std::string_view)> on_text = {});

    std::string const& model() const { return model_; }

    /// `{"model","text","finish_reason","usage","cost","attempts","elapsed_ms"}`, the cost in US dollars as text, or null.
    boost::json::object object_of(parley::chat::response const& r) const;

    /// Usage and cost in one line for a person.
    std::string line_of(parley::chat::response const& r) const;

private:
    connection(std::unique_ptr<boost::asio::io_context> context, parley::any_client client, std::string model);

    /// @return in US dollars; empty where no price is known.
    std::string cost_of(parley::chat::response const& r) const;

    std::unique_ptr<boost::asio::io_context> context_; // outlives the client
    parley::any_client client_;
    std::string model_;
    parley::model::catalogue catalogue_;
};

/// Reads a picture for a request.
/// @return the part; `errc::unsupported` where the file's name does not tell a kind that models look at; the errors of reading a file.
parley::result<parley::chat::image> read_image(std::string const& file);

} // namespace cli

#endif
