// Two sources that both use the library, and one that compiles its bodies for them.
#include "question.hpp"

#include <parley/family/openai_chat.hpp>

int main() {
    auto const answer = ask_nobody();
    parley::http::response page;
    page.status = 200;
    page.body = "<html></html>";
    auto const read = parley::family::openai_chat::decode(page);
    return !answer && answer.error().code == parley::errc::connect_failed && !read && read.error().code == parley::errc::web_page ? 0 : 1;
}
