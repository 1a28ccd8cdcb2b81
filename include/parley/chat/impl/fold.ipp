#ifndef PARLEY_CHAT_IMPL_FOLD_IPP
#define PARLEY_CHAT_IMPL_FOLD_IPP

#include <parley/chat/fold.hpp>

#include <parley/chat/arguments.hpp>

#include <iterator>
#include <utility>

namespace parley::inline v0::chat {

PARLEY_DECL void fold::operator()(event const& e) {
    (add<text_delta>(e) || add<thinking_delta>(e) || add<tool_call_delta>(e) || add<refusal_delta>(e) || add<cited>(e) || add<logprobs_delta>(e) ||
     add<whole_part>(e) || add<usage_reported>(e) || add<finished>(e) || add<started>(e) || add<further>(e));
}

PARLEY_DECL void fold::operator()(event&& e) {
    if (auto* const first = std::get_if<text_delta>(&e); first && !first->signature && at<text>(*first).text.empty()) at<text>(*first).text = std::move(first->text);
    else if (auto* const whole = std::get_if<whole_part>(&e)) place(*whole) = std::move(whole->value);
    else if (auto* const used = std::get_if<usage_reported>(&e)) response_.usage = std::move(used->usage);
    else if (auto* const more = std::get_if<further>(&e); more && response_.extra.empty()) response_.extra = std::move(more->members);
    else (*this)(std::as_const(e));
}

PARLEY_DECL void fold::operator()(started const& e) {
    response_.id = e.id;
    response_.model = e.model;
}

PARLEY_DECL void fold::operator()(text_delta const& e) {
    auto& part = at<text>(e);
    part.text += e.text;
    add(e.signature, part.signature);
}

PARLEY_DECL void fold::operator()(thinking_delta const& e) {
    auto& part = at<thinking>(e);
    part.text += e.text;
    add(e.signature, part.signature);
}

PARLEY_DECL void fold::operator()(refusal_delta const& e) { at<refusal>(e).text += e.text; }

PARLEY_DECL void fold::operator()(tool_call_delta const& e) {
    auto& call = at<tool_call>(e);
    call.id += e.id;
    call.name += e.name;
    if (!call.arguments_text) call.arguments_text.emplace();
    *call.arguments_text += e.arguments;
    add(e.signature, call.signature);
}

PARLEY_DECL void fold::operator()(whole_part const& e) { place(e) = part(e.value); }

PARLEY_DECL void fold::operator()(cited const& e) {
    auto& part = at<text>(e);
    if (!part.citations) part.citations.emplace();
    part.citations->push_back(e.citation);
}

PARLEY_DECL void fold::operator()(logprobs_delta const& e) {
    auto& known = choice_at(e.choice).logprobs;
    if (!known) known.emplace();
    known->insert(known->end(), e.tokens.begin(), e.tokens.end());
}

PARLEY_DECL void fold::operator()(further const& e) {
    for (auto const& member : e.members) response_.extra.insert_or_assign(member.key(), member.value());
}

PARLEY_DECL void fold::operator()(finished const& e) {
    auto& done = choice_at(e.choice);
    done.finish_reason = e.finish_reason;
    done.finish_raw = e.finish_raw;
}

PARLEY_DECL void fold::operator()(usage_reported const& e) { response_.usage = e.usage; }

PARLEY_DECL response fold::finish(end how) {
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

} // namespace parley::inline v0::chat

#endif
