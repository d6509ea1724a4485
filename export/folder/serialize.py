"""A pochette and its printed notes as bytes between processes: a line of JSON, then the parts it names."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from export.folder import earlier
from export.folder.folder import Folder, Note, Numbering
from export.note import news
from export.note.brief import Brief
from export.note.news import News
from export.note.serialize import deserialize, serialize


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A note as it was printed alone. `words` are the boxes of its words, packed."""

    pages: int
    pdf: bytes
    words: bytes = b""


def joined(head: Mapping[str, Any], parts: Sequence[bytes] = ()) -> bytes:
    line = json.dumps({**head, "sizes": [len(part) for part in parts]}).encode()
    return b"\n".join((line, b"".join(parts)))


def split(message: bytes) -> tuple[dict[str, Any], list[bytes]]:
    line, _, rest = message.partition(b"\n")
    head: dict[str, Any] = json.loads(line)
    parts = []
    at = 0
    for size in head.pop("sizes"):
        parts.append(rest[at : at + size])
        at += size
    return head, parts


def note_job(brief: Brief, colour: int) -> bytes:
    """Print a note with its colour; the answer is read by `printed`."""
    return joined({"job": "note", "colour": colour}, [serialize(brief)])


def news_job(before: str, brief: Brief) -> bytes:
    """What is new in a note since the Markdown `before`; the answer is read by `read_news`."""
    return joined({"job": "news"}, [before.encode(), serialize(brief)])


def read_news(answer: bytes) -> News:
    return news.read_facts(split(answer)[0]["news"])


def printed(answer: bytes) -> Printed:
    head, (pdf, words) = split(answer)
    return Printed(pages=head["pages"], pdf=pdf, words=words)


def bind_job(folder: Folder, notes: Sequence[Printed], front: int) -> bytes:
    """Bind the notes behind a front of presumably `front` pages; the answer is read by `bound`."""
    values = {field.name: getattr(folder, field.name) for field in fields(folder) if field.name != "notes"}
    head = {
        "job": "bind",
        "front": front,
        "folder": values
        | {"closed_at": folder.closed_at.isoformat(), "earlier": earlier.facts(folder.earlier)},
        "notes": [
            {"colour": note.colour, "urls": note.urls, "pages": printed.pages}
            for note, printed in zip(folder.notes, notes, strict=True)
        ],
    }
    cards = [serialize(replace(note.brief, images={}, previous="")) for note in folder.notes]
    return joined(head, [*cards, *(printed.pdf for printed in notes)])


def read_bind(head: Mapping[str, Any], parts: Sequence[bytes]) -> tuple[Folder, list[Printed], int]:
    """The arguments of `bind_job`."""
    said = head["notes"]
    cards, pdfs = parts[: len(said)], parts[len(said) :]
    notes = tuple(
        Note(brief=deserialize(card), colour=one["colour"], urls=tuple(one["urls"]))
        for one, card in zip(said, cards, strict=True)
    )
    said_of_all = head["folder"]
    closed_at, agenda = datetime.fromisoformat(said_of_all["closed_at"]), tuple(said_of_all["agenda"])
    before = earlier.read_facts(said_of_all["earlier"])
    values = said_of_all | {"closed_at": closed_at, "agenda": agenda, "earlier": before}
    printed_notes = [Printed(pages=one["pages"], pdf=pdf) for one, pdf in zip(said, pdfs, strict=True)]
    return Folder(**values, notes=notes), printed_notes, head["front"]


def bound_answer(numbers: Numbering, pdf: bytes) -> bytes:
    return joined({"front": numbers.front, "starts": numbers.starts, "total": numbers.total}, [pdf])


def bound(answer: bytes) -> tuple[Numbering, bytes]:
    """Where everything is in the pochette, and the pochette."""
    head, (pdf,) = split(answer)
    return Numbering(front=head["front"], starts=tuple(head["starts"]), total=head["total"]), pdf


def picture_job(pdf: bytes, number: int, width: int) -> bytes:
    """Draw page `number` of a PDF as a PNG of `width` pixels; the answer is the picture."""
    return joined({"job": "picture", "number": number, "width": width}, [pdf])
