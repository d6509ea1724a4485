"""Notes of any length for the printers, made of the sample, with no sentence twice."""

import re
from datetime import UTC, datetime
from itertools import cycle
from string import ascii_letters, digits
from typing import Final

from export.note.brief import Brief, read_brief
from export.samples import sample

AT: Final = datetime(2017, 3, 14, 8, 30, tzinfo=UTC)
_NOTE: Final = re.compile(r"\[\^(\w+)\]")
_LONGEST_UNTOUCHED: Final = 60
_NO_SENTENCE: Final = ("#", "|", "```", ":::")
_NAMES: Final = cycle(digits + ascii_letters)


def long_text(parts: int) -> str:
    """The sample `parts` times under one title. No sentence is in the sixty texts before: no cache helps.

    Each name is one character: with two the note has some lines on a fifth page, which a pochette saves.
    """
    name = next(_NAMES)
    title, body = sample("fr").split("\n", 1)
    return "\n\n".join([f"{title} ({name})", *(_part(body, name, part) for part in range(parts))])


def brief_of(text: str) -> Brief:
    return read_brief(text, printed_at=AT)


def _part(body: str, name: str, part: int) -> str:
    renamed = _NOTE.sub(rf"[^\g<1>{part}]", body)
    return "\n".join(_other(line, f"{name}.{part}.{row}") for row, line in enumerate(renamed.splitlines()))


def _other(line: str, mark: str) -> str:
    """A sentence with a number of its own; tables, charts and fences stay as they are."""
    is_sentence = len(line) > _LONGEST_UNTOUCHED and not line.startswith(_NO_SENTENCE)
    return f"{line} ({mark})" if is_sentence else line
