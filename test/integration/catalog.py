#!/usr/bin/env python3
"""catalog.py PARLEY: the life of a model from the command line, in a data base of SQLite."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

PARLEY = sys.argv.pop(1)
CANARY = "sk-canary-0123456789"


class Catalog(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.run_tool("init", actor="operator")
        self.run_tool("organisation", "add", "acme", actor="operator")

    def run_tool(self, *arguments, status=0, actor="acme:alice", text="", scopes="*", **variables):
        line = [PARLEY, "catalog", "--db", f"sqlite:{self.folder}/c.db", "--as", actor, "--scopes", scopes, *map(str, arguments), "--json"]
        done = subprocess.run(line, input=text, capture_output=True, text=True, timeout=60, env={"PATH": os.environ["PATH"], "HOME": str(self.folder), **variables})
        self.assertEqual(done.returncode, status, done)
        return json.loads(done.stdout)

    def test_a_model_is_deprecated_replaced_and_cleaned_up(self):
        old, new = (self.run_tool("create", f"anthropic/{name}")["id"] for name in ("claude-opus-4-1", "claude-sonnet-4-5"))
        self.run_tool("access", "set", old)
        self.run_tool("default", "set", old)
        self.run_tool("deprecate", old, "--on", "2026-12-31")
        plan = self.run_tool("migrate", old, new)
        self.assertIn("default_moves", [finding["code"] for finding in plan["findings"]])
        self.run_tool("migrate", old, new, "--apply", "0" * 32, "--confirm", status=3)
        self.assertEqual(self.run_tool("migrate", old, new, "--apply", plan["fingerprint"], "--confirm")["status"], "completed")
        self.assertEqual([row["id"] for row in self.run_tool("models")["models"]], [new])
        self.assertEqual(self.run_tool("default", "show")["id"], new)
        self.run_tool("enable", old, status=3)
        self.assertEqual(self.run_tool("cleanup", "--dry-run")["skipped"][0]["reason"], "grace_period")
        self.assertEqual(self.run_tool("history")["migrations"][0]["from_name"], "claude-opus-4-1")

    def test_who_may_not_is_told_so_and_the_audit_knows(self):
        self.run_tool("create", "v/m", scopes="catalog:read", status=4)
        self.run_tool("seed", status=4)
        denied = [row for row in self.run_tool("audit")["audit"] if row["outcome"] == "denied"]
        self.assertEqual([row["operation"] for row in denied], ["verified_model.seed", "model.create"])
        self.run_tool("audit", scopes="catalog:read", status=4)

    def test_a_key_is_sealed_and_appears_nowhere(self):
        settings = json.dumps({"display_name": "Ours", "base_url": "http://127.0.0.1:9/v1", "api_key": CANARY})
        self.run_tool("provider", "add", "-", text=settings, status=3)
        keys = {"PARLEY_CATALOG_KEYS": "k1:" + "A" * 43 + "="}
        made = self.run_tool("provider", "add", "-", text=settings, **keys)
        self.assertTrue(made["has_api_key"])
        for shown in (made, self.run_tool("provider", "list"), self.run_tool("audit")):
            self.assertNotIn(CANARY, json.dumps(shown))
        for file in self.folder.iterdir():
            self.assertNotIn(CANARY.encode(), file.read_bytes(), file)

    def test_verified_models_are_added_together_or_not_at_all(self):
        drafts = json.dumps([{"provider": "p", "model_name": "a"}, {"provider": "p", "model_name": "a"}])
        self.run_tool("create-many", "-", text=drafts, actor="operator", status=3)
        self.assertEqual(self.run_tool("verified", "list", actor="operator")["models"], [])
        self.assertEqual(len(self.run_tool("seed", actor="operator")["added"]), 11)


if __name__ == "__main__":
    unittest.main()
