"""What a move of notes would do, in numbers: who will read them, who no longer, which links stay."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from crdt.roles import Role
from server.ids import BinderId, NoteId, VisitorId
from server.storage import Db, binders, cards, readers
from server.storage.binders import BinderRow
from server.storage.devices import Device
from server.storage.rights import links
from server.targets import NoteTarget


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """The people who would read and change the notes, and those who read one now and would not any more.

    `loses` says whether who moves them is one of the last, `manages` whether they manage all of them then.
    `links` are those of the notes that stay open; `classified` of the notes have a classification on their
    card: they are never put in by default.
    """

    notes: int
    readers: int
    editors: int
    losing: int
    loses: bool
    manages: bool
    links: int
    classified: int


class Effects:
    """Who reads notes now, by themselves and by their classeurs; each classeur is asked once."""

    def __init__(
        self,
        db: Db,
        held: Mapping[NoteId, BinderRow | None],
        device: Device | None,
        proof: str,
        now: int,
    ) -> None:
        self._db, self._held, self._proof, self._now = db, held, proof, now
        self._me = device.visitor if device else None
        self._own = readers.of_targets(db, list(held), now=now)
        self._of: dict[BinderId, Mapping[VisitorId, Role]] = {}
        self._managed = readers.managed(db, list(held))
        self._links = sum(
            link.is_open(now) for note in held for link in links.of_target(db, NoteTarget(note))
        )
        self._classified = sum(bool(cards.find(db, note).card.classification) for note in held)

    def after(self, to: BinderId | None) -> Moved:
        """Once all of them are in that classeur, or in none."""
        there = self._in(to) if to else {}
        losing = frozenset[VisitorId]().union(*(self._losing(note, to) for note in self._held))
        return Moved(
            notes=len(self._held),
            readers=len(there),
            editors=sum(role.allows(Role.EDIT) for role in there.values()),
            losing=len(losing),
            loses=self._me in losing,
            manages=self._me is not None and all(self._manages(note, there, to) for note in self._held),
            links=self._links,
            classified=self._classified,
        )

    def _manages(self, note: NoteId, there: Mapping[VisitorId, Role], to: BinderId | None) -> bool:
        """Whether who moves it manages it then: by a grant of its own, given anew where nobody has one."""
        if self._me is None or (to is None and note not in self._managed):
            return self._me is not None
        return Role.MANAGE in (self._own[note].get(self._me), there.get(self._me))

    def _losing(self, note: NoteId, to: BinderId | None) -> AbstractSet[VisitorId]:
        row = self._held[note]
        if row is None or row.id == to:
            return frozenset()
        stay = self._own[note].keys() | (self._in(to).keys() if to else frozenset())
        if to is None and note not in self._managed and self._me is not None:
            stay |= {self._me}  # who takes out what nobody manages is given that
        return self._in(row.id).keys() - stay

    def _in(self, binder: BinderId) -> Mapping[VisitorId, Role]:
        if binder not in self._of:
            self._of[binder] = binders.people(self._db, binder, proof=self._proof, now=self._now)
        return self._of[binder]
