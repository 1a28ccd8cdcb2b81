#ifndef EXAMPLE_SUPPORT_LIVE_LINES_HPP
#define EXAMPLE_SUPPORT_LIVE_LINES_HPP

#include "support/terminal.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <sys/ioctl.h>
#include <unistd.h>

namespace support {

/// Texts that grow at the same time, a line each: drawn again in place on a terminal; elsewhere a line is written when its text is whole.
class live_lines {
public:
    /// @param labels what stands before each text, padded to one width.
    live_lines(terminal& to, std::vector<std::string> const& labels) : to_(to) {
        std::size_t width = 0;
        for (auto const& label : labels) width = std::max(width, label.size());
        for (auto const& label : labels) lines_.push_back({label + std::string(width - label.size(), ' '), {}, false});
        if (to_.is_rich())
            for (auto const& line : lines_) to_.out() << "  " << to_.faint(line.label) << '\n';
        to_.out().flush();
    }

    /// Adds to the text of a line; its own line breaks become spaces.
    void add(std::size_t line, std::string_view text) {
        auto& grown = lines_[line].text;
        std::replace_copy(text.begin(), text.end(), std::back_inserter(grown), '\n', ' ');
        if (to_.is_rich()) draw(line);
    }

    /// Ends a line.
    void end(std::size_t line) {
        lines_[line].is_whole = true;
        if (to_.is_rich()) draw(line);
        else to_.out() << "  " << lines_[line].label << "  " << lines_[line].text << std::endl;
    }

private:
    struct row {
        std::string label, text;
        bool is_whole;
    };

    static std::size_t columns() {
        winsize size{};
        return ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
    }

    /// What there is room for: the end of a text that grows, the beginning of a whole one.
    static std::string_view cut(std::string_view text, std::size_t room, bool from_the_end) {
        auto const is_inside = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }; // of a character of several bytes
        if (text.size() <= room) return text;
        if (!from_the_end) {
            while (room > 0 && is_inside(text[room])) --room;
            return text.substr(0, room);
        }
        text.remove_prefix(text.size() - room);
        while (!text.empty() && is_inside(text.front())) text.remove_prefix(1);
        return text;
    }

    void draw(std::size_t line) {
        auto const& [label, text, is_whole] = lines_[line];
        auto const used = label.size() + 5, all = columns();
        auto const up = std::to_string(lines_.size() - line);
        to_.out() << "\033[" << up << "A\r\033[K  " << (is_whole ? to_.green(label) : to_.faint(label)) << "  " << cut(text, all > used ? all - used : 0, !is_whole) << "\033[" << up
                  << "B\r" << std::flush;
    }

    terminal& to_;
    std::vector<row> lines_;
};

} // namespace support

#endif
