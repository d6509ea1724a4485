"""What one look reads: no row of what may not be read, by SQLite's own count of steps, and no whole table."""

import secrets
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date

import pytest

from crdt.roles import Role
from export.note.card import Status
from server.ids import BinderId, DeviceId, NoteId, VisitorId
from server.search.rules.filters import Filters
from server.search.rules.plan import SearchPlan
from server.search.rules.query import Query
from server.search.rules.retrieval import Retrieved, retrieve
from server.search.rules.words import VERSION, words_of
from server.storage import binders, devices, notes, search_index, searching
from server.storage.binders import BinderRow
from server.storage.devices import Device
from server.storage.engines.connection import Connection
from server.storage.engines.sqlite import Schema, configure
from server.storage.migrations import migrate
from server.storage.rights import grants
from server.storage.search_reach import Reach
from server.storage.searching import Terms
from server.targets import BinderTarget, NoteTarget

MINE, THEIRS = BinderId("mine"), BinderId("theirs")
ME = DeviceId("me")
_STATEMENT, _PROFILE = 1, 2
_DAY_MS = 86_400_000


@pytest.fixture
def db() -> Iterator[Connection]:
    connection = Connection(":memory:")
    configure(connection)
    migrate(Schema(connection))
    for binder in (MINE, THEIRS):
        binders.insert(connection, BinderRow(id=binder, name=binder, created_at=1, changed_at=1))
    row = Device(id=ME, visitor=VisitorId("v"), name="x", colour=1, seen_at=1)
    devices.insert(connection, row, secrets.token_bytes(32), "curl")
    grants.grant(connection, ME, BinderTarget(MINE), Role.READ)
    for number in range(20):
        put(connection, f"mine-{number:04}", MINE, "logement vide à Brest")
    # Two notes held one by one: of no classeur, and among those of others.
    put(connection, "loose", None, "logement vide à Lyon")
    put(connection, "single", THEIRS, "logement vide à Nice")
    for note in ("loose", "single"):
        grants.grant(connection, ME, NoteTarget(NoteId(note)), Role.COMMENT)
    yield connection
    connection.close()


def put(db: Connection, id_: str, binder: BinderId | None, text: str) -> None:
    note = NoteId(id_)
    notes.insert(db, note, "", 1)
    binders.put_note(db, note, binder)
    words = set(words_of(text))
    search_index.put(
        db, note, seq=0, version=VERSION, text=text, title_words=(), words=words, comment_words=words
    )


ASKED = SearchPlan(
    device=ME,
    proof="",
    now=20_000,
    zone=UTC,
    comments=True,
    query=Query(words=tuple(words_of("logement")), prefix="vi", stems=tuple(words_of("vide"))),
)
QUESTIONS = {
    "words and a beginning": ASKED,
    "a beginning alone": replace(ASKED, query=Query(prefix="lo", stems=tuple(words_of("logement")))),
    "one word left out": replace(
        ASKED, query=Query(words=tuple(words_of("logement")), without=tuple(words_of("Brest")))
    ),
    "filters alone": replace(ASKED, query=Query(), filters=Filters(theme="Logement")),
    "nothing yet": replace(ASKED, query=None),
    "their classeur": replace(ASKED, binder=THEIRS),
}


def steps(db: Connection, plan: SearchPlan) -> tuple[int, Retrieved]:
    """What SQLite counts as steps of its virtual machine, of all statements of one look."""
    counted = 0

    def count(event: dict[str, dict[str, int]]) -> None:
        nonlocal counted
        counted += event["stmt_status"]["SQLITE_STMTSTATUS_VM_STEP"]

    db.trace_v2(_PROFILE, count)
    try:
        seen = retrieve(db, plan=plan)
    finally:
        db.trace_v2(0)
    return counted, seen


@pytest.mark.parametrize("name", QUESTIONS)
def test_rows_read_are_the_same_whatever_others_have(db: Connection, name: str) -> None:
    """A thousand matching notes of others cost no step more, so that no clock tells of them either."""
    before, seen = steps(db, QUESTIONS[name])
    for number in range(1000):
        put(db, f"other-{number:04}", THEIRS, "logement vide à Brest, vidé, loti, logis")
    assert steps(db, QUESTIONS[name]) == (before, seen)
    assert before > 100


def test_a_note_held_alone_is_found_among_those_of_others(db: Connection) -> None:
    found = {hit.note for hit in retrieve(db, plan=ASKED).best}
    assert found == {NoteId(f"mine-{number:04}") for number in range(20)} | {"loose", "single"}
    assert [hit.note for hit in retrieve(db, plan=replace(ASKED, binder=THEIRS)).best] == ["single"]


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_statement_scans_a_table(db: Connection, name: str) -> None:
    """Each is answered by an index, or reads the few rows that a search of its own has found."""
    ran: list[str] = []
    db.trace_v2(_STATEMENT, lambda event: ran.append(event["sql"]))
    retrieve(db, plan=QUESTIONS[name])
    db.trace_v2(0)
    scanned = [
        detail
        for sql in ran
        for *_, detail in list(db.execute(f"EXPLAIN QUERY PLAN {sql}", (None,) * sql.count("?")))
        if detail.startswith("SCAN") and any(table in detail for table in ("search_", "notes", "cards"))
    ]
    assert scanned == []


@pytest.mark.parametrize(
    ("filters", "notes"),
    [
        (Filters(), 22),
        (Filters(theme="économie"), 5),
        (Filters(theme="Culture"), 0),
        (Filters(status=Status.READY), 4),
        (Filters(since=date(1970, 1, 16)), 7),
        # Their author is known for the two notes alone on which one may comment.
        (Filters(who="ines"), 1),
        (Filters(who="karim"), 0),
        (Filters(theme="Economie", status=Status.READY, since=date(1970, 1, 6)), 1),
    ],
)
@pytest.mark.parametrize(
    "query", [ASKED.query, Query(without=tuple(words_of("loti")))], ids=["words", "none"]
)
def test_many_notes_are_read_through_their_classeur_and_the_answer_is_the_same(
    db: Connection, monkeypatch: pytest.MonkeyPatch, query: Query, filters: Filters, notes: int
) -> None:
    """Few notes are looked up one by one, with their cards; of many no more is read than filters ask."""
    _dress(db)
    plan = replace(ASKED, query=query, filters=filters, comments=False)
    few = retrieve(db, plan=plan)
    assert few.notes == notes
    monkeypatch.setattr("server.storage.search_results.MANY", 3)
    assert retrieve(db, plan=plan) == few


def _dress(db: Connection) -> None:
    """Give the notes times, and all but the first a writer and a card."""
    for visitor, name in ((VisitorId("w"), "Inès"), (VisitorId("x"), "Karim")):
        row = Device(id=DeviceId(f"of-{visitor}"), visitor=visitor, name=name, colour=1, seen_at=1)
        devices.insert(db, row, secrets.token_bytes(32), "curl")
        db.execute("UPDATE visitors SET name = ? WHERE id = ?", (name, visitor))
    for number, (note,) in enumerate(list(db.execute("SELECT id FROM notes ORDER BY id DESC"))):
        by = "w" if number in {5, 21} else "x" if number else None
        db.execute(
            "UPDATE notes SET changed_at = ?, changed_by = ? WHERE id = ?", (number * _DAY_MS, by, note)
        )
        if number:
            theme = ("Économie", "economie", "Logement", "")[number % 4] if number < 12 else "Logement"
            status = list(Status)[number % 5 % 4] if number < 20 else Status.DRAFT
            db.execute(
                "INSERT INTO cards (note, theme, status, changed_at, changed_by) VALUES (?, ?, ?, 1, ?)",
                (note, theme, status, "w"),
            )


def test_a_question_of_frequent_words_ends_before_it_keeps_others_waiting(
    db: Connection,
) -> None:
    reach = Reach(texts=frozenset({2}))
    with pytest.raises(searching.TooWideError):
        searching.find(db, reach, Terms(words=tuple(words_of("logement"))), most=19)
    begun = searching.find(db, reach, Terms(start="lo"), most=19)
    assert (begun.is_whole, len(begun.docs)) == (False, 20)
    assert searching.find(db, reach, Terms(start="lo"), most=20).is_whole
