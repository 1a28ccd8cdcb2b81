#include <parley/transport/beast/detail/read_buffer.hpp>

#include <boost/test/unit_test.hpp>

#include <cstring>
#include <string>
#include <string_view>

BOOST_AUTO_TEST_SUITE(transport_beast_read_buffer)

using parley::transport::detail::block_pool;
using parley::transport::detail::read_buffer;

namespace {

void arrive(read_buffer& into, std::string_view bytes) {
    auto const space = into.space();
    BOOST_TEST_REQUIRE(space.size() >= bytes.size());
    std::memcpy(space.data(), bytes.data(), bytes.size());
    into.commit(bytes.size());
}

std::string unread(read_buffer& of) { return {of.unread().data(), of.unread().size()}; }

} // namespace

BOOST_AUTO_TEST_CASE(what_is_not_used_stays_until_it_is) {
    block_pool blocks;
    read_buffer buffer(blocks);
    BOOST_TEST(unread(buffer).empty());
    arrive(buffer, "one,two,th");
    buffer.consume(8);
    BOOST_TEST(unread(buffer) == "th");
    arrive(buffer, "ree");
    BOOST_TEST(unread(buffer) == "three");
    buffer.consume(5);
    BOOST_TEST(unread(buffer).empty());
}

BOOST_AUTO_TEST_CASE(what_is_not_used_survives_the_waiting) {
    block_pool blocks;
    read_buffer buffer(blocks);
    arrive(buffer, "one,tw");
    buffer.consume(4);
    buffer.release();
    buffer.release();
    arrive(buffer, "o");
    BOOST_TEST(unread(buffer) == "two");
}

BOOST_AUTO_TEST_CASE(those_who_wait_leave_their_memory_to_others) {
    block_pool blocks;
    read_buffer waiting(blocks), reading(blocks);
    auto const* const block = waiting.space().data();
    waiting.commit(0);
    waiting.release();
    BOOST_TEST(reading.space().data() == block);
    BOOST_TEST(waiting.space().data() != block);
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_into_a_block_gets_more) {
    block_pool blocks;
    read_buffer buffer(blocks);
    std::string all;
    for (int i = 0; i != 5; ++i) {
        auto const size = buffer.space().size();
        BOOST_TEST_REQUIRE(size > 0u);
        std::string const piece(size, static_cast<char>('a' + i));
        arrive(buffer, piece);
        all += piece;
        BOOST_TEST((unread(buffer) == all));
    }
    buffer.release();
    arrive(buffer, "end");
    BOOST_TEST((unread(buffer) == all + "end"));
}

BOOST_AUTO_TEST_SUITE_END()
