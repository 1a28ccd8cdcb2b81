#!/usr/bin/env python3
"""summary.py SECONDS FOLDER: adds up the JUnit files that CTest left in FOLDER and closes with "N passed, M failed, K skipped"."""
import pathlib
import re
import sys
import xml.etree.ElementTree as xml

seconds, folder = int(sys.argv[1]), pathlib.Path(sys.argv[2])
passed, failed, skipped, cases = 0, [], [], 0

for file in sorted(folder.glob("*.xml")):
    for entry in xml.parse(file).getroot().iter("testcase"):
        name = f"{file.stem}: {entry.get('name')}"
        output = entry.findtext("system-out") or ""
        cases += sum(map(int, re.findall(r"Running (\d+) test case", output)))
        status = entry.get("status")
        if status == "run":
            passed += 1
        elif status == "notrun" and (reason := re.search(r"SKIP: (.*)", output)):
            skipped.append(f"{name}: {reason[1]}")
        else:
            failed.append(name)

if (folder / "broken").exists():
    failed += (folder / "broken").read_text().splitlines()
if (folder / "left_out").exists():
    skipped += (folder / "left_out").read_text().splitlines()

for title, names in (("skipped:", skipped), ("failed:", failed)):
    if names:
        print(title, *names, sep="\n  ")
if not (passed or failed or skipped):
    print("no test was found")
print(f"{cases} test cases in {passed + len(failed) + len(skipped)} entries, {seconds // 60} min {seconds % 60} s")
print(f"{passed} passed, {len(failed)} failed, {len(skipped)} skipped")
sys.exit(bool(failed) or not passed and not skipped)
