#!/usr/bin/env python3
"""checks_bite.py COMPILER: the checks of the house find what is wrong in small bad trees, and nothing in a good one."""
import pathlib
import sys
import tempfile
import unittest

import coroutines
import layers
import lengths
import sax_instances
import suites
import words

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "compile_fail"))
import check as compile_fail  # noqa: E402

COMPILER = sys.argv.pop(1)


def header(path, *lines):
    guard = words.guard_of("include/parley/" + path)
    return "\n".join([f"#ifndef {guard}", f"#define {guard}", *lines, "#endif", ""])


class Checks(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)

    def write(self, path, text):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return file

    def write_header(self, path, *lines):
        return self.write("include/parley/" + path, header(path, *lines))

    def assert_finds(self, check, *expected):
        found = list(check.problems(self.root))
        self.assertEqual(len(found), len(expected), found)
        for line, text in zip(found, expected):
            self.assertIn(text, line)

    def test_an_include_that_goes_down_is_fine(self):
        self.write_header("result.hpp", "#include <boost/system/result.hpp>")
        self.write_header("migrate/load.hpp", "#include <parley/reflect/parse.hpp>", "#include <parley/migrate/detail/x.hpp>", "#include <parley/result.hpp>")
        self.assert_finds(layers)

    def test_an_include_that_goes_up_is_found(self):
        self.write_header("reflect/parse.hpp", "", "#include <parley/migrate/load.hpp>")
        self.assert_finds(layers, "include/parley/reflect/parse.hpp:4: <parley/migrate/load.hpp>")

    def test_a_room_drawn_later_on_the_same_floor_is_found(self):
        self.write_header("http/url.hpp", "#include <parley/model/name.hpp>")
        self.write_header("model/name.hpp", "#include <parley/http/header.hpp>")
        self.write_header("http/header.hpp")
        self.assert_finds(layers, "include/parley/http/url.hpp:3")

    def test_a_neighbours_detail_is_found(self):
        self.write_header("migrate/load.hpp", "#include <parley/reflect/detail/sax.hpp>")
        self.assert_finds(layers, "the detail of reflect is off limits")

    def test_the_detail_beside_the_folders_is_the_clients_but_for_what_floor_0_has(self):
        self.write_header("client.hpp", "#include <parley/detail/exchange.hpp>")
        self.write_header("detail/exchange.hpp", "#include <parley/transport/any.hpp>")
        self.write_header("detail/process.hpp", "#include <parley/transport/any.hpp>")
        self.write_header("family/openai.hpp", "#include <parley/detail/process.hpp>")
        self.assert_finds(layers, "detail/process.hpp:3: <parley/transport/any.hpp>: base (floor 0)", "the detail of base is off limits for family")

    def test_a_header_that_reaches_itself_by_way_of_bodies_is_found(self):
        self.write_header("http/url.hpp", "#include <parley/http/impl/url.ipp>")
        self.write("include/parley/http/impl/url.ipp", header("http/impl/url.ipp", "#include <parley/http/url.hpp>", "#include <parley/http/request.hpp>"))
        self.write_header("http/request.hpp", "#include <parley/http/url.hpp>")
        self.write_header("src.hpp", "#include <parley/http/impl/url.ipp>")
        self.assert_finds(layers, "reaches itself: ")

    def test_an_unknown_room_is_found(self):
        self.write_header("misc/util.hpp")
        self.write_header("util.hpp")
        self.assert_finds(layers, "misc/util.hpp: no such room", "util.hpp: no such room")

    def test_a_library_met_in_the_wrong_room_is_found(self):
        self.write_header("chat/tool.hpp", "#include <boost/asio/awaitable.hpp>")
        self.write_header("transport/any.hpp", "#include <boost/asio/awaitable.hpp>", "#include <boost/beast/core.hpp>")
        self.assert_finds(layers, "chat does not meet boost/asio", "transport does not meet boost/beast")

    def test_a_whole_library_is_found(self):
        self.write_header("reflect/parse.hpp", "#include <boost/json.hpp>", "#include <iostream>")
        self.assert_finds(layers, "<boost/json.hpp>", "<iostream>")

    def test_an_umbrella_that_reaches_too_far_is_found(self):
        self.write_header("parley.hpp", "#include <parley/login.hpp>")
        self.write_header("login.hpp", "#include <parley/transport/beast/https.hpp>")
        self.write_header("transport/beast/https.hpp")
        self.assert_finds(layers, "parley.hpp -> parley/login.hpp -> parley/transport/beast/https.hpp")

    def test_bodies_are_included_by_their_header_and_by_src_alone(self):
        self.write_header("chat/impl/part.ipp", "#include <parley/chat/part.hpp>", "#include <parley/chat/detail/x.hpp>")
        self.write_header("chat/part.hpp", "#include <parley/chat/impl/part.ipp>")
        self.write_header("auth/detail/impl/form.ipp")
        self.write_header("auth/detail/form.hpp", "#include <parley/auth/detail/impl/form.ipp>")
        self.write_header("impl/client.ipp", "#include <parley/client.hpp>")
        self.write_header("client.hpp", "#include <parley/impl/client.ipp>")
        bodies = ["chat/impl/part.ipp", "auth/detail/impl/form.ipp", "impl/client.ipp"]
        self.write_header("src.hpp", *[f"#include <parley/{body}>" for body in bodies])
        self.assert_finds(layers)
        self.write_header("src.hpp", *[f"#include <parley/{body}>" for body in bodies[1:]], "#include <parley/chat/impl/gone.ipp>")
        self.write_header("auth/detail/form.hpp")
        self.write_header("family/gemini.hpp", "#include <parley/chat/impl/part.ipp>")
        self.assert_finds(layers, "family/gemini.hpp:3: <parley/chat/impl/part.ipp>: bodies are included", "auth/detail/impl/form.ipp: its header",
                          "chat/impl/part.ipp: src.hpp does not include it", "chat/impl/gone.ipp: is included, and is not there")

    def test_lengths_at_the_limit_are_found(self):
        self.write_header("chat/part.hpp", *["//"] * 297)
        self.write_header("chat/detail/part.hpp", *["//"] * 497)
        self.write_header("chat/role.hpp", *["//"] * 296)
        self.write_header("chat/impl/role.ipp", *["//"] * 496)
        self.assert_finds(lengths, "chat/detail/part.hpp: 500 lines", "chat/part.hpp: 300 lines")

    def test_words_are_found_wherever_they_stand(self):
        self.write("doc/index.adoc", "fine\nthis is a pl" + "aceholder\n")
        self.write("test/x.cpp", "// TO" + "DO\n")
        self.write("README.md", "see /wor" + "k/main\n")
        self.write("example/fine.cpp", "// a stubborn example in https://example.org/work/flow\n")
        self.assert_finds(words, "README.md:1", "doc/index.adoc:2", "test/x.cpp:1")

    def test_braces_inside_a_co_await_expression_are_found(self):
        self.write("include/parley/a.hpp", "if (co_await this_coro::x) {\n}\nfor (;;) { co_await g(\n  request{}); }\nco_return co_await h(std::move(x)); }\n")
        self.write("example/b.cpp", "run([x] { return 1; }, co_await f(\"{\")); // {\nco_await call([x] { return x; });\n")
        self.assert_finds(coroutines, "example/b.cpp:2", "include/parley/a.hpp:3")

    def test_a_wait_within_a_condition_is_found(self):
        self.write("include/parley/a.hpp", "if (done) co_await f();\nif (!co_await f()) co_return;\nwhile ((co_await asio::this_coro::state).on) g();\n")
        self.assert_finds(coroutines, "include/parley/a.hpp:2")

    def test_code_that_no_header_may_hold_is_found(self):
        self.write_header("environment.hpp", "std::get" + "env(name);")
        self.write_header("impl/environment.ipp", "std::get" + "env(name);")
        self.write_header("auth/unified.hpp", "std::get" + "env(name);", "auto p = ne" + "w thing(1);")
        self.write("include/parley/secret.hpp", "#ifndef SECRET_HPP\n#define SECRET_HPP\n#endif\n")
        self.assert_finds(words, "auth/unified.hpp:3", "auth/unified.hpp:4", "secret.hpp: the include guard is not PARLEY_SECRET_HPP")

    def test_only_one_handler_type_is_accepted(self):
        line = "0000 W boost::json::basic_parser<{}>::parse_value(char const*)\n"
        ours, other = line.format("parley::v0::sax<int, a<b> >"), line.format("spy")
        self.assertEqual(sax_instances.handlers(ours), {"parley::v0::sax<int, a<b> >"})
        self.assertEqual(sax_instances.handlers(line.format("boost::json::detail::handler")), set())
        self.assertIsNone(sax_instances.verdict(sax_instances.handlers(ours + ours)))
        self.assertIsNotNone(sax_instances.verdict(sax_instances.handlers(ours + other)))
        self.assertIsNotNone(sax_instances.verdict(set()))

    def test_a_case_that_no_entry_runs_is_found(self):
        listing = "chat_part*\n    one*\n    two*\n"
        self.assertEqual(suites.complaints(listing, ["chat_part"]), [])
        self.assertEqual(suites.complaints(listing + "chat_role*\n    one*\n", ["chat_part"]), ["no entry runs 'chat_role'"])
        self.assertEqual(suites.complaints(listing, ["chat_part", "chat_role"]), ["no suite 'chat_role'"])

    def test_the_compile_fail_harness_tells_success_from_failure(self):
        fine, wrong = "int main() {}\n", 'static_assert(sizeof(int) == 1, "parley[test.id]: says why");\n'
        compile_command = [COMPILER, "-std=c++20", "-fsyntax-only"]

        def complaint(name, text):
            return compile_fail.complaint(self.write(name, text), compile_command)

        self.assertIsNone(complaint("fine.cpp", fine))
        self.assertIsNone(complaint("a.cpp", r"// expect: parley\[test\.id\]: says why" + "\n// twin: fine.cpp\n" + wrong))
        self.assertIn("must not", complaint("b.cpp", "// expect: says why\n" + fine))
        self.assertIn("does not match", complaint("c.cpp", "// expect: another sentence\n" + wrong))
        self.assertIn("does not compile", complaint("d.cpp", wrong))
        self.assertIn("the twin d.cpp does not compile", complaint("e.cpp", "// expect: says why\n// twin: d.cpp\n" + wrong))


if __name__ == "__main__":
    unittest.main()
