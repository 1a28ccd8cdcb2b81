#ifndef PARLEY_CHAT_FOLD_HPP
#define PARLEY_CHAT_FOLD_HPP

#include <parley/chat/event.hpp>
#include <parley/chat/part.hpp>
#include <parley/chat/response.hpp>
#include <parley/config.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace parley::inline v0::chat {

/// Puts the events of a stream together again: exactly the response that the same answer would have been without streaming.
class fold {
public:
    /// Adds the stream's next event.
    void operator()(event const& e);
    void operator()(event&& e);

    void operator()(started const& e);
    void operator()(text_delta const& e);
    void operator()(thinking_delta const& e);
    void operator()(refusal_delta const& e);
    void operator()(tool_call_delta const& e);
    void operator()(whole_part const& e);
    void operator()(cited const& e);
    void operator()(logprobs_delta const& e);
    void operator()(further const& e);
    void operator()(finished const& e);
    void operator()(usage_reported const& e);

    /// Returns the response; the fold is empty afterwards.
    /// @param how how the stream ended.
    response finish(end how);

private:
    // std::visit would be one line, and costs every source file that sees it half a second.
    template <class Event> bool add(event const& e) {
        auto const* const one = std::get_if<Event>(&e);
        if (one) (*this)(*one);
        return one != nullptr;
    }
    static void add(std::optional<std::string> const& piece, std::optional<std::string>& to) {
        if (piece) to = to.value_or("") + *piece;
    }
    choice& choice_at(int wanted) {
        auto const index = wanted > 0 ? static_cast<std::size_t>(wanted) : 0;
        if (index >= choices_.size()) choices_.resize(index + 1);
        return choices_[index];
    }
    // A place behind the last part begins a new one.
    part& place(auto const& e) {
        auto& content = choice_at(e.choice).content;
        auto const index = e.part > 0 ? static_cast<std::size_t>(e.part) : 0;
        return index < content.size() ? content[index] : content.emplace_back();
    }
    template <class Part> Part& at(auto const& e) {
        auto& p = place(e);
        if (auto* held = std::get_if<Part>(&p)) return *held;
        return p.template emplace<Part>();
    }

    std::vector<choice> choices_;
    response response_;
};

} // namespace parley::inline v0::chat

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/chat/impl/fold.ipp>
#endif

#endif
