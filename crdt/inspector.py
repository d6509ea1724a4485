"""Reads an update before pycrdt does, and classifies it: known, too early, an edit, or refused.

pycrdt takes bytes on trust: seven of them can empty a note at the next load, and some kill the process.
What an inspector lets through is what an honest editor of one Markdown text writes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import repeat
from typing import Final

from crdt.ranges import Ranges
from crdt.update import EMPTY, Parsed, Section, read_update
from crdt.varint import MalformedError, Reader, write_buffer, write_varint

# Somebody without a network has a new client id at each loading of the page.
MAX_NEW_WRITERS: Final = 500


class RefusedError(ValueError):
    """An update that no honest editor sends; `str()` names the rule that it breaks."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """Everything in the update is known already."""


@dataclass(frozen=True, slots=True)
class NotYet:
    """The update builds on something that has not come; a sync step 1 heals it.

    `waits_for` is the client and the clock of a letter, where one is missing.
    """

    reason: str
    waits_for: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """The update is new and `content` of it may be applied; then it must be given to `Inspector.learn`.

    What it repeats of known blocks is not in `content`: it may say something else of them, and would be
    believed by a merge with what it repeats. Sections and `deletes_at` are places in `source`.
    """

    content: bytes
    source: bytes
    deletes_at: int
    sections: list[Section]
    deletes: dict[int, list[tuple[int, int]]]

    @property
    def blocks(self) -> int:
        """How many blocks are new."""
        return sum(section.blocks for section in self.sections)

    @property
    def has_nul(self) -> bool:
        """Whether it writes U+0000, which no text holds: refused when it comes, read where it is stored."""
        return any(section.has_nul for section in self.sections)

    @property
    def clients(self) -> Iterable[int]:
        """The client ids under which new blocks are written."""
        return [section.client for section in self.sections]


Outcome = Nothing | NotYet | Edit
_NOTHING = Nothing()


class Inspector:
    """State of a note: each client's next clock and deletions, and the characters of two units."""

    __slots__ = ("_clocks", "_deleted", "_low_surrogates")

    def __init__(self) -> None:
        self._clocks: dict[int, int] = {}
        self._deleted: dict[int, Ranges] = {}
        self._low_surrogates: set[tuple[int, int]] = set()

    def clock(self, client: int) -> int:
        """The next clock of a client, 0 for one never seen."""
        return self._clocks.get(client, 0)

    @property
    def clocks(self) -> dict[int, int]:
        """Client id -> next clock; not to be changed."""
        return self._clocks

    def inspect(self, update: bytes, *, most_writers: int = MAX_NEW_WRITERS) -> Outcome:
        """Classifies an update for this note. Raises RefusedError; changes nothing.

        What is stored may be of any number of writers: it was let through, or we have made it ourselves.
        """
        if update == EMPTY:
            return _NOTHING
        try:
            parsed = read_update(update)
        except MalformedError as error:
            raise RefusedError(str(error)) from None
        return self.weigh(update, parsed, most_writers=most_writers)

    def weigh(self, update: bytes, parsed: Parsed, *, most_writers: int = MAX_NEW_WRITERS) -> Outcome:
        """The same for an update that is parsed already."""
        fresh: list[Section] = []
        for section in parsed.sections:
            known = self._clocks.get(section.client, 0)
            if section.end <= known:
                continue
            if section.start != known:
                return NotYet("blocks before these are missing" if section.start > known else "partly known")
            if section.skips:
                return NotYet("blocks are left out")
            fresh.append(section)
        if len(fresh) > most_writers:
            raise RefusedError(f"new blocks of more than {most_writers} client ids")
        return self._judge(update, parsed, fresh)

    def learn(self, edit: Edit) -> None:
        """Take an edit as known, once it is applied."""
        for section in edit.sections:
            client = section.client
            self._clocks[client] = section.end
            self._low_surrogates.update(zip(repeat(client), section.low_surrogates, strict=False))
            for start, end in section.born_deleted:
                self._deleted.setdefault(client, Ranges()).add(start, end)
        for client, ranges in edit.deletes.items():
            self._deleted.setdefault(client, Ranges()).add_all(ranges)

    def deletes(self, edit: Edit) -> int:
        """How many units of what is known an edit is the first to delete."""
        nothing = Ranges()
        return sum(
            self._deleted.get(client, nothing).missing(start, min(end, self.clock(client)))
            for client, ranges in edit.deletes.items()
            for start, end in ranges
            if start < self.clock(client)
        )

    def learn_typing(self, client: int, end: int) -> None:
        """Take it as known that a client has typed on, ASCII, to before clock `end`."""
        self._clocks[client] = end

    def _judge(self, update: bytes, parsed: Parsed, fresh: list[Section]) -> Outcome:
        clocks = self._clocks
        ends = {section.client: section.end for section in fresh}

        def end_of(client: int) -> int:
            return ends.get(client) or clocks.get(client, 0)

        for section in fresh:
            for client, clock in section.lefts:
                if clock >= end_of(client):
                    return NotYet("an origin is missing", (client, clock))
            for client, clock in section.rights:
                if clock >= end_of(client):
                    return NotYet("an origin is missing", (client, clock))
        for client, ranges in parsed.deletes.items():
            if ranges[-1][1] > end_of(client):
                return NotYet("a deletion of what has not come")
        self._refuse_split_characters(parsed, fresh)
        if not fresh and self._deletes_nothing_new(parsed):
            return _NOTHING
        content = update if len(fresh) == len(parsed.sections) else _without_known(update, parsed, fresh)
        return Edit(content, update, parsed.deletes_at, fresh, parsed.deletes)

    def _refuse_split_characters(self, parsed: Parsed, fresh: list[Section]) -> None:
        known = self._low_surrogates
        if not known and not any(section.low_surrogates for section in fresh):
            return
        own: set[tuple[int, int]] = set()
        for section in fresh:
            own.update(zip(repeat(section.client), section.low_surrogates, strict=False))

        def splits(client: int, clock: int) -> bool:
            return (client, clock) in known or (client, clock) in own

        for section in fresh:
            if any(splits(client, clock + 1) for client, clock in section.lefts) or any(
                splits(client, clock) for client, clock in section.rights
            ):
                raise RefusedError("a block inside a character")
        for client, ranges in parsed.deletes.items():
            if any(splits(client, start) or splits(client, end) for start, end in ranges):
                raise RefusedError("a deletion of half a character")

    def _deletes_nothing_new(self, parsed: Parsed) -> bool:
        for client, ranges in parsed.deletes.items():
            deleted = self._deleted.get(client)
            if deleted is None or not all(deleted.covers(start, end) for start, end in ranges):
                return False
        return True

    def to_bytes(self) -> bytes:
        """All of it, to be kept with a snapshot."""
        out = bytearray(write_varint(len(self._clocks)))
        for client, clock in self._clocks.items():
            out += write_varint(client) + write_varint(clock)
        out += write_varint(len(self._deleted))
        for client, ranges in self._deleted.items():
            flat = b"".join(write_varint(start) + write_varint(end - start) for start, end in ranges)
            out += write_varint(client) + write_varint(len(ranges)) + write_buffer(flat)
        out += write_varint(len(self._low_surrogates))
        for client, clock in sorted(self._low_surrogates):
            out += write_varint(client) + write_varint(clock)
        return bytes(out)

    @classmethod
    def from_bytes(cls, content: bytes) -> "Inspector":
        """The inverse of `to_bytes`. Raises MalformedError."""
        reader = Reader(content)
        inspector = cls()
        for _ in range(reader.varint()):
            client = reader.varint()
            inspector._clocks[client] = reader.varint()
        for _ in range(reader.varint()):
            client, count = reader.varint(), reader.varint()
            flat = Reader(reader.buffer())
            ranges = inspector._deleted[client] = Ranges()
            for _ in range(count):
                start = flat.varint()
                ranges.add(start, start + flat.varint())
            flat.finish()
        for _ in range(reader.varint()):
            inspector._low_surrogates.add((reader.varint(), reader.varint()))
        reader.finish()
        return inspector


def _without_known(update: bytes, parsed: Parsed, fresh: list[Section]) -> bytes:
    blocks = b"".join(update[section.span] for section in fresh)
    return write_varint(len(fresh)) + blocks + update[parsed.deletes_at :]
