"""Pochettes of a classeur: who may what there, and which of its notes a pochette shows."""

from functools import partial
from typing import Any

import pytest
from yarl import URL

from server.app import create_app
from server.http.keys import ENGINE
from server.ids import BinderId
from server.settings.config import Config
from server.storage import binder_trash
from tests.conftest import Client, client_of
from tests.server.binders.binders import Team, began, comes_by
from tests.server.binders.pochettes import make_in, put_in, titles
from tests.server.pochettes import words
from tests.server.visits import cookie_of, facts_of, make, visit

READ = ("", "?view=read", "/folder", "/notes", "/preview", "/print", "/pochette.pdf", "/qr.svg")
EDIT = ("/choices", "/editions", "/links")


async def filled(client: Client) -> tuple[Team, str, str]:
    """A classeur, a pochette of it with one note, and the id of that note."""
    team = await began(client)
    note = await team.note("# Loyers\n\nEncadrer.")
    path = await make_in(team, day="2026-11-27", audience="Pour la candidate")
    assert [one["title"] for one in await put_in(client, path, note, cookie=team.cookie)] == ["Loyers"]
    return team, path, note


async def test_who_holds_the_classeur_has_the_same_right_on_its_pochettes(client: Client) -> None:
    team, path, _ = await filled(client)
    rights = {
        role: await comes_by(client, (await team.link(role))[0]) for role in ("read", "comment", "edit")
    }
    for role, cookie in [*rights.items(), ("manage", team.cookie)]:
        for page in READ:
            answer = await client.get(path + page, headers=cookie)
            assert answer.status == 200, (role, page)
        for page in EDIT:
            status = 200 if role in {"edit", "manage"} else 403
            assert (await client.get(path + page, headers=cookie)).status == status, (role, page)
        assert (await client.get(f"{path}/manage", headers=cookie)).status == (
            200 if role == "manage" else 403
        )
        changed = await client.put(f"{path}/folder", json={"title": role}, headers=cookie)
        assert changed.status == (200 if role in {"edit", "manage"} else 403), role
    page = await (await client.get(f"{path}/notes", headers=rights["read"])).json()
    item = page["notes"][0]
    assert "Encadrer." in await (await client.get(item["read"], headers=rights["read"])).text()


async def test_who_holds_nothing_there_learns_nothing(client: Client) -> None:
    _, path, _ = await filled(client)
    other = await began(client, "Débats")
    for cookie in ({}, await visit(client), other.cookie):
        for page in (*READ, *EDIT, "/manage"):
            assert (await client.get(path + page, headers=cookie)).status == 404, page


async def test_a_form_makes_one_too_and_who_only_reads_makes_none(client: Client) -> None:
    team = await began(client)
    form = {"day": "2026-11-28", "title": "", "audience": "Pour la candidate"}
    answer = await client.post(f"{team.base}/folders", data=form, headers=team.cookie, allow_redirects=False)
    assert answer.status == 303, await answer.text()
    told = await facts_of(await client.get(answer.headers["Location"], headers=team.cookie))
    assert (told["folder"]["day"], told["folder"]["audience"]) == ("2026-11-28", "Pour la candidate")
    assert told["links"] == {}
    for role, status in (("read", 403), ("comment", 403), ("edit", 303)):
        cookie = await comes_by(client, (await team.link(role))[0])
        answer = await client.post(f"{team.base}/folders", data=form, headers=cookie, allow_redirects=False)
        assert answer.status == status, role


async def test_it_shows_a_note_of_the_classeur_whoever_put_it_there(client: Client) -> None:
    team = await began(client)
    note = await team.note("# Loyers\n\nEncadrer.")
    link, id_ = await team.link("edit")
    karim = await comes_by(client, link)
    path = await make_in(team, headers=karim)
    await put_in(client, path, note, cookie=karim)

    await client.delete(f"{team.base}/links/{id_}", headers=team.cookie)

    assert (await client.get(path, headers=karim)).status == 404
    assert await titles(client, path, team.cookie) == ["Loyers"]


@pytest.mark.first(1)
@pytest.mark.parametrize("way", ["moved out", "to the trash", "the pochette moved out"])
async def test_what_leaves_the_classeur_is_withdrawn_from_its_pochettes(client: Client, way: str) -> None:
    team, path, note = await filled(client)
    stays = await team.note("# Transports\n\nVingt gares.")
    await put_in(client, path, stays, cookie=team.cookie)
    reader = await comes_by(client, (await team.link("read"))[0])
    shown = (await (await client.get(f"{path}/notes", headers=reader)).json())["notes"]
    printed = await client.post(f"{path}/editions", json={}, headers=team.cookie)
    assert printed.status == 201, await printed.text()
    sheet = URL((await printed.json())["url"]).path

    if way == "moved out":
        answer = await client.post(f"{team.base}/take-out", json={"notes": [note]}, headers=team.cookie)
    elif way == "to the trash":
        answer = await client.post(f"/n/{note}/trash", headers=team.cookie)
    else:
        answer = await client.put(f"{path}/binder", json={"binder": None}, headers=team.cookie)
        assert answer.status == 200, await answer.text()
        assert (await client.get(path, headers=reader)).status == 404
        # Out of it the pochette is its mover's, with links of its own, and shows nothing of the classeur.
        links = (await facts_of(await client.get(path, headers=team.cookie)))["links"]
        assert await titles(client, URL(links["read"]).path, await visit(client)) == []
        assert (await client.get(f"{path}/manage", headers=team.cookie)).status == 200
        return
    assert answer.status in {200, 303}, await answer.text()

    assert await titles(client, path, reader) == ["Transports"]
    assert (await client.get(shown[0]["read"], headers=reader)).status == 404
    pdf = await words(await (await client.get(f"{path}/pochette.pdf", headers=reader)).read())
    assert "Vingt gares." in pdf
    assert "Encadrer." not in pdf
    told = (await (await client.get(f"{path}/notes", headers=team.cookie)).json())["notes"]
    assert [one["withdrawn"] for one in told] == [True, False]
    assert "Loyers" not in str(told)
    if way == "moved out":
        assert "classeur" in told[0]["title"] + told[0]["problem"] or "binder" in told[0]["problem"]
    told = await (await client.get(sheet, headers=reader)).text()
    assert "Loyers" in told
    # Who may read the pochette by the classeur is led to it from its paper, and nobody else.
    assert f'href="{path}"' in told
    assert path not in await (await client.get(sheet, headers=await visit(client))).text()
    back = {"notes": [note]}
    if way == "moved out":
        assert (await client.post(f"{team.base}/put", json=back, headers=team.cookie)).status == 200
        assert await titles(client, path, reader) == ["Loyers", "Transports"]


async def test_a_note_in_the_archive_is_still_read_and_printed(config: Config) -> None:
    app = create_app(config)
    async with client_of(app) as client:
        team, path, note = await filled(client)
        await app[ENGINE].write(
            lambda db: db.execute("UPDATE notes SET archived_at = 1 WHERE id = ?", (note,))
        )
        (told,) = (await (await client.get(f"{path}/notes", headers=team.cookie)).json())["notes"]
        assert (told["title"], told["withdrawn"], told["archived"]) == ("Loyers", False, True)
        page = await client.get(told["read"], headers=team.cookie)
        assert page.status == 200
        assert "?view=edit" not in await page.text()
        choices = await (await client.get(f"{await make_in(team)}/choices", headers=team.cookie)).json()
        assert choices["notes"] == []


async def test_who_reads_the_pochette_alone_reads_its_notes_and_nothing_else(client: Client) -> None:
    team, path, note = await filled(client)
    made = await client.post(f"{path}/links", json={"role": "edit"}, headers=team.cookie)
    assert made.status == 201, await made.text()
    url = URL((await made.json())["url"]).path
    cookie = cookie_of(await client.get(url))
    (told,) = (await (await client.get(f"{url}/notes", headers=cookie)).json())["notes"]
    assert told["open"] is None
    page = await (await client.get(told["read"], headers=cookie)).text()
    assert "Encadrer." in page
    assert "?view=edit" not in page
    other = await team.note("# Transports")
    for there in (f"/n/{note}", f"/n/{note}/note.md", f"/n/{other}", team.base):
        assert (await client.get(there, headers=cookie)).status == 404
    # Nor does it take notes of the classeur in, which it may not read.
    await put_in(client, url, other, cookie=cookie, status=403)
    assert (await (await client.get(f"{url}/choices", headers=cookie)).json())["notes"] == []


async def test_it_opens_the_note_itself_for_who_may_write_in_the_classeur(client: Client) -> None:
    team, path, note = await filled(client)
    for role in ("read", "edit"):
        cookie = await comes_by(client, (await team.link(role))[0])
        (told,) = (await (await client.get(f"{path}/notes", headers=cookie)).json())["notes"]
        assert told["open"] == f"/n/{note}"
        page = await (await client.get(told["read"], headers=cookie)).text()
        assert (f"/n/{note}?view=edit" in page) is (role == "edit")


async def test_the_notes_of_the_classeur_are_offered_first_and_found_by_their_titles(client: Client) -> None:
    team, path, _ = await filled(client)
    elsewhere = await make(client, title="Énergie, brouillon", headers=team.cookie)
    await team.note("# Énergie : le plan")
    await team.note("")

    async def offered(words: str = "") -> list[dict[str, Any]]:
        answer = await client.get(f"{path}/choices", params={"find": words}, headers=team.cookie)
        listed: list[dict[str, Any]] = (await answer.json())["notes"]
        return listed

    found = await offered()
    assert [one["title"] for one in found][2:] == ["Énergie, brouillon"]
    assert {one["title"] for one in found[:2]} == {"Énergie : le plan", "Note sans titre"}
    assert [one.get("binder") for one in found] == ["Programme", "Programme", None]
    assert [one["title"] for one in await offered("energie PLAN")] == ["Énergie : le plan"]
    await team.note("# Œuvres sociales")
    assert [one["title"] for one in await offered("oeuvres")] == ["Œuvres sociales"]
    await put_in(client, path, elsewhere.id, cookie=team.cookie)
    assert await titles(client, path, team.cookie) == ["Loyers", "Énergie, brouillon"]


async def test_a_note_from_outside_stays_as_long_as_its_link(client: Client) -> None:
    team, path, _ = await filled(client)
    theirs = await make(client, title="D'ailleurs")
    lent = await client.post(f"{theirs.edit}/links", json={"role": "read"}, headers=theirs.cookie)
    link = await lent.json()
    added = await client.post(f"{path}/notes", json={"links": [link["url"]]}, headers=team.cookie)
    assert added.status == 200, await added.text()
    assert await titles(client, path, team.cookie) == ["Loyers", "D'ailleurs"]
    await client.delete(f"{theirs.edit}/links/{link['id']}", headers=theirs.cookie)
    assert await titles(client, path, team.cookie) == ["Loyers"]


async def test_a_note_of_another_classeur_is_refused_and_said_why(client: Client) -> None:
    team, path, _ = await filled(client)
    other = await began(client, "Débats", cookie=team.cookie)
    there = await other.note("# Débat de lundi")
    answer = await client.post(f"{path}/notes", json={"notes": [there]}, headers=team.cookie)
    assert answer.status == 403
    assert (await answer.json())["error"]["code"] == "other_binder"
    unknown = await client.post(f"{path}/notes", json={"notes": ["A" * 22]}, headers=team.cookie)
    assert (await unknown.json())["error"]["code"] == "not_readable"


async def test_the_address_of_a_note_is_pasted_as_well_as_a_link(client: Client) -> None:
    team, path, _ = await filled(client)
    note = await team.note("# Transports")
    wish = {"links": [f"https://notes.example/n/{note}"]}
    answer = await client.post(f"{path}/notes", json=wish, headers=team.cookie)
    assert answer.status == 200, await answer.text()
    assert await titles(client, path, team.cookie) == ["Loyers", "Transports"]


async def test_the_pochette_of_yesterday_is_made_again_for_today(client: Client) -> None:
    team, path, _ = await filled(client)
    gone = await team.note("# Partie")
    await put_in(client, path, gone, cookie=team.cookie)
    wish = {
        "agenda": ["7 h 50 Matinale"],
        "message": "À rendre.",
        "recipients": ["L. Benali"],
        "format": "large",
    }
    assert (await client.put(f"{path}/folder", json=wish, headers=team.cookie)).status == 200
    items = (await (await client.get(f"{path}/notes", headers=team.cookie)).json())["notes"]
    await client.put(f"{path}/notes/{items[0]['id']}", json={"colour": 7}, headers=team.cookie)
    await client.post(f"{team.base}/take-out", json={"notes": [gone]}, headers=team.cookie)

    asked = {"from": path.rpartition("/")[2], "day": "2026-11-28"}
    answer = await client.post(f"{team.base}/folders", json=asked, headers=team.cookie)

    made = await answer.json()
    assert (answer.status, made["left_out"]) == (201, 1)
    there = f"/p/{made['folder']}"
    told = await (await client.get(f"{there}/folder", headers=team.cookie)).json()
    assert [(one["title"], one["colour"]) for one in told["notes"]] == [("Loyers", 7)]
    assert (told["day"], told["format"], told["audience"]) == ("2026-11-28", "large", "Pour la candidate")
    assert (told["agenda"], told["message"], told["recipients"]) == ([], "", [])
    assert (await (await client.get(f"{there}/editions", headers=team.cookie)).json())["editions"] == []
    other = await began(client, "Débats", cookie=team.cookie)
    refused = await client.post(f"{other.base}/folders", json=asked, headers=team.cookie)
    assert refused.status == 404


async def test_a_pochette_moves_in_and_out_by_who_manages_both(client: Client) -> None:
    team = await began(client)
    answer = await client.post("/api/folders", json={"title": "Débat"}, headers=team.cookie)
    made = await answer.json()
    folder, edit = made["folder"], URL(made["links"]["edit"]).path
    reader = await comes_by(client, (await team.link("read"))[0])
    assert (await client.get(f"/p/{folder}", headers=reader)).status == 404
    for cookie, to, status in (
        (reader, team.binder, 404),
        (team.cookie, "A" * 22, 404),
        (team.cookie, "", 404),
        (team.cookie, 3, 400),
        (team.cookie, team.binder, 200),
    ):
        moved = await client.put(f"/p/{folder}/binder", json={"binder": to}, headers=cookie)
        assert moved.status == status, await moved.text()
    assert (await client.get(f"/p/{folder}", headers=reader)).status == 200
    assert (await client.get(edit)).status == 200
    karim = await comes_by(client, (await team.link("edit"))[0])
    assert (await client.put(f"/p/{folder}/binder", json={"binder": None}, headers=karim)).status == 403
    theirs = await began(client, "Débats")
    path, _ = await theirs.link("edit")
    said = {"name": "Inès"}
    assert (await client.post(f"{path}/arrival", data=said, headers=team.cookie)).status == 200
    wish = {"binder": theirs.binder}
    refused = await client.put(f"/p/{folder}/binder", json=wish, headers=team.cookie)
    assert refused.status == 403
    out = await client.put(f"/p/{folder}/binder", json={"binder": None}, headers=team.cookie)
    assert out.status == 200
    assert (await client.get(f"/p/{folder}", headers=reader)).status == 404


async def test_a_classeur_that_is_deleted_for_good_leaves_nothing_shown(config: Config) -> None:
    app = create_app(config)
    async with client_of(app) as client:
        team, path, _ = await filled(client)
        made = await client.post(f"{path}/links", json={"role": "read"}, headers=team.cookie)
        url = URL((await made.json())["url"]).path
        assert await titles(client, url, {}) == ["Loyers"]
        await app[ENGINE].write(partial(binder_trash.put, binder=BinderId(team.binder), at=1))
        assert await titles(client, url, {}) == []
        await app[ENGINE].write(partial(binder_trash.end, binder=BinderId(team.binder)))
        assert await titles(client, url, {}) == []
        assert (await client.get(f"{path}/manage", headers=team.cookie)).status == 200
