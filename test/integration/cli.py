#!/usr/bin/env python3
"""cli.py PARLEY: what scripts may rely on in the parley tool: exit status, standard output, standard error, files."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

PARLEY = sys.argv.pop(1)

OLD = {"model": "litellm_proxy/claude-sonnet-4-5-20250929", "base_url": "https://llm-proxy.app.all-hands.dev/v1", "api_key": "sk-old-key", "colour": "blue"}
NEWER = {"model": "m", "schema_version": 2}
KINDS = ["llm_profile", "agent_settings", "conversation_settings", "persisted_settings", "agent_profile"]


class Tool(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def run_tool(self, *arguments, status=0, document=None, **variables):
        text = document if isinstance(document, str) else json.dumps(document) if document is not None else ""
        done = subprocess.run([PARLEY, *map(str, arguments)], input=text, capture_output=True, text=True, cwd=self.folder, timeout=60,
                              env={"PATH": os.environ["PATH"], "HOME": str(self.folder), **variables})
        self.assertEqual(done.returncode, status, done)
        return done

    def json_of(self, *arguments, **how):
        done = self.run_tool(*arguments, "--json", **how)
        self.assertEqual(done.stderr, "")
        self.assertEqual(done.stdout.count("\n"), 1, done.stdout)
        return json.loads(done.stdout)

    def assert_fails(self, status, code, *arguments, **how):
        """The same failure as JSON on standard output and as one sentence on standard error."""
        told = self.json_of(*arguments, status=status, **how)["error"]
        self.assertEqual(sorted(told), ["code", "message", "where"])
        self.assertEqual(told["code"], code)
        plain = self.run_tool(*arguments, status=status, **how)
        self.assertEqual(plain.stdout, "")
        self.assertEqual(plain.stderr.count("\n"), 1, plain.stderr)
        self.assertIn(told["message"], plain.stderr)
        return told

    def write(self, name, document):
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(document if isinstance(document, str) else json.dumps(document))
        return file


class Usage(Tool):
    def test_help_is_fine_and_on_standard_output(self):
        for command in ([], ["migrate"], ["profile"], ["profile", "save"]):
            done = self.run_tool(*command, "--help")
            self.assertIn("Usage", done.stdout)
            self.assertEqual(done.stderr, "")

    def test_a_command_line_that_makes_no_sense_is_a_usage_error(self):
        self.assert_fails(2, "usage", "migrate", "--kind", "shopping_list")
        self.assert_fails(2, "usage", "migrate")
        self.assert_fails(2, "usage", "profile", "save")
        self.assert_fails(2, "usage", "migrate", "--kind", "llm_profile", "--cipher", "fernet")
        self.assertEqual(self.run_tool(status=2).stdout, "")

    def test_a_version_that_never_was_is_a_usage_error(self):
        self.assert_fails(2, "invalid_argument", "migrate", "--kind", "llm_profile", "--to", 99, document=OLD)


class Migrate(Tool):
    def test_standard_input_becomes_the_migrated_document_on_standard_output(self):
        for dash in ([], ["-"]):
            done = self.run_tool("migrate", "--kind", "llm_profile", *dash, document=OLD)
            self.assertEqual(json.loads(done.stdout),
                             {"model": "openhands/claude-sonnet-4-5-20250929", "api_key": "sk-old-key", "colour": "blue", "schema_version": 1})
            self.assertEqual(done.stderr, "")

    def test_json_gives_the_steps_and_the_document(self):
        told = self.json_of("migrate", "--kind", "llm_profile", document=OLD)
        self.assertEqual((told["from"], told["to"]), (0, 1))
        self.assertEqual(told["document"]["model"], "openhands/claude-sonnet-4-5-20250929")
        for step in told["steps"]:
            self.assertLessEqual({"from", "to", "description", "changes"}, set(step))
        self.assertIn({"op": "remove", "path": "/base_url"}, [change for step in told["steps"] for change in step["changes"]])

    def test_what_comes_out_is_current_for_every_kind(self):
        smallest = {"llm_profile": {"model": "m"}, "agent_profile": {"name": "default", "schema_version": 1}}
        for kind in KINDS:
            first = self.json_of("migrate", "--kind", kind, document=smallest.get(kind, {}))
            self.assertGreater(first["to"], first["from"])
            second = self.json_of("migrate", "--kind", kind, document=first["document"])
            self.assertEqual((second["from"], second["steps"], second["document"]), (first["to"], [], first["document"]), kind)

    def test_steps_stop_at_the_version_asked_for(self):
        told = self.json_of("migrate", "--kind", "agent_settings", "--to", 4, document={"llm": OLD})
        self.assertEqual((told["to"], told["document"]["schema_version"]), (4, 4))
        self.assertEqual([step["to"] for step in told["steps"]], [1, 2, 3, 4])

    def test_each_cause_has_its_own_code(self):
        causes = {
            "version_newer": NEWER,
            "version_negative": {"model": "m", "schema_version": -1},
            "version_not_integer": {"model": "m", "schema_version": "1"},
            "invalid_json": '{"model": ',
            "invalid_document": {"model": 7},
        }
        for code, document in causes.items():
            self.assert_fails(3, code, "migrate", "--kind", "llm_profile", document=document)

    def test_a_file_is_migrated_in_place_and_the_old_one_kept(self):
        file = self.write("fast.json", OLD)
        file.chmod(0o640)
        before = file.read_text()
        told = self.json_of("migrate", "--kind", "llm_profile", file)
        self.assertEqual((told["file"], told["state"], told["backup"]), (str(file), "migrated", f"{file}.v0.bak"))
        self.assertEqual(json.loads(file.read_text())["model"], "openhands/claude-sonnet-4-5-20250929")
        self.assertEqual(file.stat().st_mode & 0o777, 0o640)
        self.assertEqual(pathlib.Path(told["backup"]).read_text(), before)
        self.assertEqual(self.json_of("migrate", "--kind", "llm_profile", file)["state"], "current")

    def test_a_file_that_is_refused_is_not_touched_and_does_not_stop_the_others(self):
        newer, old = self.write("newer.json", NEWER), self.write("old.json", OLD)
        done = self.run_tool("migrate", "--kind", "llm_profile", newer, old, "--json", status=3)
        refused, migrated = map(json.loads, done.stdout.splitlines())
        self.assertEqual(refused["error"]["code"], "version_newer")
        self.assertIn(str(newer), refused["error"]["where"])
        self.assertEqual(migrated["state"], "migrated")
        self.assertEqual(newer.read_text(), json.dumps(NEWER))

    def test_a_plan_changes_nothing_and_shows_no_secret(self):
        file = self.write("fast.json", {**OLD, "api_key": "sk-old-key", "extra_headers": {"Authorization": "Bearer hidden-1"}})
        before = file.read_text()
        shown = self.run_tool("migrate", "--kind", "llm_profile", "--plan", file).stdout
        self.assertIn("openhands/claude-sonnet-4-5-20250929", shown)
        self.assertNotIn("sk-old-key", shown)
        self.assertNotIn("hidden-1", shown)
        self.assertEqual(file.read_text(), before)
        self.assertEqual([entry.name for entry in self.folder.iterdir()], ["fast.json"])

    def test_an_encrypted_document_needs_its_key(self):
        with_key = ["--cipher", "fernet", "--key-env", "KEY"]
        self.run_tool("profile", "save", "fast", "--dir", "p", *with_key, document=OLD, KEY="one")
        sealed = json.loads((self.folder / "p/fast.json").read_text())
        self.assertTrue(sealed["api_key"].startswith("gAAAAA"))
        sealed["schema_version"] = 0
        for key, code in {"one": None, "two": "decryption_failed"}.items():
            if code:
                self.assert_fails(3, code, "migrate", "--kind", "llm_profile", *with_key, document=sealed, KEY=key)
            else:
                made = self.json_of("migrate", "--kind", "llm_profile", *with_key, document=sealed, KEY=key)["document"]
                self.assertTrue(made["api_key"].startswith("gAAAAA"))
        self.assert_fails(3, "cipher_missing", "migrate", "--kind", "llm_profile", *with_key, document=sealed)


class Profile(Tool):
    def profile(self, command, *arguments, **how):
        return self.run_tool("profile", command, *arguments, "--dir", "oh/profiles", **how)

    def profile_json(self, command, *arguments, **how):
        return self.json_of("profile", command, *arguments, "--dir", "oh/profiles", **how)

    def test_a_profile_is_saved_canonical_and_private(self):
        self.profile("save", "fast", document=OLD)
        file = self.folder / "oh/profiles/fast.json"
        self.assertEqual(file.stat().st_mode & 0o777, 0o600)
        stored = json.loads(file.read_text())
        self.assertEqual((stored["model"], stored["schema_version"], stored["colour"]), ("openhands/claude-sonnet-4-5-20250929", 1, "blue"))

    def test_secrets_are_printed_only_when_asked_for(self):
        self.profile("save", "fast", document=OLD)
        for arguments in (["show", "fast"], ["show", "fast", "--json"], ["list"], ["list", "--json"]):
            self.assertNotIn("sk-old-key", self.profile(*arguments).stdout)
        self.assertEqual(self.profile_json("show", "fast")["api_key"], "***")
        self.assertEqual(self.profile_json("show", "fast", "--expose-secrets")["api_key"], "sk-old-key")

    def test_what_was_shown_can_be_saved_without_losing_the_key(self):
        self.profile("save", "fast", document={**OLD, "temperature": 0.5, "extra_headers": {"X-One": "1"}})
        shown = self.profile_json("show", "fast")
        del shown["temperature"]
        shown["extra_headers"] = {"X-Two": "2"}
        self.profile("save", "fast", document=shown)
        stored = self.profile_json("show", "fast", "--expose-secrets")
        self.assertEqual((stored["api_key"], stored.get("temperature"), stored["extra_headers"]), ("sk-old-key", None, {"X-Two": "2"}))

    def test_a_list_says_what_is_wrong_with_each_file(self):
        self.profile("save", "fast", document=OLD)
        self.write("oh/profiles/newer.json", NEWER)
        self.write("oh/profiles/torn.json", '{"model": ')
        self.write("oh/profiles/-bad.json", {"model": "m"})
        found = {row["name"]: row["status"] for row in self.profile_json("list")["profiles"]}
        self.assertEqual(found, {"fast": "ok", "newer": "newer_version", "torn": "corrupt", "-bad": "invalid_name"})

    def test_what_cannot_be_read_is_never_overwritten(self):
        file = self.write("oh/profiles/newer.json", NEWER)
        self.assert_fails(3, "version_newer", "profile", "save", "newer", "--dir", "oh/profiles", document=OLD)
        self.assertEqual(file.read_text(), json.dumps(NEWER))

    def test_names_follow_the_profile_wherever_it_is_named(self):
        self.profile("save", "fast", document=OLD)
        self.profile("activate", "fast")
        self.write("oh/agent-profiles/coder.json", {"name": "coder", "llm_profile_ref": "fast", "schema_version": 2})
        self.profile("rename", "fast", "quick")
        self.assertEqual(json.loads((self.folder / "oh/settings.json").read_text())["active_profile"], "quick")
        self.assertEqual(json.loads((self.folder / "oh/agent-profiles/coder.json").read_text())["llm_profile_ref"], "quick")
        told = self.assert_fails(3, "in_use", "profile", "remove", "quick", "--dir", "oh/profiles")
        self.assertIn("coder", told["message"])

    def test_a_folder_without_settings_gets_none_by_renaming_and_removing(self):
        self.profile("save", "fast", document=OLD)
        self.profile("rename", "fast", "quick")
        self.assertEqual(self.profile_json("remove", "quick"), {"removed": True})
        self.assertEqual(self.profile_json("remove", "quick"), {"removed": False})
        self.assertEqual([entry.name for entry in (self.folder / "oh").iterdir()], ["profiles"])

    def test_profiles_that_no_settings_lie_beside_cannot_be_activated(self):
        self.run_tool("profile", "save", "fast", "--dir", "mine", document=OLD)
        self.assert_fails(3, "misconfigured", "profile", "activate", "fast", "--dir", "mine")

    def test_each_refusal_has_its_code(self):
        self.profile("save", "fast", document=OLD)
        self.profile("save", "slow", document=OLD)
        for code, arguments in {
            "not_found": ["show", "none"],
            "invalid_name": ["show", "../fast"],
            "already_exists": ["rename", "fast", "slow"],
        }.items():
            self.assert_fails(3, code, "profile", *arguments, "--dir", "oh/profiles")

    def test_profiles_lie_in_the_home_folder_unless_told_otherwise(self):
        self.run_tool("profile", "save", "fast", document=OLD)
        self.assertTrue((self.folder / ".openhands/profiles/fast.json").exists())
        self.run_tool("profile", "save", "fast", document=OLD, OH_PERSISTENCE_DIR=str(self.folder / "elsewhere"))
        self.assertTrue((self.folder / "elsewhere/profiles/fast.json").exists())


if __name__ == "__main__":
    unittest.main()
