#ifndef PARLEY_IMPL_CATALOG_CLIENT_IPP
#define PARLEY_IMPL_CATALOG_CLIENT_IPP

#include <parley/catalog_client.hpp>

#include <parley/catalog/custom_provider.hpp>
#include <parley/detail/provider_call.hpp>
#include <parley/detail/resolved_client.hpp>

namespace parley::inline v0 {

namespace detail {

PARLEY_DECL boost::asio::awaitable<result<provider_check>> validate_provider(catalog::store& in, catalog::principal who, catalog::provider_guard with,
                                                                             std::optional<catalog::provider_id> which, boost::json::object settings,
                                                                             any_transport via, provider_call_options how) {
    auto draft = catalog::draft_provider(in, who, with, which, std::move(settings));
    if (!draft) co_return draft.error();
    provider_check done;
    if (!draft->settings.base_url) {
        done.message = "The provider has no address to ask.";
        co_return done;
    }
    any_transport const checked = guarded_transport(std::move(via), draft->network, how.lookup);
    auto const found = co_await ask_for_models(std::move(draft->settings), checked, how.refresh.limits, how.validate_limit);
    if (!found && found.error().code == errc::cancelled) co_return found.error();
    done.valid = found.has_value();
    if (found) done.models = found->models.size();
    else done.message = sentence(found.error().code);
    co_return done;
}

PARLEY_DECL boost::asio::awaitable<result<catalog::refresh_outcome>> refresh_provider(catalog::store& in, catalog::principal who,
                                                                                      catalog::provider_guard with, catalog::provider_id which,
                                                                                      catalog::reference_sources sources, any_transport via,
                                                                                      provider_call_options how) {
    auto const run = catalog::begin_refresh(in, who, with, which, how.refresh.rules);
    if (!run) co_return run.error();
    any_transport const checked = guarded_transport(std::move(via), run->network, how.lookup);
    auto const found = co_await ask_for_models(run->settings, checked, how.refresh.limits, how.refresh_limit);
    auto done = found ? catalog::finish_refresh(in, who, *run, *found, sources, how.refresh) : result<catalog::refresh_outcome>(found.error());
    if (!done) (void)catalog::fail_refresh(in, who, *run, done.error()); // what went wrong first is what is told
    co_return done;
}

} // namespace detail

PARLEY_DECL result<any_client> make_client(catalog::resolved_model const& resolved, environment const& from, any_transport transport,
                                           client_options options, detail::host_lookup lookup) {
    if (resolved.kind != catalog::model_kind::completion) return error(errc::unsupported, "This model does not chat.", resolved.model);
    return resolved.provider ? detail::client_of_provider(resolved, std::move(transport), std::move(options), std::move(lookup))
                             : detail::client_of_vendor(resolved, from, std::move(transport), std::move(options));
}

} // namespace parley::inline v0

#endif
