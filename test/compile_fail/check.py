#!/usr/bin/env python3
"""check.py SOURCE COMPILER ARGUMENT...: compiles SOURCE and holds the outcome against what SOURCE says of itself.

First lines of a source that must not compile:
    // expect: <regular expression that the compiler's output must match>
    // twin: <file beside it that must compile, optional>
A source without `// expect:` must compile.
"""
import pathlib
import re
import subprocess
import sys


def compile_source(command, source):
    done = subprocess.run([*command, str(source)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.returncode == 0, done.stdout


def complaint(source, command):
    """What is wrong with the outcome, or None."""
    said = dict(re.findall(r"^// (expect|twin): *(.*?) *$", source.read_text(), re.MULTILINE))
    if "twin" in said:
        compiles, output = compile_source(command, source.with_name(said["twin"]))
        if not compiles:
            return f"{output}\nthe twin {said['twin']} does not compile"
    compiles, output = compile_source(command, source)
    if "expect" not in said:
        return None if compiles else f"{output}\n{source.name} does not compile"
    if compiles:
        return f"{source.name} compiles, and must not"
    if not re.search(said["expect"], output):
        return f"{output}\nthe output does not match: {said['expect']}"
    return None


if __name__ == "__main__":
    wrong = complaint(pathlib.Path(sys.argv[1]), sys.argv[2:])
    if wrong:
        sys.exit(wrong)
