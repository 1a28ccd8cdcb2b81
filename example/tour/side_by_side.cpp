#include "tour/side_by_side.hpp"

#include <parley/chat/ask.hpp>

#include <algorithm>
#include <memory>
#include <utility>
#include <variant>

namespace tour {

namespace chat = parley::chat;

std::function<void(chat::event const&)> side_by_side::sink(std::size_t line) {
    return [this, line, has_begun = std::make_shared<bool>(false)](chat::event const& e) {
        auto const* const piece = std::get_if<chat::text_delta>(&e);
        if (!piece) return;
        if (!std::exchange(*has_begun, true)) at_once_ = std::max(at_once_, ++running_);
        lines_.add(line, piece->text);
    };
}

std::function<void(parley::result<chat::response>)> side_by_side::done(std::size_t line) {
    return [this, line](parley::result<chat::response> answer) {
        ++count_;
        if (running_ > 0) --running_;
        if (!answer) {
            lines_.add(line, to_string(answer.error()));
            if (outcome_) outcome_ = answer.error();
        }
        lines_.end(line);
    };
}

parley::result<void> side_by_side::run() {
    on_.context.restart();
    on_.context.run();
    on_.terminal.out() << on_.terminal.faint("  " + std::to_string(count_) + " answers, " + std::to_string(at_once_) + " of them at once") << '\n';
    return outcome_;
}

chat::request short_question(std::string model, std::string const& prompt) {
    return parley::ask(std::move(model)).system("Answer in one short sentence.").max_output_tokens(2000).user(prompt);
}

} // namespace tour
