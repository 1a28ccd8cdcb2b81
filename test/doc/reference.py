#!/usr/bin/env python3
"""reference.py DOXYGEN ROOT OUTPUT: builds the reference of the public headers; what Doxygen warns of is an error, but for ACCEPTED."""
import os
import pathlib
import re
import subprocess
import sys

# A member whose name says all, in a class that is documented, needs no sentence of its own, nor does a specialisation of a template that
# is documented. Doxygen 1.9 does not know the traits of other libraries that we specialise.
ACCEPTED = (r"Member .* of (class|struct|union) .* is not documented|Compound .*> is not documented"
            r"|Internal inconsistency: scope for class (std|boost)::")


def complaints(log):
    return [line for line in log.splitlines() if re.search(r"(warning|error): ", line) and not re.search(ACCEPTED, line)]


if __name__ == "__main__":
    doxygen, root, output = sys.argv[1:]
    pathlib.Path(output).mkdir(parents=True, exist_ok=True)
    done = subprocess.run([doxygen, f"{root}/doc/Doxyfile"], env={**os.environ, "PARLEY_SOURCE": root, "PARLEY_OUTPUT": output},
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    found = complaints(done.stdout)
    print(*found, sep="\n")
    sys.exit(bool(found) or done.returncode)
