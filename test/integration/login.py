#!/usr/bin/env python3
"""login.py PARLEY: a person logs in with `parley auth login`; its authorization server and its browser are parts of this program."""
import base64
import hashlib
import http.server
import json
import os
import socket
import stat
import sys
import threading
import time
import unittest
import urllib.parse

from cli import Tool

BROWSER = """#!{python}
import os, sys, urllib.error, urllib.parse, urllib.request
asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(sys.argv[1]).query))
answer = {{"code": asked["code_challenge"], "state": asked["state"], **{more}}}
try:
    page = urllib.request.urlopen(asked["redirect_uri"] + "/?" + urllib.parse.urlencode(answer), timeout=20)
except urllib.error.HTTPError as refusal:
    page = refusal
with open({page!r} + ".part", "w") as shown:
    shown.write(str(page.status) + " " + page.read().decode())
os.rename({page!r} + ".part", {page!r})
"""


class Authority(http.server.BaseHTTPRequestHandler):
    """Lets everybody in whose verifier belongs to the challenge, which is the code here; a refresh token serves once."""

    def do_GET(self):
        if self.path != "/oidc/.well-known/oauth-authorization-server":
            return self.answer(404, {})
        origin = f"http://127.0.0.1:{self.server.server_port}"
        self.answer(200, {"issuer": origin + "/oidc", "authorization_endpoint": origin + "/oidc/v1/authorize", "token_endpoint": origin + "/oidc/v1/token"})

    def do_POST(self):
        form = dict(urllib.parse.parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        self.server.asked.append(form)
        if form["grant_type"] == "authorization_code":
            challenge = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).decode().rstrip("=")
            fits = challenge == form["code"]
        else:
            fits = form["refresh_token"] == self.server.refresh_token
        if not fits:
            return self.answer(400, {"error": "invalid_grant"})
        number = len(self.server.asked)
        self.server.refresh_token = f"refresh-{number}"
        self.answer(200, {"access_token": f"access-{number}", "token_type": "Bearer", "refresh_token": self.server.refresh_token, "expires_in": self.server.lives})

    def answer(self, status, document):
        body = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Login(Tool):
    def setUp(self):
        super().setUp()
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Authority)
        self.server.asked, self.server.lives, self.server.refresh_token = [], 3600, None
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        self.host = f"http://127.0.0.1:{self.server.server_port}"
        self.file = self.folder / ".config/parley/logins.json"
        self.page = self.folder / "page"
        self.open_with()

    def open_with(self, **more):
        """The browser of a person who agrees; `more` replaces what it brings back."""
        for name in ("xdg-open", "open"):
            script = self.write("bin/" + name, BROWSER.format(python=sys.executable, more=repr(more), page=str(self.page)))
            script.chmod(0o700)

    def shown(self):
        """What the browser shows in the end; it may outlive the program that opened it."""
        for _ in range(2000):
            if self.page.exists():
                return self.page.read_text()
            time.sleep(0.01)
        self.fail("the browser showed nothing")

    def auth(self, command, *more, status=0, **variables):
        return self.json_of("auth", command, "--host", self.host, *more, status=status, PATH=f"{self.folder}/bin:{os.environ['PATH']}", **variables)

    def json_of(self, *arguments, **how):
        """The address stands on standard error, for the person; nothing else does."""
        done = self.run_tool(*arguments, "--json", **how)
        self.assertLessEqual(done.stderr.count("\n"), 1, done.stderr)
        if done.stderr:
            self.assertTrue(done.stderr.startswith("Log in at " + self.host + "/oidc/v1/authorize?"), done.stderr)
        self.assertEqual(done.stdout.count("\n"), 1, done.stdout)
        self.assertNotIn("refresh-", done.stdout)
        return json.loads(done.stdout)

    def log_in(self, *more, **how):
        return self.auth("login", "--port", 0, *more, **how)

    def test_a_login_is_kept_shown_and_forgotten(self):
        told = self.log_in()
        self.assertEqual((told["host"], told["profile"], told["is_renewable"], told["file"]), (self.host, "", True, str(self.file)))
        self.assertRegex(told["expires"], r"^\d{4}-\d\d-\d\dT")
        self.assertEqual(stat.S_IMODE(self.file.stat().st_mode), 0o600)
        self.assertTrue(self.shown().startswith("200 "))
        self.assertIn("You are logged in", self.shown())
        sent = self.server.asked[0]
        self.assertEqual((sent["client_id"], "client_secret" in sent), ("databricks-cli", False))

        masked = self.auth("token")
        self.assertEqual((masked["token_type"], masked["access_token"], masked["expires"]), ("Bearer", "***", told["expires"]))
        self.assertEqual(self.auth("token", "--expose-secrets")["access_token"], "access-1")
        self.assertEqual(self.run_tool("auth", "token", "--host", self.host, "--expose-secrets").stdout, "access-1\n")
        self.assertNotIn("access-1", self.run_tool("auth", "token", "--host", self.host).stdout)
        self.assertEqual(len(self.server.asked), 1)

        self.assertEqual(self.auth("logout"), {"host": self.host, "was_logged_in": True})
        self.assertEqual(self.auth("logout"), {"host": self.host, "was_logged_in": False})
        self.assertNotIn("access-1", self.file.read_text())
        self.assertEqual(self.auth("token", status=4)["error"]["code"], "login_required")

    def test_a_token_that_has_ended_is_renewed_and_a_login_that_has_ended_says_so(self):
        self.server.lives = 0
        self.log_in()
        self.server.lives = 3600
        self.assertEqual(self.auth("token", "--expose-secrets")["access_token"], "access-2")
        self.assertEqual(self.server.asked[1]["refresh_token"], "refresh-1")
        self.assertIn("refresh-2", self.file.read_text())

        self.server.lives = 0
        self.log_in()
        self.server.refresh_token = "revoked"
        self.assertEqual(self.auth("token", status=4)["error"]["code"], "login_required")

    def test_a_state_of_somebody_else_is_refused(self):
        self.open_with(state="other")
        told = self.log_in(status=4)["error"]
        self.assertEqual((told["code"], told["message"]), ("unauthenticated", "state mismatch"))
        self.assertEqual(self.server.asked, [])
        self.assertFalse(self.file.exists())

    def test_a_code_of_somebody_else_is_refused(self):
        self.open_with(code="other")
        self.assertEqual(self.log_in(status=4)["error"]["code"], "login_required")
        self.assertFalse(self.file.exists())

    def test_logins_lie_side_by_side_and_can_be_sealed(self):
        key = ["--cipher", "fernet", "--key-env", "KEY"]
        seal = {"KEY": base64.urlsafe_b64encode(bytes(32)).decode()}
        self.log_in("--profile", "work", *key, **seal)
        self.assertNotIn("access-1", self.file.read_text())
        self.assertEqual(self.auth("token", "--profile", "work", "--expose-secrets", *key, **seal)["access_token"], "access-1")
        self.assertEqual(self.auth("token", *key, status=4, **seal)["error"]["code"], "login_required")
        self.log_in(*key, **seal)
        self.assertEqual(self.auth("token", "--expose-secrets", *key, **seal)["access_token"], "access-2")
        self.assertEqual(self.auth("token", "--profile", "work", status=3)["error"]["code"], "cipher_missing")

    def test_an_app_with_a_secret_sends_it_and_its_scopes(self):
        self.log_in("--client-id", "mine", "--client-secret-env", "APP", "--scope", "jobs", APP="s3cr3t")
        self.assertEqual((self.server.asked[0]["client_id"], self.server.asked[0]["client_secret"]), ("mine", "s3cr3t"))
        self.assertNotIn("s3cr3t", self.file.read_text())
        self.assertEqual(self.log_in("--client-secret-env", "APP", status=3)["error"]["code"], "misconfigured")

    def test_nobody_coming_back_ends_with_the_limit(self):
        self.assertEqual(self.log_in("--no-browser", "--limit", 1, status=5)["error"]["code"], "timed_out")

    def test_a_port_in_use_is_told(self):
        with socket.create_server(("127.0.0.1", 0)) as other:
            told = self.auth("login", "--port", other.getsockname()[1], status=3)["error"]
        self.assertEqual(told["code"], "in_use")

    def test_a_host_that_cannot_be_meant_is_refused_before_anything_is_sent(self):
        for host in ("http://h.example", "ftp://h"):
            self.assertEqual(self.auth("login", "--host", host, status=2)["error"]["code"], "usage")  # twice
            done = self.run_tool("auth", "login", "--host", host, "--json", status=3)
            self.assertEqual(json.loads(done.stdout)["error"]["code"], "misconfigured")

    def test_help_and_usage(self):
        for command in ("login", "token", "logout"):
            self.assertIn("--host", self.run_tool("auth", command, "--help").stdout)
            self.assertEqual(json.loads(self.run_tool("auth", command, "--json", status=2).stdout)["error"]["code"], "usage")


if __name__ == "__main__":
    unittest.main()
