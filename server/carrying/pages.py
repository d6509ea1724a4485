"""Pages that are taken along; the version of one is a hash of what it is made of, and lays nothing out."""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from server.ids import NoteId
from server.storage.carrying import Source

_VERSION_BYTES: Final = 9


class PageKind(StrEnum):
    """What a page shows."""

    HOME = "home"
    TODAY = "today"
    LIST = "list"
    FOLDER = "folder"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page; `source` is that of its note, where it shows one."""

    url: str
    kind: PageKind
    title: str
    version: str
    source: Source | None = None

    @property
    def note(self) -> NoteId | None:
        return self.source.note if self.source else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """The pages of a target, in the order in which a device without room keeps them; `name` is the target's.

    `is_classified`: whether a pochette among them has a classification. `others`: notes without a page here.
    """

    name: str
    pages: Sequence[Page]
    is_classified: bool = False
    others: int = 0


def version(*made_of: object) -> str:
    """Equal for equal parts, which must have a text that says all of them."""
    digest = hashlib.blake2b(repr(made_of).encode(), digest_size=_VERSION_BYTES).digest()
    return urlsafe_b64encode(digest).decode()
