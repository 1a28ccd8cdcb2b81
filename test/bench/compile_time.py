#!/usr/bin/env python3
"""compile_time.py TABLE [NAME...]: measures the rows of TABLE, and prints a line `BENCH compile.<name> <ratio> <target> <= PASS|MISS` for each."""
import pathlib
import resource
import subprocess
import sys

ROUNDS = 3
table = pathlib.Path(sys.argv[1])
command = ["g++", "-std=c++20", "-I", str(table.parents[2] / "include"), "-c", "-o", "/dev/null"]


def user_seconds(source, flags):
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    subprocess.run([*command, *flags, str(table.parent / source)], check=True)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


missed = False
for line in table.read_text().splitlines():
    if not line or line.startswith("#"):
        continue
    name, source, other, target, *flags = line.split()
    if sys.argv[2:] and name not in sys.argv[2:]:
        continue
    sources = [source] if other == "-" else [source, other.removeprefix("-")]
    try:
        best = [min(times) for times in zip(*[[user_seconds(s, flags) for s in sources] for _ in range(ROUNDS)])]
    except subprocess.CalledProcessError:
        print(f"BENCH compile.{name} - {target} <= MISS (does not compile)", flush=True)
        missed = True
        continue
    value = best[0] if other == "-" else best[0] - best[1] if other.startswith("-") else best[0] / best[1]
    met = value <= float(target)
    missed |= not met
    print(f"{name}: " + ", ".join(f"{s} {t:.2f} s" for s, t in zip(sources, best)))
    print(f"BENCH compile.{name} {value:.3f} {target} <= {'PASS' if met else 'MISS'}", flush=True)
sys.exit(missed)
