"""The environment of a rule: the language of the text, its target, the pictures it made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from markdown_it.rules_core import StateCore
from markdown_it.utils import EnvType

from export.note.formats import Format

# Where markdown-it's environment holds the context.
ENTRY = "pochette"


class Target(StrEnum):
    """Paper has no links to press and puts a note at its page's foot; a screen does the contrary."""

    PAPER = "paper"
    SCREEN = "screen"


@dataclass(slots=True)
class Bars:
    """How many passages have changed since the edition before, and whether one of them is the title."""

    passages: int = 0
    is_title_changed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """`pictures`, `bars` and `places` are what the rules find on their way; the rest is given to them.

    `title` is that of the note, which is drawn outside of the text; `previous` and `previous_title` are the
    text and the title that these are compared with, None where there are none.

    `calls` are numbers of comments by the place in the text where their passage ends. `origin` is put before
    the addresses of notes ("" on a page of their server); None: nobody can follow them, and their words stay.
    Of a text that is longer than `characters` only the head is wanted.
    `marks_lines`: blocks say of which lines they are made.
    """

    lang: str
    target: Target
    format: Format = Format.NOTE
    images: Mapping[str, bytes] = field(default_factory=dict)
    title: str = ""
    previous: str | None = None
    previous_title: str = ""
    has_contents: bool = True
    has_pictures: bool = True
    lists_addresses: bool = False
    numbers_paragraphs: bool = False
    calls: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    origin: str | None = None
    characters: int | None = None
    marks_lines: bool = False
    pictures: dict[str, bytes] = field(default_factory=dict)
    bars: Bars = field(default_factory=Bars)
    places: list[tuple[Any, str]] | None = None  # passages and their names, where these are asked for

    @property
    def on_paper(self) -> bool:
        return self.target is Target.PAPER


def context(where: StateCore | EnvType) -> Context:
    env = where.env if isinstance(where, StateCore) else where
    found = env[ENTRY]
    assert isinstance(found, Context)  # noqa: S101 -- markdown-it's environment has no types
    return found
