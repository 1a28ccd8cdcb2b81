#!/usr/bin/env python3
"""catalog.py PARLEY: the life of a model from the command line, in a data base of SQLite."""
import http.server
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import unittest

PARLEY = sys.argv.pop(1)
CANARY = "sk-canary-0123456789"
KEYS = {"PARLEY_CATALOG_KEYS": "k1:" + "A" * 43 + "="}
CARD = 'name = "One"\nrelease_date = "2025-01-01"\n[limit]\ncontext = 1000\noutput = 100\n'


class Provider(http.server.ThreadingHTTPServer):
    """Lists models to who has the key."""

    def __init__(self):
        self.models, self.daemon_threads = ["a", "b"], True
        super().__init__(("127.0.0.1", 0), Answer)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/v1"


class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        fits = self.headers["Authorization"] == f"Bearer {CANARY}"
        body = json.dumps({"data": [{"id": name} for name in self.server.models]} if fits else {"error": CANARY}).encode()
        self.send_response(200 if fits else 401)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


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
        plan = self.run_tool("migrate", old, new, "--plan")
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
        made = self.run_tool("provider", "add", "-", text=settings, **KEYS)
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

    def test_a_verified_model_is_changed_and_removed(self):
        drafts = json.dumps([{"provider": "p", "model_name": "maker/a:1"}, {"provider": "p", "model_name": "b", "is_default": True}])
        self.run_tool("create-many", "-", text=drafts, actor="operator")
        changed = self.run_tool("verified", "update", "p/maker/a:1", '{"is_default": true, "enabled": false}', actor="operator")
        self.assertEqual((changed["is_default"], changed["enabled"]), (True, False))
        self.assertEqual([row["is_default"] for row in self.run_tool("verified", "list", actor="operator")["models"]], [False, True])
        self.run_tool("verified", "update", "p/b", '{"enabeld": false}', actor="operator", status=3)
        self.run_tool("verified", "update", "p", "{}", actor="operator", status=2)
        self.assertEqual(self.run_tool("verified", "delete", "p/b", actor="operator")["model_name"], "b")
        self.run_tool("verified", "delete", "p/b", actor="operator", status=3)
        self.run_tool("verified", "delete", "p/maker/a:1", status=4)
        self.assertEqual([row["model_name"] for row in self.run_tool("verified", "list", actor="operator")["models"]], ["maker/a:1"])

    def test_lists_of_models_are_taken_over_after_a_look(self):
        (self.folder / "cards/openai/models").mkdir(parents=True)
        (self.folder / "cards/openai/provider.toml").write_text('name = "OpenAI"\n')
        for name in ("one", "two"):
            (self.folder / f"cards/openai/models/{name}.toml").write_text(CARD)
        (self.folder / "cards/openai/models/bad.toml").write_text("= no card")
        plan = self.run_tool("import", self.folder / "cards")
        self.assertEqual((plan["applied"], plan["plan"]["added"]), (False, ["openai/one", "openai/two"]))
        self.assertIn("bad.toml", plan["unread"][0]["where"])
        self.assertEqual(self.run_tool("list")["models"], [])
        self.assertTrue(self.run_tool("import", self.folder / "cards", "--apply")["applied"])
        one, two = sorted(self.run_tool("list")["models"], key=lambda row: row["name"])
        self.assertEqual((one["name"], one["display_name"], one["info"]["context"], one["source"]), ("one", "One", 1000, "import"))

        prices = self.folder / "prices.json"
        row = {"litellm_provider": "openai", "mode": "chat", "max_input_tokens": 1000, "max_output_tokens": 100, "input_cost_per_token": 1e-06, "output_cost_per_token": 2e-06}
        prices.write_text(json.dumps({"one": row, "three": row}))
        plan = self.run_tool("import", prices)["plan"]
        self.assertEqual((plan["added"], plan["changed"], plan["gone"]), (["openai/three"], ["openai/one"], ["openai/two"]))
        self.run_tool("import", prices, "--apply", "--mark-gone")
        self.assertIn("missing_since", next(row for row in self.run_tool("list")["models"] if row["id"] == two["id"]))

        api = self.folder / "api.json"
        api.write_text(json.dumps({"openai": {"id": "openai", "models": {"two": {"id": "two", "name": "Two", "limit": {"context": 9, "output": 9}}}}}))
        self.assertEqual(self.run_tool("import", api, prices)["plan"]["changed"], ["openai/two"])
        self.run_tool("import", self.folder / "none.json", status=3)
        self.run_tool("import", api, "--apply", scopes="catalog:read", status=4)

    def test_a_provider_is_tried_out_and_refreshed(self):
        with Provider() as provider:
            right = json.dumps({"display_name": "Ours", "base_url": provider.url, "api_key": CANARY})
            self.assertEqual(self.run_tool("provider", "validate", "-", text=right, **KEYS), {"valid": True, "message": "", "models": 2})
            wrong = self.run_tool("provider", "validate", "-", text=right.replace(CANARY, "wrong"), status=5, **KEYS)
            self.assertFalse(wrong["valid"])
            self.assertNotIn(CANARY, json.dumps(wrong))
            self.assertEqual(self.run_tool("provider", "list")["providers"], [])

            number = self.run_tool("provider", "add", "-", text=right, **KEYS)["id"]
            self.assertTrue(self.run_tool("provider", "validate", "-", "--provider", number, text='{"display_name": "Yours"}', **KEYS)["valid"])
            self.assertEqual(self.run_tool("provider", "refresh", number, **KEYS)["added"], 2)
            provider.models = ["b"]
            self.assertEqual(len(self.run_tool("provider", "refresh", number, **KEYS)["missing"]), 1)
            self.assertEqual(self.run_tool("provider", "list")["providers"][0]["refresh_state"], "succeeded")
            self.run_tool("provider", "refresh", number + 1, status=3, **KEYS)
            provider.shutdown()
        self.run_tool("provider", "refresh", number, status=5, **KEYS)
        self.assertEqual(self.run_tool("provider", "list")["providers"][0]["refresh_state"], "failed")


if __name__ == "__main__":
    unittest.main()
