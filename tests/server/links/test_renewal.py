"""After a renewal a browser that came by an older address finds no new one, and no words, anywhere."""

import re
from dataclasses import replace
from hashlib import sha256
from typing import Any

from yarl import URL

from server.settings.config import Config
from server.storage.arrivals import TRUSTED_AFTER_MS
from tests.conftest import Client
from tests.server.database import database
from tests.server.links.sharing import share
from tests.server.pochettes import Pochette, add, make_folder
from tests.server.visits import Made, cookie_of, make, visit

PASSWORD = "bolu-miretu-4821"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"

WORD = "canari"


async def test_a_home_page_gives_no_address_that_is_newer_than_the_one_it_came_by(client: Client) -> None:
    made = await make(client, markdown=f"# {WORD}\n")
    stranger = cookie_of(await client.get(made.edit))
    assert WORD in await (await client.get("/", headers=stranger)).text()
    await client.post(f"{made.edit}/manage/renew", headers=made.cookie, allow_redirects=False)
    assert WORD not in await (await client.get("/", headers=stranger)).text()
    assert WORD in await (await client.get("/", headers=made.cookie)).text()


async def test_a_pochette_of_somebody_else_shows_the_note_no_more(client: Client) -> None:
    made = await make(client, markdown=f"# {WORD}\n")
    folder = await make_folder(client, title="Lundi")
    await add(client, folder, made)
    assert WORD in await (await client.get(folder.read)).text()
    await client.post(f"{made.edit}/manage/renew", headers=made.cookie, allow_redirects=False)
    assert WORD not in await (await client.get(folder.read)).text()


async def renewed(client: Client, made: Made, *keep: str, link: str = "") -> str:
    """Renew with these devices kept; where it leads to."""
    form = {f"keep-{device}": "1" for device in keep} | ({"link": link} if link else {})
    answer = await client.post(
        f"{made.edit}/manage/renew", data=form, headers=made.cookie, allow_redirects=False
    )
    assert answer.status == 303
    return URL(answer.headers["Location"]).path.removesuffix("/manage")


def device_of(config: Config, cookie: dict[str, str]) -> str:
    secret = cookie["Cookie"].partition("=")[2]
    with database(config) as rows:
        query = "SELECT id FROM devices WHERE secret_hash = ?"
        ((device,),) = rows.execute(query, (sha256(secret.encode()).digest(),))
        return str(device)


async def test_an_older_address_leads_a_kept_device_on_and_no_other(client: Client, config: Config) -> None:
    made = await make(client, markdown=f"# {WORD}\n")
    kept, cut = cookie_of(await client.get(made.edit)), cookie_of(await client.get(made.edit))
    new = await renewed(client, made, device_of(config, kept))
    for headers in (kept, made.cookie):
        page = await client.get(f"{made.edit}/history?a=b%20c", headers=headers, allow_redirects=False)
        assert (page.status, page.headers["Location"]) == (303, f"{new}/history?a=b%20c")
        moved = await client.get(f"{made.edit}/moved", headers=headers)
        told = await moved.json()
        assert (told["url"], URL(told["links"]["edit"]).path) == (new, new)
        card = {"theme": "Eau"}
        wrote = await client.put(f"{made.edit}/card", json=card, headers=headers)
        assert (wrote.status, wrote.history[0].status, (await wrote.json())["theme"]) == (200, 307, "Eau")
    for headers in (cut, {}):
        for tail in ("", "/moved", "/history", "/note.md"):
            answer = await client.get(f"{made.edit}{tail}", headers=headers, allow_redirects=False)
            assert answer.status == 404
        assert (await client.put(f"{made.edit}/card", json={"theme": "x"}, headers=headers)).status == 404
    again = await renewed(client, replace(made, edit=new), device_of(config, kept))
    answer = await client.get(f"{made.edit}/moved", headers=kept)
    assert (await answer.json())["url"] == again
    forged = f"{made.edit[:-1]}{'A' if made.edit[-1] != 'A' else 'B'}"
    assert (await client.get(forged, headers=kept)).status == 404


async def test_the_page_lists_who_came_and_ticks_those_who_are_known(client: Client, config: Config) -> None:
    made = await make(client, markdown=f"# {WORD}\n")
    cookies = {}
    for name in ("Claire", "Karim", ""):
        cookies[name] = cookie_of(await client.get(made.edit, headers={"User-Agent": FIREFOX}))
        if name:
            await client.put("/api/visitor", json={"name": name}, headers=cookies[name])
    with database(config) as rows:
        claire = device_of(config, cookies["Claire"])
        rows.execute("UPDATE openings SET since = since - ? WHERE device = ?", (TRUSTED_AFTER_MS, claire))
    answer = await client.get(f"{made.edit}/manage/renew", headers=made.cookie)
    text = await answer.text()
    ticked = re.findall(r'name="keep-([^"]+)" value="1" checked', text)
    assert ticked == [claire]
    assert len(re.findall('type="checkbox"', text)) == 3
    assert "Sans nom" in text
    assert "Firefox sur Linux" in text
    assert "2 appareils seront coupés" in text
    assert (await client.get(f"{made.edit}/manage/renew", headers=cookies["Claire"])).status == 403


async def test_one_link_alone_is_renewed(client: Client, config: Config) -> None:
    made = await make(client, markdown=f"# {WORD}\n")
    press = await share(client, made, role="read", label="Presse")
    reader = cookie_of(await client.get(URL(press["url"]).path))
    answer = await client.get(f"{made.edit}/manage/renew?link={press['id']}", headers=made.cookie)
    text = await answer.text()
    assert "Presse" in text
    assert f"keep-{device_of(config, reader)}" in text
    assert await renewed(client, made, link=press["id"]) == made.edit
    assert (await client.get(URL(press["url"]).path, headers=reader)).status == 404
    assert (await client.get(made.read)).status == 200
    unknown = await client.get(f"{made.edit}/manage/renew?link=nothing", headers=made.cookie)
    assert unknown.status == 404


async def test_a_kept_device_need_not_say_the_password_again(client: Client, config: Config) -> None:
    made = await make(client, markdown=f"# {WORD}\n")
    link = await share(client, made, role="read", password=PASSWORD)
    path = URL(link["url"]).path
    kept, cut = (await visit(client), await visit(client))
    for cookie in (kept, cut):
        said = await client.post(f"{path}/password", json={"password": PASSWORD}, headers=cookie)
        assert said.status == 200
        await client.get(path, headers=cookie)
    await renewed(client, made, device_of(config, kept))
    assert (await client.get(path, headers=kept)).status == 200
    assert (await client.get(path, headers=cut)).status == 404


async def notes_of(client: Client, folder: Pochette, cookie: dict[str, str]) -> list[dict[str, Any]]:
    answer = await client.get(f"{folder.edit}/notes", headers=cookie)
    found: list[dict[str, Any]] = (await answer.json())["notes"]
    return found


async def test_a_pochette_of_ones_own_is_renewed_with_the_note_and_goes_on_showing_it(
    client: Client, config: Config
) -> None:
    made = await make(client, markdown=f"# {WORD}\n")
    folder = await make_folder(client, title="Lundi", headers=made.cookie)
    await add(client, folder, made)
    kept, cut = cookie_of(await client.get(folder.read)), cookie_of(await client.get(folder.read))
    page = await (await client.get(f"{made.edit}/manage/renew", headers=made.cookie)).text()
    assert "Lundi" in page
    assert f"keep-{device_of(config, kept)}" in page
    await renewed(client, made, device_of(config, kept))
    for headers in (kept, made.cookie):
        assert WORD in await (await client.get(folder.read, headers=headers)).text()
    for path in (folder.read, folder.edit, folder.print):
        assert (await client.get(path, headers=cut)).status == 404
    assert WORD not in await (await client.get("/", headers=cut)).text()


async def test_elsewhere_its_manager_brings_it_back_by_a_link_of_today(client: Client) -> None:
    made = await make(client, markdown=f"# {WORD}\n")
    folder = await make_folder(client, title="Lundi")
    await client.put("/api/visitor", json={"name": "Claire"}, headers=folder.cookie)
    wish = {"links": [f"http://x{made.read}"]}
    (item,) = (await (await client.post(f"{folder.edit}/notes", json=wish, headers=folder.cookie)).json())[
        "notes"
    ]
    page = await (await client.get(f"{made.edit}/manage/renew", headers=made.cookie)).text()
    assert "La note quitte une pochette que vous ne gérez pas" in page
    assert "Lundi" not in page
    new = await renewed(client, made)
    again = f"{folder.edit}/notes/{item['id']}/renew"
    (gone,) = await notes_of(client, folder, folder.cookie)
    assert (gone["withdrawn"], gone["renewed"], "renew" in gone) == (True, True, False)
    assert "Claire" in gone["problem"]
    (told,) = await notes_of(client, folder, {})
    assert "la personne qui gère cette pochette" in told["problem"]
    assert (await client.post(again, json={}, headers=folder.cookie)).status == 403
    assert (await client.post(again, json={})).status == 403
    await client.get(new, headers=folder.cookie)
    (may,) = await notes_of(client, folder, folder.cookie)
    assert may["renew"] is True
    (back,) = (await (await client.post(again, json={}, headers=folder.cookie)).json())["notes"]
    assert (back["withdrawn"], back["title"], back["id"]) == (False, WORD, item["id"])
    assert WORD in await (await client.get(folder.read)).text()
    unknown = await client.post(f"{folder.edit}/notes/nothing/renew", json={}, headers=folder.cookie)
    assert unknown.status == 404
