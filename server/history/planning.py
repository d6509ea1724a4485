"""Plans an erasure in a process of its own: a note's journal without a passage, while people go on typing.

What they type meanwhile is given to the same process later, and changes the plan in milliseconds.
"""

import json
import pickle
import sys
from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import Final

from crdt.blocks import joined
from crdt.compaction import LoadError, Snapshot, load, snapshot, verify
from crdt.erasing import Finder, Occurrence, Passage, deletion, find, length, passage_of, search, without
from crdt.letters import Letters
from crdt.note import ApplyError, Note
from crdt.varint import MalformedError
from export.note.title import name_of
from export.process.inside import Inside
from server.storage import journal
from server.storage.erasures import Purge, Rewritten
from server.storage.journal import RawRow, Written

# Of a shorter passage that was chosen where it stands, copies elsewhere may be anybody's words.
_ALSO_ELSEWHERE: Final = 8
# What stands on paper and not in our copy of it any more: the sheet is not the current one.
_GAP: Final = "[…]"


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureRequest:
    """What to erase: a text wherever it stood, or letters by id with their text; and pictures."""

    words: str = ""
    letters: Passage = field(default_factory=dict)
    pictures: tuple[str, ...] = ()

    @property
    def is_about_text(self) -> bool:
        return bool(self.words or self.letters)


@dataclass(frozen=True, slots=True)
class Failed:
    """Why there is no plan: the note is not sound, or (an empty reason) there is no such passage."""

    reason: str = ""


class Planner:
    """Takes the rows of a journal in, in their order, and rewrites them without the passage."""

    def __init__(self, asked: ErasureRequest) -> None:
        self._request_of = asked
        self._rows: list[RawRow] = []
        self._texts: set[str] = set()
        self._plan: _Plan | None = None

    def add(self, rows: Sequence[RawRow], texts: set[str]) -> None:
        """More rows; `texts` are what was kept of the note by now, as versions and as prints."""
        self._rows += rows
        self._texts = texts

    def plan(self) -> Rewritten | Failed:
        """The journal up to the last row."""
        try:
            if self._plan is None or not self._plan.goes_on(self._rows, self._texts):
                self._plan = _Plan(self._request_of, self._rows, self._texts)
            return self._plan.rewritten()
        except (LoadError, ApplyError, MalformedError) as error:
            return Failed(str(error) or "the note is not sound")
        except _NoPassageError:
            return Failed()


class _NoPassageError(Exception):
    """No letter of the note is to go."""


class _Plan:
    """One passage, and the journal without it."""

    def __init__(self, asked: ErasureRequest, rows: Sequence[RawRow], texts: set[str]) -> None:
        read = [_read(row) for row in rows]
        updates = [entry.update for _, entries in read for entry in entries]
        # Where letters were chosen they are gone already, and nothing is looked for afterwards.
        self._occurrences, self._words, letters, self._finder = _occurrences(updates, asked)
        self._passage = passage_of(self._occurrences)
        if not self._passage:
            raise _NoPassageError
        self._live = sum(all(letters.is_whole(*part) for part in one) for one in self._occurrences)
        self._was, self._now = Note(), Note()
        self._known: dict[str, str] = {}
        self._changed: list[tuple[int, bytes]] = []
        self._many, self._seq = 0, 0
        after = self._take(read, texts)
        self._snapshot, self._snapshot_seq = _verified(after), self._seq

    def goes_on(self, rows: Sequence[RawRow], texts: set[str]) -> bool:
        """Take in what has come since; False where the words stand there again: then all is planned anew."""
        after = self._take([_read(row) for row in rows[self._many :]], texts)
        if self._finder is None:
            return True
        for update in after:
            self._finder.read(update)
        return not self._finder.found

    def rewritten(self) -> Rewritten:
        """Raises LoadError where the note would not be the same, had somebody deleted the passage."""
        was = Note([self._was.update_since()])
        was.apply(deletion(self._passage))
        text = self._now.markdown()
        if was.markdown() != text or was.clocks() != self._now.clocks():
            raise LoadError("the note would not be the same without the passage")
        return Rewritten(
            seq=self._seq,
            rows=self._changed,
            snapshot=self._snapshot,
            snapshot_seq=self._snapshot_seq,
            title=name_of(text),
            characters=length(self._passage),
            live=self._live,
            past=len(self._occurrences) - self._live,
            purge=Purge(known=self._known, words=self._words),
            purge_printed=Purge(known=self._known, words=self._words, gap=_GAP),
        )

    def _take(self, rows: Iterable[tuple[int, list[Written]]], texts: set[str]) -> list[bytes]:
        """The updates of more rows without the passage."""
        sizes = {len(text.encode()) for text in texts}
        after = []
        for seq, entries in rows:
            new = [entry._replace(update=without(entry.update, self._passage)) for entry in entries]
            if new != entries:
                self._changed.append((seq, journal.to_row(new)))
            for was, now in zip(entries, new, strict=True):
                self._was.apply(was.update)
                self._now.apply(now.update)
                after.append(now.update)
                # To read a long text at each of many moments would take minutes.
                if self._was.size() in sizes and (text := self._was.markdown()) in texts:
                    self._known[text] = self._now.markdown()
            self._seq = seq
            self._many += 1
        return after


def _verified(updates: list[bytes]) -> Snapshot:
    taken = snapshot(*load(None, updates))
    verify(taken)
    return taken


def _read(row: RawRow) -> tuple[int, list[Written]]:
    seq, written = row
    try:
        return seq, list(journal.read_row(written))
    except MalformedError:
        raise LoadError(f"the bytes of row {seq} are broken") from None


def _occurrences(
    updates: list[bytes], asked: ErasureRequest
) -> tuple[list[Occurrence], str, Letters, Finder | None]:
    """Where the letters that are to go are, and what they say, where other texts may be asked for it."""
    if asked.words:
        found, letters, finder = search(updates, asked.words)
        return found, asked.words, letters, finder
    letters = Letters()
    for update in updates:
        for _ in letters.apply(update):
            """Only their order is wanted."""
    chosen = [known] if (known := _known(letters, asked.letters)) else []
    words = joined(_said(letters, asked.letters))
    if len(words.strip()) < _ALSO_ELSEWHERE:
        return chosen, "", letters, None
    elsewhere = [one for one in find(updates, words)[0] if not any(letters.is_visible(*part) for part in one)]
    return [*chosen, *elsewhere], words, letters, None


def _known(letters: Letters, passage: Passage) -> Occurrence:
    """Those of the letters that the note has; the rest was never sent."""
    return tuple(
        (client, start, min(end, letters.clock(client)))
        for client, ranges in passage.items()
        for start, end in ranges
        if start < letters.clock(client)
    )


def _said(letters: Letters, passage: Passage) -> str:
    """What stands there now."""
    said = []
    for run in letters:
        if not run.is_deleted and (ranges := passage.get(run.client)) is not None:
            for start, end in ranges:
                said.append(run.text[max(0, start - run.clock) : max(0, end - run.clock)])
    return "".join(said)


def main(_: Inside) -> None:
    """The process: pickles in, a asked, then (rows, texts), and None for a plan, a line of JSON out."""
    pipe, answers = sys.stdin.buffer, sys.stdout.buffer
    planner = Planner(pickle.load(pipe))  # noqa: S301 - from the process that started this one
    with suppress(EOFError):
        while True:
            more = pickle.load(pipe)  # noqa: S301 - as above
            if more is not None:
                planner.add(*more)
                continue
            answers.write(to_line(planner.plan()))
            answers.flush()


def to_line(plan: Rewritten | Failed) -> bytes:
    """A plan as a line of JSON."""
    return json.dumps(asdict(plan), default=lambda value: b64encode(value).decode()).encode() + b"\n"


def from_line(line: bytes) -> Rewritten | Failed:
    """The inverse of `to_line`."""
    facts = json.loads(line)
    if "reason" in facts:
        return Failed(**facts)
    facts["rows"] = [(seq, b64decode(row)) for seq, row in facts["rows"]]
    facts["snapshot"] = Snapshot(**{name: b64decode(part) for name, part in facts["snapshot"].items()})
    facts["purge"] = Purge(**facts["purge"])
    facts["purge_printed"] = Purge(**facts["purge_printed"])
    return Rewritten(**facts)
