"""Notes that move between classeurs: who may, the numbers told before, and what is told to nobody."""

import random
from functools import partial
from typing import Any

import pytest
from aiohttp import ClientResponse

from crdt import frames
from crdt.roles import Role
from server.app import create_app
from server.clock import now_ms
from server.http.keys import ENGINE
from server.ids import BinderId, NoteId
from server.settings.config import Config
from server.storage import Db, binders, losses
from server.storage.losses import PENDING_MS, Loss, LossId
from server.targets import NoteTarget
from tests.conftest import Client, client_of
from tests.server.binders.binders import Team, began, comes_by
from tests.server.visits import make, visit

FRENCH = {"Accept-Language": "fr"}


async def put(client: Client, binder: str, notes: list[str], cookie: dict[str, str]) -> ClientResponse:
    return await client.post(f"/c/{binder}/put", json={"notes": notes}, headers=cookie)


async def choices(client: Client, notes: list[str], cookie: dict[str, str]) -> dict[str, Any]:
    answer = await client.post("/binders/choices", json={"notes": notes}, headers=cookie)
    assert answer.status == 200, await answer.text()
    told: dict[str, Any] = await answer.json()
    return told


async def holder(client: Client, note: str, team: Team) -> bool:
    told = await (await client.get(f"{team.base}/binder", headers=team.cookie)).json()
    return note in {one["note"] for one in told["notes"]}


async def test_it_says_before_how_many_will_read_and_change_it(client: Client) -> None:
    team = await began(client)
    for role, times in (("read", 3), ("comment", 1), ("edit", 2)):
        path, _ = await team.link(role)
        for _ in range(times):
            await comes_by(client, path)
    made = await make(client, markdown="# Dehors", headers=team.cookie)
    told = await choices(client, [made.id], team.cookie)
    (into,) = told["into"]
    assert (into["name"], into["role"], into["readers"], into["editors"]) == ("Programme", "manage", 7, 3)
    assert (into["links"], into["losing"], into["manages"]) == (2, 0, True)
    assert (told["binder"], told["out"]) == (None, None)
    page = await client.get(f"{made.edit}/binder", headers=team.cookie | FRENCH)
    text = await page.text()
    assert "<b>7 personnes pourront la lire</b>, dont 3 pourront la modifier" in text
    assert "Ses 2 propres liens restent ouverts" in text
    assert "Les personnes qui gèrent Programme pourront gérer cette note. Vous pourrez la reprendre." in text


async def test_it_says_how_many_will_no_longer_read_it(client: Client) -> None:
    team = await began(client)
    path, _ = await team.link("read")
    readers = [await comes_by(client, path) for _ in range(3)]
    note = await team.note("# Loyers")
    answer = await client.post(f"/n/{note}/links", json={"role": "read"}, headers=team.cookie)
    own = (await answer.json())["url"].partition("//")[2].partition("/")[2]
    await client.get(f"/{own}", headers=readers[0])
    told = await choices(client, [note], team.cookie)
    assert told["binder"] == {"id": team.binder, "name": "Programme"}
    assert (told["out"]["losing"], told["out"]["loses"], told["out"]["links"]) == (2, False, 1)
    out = await client.post(f"{team.base}/take-out", json={"notes": [note]}, headers=team.cookie)
    assert out.status == 200
    seen = [(await client.get(f"/n/{note}/note.md", headers=one)).status for one in readers]
    assert seen == [200, 404, 404]


async def test_of_who_reads_it_in_both_classeurs_nobody_loses_it(client: Client) -> None:
    one, other = await began(client), await began(client, "Débats")
    path, _ = await one.link("edit")
    both = await comes_by(client, path)
    await comes_by(client, path)
    further, _ = await other.link("read")
    await comes_by(client, further, cookie=both)
    note = await one.note("# Loyers")
    shared, _ = await other.link("edit")
    await comes_by(client, shared, cookie=one.cookie)
    told = await choices(client, [note], one.cookie)
    (into,) = told["into"]
    assert (into["name"], into["losing"], into["loses"], into["manages"]) == ("Débats", 1, False, True)


async def test_notes_with_a_classification_are_not_ticked_and_it_is_said(client: Client) -> None:
    team = await began(client)
    plain = await make(client, markdown="# Ouverte", headers=team.cookie)
    kept = await make(client, markdown="# Fermée", headers=team.cookie)
    card = {"classification": "Diffusion restreinte"}
    assert (await client.put(f"{kept.edit}/card", json=card, headers=team.cookie)).status == 200
    told = await choices(client, [plain.id, kept.id], team.cookie)
    assert [one["classification"] for one in told["notes"]] == ["", "Diffusion restreinte"]
    form = [("notes", plain.id), ("notes", kept.id)]
    page = await (await client.post("/binders/choices", data=form, headers=team.cookie | FRENCH)).text()
    assert f'value="{plain.id}" checked' in page
    assert f'value="{kept.id}" checked' not in page
    assert "1 note porte une mention de diffusion" in page
    alone = await (await client.get(f"{kept.edit}/binder", headers=team.cookie | FRENCH)).text()
    assert f'value="{kept.id}" required' in alone


async def test_a_form_without_script_moves_notes_and_leads_on(client: Client) -> None:
    team = await began(client)
    made = [await make(client, markdown=f"# {name}", headers=team.cookie) for name in ("Une", "Deux")]
    form = [("notes", one.id) for one in made]
    answer = await client.post(f"{team.base}/put", data=form, headers=team.cookie, allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (303, team.base)
    assert [await holder(client, one.id, team) for one in made] == [True, True]
    out = await client.post(f"/n/{made[0].id}/take-out", data={}, headers=team.cookie, allow_redirects=False)
    assert (out.status, out.headers["Location"]) == (303, f"/n/{made[0].id}")
    assert [await holder(client, one.id, team) for one in made] == [False, True]


@pytest.mark.parametrize("named", [[], "x", [3], ["x"] * 501])
async def test_what_is_no_list_of_notes_is_refused(client: Client, named: object) -> None:
    team = await began(client)
    for address in (f"{team.base}/put", f"{team.base}/take-out", f"{team.base}/moving", "/binders/choices"):
        answer = await client.post(address, json={"notes": named}, headers=team.cookie)
        assert answer.status == 400, address
        assert (await answer.json())["error"]["pointer"] == "/notes"


async def test_all_or_none_and_what_one_does_not_know_is_as_what_does_not_exist(config: Config) -> None:
    app = create_app(config)
    async with client_of(app) as client:
        team, other = await began(client), await began(client, "Débats")
        mine = await make(client, markdown="# À moi", headers=team.cookie)
        foreign = await make(client, markdown="# D'ailleurs")
        gone = await make(client, markdown="# Jetée", headers=team.cookie)
        await client.post(f"{gone.edit}/trash", json={}, headers=team.cookie)
        known = await make(client, markdown="# Reçue")
        await client.get(known.edit, headers=team.cookie)
        inside = await other.note("# Des débats")
        for bad, status in (
            (foreign.id, 404),
            (gone.id, 404),
            ("A" * 22, 404),
            (known.id, 403),
            (inside, 404),
        ):
            for address in (f"{team.base}/put", f"{team.base}/moving", "/binders/choices"):
                answer = await client.post(address, json={"notes": [mine.id, bad]}, headers=team.cookie)
                assert answer.status == status, (address, bad)
                if status == 404:
                    unknown = {"notes": [mine.id, "B" * 22]}
                    same = await client.post(address, json=unknown, headers=team.cookie)
                    assert await answer.json() == await same.json()
            assert not await holder(client, mine.id, team)
        assert (await put(client, team.binder, [mine.id], team.cookie)).status == 200
        for bad in (foreign.id, inside, "A" * 22):
            wish = {"notes": [mine.id, bad]}
            answer = await client.post(f"{team.base}/take-out", json=wish, headers=team.cookie)
            assert answer.status == 404
            assert await holder(client, mine.id, team)


async def test_who_moves_a_note_learns_no_name_of_a_classeur_that_they_may_not_read(client: Client) -> None:
    team = await began(client, "Secret du conseil")
    path, id_ = await team.link("edit")
    author = await comes_by(client, path)
    wish = {"markdown": "# La mienne"}
    made = await (await client.post(f"{path}/notes", json=wish, headers=author)).json()
    note = made["note"]
    await client.delete(f"{team.base}/links/{id_}", headers=team.cookie)
    told = await choices(client, [note], author)
    assert told["binder"] == {"id": team.binder, "name": ""}
    page = await (await client.get(f"/n/{note}/binder", headers=author | FRENCH)).text()
    assert "Secret" not in page
    assert "Sortir du classeur" in page
    # By a grant of its own the author takes it back, though the classeur is shut to them.
    refused = await client.post(f"{team.base}/take-out", json={"notes": [note]}, headers=author)
    assert refused.status == 404
    out = await client.post(f"/n/{note}/take-out", data={}, headers=author, allow_redirects=False)
    assert out.status == 303
    assert not await holder(client, note, team)


async def test_what_nobody_manages_goes_to_who_takes_it_out_and_leaves_the_archive(config: Config) -> None:
    app = create_app(config)
    async with client_of(app) as client:
        team = await began(client)
        note = await team.note("# D’un programme")
        await app[ENGINE].write(partial(_orphan, note=NoteId(note)))
        told = await choices(client, [note], team.cookie)
        assert (told["out"]["losing"], told["out"]["manages"]) == (0, True)
        out = await client.post(f"{team.base}/take-out", json={"notes": [note]}, headers=team.cookie)
        assert out.status == 200
        assert (await client.get(f"/n/{note}/manage", headers=team.cookie)).status == 200
        card = await client.put(f"/n/{note}/card", json={"theme": "Eau"}, headers=team.cookie)
        assert card.status == 200, "it is written again"


async def test_nothing_moves_while_a_loss_of_its_manager_is_pending(config: Config) -> None:
    app = create_app(config)
    async with client_of(app) as client:
        team = await began(client)
        made = await make(client, markdown="# À moi", headers=team.cookie)
        await app[ENGINE].write(_loses_a_device)
        answer = await put(client, team.binder, [made.id], team.cookie)
        assert answer.status == 409
        assert (await answer.json())["error"]["code"] == "frozen"
        assert not await holder(client, made.id, team)


async def test_who_wrote_by_the_classeur_alone_is_cut_off_with_what_they_wrote_saved(client: Client) -> None:
    team = await began(client)
    path, _ = await team.link("edit")
    karim = await comes_by(client, path)
    note = await team.note("# Loyers")
    protocols = (frames.SUBPROTOCOL,)
    async with (
        client.ws_connect(f"/sync/{note}", headers=karim, protocols=protocols) as his,
        client.ws_connect(f"/sync/{note}", headers=team.cookie, protocols=protocols) as hers,
    ):
        out = await client.post(f"{team.base}/take-out", json={"notes": [note]}, headers=team.cookie)
        assert out.status == 200
        while not his.closed:
            await his.receive()
        assert his.close_code == 4504
        await hers.send_bytes(frames.step_1(b"\x00"))
        while (await hers.receive()).data[:2] != b"\x00\x01":
            assert not hers.closed
    again = await client.get(f"/sync/{note}", headers=karim)
    assert again.status == 404


@pytest.mark.parametrize("seed", range(3))
async def test_moves_by_chance_are_those_of_the_rule(config: Config, seed: int) -> None:
    """Two classeurs, four people, six notes, moved in every direction; beside it a model of who may."""
    chance = random.Random(seed)
    app = create_app(config)
    async with client_of(app) as client:
        teams = [await began(client), await began(client, "Débats")]
        people = [team.cookie for team in teams] + [await visit(client), await visit(client)]
        roles = {(0, 0): Role.MANAGE, (1, 1): Role.MANAGE}
        for person in range(4):
            for at, team in enumerate(teams):
                role = chance.choice((None, Role.READ, Role.COMMENT, Role.EDIT))
                if role and (person, at) not in roles:
                    path, _ = await team.link(role.value)
                    await comes_by(client, path, cookie=people[person])
                    roles[person, at] = role
        owners = [chance.randrange(4) for _ in range(6)]
        notes = [(await make(client, markdown="#", headers=people[one])).id for one in owners]
        holders: list[int | None] = [None] * 6
        for _ in range(40):
            person, to = chance.randrange(4), chance.choice((0, 1, None))
            wish = chance.sample(range(6), chance.choice((1, 1, 2)))
            of = chance.randrange(2)
            base = teams[of if to is None else to].base
            answer = await client.post(
                f"{base}/{'take-out' if to is None else 'put'}",
                json={"notes": [notes[one] for one in wish]},
                headers=people[person],
            )
            right = roles.get((person, of if to is None else to))
            needed = Role.READ if to is None else Role.EDIT
            may = right is not None and right.allows(needed)
            for number in wish:
                where = holders[number]
                by_binder = where is not None and roles.get((person, where)) is Role.MANAGE
                may = may and (owners[number] == person or by_binder)
                may = may and (to is not None or where == of)
            assert (answer.status == 200) is may, (person, to, wish, holders, roles, await answer.text())
            if may:
                for number in wish:
                    holders[number] = to
            found = await app[ENGINE].read(partial(_holders, notes=notes))
            assert found == [None if one is None else teams[one].binder for one in holders]


def _holders(db: Db, *, notes: list[str]) -> list[BinderId | None]:
    rows = [binders.holding(db, NoteTarget(NoteId(note))) for note in notes]
    return [row.id if row else None for row in rows]


def _loses_a_device(db: Db) -> None:
    """Whoever manages something here has declared a device stolen an hour ago."""
    ((device, visitor),) = db.execute(
        "SELECT DISTINCT devices.id, devices.visitor FROM grants JOIN devices ON devices.id = device"
    )
    now = now_ms()
    loss = Loss(id=LossId("x"), visitor=visitor, by_device=device, at=now, final_at=now + PENDING_MS)
    losses.insert(db, loss, [])


def _orphan(db: Db, *, note: NoteId) -> None:
    db.execute("DELETE FROM grants WHERE target = ?", (note,))
    db.execute("UPDATE notes SET archived_at = 1 WHERE id = ?", (note,))
