#!/usr/bin/env python3
"""lengths.py ROOT: a public header has under 300 lines; any other, and the bodies in an impl/, under 500."""
import pathlib
import sys


def problems(root):
    root = pathlib.Path(root)
    house = root / "include" / "parley"
    for file in sorted([*house.rglob("*.hpp"), *house.rglob("*.ipp")]):
        path = file.relative_to(root)
        lines = len(file.read_text().splitlines())
        limit = 500 if {"detail", "impl"} & set(path.parts) else 300
        if lines >= limit:
            yield f"{path}: {lines} lines, the limit is {limit}: two ideas live in one header"


if __name__ == "__main__":
    found = list(problems(sys.argv[1]))
    print("\n".join(found) or "every header is short")
    sys.exit(bool(found))
