"""The search index as rows: by chance it holds what was put and no more, and it writes differences."""

import statistics
from collections.abc import Callable, Iterator
from dataclasses import replace
from time import thread_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.ids import BinderId, NoteId
from server.storage import Db, binder_trash, binders, note_tables, notes, search_changes, search_index
from server.storage.binders import BinderRow
from server.storage.engines.connection import Connection
from server.storage.search_index import Entry, Put, Step
from server.storage.search_rows import IN_TEXT, IN_TITLE, Words, packed
from tests.databases import Databases
from tests.postgresql import Cluster
from tests.server.both_engines import KINDS

NOTES = ("a", "b", "c")
BINDERS = ("one", "two")
WORDS = st.frozensets(st.sampled_from(["gare", "fret", "école", "13.8", "quai", "tarif"]))


@pytest.fixture
def database(db: Db) -> Db:
    notes.insert(db, NoteId("a"), "", 1)
    search_changes.done(db, NoteId("a"))
    return db


@pytest.fixture(scope="module", params=KINDS)
def whole(request: pytest.FixtureRequest, postgresql: Callable[[], Cluster]) -> Iterator[Db]:
    """For examples that roll back what they do: migrations take longer than they."""
    databases = Databases(request.param, postgresql)
    with databases.new() as db:
        yield db
    databases.close()


def entry(note: str, *, seq: int = 1, **words: set[str] | frozenset[str]) -> Entry:
    of = Words(**{place: frozenset(some) for place, some in words.items()})
    return Entry(note=NoteId(note), seq=seq, version=7, text=packed("Un texte."), words=of)


def write(database: Db, one: Entry) -> Put:
    (step,) = search_index.steps(one, search_index.before(database, one.note))
    return search_index.write(database, step)


def put(database: Db, note: str, **words: set[str] | frozenset[str]) -> None:
    found = {name: words.get(name, frozenset()) for name in ("title", "text", "comments")}
    search_index.put(
        database,
        NoteId(note),
        seq=1,
        version=7,
        text="Un texte.",
        title_words=found["title"],
        words=found["text"],
        comment_words=found["comments"],
    )


def held(database: Db) -> set[tuple[Any, ...]]:
    """(classeur or the note itself, is comment, word, note, place) of each row, by what the tables say."""
    scopes = dict(database.execute("SELECT id, binder FROM search_scopes"))
    docs = dict(database.execute("SELECT id, note FROM search_notes"))
    rows = database.execute("SELECT area, word, doc, place FROM search_words")
    return {
        (scopes[area // 2] if area > 0 else docs[-(area // 2)], area % 2, word, docs[doc], place)
        for area, word, doc, place in rows
    }


def wished(words: Words, where: str, note: str) -> set[tuple[Any, ...]]:
    return {
        *((where, 0, word, note, IN_TITLE) for word in words.title),
        *((where, 0, word, note, IN_TEXT) for word in words.text - words.title),
        *((where, 1, word, note, IN_TEXT) for word in words.comments),
    }


STEP = st.one_of(
    st.tuples(st.just("put"), st.sampled_from(NOTES), WORDS, WORDS, WORDS),
    st.tuples(st.just("put_in_part"), st.sampled_from(NOTES), WORDS, WORDS, WORDS),
    st.tuples(st.just("forget"), st.sampled_from(NOTES)),
    st.tuples(st.just("forget_comments"), st.sampled_from(NOTES)),
    st.tuples(st.just("damage"), st.sampled_from(NOTES)),
    st.tuples(st.just("move"), st.sampled_from(NOTES), st.sampled_from((*BINDERS, None))),
    st.tuples(st.just("delete"), st.sampled_from(NOTES)),
    st.tuples(st.just("make"), st.sampled_from(NOTES)),
    st.tuples(st.just("end"), st.sampled_from(BINDERS)),
)


class Model:
    """What the index is to hold: note -> (where the note was when it was put, its words)."""

    def __init__(self, database: Db) -> None:
        self.database = database
        self.indexed: dict[str, tuple[str, Words]] = {}
        self.there: dict[str, str | None] = {}
        self.binders = set(BINDERS)
        for name in BINDERS:
            row = BinderRow(id=BinderId(name), name=name, created_at=1, changed_at=1)
            binders.insert(database, row)

    def make(self, note: str, _: int) -> None:
        if note not in self.there:
            notes.insert(self.database, NoteId(note), "", 1)
            self.there[note] = None

    def put(self, note: str, most: int, *words: frozenset[str]) -> None:
        if note not in self.there:
            return
        title, text, comments = words
        one = entry(note, title=title, text=text, comments=comments)
        before = search_index.before(self.database, NoteId(note))
        steps = search_index.steps(one, before, most=most)
        puts = [search_index.write(self.database, step) for step in steps]
        assert puts == [*[Put.MORE] * (len(steps) - 1), Put.DONE]
        assert search_changes.stamp(self.database, NoteId(note)) is None
        self.indexed[note] = (self.there[note] or note, one.words)

    def put_in_part(self, note: str, most: int, *words: frozenset[str]) -> None:
        """The server is killed between two steps; what is put next is all the same whole."""
        if note not in self.there:
            return
        title, text, comments = words
        one = entry(note, title=title, text=text, comments=comments)
        before = search_index.before(self.database, NoteId(note))
        for step in search_index.steps(one, before, most=most)[:-1]:
            assert search_index.write(self.database, step) is Put.MORE
        if note in self.indexed:
            _, before_words = self.indexed[note]
            self.put(note, most, before_words.title, before_words.text, before_words.comments)
        else:
            self.forget(note, most)

    def forget(self, note: str, _: int) -> None:
        if note in self.there:
            search_index.forget(self.database, NoteId(note))
            self.indexed.pop(note, None)

    def forget_comments(self, note: str, _: int) -> None:
        if note in self.indexed:
            search_index.forget_comments(self.database, NoteId(note))
            where, words = self.indexed[note]
            self.indexed[note] = (where, replace(words, comments=frozenset()))

    def damage(self, note: str, most: int) -> None:
        self.database.execute("UPDATE search_notes SET words = ? WHERE note = ?", (b"\0", note))
        self.forget(note, most)

    def move(self, note: str, _: int, binder: str | None) -> None:
        if note in self.there and (binder is None or binder in self.binders):
            binders.put_note(self.database, NoteId(note), BinderId(binder) if binder else None)
            self.there[note] = binder
            assert search_changes.stamp(self.database, NoteId(note)) is not None

    def delete(self, note: str, _: int) -> None:
        if note in self.there:
            note_tables.delete(self.database, NoteId(note))
            self.indexed.pop(note, None)
            del self.there[note]

    def end(self, binder: str, most: int) -> None:
        """Its notes are put anew somewhere else, whatever number the next classeur gets."""
        if binder not in self.binders:
            return
        self.binders.remove(binder)
        binder_trash.end(self.database, BinderId(binder))
        for note, where in list(self.there.items()):
            if where == binder:
                self.there[note] = None
                assert search_changes.stamp(self.database, NoteId(note)) is not None
        for note, (where, words) in list(self.indexed.items()):
            if where == binder:
                self.put(note, most, words.title, words.text, words.comments)


@given(steps=st.lists(STEP, max_size=25), most=st.integers(1, 5))
def test_it_holds_what_was_put_where_the_notes_were_then(
    steps: list[tuple[Any, ...]], most: int, whole: Db
) -> None:
    whole.execute("BEGIN")
    try:
        model = Model(whole)
        for do, of, *rest in steps:
            getattr(model, do)(of, most, *rest)
            every = (wished(words, where, note) for note, (where, words) in model.indexed.items())
            assert held(whole) == set().union(*every)
    finally:
        whole.execute("ROLLBACK")


@pytest.mark.sqlite("it counts the rows that are written")
def test_a_word_more_writes_one_row_of_words(database: Connection) -> None:
    some = {f"mot{number}" for number in range(500)}
    put(database, "a", text=some)
    before = database.total_changes()
    assert write(database, entry("a", text={*some, "encore"})) is Put.DONE
    assert database.total_changes() - before == 2, "the word, and the row of the note"
    before = database.total_changes()
    assert write(database, entry("a", text=some, seq=2)) is Put.DONE
    assert database.total_changes() - before == 2


def test_what_was_read_before_a_change_is_not_written(database: Db) -> None:
    note = NoteId("a")
    one = entry("a", text={"effacé"})
    early = search_index.steps(one, search_index.before(database, note))
    search_changes.add(database, note)
    later = search_index.steps(one, search_index.before(database, note))
    search_index.forget(database, note)
    for (step,) in (early, later):
        assert search_index.write(database, step) is Put.OUTDATED
    assert write(database, entry("nowhere", text={"effacé"})) is Put.OUTDATED
    assert held(database) == set()
    assert write(database, one) is Put.DONE


def test_of_a_long_note_a_part_is_written_at_a_time_and_each_part_can_be_taken_away(
    database: Db,
) -> None:
    note, words = NoteId("a"), {f"mot{number}" for number in range(49)}

    def steps(one: Entry) -> list[Step]:
        return search_index.steps(one, search_index.before(database, note), most=10)

    first, *others = steps(entry("a", seq=0, text=words, comments={"dit"}))
    for part, step in enumerate((first, *others[:-1]), 1):
        assert search_index.write(database, step) is Put.MORE
        assert len(held(database)) == 10 * part
        assert search_index.stale(database, 7, 10) == ["a"], "a new start finds it"
    assert search_index.write(database, others[-1]) is Put.DONE
    assert search_index.stale(database, 7, 10) == []
    assert search_index.stale(database, 8, 10) == ["a"]
    search_index.write(database, steps(entry("a", text={"autre"}))[0])
    assert 0 < len(held(database)) < 50
    search_index.forget(database, note)
    assert list(database.execute("SELECT * FROM search_words")) == []


@pytest.mark.sqlite("it measures this process, which does what the other leaves to its server")
def test_what_takes_time_is_done_before_the_transaction(database: Connection) -> None:
    """A note of 30,000 words: each step is short, and so is one for a word more."""
    words = {f"mot{number}" for number in range(30_000)}
    took = []
    for one in (entry("a", text=words), entry("a", text={*words, "encore"})):
        for step in search_index.steps(one, search_index.before(database, NoteId("a"))):
            began = thread_time()
            with database:
                search_index.write(database, step)
            took.append(thread_time() - began)
    assert len(took) == 31
    assert statistics.median(took) < 0.03, "0.007 on a machine without other work"
    assert took[-1] < 0.03


def test_progress_counts_the_notes_that_have_the_words_of_this_version(database: Db) -> None:
    notes.insert(database, NoteId("b"), "", 1)
    put(database, "a", text={"gare"})
    assert search_index.progress(database, 7) == (1, 2)
    assert search_index.progress(database, 8) == (0, 2)
