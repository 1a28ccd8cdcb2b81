#ifndef PARLEY_ERROR_HPP
#define PARLEY_ERROR_HPP

#include <parley/config.hpp>
#include <parley/errc.hpp>

#include <boost/assert/source_location.hpp>
#include <boost/system/system_error.hpp>

#include <chrono>
#include <cstddef>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace parley::inline v0 {

/// What the far side said about a failed call. Its texts come from the provider: keep them out of what strangers see.
struct provider_detail {
    int http_status = 0;                                  ///< 0 where no HTTP answer arrived
    std::string code;                                     ///< the provider's own code
    std::string type;                                     ///< the provider's own type
    std::string text;                                     ///< the provider's own sentence
    std::string request_id;                               ///< quote it when asking the provider
    std::optional<std::chrono::milliseconds> retry_after; ///< how long the provider asked to wait
    int attempts = 0;                                     ///< how often the call was tried
};

/// One place where a document does not fit its type.
struct problem {
    std::string pointer;               ///< JSON Pointer (RFC 6901); empty = the whole document
    std::string expected;              ///< such as `integer from 1 to 64`
    std::string found;                 ///< the kind of what stands there, never a value
    std::optional<std::size_t> offset; ///< bytes from the start of the text, where there is a text
};

/// One value that says everything a caller or an operator needs to know about a failure.
///
/// Safe to show and to log: `message`, `where` and `problems` never hold a secret, a prompt or a body.
struct error {
    errc code = errc::invalid_argument;
    std::string message;           ///< our sentence
    std::string where;             ///< JSON Pointer, file, host or model that it is about
    std::vector<problem> problems; ///< every field that does not fit, for `errc::invalid_document`
    provider_detail provider;

    error() : error(errc::invalid_argument) {}

    /// An empty message is replaced by the code's default sentence.
    error(errc why, std::string text = {}, std::string about = {});
};

/// Says whether the error belongs to the group of causes, such as `is(error, condition::retryable)`.
inline bool is(error const& e, condition wanted) noexcept { return is(e.code, wanted); }

/// Found by argument-dependent lookup: an error compares like its code.
inline boost::system::error_code make_error_code(error const& e) noexcept { return make_error_code(e.code); }

/// Returns the error as text for a person: the message, what it is about, and one line for each problem.
PARLEY_DECL std::string to_string(error const& e);

template <class Char, class Traits>
std::basic_ostream<Char, Traits>& operator<<(std::basic_ostream<Char, Traits>& out, error const& e) {
    return out << name(e.code) << ": " << to_string(e);
}

/// What `result<T>::value()` throws when there is no value.
class exception : public boost::system::system_error {
public:
    explicit exception(parley::error e);

    /// Returns the whole error.
    parley::error const& error() const noexcept { return error_; }

    char const* what() const noexcept override { return text_.c_str(); }

private:
    parley::error error_;
    std::string text_;
};

/// Found by argument-dependent lookup from `result<T>::value()`.
[[noreturn]] PARLEY_DECL void throw_exception_from_error(error const& e, boost::source_location const& location);

} // namespace parley::inline v0

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/impl/error.ipp>
#endif

#endif
