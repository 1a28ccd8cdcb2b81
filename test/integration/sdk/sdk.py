#!/usr/bin/env python3
"""sdk.py SANDBOX FOLDER packages       fetches the vendors' SDKs into the folder
sdk.py SANDBOX FOLDER SDK CASE       runs one case of one SDK against a sandbox of its own

Where Node is too old or the packages cannot be fetched, says "SKIP: " and why."""
import pathlib
import re
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
OLDEST_NODE = 20


def skip(why):
    print("SKIP:", why)
    sys.exit(0)


def node_version():
    if not shutil.which("node") or not shutil.which("npm"):
        return 0
    return int(re.match(r"v(\d+)", subprocess.run(["node", "--version"], capture_output=True, text=True).stdout)[1])


def fetch(folder):
    """Installs the packages, once for each state of package.json; a folder without the mark holds half an installation."""
    wanted = (HERE / "package.json").read_text()
    mark = folder / "installed.json"
    if not mark.exists() or mark.read_text() != wanted:
        mark.unlink(missing_ok=True)
        (folder / "package.json").write_text(wanted)
        done = subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--no-package-lock"], cwd=folder, capture_output=True, text=True, timeout=500)
        if done.returncode != 0:
            skip("the packages cannot be fetched: " + (done.stderr.strip().splitlines() or ["npm failed"])[-1])
        mark.write_text(wanted)


def main(sandbox, folder, *what):
    if node_version() < OLDEST_NODE:
        skip(f"Node {OLDEST_NODE} or newer is needed, with npm")
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    if what == ("packages",):
        fetch(folder)
        return 0
    if not (folder / "installed.json").exists():
        skip("the packages were not fetched")
    for script in HERE.glob("*.mjs"):  # they find their packages beside them
        shutil.copy(script, folder)
    with subprocess.Popen([sandbox], stdout=subprocess.PIPE, text=True) as server:
        try:
            origin = server.stdout.readline().strip()
            return subprocess.run(["node", "run.mjs", *what, origin], cwd=folder, timeout=100).returncode
        finally:
            server.terminate()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
