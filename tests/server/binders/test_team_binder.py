"""The team's classeur at the start of a server: made once, with the notes of the library of before."""

import asyncio
import time
from dataclasses import replace
from functools import partial

import pytest

from export.note.card import Card
from server.app import create_app
from server.binders.rules import team_binder as team_binder_of
from server.http.keys import ENGINE, SEAL
from server.ids import BinderId
from server.notes.rules.beginning import NewNote, planned, write
from server.settings.config import Config
from server.storage import Db, binders, team
from server.storage.quota import Quota
from server.text.paths import link_path
from tests.conftest import client_of
from tests.server.binders.team import member, settings_of, team_binder
from tests.server.database import database
from tests.server.visits import make, visit
from tests.shell import pochette

RESTRICTED_EVERY = 10
FACTS = (
    "SELECT id, title, epoch, created_at, changed_at FROM notes ORDER BY id",
    "SELECT * FROM links ORDER BY id",
    "SELECT note, seq, at FROM journal ORDER BY note, seq",
    "SELECT count(*) FROM sendings",
)


def of_before(db: Db, *, notes: list[NewNote]) -> None:
    """Notes as they were made when members found them in a library."""
    for note in notes:
        write(db, note=note, device=None, at=1, quota=Quota(notes=0, disk=0))
        team.share(db, note.id)


async def library(config: Config, many: int) -> list[NewNote]:
    """A database of before: every tenth note says a classification."""
    notes = [
        planned(
            f"# Note {number}\n",
            Card(classification="Diffusion restreinte" if number % RESTRICTED_EVERY == 0 else ""),
            (),
        )
        for number in range(many)
    ]
    async with client_of(create_app(replace(config, team_passphrase=""))) as client:
        await client.app[ENGINE].write(partial(of_before, notes=notes))
    return notes


def facts(config: Config) -> list[list[tuple[object, ...]]]:
    with database(config) as opened:
        return [list(opened.execute(query)) for query in FACTS]


@pytest.mark.parametrize("many", [200, pytest.param(2000, marks=pytest.mark.long)])
async def test_the_library_moves_in_once_and_every_link_opens_as_before(
    team_config: Config, many: int
) -> None:
    notes = await library(team_config, many)
    restricted = {note.id for note in notes[::RESTRICTED_EVERY]}
    before = facts(team_config)
    began = time.process_time()
    async with client_of(create_app(team_config)) as client:
        took_s = time.process_time() - began
        assert facts(team_config) == before, "epochs, links and history are untouched, no mail is on its way"
        binder = await team_binder(client)
        anne = await member(client, "Anne")
        for note in notes:
            expected = 404 if note.id in restricted else 200
            assert (await client.get(f"/n/{note.id}/card", headers=anne.cookie)).status == expected
            for link in note.links:
                path = link_path(client.app[SEAL], link)
                assert (await client.get(f"{path}/card")).status == 200
        titles = await client.app[ENGINE].read(partial(binders.titles, binder=BinderId(binder)))
        assert sorted(id_ for id_, _ in titles) == sorted({note.id for note in notes} - restricted)
        out = await client.app[ENGINE].read(team.left_out)
        assert {one.note for one in out} == restricted
    assert took_s < many / 200, "CPU seconds of a start"
    moved = await moved_to(team_config)
    async with client_of(create_app(team_config)) as client:
        assert await team_binder(client) == binder
    assert await moved_to(team_config) == moved


async def moved_to(config: Config) -> list[tuple[object, ...]]:
    with database(config) as opened:
        rows = list(opened.execute("SELECT id, binder FROM notes ORDER BY id"))
        return [*rows, *opened.execute("SELECT note FROM library ORDER BY note")]


async def test_what_was_taken_out_of_the_classeur_stays_out(team_config: Config) -> None:
    notes = await library(team_config, 3)
    async with client_of(create_app(team_config)) as client:
        anne = await member(client, "Anne")
        base = f"/c/{await team_binder(client)}"
        taken = {"notes": [notes[1].id]}
        assert (await client.post(f"{base}/take-out", json=taken, headers=anne.cookie)).status == 200
    async with client_of(create_app(team_config)) as client:
        bruno = await member(client, "Bruno")
        assert (await client.get(f"/n/{notes[1].id}/card", headers=bruno.cookie)).status == 404
        assert (await client.get(f"/n/{notes[2].id}/card", headers=bruno.cookie)).status == 200


async def test_who_manages_puts_a_note_in_that_was_left_out(team_config: Config) -> None:
    notes = await library(team_config, 2)
    async with client_of(create_app(team_config)) as client:
        anne, karim = await member(client, "Anne"), await member(client, "Karim")
        base = f"/c/{await team_binder(client)}"
        page = await (await client.get(f"{base}/people", headers=anne.cookie)).text()
        assert ("Note 0" in page, "Diffusion restreinte" in page, "Note 1" in page) == (True, True, False)
        for who, note, expected in (
            (karim.cookie, notes[0].id, 403),
            (anne.cookie, notes[1].id, 404),
            (anne.cookie, notes[0].id, 200),
            (anne.cookie, notes[0].id, 404),
        ):
            answer = await client.post(f"{base}/left-out", data={"note": note}, headers=who)
            assert answer.status == expected
        assert (await client.get(f"/n/{notes[0].id}/card", headers=karim.cookie)).status == 200
        text = "---\nclassification: Secret\n---\n# Agenda"
        foreign = await make(client, markdown=text, headers=karim.cookie)
        answer = await client.post(f"{base}/left-out", data={"note": foreign.id}, headers=anne.cookie)
        assert answer.status == 404, "only what was in the library"


async def test_two_starts_at_once_make_one(team_config: Config) -> None:
    """The index is unique, and each start looks in its own transaction."""
    async with client_of(create_app(team_config)) as client:
        work = partial(team_binder_of.make, name="Encore", at=2)
        await asyncio.gather(*(client.app[ENGINE].write(work) for _ in range(5)))
    with database(team_config) as opened:
        assert list(opened.execute("SELECT name, is_team FROM binders")) == [("Notes de l’équipe", 1)]


async def test_without_a_team_no_classeur_is_made_and_nobody_has_one(
    config: Config, team_config: Config
) -> None:
    async with client_of(create_app(team_config)) as client:
        anne = await member(client, "Anne")
        note = (await make(client, markdown="# Loyers", headers=anne.cookie)).id
    async with client_of(create_app(config)) as client:
        stranger = await visit(client)
        assert (await client.get(f"/n/{note}/card", headers=stranger)).status == 404
        assert (await client.get("/team/leave", headers=anne.cookie)).status == 404


@pytest.mark.whole
async def test_notes_that_are_imported_before_the_first_start_are_in_it_afterwards(
    team_config: Config,
) -> None:
    file = team_config.data.parent / "note.md"
    file.write_text("# Fret\n")
    settings = settings_of(team_config)
    code, _, err = await pochette("import", "--config", settings, str(file))
    assert (code, err) == (0, "")
    async with client_of(create_app(team_config)) as client:
        anne = await member(client, "Anne")
        page = await client.get(f"/c/{await team_binder(client)}", headers=anne.cookie)
        assert "Fret" in await page.text()
    code, _, err = await pochette("import", "--config", settings, str(file))
    assert (code, err) == (0, "")
    with database(team_config) as opened:
        assert list(opened.execute("SELECT count(*) FROM notes WHERE binder IS NULL")) == [(0,)]
