"""Leaving the team, by the page of who manages its classeur: what ends, what opens afterwards, what stays."""

import asyncio
import re
from collections.abc import AsyncIterator
from functools import partial
from typing import Any

import pytest
from yarl import URL

from server.app import create_app
from server.http.access import RULES
from server.http.keys import ENGINE, PASSWORDS
from server.ids import BinderId, FolderId
from server.settings.config import Config
from server.storage import Db, binders
from tests.conftest import Client, client_of
from tests.server.binders.team import Member, member, team_binder
from tests.server.database import database
from tests.server.visitors.team import PASSPHRASE, enter
from tests.server.visits import make, visit


@pytest.fixture
async def client(team_config: Config) -> AsyncIterator[Client]:
    async with client_of(create_app(team_config)) as client:
        yield client


async def remove(client: Client, by: Member, who: Member) -> str:
    """The page that says that somebody was removed."""
    address = f"/c/{await team_binder(client)}/people/{who.visitor}"
    assert (await client.get(address, headers=by.cookie)).status == 200
    answer = await client.post(address, headers=by.cookie)
    page = await answer.text()
    assert answer.status == 200, page
    return page


def passphrase_in(page: str) -> str:
    match = re.search(r'class="letters said">([a-z-]+)<', page)
    assert match is not None, page
    return match[1]


async def begin(client: Client, who: Member, text: str, **card: str) -> str:
    """The id of a note that somebody begins from home."""
    head = "".join(f"{field}: {value}\n" for field, value in card.items())
    return (await make(client, markdown=f"---\n{head}---\n{text}" if head else text, headers=who.cookie)).id


async def status(client: Client, path: str, who: Member) -> int:
    return (await client.get(path, headers=who.cookie, allow_redirects=False)).status


async def test_notes_that_members_begin_are_in_their_classeur_and_open_to_each(client: Client) -> None:
    anne, karim = await member(client, "Anne"), await member(client, "Karim")
    note = await begin(client, anne, "# Loyers")
    assert await status(client, f"/n/{note}/note.md", karim) == 200
    assert (await client.get(f"/n/{note}/note.md", headers=await visit(client))).status == 404
    assert "Loyers" not in await (await client.get("/", headers=karim.cookie)).text()
    listed = await client.get(f"/c/{await team_binder(client)}", headers=karim.cookie)
    assert "Loyers" in await listed.text()


async def test_a_note_with_a_classification_stays_with_who_began_it(client: Client) -> None:
    anne, karim = await member(client, "Anne"), await member(client, "Karim")
    note = await begin(client, karim, "# Agenda", classification="Diffusion restreinte")
    assert await status(client, f"/n/{note}/note.md", karim) == 200
    assert await status(client, f"/n/{note}/note.md", anne) == 404
    people = await client.get(f"/c/{await team_binder(client)}/people", headers=anne.cookie)
    assert "Agenda" not in await people.text()


async def test_the_first_member_manages_and_no_later_one(client: Client) -> None:
    anne, karim = await member(client, "Anne"), await member(client, "Karim")
    people = f"/c/{await team_binder(client)}/people"
    assert (await status(client, people, anne), await status(client, people, karim)) == (200, 403)


async def test_after_a_removal_nothing_opens_at_any_address(client: Client) -> None:
    anne, karim = await member(client, "Anne"), await member(client, "Karim")
    binder = await team_binder(client)
    notes = [await begin(client, anne, "# Loyers"), await begin(client, anne, "# Fret")]
    answer = await client.post("/api/folders", json={"title": "Lundi"}, headers=anne.cookie)
    folder = (await answer.json())["folder"]

    def put(db: Db) -> None:
        binders.put_folder(db, FolderId(folder), BinderId(binder))

    await client.app[ENGINE].write(put)
    said = {"text": "@Karim, le chiffre des loyers ?"}
    told = await client.post(f"/n/{notes[0]}/comments", json=said, headers=anne.cookie)
    assert told.status == 201, await told.text()
    assert await status(client, f"/p/{folder}", karim) == 200
    assert await status(client, f"/n/{notes[0]}", karim) == 200
    await remove(client, anne, karim)
    ids = {"n": notes[0], "p": folder, "c": binder, "sync": notes[0]}
    seen = 0
    for route, rule in client.app[RULES].items():
        if "{token}" not in rule.path:
            continue
        kind = rule.path.split("/")[1]
        path = re.sub(r"{(?!token)[^}]*}}?", "1", rule.path).replace("{token}", ids[kind])
        asked = partial(client.request, route.method, path, headers=karim.cookie)
        answer = await asked(json={}, allow_redirects=False)
        # Where access is asked for, everybody is led back and learns nothing.
        refused = {303} if path.endswith("/access") else {403, 404}
        assert answer.status in refused, (route.method, path, answer.status)
        if route.method == "GET":
            text = await answer.text()
            assert "Loyers" not in text
            seen += 1
    assert seen > 50
    home = await (await client.get("/", headers=karim.cookie)).text()
    assert not [word for word in ("Loyers", "Fret", "Lundi", "le chiffre") if word in home]
    assert (await client.post("/api/notes", json={}, headers=karim.cookie)).status == 403
    assert (await client.get("/team", headers=karim.cookie, allow_redirects=False)).status == 200


async def test_the_passphrase_is_another_one_and_those_who_stay_need_not_say_it(
    client: Client, team_config: Config
) -> None:
    anne, karim, lea = [await member(client, name) for name in ("Anne", "Karim", "Léa")]
    new = passphrase_in(await remove(client, anne, karim))
    old = await client.post("/team", json={"passphrase": PASSPHRASE}, headers=karim.cookie)
    assert old.status == 403
    for who in (anne, lea):
        assert (await client.post("/api/notes", json={}, headers=who.cookie)).status == 201
    assert await enter(client, new)
    with database(team_config) as opened:
        kept = repr(list(opened.execute("SELECT * FROM team_passphrases")))
    assert new not in kept
    page = await client.post(f"/c/{await team_binder(client)}/people/{karim.visitor}", headers=anne.cookie)
    assert (page.status, new in await page.text()) == (404, False)


async def test_another_setting_ends_what_stood_in_for_the_one_before(
    client: Client, team_config: Config
) -> None:
    anne, karim = await member(client, "Anne"), await member(client, "Karim")
    new = passphrase_in(await remove(client, anne, karim))
    await client.close()
    async with client_of(create_app(team_config)) as later:
        assert await enter(later, new), "a restart changes nothing"
        old = await later.post("/team", json={"passphrase": PASSPHRASE}, headers=await visit(later))
        assert old.status == 403


async def test_own_rights_end_and_who_manages_the_classeur_manages_the_notes(client: Client) -> None:
    anne, karim = await member(client, "Anne"), await member(client, "Karim")
    note = await begin(client, karim, "# Loyers")
    made = await client.post(f"/n/{note}/manage/recovery", headers=karim.cookie)
    found = re.search(r"/recover/([A-Za-z0-9_-]+)", await made.text())
    assert found is not None
    await remove(client, anne, karim)
    assert await status(client, f"/n/{note}/manage", karim) != 200
    assert await status(client, f"/n/{note}/manage", anne) == 200
    await client.post(f"/recover/{found[1]}", headers=karim.cookie)
    assert await status(client, f"/n/{note}/manage", karim) != 200, "a way back that was made before"


@pytest.mark.parametrize("end", ["removed", "left"])
async def test_links_that_a_member_made_end_with_the_membership_and_others_go_on(
    client: Client, end: str
) -> None:
    anne, karim = await member(client, "Anne"), await member(client, "Karim")
    binder, note = await team_binder(client), await begin(client, anne, "# Loyers")
    paths = []
    for role, base in (("edit", f"/n/{note}"), ("comment", f"/c/{binder}"), ("read", f"/n/{note}")):
        made = await client.post(
            f"{base}/links", json={"role": role, "label": f"de Karim, {role}"}, headers=karim.cookie
        )
        assert made.status == 201, await made.text()
        paths.append(URL((await made.json())["url"]).path)
    guest = await visit(client)
    assert (await client.get(paths[2], headers=guest)).status == 200
    if end == "removed":
        asked = await client.get(f"/c/{binder}/people/{karim.visitor}", headers=anne.cookie)
        assert "2 liens que cette personne a faits se ferment" in await asked.text()
        await remove(client, anne, karim)
    else:
        left = await client.post("/team/leave", headers=karim.cookie, allow_redirects=False)
        assert left.status == 303
    for path in paths:
        assert await status(client, path, karim) == 404, path
        assert (await client.get(path, headers=await visit(client))).status == 404, path
    assert (await client.get(paths[2], headers=guest)).status == 200, "by the new address, without a press"


async def test_links_open_until_they_are_renewed_and_the_others_follow(client: Client) -> None:
    anne, karim = await member(client, "Anne"), await member(client, "Karim")
    binder = await team_binder(client)
    made = await make(client, markdown="# Loyers", headers=karim.cookie)
    other = await make(client, markdown="# Fret", headers=anne.cookie)
    guest = await visit(client)
    await client.put("/api/visitor", json={"name": "Zoé"}, headers=guest)
    await client.get(made.read, headers=guest)
    page = await remove(client, anne, karim)
    assert f"/c/{binder}/people/{karim.visitor}/links" in page
    assert await status(client, f"{made.edit}/note.md", karim) == 200
    address = f"/c/{binder}/people/{karim.visitor}/links"
    asked = await (await client.get(address, headers=anne.cookie)).text()
    assert "Loyers" in asked
    assert "Fret" not in asked
    (visitor,) = re.findall(r'name="keep" value="([^"]+)"', asked)
    answer = await client.post(address, data={"keep": visitor}, headers=anne.cookie, allow_redirects=False)
    assert answer.status == 303, await answer.text()
    for path in (made.edit, made.read):
        assert (await client.get(f"{path}/note.md", headers=karim.cookie)).status == 404
    assert "Loyers" in await (await client.get("/", headers=guest)).text(), "who was kept follows"
    assert "Loyers" not in await (await client.get("/", headers=karim.cookie)).text()
    assert (await client.get(f"{other.read}/note.md", headers=guest)).status == 200
    assert (await client.get(address, headers=anne.cookie)).status == 404, "nothing is left to renew"


async def test_a_pochette_of_the_classeur_goes_on_showing_what_was_renewed(client: Client) -> None:
    anne, karim = await member(client, "Anne"), await member(client, "Karim")
    binder = await team_binder(client)
    made = await make(client, markdown="# Loyers", headers=karim.cookie)
    answer = await client.post("/api/folders", json={"title": "Lundi"}, headers=anne.cookie)
    folder = await answer.json()
    await client.get(made.edit, headers=anne.cookie)
    path = folder["links"]["edit"].partition("/p/")[2]
    await client.post(f"/p/{path}/notes", json={"notes": [made.id]}, headers=anne.cookie)
    await remove(client, anne, karim)
    address = f"/c/{binder}/people/{karim.visitor}/links"
    answer = await client.post(address, data={}, headers=anne.cookie, allow_redirects=False)
    assert answer.status == 303
    assert (await client.get(f"/p/{path}", headers=karim.cookie)).status == 404, "its own address is renewed"
    shown = await client.get(f"/p/{folder['folder']}/notes", headers=anne.cookie)
    assert "Loyers" in await shown.text()


async def test_somebody_leaves_by_themselves_and_may_come_back(client: Client) -> None:
    anne, karim = await member(client, "Anne"), await member(client, "Karim")
    note = await begin(client, anne, "# Loyers")
    answer = await client.post("/team/leave", headers=karim.cookie, allow_redirects=False)
    assert answer.status == 303
    assert await status(client, f"/n/{note}/note.md", karim) == 404
    assert (await client.get("/team/leave", headers=karim.cookie)).status == 404
    back = await client.post("/team", json={"passphrase": PASSPHRASE}, headers=karim.cookie)
    assert back.status == 200


async def test_who_alone_manages_does_not_leave_the_others_behind(client: Client) -> None:
    anne = await member(client, "Anne")
    await member(client, "Karim")
    answer = await client.post("/team/leave", headers=anne.cookie)
    assert (answer.status, "people manage" in await answer.text()) == (409, True)
    assert (await client.post("/api/notes", json={}, headers=anne.cookie)).status == 201


async def test_nobody_removes_but_who_manages_the_teams_classeur(client: Client) -> None:
    anne, karim, lea = [await member(client, name) for name in ("Anne", "Karim", "Léa")]
    binder = await team_binder(client)
    for who, expected in ((karim, 403), (anne, 404)):  # nor does who manages remove themselves
        answer = await client.post(f"/c/{binder}/people/{anne.visitor}", headers=who.cookie)
        assert answer.status == expected
    answer = await client.post(
        "/binders", data={"name": "À moi"}, headers=karim.cookie, allow_redirects=False
    )
    own = answer.headers["Location"]
    for page in ("/people", f"/people/{lea.visitor}"):
        assert (await client.get(own + page, headers=karim.cookie)).status == 404
    assert (await client.post(f"{own}/people/{lea.visitor}", headers=karim.cookie)).status == 404
    assert (await client.post("/api/notes", json={}, headers=lea.cookie)).status == 201


async def test_a_note_that_is_being_begun_meanwhile_is_not_made(client: Client, team_config: Config) -> None:
    """Its text comes late: the membership is asked for again in the transaction that makes the note."""
    anne, karim = await member(client, "Anne"), await member(client, "Karim")
    is_removed = asyncio.Event()

    async def body() -> AsyncIterator[bytes]:
        yield b'{"markdown": '
        await is_removed.wait()
        yield b'"# Fret"}'

    headers = karim.cookie | {"Content-Type": "application/json"}
    beginning = asyncio.create_task(client.post("/api/notes", data=body(), headers=headers))
    await client.get("/", headers=karim.cookie)
    await remove(client, anne, karim)
    is_removed.set()
    answer = await beginning
    assert (answer.status, (await answer.json())["error"]["code"]) == (403, "members_only")
    with database(team_config) as opened:
        assert list(opened.execute("SELECT count(*) FROM notes")) == [(0,)]


async def test_an_old_passphrase_that_is_being_checked_meanwhile_lets_nobody_in(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    anne, karim = await member(client, "Anne"), await member(client, "Karim")
    stranger = await visit(client)
    passwords = client.app[PASSWORDS]
    is_right = passwords.is_right

    async def slowly(*said: Any, **more: Any) -> bool:
        """The removal is done once the answer is known to be right, before anybody is let in."""
        found = await is_right(*said, **more)
        monkeypatch.undo()
        await remove(client, anne, karim)
        return found

    monkeypatch.setattr(passwords, "is_right", slowly)
    answer = await client.post("/team", json={"passphrase": PASSPHRASE}, headers=stranger)
    assert (answer.status, (await answer.json())["error"]["code"]) == (403, "wrong_passphrase")
    assert (await client.post("/api/notes", json={}, headers=stranger)).status == 403
