"""A device is declared stolen that holds classeurs: what ends, what comes back, and what stays as it was."""

from functools import partial

from server.http.keys import ENGINE
from server.ids import BinderId
from server.storage import Db
from tests.conftest import Client
from tests.server.binders.binders import Team, began, comes_by
from tests.server.live.editors import Editor
from tests.server.visitors.pairs import joined
from tests.server.visitors.thieves import age, named, path_in, press, recover, recovery_code
from tests.server.visits import make, visit

Cookie = dict[str, str]


async def reads(client: Client, note: str, cookie: Cookie) -> bool:
    return (await client.get(f"/n/{note}/note.md", headers=cookie)).status == 200


async def holds(client: Client, note: str, cookie: Cookie) -> bool:
    """Whether a browser manages a note by its own address."""
    return (await client.get(f"/n/{note}/manage", headers=cookie)).status == 200


async def owner(client: Client, laptop: Cookie | None = None) -> tuple[Team, Cookie, Cookie]:
    """A classeur, and the laptop and the telephone of who made it; both have opened it."""
    laptop = laptop or await visit(client)
    phone = await joined(client, laptop)
    team = await began(client, cookie=laptop)
    for cookie in (laptop, phone):
        assert (await client.get(team.base, headers=cookie)).status == 200
    return team, laptop, phone


async def put(client: Client, base: str, note: str, cookie: Cookie) -> None:
    answer = await client.post(f"{base}/put", json={"notes": [note]}, headers=cookie)
    assert answer.status == 200, await answer.text()


async def lair(client: Client, phone: Cookie) -> Team:
    """The classeur of an accomplice, in which the telephone may edit."""
    theirs = await began(client, "Ailleurs")
    path, _ = await theirs.link("edit")
    await comes_by(client, path, cookie=phone)
    return theirs


async def test_the_links_of_classeurs_end_and_the_page_counts_them(client: Client) -> None:
    team, laptop, phone = await owner(client)
    notes = [await team.note(f"# Note {at}") for at in range(2)]
    path, _ = await team.link("edit")
    accomplice = await comes_by(client, (await team.link("read"))[0], "")
    karim = await comes_by(client, path, "Karim")
    await age(client, 3)
    asked = await (await client.get("/devices/stolen", headers=laptop)).text()
    assert "2 notes, 1 classeur" in asked
    await press(client, laptop)
    for cookie in (phone, accomplice, await visit(client)):
        assert not await reads(client, notes[0], cookie)
        assert (await client.get(path, headers=cookie)).status == 404
        assert (await client.get(team.base, headers=cookie)).status == 404
    assert await reads(client, notes[0], karim), "a colleague of three days follows"
    assert await reads(client, notes[1], laptop)


async def test_a_note_in_the_classeur_of_an_accomplice_comes_back(client: Client) -> None:
    team, laptop, phone = await owner(client)
    loose = await make(client, headers=laptop, markdown="# Libre")
    inside = await team.note("# Dedans")
    theirs = await lair(client, phone)
    for note in (loose.id, inside):
        await put(client, theirs.base, note, phone)
        assert await holds(client, note, theirs.cookie)
    editor = Editor()
    await editor.connect(client.session, str(client.make_url(f"/sync/{inside}")), headers=theirs.cookie)
    await editor.until(lambda: editor.is_saved)
    assert "2 notes ou pochettes" in await (await client.get("/devices/stolen", headers=laptop)).text()
    await press(client, laptop)
    assert (await editor.closed())[0] == 4504
    for note in (loose.id, inside):
        assert not await reads(client, note, theirs.cookie)
        assert await holds(client, note, laptop)
    listed = await (await client.get(f"{team.base}/binder", headers=laptop)).json()
    assert [one["note"] for one in listed["notes"]] == [inside]


async def test_what_the_accomplice_prepared_on_it_meanwhile_ends_too(client: Client) -> None:
    """Handed on, a recovery link, taken out, moved on: each by who managed only the other classeur."""
    team, laptop, phone = await owner(client)
    inside = [await team.note(f"# Dedans {at}") for at in range(3)]
    theirs = await lair(client, phone)
    for note in inside:
        await put(client, theirs.base, note, phone)
    handed, taken, moved = inside
    made = await client.post(f"/n/{handed}/links", json={"role": "edit", "label": "X"}, headers=theirs.cookie)
    other = await named(client, path_in(await made.json()), "Complice")
    page = await (await client.get(f"/n/{handed}/manage", headers=theirs.cookie)).text()
    visitor = page.partition('name="visitor" value="')[2].partition('"')[0]
    answer = await client.post(
        f"/n/{handed}/manage/give", data={"visitor": visitor, "keep": "1"}, headers=theirs.cookie
    )
    assert answer.status == 200, await answer.text()
    assert await holds(client, handed, other)
    await client.post(f"{theirs.base}/take-out", json={"notes": [taken]}, headers=theirs.cookie)
    second = await began(client, "Plus loin", cookie=theirs.cookie)
    await put(client, second.base, moved, theirs.cookie)
    await press(client, laptop)
    for note in inside:
        assert await holds(client, note, laptop), note
        for cookie in (theirs.cookie, other, phone):
            assert not await reads(client, note, cookie), note


async def test_what_its_owner_put_away_stays_where_it_is(client: Client) -> None:
    """Into an own classeur, into that of the team, or more than a week ago."""
    team, laptop, phone = await owner(client)
    theirs, shared = await lair(client, phone), await lair(client, phone)
    await client.app[ENGINE].write(partial(_becomes_of_team, binder=BinderId(shared.binder)))
    old, own, common = [await make(client, headers=laptop, markdown="# Note") for _ in range(3)]
    await put(client, theirs.base, old.id, phone)
    await age(client, 8)
    await put(client, team.base, own.id, phone)
    await put(client, shared.base, common.id, phone)
    await press(client, laptop)
    for made, there in ((old, theirs), (own, team), (common, shared)):
        held = await client.app[ENGINE].read(partial(_holder, note=made.id))
        assert held == there.binder


async def test_a_thief_who_presses_first_loses_the_classeurs_again(client: Client) -> None:
    laptop = await visit(client)
    code = await recovery_code(client, laptop)
    team, laptop, phone = await owner(client, laptop)
    note = await team.note("# Dedans")
    theirs = await lair(client, phone)
    await press(client, phone)
    assert not await reads(client, note, laptop)
    for path, form in (
        (f"{team.base}/delete", {"name": "Programme"}),
        (f"{theirs.base}/put", {"notes": [note]}),
        (f"{team.base}/manage/recovery", {}),
    ):
        assert (await client.post(path, json=form, headers=phone)).status == 409, path
    back = await recover(client, code)
    assert back is not None
    assert await holds(client, note, back)
    assert await holds(client, note, laptop)
    assert not await reads(client, note, phone)


def _becomes_of_team(db: Db, *, binder: BinderId) -> None:
    db.execute("UPDATE binders SET is_team = 1 WHERE id = ?", (binder,))


def _holder(db: Db, *, note: str) -> str | None:
    ((binder,),) = db.execute("SELECT binder FROM notes WHERE id = ?", (note,))
    return str(binder) if binder else None
