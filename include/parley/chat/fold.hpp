#ifndef PARLEY_CHAT_FOLD_HPP
#define PARLEY_CHAT_FOLD_HPP

#include <parley/chat/arguments.hpp>
#include <parley/chat/event.hpp>
#include <parley/chat/part.hpp>
#include <parley/chat/response.hpp>

#include <cstddef>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace parley::inline v0::chat {

/// Puts the events of a stream together again: exactly the response that the same answer would have been without streaming.
class fold {
public:
    /// Adds the stream's next event.
    void operator()(event const& e) { (add<text_delta>(e) || add<thinking_delta>(e) || add<tool_call_delta>(e) || add<refusal_delta>(e) || add<cited>(e) ||
                                       add<logprobs_delta>(e) || add<whole_part>(e) || add<usage_reported>(e) || add<finished>(e) || add<started>(e) || add<further>(e)); }

    void operator()(started const& e) {
        response_.id = e.id;
        response_.model = e.model;
    }
    void operator()(text_delta const& e) {
        auto& part = at<text>(e);
        part.text += e.text;
        add(e.signature, part.signature);
    }
    void operator()(thinking_delta const& e) {
        auto& part = at<thinking>(e);
        part.text += e.text;
        add(e.signature, part.signature);
    }
    void operator()(refusal_delta const& e) { at<refusal>(e).text += e.text; }
    void operator()(tool_call_delta const& e) {
        auto& call = at<tool_call>(e);
        call.id += e.id;
        call.name += e.name;
        if (!call.arguments_text) call.arguments_text.emplace();
        *call.arguments_text += e.arguments;
        add(e.signature, call.signature);
    }
    void operator()(whole_part const& e) { place(e) = part(e.value); }
    void operator()(cited const& e) {
        auto& part = at<text>(e);
        if (!part.citations) part.citations.emplace();
        part.citations->push_back(e.citation);
    }
    void operator()(logprobs_delta const& e) {
        auto& known = choice_at(e.choice).logprobs;
        if (!known) known.emplace();
        known->insert(known->end(), e.tokens.begin(), e.tokens.end());
    }
    void operator()(further const& e) {
        for (auto const& member : e.members) response_.extra.insert_or_assign(member.key(), member.value());
    }
    void operator()(finished const& e) {
        auto& done = choice_at(e.choice);
        done.finish_reason = e.finish_reason;
        done.finish_raw = e.finish_raw;
    }
    void operator()(usage_reported const& e) { response_.usage = e.usage; }

    /// Returns the response; the fold is empty afterwards.
    /// @param how how the stream ended.
    response finish(end how) {
        if (choices_.empty()) choices_.emplace_back();
        for (auto& c : choices_)
            for (auto& p : c.content)
                if (auto* call = std::get_if<tool_call>(&p); call && call->arguments_text) set_arguments(*call, std::move(*call->arguments_text));
        response_.content = std::move(choices_.front().content);
        response_.finish_reason = choices_.front().finish_reason;
        response_.finish_raw = std::move(choices_.front().finish_raw);
        response_.logprobs = std::move(choices_.front().logprobs);
        response_.alternatives.assign(std::move_iterator(choices_.begin() + 1), std::move_iterator(choices_.end()));
        response_.end = how;
        choices_.clear();
        return std::exchange(response_, {});
    }

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

#endif
