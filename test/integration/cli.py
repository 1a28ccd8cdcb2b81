#!/usr/bin/env python3
"""cli.py PARLEY: what scripts may rely on in the parley tool: exit status, standard output, standard error, files."""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

PARLEY = sys.argv.pop(1)

OLD = {"model": "litellm_proxy/claude-sonnet-4-5-20250929", "base_url": "https://llm-proxy.app.all-hands.dev/v1", "api_key": "sk-old-key", "colour": "blue"}
NEWER = {"model": "m", "schema_version": 2}

# An old document of each kind, with a secret where the kind has any, and the newest version.
SETTINGS = {"agent_kind": "llm", "llm": OLD, "verification": {"confirmation_mode": True}}
KINDS = {
    "llm_profile": (OLD, 1),
    "agent_settings": (SETTINGS, 9),
    "conversation_settings": ({"max_iterations": 7}, 1),
    "persisted_settings": ({"agent_settings": SETTINGS, "conversation_settings": {"max_iterations": 7}, "active_profile": "fast"}, 6),
    "agent_profile": ({"name": "default", "skills": ["old"], "schema_version": 1}, 2),
}
WITH_KEY = ["--cipher", "fernet", "--key-env", "KEY"]


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
        for command in ([], ["migrate"], ["profile"], *(["profile", name] for name in ("list", "show", "save", "remove", "rename", "activate"))):
            done = self.run_tool(*command, "--help")
            self.assertIn("Usage", done.stdout)
            self.assertEqual(done.stderr, "")

    def test_a_command_line_that_makes_no_sense_is_a_usage_error(self):
        self.assert_fails(2, "usage", "migrate", "--kind", "shopping_list")
        self.assert_fails(2, "usage", "migrate")
        self.assert_fails(2, "usage", "profile", "save")
        self.assert_fails(2, "usage", "migrate", "--kind", "llm_profile", "--cipher", "fernet")
        self.assert_fails(2, "usage", "migrate", "--kind", "llm_profile", "--key-env", "KEY")
        self.assert_fails(2, "usage", "migrate", "--kind", "llm_profile", "--cipher", "rot13", "--key-env", "KEY")
        self.assert_fails(2, "usage", "migrate", "--kind", "llm_profile", "--to", "newest")
        self.assert_fails(2, "usage", "migrate", "--kind", "llm_profile", "--no-such-option")
        self.assert_fails(2, "usage", "profile")
        self.assert_fails(2, "usage", "profile", "rename", "fast")
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
        for kind, (document, newest) in KINDS.items():
            with self.subTest(kind):
                first = self.json_of("migrate", "--kind", kind, document=document)
                self.assertEqual((first["from"], first["to"]), (document.get("schema_version", 0), newest))
                self.assertEqual(first["document"]["schema_version"], newest)
                reached = {step["to"] for step in first["steps"] if step["pointer"] == ""}
                self.assertEqual(reached, set(range(first["from"] + 1, newest + 1)))
                second = self.json_of("migrate", "--kind", kind, document=first["document"])
                self.assertEqual((second["from"], second["steps"], second["document"]), (newest, [], first["document"]))

    def test_files_of_every_kind_are_migrated_with_a_backup_and_planned_without_a_trace(self):
        for kind, (document, newest) in KINDS.items():
            with self.subTest(kind):
                file = self.write(f"{kind}/it.json", document)
                before, oldest = file.read_text(), document.get("schema_version", 0)
                planned = self.json_of("migrate", "--kind", kind, "--plan", file)
                shown = self.run_tool("migrate", "--kind", kind, "--plan", file).stdout
                self.assertIn(f"version {oldest} -> {newest}", shown)
                self.assertNotIn("sk-old-key", shown)
                self.assertEqual(([entry.name for entry in file.parent.iterdir()], file.read_text()), (["it.json"], before))

                told = self.json_of("migrate", "--kind", kind, file)
                self.assertEqual((told["from"], told["to"], told["state"], told["steps"]), (oldest, newest, "migrated", planned["steps"]))
                self.assertEqual(json.loads(file.read_text()), planned["document"])
                self.assertEqual(pathlib.Path(told["backup"]).read_text(), before)

    def test_a_newer_document_of_any_kind_is_refused(self):
        for kind, (document, newest) in KINDS.items():
            with self.subTest(kind):
                self.assert_fails(3, "version_newer", "migrate", "--kind", kind, document={**document, "schema_version": newest + 1})

    def test_encrypted_documents_of_every_kind_stay_encrypted(self):
        self.run_tool("profile", "save", "fast", "--dir", "p", *WITH_KEY, document=OLD, KEY="one")
        token = json.loads((self.folder / "p/fast.json").read_text())["api_key"]
        for kind, (document, _) in KINDS.items():
            with self.subTest(kind):
                sealed = json.dumps(document).replace("sk-old-key", token)
                told = self.run_tool("migrate", "--kind", kind, *WITH_KEY, "--json", document=sealed, KEY="one").stdout
                self.assertNotIn("sk-old-key", told)
                self.assertEqual("gAAAAA" in told, "gAAAAA" in sealed)
                if token in sealed:
                    self.assert_fails(3, "decryption_failed", "migrate", "--kind", kind, *WITH_KEY, document=sealed, KEY="two")

    def test_steps_stop_at_the_version_asked_for(self):
        told = self.json_of("migrate", "--kind", "agent_settings", "--to", 4, document={"llm": OLD})
        self.assertEqual((told["to"], told["document"]["schema_version"]), (4, 4))
        self.assertEqual([step["to"] for step in told["steps"]], [1, 2, 3, 4])

    def test_an_older_version_can_be_written_where_the_steps_lead_back(self):
        file = self.write("fast.json", {"model": "m", "schema_version": 1})
        told = self.json_of("migrate", "--kind", "llm_profile", "--to", 0, file)
        self.assertEqual((told["from"], told["to"], told["backup"]), (1, 0, f"{file}.v1.bak"))
        self.assertEqual(json.loads(file.read_text()), {"model": "m", "schema_version": 0})
        self.assert_fails(3, "no_migration_step", "migrate", "--kind", "conversation_settings", "--to", 0, document={"schema_version": 1})

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
        self.assert_fails(3, "not_found", "migrate", "--kind", "llm_profile", "none.json")
        self.assert_fails(3, "invalid_document", "migrate", "--kind", "persisted_settings", document={"agent_settings": {"llm": {}}})

    def test_what_is_wrong_is_told_with_its_place_and_without_its_value(self):
        document = {"model": "m", "api_key": ["sk-hidden"], "num_retries": "sk-hidden-too"}
        told = self.assert_fails(3, "invalid_document", "migrate", "--kind", "llm_profile", document=document)
        self.assertIn("/api_key", told["message"])
        self.assertIn("/num_retries", told["message"])
        self.assertNotIn("sk-hidden", told["message"])

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
        self.run_tool("profile", "save", "fast", "--dir", "p", *WITH_KEY, document=OLD, KEY="one")
        sealed = json.loads((self.folder / "p/fast.json").read_text())
        self.assertTrue(sealed["api_key"].startswith("gAAAAA"))
        sealed["schema_version"] = 0
        for key, code in {"one": None, "two": "decryption_failed"}.items():
            if code:
                self.assert_fails(3, code, "migrate", "--kind", "llm_profile", *WITH_KEY, document=sealed, KEY=key)
            else:
                made = self.json_of("migrate", "--kind", "llm_profile", *WITH_KEY, document=sealed, KEY=key)["document"]
                self.assertTrue(made["api_key"].startswith("gAAAAA"))
        self.assert_fails(3, "cipher_missing", "migrate", "--kind", "llm_profile", *WITH_KEY, document=sealed)


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

    def test_encrypted_secrets_are_shown_to_those_with_the_key_who_ask(self):
        self.profile("save", "fast", *WITH_KEY, document=OLD, KEY="one")
        self.assertNotIn("sk-old-key", (self.folder / "oh/profiles/fast.json").read_text())
        self.assertEqual(self.profile_json("show", "fast", *WITH_KEY, KEY="one")["api_key"], "***")
        self.assertEqual(self.profile_json("show", "fast", "--expose-secrets", *WITH_KEY, KEY="one")["api_key"], "sk-old-key")
        before = (self.folder / "oh/profiles/fast.json").read_text()
        for command in (["show", "fast", "--expose-secrets"], ["save", "fast"]):
            self.assert_fails(3, "decryption_failed", "profile", *command, "--dir", "oh/profiles", *WITH_KEY, document=OLD, KEY="two")
            self.assert_fails(3, "cipher_missing", "profile", *command, "--dir", "oh/profiles", document=OLD)
        self.assertEqual((self.folder / "oh/profiles/fast.json").read_text(), before)
        self.assertEqual([(row["status"], row["api_key_set"]) for row in self.profile_json("list")["profiles"]], [("ok", True)])

    def test_a_profile_can_come_from_a_file(self):
        self.profile("save", "fast", self.write("it.json", OLD))
        self.assertEqual(self.profile_json("show", "fast")["model"], "openhands/claude-sonnet-4-5-20250929")

    def test_activating_replaces_the_whole_llm(self):
        self.profile("save", "slow", document={**OLD, "temperature": 0.5})
        self.profile("save", "fast", document={"model": "m", "api_key": "sk-fast"})
        for name in ("slow", "fast"):
            self.assertEqual(self.profile_json("activate", name), {"active_profile": name})
        settings = json.loads((self.folder / "oh/settings.json").read_text())
        self.assertEqual(settings["active_profile"], "fast")
        llm = settings["agent_settings"]["llm"]
        self.assertEqual((llm["model"], llm["api_key"], llm.get("temperature"), llm.get("colour")), ("m", "sk-fast", None, None))
        self.profile("remove", "fast")
        self.assertIsNone(json.loads((self.folder / "oh/settings.json").read_text()).get("active_profile"))

    def test_a_list_says_what_is_wrong_with_each_file(self):
        self.profile("save", "fast", document=OLD)
        self.write("oh/profiles/newer.json", NEWER)
        self.write("oh/profiles/torn.json", '{"model": ')
        self.write("oh/profiles/-bad.json", {"model": "m"})
        found = {row["name"]: row["status"] for row in self.profile_json("list")["profiles"]}
        self.assertEqual(found, {"fast": "ok", "newer": "newer_version", "torn": "corrupt", "-bad": "invalid_name"})

    def test_no_name_of_a_file_commands_the_terminal(self):
        self.write("oh/profiles/red\033[31m.json", {"model": "m\033[31m"})
        self.write("oh/profiles/red.json", {"model": "m\033[31m"})
        self.assertNotIn("\033", self.profile("list").stdout)

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
        self.write("oh/profiles/newer.json", NEWER)
        self.write("oh/profiles/torn.json", '{"model": ')
        for code, *arguments in (
            ("not_found", "show", "none"),
            ("not_found", "rename", "none", "other"),
            ("not_found", "activate", "none"),
            ("invalid_name", "show", "../fast"),
            ("invalid_name", "save", "fast\n"),
            ("invalid_name", "remove", ".hidden"),
            ("invalid_name", "rename", "fast", "a/b"),
            ("already_exists", "rename", "fast", "slow"),
            ("version_newer", "show", "newer"),
            ("version_newer", "activate", "newer"),
            ("corrupt_file", "show", "torn"),
            ("corrupt_file", "save", "torn"),
        ):
            with self.subTest(arguments):
                self.assert_fails(3, code, "profile", *arguments, "--dir", "oh/profiles", document=OLD)

    def test_profiles_lie_in_the_home_folder_unless_told_otherwise(self):
        self.run_tool("profile", "save", "fast", document=OLD)
        self.assertTrue((self.folder / ".openhands/profiles/fast.json").exists())
        self.run_tool("profile", "save", "fast", document=OLD, OH_PERSISTENCE_DIR=str(self.folder / "elsewhere"))
        self.assertTrue((self.folder / "elsewhere/profiles/fast.json").exists())


class Model(Tool):
    def test_models_are_listed_by_vendor(self):
        told = self.json_of("model", "list", "--vendor", "anthropic")["models"]
        self.assertEqual({row["vendor"] for row in told}, {"anthropic"})
        self.assertEqual(self.json_of("model", "list", "--vendor", "nobody"), {"models": []})
        self.assertEqual(len(self.run_tool("model", "list", "--vendor", "anthropic").stdout.splitlines()), len(told))
        self.assertGreater(len(self.json_of("model", "list")["models"]), len(told))

    def test_a_model_is_shown_with_how_its_name_was_understood(self):
        told = self.json_of("model", "show", "openhands/claude-sonnet-4-20250514", "--when", "2026-06-15")
        self.assertEqual((told["match"], told["prefix"], told["snapshot"], told["stage"]), ("prefixed", "openhands/", "", "retired"))
        self.assertEqual((told["model"]["retires"], told["model"]["successor"]), ("2026-06-15", "claude-sonnet-4-6"))
        self.assertIn("2026-06-15", self.run_tool("model", "show", "claude-sonnet-4-0").stdout)
        self.assertEqual(self.json_of("model", "show", "gpt-4.1-2025-04-14")["snapshot"], "-2025-04-14")

    def test_a_call_has_an_exact_price(self):
        tokens = ["--input", 250000, "--cached", 100000, "--cache-write", 1000, "--cache-write-1h", 500, "--output", 1000, "--reasoning", 200]
        told = self.json_of("model", "cost", "claude-sonnet-4-5", *tokens, "--when", "2026-03-01")
        self.assertEqual((told["model"], told["vendor"], told["match"], told["when"]), ("claude-sonnet-4-5-20250929", "anthropic", "alias", "2026-03-01"))
        self.assertEqual(told["bill"]["total"], "0.987")
        self.assertEqual(told["bill"]["reasoning"], {"tokens": 200, "per_million": "22.5", "amount": "0.0045"})
        self.assertIn("total USD 0.987\n", self.run_tool("model", "cost", "claude-sonnet-4-5", *tokens, "--when", "2026-03-01").stdout)
        self.assertEqual(self.json_of("model", "cost", "o3", "--input", 1000, "--when", "2025-06-09")["bill"]["total"], "0.01")
        self.assertEqual(self.json_of("model", "cost", "gpt-5", "--input", 1000, "--batch")["bill"]["total"], "0.000625")

    def test_what_has_no_price_is_said_and_is_not_free(self):
        bill = self.json_of("model", "cost", "databricks/databricks-gpt-5", "--input", 1000)["bill"]
        self.assertEqual(bill["unpriced"], ["input"])
        self.assertNotIn("total", bill)
        self.assertIn("total USD is not known", self.run_tool("model", "cost", "databricks-gpt-5", "--input", 1000).stdout)

    def test_a_model_that_nobody_knows_is_refused(self):
        for command in (["show", "claude-sonet-4-5"], ["cost", "claude-sonet-4-5", "--input", 1]):
            self.assertEqual(self.assert_fails(3, "model_not_found", "model", *command)["where"], "claude-sonet-4-5")

    def test_a_usage_that_cannot_be_is_a_usage_error(self):
        self.assert_fails(2, "invalid_argument", "model", "cost", "gpt-5", "--input", 5, "--cached", 7)
        self.assert_fails(2, "invalid_argument", "model", "cost", "gpt-5", "--input", 5, "--when", "tomorrow")
        for number in ("-5", "1.5", "many", "9223372036854775808"):
            self.assert_fails(2, "usage", "model", "cost", "gpt-5", "--input", number)
        self.assert_fails(2, "usage", "model", "cost", "gpt-5")


FAMILIES = ["openai_chat", "openai_responses", "anthropic", "gemini"]
QUESTION = {"model": "some-model", "max_output_tokens": 100,
            "messages": [{"role": "system", "content": [{"type": "text", "text": "Be brief."}]},
                         {"role": "user", "content": [{"type": "text", "text": "Weather in Oslo?"}]}],
            "tools": [{"name": "weather", "description": "Tells the weather.", "parameters": {"type": "object", "properties": {"city": {"type": "string"}}}}]}
ANSWER = {"id": "r1", "model": "some-model",
          "content": [{"type": "text", "text": "I shall look. \u00e9\U0001F600"}, {"type": "tool_call", "id": "call_1", "name": "weather", "arguments": {"city": "Oslo"}}],
          "finish_reason": "tool_calls", "usage": {"input_tokens": 12, "cached_input_tokens": 2, "output_tokens": 7, "reasoning_tokens": 3}}


class Wire(Tool):
    def wire(self, command, family, *arguments, **how):
        return self.json_of("wire", command, "--family", family, *arguments, **how)

    def subset(self, wanted, got):
        for key, value in wanted.items():
            if isinstance(value, dict):
                self.subset(value, got[key])
            else:
                self.assertEqual(got[key], value, key)

    def test_a_request_survives_being_encoded_and_read_by_every_family(self):
        for family in FAMILIES:
            with self.subTest(family):
                sent = self.wire("encode", family, document=QUESTION)
                self.assertEqual(sorted(sent), ["body", "headers", "method", "path"])
                self.assertEqual(sent["method"], "POST")
                self.assertEqual(sent["headers"]["content-type"], "application/json")
                back = self.wire("read", family, document=sent)
                for key in QUESTION:
                    self.assertEqual([{k: m[k] for k in QUESTION[key][0]} for m in back[key]] if isinstance(QUESTION[key], list) else back[key], QUESTION[key], key)

    def test_an_answer_survives_whole_and_streamed_in_every_family(self):
        for family in FAMILIES:
            with self.subTest(family):
                whole = self.wire("answer", family, document=ANSWER)
                got = self.wire("decode", family, document=whole)
                self.subset(ANSWER, got)
                self.assertEqual(got["end"], "complete")
                stream = self.wire("answer", family, "--stream", document=ANSWER)
                for split in (1, 7, 100000):
                    self.assertEqual(self.wire("stream", family, "--split", split, document=stream), got)
                self.assertEqual(self.wire("decode", family, document=stream), got)
                lines = self.run_tool("wire", "stream", "--family", family, "--events", document=stream).stdout.splitlines()
                self.assertEqual(json.loads(lines[-1]), got)
                self.assertEqual("".join(json.loads(line).get("text", "") for line in lines[:-1]), ANSWER["content"][0]["text"])

    def test_a_bare_body_is_taken_for_a_successful_answer(self):
        for family in FAMILIES:
            body = self.wire("answer", family, document=ANSWER)["response"]["body"]
            self.subset(ANSWER, self.wire("decode", family, document=body))

    def test_a_failed_exchange_is_the_providers_failure(self):
        for family in FAMILIES:
            failed = {"response": {"status": 429, "headers": {"retry-after": "1.5", "x-request-id": "req_1"}, "body": "{\"error\":{\"message\":\"Slow down\"}}"}}
            self.assertEqual(self.wire("decode", family, document=failed, status=5)["error"],
                             {"code": "rate_limited", "message": "Too many requests in a short time.", "where": "", "retryable": True, "retry_after": 1.5, "request_id": "req_1"})

    def test_many_exchanges_are_decoded_a_line_each(self):
        for family in FAMILIES:
            good = self.wire("answer", family, document=ANSWER)["response"]
            bad = {"status": 401, "headers": {}, "body": ""}
            lines = [{"file": "a", "response": good}, {"file": "b", "response": bad}, {"file": "c"}]
            done = self.run_tool("wire", "decode", "--family", family, "--batch", document="".join(json.dumps(line) + "\n" for line in lines) + "no json\n")
            a, b, c, d = map(json.loads, done.stdout.splitlines())
            self.assertEqual(a["file"], "a")
            self.subset(ANSWER, a["response"])
            self.assertEqual((b["file"], b["error"]["code"], b["error"]["retryable"]), ("b", "unauthenticated", False))
            self.assertEqual((c["file"], c["error"]["code"]), ("c", "invalid_document"))
            self.assertEqual((d["file"], d["error"]["code"]), (None, "invalid_json"))

    def test_what_is_no_request_and_no_answer_is_refused(self):
        self.assert_fails(3, "invalid_json", "wire", "encode", "--family", "openai_chat", document="{")
        self.assert_fails(3, "invalid_document", "wire", "encode", "--family", "openai_chat", document={"model": 7})
        self.assert_fails(3, "invalid_document", "wire", "answer", "--family", "openai_chat", document={"content": 7})
        self.assert_fails(3, "invalid_request", "wire", "read", "--family", "openai_chat", document={"model": "m", "messages": [{"role": "ghost"}]})
        self.assert_fails(2, "usage", "wire", "encode", "--family", "esperanto", document=QUESTION)

    def test_a_recorded_address_may_hold_marks(self):
        for mark in ("{model}", "<LOCATION>", "[REDACTED]"):
            kept = {"request": {"method": "POST", "url": "https://h.example/v1/" + mark + "/chat/completions", "headers": {}, "body": {"model": "m", "messages": []}}}
            self.assertEqual(self.wire("read", "openai_chat", document=kept)["model"], "m")

    def test_the_rules_of_a_model_are_held_where_that_is_asked_for(self):
        hot = {"model": "gpt-5", "temperature": 0.2, "messages": [{"role": "user", "content": [{"type": "text", "text": "Why?"}]}]}
        self.assertEqual(self.wire("encode", "openai_chat", document=hot)["body"]["temperature"], 0.2)
        self.assertEqual(self.assert_fails(3, "unsupported", "wire", "encode", "--family", "openai_chat", "--refuse", document=hot)["where"], "/temperature")
        done = self.run_tool("wire", "encode", "--family", "openai_chat", "--adjust", document=hot)
        self.assertNotIn("temperature", json.loads(done.stdout)["body"])
        self.assertIn("temperature was left out", done.stderr)

    def test_what_a_family_cannot_carry_is_named(self):
        strange = {"model": "m", "messages": [{"role": "user", "content": [{"type": "native", "family": "elsewhere", "value": {"a": 1}}]}]}
        for family in FAMILIES:
            self.assertTrue(self.assert_fails(3, "unsupported", "wire", "encode", "--family", family, document=strange)["where"].startswith("/messages/0/content/0"))


class Auth(Tool):
    def explain(self, *settings, **how):
        return self.json_of("auth", "explain", *(word for s in settings for word in ("--set", s)), **how)

    def test_what_would_sign_is_told_with_where_it_came_from(self):
        told = self.explain("host=https://x.cloud.databricks.com/path?o=17", DATABRICKS_TOKEN="dapi-secret")
        self.assertEqual(told, {"auth_type": "pat", "host": "https://x.cloud.databricks.com", "profile": None, "cloud": "aws",
                                "source": {"host": "dynamic configuration", "token": "DATABRICKS_TOKEN environment variable", "workspace_id": "host"}, "tried": []})

    def test_a_profile_of_the_home_folder_is_read(self):
        (self.folder / ".databrickscfg").write_text("[work]\nhost = https://w.example.com\ntoken = t\n")
        told = self.explain(DATABRICKS_CONFIG_PROFILE="work")
        self.assertEqual((told["auth_type"], told["profile"], told["source"]["token"]), ("pat", "work", "work config file"))

    def test_nothing_to_sign_with_is_not_authorised(self):
        self.assertTrue(self.explain("host=h", status=4)["error"]["message"].endswith("Config: host=https://h"))

    def test_two_ways_at_once_are_not_authorised_and_shown_without_secrets(self):
        told = self.explain("host=h", DATABRICKS_TOKEN="dapi-secret", DATABRICKS_USERNAME="u", status=4)["error"]
        self.assertEqual(told["code"], "misconfigured")
        self.assertNotIn("dapi-secret", told["message"])

    def test_every_permutation_is_told_as_by_databricks_own_tools(self):
        shared = pathlib.Path(os.environ.get("PARLEY_SHARED_DATA", pathlib.Path(__file__).resolve().parents[3] / "shared/data")) / "databricks"
        if not shared.is_dir():
            self.skipTest(f"there is no folder {shared}")
        shutil.copytree(shared / "testdata", self.folder / "testdata")
        (self.folder / "testdata").chmod(0o700)
        (self.folder / "testdata/az").write_text("#!/bin/sh\n" + "# installed\n" * 9)
        (self.folder / "testdata/az").chmod(0o700)
        for line in (shared / "auth_permutations.jsonl").read_text().splitlines():
            row = json.loads(line)
            with self.subTest(row["name"]):
                settings = [f"{name}={value}" for name, value in row["params"].items()]
                if "error" in row:
                    self.assertEqual(self.explain(*settings, status=4, **row["env"])["error"]["message"], row["error"])
                else:
                    told = self.explain(*settings, **row["env"])
                    self.assertEqual((told["auth_type"], told["host"], told["cloud"] == "azure"), (row["auth_type"], row["host"], row["is_azure"]))

    def test_a_setting_that_does_not_exist_is_a_usage_error(self):
        self.assertEqual(self.explain("hots=h", status=2)["error"]["where"], "hots")


if __name__ == "__main__":
    unittest.main()
