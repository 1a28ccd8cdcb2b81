#ifndef PARLEY_TEST_BENCH_BARE_PARSER_HPP
#define PARLEY_TEST_BENCH_BARE_PARSER_HPP

#include <boost/json/basic_parser_impl.hpp>

#include <cstddef>
#include <cstdint>

namespace bench {

struct ignore_all {
    static constexpr auto max_object_size = static_cast<std::size_t>(-1), max_array_size = max_object_size, max_key_size = max_object_size, max_string_size = max_object_size;
    using code = boost::json::error_code;
    using text = boost::json::string_view;
    bool on_document_begin(code&) { return true; }
    bool on_document_end(code&) { return true; }
    bool on_object_begin(code&) { return true; }
    bool on_object_end(std::size_t, code&) { return true; }
    bool on_array_begin(code&) { return true; }
    bool on_array_end(std::size_t, code&) { return true; }
    bool on_key_part(text, std::size_t, code&) { return true; }
    bool on_key(text, std::size_t, code&) { return true; }
    bool on_string_part(text, std::size_t, code&) { return true; }
    bool on_string(text, std::size_t, code&) { return true; }
    bool on_number_part(text, code&) { return true; }
    bool on_int64(std::int64_t, text, code&) { return true; }
    bool on_uint64(std::uint64_t, text, code&) { return true; }
    bool on_double(double, text, code&) { return true; }
    bool on_bool(bool, code&) { return true; }
    bool on_null(code&) { return true; }
    bool on_comment_part(text, code&) { return true; }
    bool on_comment(text, code&) { return true; }
};

/// Reads JSON and keeps nothing: what reading costs at the least.
using bare_parser = boost::json::basic_parser<ignore_all>;

} // namespace bench

#endif
