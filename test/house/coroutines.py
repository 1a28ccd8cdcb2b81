#!/usr/bin/env python3
"""coroutines.py ROOT: what g++ 12 compiles wrongly about co_await (doc/gcc12.adoc): braces inside its expression, and waiting within a condition."""
import pathlib
import re
import sys

FOLDERS = ("include", "example", "doc")


def expression(text, start):
    """What belongs to the co_await that begins at `start`: up to its semicolon, or the parenthesis around it."""
    depth = 0
    for at in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        if depth < 0 or (text[at] == ";" and depth == 0):
            return text[start:at]
    return text[start:]


def problems(root):
    root = pathlib.Path(root)
    for file in sorted(f for folder in FOLDERS for f in (root / folder).rglob("*") if f.suffix in {".hpp", ".ipp", ".cpp"}):
        text = re.sub(r'//[^\n]*|"(\\.|[^"\\\n])*"', lambda match: " " * len(match[0]), file.read_text())
        for match in re.finditer(r"\bco_await\b", text):
            if "{" in expression(text, match.end()):
                line = text.count("\n", 0, match.start()) + 1
                yield f"{file.relative_to(root).as_posix()}:{line}: braces inside a co_await expression: name what they make first"
        for match in re.finditer(r"\b(?:if|while) \(", text):
            if re.search(r"\bco_await\b(?! [\w:]*this_coro)", expression(text, match.end())):
                line = text.count("\n", 0, match.start()) + 1
                yield f"{file.relative_to(root).as_posix()}:{line}: a co_await within a condition: name what it gives first"


if __name__ == "__main__":
    found = list(problems(sys.argv[1]))
    print("\n".join(found) or "no braces inside co_await, none within a condition")
    sys.exit(bool(found))
