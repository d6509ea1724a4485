"""A question to the index: what is wanted, where, which of it, and from which result on."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Final

from export.languages.folding import fold, fold_line
from export.note.card import Status
from server.ids import BinderId, DeviceId
from server.storage.search_counts import Counting, Fact
from server.storage.search_results import Hit
from server.storage.searching import Wanted

# So many notes are ranked by their text, and half of them shown at once.
BLOCK: Final = 40
# Of a phrase that is to be exact so many are read.
MOST_EXACT: Final = 5 * BLOCK
# A note that is new is in the index two seconds later; before that the index is not called behind.
_LATE_MS: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which of the notes that were found are wanted. Times are milliseconds since 1970."""

    theme: str = ""
    status: Status | None = None
    who: str = ""
    since: int | None = None

    def __bool__(self) -> bool:
        return bool(self.theme or self.status or self.who) or self.since is not None

    def taking(self, name: Callable[[Hit | Fact], str | None]) -> Callable[[Hit | Fact], bool]:
        """Whether a note passes; `name` is that of its last writer, None where that may not be known.

        Many notes have one theme: each is compared once.
        """
        theme, status, who, since = self.theme, self.status, self.who, self.since or 0
        is_theme, is_name = lru_cache(partial(_is_same, theme)), lru_cache(partial(_calls, who))

        def takes(hit: Hit | Fact) -> bool:
            return (
                hit.changed_at >= since
                and (status is None or hit.status == status)
                and (not theme or is_theme(hit.theme))
                and (not who or is_name(name(hit)))
            )

        return takes


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Of one device, at one moment: what the index is asked for, where, and from which result on.

    `wanted` None asks for nothing but how much could be looked at.
    """

    device: DeviceId
    proof: str
    now: int
    wanted: Wanted | None
    filters: Filters = Filters()
    binder: BinderId | None = None
    archived: bool = False
    comments: bool = False
    after: int = 0
    version: int
    # A phrase that is to be exact is looked for in the texts of the first notes.
    is_exact: bool = False

    @property
    def begin(self) -> int:
        """Of the block that is read; a phrase is looked for in the first notes whatever is asked for."""
        return 0 if self.is_exact else self.after // BLOCK * BLOCK

    @property
    def end(self) -> int:
        return self.begin + (MOST_EXACT if self.is_exact else BLOCK)

    @property
    def counting(self) -> Counting:
        return Counting(
            binder=self.binder,
            archived=self.archived,
            version=self.version,
            before=self.now - _LATE_MS,
        )


def _is_same(theme: str, other: str) -> bool:
    return fold_line(other) == fold_line(theme)


def _calls(who: str, name: str | None) -> bool:
    return name is not None and is_called(name, who)


def is_called(name: str, who: str) -> bool:
    """Whether each word of `who` begins a word of the name, whatever its case and accents."""
    words, parts = (fold(one).replace("-", " ").split() for one in (name, who))
    return all(any(word.startswith(part) for word in words) for part in parts)
