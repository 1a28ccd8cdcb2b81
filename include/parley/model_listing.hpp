#ifndef PARLEY_MODEL_LISTING_HPP
#define PARLEY_MODEL_LISTING_HPP

#include <parley/client.hpp>
#include <parley/clock.hpp>
#include <parley/detail/initiate.hpp>
#include <parley/detail/kept_list.hpp>
#include <parley/errc.hpp>
#include <parley/error.hpp>
#include <parley/model/info.hpp>
#include <parley/provider/address.hpp>
#include <parley/provider/provider.hpp>
#include <parley/result.hpp>
#include <parley/services.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace parley::inline v0 {

/// How long what a provider says of its models counts.
struct listing_rules {
    std::chrono::seconds kept = std::chrono::hours(1);     ///< an answer
    std::chrono::seconds missed = std::chrono::minutes(1); ///< a failure, but that of credentials
    parley::clock clock = {};
};

/// What the provider of a client says of its models, asked for when it is needed and known for a while. At the OpenHands proxy and at LiteLLM's this
/// is `/v1/model/info`.
///
/// Copies share what is known. Calls may overlap and may begin on any thread; each keeps what it needs alive. Nothing is sent before the first call.
class model_listing {
public:
    using executor_type = boost::asio::any_io_executor;

    /// @param client of a provider that has a list of its models.
    template <class Provider, class Auth, class Transport>
    explicit model_listing(client<Provider, Auth, Transport> client, listing_rules const& rules = {})
        : site_(&provider::site_of<Provider>), executor_(client.get_executor()),
          list_(std::make_shared<list>([client = std::move(client)]() mutable { return client.async_list_models(boost::asio::use_awaitable); }, rules.kept, rules.missed,
                                       rules.clock)) {}

    executor_type get_executor() const { return executor_; }

    /// Gives all models under their public names.
    /// @param token any completion token for `void(result<std::vector<model::info>>)`.
    /// @par Errors
    /// Those of `client::async_list_models`.
    template <class Token> auto async_list(Token&& token) const {
        return detail::initiate<std::vector<model::info>>(executor_, all_of(list_), std::forward<Token>(token));
    }

    /// Gives what is known of one model.
    /// @param name  public, the one on the wire, or one of the provider's own for the same model.
    /// @param token any completion token for `void(result<model::info>)`.
    /// @par Errors
    /// `errc::model_not_found` with the public name; those of `client::async_list_models`.
    template <class Token> auto async_find(std::string name, Token&& token) const {
        return detail::initiate<model::info>(executor_, find(list_, *site_, std::move(name)), std::forward<Token>(token));
    }

    /// Forgets what is known: the next call asks.
    void forget() { list_->forget(); }

private:
    using list = detail::kept_list<model::info>;

    static boost::asio::awaitable<result<std::vector<model::info>>> all_of(std::shared_ptr<list> from) {
        auto const rows = co_await list::get(std::move(from));
        if (!rows) co_return rows.error();
        co_return **rows;
    }

    static boost::asio::awaitable<result<model::info>> find(std::shared_ptr<list> from, provider::site const& at, std::string name) {
        auto const rows = co_await list::get(std::move(from));
        if (!rows) co_return rows.error();
        auto const known = provider::to_public(at, name), sent = provider::to_wire(at, known);
        auto const bare = known.substr(at.public_prefix.size());
        auto const is_meant = [&](std::string const& called) { return called == known || called == sent || called == bare || called == name; };
        auto const found = std::find_if((*rows)->begin(), (*rows)->end(), [&](model::info const& row) {
            return row.id == known || std::any_of(row.aliases.begin(), row.aliases.end(), is_meant);
        });
        if (found == (*rows)->end()) co_return error(errc::model_not_found, "The provider does not list the model.", known);
        co_return *found;
    }

    provider::site const* site_;
    executor_type executor_;
    std::shared_ptr<list> list_;
};

} // namespace parley::inline v0

#endif
