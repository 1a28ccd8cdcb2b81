#ifndef PARLEY_MIGRATE_HPP
#define PARLEY_MIGRATE_HPP

// Documents that survive their program: described structs from and to JSON, JSON Schema, versions and migration.
//
//     struct window { std::string title; int width = 80; };
//     BOOST_DESCRIBE_STRUCT(window, (), (title, width))
//     template <> struct parley::schema<window> {
//         static constexpr int version = 1;
//         using steps = parley::migrate::chain<parley::migrate::json_step<0, add_width, "adds the width">>;
//     };
//     auto loaded = parley::migrate::load<window>(text);
//
// Files (locks, backups, folders) are in parley/migrate/file.hpp, the compatibility gate for tests in parley/migrate/gate.hpp.

#include <parley/migrate/chain.hpp>
#include <parley/migrate/load.hpp>
#include <parley/migrate/plan.hpp>
#include <parley/migrate/report.hpp>
#include <parley/migrate/step.hpp>
#include <parley/migrate/upgrade.hpp>
#include <parley/migrate/upgrade_text.hpp>
#include <parley/migrate/write_as.hpp>
#include <parley/reflect/annotations.hpp>
#include <parley/reflect/codec.hpp>
#include <parley/reflect/from_json.hpp>
#include <parley/reflect/json_schema.hpp>
#include <parley/reflect/json_text.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_json.hpp>
#include <parley/reflect/to_text.hpp>

#endif
