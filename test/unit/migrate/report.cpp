#include <parley/migrate/report.hpp>

#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(migrate_report)

namespace migrate = parley::migrate;
namespace json = boost::json;

BOOST_AUTO_TEST_CASE(texts_below_keys_that_name_secrets_are_hidden) {
    json::value const document{{"model", "m"},
                               {"api_key", "sk-1"},
                               {"max_tokens", "100"},
                               {"headers", {{"Authorization", "Bearer x"}, {"Accept", "json"}}},
                               {"secret", {{"deep", {"a", {{"b", "c"}}, 5, ""}}}}};
    BOOST_TEST((migrate::redacted(document) == json::value{{"model", "m"},
                                                           {"api_key", "***"},
                                                           {"max_tokens", "100"},
                                                           {"headers", {{"Authorization", "***"}, {"Accept", "json"}}},
                                                           {"secret", {{"deep", {"***", {{"b", "***"}}, 5, ""}}}}}));
}

BOOST_AUTO_TEST_CASE(a_patch_is_redacted_by_its_paths_and_values) {
    json::array const patch{{{"op", "add"}, {"path", "/llm/api_key"}, {"value", "sk-1"}},
                            {{"op", "replace"}, {"path", "/password/0/x"}, {"value", {"a"}}},
                            {{"op", "add"}, {"path", "/a~1token"}, {"value", "t"}},
                            {{"op", "replace"}, {"path", ""}, {"value", {{"client_secret", "s"}, {"name", "n"}}}},
                            {{"op", "add"}, {"path", "/name"}, {"value", "n"}},
                            {{"op", "remove"}, {"path", "/api_key"}}};
    BOOST_TEST((migrate::redacted(patch) == json::array{{{"op", "add"}, {"path", "/llm/api_key"}, {"value", "***"}},
                                                        {{"op", "replace"}, {"path", "/password/0/x"}, {"value", {"***"}}},
                                                        {{"op", "add"}, {"path", "/a~1token"}, {"value", "***"}},
                                                        {{"op", "replace"}, {"path", ""}, {"value", {{"client_secret", "***"}, {"name", "n"}}}},
                                                        {{"op", "add"}, {"path", "/name"}, {"value", "n"}},
                                                        {{"op", "remove"}, {"path", "/api_key"}}}));
}

BOOST_AUTO_TEST_SUITE_END()
