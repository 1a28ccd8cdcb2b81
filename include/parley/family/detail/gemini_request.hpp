#ifndef PARLEY_FAMILY_DETAIL_GEMINI_REQUEST_HPP
#define PARLEY_FAMILY_DETAIL_GEMINI_REQUEST_HPP

// chat::request <-> the request body of generateContent.

#include <parley/chat/message.hpp>
#include <parley/chat/request.hpp>
#include <parley/family/detail/body_size.hpp>
#include <parley/family/detail/gemini_fields.hpp>
#include <parley/family/detail/gemini_part.hpp>
#include <parley/family/detail/gemini_part_writer.hpp>
#include <parley/family/detail/gemini_settings.hpp>
#include <parley/reflect/json_writer.hpp>
#include <parley/result.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace parley::inline v0::family::detail {

/// What the body has in common with the request, beside contents and settings.
template <class Io, class Request> void map_labels(Io& io, Request& q) {
    io.unless_empty("labels", q.metadata);
    io("serviceTier", q.service_tier);
}

/// Writes one request. What Gemini has no place for is refused by its JSON Pointer.
class gemini_request_writer {
public:
    gemini_request_writer(chat::request const& q, std::string& body) : q_(q), out_(body), parts_(out_, calls_) { body.reserve(likely_body_size(q)); }

    result<void> write() {
        if (q_.parallel_tool_calls && !*q_.parallel_tool_calls) refuse("/parallel_tool_calls");
        if (q_.response_format && q_.response_format->description) refuse("/response_format/description");
        for (std::size_t i = 0; i != q_.tools.size(); ++i) check(q_.tools[i], i);

        gemini_writer w(out_, q_.extra);
        auto const systems = leading_systems();
        if (systems != 0) w.value("systemInstruction", [&](reflect::json_writer&) { write_content(0, systems); });
        bool const is_single = w.has_mark("contents", true) && q_.messages.size() == systems + 1;
        w.value("contents", [&](reflect::json_writer& out) {
            if (!is_single) out.begin_array();
            for (auto i = systems; i != q_.messages.size(); ++i) {
                if (q_.messages[i].role == chat::role::system) refuse(pointer(i) + "/role");
                write_content(i, i + 1);
            }
            if (!is_single) out.end_array();
        });
        auto const* const layout = w.take("tools");
        if (!q_.tools.empty() || (layout && layout->is_array() && layout->get_array().empty()))
            w.value("tools", [&](reflect::json_writer& out) { gemini_tools::write(out, q_.tools, layout ? layout->if_array() : nullptr); });
        else if (layout && !layout->is_array()) w.raw("tools", *layout);
        write_tool_choice(w, q_.tool_choice);
        write_generation(w, q_);
        map_labels(w, q_);
        w.close();
        out_.finish();
        if (!failure_) failure_ = parts_.failure();
        if (failure_) return *failure_;
        return {};
    }

private:
    void refuse(std::string where) {
        if (!failure_) failure_ = error(errc::unsupported, "Gemini cannot carry this part.", std::move(where));
    }
    static std::string pointer(std::size_t message) { return "/messages/" + std::to_string(message); }

    void check(chat::tool const& t, std::size_t i) {
        auto const at = "/tools/" + std::to_string(i);
        if (t.provider && t.provider->family != gemini_name) refuse(at + "/provider");
        if (t.strict && *t.strict) refuse(at + "/strict");
    }

    // Instructions stand in a place of their own, ahead of all contents.
    std::size_t leading_systems() const {
        std::size_t n = 0;
        while (n != q_.messages.size() && q_.messages[n].role == chat::role::system) ++n;
        return n;
    }

    // Writes messages as one content.
    void write_content(std::size_t begin, std::size_t end) {
        auto const& first = q_.messages[begin];
        gemini_writer w(out_, first.extra);
        bool const is_usual = first.extra.empty();
        auto const* const role = is_usual ? nullptr : w.take("role");
        if (role) w.raw("role", *role);
        else if (first.role != chat::role::system && (is_usual || !w.has_mark("role", false))) w("role", first.role == chat::role::assistant ? "model" : "user");
        bool const has_none = !is_usual && (w.has_mark("parts", false) || w.keeps("parts"));
        bool const is_single = !is_usual && w.has_mark("parts", true) && first.content.size() == 1;
        if (!has_none || !first.content.empty()) w.value("parts", [&](reflect::json_writer& out) {
            if (!is_single) out.begin_array();
            for (auto i = begin; i != end; ++i) {
                auto const& m = q_.messages[i];
                if (m.name) refuse(pointer(i) + "/name");
                calls_.begin(m.role);
                parts_.write(m.content, i);
            }
            if (!is_single) out.end_array();
        });
        w.close();
    }

    chat::request const& q_;
    reflect::json_writer out_;
    gemini_calls calls_;
    gemini_part_writer parts_;
    std::optional<error> failure_;
};

/// Reads one request.
class gemini_request_reader {
public:
    static result<chat::request> read(boost::json::value body) {
        if (!body.is_object()) return misfit("", "object", body);
        gemini_request_reader reader;
        gemini_reader in(std::move(body.get_object()));
        auto& q = reader.q_;
        if (auto const* const system = in.find("systemInstruction"); system && is_content(*system)) reader.add(*in.take("systemInstruction"), true);
        auto contents = in.take("contents");
        if (!contents) return misfit("/contents", "array", nullptr);
        bool const is_single = contents->is_object();
        if (!contents->is_array() && !is_single) return misfit("/contents", "array", *contents);
        if (is_single) {
            reader.add(std::move(*contents), false);
            in.mark("contents", true);
        } else {
            auto& all = contents->get_array();
            for (std::size_t i = 0; i != all.size(); ++i) {
                if (!all[i].is_object()) return misfit("/contents/" + std::to_string(i), "object", all[i]);
                reader.add(std::move(all[i]), false);
            }
        }
        read_tool_choice(in, q);
        read_generation(in, q);
        map_labels(in, q);
        auto const* const tools = in.find("tools");
        auto offered = tools && tools->is_array() ? in.take("tools") : std::nullopt;
        q.extra = in.rest();
        if (offered) gemini_tools::read(std::move(offered->get_array()), q);
        return std::move(q);
    }

private:
    static error misfit(std::string where, std::string_view expected, boost::json::value const& found) {
        error e(errc::invalid_document);
        e.where = where;
        e.problems.push_back({std::move(where), std::string(expected), found.is_null() ? "nothing" : std::string(view(boost::json::to_string(found.kind()))), {}});
        return e;
    }
    static bool is_content(boost::json::value const& v) {
        auto const* const o = v.if_object();
        auto const* const parts = o ? o->if_contains("parts") : nullptr;
        return parts && (parts->is_array() || parts->is_object());
    }

    void add(boost::json::value content, bool is_system) {
        auto& m = q_.messages.emplace_back();
        gemini_reader in(std::move(content.get_object()));
        auto parts = take_parts(in);
        for (auto& each : parts) m.content.push_back(reader_.read(std::move(each)));
        m.role = is_system ? chat::role::system : role_of(in, m.content);
        m.extra = in.rest();
        calls_.begin(m.role);
        for (auto& each : m.content) {
            if (auto const* const call = std::get_if<chat::tool_call>(&each)) calls_.add(*call);
            else if (auto* const done = std::get_if<chat::tool_result>(&each)) settle_name(*done, calls_);
        }
    }
    // A lone part may stand without a list.
    static boost::json::array take_parts(gemini_reader& in) {
        auto const* const found = in.find("parts");
        if (found && found->is_array()) return std::move(in.take("parts")->get_array());
        if (found && found->is_object()) {
            boost::json::array lone;
            lone.push_back(std::move(*in.take("parts")));
            in.mark("parts", true);
            return lone;
        }
        if (!found) in.mark("parts", false);
        return {};
    }
    // What the role would not be written as again stays in `extra`.
    static chat::role role_of(gemini_reader& in, std::vector<chat::part> const& content) {
        auto const role = text_of_member(in, "role");
        if (!in.find("role")) in.mark("role", false);
        bool const is_model = role == "model", is_user = role == "user", is_function = role == "function" || role == "tool";
        if (is_model || is_user) in.take("role");
        if (is_model) return chat::role::assistant;
        bool const are_results = !content.empty() && std::all_of(content.begin(), content.end(), [](auto const& p) { return std::holds_alternative<chat::tool_result>(p); });
        return is_function || are_results ? chat::role::tool : chat::role::user;
    }

    chat::request q_;
    gemini_calls calls_;
    gemini_part_reader reader_{gemini_form::kept};
};

} // namespace parley::inline v0::family::detail

#endif
