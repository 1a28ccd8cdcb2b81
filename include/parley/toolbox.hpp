#ifndef PARLEY_TOOLBOX_HPP
#define PARLEY_TOOLBOX_HPP

#include <parley/chat/part.hpp>
#include <parley/chat/request.hpp>
#include <parley/chat/tool.hpp>
#include <parley/detail/tool_callable.hpp>
#include <parley/reflect/check.hpp>
#include <parley/reflect/json_schema.hpp>
#include <parley/result.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::inline v0 {

/// What the model is told of a tool call: parts, or why there are none.
using tool_answer = result<std::vector<chat::result_part>>;

/// Functions of the program that a model may call.
///
/// A value; distinct objects may be used from distinct threads. The functions themselves are shared by copies. Those that one `async_run` calls
/// never run at the same time on two threads.
class toolbox {
public:
    /// Runs a tool. @param arguments as the model wrote them; usually a JSON object.
    using handler = std::function<boost::asio::awaitable<tool_answer>(std::string arguments)>;

    /// Adds a function, in place of one with the same name.
    /// @param name        as the model calls it: letters, digits, `_` and `-`.
    /// @param description what it does and when to use it, for the model.
    /// @param function    takes one described struct, whose schema is sent and into which the arguments are read, or nothing. Gives text, a
    ///                    `std::vector<chat::result_part>`, anything that reflect can write as JSON, or nothing; a `result` or an
    ///                    `asio::awaitable` of any of these. What it throws, and the error of a result, the model is told.
    template <class Function> toolbox& add(std::string name, std::string description, Function function) {
        using arguments = detail::tool_arguments_t<Function>;
        static_assert(detail::is_tool_v<Function>,
                      "parley[toolbox.arguments]: a tool takes one struct described with BOOST_DESCRIBE_STRUCT, or nothing: the model is told the schema of that");
        chat::tool offered;
        offered.name = std::move(name);
        offered.description = std::move(description);
        if constexpr (detail::is_tool_v<Function>) {
            offered.parameters = reflect::json_schema<arguments>();
            offered.parameters.erase("$schema");
            return add(std::move(offered), [held = std::make_shared<Function>(std::move(function))](std::string text) {
                return detail::tool_callable<Function>::call(held, std::move(text));
            });
        } else {
            return *this;
        }
    }

    /// Adds a tool whose schema is known when the program runs, or one that a provider defines and the program runs, such as a computer to use.
    toolbox& add(chat::tool offered, handler run) {
        auto const known = std::find_if(tools_.begin(), tools_.end(), [&](tool const& t) { return name_of(t.offered) == name_of(offered); });
        if (known == tools_.end()) tools_.push_back({std::move(offered), std::move(run)});
        else *known = {std::move(offered), std::move(run)};
        return *this;
    }

    /// Adds what the model is told of the tools to a request; a tool of the request's own that has the same name stays.
    void offer(chat::request& to) const {
        for (auto const& t : tools_)
            if (!is_offered(to, name_of(t.offered))) to.tools.push_back(t.offered);
    }

    /// Returns what runs a tool; null where there is none of this name. Valid until the toolbox changes.
    handler const* find(std::string_view name) const& noexcept {
        auto const at = std::find_if(tools_.begin(), tools_.end(), [&](tool const& t) { return name_of(t.offered) == name; });
        return at == tools_.end() ? nullptr : &at->run;
    }
    handler const* find(std::string_view name) && = delete;

    /// Returns what a model calls a tool: a provider's own tool is called as its provider says.
    static std::string_view name_of(chat::tool const& t) noexcept {
        auto const* const own = t.name.empty() && t.provider ? t.provider->value.if_object() : nullptr;
        auto const* const name = own ? own->if_contains("name") : nullptr;
        return name && name->is_string() ? std::string_view(name->get_string().data(), name->get_string().size()) : std::string_view(t.name);
    }

private:
    struct tool {
        chat::tool offered;
        handler run;
    };

    static bool is_offered(chat::request const& q, std::string_view name) {
        return std::any_of(q.tools.begin(), q.tools.end(), [&](chat::tool const& t) { return !name.empty() && name_of(t) == name; });
    }

    std::vector<tool> tools_;
};

} // namespace parley::inline v0

#endif
