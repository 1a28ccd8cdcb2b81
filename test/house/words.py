#!/usr/bin/env python3
"""words.py ROOT: words and names that do not belong in the repository."""
import pathlib
import re
import sys

# (what is looked for, where, why). Patterns avoid spelling what they look for, so that this file passes its own check.
EVERYWHERE = r"(include|example|test|doc|cmake)/.*|[^/]+"
RULES = [
    (r"\b(T[O]DO|F[I]XME|X[X]X|H[A]CK)\b|(?i:\b(st[u]b|not impl[e]mented|for n[o]w|pl[a]ceholder|simpl[i]fied)\b)", EVERYWHERE, "promises work that is not done"),
    (r"(?<![\w.}/])/(wor[k]|roo[t])/\w|/tm[p]/bash", EVERYWHERE, "names a folder of one machine"),
    (r"\bg[e]tenv\b", r"include/parley/(?!environment\.hpp|impl/environment\.ipp).*", "reads the environment outside environment.hpp"),
    (r"\bu[s]ing namespace\b", r"include/.*", "opens a namespace for every reader"),
    (r"#\s*pr[a]gma once", r"include/.*", "is no include guard"),
    (r"\bdet[a]ch\(\)|\bnew [A-Za-z_:]+[({\[;]", r"include/.*", "owns nothing: no raw new, no detached threads"),
]
TEXT = {".hpp", ".ipp", ".cpp", ".txt", ".cmake", ".py", ".sh", ".adoc", ".md", ".json", ".in", ""}


def files_of(root):
    for file in sorted(root.rglob("*")):
        path = file.relative_to(root)
        if file.is_file() and file.suffix in TEXT and not any(p in ("build", "corpus", "crashers") or p.startswith(".git") for p in path.parts):
            yield file, path.as_posix()


def guard_of(path):
    return "PARLEY_" + re.sub(r"[/.]", "_", path.removeprefix("include/parley/")).upper()


def problems(root):
    for file, path in files_of(pathlib.Path(root)):
        try:
            text = file.read_text()
        except UnicodeDecodeError:
            continue
        for pattern, where, why in RULES:
            if re.fullmatch(where, path):
                for match in re.finditer(pattern, text):
                    yield f"{path}:{text.count(chr(10), 0, match.start()) + 1}: '{match[0]}' {why}"
        if path.startswith("include/parley/") and f"#ifndef {guard_of(path)}\n#define {guard_of(path)}\n" not in text:
            yield f"{path}: the include guard is not {guard_of(path)}"


if __name__ == "__main__":
    found = list(problems(sys.argv[1]))
    print("\n".join(found) or "no such words")
    sys.exit(bool(found))
