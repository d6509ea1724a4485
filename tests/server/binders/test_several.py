"""Several notes of a classeur at once: who may, what is refused and why, and the way back."""

from datetime import timedelta
from typing import Any

import pytest
from aiohttp import ClientResponse

from export.folder.folder import day_in_words
from server.http.keys import CLOCK
from tests.conftest import Client
from tests.server.binders.binders import Team, began, comes_by
from tests.server.binders.listing import put_down, see
from tests.server.binders.pochettes import make_in
from tests.server.live.editors import join_synced
from tests.server.visits import make, visit

CHANGED = 4504
MARKED = "# Chiffres\n\n580 M€ [à vérifier]\n"


async def ask(team: Team, what: str, cookie: dict[str, str] | None = None, **wish: Any) -> ClientResponse:
    path = f"{team.base}/notes/{what}"
    return await team.client.post(path, json=wish, headers=team.cookie if cookie is None else cookie)


async def done(team: Team, what: str, cookie: dict[str, str] | None = None, **wish: Any) -> dict[str, Any]:
    answer = await ask(team, what, cookie, **wish)
    assert answer.status == 200, await answer.text()
    told: dict[str, Any] = await answer.json()
    return told


async def card_of(team: Team, note: str) -> dict[str, Any]:
    answer = await team.client.get(f"/n/{note}/card", headers=team.cookie)
    card: dict[str, Any] = await answer.json()
    return card


async def test_a_theme_is_given_to_all_and_what_each_had_is_told(client: Client) -> None:
    team = await began(client)
    one, two = await put_down(team, "Un", theme="Santé"), await put_down(team, "Deux")
    told = await done(team, "card", notes=[one, two], theme="Logement")
    assert told == {"changed": [one, two], "before": {one: "Santé", two: ""}, "refused": []}
    assert (await card_of(team, one))["theme"] == (await card_of(team, two))["theme"] == "Logement"


async def test_ready_is_refused_where_marks_are_left_and_says_of_which_note(client: Client) -> None:
    team = await began(client)
    fine, marked = await put_down(team, "Un"), await team.note(MARKED)
    told = await done(team, "card", notes=[fine, marked], status="ready")
    assert told["changed"] == [fine]
    assert [(one["note"], one["title"], one["code"]) for one in told["refused"]] == [
        (marked, "Chiffres", "unchecked")
    ]
    assert "à vérifier" in told["refused"][0]["message"]
    assert (await card_of(team, fine))["frozen"]["version"]
    assert (await card_of(team, marked))["status"] == "draft"


async def test_an_open_page_hears_of_its_new_card(client: Client) -> None:
    team = await began(client)
    note = await team.note("# Un")
    page = await join_synced(client, note, headers=team.cookie)
    await done(team, "card", notes=[note], theme="Santé")
    await page.until(lambda: any(said.get("theme") == "Santé" for said in page.events))


async def test_who_writes_in_a_note_that_is_archived_comes_back_as_a_reader(client: Client) -> None:
    team = await began(client)
    note = await team.note("# Un\n\n")
    writer = await join_synced(client, note, headers=team.cookie)
    await writer.type("Jusqu'ici.")
    await writer.until(lambda: writer.is_saved)
    await done(team, "archive", notes=[note])
    assert (await writer.closed())[0] == CHANGED
    assert "Jusqu'ici." in await (await client.get(f"/n/{note}/note.md", headers=team.cookie)).text()
    refused = await client.put(f"/n/{note}/card", json={"theme": "Santé"}, headers=team.cookie)
    assert refused.status == 403
    assert (await see(client, team.base, team.cookie)).titles == []
    told = await done(team, "card", notes=[note], theme="Santé")
    assert [one["code"] for one in told["refused"]] == ["archived"]
    await done(team, "unarchive", notes=[note])
    assert (await see(client, team.base, team.cookie)).titles == ["Un"]
    assert (await client.put(f"/n/{note}/card", json={"theme": "Santé"}, headers=team.cookie)).status == 200


async def test_the_trash_takes_only_what_one_manages_and_gives_it_back(client: Client) -> None:
    team = await began(client)
    path, _ = await team.link("edit")
    karim = await comes_by(client, path)
    theirs = await put_down(team, "D'Inès")
    made = await client.post(f"{team.base}/notes", json={"markdown": "# De Karim"}, headers=karim)
    his = (await made.json())["note"]
    told = await done(team, "trash", karim, notes=[theirs, his])
    assert told["changed"] == [his]
    assert [(one["title"], one["code"]) for one in told["refused"]] == [("D'Inès", "not_managed")]
    assert (await see(client, team.base, team.cookie)).titles == ["D'Inès"]
    assert (await done(team, "restore", karim, notes=[his]))["changed"] == [his]
    assert sorted((await see(client, team.base, team.cookie)).titles) == ["D'Inès", "De Karim"]


@pytest.mark.parametrize("role", ["read", "comment"])
@pytest.mark.parametrize("what", ["card", "archive", "unarchive", "trash", "restore"])
async def test_who_may_not_edit_changes_nothing(client: Client, role: str, what: str) -> None:
    team = await began(client)
    note = await put_down(team, "Un")
    path, _ = await team.link(role)
    cookie = await comes_by(client, path)
    assert (await ask(team, what, cookie, notes=[note])).status == 403
    assert (await ask(team, what, await visit(client), notes=[note])).status == 404


@pytest.mark.parametrize("what", ["card", "archive", "unarchive", "trash", "restore"])
async def test_a_note_elsewhere_is_as_one_that_does_not_exist(client: Client, what: str) -> None:
    team = await began(client)
    wish: dict[str, Any] = {"theme": "Santé"} if what == "card" else {}
    here = await put_down(team, "Un")
    loose = (await make(client, markdown="# Dehors", headers=team.cookie)).id
    other = await began(client, "Débats")
    there = await other.note("# Là")
    for note in (loose, there, "A" * 22):
        answer = await ask(team, what, notes=[here, note], **wish)
        assert answer.status == 404, await answer.text()
        assert (await answer.json())["error"]["code"] == "no_access"
    assert (await card_of(team, here))["theme"] == ""
    assert (await see(client, team.base, team.cookie)).titles == ["Un"]


@pytest.mark.parametrize("wish", [{}, {"theme": "x" * 500}, {"status": "presque"}, {"theme": 3}])
async def test_what_is_no_theme_and_no_status_changes_nothing(client: Client, wish: dict[str, Any]) -> None:
    team = await began(client)
    note = await put_down(team, "Un")
    assert (await ask(team, "card", notes=[note], **wish)).status == 400
    assert (await ask(team, "card", notes=[], theme="Santé")).status == 400


async def test_without_script_each_button_is_a_form_that_leads_back(client: Client) -> None:
    team = await began(client)
    one, two = await put_down(team, "Un"), await team.note(MARKED)

    async def press(what: str, *fields: tuple[str, str]) -> ClientResponse:
        form = [("notes", one), ("notes", two), *fields]
        path = f"{team.base}/notes/{what}"
        return await client.post(path, data=form, headers=team.cookie, allow_redirects=False)

    led = await press("card", ("theme", "Santé"), ("set", "theme"))
    assert (led.status, led.headers["Location"]) == (303, team.base)
    assert (await see(client, team.base, team.cookie)).sections.keys() == {"Santé"}
    refused = await press("card", ("theme", ""), ("status", "ready"))
    assert refused.status == 409
    assert "Chiffres" in await refused.text()
    assert (await card_of(team, one))["status"] == "ready"
    assert (await press("archive")).status == 303
    assert (await see(client, team.base, team.cookie)).titles == []


async def test_the_day_of_a_new_pochette_is_the_next_that_has_none(client: Client) -> None:
    team = await began(client)

    async def offered() -> tuple[str, str]:
        answer = await client.get(f"{team.base}/folders", headers=team.cookie | {"Accept-Language": "fr"})
        new = (await answer.json())["new"]
        return new["day"], new["name"]

    today = client.app[CLOCK].today()
    day, name = await offered()
    assert day == today.isoformat()
    assert name.casefold() in day_in_words(day, "fr").casefold()
    for later in (0, 2):
        await make_in(team, day=(today + timedelta(days=later)).isoformat())
    assert (await offered())[0] == (today + timedelta(days=1)).isoformat()
