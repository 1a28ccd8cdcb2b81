#!/usr/bin/env python3
"""The checks of the documentation find what is wrong in small bad trees, and nothing in a good one."""
import pathlib
import tempfile
import unittest

import reference
import snippets

CALL = "int main() {\n    // tag::call[]\n    ask();\n    answer();\n    // end::call[]\n}\n"
PAGE = "= Guide\n\n[source,cpp]\n----\n{}\n----\n"


class Checks(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        self.write("example/call.cpp", CALL)

    def write(self, path, text):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def assert_finds(self, *expected):
        found = list(snippets.problems(self.root))
        self.assertEqual(len(found), len(expected), found)
        for line, text in zip(found, expected):
            self.assertIn(text, line)

    def test_a_region_included_by_tag_is_fine(self):
        self.write("doc/guide/a.adoc", PAGE.format("include::../../example/call.cpp[tag=call,indent=0]") + "\nxref:../index.adoc[home]\n")
        self.write("doc/index.adoc", PAGE.format("include::{root}/example/call.cpp[tag=call]"))
        self.write("README.md", "<!-- snippet: example/call.cpp call -->\n```cpp\nask();\nanswer();\n```\n\n```sh\nls\n```\n")
        self.assert_finds()

    def test_a_missing_file_tag_or_page_is_found(self):
        self.write("doc/a.adoc", PAGE.format("include::../example/gone.cpp[tag=call]"))
        self.write("doc/b.adoc", PAGE.format("include::../example/call.cpp[tag=gone]"))
        self.write("doc/c.adoc", PAGE.format("include::../example/call.cpp[]"))
        self.write("doc/d.adoc", "xref:gone.adoc[x]\n")
        self.assert_finds("doc/a.adoc:5: include::../example/gone.cpp: no such file", "no region tagged gone", "by tag", "doc/d.adoc:1: xref:gone.adoc")

    def test_cpp_from_elsewhere_is_found(self):
        self.write("doc/call.cpp", CALL)
        self.write("doc/a.adoc", PAGE.format("include::call.cpp[tag=call]"))
        self.assert_finds("from example/ or test/")

    def test_literal_cpp_is_found(self):
        self.write("doc/a.adoc", PAGE.format("ask();"))
        self.write("doc/b.adoc", "[source,cpp]\n.Title\n----\nask();\n----\n\n[source,sh]\n----\nls\n----\n")
        self.write("doc/c.adoc", "```cpp\nask();\n```\n")
        self.write("doc/d.adoc", "[source,cpp]\nask();\n")
        self.assert_finds("doc/a.adoc:5", "doc/b.adoc:4", "doc/c.adoc:2", "doc/d.adoc:1")

    def test_a_readme_that_differs_is_found(self):
        self.write("README.md", "<!-- snippet: example/call.cpp call -->\n```cpp\nask();\n```\n\n```cpp\nask();\n```\n"
                                "<!-- snippet: example/gone.cpp call -->\n```cpp\nask();\n```\n<!-- snippet: example/call.cpp -->\n```cpp\nint main() {\n```\n")
        self.assert_finds("README.md:2: differs", "README.md:6: C++ without", "README.md:10: no file")

    def test_only_members_of_documented_classes_go_without_a_sentence(self):
        self.assertFalse(reference.complaints("a.hpp:1: warning: Member code (variable) of struct parley::error is not documented."))
        self.assertFalse(reference.complaints("a.hpp:1: warning: Compound parley::schema< parley::window > is not documented."))
        self.assertTrue(reference.complaints("a.hpp:1: warning: Member ask() (function) of namespace parley is not documented."))
        self.assertTrue(reference.complaints("a.hpp:1: warning: Compound parley::error is not documented."))


if __name__ == "__main__":
    unittest.main()
