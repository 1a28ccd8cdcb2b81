#ifndef EXAMPLE_SUPPORT_TERMINAL_HPP
#define EXAMPLE_SUPPORT_TERMINAL_HPP

#include <algorithm>
#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>

#include <unistd.h>

namespace support {

/// Colours and progress bars, where standard output is a terminal; plain lines elsewhere.
class terminal {
public:
    explicit terminal(std::ostream& out, bool is_terminal = ::isatty(STDOUT_FILENO) == 1) : out_(out), rich_(is_terminal) {}

    std::ostream& out() { return out_; }

    /// Whether lines can be drawn again; otherwise what is written stays.
    bool is_rich() const noexcept { return rich_; }

    std::string green(std::string_view text) const { return styled("32", text); }
    std::string red(std::string_view text) const { return styled("31", text); }
    std::string yellow(std::string_view text) const { return styled("33", text); }
    std::string bold(std::string_view text) const { return styled("1", text); }
    std::string faint(std::string_view text) const { return styled("2", text); }

    /// Draws the bar over the one before it. Without a terminal each call is a line of its own.
    void progress(std::size_t done, std::size_t total, std::string_view what) {
        constexpr std::size_t width = 24;
        auto const filled = total == 0 ? width : width * done / total;
        auto const count = std::to_string(done) + "/" + std::to_string(total);
        if (!rich_) {
            out_ << count << ' ' << what << '\n';
            return;
        }
        out_ << "\r\033[K[" << green(std::string(filled, '#')) << std::string(width - std::min(filled, width), '.') << "] " << count << ' ' << what;
        if (done >= total) out_ << '\n';
        out_.flush();
    }

private:
    std::string styled(std::string_view code, std::string_view text) const {
        if (!rich_) return std::string(text);
        return "\033[" + std::string(code) + "m" + std::string(text) + "\033[0m";
    }

    std::ostream& out_;
    bool rich_;
};

} // namespace support

#endif
