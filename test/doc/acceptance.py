#!/usr/bin/env python3
"""acceptance.py ROOT: every test that ROOT/doc/acceptance.adoc and features.adoc name exists; every id has a row, and a test that carries it."""
import pathlib
import re
import sys

IDS = [f"T{n}" for n in range(1, 28)] + [f"E{n}" for n in range(1, 25)]


def cases(root):
    """All test cases below ROOT/test, as <suite>/<case>."""
    for file in sorted((root / "test").rglob("*.cpp")):
        suite = None
        for kind, name in re.findall(r"^BOOST_(?:AUTO|FIXTURE)_TEST_(SUITE|CASE)\((\w+)", file.read_text(), re.MULTILINE):
            if kind == "SUITE":
                suite = name
            else:
                yield f"{suite}/{name}"


def problems(root):
    root = pathlib.Path(root)
    page = (root / "doc" / "acceptance.adoc").read_text()
    known = set(cases(root))
    for file in ("acceptance.adoc", "features.adoc"):
        for name in re.findall(r"`([a-z]\w+_\w+/\w+)`", (root / "doc" / file).read_text()):
            if name not in known:
                yield f"doc/{file}: there is no test {name}"
    rows = re.findall(r"^\| ([TE]\d+) \|", page, re.MULTILINE)
    for one in IDS:
        if rows.count(one) != 1:
            yield f"doc/acceptance.adoc: {one} has {rows.count(one)} rows"
    for row in re.split(r"^\| (?=[TE]\d+ \|)", page, flags=re.MULTILINE)[1:]:
        one, tests = row.split(" ")[0], re.findall(r"`\w+/(\w+)`", row.split("|===")[0])
        if tests and not any(re.match(rf"([TE]\d+_)*{one}_", test) for test in tests):
            yield f"doc/acceptance.adoc: no test of {one} carries its name"
    for name in known:
        if re.match(r".*/[TE]\d+_", name) and f"`{name}`" not in page:
            yield f"doc/acceptance.adoc: {name} stands in no row"


if __name__ == "__main__":
    found = list(problems(sys.argv[1]))
    print("\n".join(found) or "every id has a row, and every test is there")
    sys.exit(bool(found))
