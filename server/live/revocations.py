"""Revocations, in progress and lately done: a revoked right joins nothing during its commit or after it."""

from collections import Counter, OrderedDict
from collections.abc import Collection, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import AbstractAsyncContextManager, contextmanager
from dataclasses import dataclass
from typing import Any, Final, Protocol, Self, TypeAlias

from crdt.seat import Close
from server.ids import BinderId, DeviceId, FolderId, LinkId, NoteId
from server.rights.access import Access, NoteAccess
from server.targets import Target

Right: TypeAlias = LinkId | DeviceId | BinderId | FolderId | NoteId

# A request checked before so many other revocations has ended by now.
REMEMBERED: Final = 20_000


@dataclass(frozen=True, slots=True)
class Revocation:
    """Rights that are taken back: connections end that rest on any of these ids, with a code and a reason.

    `but` are devices that stay; by `only_own`, guests by a link too.
    """

    rights: Collection[Right]
    why: Close
    detail: str
    but: AbstractSet[DeviceId] = frozenset()
    only_own: bool = False

    def ends(self, access: NoteAccess) -> bool:
        """Whether it ends a connection that came by this right."""
        return (
            not access.rights.isdisjoint(self.rights)
            and access.device not in self.but
            and (access.is_own or not self.only_own)
        )

    def facts(self) -> dict[str, object]:
        """As other nodes are told it."""
        return {
            "rights": list(self.rights),
            "why": self.why.value,
            "detail": self.detail,
            "but": sorted(self.but),
            "only_own": self.only_own,
        }

    @classmethod
    def of_facts(cls, said: Mapping[str, Any]) -> Self:
        """As another node has told it."""
        return cls(
            said["rights"],
            why=Close(said["why"]),
            detail=said["detail"],
            but=frozenset(said["but"]),
            only_own=said["only_own"],
        )


class Revoker(Protocol):
    """What ends connections when a right is taken back: the guests of open notes."""

    def revoking(self, revocation: Revocation, /) -> AbstractAsyncContextManager[None]:
        """Inside the block the revocation is committed; connections have ended before."""


class Revocations:
    """Ids of links and devices whose right was lately revoked. `moment` only grows.

    A join compares the moment of its check with this: after a later revocation it is checked again.
    """

    def __init__(self) -> None:
        self.moment = 0
        self._now: Counter[str] = Counter()
        self._last: OrderedDict[str, int] = OrderedDict()

    @contextmanager
    def during(self, rights: Iterable[str]) -> Iterator[None]:
        """Refuse joins by these rights inside the block, and those checked before its end."""
        ids = frozenset(rights)
        self._now.update(ids)
        try:
            yield
        finally:
            self._now.subtract(ids)
            self._now += Counter()  # without those of which none is left
            self.moment += 1
            for id_ in ids:
                self._last[id_] = self.moment
                self._last.move_to_end(id_)
            while len(self._last) > REMEMBERED:
                self._last.popitem(last=False)

    def touches(self, access: Access[Target]) -> bool:
        """Whether the right of `access` is being revoked, or was revoked since it was checked."""
        return any(id_ in self._now or self._last.get(id_, 0) > access.since for id_ in access.rights)
