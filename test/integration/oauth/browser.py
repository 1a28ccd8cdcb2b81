#!/usr/bin/env python3
"""browser.py ADDRESS: opens an address as a browser does, with cookies and wherever it is sent on, and prints the status of the last page."""
import http.cookiejar
import sys
import urllib.error
import urllib.request

browser = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
try:
    print(browser.open(sys.argv[1], timeout=30).status)
except urllib.error.HTTPError as page:
    print(page.status)
