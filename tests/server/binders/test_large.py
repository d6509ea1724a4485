"""A classeur with 5,000 notes: what a page of its list costs, in CPU time, bytes and rows."""

import time
from functools import partial

from server.http.keys import ENGINE
from server.ids import BinderId, NoteId
from server.storage import Db
from tests.conftest import Client
from tests.server.binders.binders import began
from tests.server.binders.reader import Reader

NOTES = 5_000
MOST_CPU_S = 0.15
MOST_BYTES = 160_000
ASKED = ("", "?par=personne", "?par=date&tri=titre&suite=40")


async def test_a_page_of_a_large_list_costs_little(client: Client) -> None:
    team = await began(client)
    first = await team.note("# Modèle")
    await client.app[ENGINE].write(
        partial(fill, binder=BinderId(team.binder), like=NoteId(first), now=time.time_ns() // 1_000_000)
    )
    for asked in ASKED:
        costs: list[float] = []
        body = b""
        for _ in range(3):
            began_at = time.process_time()
            answer = await client.get(team.base + asked, headers=team.cookie)
            body = await answer.read()
            costs.append(time.process_time() - began_at)
            assert answer.status == 200
        assert len(body) < MOST_BYTES, asked
        assert body.count(b"<li data-note=") <= 100, asked
        assert min(costs) < MOST_CPU_S, (asked, costs)  # the rest is other work of this process


async def test_the_home_of_a_reader_costs_little(client: Client) -> None:
    """Every note is new to the reader; no text of one is looked into."""
    team = await began(client)
    first = await team.note("# Modèle")
    reader = await Reader.come(team)
    # All of them change once the reader is there.
    later = time.time_ns() // 1_000_000 + NOTES * 60_000
    await client.app[ENGINE].write(partial(fill, binder=BinderId(team.binder), like=NoteId(first), now=later))
    for asked in ("", "?view=liste"):
        await reader.page(asked)
        costs: list[float] = []
        page = ""
        for _ in range(3):
            began_at = time.process_time()
            page = await reader.page(asked)
            costs.append(time.process_time() - began_at)
        assert "badge" in page
        assert ">60</span>" in page
        assert len(page) < MOST_BYTES, asked
        assert min(costs) < MOST_CPU_S, (asked, costs)  # the rest is other work of this process
        assert page.count("Nouvelle") >= 7, asked


def fill(db: Db, *, binder: BinderId, like: NoteId, now: int) -> None:
    """Notes that were changed one a minute, each written once, of thirty themes and all statuses."""
    for number in range(NOTES):
        id_, at = f"note{number:018}", now - number * 60_000
        db.execute(
            "INSERT INTO notes (id, title, created_at, changed_at, binder, titled_seq, changed_by, pages)"
            " SELECT ?, ?, ?, ?, ?, 1, changed_by, 1.5 FROM notes WHERE id = ?",
            (id_, f"Une note sur le sujet {number}", at, at, binder, like),
        )
        db.execute("INSERT INTO targets (id, note) VALUES (?, ?)", (id_, id_))
        db.execute(
            "INSERT INTO journal (note, seq, at, updates)"
            " SELECT ?, 1, at, updates FROM journal WHERE note = ?",
            (id_, like),
        )
        status = ("draft", "to-review", "reviewed", "ready")[number % 4]
        db.execute(
            "INSERT INTO cards (note, theme, status, changed_at, changed_by) VALUES (?, ?, ?, ?, 'x')",
            (id_, f"Thème {number % 30}", status, at),
        )
