#!/usr/bin/env python3
"""snippets.py ROOT: all C++ in ROOT/doc and ROOT/README.md stands in sources that are built and run.

doc/**/*.adoc   includes C++ by tag from example/ or test/, as `include::../example/1_tutorial/1_first_call.cpp[tag=call]`; a block
                marked [source,cpp] holds such includes alone. Included and linked pages exist.
README.md       a comment `<!-- snippet: PATH TAG -->` before a code fence names the region that the fence repeats;
                `<!-- snippet: PATH -->` names a file in which the fence's lines stand one after another. C++ has one or the other.
"""
import pathlib
import re
import sys
import textwrap

CPP = {".cpp", ".hpp", ".ipp"}
CPP_BLOCK = re.compile(r"^\[source, *(?:cpp|c\+\+|C\+\+)\b.*\]$|^```(?:cpp|c\+\+|C\+\+)$")
DIRECTIVE = re.compile(r"^include::([^\[]+)\[(.*)\]$")
MARK = re.compile(r"^<!-- snippet: (\S+)(?: (\S+))? -->$")


def region(text, tag):
    """The lines of a tagged region, without tag lines and common indentation; None when there is no such region."""
    match = re.search(rf"^[^\n]*\btag::{re.escape(tag)}\[\][^\n]*\n(.*?)^[^\n]*\bend::{re.escape(tag)}\[\]", text, re.MULTILINE | re.DOTALL)
    if not match:
        return None
    lines = [line for line in match[1].splitlines() if not re.search(r"\b(tag|end)::\S+\[\]", line)]
    return textwrap.dedent("\n".join(lines)).strip()


def wrong_with_include(root, page, path, attributes):
    """Why this include directive is wrong, or None."""
    target = (page.parent / path.replace("{root}", str(root))).resolve()
    if not target.is_file():
        return "no such file"
    if target.suffix not in CPP:
        return None
    if not any(target.is_relative_to(root / place) for place in ("example", "test")):
        return "C++ comes from example/ or test/, where it is built and run"
    tags = re.findall(r"\btags?=\"?([\w.;-]+)", attributes)
    if not tags:
        return "C++ is included by tag"
    missing = [tag for tag in tags[0].split(";") if not region(target.read_text(), tag)]
    return f"no region tagged {missing[0]}" if missing else None


def problems_of_page(root, page):
    lines = page.read_text().splitlines()
    closing = None  # the delimiter that ends the C++ block we are in
    for number, line in enumerate(lines, 1):
        if match := DIRECTIVE.match(line):
            if why := wrong_with_include(root, page, *match.groups()):
                yield number, f"include::{match[1]}: {why}"
        elif closing is not None:
            if line == closing:
                closing = None
            elif line:
                yield number, "C++ that no compiler sees: include it by tag from example/ or test/"
        elif CPP_BLOCK.match(line):
            following = lines[number] if number < len(lines) else ""
            if line.startswith("```"):
                closing = line[:3]
            elif not following.startswith(("----", "[", ".")):
                yield number, "a C++ block needs its ---- delimiters"
        elif number > 1 and line == "----" and any(CPP_BLOCK.match(before) for before in lines[max(0, number - 3) : number - 1]):
            closing = line
        for path in re.findall(r"\bxref:([^\s\[#]+\.adoc)", line):
            if not (page.parent / path).is_file():
                yield number, f"xref:{path}: no such page"


def problems_of_readme(root, readme):
    lines = readme.read_text().splitlines()
    mark, fence, start = None, None, 0
    for number, line in enumerate(lines, 1):
        if fence is None and (match := MARK.match(line)):
            mark = match
        elif fence is None and line.startswith("```"):
            fence, start = line[3:].strip(), number
        elif fence is not None and line.startswith("```"):
            text = "\n".join(lines[start : number - 1]).strip()
            if mark:
                source = root / mark[1]
                whole = source.read_text() if source.is_file() else None
                wanted = region(whole, mark[2]) if whole is not None and mark[2] else whole
                if wanted is None:
                    yield start, f"no region '{mark[2]}' in {mark[1]}" if whole is not None else f"no file {mark[1]}"
                elif text != wanted if mark[2] else text not in wanted:
                    yield start, f"differs from {' '.join(filter(None, mark.groups()))}"
            elif fence in ("cpp", "c++"):
                yield start, "C++ without a comment `<!-- snippet: PATH TAG -->` before it"
            mark = fence = None


def problems(root):
    root = pathlib.Path(root).resolve()
    for page in sorted((root / "doc").rglob("*.adoc")):
        for number, why in problems_of_page(root, page):
            yield f"{page.relative_to(root)}:{number}: {why}"
    readme = root / "README.md"
    if readme.exists():
        for number, why in problems_of_readme(root, readme):
            yield f"README.md:{number}: {why}"


if __name__ == "__main__":
    found = list(problems(sys.argv[1]))
    print("\n".join(found) or "all C++ of the documentation is built and run")
    sys.exit(bool(found))
