#!/usr/bin/env python3
"""lengths.py ROOT: a public header has under 300 lines and any header under 500."""
import pathlib
import sys


def problems(root):
    root = pathlib.Path(root)
    for file in sorted((root / "include" / "parley").rglob("*.hpp")):
        path = file.relative_to(root)
        lines = len(file.read_text().splitlines())
        limit = 500 if "detail" in path.parts else 300
        if lines >= limit:
            yield f"{path}: {lines} lines, the limit is {limit}: two ideas live in one header"


if __name__ == "__main__":
    found = list(problems(sys.argv[1]))
    print("\n".join(found) or "every header is short")
    sys.exit(bool(found))
