#!/usr/bin/env python3
"""sax_instances.py PROGRAM...: the library instantiates boost::json::basic_parser for one handler type, whatever is parsed."""
import re
import subprocess
import sys


def handlers(symbols):
    """The handler types in the output of nm -C, Boost.JSON's own left out."""
    found = set()
    for start in re.finditer(r"\bboost::json::basic_parser<", symbols):
        depth, end = 1, start.end()
        while depth and end < len(symbols):
            depth += {"<": 1, ">": -1}.get(symbols[end], 0)
            end += 1
        found.add(symbols[start.end() : end - 1])
    return {h for h in found if not h.startswith("boost::json::detail::")}


def verdict(found):
    """What is wrong, or None."""
    return None if len(found) == 1 else f"basic_parser is instantiated for {len(found)} handler types: {sorted(found)}"


if __name__ == "__main__":
    found = set()
    for program in sys.argv[1:]:
        found |= handlers(subprocess.run(["nm", "-C", program], capture_output=True, text=True, check=True).stdout)
    print("\n".join(sorted(found)))
    sys.exit(verdict(found))
