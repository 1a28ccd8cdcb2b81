// What a program's calls used and cost, call by call and in all.
#include <parley/blocking.hpp>
#include <parley/client.hpp>
#include <parley/model/table.hpp>
#include <parley/observed.hpp>
#include <parley/totals.hpp>

#include <sandbox/local.hpp>

#include <iomanip>
#include <iostream>
#include <memory>

int main() {
    // tag::observe[]
    auto const sums = std::make_shared<parley::totals>();
    parley::observe_rules rules;
    rules.prices = std::make_shared<parley::model::catalogue const>(parley::model::built_in_models());

    parley::blocking client([&](boost::asio::any_io_executor executor) {
        parley::client<parley::family::openai_chat, parley::auth::api_key> gpt(parley::secret::make("any").value(), sandbox::make_transport(executor));
        return parley::observed(gpt, sums, rules);
    });
    // end::observe[]

    for (auto const* model : {"gpt-4o", "gpt-4o-mini", "gpt-4o", "fail-400"}) (void)client.chat(parley::ask(model).user("How much is this?"));

    // tag::report[]
    for (auto const& [model, sum] : sums->by_model())
        std::cout << std::left << std::setw(12) << model << std::right << std::setw(3) << sum.calls << " calls " << std::setw(3) << sum.failed << " failed "
                  << std::setw(5) << sum.usage.input_tokens << " in " << std::setw(5) << sum.usage.output_tokens << " out  " << sum.cost.text() << " USD\n";
    std::cout << "in all " << sums->all().cost.text() << " USD\n";
    // end::report[]
    auto const all = sums->all();
    return all.calls == 4 && all.failed == 1 && all.usage.input_tokens == 12 && all.unpriced == 0 && all.cost.text() != "0" ? 0 : 1;
}
