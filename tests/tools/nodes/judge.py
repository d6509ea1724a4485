"""Judge: what people were told and shown, compared with the journal, read by our inspector."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from crdt.compaction import LoadError, load
from crdt.varint import MalformedError
from server.storage.journal import RawRow, updates_in
from tests.tools.nodes.sitting import Edit, Sitting, runs_of

_WORD = re.compile(r"<\d+\.\d+>")


@dataclass
class Verdict:
    """What a run came to. All of the first eight must be 0; pauses are until an edit was acknowledged.

    `lost`: acknowledged, and not in the journal; `doubled`: there more than once; `unwritten`: shown on a
    screen, and not in the journal; `differing`: screens unlike the journal; `unreadable`: journals that make
    no note or miss a row; `unsaved`: never acknowledged; `turned_away`: told not to come back; `stray`: words
    in a text that nobody typed.
    """

    lost: int = 0
    doubled: int = 0
    unwritten: int = 0
    differing: int = 0
    unreadable: int = 0
    unsaved: int = 0
    turned_away: int = 0
    stray: int = 0
    typed: int = 0
    acknowledged: int = 0
    rows: int = 0
    connections: int = 0
    longest_pause_s: float = 0.0
    longest_pause_http_s: float = 0.0
    longest_unshown_s: float = 0.0
    reasons: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        return not (
            self.lost
            or self.doubled
            or self.unwritten
            or self.differing
            or self.unreadable
            or self.unsaved
            or self.turned_away
            or self.stray
        )


@dataclass
class Record:
    """What the journal of one note says: how often each letter stands in it, which were deleted, the text."""

    written: Counter[tuple[int, int]] = field(default_factory=Counter)
    deleted: set[tuple[int, int]] = field(default_factory=set)
    seq: int = 0
    has_gap: bool = False
    updates: list[bytes] = field(default_factory=list)

    def read(self, rows: Iterable[RawRow]) -> None:
        """Take more rows in, behind those that were read. Raises MalformedError."""
        for seq, row in rows:
            self.has_gap |= seq != self.seq + 1
            self.seq = seq
            for update in updates_in(row):
                self.updates.append(update)
                written, deleted = runs_of(update)
                self.written.update(letter for run in written for letter in run.letters())
                self.deleted.update(letter for run in deleted for letter in run.letters())

    def lacks(self, edit: Edit) -> bool:
        """Whether any letter of an edit is not there."""
        there = self.deleted if edit.is_deletion else self.written
        return any(letter not in there for letter in edit.run.letters())

    def text(self) -> str:
        """Raises LoadError."""
        if self.has_gap:
            raise LoadError("a row is missing")
        return load(None, self.updates)[0].markdown()


def judge(people: Sequence[Sitting], journals: Mapping[str, Sequence[RawRow]]) -> Verdict:
    """The verdict after a quiet end: `journals` are all rows of each note."""
    verdict = Verdict()
    for note, rows in journals.items():
        here = [person for person in people if person.note == note]
        _judge_note(verdict, here, rows)
    _count(verdict, people)
    return verdict


def judge_at_a_kill(people: Sequence[Sitting], journals: Mapping[str, Sequence[RawRow]]) -> Verdict:
    """The verdict while no server runs: what is acknowledged or was shown is on disk; pages may be ahead."""
    verdict = judge(people, journals)
    verdict.differing = verdict.unsaved = 0
    return verdict


def _judge_note(verdict: Verdict, people: Sequence[Sitting], rows: Sequence[RawRow]) -> None:
    record = Record()
    verdict.rows += len(rows)
    try:
        record.read(rows)
        text = record.text()
    except (LoadError, MalformedError) as error:
        verdict.unreadable += 1
        verdict.reasons.append(f"{type(error).__name__}: {error}")
        text = None
    typed = {edit.word for person in people for edit in person.edits if not edit.is_deletion}
    gone = {edit.word for person in people for edit in person.edits if edit.is_deletion}
    words = Counter(_WORD.findall(text or ""))
    for person in people:
        saved = [edit for edit in person.edits if edit.is_acknowledged]
        missing = [
            edit
            for edit in saved
            if record.lacks(edit) or (text is not None and _is_wrong(edit, words, gone))
        ]
        verdict.lost += len(missing)
        verdict.reasons += [f"lost: {edit.word} of {person.who}" for edit in missing[:3]]
        verdict.unwritten += sum(
            any(letter not in record.written for run in shown.written for letter in run.letters())
            or any(letter not in record.deleted for run in shown.deleted for letter in run.letters())
            for shown in person.shown
        )
        verdict.differing += text is not None and person.screen != text
    verdict.doubled += sum(many > 1 for many in record.written.values())
    verdict.doubled += sum(many > 1 for many in words.values())
    verdict.stray += sum(many for word, many in words.items() if word not in typed)


def _is_wrong(edit: Edit, words: Mapping[str, int], gone: set[str]) -> bool:
    """Whether the text contradicts an acknowledged edit. A deletion may come before its acknowledgement."""
    if edit.is_deletion:
        return edit.word in words
    return edit.word not in words and edit.word not in gone


def _count(verdict: Verdict, people: Sequence[Sitting]) -> None:
    for person in people:
        verdict.typed += len(person.edits)
        verdict.acknowledged += sum(edit.is_acknowledged for edit in person.edits)
        verdict.connections += person.connections
        verdict.turned_away += len(person.turned_away)
        waits = [edit.acknowledged_at - edit.typed_at for edit in person.edits if edit.is_acknowledged]
        if person.is_by_http:
            verdict.longest_pause_http_s = max([verdict.longest_pause_http_s, *waits])
        else:
            verdict.longest_pause_s = max([verdict.longest_pause_s, *waits])
    verdict.unsaved += verdict.typed - verdict.acknowledged
    verdict.longest_unshown_s = longest_unshown(people)


def longest_unshown(people: Sequence[Sitting]) -> float:
    """The longest time from an edit to the screen of another who was there, in seconds."""
    typed = {
        (edit.run.client, edit.run.start): edit.typed_at
        for author in people
        for edit in author.edits
        if not edit.is_deletion
    }
    longest = 0.0
    for person in people:
        seen: set[tuple[int, int]] = set()
        for shown in person.shown:
            # Yjs joins what one person typed on: a run may hold many words.
            new = {letter for run in shown.written for letter in run.letters()} - seen
            longest = max([longest, *(shown.at - typed[letter] for letter in new if letter in typed)])
            seen |= new
    return longest
