#!/usr/bin/env python3
"""tour.py TOUR SANDBOX: what the tour shows, with keys and without."""
import base64
import hashlib
import json
import os
import pathlib
import pty
import re
import subprocess
import sys
import tempfile
import unittest
import urllib.error
import urllib.parse
import urllib.request

TOUR, SANDBOX = sys.argv[1:3]
del sys.argv[1:3]

FAMILIES = ["openai_chat", "openai_responses", "anthropic", "gemini"]
STRATEGIES = ["pat", "m2m", "u2m", "profile", "unified"]


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class Tour(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def environment(self, **more):
        return {"PATH": os.environ["PATH"], "HOME": str(self.folder), **more}

    def chapters_of(self, **more):
        """The lines of each chapter, by a word of its heading."""
        done = subprocess.run([TOUR, "Why?"], capture_output=True, text=True, timeout=60, env=self.environment(**more))
        self.assertEqual((done.returncode, done.stderr), (0, ""), done)
        found = re.split(r"^\d+\. (.*)$", done.stdout, flags=re.M)
        return dict(zip(found[1::2], (text.strip("\n").split("\n") for text in found[2::2])))

    def chapter(self, word, chapters):
        [lines] = [lines for heading, lines in chapters.items() if word in heading]
        return lines

    def check_streams(self, lines, names, where=" (sandbox)"):
        *answers, sum = lines
        self.assertEqual(sorted(line.split(",")[0].strip() for line in answers), sorted(names))
        for line in answers:
            self.assertRegex(line, r"^  \w+, [\w.-]+" + re.escape(where) + r" +You asked: Why\?$")
        self.assertEqual(sum, f"  {len(names)} answers, {len(names)} of them at once")


class WithoutKeys(Tour):
    def test_chapter_by_chapter(self):
        chapters = self.chapters_of()
        self.assertEqual(len(chapters), 10, list(chapters))
        self.assertIn("2 migrated, 1 current, 2 left as they are; the old files are kept as *.v0.bak", self.chapter("Migrating", chapters))
        self.assertEqual(self.chapter("makes a client", chapters), ["> Why?", "You asked: Why?", "openhands/claude-sonnet-4-5-20250929: 1 tokens in, 3 out"])
        self.check_streams(self.chapter("Four families", chapters), FAMILIES)
        self.check_streams(self.chapter("Five ways", chapters), STRATEGIES)
        self.assertEqual(self.chapter("calls a function", chapters), [
            '  the model calls get_weather {"city":"city"}', '  the program says {"degrees":17,"sky":"clear over city"}',
            '  The tool says: {"degrees":17,"sky":"clear over city"}', "  2 steps"])
        self.assertEqual(self.chapter("a struct", chapters), ["  title: title", "  reason: reasons"])
        [cost] = self.chapter("cost", chapters)
        found = re.fullmatch(r"  13 calls, 0 failed, (\d+) tokens in, (\d+) out: (0\.\d+) USD, and 5 calls without a known price", cost)
        self.assertTrue(found and float(found[3]) > 0, cost)
        self.assertIn("  1 of 1 references moved from claude-3-5-haiku-20241022 to claude-haiku-4-5", self.chapter("retires", chapters))

    def test_a_terminal_sees_all_lines_grow_at_the_same_time(self):
        child, terminal = pty.fork()
        if child == 0:
            os.execve(TOUR, [TOUR, "Why do lines grow?"], self.environment(TERM="xterm"))
        self.addCleanup(os.close, terminal)
        said = b""
        try:
            while piece := os.read(terminal, 65536):
                said += piece
        except OSError:
            pass  # the other end is closed
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), 0)
        # Each line is drawn from below: so far up, its label faint while its text grows and green in the end.
        drawn = re.findall(r"\033\[(\d)A\r\033\[K  \033\[(2|32)m(\w+),[^\033]*\033\[0m  ([^\033]*)\033\[\1B\r", said.decode())
        for names in (FAMILIES, STRATEGIES):
            mine = [row for row in drawn if row[2] in names]
            self.assertEqual({name: int(up) for up, _, name, _ in mine}, {name: len(names) - i for i, name in enumerate(names)})
            colours = [colour for _, colour, _, _ in mine]
            growing = mine[:colours.index("32")]
            self.assertEqual({name for _, _, name, _ in growing}, set(names), "one answer was whole before another began")
            for name in names:
                texts = [text for _, colour, of, text in mine if of == name and colour == "2"]
                self.assertGreater(len(texts), 3)
                self.assertTrue(all(later.startswith(earlier) and later != earlier for earlier, later in zip(texts, texts[1:])), texts)
                self.assertEqual(texts[-1], "You asked: Why do lines grow?")


class WithKeys(Tour):
    """Another sandbox is the real host."""

    def setUp(self):
        super().setUp()
        self.server = subprocess.Popen([SANDBOX, "--key", "right", "--pace", "40"], stdout=subprocess.PIPE, text=True)
        self.addCleanup(self.server.communicate)
        self.addCleanup(self.server.terminate)
        self.host = self.server.stdout.readline().strip()

    def log_in(self):
        """Leaves a login as `parley auth login` does."""
        verifier, app, back = "v" * 43, "databricks-cli", "http://localhost:8020"
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
        asked = {"response_type": "code", "client_id": app, "redirect_uri": back, "code_challenge": challenge, "code_challenge_method": "S256", "state": "s"}
        with self.assertRaises(urllib.error.HTTPError) as sent:
            urllib.request.build_opener(NoRedirect).open(self.host + "/oidc/v1/authorize?" + urllib.parse.urlencode(asked))
        sent.exception.close()
        code = urllib.parse.parse_qs(urllib.parse.urlsplit(sent.exception.headers["Location"]).query)["code"][0]
        form = {"grant_type": "authorization_code", "code": code, "client_id": app, "redirect_uri": back, "code_verifier": verifier}
        with urllib.request.urlopen(self.host + "/oidc/v1/token", urllib.parse.urlencode(form).encode()) as answer:
            tokens = json.load(answer)
        login = {"host": self.host, "client_id": app, "access_token": "ended", "refresh_token": tokens["refresh_token"], "expires_at": 1}
        file = self.folder / ".config/parley/logins.json"
        file.parent.mkdir(parents=True)
        file.write_text(json.dumps({"schema_version": 1, "sealed": False, "logins": [login]}))

    def test_a_workspace_is_asked_in_each_way_that_the_environment_allows(self):
        (self.folder / ".databrickscfg").write_text(f"[work]\nhost = {self.host}\ntoken = right\n")
        self.log_in()
        chapters = self.chapters_of(DATABRICKS_HOST=self.host, DATABRICKS_TOKEN="right", DATABRICKS_CLIENT_ID="sandbox-client", DATABRICKS_CLIENT_SECRET="sandbox-secret",
                                    DATABRICKS_CONFIG_PROFILE="work", DATABRICKS_AUTH_TYPE="pat")
        self.check_streams(self.chapter("Five ways", chapters), STRATEGIES, where="")

    def test_what_is_missing_for_a_way_is_the_sandbox_s(self):
        lines = self.chapter("Five ways", self.chapters_of(DATABRICKS_HOST=self.host, DATABRICKS_TOKEN="right"))
        there = {line.split(",")[0].strip(): "(sandbox)" not in line for line in lines[:-1]}
        self.assertEqual(there, {"pat": True, "m2m": False, "u2m": False, "profile": False, "unified": True})

    def test_who_is_refused_does_not_end_the_tour(self):
        done = subprocess.run([TOUR, "Why?"], capture_output=True, text=True, timeout=60, env=self.environment(DATABRICKS_HOST=self.host, DATABRICKS_TOKEN="wrong"))
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stdout, r"  pat, databricks-llama-4-maverick +\S.*\n")
        self.assertIn("A model retires from a catalogue", done.stdout)
        self.assertIn("m2m, databricks-gpt-5-mini (sandbox)            You asked: Why?", done.stdout)

    def test_the_profile_is_pointed_at_an_endpoint(self):
        chapters = self.chapters_of(PARLEY_API_KEY="right", PARLEY_BASE_URL=self.host + "/v1", PARLEY_MODEL="openai/some-model")
        self.assertIn(f"The profile old-proxy makes a client: openai/some-model at {self.host}/v1", chapters)
        self.assertEqual(self.chapter("makes a client", chapters)[-1], "some-model: 1 tokens in, 3 out")


if __name__ == "__main__":
    unittest.main()
