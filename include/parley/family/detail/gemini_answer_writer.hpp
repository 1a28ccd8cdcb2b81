#ifndef PARLEY_FAMILY_DETAIL_GEMINI_ANSWER_WRITER_HPP
#define PARLEY_FAMILY_DETAIL_GEMINI_ANSWER_WRITER_HPP

// Responses and events -> the answers of generateContent, as a server.

#include <parley/chat/arguments.hpp>
#include <parley/chat/event.hpp>
#include <parley/chat/part.hpp>
#include <parley/chat/response.hpp>
#include <parley/chat/usage.hpp>
#include <parley/family/detail/gemini_answer.hpp>
#include <parley/family/detail/gemini_fields.hpp>
#include <parley/family/detail/gemini_part.hpp>
#include <parley/family/detail/gemini_part_writer.hpp>
#include <parley/reflect/json_text.hpp>
#include <parley/reflect/json_writer.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace parley::inline v0::family::detail {

/// Writes the objects of answers.
class gemini_answer_writer {
public:
    explicit gemini_answer_writer(std::string& text) : out_(text), io_(out_), parts_(out_, calls_) { out_.begin_object(); }

    /// Writes all candidates; `candidate` is called with each one's place.
    template <class F> void candidates(std::size_t n, F&& candidate) {
        io_.array("candidates", [&] {
            for (std::size_t i = 0; i != n; ++i) this->candidate(i, [&] { candidate(i); });
        });
    }
    template <class F> void lone_candidate(int place, F&& members) {
        io_.array("candidates", [&] { candidate(static_cast<std::size_t>(place), members); });
    }

    void content(std::vector<chat::part> const& all) {
        content_of([&] {
            for (auto const& each : all) part(each);
        });
    }
    /// @return whether there was a place for the part.
    static bool has_place(chat::part const& p) {
        if (auto const* const item = std::get_if<chat::native>(&p)) return item->family == gemini_name;
        if (auto const* const thought = std::get_if<chat::thinking>(&p)) return !thought->redacted;
        if (auto const* const image = std::get_if<chat::image>(&p)) return image->data && image->media_type;
        if (auto const* const sound = std::get_if<chat::audio>(&p)) return sound->data && sound->media_type;
        return true;
    }
    template <class F> void content_of(F&& parts) {
        io_.object("content", [&] {
            io_.array("parts", parts);
            io_("role", "model");
        });
    }
    void part(chat::part const& p) {
        if (auto const* const said = std::get_if<chat::refusal>(&p)) {
            chat::text words;
            words.text = said->text;
            return parts_.write(words);
        }
        auto const* const call = std::get_if<chat::tool_call>(&p);
        if (call && !call->arguments) {
            auto without = *call;
            without.arguments_text.reset();
            return parts_.write(without);
        }
        if (has_place(p)) parts_.write(p);
    }
    void finish(chat::finish_reason reason, std::string const& raw) {
        bool const is_number = !raw.empty() && raw.size() < 9 && std::all_of(raw.begin(), raw.end(), [](char c) { return c >= '0' && c <= '9'; });
        bool const is_word = !raw.empty() && std::all_of(raw.begin(), raw.end(), [](char c) { return (c >= 'A' && c <= 'Z') || c == '_'; });
        if (is_number) io_("finishReason", std::stoi(raw));
        else io_("finishReason", is_word ? std::string_view(raw) : word_for(reason));
    }
    void logprobs(std::vector<chat::token_logprob> const& tokens) {
        io_.object("logprobsResult", [&] {
            bool const has_top = std::any_of(tokens.begin(), tokens.end(), [](auto const& t) { return !t.top.empty(); });
            if (has_top) io_.array("topCandidates", [&] {
                for (auto const& t : tokens) io_.element([&] { io_.array("candidates", [&] { for (auto const& other : t.top) token(other); }); });
            });
            io_.array("chosenCandidates", [&] { for (auto const& t : tokens) token(t); });
        });
    }
    void citations(std::vector<chat::citation> const& all) {
        io_.object("citationMetadata", [&] {
            io_.array("citationSources", [&] {
                for (auto const& each : all) io_.element([&] {
                    io_("uri", each.url);
                    io_("title", each.title);
                    io_.rest(each.provider, {"uri", "title"});
                });
            });
        });
    }
    void rest(boost::json::object const& kept) { io_.rest(kept, {"index"}); }

    void usage(chat::usage const& u) {
        io_.object("usageMetadata", [&] {
            auto const some = [&](std::string_view key, std::int64_t n) {
                if (n != 0) io_(key, n);
            };
            io_("promptTokenCount", u.input_tokens);
            some("cachedContentTokenCount", u.cached_input_tokens);
            io_("candidatesTokenCount", u.output_tokens - u.reasoning_tokens);
            some("thoughtsTokenCount", u.reasoning_tokens);
            io_("totalTokenCount", u.total_tokens());
        });
    }
    void end(std::string const& id, std::string const& model) {
        if (!model.empty()) io_("modelVersion", model);
        if (!id.empty()) io_("responseId", id);
        out_.end_object();
        out_.finish();
    }
    body_writer& io() noexcept { return io_; }

private:
    template <class F> void candidate(std::size_t place, F&& members) {
        io_.element([&] {
            members();
            if (place != 0) io_("index", static_cast<std::int64_t>(place));
        });
    }
    template <class Token> void token(Token const& t) {
        io_.element([&] {
            io_("token", t.token);
            io_("logProbability", t.logprob);
        });
    }
    static std::string_view word_for(chat::finish_reason reason) {
        if (reason == chat::finish_reason::tool_calls) return "STOP";
        if (reason == chat::finish_reason::refusal) return "SAFETY";
        for (auto const& row : gemini_finishes)
            if (row.meaning == reason) return row.word;
        return "OTHER";
    }

    reflect::json_writer out_;
    body_writer io_;
    gemini_calls calls_;
    gemini_part_writer parts_;
};

/// Returns what is kept of a candidate that the vocabulary has no word for.
inline boost::json::object const& kept_of_candidate(boost::json::object const& extra, std::size_t place) {
    static boost::json::object const nothing;
    auto const* const all = extra.if_contains("candidates");
    auto const* const list = all ? all->if_array() : nullptr;
    auto const* const one = list && place < list->size() ? (*list)[place].if_object() : nullptr;
    return one ? *one : nothing;
}
inline bool names_sources(boost::json::object const& kept) { return kept.contains("citationMetadata") || kept.contains("groundingMetadata"); }

/// Writes a whole answer.
inline std::string gemini_answer_text(chat::response const& r) {
    std::string text;
    gemini_answer_writer w(text);
    w.candidates(1 + r.alternatives.size(), [&](std::size_t i) {
        auto const one = [&](auto const& answer) {
            w.content(answer.content);
            w.finish(answer.finish_reason, answer.finish_raw);
            if (answer.logprobs) w.logprobs(*answer.logprobs);
            auto const& kept = kept_of_candidate(r.extra, i);
            std::vector<chat::citation> sources;
            for (auto const& part : answer.content)
                if (auto const* const t = std::get_if<chat::text>(&part); t && t->citations) sources.insert(sources.end(), t->citations->begin(), t->citations->end());
            if (!sources.empty() && !names_sources(kept)) w.citations(sources);
            w.rest(kept);
        };
        i == 0 ? one(r) : one(r.alternatives[i - 1]);
    });
    w.usage(r.usage);
    w.io().rest(r.extra, {"candidates"});
    w.end(r.id, r.model);
    return text;
}

/// Writes the chunks of a stream. Calls are written whole, and why the model stopped stands in the last chunk, beside what was used, as Gemini
/// itself does.
class gemini_chunk_writer {
public:
    /// @return the chunks that an event makes, each an object; often none.
    std::vector<std::string> write(chat::event const& e) {
        std::visit([this](auto const& each) { add(each); }, e);
        return std::exchange(chunks_, {});
    }
    /// @return the last chunks.
    std::vector<std::string> finish() {
        flush();
        auto const* const list = rest_.if_contains("candidates");
        auto const n = std::max({ends_.size(), sources_.size(), list && list->is_array() ? list->get_array().size() : 0});
        chunk([&](gemini_answer_writer& w) {
            if (n != 0) w.candidates(n, [&](std::size_t i) {
                auto const& kept = kept_of_candidate(rest_, i);
                if (i < ends_.size() && ends_[i]) w.finish(ends_[i]->finish_reason, ends_[i]->finish_raw);
                if (i < sources_.size() && !sources_[i].empty() && !names_sources(kept)) w.citations(sources_[i]);
                w.rest(kept);
            });
            w.usage(usage_);
            w.io().rest(rest_, {"candidates"});
        });
        return std::exchange(chunks_, {});
    }

private:
    template <class F> void chunk(F&& members) {
        gemini_answer_writer w(chunks_.emplace_back());
        members(w);
        w.end(begun_.id, begun_.model);
    }
    void part_chunk(int choice, chat::part const& p) {
        chunk([&](gemini_answer_writer& w) {
            w.lone_candidate(choice, [&] { w.content_of([&] { w.part(p); }); });
        });
    }

    void add(chat::started const& e) { begun_ = e; }
    void add(chat::text_delta const& e) { add_text<chat::text>(e); }
    void add(chat::thinking_delta const& e) { add_text<chat::thinking>(e); }
    void add(chat::refusal_delta const& e) {
        chat::text_delta said;
        said.choice = e.choice;
        said.text = e.text;
        add_text<chat::text>(said);
    }
    template <class Part, class Delta> void add_text(Delta const& e) {
        flush();
        if (e.text.empty() && !e.signature) return;
        Part p;
        p.text = e.text;
        p.signature = e.signature;
        part_chunk(e.choice, p);
    }
    void add(chat::tool_call_delta const& e) {
        if (!call_ || e.choice != choice_ || e.part != part_) {
            flush();
            call_.emplace();
            choice_ = e.choice;
            part_ = e.part;
        }
        call_->id += e.id;
        call_->name += e.name;
        arguments_ += e.arguments;
        if (e.signature) call_->signature = call_->signature.value_or("") + *e.signature;
    }
    void flush() {
        if (!call_) return;
        chat::set_arguments(*call_, std::exchange(arguments_, {}));
        part_chunk(choice_, *call_);
        call_.reset();
    }
    void add(chat::whole_part const& e) {
        flush();
        if (gemini_answer_writer::has_place(e.value)) part_chunk(e.choice, e.value);
    }
    void add(chat::cited const& e) {
        auto const place = static_cast<std::size_t>(std::max(e.choice, 0));
        if (sources_.size() <= place) sources_.resize(place + 1);
        sources_[place].push_back(e.citation);
    }
    void add(chat::logprobs_delta const& e) {
        flush();
        chunk([&](gemini_answer_writer& w) {
            w.lone_candidate(e.choice, [&] { w.logprobs(e.tokens); });
        });
    }
    void add(chat::further const& e) {
        for (auto const& member : e.members) rest_.insert_or_assign(member.key(), member.value());
    }
    void add(chat::finished const& e) {
        flush();
        auto const place = static_cast<std::size_t>(std::max(e.choice, 0));
        if (ends_.size() <= place) ends_.resize(place + 1);
        ends_[place] = e;
    }
    void add(chat::usage_reported const& e) { usage_ = e.usage; }

    std::vector<std::string> chunks_;
    chat::started begun_;
    std::optional<chat::tool_call> call_;
    std::string arguments_;
    int choice_ = 0, part_ = 0;
    std::vector<std::optional<chat::finished>> ends_;
    std::vector<std::vector<chat::citation>> sources_;
    boost::json::object rest_;
    chat::usage usage_;
};

} // namespace parley::inline v0::family::detail

#endif
