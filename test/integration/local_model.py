#!/usr/bin/env python3
"""local_model.py PARLEY FOLDER SHARED: the parley tool talks to a real inference engine.

SHARED/bench/localmodel has a small model and a server around llama.cpp; without it, or without Node, says "SKIP: " and why."""
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys

PACKAGES = {"private": True, "type": "module", "dependencies": {"node-llama-cpp": "3.22.1", "@node-llama-cpp/linux-x64": "3.22.1"}}


def skip(why):
    print("SKIP:", why)
    sys.exit(0)


def fetch(folder):
    mark, wanted = folder / "installed.json", json.dumps(PACKAGES)
    if mark.exists() and mark.read_text() == wanted:
        return
    (folder / "package.json").write_text(wanted)
    done = subprocess.run(["npm", "install", "--omit=optional", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"], cwd=folder, capture_output=True, text=True)
    if done.returncode != 0:
        skip("the engine cannot be fetched: " + (done.stderr.strip().splitlines() or ["npm failed"])[-1])
    mark.write_text(wanted)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def main(parley, folder, shared):
    kit = pathlib.Path(shared) / "bench/localmodel"
    if not kit.exists():
        skip(f"there is no {kit}")
    if not shutil.which("node") or not shutil.which("npm"):
        skip("Node is needed, with npm")
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    fetch(folder)
    subprocess.run([sys.executable, "-B", kit / "gen_gguf.py", folder / "model.gguf"], check=True, stdout=subprocess.DEVNULL)
    port = free_port()
    with subprocess.Popen(["node", kit / "server.mjs", folder, folder / "model.gguf", str(port), "300"], stdout=subprocess.PIPE, text=True) as server:
        try:
            if not server.stdout.readline().startswith("ready"):
                skip("the engine does not run on this machine")
            place = ["--provider", "openai", "--base-url", f"http://127.0.0.1:{port}/v1", "--json"]

            def run(*words, said=""):
                done = subprocess.run([parley, *words, *place], input=said, capture_output=True, text=True, timeout=120, env={"PATH": os.environ["PATH"], "HOME": str(folder)})
                assert done.returncode == 0, done
                return [json.loads(line) for line in done.stdout.splitlines()]

            models = [row["id"] for row in run("models", "list")[0]["models"]]
            assert len(models) == 1, models
            for stream in ([], ["--stream"]):
                said = run("chat", "--model", models[0], *stream, said="Hello\nAnd again\n")
                assert len(said) == 2 and all(each["text"] and each["finish_reason"] == "stop" for each in said), said
            assert run("ask", "--model", models[0], "Hello")[0]["usage"]["output_tokens"] > 0
            print(said[0]["text"])
            return 0
        finally:
            server.terminate()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
