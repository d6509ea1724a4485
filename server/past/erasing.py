"""Erases a passage from the whole history of a note, so that its bytes are in no file of the data folder.

The journal is the truth: each update that holds a letter of the passage is written anew without it, read back
and compared with what was there, before anything of it counts.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from crdt.blocks import joined
from crdt.compaction import LoadError, load, snapshot, verify
from crdt.erasing import Occurrence, Passage, deletion, find, length, passage_of, without
from crdt.letters import Letters
from crdt.note import Note
from crdt.title import title_of
from server.clock import now_ms
from server.errors import BadInputError, BusyError
from server.storage import Db, Engine, NoteId, VisitorId, erasures, journal
from server.storage.erasures import ChangedError, Erased, Rewritten

# Of a shorter passage that was chosen where it stands, copies elsewhere may be anybody's words.
_ALSO_ELSEWHERE: Final = 8
# What stands on paper and not in our copy of it any more: the sheet is not the current one.
_GAP: Final = "[…]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to go: words, wherever they ever stood, or letters and what they say; and pictures."""

    words: str = ""
    letters: Passage = field(default_factory=dict)
    pictures: tuple[str, ...] = ()

    @property
    def is_about_text(self) -> bool:
        return bool(self.words or self.letters)


async def plan(engine: Engine, note: NoteId, wish: Wish) -> Rewritten | None:
    """The note without the passage. Raises BadInputError where there is no such passage, and LoadError."""
    if not wish.is_about_text:
        return None
    rows, texts, epoch = await engine.read(partial(_read, note=note))
    return await asyncio.to_thread(_rewrite, rows, texts, epoch, wish)


async def erase(
    engine: Engine,
    note: NoteId,
    wish: Wish,
    planned: Rewritten | None,
    *,
    by: VisitorId,
    record: Callable[..., None],
) -> Erased:
    """Do as planned, or as it must be done by now, while nobody has the note open.

    `record` writes the row of the audit log in the same transaction.
    """
    if planned is not None:
        state = await engine.read(partial(erasures.state, note=note))
        if state != (planned.epoch, planned.seq, planned.many):
            planned = await plan(engine, note, wish)

    def work(db: Db) -> Erased:
        erased = erasures.write(db, note, planned, wish.pictures, at=now_ms(), by=by)
        record(db, characters=erased.characters, pictures=erased.pictures)
        return erased

    try:
        return await engine.write(work)
    except ChangedError:
        raise BusyError("reloading") from None


def _read(db: Db, *, note: NoteId) -> tuple[list[journal.Row], set[str], int]:
    ((epoch,),) = db.execute("SELECT epoch FROM notes WHERE id = ?", (note,))
    return list(journal.rows(db, note)), erasures.kept_texts(db, note), epoch


def _rewrite(rows: Sequence[journal.Row], texts: set[str], epoch: int, wish: Wish) -> Rewritten:
    updates = list(journal.updates(rows))
    occurrences, words, letters = _occurrences(updates, wish)
    passage = passage_of(occurrences)
    if not passage:
        raise BadInputError("no_passage")
    changed: list[tuple[int, bytes]] = []
    after: list[bytes] = []
    for row in rows:
        entries = row.entries or []
        new = [entry._replace(update=without(entry.update, passage)) for entry in entries]
        after.extend(entry.update for entry in new)
        if new != entries:
            changed.append((row.seq, journal.to_row(new)))
    note, inspector = load(None, after)
    taken = snapshot(note, inspector)
    verify(taken)
    known = _compare(updates, after, passage, texts)
    return Rewritten(
        epoch=epoch,
        seq=rows[-1].seq,
        many=len(rows),
        rows=changed,
        snapshot=taken,
        title=title_of(note.markdown()),
        characters=length(passage),
        live=(live := sum(all(letters.is_whole(*part) for part in one) for one in occurrences)),
        past=len(occurrences) - live,
        purge=_purge(known, words, ""),
        purge_printed=_purge(known, words, _GAP),
    )


def _occurrences(updates: list[bytes], wish: Wish) -> tuple[list[Occurrence], str, Letters]:
    """Where the letters that are to go are, and what they say, where other texts may be asked for it."""
    if wish.words:
        found, letters = find(updates, wish.words)
        return found, wish.words, letters
    letters = Letters()
    for update in updates:
        for _ in letters.apply(update):
            """Only their order is wanted."""
    chosen = [known] if (known := _known(letters, wish.letters)) else []
    words = joined(_said(letters, wish.letters))
    if len(words.strip()) < _ALSO_ELSEWHERE:
        return chosen, "", letters
    elsewhere = [one for one in find(updates, words)[0] if not any(letters.is_visible(*part) for part in one)]
    return [*chosen, *elsewhere], words, letters


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


def _compare(
    before: Iterable[bytes], after: Iterable[bytes], passage: Passage, texts: set[str]
) -> Mapping[str, str]:
    """Each of the texts that the note once was -> the same without the passage. Raises LoadError.

    At the end, the note must be what it was, had somebody deleted the passage.
    """
    old, new = Note(), Note()
    known: dict[str, str] = {}
    for was, now in zip(before, after, strict=True):
        old.apply(was)
        new.apply(now)
        if texts and (text := old.markdown()) in texts:
            known[text] = new.markdown()
    old.apply(deletion(passage))
    if old.markdown() != new.markdown() or old.clocks() != new.clocks():
        raise LoadError("the note would not be the same without the passage")
    return known


def _purge(known: Mapping[str, str], words: str, gap: str) -> Callable[[str], str]:
    """What is left of a text: one that the note once was is what it then was, unless a gap is to be shown."""

    def purge(text: str) -> str:
        without_letters = known.get(text)
        if (
            without_letters == text
            or not (words and words in text)
            or (without_letters is not None and not gap)
        ):
            return text if without_letters is None else without_letters
        return text.replace(words, gap)

    return purge
