#!/usr/bin/env python3
"""chat.py PARLEY SANDBOX: what scripts may rely on where the parley tool talks to a model."""
import base64
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import unittest

PARLEY, SANDBOX = sys.argv[1:3]
del sys.argv[1:3]

PICTURE = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
SCHEMA = {"type": "object", "properties": {"name": {"type": "string"}, "age": {"type": "integer"}}, "required": ["name", "age"], "additionalProperties": False}


class Talk(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = subprocess.Popen([SANDBOX, "--key", "right"], stdout=subprocess.PIPE, text=True)
        cls.url = cls.server.stdout.readline().strip() + "/v1"

    @classmethod
    def tearDownClass(cls):
        cls.server.terminate()
        cls.server.communicate()

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def arguments(self, *command, model="sandbox"):
        return [PARLEY, *map(str, command), "--provider", "openai", "--model", model, "--base-url", self.url]

    def environment(self, key="right"):
        return {"PATH": os.environ["PATH"], "HOME": str(self.folder), "OPENAI_API_KEY": key}

    def run_tool(self, arguments, said="", status=0, key="right"):
        done = subprocess.run(arguments, input=said, capture_output=True, text=True, cwd=self.folder, timeout=60, env=self.environment(key))
        self.assertEqual(done.returncode, status, done)
        return done

    def lines_of(self, *command, **how):
        model = how.pop("model", "sandbox")
        done = self.run_tool(self.arguments(*command, "--json", model=model), **how)
        self.assertEqual(done.stderr, "")
        return [json.loads(line) for line in done.stdout.splitlines()]

    def write(self, name, content):
        file = self.folder / name
        file.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return file


class Chat(Talk):
    def test_each_line_is_a_question_with_what_was_said_before(self):
        first, second = self.lines_of("chat", said="How are you?\nAnd now?\n")
        self.assertEqual((first["text"], second["text"]), ("You asked: How are you?", "You asked: And now?"))
        self.assertEqual(first["usage"]["input_tokens"], 3)
        self.assertEqual(second["usage"]["input_tokens"], 3 + 5 + 2)
        self.assertLessEqual({"model", "text", "finish_reason", "usage", "cost", "attempts", "elapsed_ms"}, set(first))

    def test_the_answer_is_on_standard_output_and_its_cost_on_standard_error(self):
        for stream in ([], ["--stream"]):
            done = self.run_tool(self.arguments("chat", *stream, model="gpt-4o"), "Why?\n")
            self.assertEqual(done.stdout, "You asked: Why?\n")
            self.assertRegex(done.stderr, r"^gpt-4o: 1 tokens in, 3 out, 0\.\d+ USD\n$")
        self.assertIn("no price is known", self.run_tool(self.arguments("chat"), "Why?\n").stderr)

    def test_a_picture_goes_with_the_first_question(self):
        picture = self.write("dot.png", PICTURE)
        first, second = self.lines_of("chat", "--image", picture, said="What is it?\nSure?\n")
        self.assertEqual((first["text"], second["text"]), ("You asked: What is it? (with a picture)", "You asked: Sure?"))
        self.assertEqual(self.lines_of("chat", "--image", self.write("dot.svg", b"<svg/>"), said="?\n", status=3)[0]["error"]["code"], "unsupported")

    def test_a_question_that_fails_does_not_end_the_conversation(self):
        told = self.lines_of("chat", said="One\nTwo\n", model="fail-400", status=5)
        self.assertEqual([line["error"]["code"] for line in told], ["invalid_request"] * 2)

    def test_a_wrong_key_is_not_authorised(self):
        self.assertEqual(self.lines_of("chat", said="One\n", key="wrong", status=4)[0]["error"]["code"], "unauthenticated")

    def test_an_interrupt_ends_the_answer_and_not_the_program(self):
        with subprocess.Popen(self.arguments("chat", "--stream", model="stall"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              cwd=self.folder, env=self.environment()) as talk:
            for question in (b"One?\n", b"Two?\n"):
                talk.stdin.write(question)
                talk.stdin.flush()
                self.assertEqual(talk.stdout.read(6), b"You as")
                talk.send_signal(signal.SIGINT)
                self.assertIn(b"cancelled", talk.stderr.readline())
                while talk.stdout.read(1) != b"\n":
                    pass
            talk.stdin.close()
            self.assertEqual(talk.wait(30), 0)
            self.assertEqual((talk.stdout.read(), talk.stderr.read()), (b"", b""))

    def test_a_command_line_that_makes_no_sense_is_a_usage_error(self):
        for command in ([], ["--provider", "openai"], ["--model", "m"], ["--provider", "nobody", "--model", "m"], ["--profile", "p", "--provider", "openai", "--model", "m"]):
            done = self.run_tool([PARLEY, "chat", *command], status=2)
            self.assertEqual(done.stdout, "")
            self.assertEqual(done.stderr.count("\n"), 1, done.stderr)

    def test_without_a_key_nothing_is_sent(self):
        done = subprocess.run([PARLEY, "chat", "--provider", "openai", "--model", "m", "--json"], input="Hi\n", capture_output=True, text=True, env={"HOME": "/"})
        self.assertEqual((done.returncode, json.loads(done.stdout)["error"]["where"]), (3, "OPENAI_API_KEY"))


class Ask(Talk):
    def test_the_answer_fits_the_schema(self):
        schema = self.write("person.json", SCHEMA)
        done = self.run_tool(self.arguments("ask", "--schema", schema, "Who?"))
        self.assertEqual(json.loads(done.stdout), {"name": "name", "age": 1})
        told = self.lines_of("ask", "--schema", schema, "-", said="Who?")[0]
        self.assertEqual(told["value"], {"name": "name", "age": 1})

    def test_without_a_schema_the_answer_is_text(self):
        self.assertEqual(self.run_tool(self.arguments("ask", "Why?")).stdout, "You asked: Why?\n")
        self.assertEqual(self.run_tool(self.arguments("ask", "--stream", "-"), "Why?").stdout, "You asked: Why?\n")

    def test_what_is_no_answer_is_an_error(self):
        schema = self.write("person.json", SCHEMA)
        self.assertEqual(self.lines_of("ask", "--schema", schema, "Who?", model="refuse", status=5)[0]["error"]["code"], "refused")
        self.assertEqual(self.lines_of("ask", "--schema", self.write("list.json", [1]), "Who?", status=3)[0]["error"]["code"], "invalid_document")


class Models(Talk):
    def models(self, *words, provider="openai", **how):
        base = self.url.replace("/v1", "/v1beta") if provider == "gemini" else self.url
        command = [PARLEY, "models", *words, "--provider", provider, "--base-url", base, "--api-key-env", "OPENAI_API_KEY", "--json"]
        return json.loads(self.run_tool(command, **how).stdout)

    def test_a_provider_says_which_models_it_serves(self):
        for provider, name in (("openai", "sandbox"), ("anthropic", "claude-sandbox"), ("gemini", "gemini-sandbox")):
            told = self.models("list", provider=provider)
            self.assertEqual([row["id"] for row in told["models"]], [name])
            self.assertEqual(self.models("info", name, provider=provider)["model"]["id"], name)
        self.assertEqual(told["models"][0]["max_input"], 128000)

    def test_what_is_not_served_and_who_may_not_ask_are_told(self):
        self.assertEqual(self.models("info", "gpt-99", status=5)["error"]["code"], "model_not_found")
        self.assertEqual(self.models("list", key="wrong", status=4)["error"]["code"], "unauthenticated")


class Profile(Talk):
    def test_a_profile_works_or_says_why_not(self):
        (self.folder / "p").mkdir()
        for name, key in (("good", "right"), ("bad", "wrong")):
            self.write(f"p/{name}.json", {"model": "openai/sandbox", "base_url": self.url, "api_key": key, "schema_version": 1})
        test = lambda name, **how: self.run_tool([PARLEY, "profile", "test", name, "--dir", "p", "--json"], **how)
        told = json.loads(test("good").stdout)
        self.assertEqual((told["profile"], told["text"]), ("good", "You asked: Say yes."))
        self.assertEqual(json.loads(test("bad", status=4).stdout)["error"]["code"], "unauthenticated")
        self.assertEqual(json.loads(test("nobody", status=3).stdout)["error"]["code"], "not_found")

        done = self.run_tool([PARLEY, "chat", "--profile", "good", "--dir", "p"], "Hi\n")
        self.assertEqual(done.stdout, "You asked: Hi\n")


if __name__ == "__main__":
    unittest.main()
