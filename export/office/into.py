"""Import of a foreign file: its Markdown with a card at its head, and its pictures, each encoded again."""

import json
import re
from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any, Final

from export.errors import Failed, MissingPandoc, Unreadable
from export.note import frontmatter
from export.note.comments_file import take_comments
from export.note.limits import clean
from export.note.uploaded_picture import Picture, redrawn
from export.office import odt_left, word_read
from export.office.about import card
from export.office.odt import styled, with_styles
from export.office.page_breaks import paginated
from export.office.pandoc import Run, directly, run
from export.office.parts import Count, Edit, Parts, parts_of
from export.office.restored import restored
from export.office.saved_page import read_page
from export.office.to_markdown import markdown

MOST_PICTURES: Final = 100
_DATA = re.compile(r"data:image/[\w.+-]+(?:;[\w=-]+)*;base64,(.*)", re.DOTALL)
# What pandoc is told of each kind, and the part without which a ZIP is another kind.
_FORMATS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "docx": ("docx+styles", "word/document.xml"),
        "odt": ("odt", "content.xml"),
        "html": ("html", ""),
    }
)
_EDITS: Mapping[str, Edit] = MappingProxyType({"docx": word_read.with_breaks, "odt": with_styles})
_COUNTS: Mapping[str, Count] = MappingProxyType({"docx": word_read.left_in, "odt": odt_left.left_in})
KINDS: Final = ("docx", "odt", "html", "md", "txt")
_LONGEST_ENDING: Final = 20
_OTHER_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "markdown": "md",
        "mkd": "md",
        "text": "txt",
        "htm": "html",
        "xhtml": "html",
        "docm": "docx",
        "dotx": "docx",
        "ott": "odt",
    }
)
ENDINGS: Final = (*KINDS, *_OTHER_NAMES)


@dataclass(slots=True)
class Brought:
    """`markdown` names the pictures by their IDs. What stayed behind is counted."""

    markdown: str
    pictures: dict[str, Picture] = field(default_factory=dict)
    lost: dict[str, int] = field(default_factory=dict)


def readable(*, with_pandoc: bool) -> tuple[str, ...]:
    """The endings of files that can be read; without pandoc, those of Markdown and text."""
    return tuple(
        ending for ending in ENDINGS if with_pandoc or _OTHER_NAMES.get(ending, ending) not in _FORMATS
    )


def kind_of_file(name: str) -> str:
    """The kind that the ending of a name tells. Raises Unreadable."""
    ending = PurePosixPath(name).suffix.removeprefix(".").lower()
    kind = _OTHER_NAMES.get(ending, ending)
    if kind in KINDS:
        return kind
    known = ", ".join(f".{one}" for one in KINDS)
    if ending:
        raise Unreadable("files.unknown-kind", {"ending": ending[:_LONGEST_ENDING], "known": known})
    raise Unreadable("files.no-kind", {"known": known})


def read_file(name: str, raw: bytes, pandoc: Run = directly) -> Brought:
    """Raises Unreadable, MissingPandoc, TooMuch."""
    kind = kind_of_file(name)
    if kind in {"md", "txt"}:
        # What was said beside the note elsewhere is no part of its text here.
        text, threads = take_comments(_text(raw))
        return Brought(text, lost=_some({"comments": sum(len(thread.comments) for thread in threads)}))
    try:
        return _by_pandoc(kind, raw, PurePosixPath(name).stem, pandoc)
    except RecursionError:
        raise Unreadable("files.too-deep") from None
    except MissingPandoc:
        raise
    except Failed:
        raise Unreadable("files.broken") from None


def _by_pandoc(kind: str, raw: bytes, stem: str, pandoc: Run) -> Brought:
    form, main = _FORMATS[kind]
    parts = parts_of(raw, main=main, edit=_EDITS[kind], count=_COUNTS[kind]) if main else None
    saved = read_page(_text(raw)) if parts is None else None
    source = saved.text.encode() if saved else parts.words if parts else b""
    document = json.loads(run(source, f"--from={form}", "--to=json", by=pandoc))
    if saved:
        document["blocks"] = restored(document["blocks"])
    if kind == "odt":
        document = styled(document)
    document["blocks"] = paginated(document["blocks"])
    left = saved.left if saved else parts.left if parts else {}
    brought = Brought("", lost=_some(left))
    keep = _keeper(brought, parts)
    body = markdown(document, keep, name=" ".join(stem.replace("_", " ").split()), is_page=kind == "html")
    brought.markdown = clean(frontmatter.write(card(document), body))
    return brought


def _some(counted: Mapping[str, int]) -> dict[str, int]:
    return {name: count for name, count in counted.items() if count}


def _keeper(brought: Brought, parts: Parts | None) -> Callable[[str], str | None]:
    known: dict[str, str | None] = {}

    def keep(address: str) -> str | None:
        if address not in known:
            known[address] = _kept(address)
            if known[address] is None:
                brought.lost["pictures"] = brought.lost.get("pictures", 0) + 1
        return known[address]

    def _kept(address: str) -> str | None:
        raw = _inside(address) if parts is None else parts.picture(address)
        if raw is None or len(brought.pictures) >= MOST_PICTURES:
            return None
        try:
            picture = redrawn(raw)
        except Unreadable:
            return None
        brought.pictures[picture.id] = picture
        return f"image/{picture.id}"

    return keep


def _inside(address: str) -> bytes | None:
    match = _DATA.match(address)
    try:
        return b64decode(match[1]) if match else None
    except ValueError:
        return None


def _text(raw: bytes) -> str:
    """UTF-8, UTF-16 with its mark, else what Windows writes in western Europe."""
    if b"\0" in raw and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable("files.no-text")
    for encoding in ("utf-16",) if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252"):
        try:
            return clean(raw.decode(encoding))
        except UnicodeDecodeError:
            continue
    raise Unreadable("files.no-text")


def facts(brought: Brought) -> dict[str, Any]:
    """Its part in JSON; the bytes of the pictures go beside, in the same order."""
    named = [
        {"id": picture.id, "kind": picture.kind, "width": picture.width, "height": picture.height}
        for picture in brought.pictures.values()
    ]
    return {"markdown": brought.markdown, "pictures": named, "lost": brought.lost}
