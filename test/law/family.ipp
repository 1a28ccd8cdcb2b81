// Laws that every served family keeps: cases of a suite that law/family/<model>.cpp opens, having said what `model` is and what it `can`.

BOOST_AUTO_TEST_CASE(encoding_is_deterministic) {
    for (unsigned seed = 0; seed != law::draws; ++seed) {
        auto const q = law::draw(seed, can).request();
        auto const first = model::encode(q, law::here()), second = model::encode(q, law::here());
        BOOST_TEST_REQUIRE(first.has_value());
        BOOST_TEST((*first == *second));
    }
}

BOOST_AUTO_TEST_CASE(what_was_encoded_is_read_back_equal) {
    for (unsigned seed = 0; seed != law::draws; ++seed) {
        auto const q = law::draw(seed, can).request();
        auto const back = model::read(model::encode(q, law::here()).value());
        BOOST_TEST_REQUIRE(back.has_value(), (back ? std::string() : to_string(back.error())));
        BOOST_TEST((*back == q), "seed " << seed << "\n" << parley::reflect::to_text(q) << "\n" << parley::reflect::to_text(*back));
    }
}

BOOST_AUTO_TEST_CASE(an_answer_survives_the_way_whole_and_streamed) {
    for (unsigned seed = 0; seed != law::draws; ++seed) {
        auto const r = law::draw(seed, can).response();
        auto const whole = model::decode(model::answer(r));
        BOOST_TEST_REQUIRE(whole.has_value());
        BOOST_TEST((law::without_provider(*whole) == r), "seed " << seed << "\n" << parley::reflect::to_text(r) << "\n" << parley::reflect::to_text(*whole));
        for (std::size_t const piece : {1, 5, 1000}) {
            auto const stream = law::read<model>({law::streamed<model>(r, piece)});
            BOOST_TEST(!stream.failure);
            BOOST_TEST((stream.response == *whole), "seed " << seed << "\n" << parley::reflect::to_text(*whole) << "\n" << parley::reflect::to_text(stream.response));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_stream_is_the_same_wherever_it_is_cut) {
    for (unsigned seed = 0; seed != 4; ++seed) {
        auto const bytes = law::streamed<model>(law::draw(seed, can).response(), 7);
        std::string_view const all = bytes;
        auto const expected = law::read<model>({all});
        std::vector<std::string_view> single;
        for (std::size_t i = 0; i != all.size(); ++i) single.push_back(all.substr(i, 1));
        BOOST_TEST((law::read<model>(single).events == expected.events));
        for (std::size_t cut = 0; cut <= all.size(); ++cut) {
            auto const halves = law::read<model>({all.substr(0, cut), all.substr(cut)});
            BOOST_TEST((halves.events == expected.events), "cut at " << cut);
        }
    }
}

BOOST_AUTO_TEST_CASE(no_prefix_makes_anything_throw_or_count_as_complete) {
    for (unsigned seed = 0; seed != 4; ++seed) {
        auto const r = law::draw(seed, can).response();
        auto answer = model::answer(r);
        auto const body = answer.body;
        for (std::size_t end = 0; end != body.size(); ++end) {
            answer.body = body.substr(0, end);
            BOOST_TEST(!model::decode(answer), "prefix of " << end);
            BOOST_TEST((model::failure(answer).code != parley::errc{}));
        }
        auto const bytes = law::streamed<model>(r, 7);
        auto const expected = law::read<model>({bytes});
        for (std::size_t end = 0; end != bytes.size(); ++end) {
            auto const cut = law::read<model>({std::string_view(bytes).substr(0, end)});
            BOOST_TEST(cut.events.size() <= expected.events.size());
            BOOST_TEST((cut.response.end != parley::chat::end::complete || cut.response.content == expected.response.content), "prefix of " << end);
        }
    }
}

BOOST_AUTO_TEST_CASE(keys_and_kinds_that_nobody_knows_change_nothing) {
    auto const r = law::draw(7, can).response();
    auto answer = model::answer(r);
    auto const known = model::decode(answer).value();
    answer.body.insert(1, R"("something_new":{"deep":[1,{"x":null}]},)");
    auto read = model::decode(answer).value();
    read.extra.erase("something_new"); // where a family keeps it
    BOOST_TEST((read == known));
}
