"""One answer in one line: status, code, where it leads, cookies, and a digest in which nothing is random."""

import hashlib
import json
import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

from tests.tools.record.door import Answer

# What is random, and how it is called; each new one gets a number.
_RANDOM: Final = (
    ("nonce", re.compile(r'(?<=nonce=")[^"]+')),
    ("long", re.compile(r"(?<![\w-])(?=[\w-]*\d|[\w-]*[A-Z])[A-Za-z0-9_-]{20,}(?![\w-])")),
    ("id", re.compile(r"(?<![\w-])(?=[\w-][\w-]*[A-Z0-9])[A-Za-z0-9_-]{8,19}(?![\w-])")),
)
# Times have one name for all: two may be of the same second or not.
_TIME: Final = re.compile(
    r"\b20\d\d-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?"
    r"|\b1[789]\d{11}\b"
    r"|\b\d{1,2}(?::|\u202fh\u202f|\u00a0h\u00a0| h )\d\d\b"
)
# What is drawn by chance among few, or drawn as a picture: one name for all.
_CHANCE: Final = re.compile(
    r'(?<="colour": )\d|(?<=class="avatar c)\d|(?<=class="dot c)\d|(?<=class="qrline" stroke="#000" d=")[^"]+'
)
_TOKEN: Final = re.compile(r"(?<![\w-])[A-Za-z0-9_-]{8,}(?![\w-])")
_HASHED: Final = re.compile(r"/static/([\w/.-]*?)-[\w-]{6,12}\.(\w+)")
_STYLE: Final = re.compile(r"<style.*?</style>", re.DOTALL)
_TITLE: Final = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_WORDS: Final = ("text/", "application/json", "application/manifest", "application/javascript")
_DIGEST: Final = 10
_END: Final = 4


class Namer:
    """Names for what is random: those of the world, and numbers for the rest, in order of appearance.

    `texts`: a folder in which each text that was named is kept under its digest, to see what differs.
    """

    def __init__(self, names: Mapping[str, str], texts: Path | None = None) -> None:
        self._names = names
        self._texts = texts

    def named(self, text: str, token: str = "") -> str:
        """`token` is that of the address, whose last letters a page may say."""
        text = _HASHED.sub(r"/static/\1.\2", _STYLE.sub("", text))
        text = _TIME.sub("‹time›", _CHANCE.sub("‹chance›", text))
        text = _TOKEN.sub(
            lambda found: f"‹{name}›" if (name := self._names.get(found[0])) else found[0], text
        )
        if token:
            text = re.sub(rf"(?<![\w-]){re.escape(token[-_END:])}(?![\w-])", "‹end›", text)
        for kind, pattern in _RANDOM:
            text = pattern.sub(partial(_numbered, kind, {}), text)
        return text

    def digest(self, text: str) -> str:
        digest = hashlib.sha256(text.encode()).hexdigest()[:_DIGEST]
        if self._texts is not None:
            (self._texts / digest).write_text(text, "utf-8")
        return digest


def _numbered(kind: str, seen: dict[str, str], found: re.Match[str]) -> str:
    return seen.setdefault(found[0], f"‹{kind} {len(seen) + 1}›")


def line_of(answer: Answer, namer: Namer, token: str = "") -> str:
    """STATUS code → location + cookies # digest title."""
    kind = answer.headers.get("Content-Type", "").partition(";")[0]
    said = [str(answer.status)]
    if code := _code(answer, kind):
        said.append(code)
    if "Location" in answer.headers:
        said.append(f"→ {namer.named(answer.headers['Location'])}")
    said += [f"+{name}" for name in _cookies(answer)]
    if not answer.body:
        said.append("#")
    elif kind.startswith(_WORDS):
        text = namer.named(_plain(answer, kind), token)
        said.append(f"#{namer.digest(text)}")
        if title := _TITLE.search(text):
            said.append(" ".join(title[1].split()))
    else:
        said.append(f"#{kind}")
    return " ".join(said)


def _plain(answer: Answer, kind: str) -> str:
    """The text; of JSON one in which the order of its keys says nothing."""
    if kind != "application/json":
        return answer.text
    return json.dumps(json.loads(answer.body), sort_keys=True, indent=0, ensure_ascii=False)


def _code(answer: Answer, kind: str) -> str:
    """The code of an error that a program is told."""
    if kind != "application/json" or not answer.body:
        return ""
    told: Any = json.loads(answer.body)
    error = told.get("error") if isinstance(told, dict) else None
    return str(error.get("code", "")) if isinstance(error, dict) else ""


def _cookies(answer: Answer) -> list[str]:
    """The names of those that are set; behind a minus those that are taken away."""
    given = answer.headers.getall("Set-Cookie", [])
    return sorted(("-" if "Max-Age=0" in one else "") + one.partition("=")[0] for one in given)
