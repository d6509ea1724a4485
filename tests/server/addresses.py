"""Addresses of the routes, with something in the place of each parameter."""

import re

from server.http.access import Rule

# What stands for the variable parts of an address.
PARTS = {
    "form": "html",
    "id": "x",
    "proof": "x",
    "number": "1",
    "link": "x",
    "comment": "x",
    "thread": "x",
    "client": "1",
    "clock": "1",
    "item": "x",
    "key": "0" * 32,
    "edition": "1",
    "code": "x",
    "device": "x",
    "name": "x.js",
}


def address(rule: Rule, token: str) -> str:
    path = rule.path.replace("{token}", token)
    return re.sub(r"\{(\w+)(?::(?:[^{}]|\{[^{}]*\})*)?\}", lambda match: PARTS.get(match[1], "x"), path)
