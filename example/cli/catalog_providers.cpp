#include "cli/catalog.hpp"
#include "cli/network.hpp"

#include <parley/catalog/custom_provider.hpp>
#include <parley/catalog/rotate_keys.hpp>
#include <parley/catalog_client.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <CLI/CLI.hpp>

#include <csignal>
#include <optional>
#include <utility>

namespace cli::catalog_commands {

namespace {

namespace asio = boost::asio;

result<exit_status> settings_done(workplace& w, bool is_new) {
    auto const with = guard(w);
    if (!with) return with.error();
    auto settings = read_object(w.a.text, "What is said about a provider");
    if (!settings) return settings.error();
    if (is_new) return show(w, catalog::create_provider(w.in, w.who, *with, std::move(*settings)));
    return show(w, catalog::update_provider(w.in, w.who, *with, {w.a.number}, std::move(*settings)));
}
result<exit_status> add_provider(workplace& w) { return settings_done(w, true); }
result<exit_status> set_provider(workplace& w) { return settings_done(w, false); }
result<exit_status> list_providers(workplace& w) {
    auto const page = catalog::list_providers(w.in, w.who, {.limit = w.a.limit, .cursor = w.a.cursor});
    if (!page) return page.error();
    using row = catalog::provider_row;
    return show(w, "providers", page->items, page->next, &row::id, &row::active, &row::has_api_key, &row::display_name, &row::base_url);
}
result<exit_status> remove_provider(workplace& w) { return done(w, catalog::remove_provider(w.in, w.who, {w.a.number}, w.sources)); }
result<exit_status> rotate_keys(workplace& w) {
    auto const with = guard(w);
    if (!with) return with.error();
    return show(w, catalog::rotate_keys(w.in, w.who, with->keys));
}


/// Waits for an operation over the network; Ctrl-C cancels it.
template <class T, class Start> result<T> over_the_network(Start start) {
    asio::io_context context;
    asio::cancellation_signal stop;
    asio::signal_set interrupted(context, SIGINT);
    interrupted.async_wait([&](boost::system::error_code failed, int) {
        if (!failed) stop.emit(asio::cancellation_type::terminal);
    });
    std::optional<result<T>> outcome;
    auto done = [&](result<T> got) {
        interrupted.cancel();
        outcome = std::move(got);
    };
    start(make_transport(context.get_executor()), asio::bind_cancellation_slot(stop.slot(), std::move(done)));
    context.run();
    return std::move(*outcome);
}

result<exit_status> validate(workplace& w) {
    auto const with = guard(w);
    if (!with) return with.error();
    auto settings = read_object(w.a.text, "What is said about a provider");
    if (!settings) return settings.error();
    auto const of = w.a.number ? std::optional(catalog::provider_id{w.a.number}) : std::nullopt;
    auto const tried = over_the_network<parley::provider_check>([&](parley::any_transport via, auto token) {
        parley::async_validate_provider(w.in, w.who, *with, of, std::move(*settings), std::move(via), {}, std::move(token));
    });
    if (!tried) return tried.error();
    (void)show(w, *tried);
    return tried->valid ? exit_status::fine : exit_status::provider_failed;
}

result<exit_status> refresh(workplace& w) {
    auto const with = guard(w);
    if (!with) return with.error();
    parley::provider_call_options how;
    how.refresh.confirmed = w.a.flag;
    return show(w, over_the_network<catalog::refresh_outcome>([&](parley::any_transport via, auto token) {
        parley::async_refresh_provider(w.in, w.who, *with, {w.a.number}, w.sources, std::move(via), how, std::move(token));
    }));
}


} // namespace

void add_providers(menu const& m) {
    auto& a = *m.given;
    auto& provider = m.subgroup("provider", "Providers of an organisation's own; keys are sealed under PARLEY_CATALOG_KEYS");
    auto const numbered = [&](CLI::App& command) -> CLI::App& {
        command.add_option("number", a.number, "Its number")->required();
        return command;
    };
    m.add(provider, "add", "Add a provider", add_provider).add_option("file", a.text, "Its settings, a JSON object; - = standard input")->required();
    m.paged(m.add(provider, "list", "List the providers", list_providers));
    numbered(m.add(provider, "set", "Change a provider", set_provider)).add_option("file", a.text, "A JSON Merge Patch; - = standard input")->required();
    numbered(m.add(provider, "remove", "Remove a provider and its models", remove_provider));
    auto& trying = m.add(provider, "validate", "Try settings out: ask for the models, and store nothing", validate);
    trying.add_option("file", a.text, "The settings of a new provider, or with --provider a JSON Merge Patch; - = standard input")->required();
    trying.add_option("--provider", a.number, "The number of the provider that would be changed");
    numbered(m.add(provider, "refresh", "Bring its models up to date with what it lists", refresh)).add_flag("--confirm", a.flag, "Any number of models may be deleted");
    m.add(provider, "rotate-keys", "Seal every secret under the first key", rotate_keys);
}

} // namespace cli::catalog_commands
