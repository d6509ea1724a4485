"""The last edition that a recipient had before, as far as a pochette says what has changed since."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from export.note import news
from export.note.news import News


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """`notes` is one for each note of the pochette, in order.

    `gone` are titles of notes that were in it and may be named still; of `left` others only their number is.
    """

    printed_at: datetime
    notes: tuple[News, ...]
    gone: tuple[str, ...] = ()
    left: int = 0


def facts(earlier: Earlier | None) -> dict[str, Any] | None:
    """As JSON has it."""
    if earlier is None:
        return None
    return {
        "printed_at": earlier.printed_at.isoformat(),
        "notes": [news.facts(note) for note in earlier.notes],
        "gone": earlier.gone,
        "left": earlier.left,
    }


def read_facts(said: Mapping[str, Any] | None) -> Earlier | None:
    if said is None:
        return None
    return Earlier(
        printed_at=datetime.fromisoformat(said["printed_at"]),
        notes=tuple(news.read_facts(note) for note in said["notes"]),
        gone=tuple(said["gone"]),
        left=said["left"],
    )
