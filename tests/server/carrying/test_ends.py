"""What a device hears at its next contact once a right has ended, and that taking along records nothing."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from yarl import URL

from server.app import create_app
from server.clock import now_ms
from server.http.keys import ENGINE
from server.ids import LinkId
from server.reading.readings import READINGS
from server.settings.config import Config
from server.storage import Db
from server.storage.rights import links
from tests.conftest import Client, client_of
from tests.server.binders.binders import Team, began, comes_by
from tests.server.binders.pochettes import make_in, put_in
from tests.server.binders.team import team_binder
from tests.server.carrying.taken import CARRY, asked, page, taken
from tests.server.carrying.visitors import reader_of
from tests.server.links.sharing import share
from tests.server.pochettes import add, make_folder
from tests.server.visitors.pairs import joined, linked, listed
from tests.server.visitors.team import enter
from tests.server.visitors.thieves import press
from tests.server.visits import Made, make, visit

CLEARS = '"cache", "storage"'


async def contact(client: Client, base: str, cookie: dict[str, str]) -> tuple[int, str, bool]:
    """What the next contact says: status, code, and whether all that the site has kept is to be cleared."""
    answer = await asked(client, base, cookie)
    code = (await answer.json())["error"]["code"] if answer.status >= 400 else ""
    return answer.status, code, answer.headers.get("Clear-Site-Data") == CLEARS


async def taking(client: Client, **wish: Any) -> tuple[Made, dict[str, Any], str, dict[str, str]]:
    """A note, a link to read it, its path, and a browser that has taken the note along by it."""
    made = await make(client, markdown="# Eau\n\nLe fleuve monte.")
    link = await share(client, made, role="read", **wish)
    path = URL(link["url"]).path
    cookie = await reader_of(client, path)
    await taken(client, path, cookie)
    return made, link, path, cookie


async def close(client: Client, made: Made, link: dict[str, Any]) -> None:
    await client.delete(f"{made.edit}/links/{link['id']}", headers=made.cookie)


async def expire(client: Client, _: Made, link: dict[str, Any]) -> None:
    def end(db: Db) -> None:
        found = links.find(db, LinkId(link["id"]))
        assert found is not None
        db.execute("UPDATE links SET expires_at = ? WHERE id = ?", (now_ms() - 1, found.id))

    await client.app[ENGINE].write(end)


async def lock(client: Client, made: Made, link: dict[str, Any]) -> None:
    wish = {"password": "la seine en hiver"}
    await client.put(f"{made.edit}/links/{link['id']}", json=wish, headers=made.cookie)


async def renew(client: Client, made: Made, link: dict[str, Any]) -> None:
    fields = {"link": link["id"]}
    await client.post(f"{made.edit}/manage/renew", data=fields, headers=made.cookie)


async def trash(client: Client, made: Made, _: dict[str, Any]) -> None:
    await client.post(f"{made.edit}/trash", json={}, headers=made.cookie)


async def take_hours(client: Client, made: Made, link: dict[str, Any]) -> None:
    await client.put(f"{made.edit}/links/{link['id']}", json={"carry_hours": 0}, headers=made.cookie)


Ends = Callable[[Client, Made, dict[str, Any]], Awaitable[None]]


@pytest.mark.first(2)
@pytest.mark.parametrize(
    ("ends", "status", "code"),
    [
        (close, 404, "no_link"),
        (expire, 410, "link_expired"),
        (lock, 403, "password"),
        (renew, 404, "no_link"),
        (trash, 410, "in_trash"),
        (take_hours, 403, "not_carried"),
    ],
)
async def test_a_link_that_ends_is_heard_of_at_contact(
    client: Client, ends: Ends, status: int, code: str
) -> None:
    made, link, path, cookie = await taking(client)
    await ends(client, made, link)
    assert await contact(client, path, cookie) == (status, code, False)
    if ends is not take_hours:
        answer = await client.get(path, headers=CARRY | cookie, allow_redirects=False)
        assert answer.status == status
        assert "fleuve" not in await answer.text()


async def test_a_device_that_was_closed_clears_all_at_contact(client: Client) -> None:
    made = await make(client, markdown="# Eau")
    await client.get(made.edit, headers=made.cookie)
    phone = await joined(client, made.cookie)
    for base in (made.read, f"/n/{made.id}"):
        assert (await contact(client, base, phone))[0] == 200
    mine = set(await listed(client, made.cookie))
    (closed,) = mine - {await own_device(client, made.cookie)}
    await client.post(f"/devices/{closed}/close", headers=made.cookie)
    assert await contact(client, made.read, phone) == (403, "first_visit", True)
    assert await contact(client, f"/n/{made.id}", phone) == (404, "no_access", True)


async def own_device(client: Client, cookie: dict[str, str]) -> str:
    """The id of the device of a cookie."""
    query = (
        "SELECT devices.id FROM devices JOIN grants ON grants.device = devices.id"
        " WHERE grants.role = 'manage' ORDER BY devices.created_at LIMIT 1"
    )
    ((id_,),) = await client.app[ENGINE].read(lambda db: list(db.execute(query)))
    return str(id_)


async def test_a_stolen_telephone_clears_all_at_contact(client: Client) -> None:
    made = await make(client, markdown="# Eau")
    await client.get(made.edit, headers=made.cookie)
    phone = await joined(client, made.cookie)
    read = (await share(client, made, role="read"))["url"]
    assert (await contact(client, URL(read).path, phone))[0] == 200
    await press(client, made.cookie)
    # Its links were renewed, and it is the device of nobody.
    status, code, clears = await contact(client, URL(read).path, phone)
    assert (status, code) == (404, "no_link")
    assert clears
    status, _, clears = await contact(client, f"/n/{made.id}", phone)
    assert (status, clears) == (404, True)


async def test_a_stolen_telephone_that_came_by_a_link_of_others_clears_all_too(client: Client) -> None:
    """The link still opens, for others."""
    mine = await make(client, markdown="# À moi")
    await client.get(mine.edit, headers=mine.cookie)
    phone = await joined(client, mine.cookie)
    _, _, path, _ = await taking(client)
    await client.post(path, headers=phone)
    assert (await contact(client, path, phone))[0] == 200
    await press(client, mine.cookie)
    assert await contact(client, path, phone) == (403, "first_visit", True)


async def test_who_leaves_the_team_takes_nothing_more_along(team_config: Config) -> None:
    async with client_of(create_app(team_config)) as client:
        first, cookie = await enter(client), await enter(client)
        base = f"/c/{await team_binder(client)}"
        assert (await contact(client, base, first))[0] == (await contact(client, base, cookie))[0] == 200
        assert (await client.post("/team/leave", headers=cookie)).status == 200
        assert await contact(client, base, cookie) == (404, "no_access", False)


async def of_classeur(client: Client) -> tuple[Team, list[str], str, dict[str, str]]:
    """A classeur, its notes, a link to it, and a browser that has taken it along."""
    team = await began(client)
    notes = [await team.note(f"# Note {number}\n\nMots.") for number in range(3)]
    path, _ = await team.link("read")
    cookie = await comes_by(client, path)
    await taken(client, path, cookie)
    return team, notes, path, cookie


async def notes_in(client: Client, base: str, cookie: dict[str, str]) -> set[str]:
    return {one["note"] for one in (await taken(client, base, cookie))["pages"] if "note" in one}


async def test_a_person_who_is_removed_hears_of_it(client: Client) -> None:
    team, _, path, cookie = await of_classeur(client)
    found = (await (await client.get(f"{team.base}/links", headers=team.cookie)).json())["links"]
    (link,) = [one for one in found if one["people"]]
    person = link["people"][0]["visitor"]
    gone = f"{team.base}/links/{link['id']}/people/{person}"
    assert (await client.post(gone, json={}, headers=team.cookie)).status == 200
    assert await contact(client, path, cookie) == (404, "no_link", False)
    assert await contact(client, team.base, cookie) == (404, "no_access", False)


@pytest.mark.parametrize("what", ["archive", "trash"])
async def test_a_note_that_leaves_is_no_more_among_what_belongs_to_it(client: Client, what: str) -> None:
    team, notes, path, cookie = await of_classeur(client)
    assert await notes_in(client, path, cookie) == set(notes)
    await client.post(f"{team.base}/notes/{what}", json={"notes": notes[:1]}, headers=team.cookie)
    assert await notes_in(client, path, cookie) == set(notes[1:])


async def test_a_note_that_is_taken_out_of_a_classeur_is_gone_at_contact(client: Client) -> None:
    team, notes, path, cookie = await of_classeur(client)
    out = await client.post(f"{team.base}/take-out", json={"notes": notes[:1]}, headers=team.cookie)
    assert out.status == 200, await out.text()
    assert await notes_in(client, path, cookie) == set(notes[1:])
    answer = await client.get(f"/n/{notes[0]}", headers=CARRY | cookie)
    assert answer.status == 404


async def test_a_classeur_in_the_trash_is_gone_at_contact(client: Client) -> None:
    team, _, path, cookie = await of_classeur(client)
    done = await client.post(f"{team.base}/delete", data={"name": "Programme"}, headers=team.cookie)
    assert done.status == 200, await done.text()
    assert await contact(client, path, cookie) == (410, "binder_in_trash", False)


async def test_a_note_that_is_withdrawn_from_a_pochette_goes_with_it(client: Client) -> None:
    made, other = await make(client, markdown="# Eau"), await make(client, markdown="# Air")
    folder = await make_folder(client)
    await add(client, folder, made, other)
    cookie = await reader_of(client, folder.read)
    assert await notes_in(client, folder.read, cookie) == {made.id, other.id}
    await client.post(f"{made.edit}/manage/renew", headers=made.cookie)
    assert await notes_in(client, folder.read, cookie) == {other.id}


async def test_the_holder_is_another_one_when_the_browser_is_somebody_elses(client: Client) -> None:
    _, _, path, cookie = await taking(client)
    before = (await taken(client, path, cookie))["holder"]
    laptop = await visit(client)
    await linked(client, laptop, cookie)
    after = (await taken(client, path, cookie))["holder"]
    assert after != before


async def test_what_is_taken_along_is_not_opened(client: Client) -> None:
    """No opening, no last use of the link, no line of the audit log, no name under the link."""
    team, notes, path, cookie = await of_classeur(client)
    day = await make_in(team, day="2999-01-01")
    await put_in(client, day, notes[0], cookie=team.cookie)
    loose = await make(client, markdown="# Seule")
    await client.post(loose.read, headers=cookie)
    await client.app[READINGS].settled()
    before = await records(client)
    for base in (path, loose.read):
        for one in (await taken(client, base, cookie))["pages"]:
            await page(client, one["url"], cookie)
    await client.app[READINGS].settled()
    assert await records(client) == before


async def records(client: Client) -> dict[str, list[tuple[Any, ...]]]:
    """All that tells of somebody who was here."""
    tables = (
        *("openings", "audit", "arrivals", "recognised", "readings", "grants"),
        *("devices", "links", "sendings", "access_requests"),
    )

    def look(db: Db) -> dict[str, list[tuple[Any, ...]]]:
        names = {info.name for info in db.tables()}
        return {one: list(db.execute(f"SELECT * FROM {one}")) for one in tables if one in names}  # noqa: S608

    return await client.app[ENGINE].read(look)


async def test_an_end_that_is_moved_nearer_is_the_end_of_what_was_taken(client: Client) -> None:
    made, link, path, cookie = await taking(client)
    end = (datetime.now(UTC) + timedelta(minutes=30)).isoformat(timespec="seconds")
    await client.put(f"{made.edit}/links/{link['id']}", json={"expires_at": end}, headers=made.cookie)
    told = await taken(client, path, cookie)
    assert datetime.fromisoformat(told["until"]) == datetime.fromisoformat(end)


async def test_what_a_device_has_taken_is_told_to_its_visitor_before_it_is_declared_stolen(
    client: Client,
) -> None:
    made = await make(client, markdown="# Eau")
    await client.get(made.edit, headers=made.cookie)
    phone = await joined(client, made.cookie)
    for path in ("/devices", "/devices/stolen"):
        assert "emportée" not in await french(client, path, made.cookie)
    await taken(client, made.edit, phone)
    for path in ("/devices", "/devices/stolen"):
        assert "1 note emportée, jusqu’au" in await french(client, path, made.cookie)


async def test_what_somebody_has_taken_is_told_to_who_removes_them(client: Client) -> None:
    team, notes, _, _ = await of_classeur(client)
    found = (await (await client.get(f"{team.base}/links", headers=team.cookie)).json())["links"]
    (link,) = [one for one in found if one["people"]]
    gone = f"{team.base}/links/{link['id']}/people/{link['people'][0]['visitor']}"
    assert f"{len(notes)} notes emportées restent lisibles" in await french(client, gone, team.cookie)


async def french(client: Client, path: str, cookie: dict[str, str]) -> str:
    answer = await client.get(path, headers=cookie | {"Accept-Language": "fr"})
    assert answer.status == 200
    return (await answer.text()).replace("\u202f", " ").replace("\u00a0", " ").replace("&#39;", "'")
