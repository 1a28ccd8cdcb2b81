#!/usr/bin/env python3
"""server.py FOLDER: becomes an authorization server on a port that the system picks, and writes its address to standard output. It ends with
its standard input. The folder holds the packages, which are fetched where they are missing. Where Node is too old or the packages cannot be
fetched, writes "SKIP: " and why."""
import os
import pathlib
import re
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
OLDEST_NODE = (20, 19)


def skip(why):
    print("SKIP:", why)
    sys.exit(0)


def node_version():
    if not shutil.which("node") or not shutil.which("npm"):
        return (0, 0)
    major, minor = re.match(r"v(\d+)\.(\d+)", subprocess.run(["node", "--version"], capture_output=True, text=True).stdout).groups()
    return (int(major), int(minor))


def fetch(folder):
    """Installs the packages, once for each state of package.json; a folder without the mark holds half an installation."""
    wanted = (HERE / "package.json").read_text()
    mark = folder / "installed.json"
    if mark.exists() and mark.read_text() == wanted:
        return
    mark.unlink(missing_ok=True)
    (folder / "package.json").write_text(wanted)
    done = subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--no-package-lock"], cwd=folder, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        skip("the packages cannot be fetched: " + (done.stderr.strip().splitlines() or ["npm failed"])[-1])
    mark.write_text(wanted)


if __name__ == "__main__":
    if node_version() < OLDEST_NODE:
        skip("Node {}.{} or newer is needed, with npm".format(*OLDEST_NODE))
    packages = pathlib.Path(sys.argv[1])
    packages.mkdir(parents=True, exist_ok=True)
    fetch(packages)
    shutil.copy(HERE / "server.mjs", packages)  # it finds its packages beside it
    os.chdir(packages)
    os.execvp("node", ["node", "server.mjs"])
