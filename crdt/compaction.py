"""Compaction: many updates into one snapshot, read back before it counts; and stored parts to a note."""

import hashlib
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from crdt.inspector import Edit, Inspector, NotYet, Outcome, RefusedError
from crdt.keystroke import Typist, typed, typist_after, writes_under
from crdt.note import ApplyError, Note
from crdt.varint import MalformedError

UPDATES_A_SNAPSHOT: Final = 500
# A snapshot of a long note costs what reading so many updates does, which it saves at one loading in many.
UPDATES_A_LONG_SNAPSHOT: Final = 2000
# About as many bytes of the state as an update has in its row: snapshots fill the disk no faster than rows.
_BYTES_AN_UPDATE: Final = 64
# Fewer are read as fast as a snapshot is.
UPDATES_WORTH_A_SNAPSHOT: Final = 64
# Reading a long text at each of many updates would take minutes.
_MOMENTS: Final = 200


class LoadError(Exception):
    """The stored parts of a note do not make a note."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A note in three parts: its document, what its inspector knows, and the SHA-256 of its text."""

    state: bytes
    inspector: bytes
    text_hash: bytes


def snapshot(note: Note, inspector: Inspector) -> Snapshot:
    """The note as it stands."""
    return Snapshot(
        state=note.update_since(),
        inspector=inspector.to_bytes(),
        text_hash=_hash(note.markdown()),
    )


def updates_until_next(state: bytes) -> int:
    """How many updates after a snapshot of this state another one is worth its cost."""
    return min(UPDATES_A_LONG_SNAPSHOT, max(UPDATES_A_SNAPSHOT, len(state) // _BYTES_AN_UPDATE))


def verify(taken: Snapshot) -> None:
    """Read a snapshot back and compare. Raises LoadError: then it must not count."""
    note, inspector = load(taken, ())
    if note.clocks() != {client: clock for client, clock in inspector.clocks.items() if clock}:
        raise LoadError("the document and its inspector do not know the same blocks")


def is_sound(taken: Snapshot) -> bool:
    """Whether a snapshot gives the text that it was taken of."""
    try:
        load(taken, ())
    except LoadError:
        return False
    return True


def load(taken: Snapshot | None, updates: Iterable[bytes]) -> tuple[Note, Inspector]:
    """The note that a snapshot and the updates after it make. Raises LoadError."""
    try:
        if taken is None:
            note, inspector = Note(), Inspector()
        else:
            note, inspector = Note([taken.state]), Inspector.from_bytes(taken.inspector)
            if _hash(note.markdown()) != taken.text_hash:
                raise LoadError("a snapshot does not give the text that it was taken of")
        reading = _Reading(note, inspector)
        for update in updates:
            reading.take(update)
        reading.finish()
    except (ApplyError, MalformedError) as error:
        raise LoadError(f"stored bytes are no document: {error}") from error
    return note, inspector


class _Reading:
    """Takes updates in one by one, as they came: Yjs may give nonsense another order when it has all at once.

    Only what one person typed on without anything in between is joined: letter by letter it takes ten times
    as long.
    """

    def __init__(self, note: Note, inspector: Inspector) -> None:
        self._note = note
        self._inspector = inspector
        self._typists: dict[int, Typist] = {}
        self._typing: Typist | None = None
        self._place = b""
        self._texts: list[bytes] = []

    def take(self, update: bytes) -> None:
        """Raises LoadError, ApplyError."""
        if self._types_on(update):
            return
        self.finish()
        outcome = _learned(self._inspector, update)
        self._note.apply(update)
        if isinstance(outcome, Edit) and (typist := typist_after(outcome)) is not None:
            self._typists[typist.client] = typist

    def finish(self) -> None:
        """Give the document what it has not yet. Raises ApplyError."""
        if self._typing is not None:
            self._note.apply(typed(self._place, b"".join(self._texts)))
            self._typing = None

    def _types_on(self, update: bytes) -> bool:
        typist = self._typists.get(writes_under(update))
        if typist is None or self._inspector.clock(typist.client) != typist.clock:
            return False
        text = typist.reads(update)
        if text is None:
            return False
        if typist is not self._typing:
            self.finish()
            self._typing, self._place, self._texts = typist, typist.place, []
        self._texts.append(text)
        typist.clock += len(text)
        self._inspector.learn_typing(typist.client, typist.clock)
        return True


def _learned(inspector: Inspector, update: bytes) -> Outcome:
    try:
        outcome = inspector.inspect(update, most_writers=sys.maxsize)
    except RefusedError as error:
        raise LoadError(f"a stored update is not sound: {error}") from None
    if isinstance(outcome, NotYet):
        raise LoadError(f"a stored update has a gap before it: {outcome.reason}")
    if isinstance(outcome, Edit):
        inspector.learn(outcome)
    return outcome


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def merged(old: Sequence[bytes], later: Sequence[bytes]) -> bytes:
    """One update in the place of the `old` ones, without what was deleted among them. Raises LoadError.

    It is read back: with it the note is what it was after the old updates, and at moments until the last of
    the `later` ones.
    """
    before, inspector = load(None, old)
    base = before.update_since()
    after, learned = load(None, [base])
    _same(before, after)
    step = max(1, len(later) // _MOMENTS)
    for number, update in enumerate(later):
        _learned(inspector, update)
        outcome = learned.inspect(update, most_writers=sys.maxsize)
        if not isinstance(outcome, Edit):
            raise LoadError("a later update does not follow what takes the place of the old ones")
        learned.learn(outcome)
        try:
            before.apply(update)
            after.apply(update)
        except ApplyError as error:
            raise LoadError(f"stored bytes are no document: {error}") from error
        if number % step == 0 or number == len(later) - 1:
            _same(before, after)
    return base


def _same(one: Note, other: Note) -> None:
    if one.markdown() != other.markdown() or one.clocks() != other.clocks():
        raise LoadError("the note would not be the same without its old history")
