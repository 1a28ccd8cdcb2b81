#!/usr/bin/env python3
"""suites.py PROGRAM SUITE...: at its top level a test program holds these suites and nothing else."""
import re
import subprocess
import sys


def complaints(listing, suites):
    """What is wrong with the output of --list_content: unindented lines are top level, and a `*` marks what is enabled."""
    found = [line.rstrip("*") for line in listing.splitlines() if re.match(r"\S", line)]
    return [f"no entry runs '{name}'" for name in found if name not in suites] + [f"no suite '{name}'" for name in suites if name not in found]


if __name__ == "__main__":
    done = subprocess.run([sys.argv[1], "--list_content"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=True)
    found = complaints(done.stdout, sys.argv[2:])
    print(*found, sep="\n")
    sys.exit(bool(found))
