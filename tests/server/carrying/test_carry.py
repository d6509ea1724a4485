"""What a device may take along of a note, a pochette and a classeur, and for how long."""

import re
import shutil
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from server.app import create_app
from server.carrying.carry import ICONS
from server.http.keys import CLOCK
from server.reading.readings import READINGS
from server.settings.config import Config
from tests.conftest import Client, client_of
from tests.server.binders.binders import began, comes_by
from tests.server.binders.pochettes import make_in, put_in
from tests.server.carrying.taken import asked, page, taken
from tests.server.carrying.visitors import reader_of
from tests.server.pochettes import add, make_folder
from tests.server.visits import cookie_of, make


async def test_a_note_is_one_page(client: Client) -> None:
    made = await make(client, markdown="# Eau\n\nLe fleuve monte.")
    cookie = await reader_of(client, made.read)
    told = await taken(client, made.read, cookie)
    assert (told["kind"], told["name"], told["base"]) == ("note", "Eau", made.read)
    assert [(one["url"], one["kind"], one["note"]) for one in told["pages"]] == [(made.read, "note", made.id)]
    assert told["hours"] == 24
    hours = datetime.fromisoformat(told["until"]) - datetime.fromisoformat(told["at"])
    assert hours.total_seconds() == 24 * 3600
    assert "Le fleuve monte" in await page(client, made.read, cookie)


async def test_a_pochette_is_its_list_and_its_notes_in_order(client: Client) -> None:
    folder = await make_folder(client, title="Voyage")
    notes = [await make(client, markdown=f"# Note {number}") for number in range(3)]
    items = await add(client, folder, *notes)
    cookie = await reader_of(client, folder.read)
    told = await taken(client, folder.read, cookie)
    assert [one["kind"] for one in told["pages"]] == ["folder", "note", "note", "note"]
    ids = [one["id"] for one in items]
    assert [one["url"] for one in told["pages"][1:]] == [f"{folder.read}/notes/{id_}" for id_ in ids]
    assert [one["title"] for one in told["pages"]] == ["Voyage", "Note 0", "Note 1", "Note 2"]
    for one in told["pages"]:
        assert one["title"] in await page(client, one["url"], cookie)


async def test_a_classeur_is_its_pages_and_all_its_notes(client: Client) -> None:
    team = await began(client)
    ids = [await team.note(f"# Note {number}") for number in range(3)]
    path, _ = await team.link("read")
    cookie = await comes_by(client, path, "")
    told = await taken(client, path, cookie)
    assert [one["kind"] for one in told["pages"]] == ["today", "list", "note", "note", "note"]
    assert {one["note"] for one in told["pages"] if "note" in one} == set(ids)
    for one in told["pages"]:
        await page(client, one["url"], cookie)


async def test_a_device_that_was_never_there_takes_nothing_along(client: Client) -> None:
    made = await make(client, markdown="# Eau")
    stranger = cookie_of(await client.get("/"))
    for cookie in ({}, stranger):
        answer = await asked(client, made.read, cookie)
        assert (answer.status, (await answer.json())["error"]["code"]) == (403, "first_visit")
        answer = await client.get(made.read, headers={"Pochette-Carry": "1"} | cookie)
        assert answer.status == 403
        assert "Eau" not in await answer.text()


async def test_the_list_that_is_taken_along_has_every_note(client: Client) -> None:
    """Nothing unfolds and no page follows where there is no network."""
    team = await began(client)
    for number in range(8):
        note = await team.note(f"# Note {number}")
        wish = {"theme": "Santé" if number % 2 else "Logement"}
        await client.put(f"/n/{note}/card", json=wish, headers=team.cookie)
    path, _ = await team.link("read")
    cookie = await comes_by(client, path, "")
    whole = await page(client, f"{path}?view=liste", cookie)
    assert [f"Note {number}" in whole for number in range(8)] == [True] * 8
    assert "deplie=" not in whole
    folded = await (await client.get(f"{path}?view=liste", headers=cookie)).text()
    assert "deplie=" in folded


async def test_the_pochettes_of_today_and_of_the_days_to_come_go_first(client: Client) -> None:
    team = await began(client)
    notes = [await team.note(f"# Note {number}") for number in range(4)]
    today = client.app[CLOCK].today()
    made = {}
    for days in (1, 0, -1):
        day = (today + timedelta(days=days)).isoformat()
        made[days] = await make_in(team, day=day)
        await put_in(client, made[days], notes[days], cookie=team.cookie)
    path, _ = await team.link("read")
    cookie = await comes_by(client, path, "")
    told = await taken(client, path, cookie)
    shown = [(one["kind"], one["url"]) for one in told["pages"]]
    assert shown[:3] == [("today", path), ("list", f"{path}?view=liste"), ("folder", made[0])]
    assert shown[4] == ("folder", made[1])
    assert [kind for kind, _ in shown[5:]] == ["note"] * 5
    assert told["notes"] == 4, "each once, wherever it is read"
    alone = await taken(client, path, cookie, what="day")
    assert [one["kind"] for one in alone["pages"]] == ["today", "folder", "note"]
    assert alone["pages"][1]["url"] == made[0]


async def test_home_goes_along_where_there_is_more_on_it(client: Client) -> None:
    made, other = await make(client, markdown="# Eau"), await make(client, markdown="# Air")
    cookie = await reader_of(client, made.read)
    assert [one["kind"] for one in (await taken(client, made.read, cookie))["pages"]] == ["note"]
    await client.post(other.read, headers=cookie)
    told = await taken(client, made.read, cookie)
    assert [(one["kind"], one["url"]) for one in told["pages"]] == [("home", "/"), ("note", made.read)]
    home = await page(client, "/", cookie)
    assert "Eau" in home
    assert "Air" in home


async def test_who_may_edit_takes_along_what_is_read(client: Client) -> None:
    """The reader in the place of the editor, and the list in the place of where a pochette is composed."""
    made = await make(client, markdown="# Eau\n\nLe fleuve monte.")
    await client.get(made.edit, headers=made.cookie)
    text = await page(client, made.edit, made.cookie)
    assert 'class="reader"' in text
    assert "Le fleuve monte" in text
    folder = await make_folder(client, title="Voyage")
    await client.get(folder.edit, headers=folder.cookie)
    assert 'class="shelf"' in await page(client, folder.edit, folder.cookie)


async def test_nothing_is_said_twice_to_who_knows_it(client: Client) -> None:
    made = await make(client, markdown="# Eau")
    cookie = await reader_of(client, made.read)
    await client.app[READINGS].settled()
    told = await taken(client, made.read, cookie)
    again = await taken(client, made.read, cookie, known=told["version"])
    assert again["unchanged"] is True
    assert again.keys() == {
        *("kind", "name", "base", "holder", "at", "until", "hours", "version", "unchanged")
    }
    await client.put(f"{made.edit}/card", json={"theme": "Santé"}, headers=made.cookie)
    changed = await taken(client, made.read, cookie, known=told["version"])
    assert changed["version"] != told["version"]
    assert changed["pages"][0]["version"] != told["pages"][0]["version"]


async def test_each_file_that_pages_need_is_named_and_there(client: Client) -> None:
    made = await make(client, markdown="# Eau")
    cookie = await reader_of(client, made.read)
    told = await taken(client, made.read, cookie)
    text = await page(client, made.read, cookie)
    needed = set(re.findall(r'(?:src|href)="(/static/assets/[^"]+)"', text))
    assert needed
    assert needed <= set(told["static"])
    for url in sorted(set(told["static"]) - ICONS):
        assert (await client.get(url)).status == 200, url
    public = Path(__file__).parents[3] / "web" / "public"
    assert all((public / url.removeprefix("/static/")).is_file() for url in ICONS)


async def test_another_language_and_another_build_make_every_page_anew(
    config: Config, tmp_path: Path
) -> None:
    config = replace(config, url="https://notes.example.org")
    host = {"Host": "notes.example.org"}
    async with client_of(create_app(config), headers=host) as client:
        folder = await make_folder(client, title="Voyage")
        await add(client, folder, await make(client, markdown="# Eau"))
        cookie = await reader_of(client, folder.read)
        french = await taken(client, folder.read, cookie | {"Accept-Language": "fr"})
        english = await taken(client, folder.read, cookie | {"Accept-Language": "en"})
    other = shutil.copytree(config.bundle, tmp_path / "static")
    words = other / "words" / "fr.json"
    words.write_text(words.read_text("utf-8").replace("Sommaire", "Table"), "utf-8")
    async with client_of(create_app(replace(config, bundle=other)), headers=host) as client:
        newer = await taken(client, folder.read, cookie | {"Accept-Language": "fr"})
    async with client_of(create_app(config), headers=host) as client:
        again = await taken(client, folder.read, cookie | {"Accept-Language": "fr"})
    versions = [{one["version"] for one in told["pages"]} for told in (french, english, newer)]
    assert set.intersection(versions[0], versions[1]) == set.intersection(versions[0], versions[2]) == set()
    assert again["version"] == french["version"], "the same server, started again"
