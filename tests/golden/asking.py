"""Asks an instance every address of its table as every holder, and keeps what does not change by itself."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from server.routes import routes
from tests.golden.browser import DESK, JSON, PHONE, Browser

# What the print engine or a converter makes, which takes its time: asked in the long form.
_SLOW: Final = re.compile(
    r"\.(pdf|png|docx|odt|epub|zip|html|txt)$|/(print|pages|extent|preview|qr\.svg)$|/print/|/page/"
)
# What is of a file that is not there, of one moment, or leads away.
_NOT_ASKED: Final = re.compile(
    r"/(sync|static)/|/health|/livez|/sw\.js|/team/(provider|callback)|/devices/add|/recover|/close$"
)
# No backup holds what was mailed or imported: that there is a page is asked, and not what stands on it.
# A print says when it was made, its pages have names of that, and a code is of the port.
_BODY_LEFT: Final = re.compile(r"/mail$|/imports/|\.(pdf|png|svg)$|/(print|pages|preview)$")
_ONLY_TOKEN: Final = re.compile(r"/([npc])/\{token\}([a-z./-]*)")
_LED_TO: Final = re.compile(
    r'(?:href|src|action)="(/[^"#?]*)"|"(?:url|path|href|picture|pdf)": ?"(/[^"#?]*)"'
)
# Of a link beside those that are asked whole.
_FIRST: Final = ("", "/note.md", "/own", "/card", "/notes", "/binder")
_PLAIN: Final = (
    # The epoch, which a restore renews, and what is sealed or hashed with it; nonces; where and when.
    (re.compile(r'("epoch": ?|epoch=|data-epoch=")\d+'), r"\g<1>0"),
    (re.compile(r'(name="(?:once|seen)" value="|"(?:nonce|version)": ")[^"]*'), r"\g<1>"),
    (re.compile(r'nonce="[^"]*"'), ""),
    (re.compile(r"127\.0\.0\.1:\d+"), "host"),
    (re.compile(r"\d+ h \d\d"), "hour"),
    # To whom a removal sends links again: no backup holds what was mailed.
    (re.compile(r'"mailed": \d+, "mailed_to": \[[^\]]*\], |"[^"]* par courriel [^"]* aussit[^"]*", '), ""),
)
# The visitor, its colour and the device of a browser that comes for the first time.
_NEW: Final = re.compile(
    r'(?<="holder": ")[^"]*|(?<=/devices/)[\w-]{22}(?=/close)|(?<="name": null, "colour": )\d'
)
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+\+00:00")


class Told(NamedTuple):
    """A status, where it leads, and a body without what differs each time."""

    status: int
    leads_to: str
    body: str


def ask(port: int, held: dict[str, Any], *, is_long: bool) -> dict[tuple[str, str], Told]:
    """By holder and path; in the same order each time, as looking at a page is written down."""
    found: dict[tuple[str, str], Told] = {}
    began = datetime.now(UTC).isoformat()
    for name, jar in {**held["jars"], "stranger": {}}.items():
        browser = Browser(port, PHONE if name in {"phone", "karim"} else DESK, dict(jar))
        is_new = not jar
        asked = dict.fromkeys(_addresses(held, is_long=is_long))
        for path in asked:
            found[name, path] = _told(browser, path, began, is_new=is_new)
        for path in dict.fromkeys(_led_to(found, name)):
            if path not in asked and _is_asked(path, is_long=is_long):
                found[name, path] = _told(browser, path, began, is_new=is_new)
    return found


def _told(browser: Browser, path: str, began: str, *, is_new: bool) -> Told:
    answer = browser.get(path, "text/html" if _is_page(path) else JSON)
    body = "" if _BODY_LEFT.search(path) else answer.text
    for pattern, plain in _PLAIN:
        body = pattern.sub(plain, body)
    if is_new:
        body = _NEW.sub("new", body)
    body = _TIME.sub(lambda time: "now" if time[0] > began else time[0], body)
    return Told(answer.status, answer.leads_to, body)


def _is_page(path: str) -> bool:
    """What people look at; the rest is for scripts."""
    return path.count("/") < 3 or path.endswith(
        ("/manage", "/renew", "/mail", "/history", "/trash", "/import")
    )


def _addresses(held: dict[str, Any], *, is_long: bool) -> Iterator[str]:
    templates = dict.fromkeys(
        route.rule.path for route in routes() if route.method == "GET" and not route.rule.is_socket
    )
    below: dict[str, list[str]] = {"n": [], "p": [], "c": []}
    for template in templates:
        if "{" not in template and _is_asked(template, is_long=is_long):
            yield template
        elif match := _ONLY_TOKEN.fullmatch(template):
            below[match[1]].append(match[2])
    for kind, targets in (("n", held["notes"]), ("p", held["folders"]), ("c", held["binders"])):
        for target in targets:
            whole = [
                f"/{kind}/{target['id']}",
                *(target[role] for role in ("edit", "read") if role in target),
            ]
            for base in whole:
                yield from (base + end for end in below[kind] if _is_asked(base + end, is_long=is_long))
            for base in target["links"]:
                yield from (base + end for end in _FIRST if end in below[kind])
    yield from held["codes"]


def _is_asked(path: str, *, is_long: bool) -> bool:
    return not _NOT_ASKED.search(path) and (is_long or not _SLOW.search(path))


def _led_to(found: dict[tuple[str, str], Told], name: str) -> Iterator[str]:
    """The addresses that the pages of a holder name."""
    for (holder, _), told in list(found.items()):
        if holder == name:
            yield from (one or other for one, other in _LED_TO.findall(told.body))
