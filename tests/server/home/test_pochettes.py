"""The pochettes of the home page: by a link, or by the device's own right, each of them once."""

import re
from functools import partial

from server.app import create_app
from server.http.keys import ENGINE
from server.ids import BinderId, FolderId
from server.settings.config import Config
from server.storage import Db, Engine, binder_trash, binders
from tests.conftest import Client, client_of
from tests.days import iso
from tests.server.binders.binders import began, comes_by
from tests.server.pochettes import Pochette, make_folder
from tests.server.visits import visit

FRENCH = {"Accept-Language": "fr"}


async def home(client: Client, cookie: dict[str, str]) -> str:
    answer = await client.get("/", headers=cookie | FRENCH)
    assert answer.status == 200, await answer.text()
    return await answer.text()


def listed(page: str) -> list[tuple[str, str]]:
    """The address and the name of each pochette, as the chips of a phone show them."""
    chips = page.partition('<nav class="chips"')[2].partition("</nav>")[0]
    return re.findall(r'<a href="(/p/[^"]+)"><svg.*?</svg><span>([^<]+)</span>', chips, re.DOTALL)


async def closed(client: Client, folder: Pochette) -> None:
    """All of its links."""
    answer = await client.get(f"/p/{folder.id}/links", headers=folder.cookie)
    assert answer.status == 200, await answer.text()
    for link in (await answer.json())["links"]:
        gone = await client.delete(f"/p/{folder.id}/links/{link['id']}", headers=folder.cookie)
        assert gone.status < 300, await gone.text()


async def test_who_manages_it_finds_it_by_its_own_address_with_its_links_closed_too(client: Client) -> None:
    cookie = await visit(client)
    folder = await make_folder(client, title="Visite", headers=cookie)
    guest = await visit(client)
    assert (await client.get(folder.read, headers=guest)).status == 200
    assert listed(await home(client, cookie)) == [(f"/p/{folder.id}", "Visite")]
    await closed(client, folder)
    assert listed(await home(client, cookie)) == [(f"/p/{folder.id}", "Visite")]
    assert (await client.get(f"/p/{folder.id}", headers=cookie)).status == 200
    assert listed(await home(client, guest)) == []


async def test_what_a_classeur_gives_is_in_that_classeur_alone(config: Config) -> None:
    app = create_app(config)
    async with client_of(app) as client:
        await _in_and_out(client, app[ENGINE])


async def _in_and_out(client: Client, engine: Engine) -> None:
    team = await began(client)
    today = iso()
    folder = await make_folder(client, day=today, headers=team.cookie)
    guest = await visit(client)
    assert (await client.get(folder.read, headers=guest)).status == 200
    assert len(listed(await home(client, team.cookie))) == 1
    await engine.write(partial(binders.put_folder, folder=FolderId(folder.id), binder=BinderId(team.binder)))
    page = await home(client, team.cookie)
    assert listed(page) == []
    assert "Pochette du jour · Programme</p>" in page
    assert "Aussi" not in page, "it is not beside itself"
    # Who has its link alone finds it as before.
    assert [url for url, _ in listed(await home(client, guest))] == [folder.read]
    path, _ = await team.link("read")
    await comes_by(client, path, cookie=guest)
    assert listed(await home(client, guest)) == []
    await engine.write(partial(binders.put_folder, folder=FolderId(folder.id), binder=None))
    assert [url for url, _ in listed(await home(client, team.cookie))] == [f"/p/{folder.id}"]


async def test_one_that_began_in_a_classeur_is_found_once_that_is_gone(config: Config) -> None:
    app = create_app(config)
    async with client_of(app) as client:
        team = await began(client)
        answer = await client.post(f"{team.base}/folders", json={"title": "Débat"}, headers=team.cookie)
        assert answer.status == 201, await answer.text()
        folder = (await answer.json())["folder"]
        assert listed(await home(client, team.cookie)) == []
        await app[ENGINE].write(partial(binder_trash.end, binder=BinderId(team.binder)))
        assert listed(await home(client, team.cookie)) == [(f"/p/{folder}", "Débat")]
        page = await client.get(f"/p/{folder}", headers=team.cookie)
        assert page.status == 200


async def test_a_right_to_read_is_listed_and_the_highest_of_two_counts(config: Config) -> None:
    app = create_app(config)
    async with client_of(app) as client:
        today = iso()
        folder = await make_folder(client, day=today)
        guest = await visit(client)
        assert listed(await home(client, guest)) == []
        await app[ENGINE].write(partial(_grant, folder=folder.id, role="read"))
        page = await home(client, guest)
        assert [url for url, _ in listed(page)] == [f"/p/{folder.id}"]
        assert "Pochette du jour" in page
        assert f'action="/p/{folder.id}/editions"' not in page, "who reads composes nothing"
        assert folder.edit not in page
        assert (await client.get(f"/p/{folder.id}", headers=guest)).status == 200


def _grant(db: Db, *, folder: str, role: str) -> None:
    """To the device that was made last."""
    ((device,),) = db.execute("SELECT id FROM devices ORDER BY created_at DESC LIMIT 1")
    db.execute("INSERT INTO grants (device, target, role) VALUES (?, ?, ?)", (device, folder, role))
