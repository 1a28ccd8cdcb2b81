#ifndef PARLEY_DETAIL_PROBED_DATABRICKS_HPP
#define PARLEY_DETAIL_PROBED_DATABRICKS_HPP

// Asks a workspace which family an endpoint speaks before the first call to it.

#include <parley/chat/request.hpp>
#include <parley/chat/response.hpp>
#include <parley/clock.hpp>
#include <parley/detail/answer_sink.hpp>
#include <parley/detail/asker.hpp>
#include <parley/detail/erased_client.hpp>
#include <parley/detail/exchange.hpp>
#include <parley/detail/layer.hpp>
#include <parley/errc.hpp>
#include <parley/family/family.hpp>
#include <parley/http/request.hpp>
#include <parley/http/response.hpp>
#include <parley/http/url.hpp>
#include <parley/provider/databricks_any.hpp>
#include <parley/provider/databricks_models.hpp>
#include <parley/result.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace parley::inline v0::detail {

/// Calls by the family that the workspace names; by that of the model's name where it cannot be asked.
class databricks_prober final : public asker {
public:
    databricks_prober(erased_client inner, http::url workspace, parley::clock clock) : inner_(std::move(inner)), workspace_(std::move(workspace)), clock_(clock) {}

    boost::asio::awaitable<result<chat::response>> chat(chat::request q) override {
        co_await choose(q);
        co_return co_await inner_.async_chat(std::move(q), boost::asio::use_awaitable);
    }
    boost::asio::awaitable<result<chat::response>> stream(chat::request q, answer_sink to) override {
        co_await choose(q);
        if (to.waiting) co_return co_await inner_.async_stream(std::move(q), std::move(to.waiting), boost::asio::use_awaitable);
        co_return co_await inner_.async_stream(std::move(q), std::move(to.at_once), boost::asio::use_awaitable);
    }

private:
    boost::asio::awaitable<void> choose(chat::request& q) {
        if (provider::asks_for_family(q)) co_return;
        auto family = known(q.model);
        if (!family) {
            family.emplace();
            std::function<result<http::request>(family::place const&)> make = [this, model = q.model](family::place const&) { return provider::databricks_probe_request(workspace_, model); };
            auto const got = co_await call<any_transport>::fetch(inner_.state(), q.model, std::move(make));
            if (got) *family = provider::read_databricks_probe(*got);
            // Whoever was turned away may have other credentials a moment later.
            if (got || !is(got.error(), condition::auth)) keep(q.model, *family);
        }
        if (*family) provider::ask_for_family(q, **family);
    }

    std::optional<std::optional<provider::databricks_family>> known(std::string const& model) {
        std::lock_guard const lock(mutex_);
        return memory_.find(workspace_.origin(), model, clock_.now());
    }
    void keep(std::string const& model, std::optional<provider::databricks_family> family) {
        std::lock_guard const lock(mutex_);
        memory_.keep(workspace_.origin(), model, family, clock_.now());
    }

    erased_client inner_;
    http::url workspace_;
    parley::clock clock_;
    std::mutex mutex_;
    provider::databricks_memory<provider::databricks_family> memory_;
};

/// The client of a profile that wants its endpoints probed.
class probed_databricks : public layer<probed_databricks, databricks_prober> {
public:
    probed_databricks(erased_client inner, http::url workspace, parley::clock clock)
        : layer(inner.get_executor(), std::make_shared<databricks_prober>(inner, std::move(workspace), clock)) {}
};

} // namespace parley::inline v0::detail

#endif
