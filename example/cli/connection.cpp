#include "cli/connection.hpp"
#include "cli/providers.hpp"

#include "cli/network.hpp"

#include <parley/clock.hpp>
#include <parley/http/base64.hpp>
#include <parley/migrate/atomic_file.hpp>
#include <parley/model/cost.hpp>
#include <parley/model/date.hpp>
#include <parley/model/table.hpp>
#include <parley/profile/profile_store.hpp>
#include <parley/profile_client.hpp>
#include <parley/reflect/to_json.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/describe/enum_to_string.hpp>

#include <CLI/CLI.hpp>

#include <csignal>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

namespace cli {

using parley::errc;
using parley::error;
using parley::result;
namespace asio = boost::asio;
namespace chat = parley::chat;
namespace model = parley::model;
namespace profile = parley::profile;

void connection_arguments::add_to(CLI::App& command, wants what) {
    auto* const named = command.add_option("--profile", profile, "A stored profile");
    command.add_option("--dir", folder, "The folder of the profiles; OpenHands' own where none is given")->needs(named);
    cipher.add_to(command);
    std::vector<std::string> names;
    for (auto const& row : providers()) names.emplace_back(row.name);
    auto* const place = command.add_option("--provider", provider, "Where the model is served")->check(CLI::IsMember(names))->excludes(named);
    if (what == wants::model) place->needs(command.add_option("--model", model, "The model, as its provider names it")->needs(place));
    command.add_option("--base-url", base_url, "Another address than the provider's own")->needs(place);
    command.add_option("--api-key-env", key_variable, "The environment variable that holds the provider's key")->needs(place);
    command.parse_complete_callback([this] {
        if (profile.empty() && provider.empty()) throw CLI::RequiredError("--profile or --provider");
    });
}

result<profile::llm_profile> connection_arguments::make(parley::environment const& from) const {
    if (!profile.empty()) {
        auto opened = cipher.make(from);
        if (!opened) return opened.error();
        auto where = folder.empty() ? profile::default_profile_folder(from) : result<std::string>(folder);
        if (!where) return where.error();
        return profile::profile_store<chosen_cipher>(std::move(*where), *opened).load_resolved(profile);
    }
    profile::llm_profile made;
    for (auto const& row : providers()) {
        if (provider != row.name) continue;
        made.model = row.prefix + model;
        made.api.api_mode = row.mode;
        auto const variable = key_variable.empty() ? std::string(row.key_variable) : key_variable;
        auto const text = from.variable(variable);
        if (!text && base_url.empty()) return error(errc::misconfigured, "The variable that should hold the key is not set.", variable);
        auto key = parley::secret::make(text.value_or(""));
        if (!key) return key.error();
        made.api_key = std::move(*key);
    }
    if (!base_url.empty()) made.base_url = base_url;
    return made;
}

connection::connection(std::unique_ptr<asio::io_context> context, parley::any_client client, std::string model)
    : context_(std::move(context)), client_(std::move(client)), model_(std::move(model)), catalogue_(parley::model::built_in_models()) {}

result<connection> connection::open(profile::llm_profile const& how, std::string name, parley::environment const& around) {
    auto context = std::make_unique<asio::io_context>();
    parley::profile_client_options options;
    options.name = std::move(name);
    auto client = parley::make_client(how, around, make_transport(context->get_executor()), std::move(options));
    if (!client) return client.error();
    return connection(std::move(context), std::move(*client), how.model);
}

result<chat::response> connection::ask(chat::request q, std::function<void(std::string_view)> on_text) {
    asio::cancellation_signal stop;
    asio::signal_set interrupted(*context_, SIGINT);
    interrupted.async_wait([&](boost::system::error_code failure, int) {
        if (!failure) stop.emit(asio::cancellation_type::terminal);
    });
    std::optional<result<chat::response>> answer;
    auto const done = [&](result<chat::response> got) {
        interrupted.cancel();
        answer = std::move(got);
    };
    auto const tell = [on_text](chat::event const& e) {
        if (auto const* more = std::get_if<chat::text_delta>(&e)) on_text(more->text);
    };
    if (on_text) client_.async_stream(std::move(q), tell, asio::bind_cancellation_slot(stop.slot(), done));
    else client_.async_chat(std::move(q), asio::bind_cancellation_slot(stop.slot(), done));
    context_->restart();
    context_->run();
    return std::move(*answer);
}

std::string connection::cost_of(chat::response const& r) const {
    auto found = catalogue_.find(r.model);
    if (!found) found = catalogue_.find(model_);
    if (!found) return {};
    auto const bill = model::cost(r.usage, *found.model, model::date_of(parley::clock().now()));
    return bill && bill->total ? bill->total->text() : std::string();
}

boost::json::object connection::object_of(chat::response const& r) const {
    auto const cost = cost_of(r);
    return {{"model", r.model},
            {"text", r.text()},
            {"finish_reason", boost::describe::enum_to_string(r.finish_reason, "")},
            {"usage", parley::reflect::to_json(r.usage)},
            {"cost", cost.empty() ? boost::json::value(nullptr) : boost::json::value(boost::json::string(cost))},
            {"attempts", r.attempts.value_or(1)},
            {"elapsed_ms", r.elapsed_ms.value_or(0)}};
}

std::string connection::line_of(chat::response const& r) const {
    auto const cost = cost_of(r);
    return one_line(r.model + ": " + std::to_string(r.usage.input_tokens) + " tokens in, " + std::to_string(r.usage.output_tokens) + " out, " +
                    (cost.empty() ? "no price is known" : cost + " USD"));
}

result<chat::image> read_image(std::string const& file) {
    constexpr struct {
        std::string_view ending, media_type;
    } kinds[] = {{".png", "image/png"}, {".jpg", "image/jpeg"}, {".jpeg", "image/jpeg"}, {".gif", "image/gif"}, {".webp", "image/webp"}};
    for (auto const& kind : kinds) {
        if (!file.ends_with(kind.ending)) continue;
        auto const bytes = parley::migrate::read_file(file);
        if (!bytes) return bytes.error();
        chat::image picture;
        picture.data = parley::http::base64(*bytes);
        picture.media_type = std::string(kind.media_type);
        return picture;
    }
    return error(errc::unsupported, "Only png, jpg, gif and webp are pictures here.", file);
}

} // namespace cli
