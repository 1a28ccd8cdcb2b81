#!/usr/bin/env python3
"""includes.py COMPILER ARGUMENT... SOURCE: a program that only migrates documents meets no network, TLS, SQL or cryptography header."""
import re
import subprocess
import sys

UNWANTED = r"/(openssl|soci|boost/(asio|beast|url))/|/(sodium|sqlite3|libpq-fe|postgresql)\b|/parley/(http|model|chat|profile|openhands|catalog|family|auth|transport|provider)/"

headers = subprocess.run([*sys.argv[1:], "-M"], capture_output=True, text=True, check=True).stdout.replace("\\\n", " ").split()[2:]
unwanted = [header for header in headers if re.search(UNWANTED, header)]
print(f"{len(headers)} headers", *unwanted, sep="\n")
if not any("/parley/migrate.hpp" in header for header in headers):
    sys.exit("the source does not include <parley/migrate.hpp>")
sys.exit(bool(unwanted))
