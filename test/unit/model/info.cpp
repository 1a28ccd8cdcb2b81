#include <parley/model/info.hpp>

#include <boost/test/unit_test.hpp>

#include <string_view>

BOOST_AUTO_TEST_SUITE(model_info)

namespace model = parley::model;

namespace {

model::date day(std::string_view text) { return model::parse_date(text).value(); }

} // namespace

BOOST_AUTO_TEST_CASE(what_is_not_known_of_the_input_is_not_denied) {
    model::info about;
    BOOST_TEST(!model::takes(about, model::modality::image).has_value());
    about.input = {model::modality::text};
    BOOST_TEST(!*model::takes(about, model::modality::image));
    about.input.push_back(model::modality::image);
    BOOST_TEST(*model::takes(about, model::modality::image));
}

BOOST_AUTO_TEST_CASE(a_life_goes_from_release_to_retirement) {
    model::info about;
    about.released = day("2025-05-14");
    about.deprecated = day("2026-04-14");
    about.retires = day("2026-06-15");
    BOOST_TEST(!model::stage_on(about, day("2025-05-13")).has_value());
    BOOST_TEST((model::stage_on(about, day("2025-05-14")) == model::stage::available));
    BOOST_TEST((model::stage_on(about, day("2026-04-13")) == model::stage::available));
    BOOST_TEST((model::stage_on(about, day("2026-04-14")) == model::stage::deprecated));
    BOOST_TEST((model::stage_on(about, day("2026-06-14")) == model::stage::deprecated));
    BOOST_TEST((model::stage_on(about, day("2026-06-15")) == model::stage::retired));
}

BOOST_AUTO_TEST_CASE(days_count_more_than_a_stage_without_a_day) {
    model::info about;
    BOOST_TEST(!model::stage_on(about, day("2026-01-01")).has_value());
    about.stage = model::stage::preview;
    BOOST_TEST((model::stage_on(about, day("2026-01-01")) == model::stage::preview));
    about.retires = day("2026-01-01");
    BOOST_TEST((model::stage_on(about, day("2026-01-01")) == model::stage::retired));
}

BOOST_AUTO_TEST_CASE(a_fact_has_its_own_origin_or_that_of_all_others) {
    model::info about;
    BOOST_TEST(model::origin_of(about, "prices") == nullptr);
    about.origins = {{"prices", "price page", day("2026-11-01")}, {"", "card", {}}};
    BOOST_TEST(model::origin_of(about, "prices")->source == "price page");
    BOOST_TEST(model::origin_of(about, "context")->source == "card");
}

BOOST_AUTO_TEST_SUITE_END()
