#ifndef PARLEY_DATABRICKS_LISTING_HPP
#define PARLEY_DATABRICKS_LISTING_HPP

#include <parley/client.hpp>
#include <parley/clock.hpp>
#include <parley/detail/erased_client.hpp>
#include <parley/detail/exchange.hpp>
#include <parley/detail/initiate.hpp>
#include <parley/detail/kept_list.hpp>
#include <parley/errc.hpp>
#include <parley/error.hpp>
#include <parley/family/family.hpp>
#include <parley/http/request.hpp>
#include <parley/http/response.hpp>
#include <parley/http/url.hpp>
#include <parley/provider/databricks_models.hpp>
#include <parley/result.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <functional>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace parley::inline v0 {

/// Which models of a workspace are listed, and how long that counts.
struct databricks_listing_rules {
    provider::databricks_filter filter = {};
    std::vector<std::string> schemas = {"system.ai"}; ///< of Unity Catalog, beside the serving endpoints
    bool curated = true;                              ///< also the models that are known to be good, in the order in which to offer them
    std::chrono::seconds kept = std::chrono::minutes(5);
    std::chrono::seconds missed = std::chrono::minutes(1); ///< of a failure, but that of credentials
    parley::clock clock = {};
};

/// The models of a Databricks workspace: its serving endpoints and the model services of Unity Catalog, asked for with a client's credentials when they
/// are needed, to the last page, and known for a while.
///
/// A workspace that serves one of these lists and refuses the other has the models of the one. Copies share what is known. Calls may overlap and may
/// begin on any thread; each keeps what it needs alive. Nothing is sent before the first call.
class databricks_listing {
public:
    using executor_type = boost::asio::any_io_executor;

    /// @param client    whose credentials, headers and rules of trying again count.
    /// @param workspace such as `https://x.cloud.databricks.com`; its path does not matter.
    databricks_listing(detail::erased_client client, http::url workspace, databricks_listing_rules rules = {})
        : executor_(client.get_executor()), list_(make_list(std::move(client), std::move(workspace), std::move(rules))) {}

    executor_type get_executor() const { return executor_; }

    /// Gives the models.
    /// @param token any completion token for `void(result<std::vector<provider::databricks_model>>)`.
    /// @par Errors
    /// Those of `client::async_list_models`. Where the workspace cannot be asked there are no curated models either: `provider::databricks_offer()` has
    /// them.
    template <class Token> auto async_list(Token&& token) const {
        return detail::initiate<std::vector<provider::databricks_model>>(executor_, all_of(list_), std::forward<Token>(token));
    }

    /// Forgets what is known: the next call asks.
    void forget() { list_->forget(); }

private:
    using models = std::vector<provider::databricks_model>;
    using list = detail::kept_list<provider::databricks_model>;

    /// A list of the workspace: how a page is asked for, and how it is read.
    struct source {
        std::function<result<http::request>(std::string const& page)> ask;
        std::function<result<provider::databricks_page>(http::response const&)> read;
    };
    struct setting {
        detail::erased_client client;
        std::vector<source> sources;
        bool curated;
    };

    static std::shared_ptr<list> make_list(detail::erased_client client, http::url workspace, databricks_listing_rules rules) {
        auto with = std::make_shared<setting>(setting{std::move(client), {}, rules.curated});
        with->sources.push_back({[workspace](std::string const& page) { return provider::databricks_endpoints_request(workspace, page); },
                                 [filter = rules.filter](http::response const& r) { return provider::read_databricks_endpoints(r, filter); }});
        for (auto& schema : rules.schemas)
            with->sources.push_back({[workspace, schema = std::move(schema)](std::string const& page) { return provider::unity_catalog_request(workspace, schema, page); },
                                     [](http::response const& r) { return provider::read_unity_catalog(r); }});
        return std::make_shared<list>([with = std::move(with)] { return ask(with); }, rules.kept, rules.missed, rules.clock);
    }

    static boost::asio::awaitable<result<models>> all_of(std::shared_ptr<list> from) {
        auto const rows = co_await list::get(std::move(from));
        if (!rows) co_return rows.error();
        co_return **rows;
    }

    /// Whether a workspace does not serve a list, or not to this caller.
    static bool is_refusal(errc code) noexcept { return code == errc::forbidden || code == errc::not_found || code == errc::model_not_found || code == errc::endpoint_retired; }

    static boost::asio::awaitable<result<models>> ask(std::shared_ptr<setting> with) {
        models all;
        result<void> first = {};
        bool has_answered = false;
        for (auto const& one : with->sources) {
            auto some = co_await pages(with->client, one);
            if (!some && !is_refusal(some.error().code)) co_return some.error(); // half a list would count as a whole one
            if (!some && first) first = some.error();
            if (!some) continue;
            has_answered = true;
            all.insert(all.end(), std::move_iterator(some->begin()), std::move_iterator(some->end()));
        }
        if (!has_answered && !first) co_return first.error();
        co_return with->curated ? provider::databricks_offer(std::move(all)) : std::move(all);
    }

    static boost::asio::awaitable<result<models>> pages(detail::erased_client& client, source const& from) {
        constexpr int most_pages = 1000; // a workspace that gives the same page again must not keep the caller for ever
        models all;
        std::string page;
        for (int i = 0; i != most_pages; ++i) {
            auto make = [&](family::place const&) { return from.ask(page); };
            auto const answer = co_await detail::call<any_transport>::fetch(client.state(), "databricks", make);
            if (!answer) co_return answer.error();
            auto some = from.read(*answer);
            if (!some) co_return some.error();
            all.insert(all.end(), std::move_iterator(some->models.begin()), std::move_iterator(some->models.end()));
            page = std::move(some->next);
            if (page.empty()) co_return all;
        }
        co_return error(errc::limit_exceeded, "The list of models has no end.", "databricks");
    }

    executor_type executor_;
    std::shared_ptr<list> list_;
};

} // namespace parley::inline v0

#endif
