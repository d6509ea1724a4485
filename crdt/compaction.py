"""Many updates into one snapshot that is read back before it counts, and from stored parts to a note."""

import hashlib
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from crdt.inspector import Edit, Inspector, NotYet, RefusedError
from crdt.note import ApplyError, Note
from crdt.varint import MalformedError

UPDATES_A_SNAPSHOT: Final = 2000
# Fewer are read as fast as a snapshot is.
UPDATES_WORTH_A_SNAPSHOT: Final = 64
# Reading a long text at each of many updates would take minutes.
_MOMENTS: Final = 200


class LoadError(Exception):
    """What is stored of a note does not make a note."""


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


def verify(taken: Snapshot) -> None:
    """Read a snapshot back and compare. Raises LoadError: then it must not count."""
    note, inspector = load(taken, ())
    if note.clocks() != {client: clock for client, clock in inspector.clocks.items() if clock}:
        raise LoadError("the document and its inspector do not know the same blocks")


def load(taken: Snapshot | None, updates: Iterable[bytes]) -> tuple[Note, Inspector]:
    """The note that a snapshot and the updates after it make. Raises LoadError."""
    try:
        if taken is None:
            note, inspector = Note(), Inspector()
        else:
            note, inspector = Note([taken.state]), Inspector.from_bytes(taken.inspector)
            if _hash(note.markdown()) != taken.text_hash:
                raise LoadError("a snapshot does not give the text that it was taken of")
        # One by one, as they came: Yjs may give nonsense another order when it takes it all at once.
        for update in _learned(inspector, updates):
            note.apply(update)
    except (ApplyError, MalformedError) as error:
        raise LoadError(f"stored bytes are no document: {error}") from error
    return note, inspector


def _learned(inspector: Inspector, updates: Iterable[bytes]) -> Iterable[bytes]:
    for update in updates:
        try:
            outcome = inspector.inspect(update, most_writers=sys.maxsize)
        except RefusedError as error:
            raise LoadError(f"a stored update is not sound: {error}") from None
        if isinstance(outcome, NotYet):
            raise LoadError(f"a stored update has a gap before it: {outcome.reason}")
        if isinstance(outcome, Edit):
            inspector.learn(outcome)
        yield update


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
    for number, update in enumerate(_learned(inspector, later)):
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
