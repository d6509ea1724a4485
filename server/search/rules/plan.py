"""Plan of a search: the query of one device at one moment, where it looks, and which block it reads."""

from dataclasses import dataclass
from datetime import tzinfo
from typing import Final

from server.ids import BinderId, DeviceId
from server.search.rules.filters import NO_FILTERS, Filters
from server.search.rules.query import Query
from server.search.rules.words import VERSION
from server.storage.search_counts import Counting
from server.storage.searching import Terms

# So many notes are ranked by their text, and half of them shown at once.
BLOCK: Final = 40
# Of a phrase that is to be exact so many are read.
MOST_EXACT: Final = 5 * BLOCK
# A note that is new is in the index two seconds later; before that the index is not called behind.
_LATE_MS: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPlan:
    """`now` is in ms since 1970. `query` None asks for nothing but how much could be looked at.

    `after`: so many results are left out. `version` is that of the words in the index.
    """

    device: DeviceId
    proof: str
    now: int
    zone: tzinfo
    query: Query | None
    filters: Filters = NO_FILTERS
    binder: BinderId | None = None
    archived: bool = False
    comments: bool = False
    after: int = 0
    version: int = VERSION

    @property
    def terms(self) -> Terms:
        """What the index is asked for."""
        query = self.query or Query()
        return Terms(words=query.words, start=query.prefix, whole=query.stems, without=query.without)

    @property
    def is_exact(self) -> bool:
        """Whether a phrase is looked for, which is done in the texts of the first notes."""
        return self.query is not None and bool(self.query.exact)

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
