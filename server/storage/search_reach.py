"""Where a device may search: areas of the index that it may read whole, and single notes in others."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from crdt.roles import Role
from server.ids import BinderId, NoteId
from server.storage import Db
from server.storage.readable import Readable
from server.storage.sql import in_parts, marks


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """By the numbers of the index: `area` is twice the scope for the text, and one more for comments.

    `texts` and `comments` are areas whose rows may all be read. `alone` has the areas of single notes that
    stand among rows that may not be read. `binders` has the classeur of each scope; `single` are the notes
    whose areas are read by a right on the note itself, wherever it is now.
    """

    texts: frozenset[int] = frozenset()
    comments: frozenset[int] = frozenset()
    alone: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    binders: Mapping[int, BinderId] = field(default_factory=dict)
    single: frozenset[int] = frozenset()

    @property
    def comments_alike(self) -> bool:
        """Whether comments are searched in each of the classeurs, or in none."""
        return len({2 * scope + 1 in self.comments for scope in self.binders}) < 2

    def may(self, doc: int, area: int) -> bool:
        """Whether the rows of a note in an area may be read."""
        return area in self.texts or area in self.comments or area in self.alone.get(doc, ())


def reach(db: Db, found: Readable, *, binder: BinderId | None = None, comments: bool = False) -> Reach:
    """In one classeur, or in everything (None); comments where they are asked for and the right allows it."""
    scopes = dict(_scopes(db, found, binder))
    texts = {2 * scope for scope in scopes}
    beside = {2 * scope + 1 for scope, id_ in scopes.items() if comments and _comments(found.binders[id_])}
    alone: dict[int, tuple[int, ...]] = {}
    single = set()
    for doc, note, scope in _single(db, found, binder):
        areas = [2 * scope, *([2 * scope + 1] if comments and _comments(found.notes[note]) else ())]
        if scope == -doc:  # of no classeur: its areas are its own
            single.add(doc)
            texts.add(areas[0])
            beside.update(areas[1:])
        elif scope not in scopes:
            single.add(doc)
            alone[doc] = tuple(areas)
        elif left := tuple(area for area in areas if area not in texts and area not in beside):
            alone[doc] = left
    return Reach(
        texts=frozenset(texts),
        comments=frozenset(beside),
        alone=alone,
        binders=scopes,
        single=frozenset(single),
    )


def _scopes(db: Db, found: Readable, binder: BinderId | None) -> Iterator[tuple[int, BinderId]]:
    for part in in_parts([id_ for id_ in found.binders if binder in {None, id_}]):
        yield from db.execute(
            f"SELECT id, binder FROM search_scopes WHERE binder IN ({marks(part)})",  # noqa: S608 - marks
            part,
        )


def _single(db: Db, found: Readable, binder: BinderId | None) -> Iterator[tuple[int, NoteId, int]]:
    wanted = [note for note in found.notes if found.is_within(note, binder)]
    for part in in_parts(wanted):
        yield from db.execute(
            f"SELECT id, note, scope FROM search_notes WHERE note IN ({marks(part)})",  # noqa: S608 - marks
            part,
        )


def _comments(role: Role) -> bool:
    return role.allows(Role.COMMENT)
