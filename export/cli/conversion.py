"""Conversion of files on the disk: each kind that can be read into each kind that can be written."""

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from export.cli.local_pictures import NotTaken, take
from export.errors import Refused, Unreadable
from export.files.forms import FORMS
from export.note.brief import Brief, read_brief
from export.note.comments import Thread, in_body, in_order
from export.note.comments_file import take_comments, with_comments
from export.note.language import language
from export.office.into import kind_of_file
from export.process.one_shot import one_shot

TARGETS: Final = ("pdf", *FORMS, "md")
STANDARD: Final = Path("-")
"""The standard input or output."""
MOST_BYTES: Final = 4_000_000
MOST_FOREIGN_BYTES: Final = 32 << 20
_PICTURE = re.compile(r"\]\(image/([A-Za-z0-9_-]+)")
_ENDINGS: Mapping[str, str] = {"image/png": "png", "image/jpeg": "jpg"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file as a note: `pictures` by the IDs that its text names, and what a picture is `about`.

    `threads` are the comments behind it, with places in `markdown`; `not_taken` are pictures that it names in
    vain.
    """

    markdown: str
    threads: tuple[Thread, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    about: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    not_taken: tuple[NotTaken, ...] = ()

    def brief(self, printed_at: datetime) -> Brief:
        """Raises BadCard."""
        brief = read_brief(self.markdown, printed_at=printed_at)
        threads = in_order(in_body(self.threads, self.markdown, brief.body))
        return replace(brief, images=self.pictures, threads=threads)


def opened(path: Path) -> Source:
    """A file that may be of another program; what has no known ending is Markdown. ExportError, OSError."""
    kind = _kind(path)
    raw = _read(path, MOST_BYTES if kind in {"md", "txt"} else MOST_FOREIGN_BYTES)
    if kind not in {"md", "txt"}:
        return read(path.name, raw)
    try:
        text, threads = take_comments(_with_line_feeds(raw.decode("utf-8-sig")))
    except UnicodeDecodeError:
        raise Refused("command.utf8", "not a text in UTF-8") from None
    taken = take(text, threads, path.parent)
    return Source(**{name.name: getattr(taken, name.name) for name in fields(taken)})


def read(name: str, raw: bytes) -> Source:
    """A file of another program, read in the sandbox. Raises Unreadable, MissingPandoc, TooMuch, TooLong."""
    done = one_shot("read", name, raw)
    named = done.facts["pictures"]
    ids = [facts["id"] for facts in named]
    return Source(
        markdown=done.facts["markdown"],
        pictures=dict(zip(ids, done.parts, strict=True)),
        about={facts["id"]: facts for facts in named},
    )


def written(source: Source, form: str, at: datetime, *, has_cover: bool = False) -> bytes:
    """In one of FORMS. Raises ExportError."""
    return one_shot("write", form, replace(source.brief(at), has_cover=has_cover)).parts[0]


def with_files(source: Source, target: Path) -> tuple[str, dict[Path, bytes]]:
    """The Markdown for `target`, and the pictures that go beside it with their paths."""
    folder = Path(f"{target.stem}-images")
    files = {name: folder / f"{name}.{_ENDINGS[about['kind']]}" for name, about in source.about.items()}

    def address(match: re.Match[str]) -> str:
        path = files.get(match[1])
        return f"]({'%20'.join(path.as_posix().split(' '))}" if path else match[0]

    beside = {target.parent / path: source.pictures[name] for name, path in files.items()}
    text = _PICTURE.sub(address, source.markdown)
    return with_comments(text, text, source.threads, language(text)), beside


def _read(path: Path, most: int) -> bytes:
    """Raises Refused where it is longer."""
    if path == STANDARD:
        raw = sys.stdin.buffer.read(most + 1)
    else:
        with path.open("rb") as file:
            raw = file.read(most + 1)
    if len(raw) > most:
        limit = most // 1_000_000
        raise Refused("command.large", f"larger than {limit} MB", limit=limit)
    return raw


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _kind(path: Path) -> str:
    try:
        return kind_of_file(path.name)
    except Unreadable:
        return "md"
