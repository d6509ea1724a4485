"""The web app manifest of a link: it starts at its address, and is called by what a device reads there."""

import json
import re
from typing import Any

from tests.conftest import Client
from tests.server.binders.binders import began, comes_by
from tests.server.links.sharing import share
from tests.server.pochettes import make_folder
from tests.server.visits import make, visit

TOKEN = re.compile(r"[\w-]{32}")


async def manifest(client: Client, path: str, headers: dict[str, str]) -> dict[str, Any]:
    answer = await client.get(f"{path}/app.webmanifest", headers=headers)
    assert answer.status == 200, await answer.text()
    assert answer.content_type == "application/manifest+json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    told: dict[str, Any] = await answer.json(content_type=None)
    assert told["id"] == told["start_url"] == path
    assert (told["scope"], told["display"]) == ("/", "standalone")
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in told["icons"]}
    assert "maskable" in {icon.get("purpose") for icon in told["icons"]}
    return told


async def test_an_app_is_called_by_what_it_opens_and_starts_at_its_own_address(client: Client) -> None:
    team = await began(client, "Programme")
    binder, _ = await team.link("read")
    note = await make(client, title="Loyers encadrés")
    folder = await make_folder(client, title="Débats")
    known = await comes_by(client, binder)

    for path, cookie, name in (
        (note.read, await visit(client), "Loyers encadrés"),
        (note.edit, note.cookie, "Loyers encadrés"),
        (f"/n/{note.id}", note.cookie, "Loyers encadrés"),
        (folder.read, await visit(client), "Débats"),
        (f"/p/{folder.id}", folder.cookie, "Débats"),
        (binder, known, "Programme"),
        (team.base, known, "Programme"),
    ):
        assert (await manifest(client, path, cookie))["name"] == name


async def test_a_page_names_the_manifest_of_the_address_that_it_stands_below(client: Client) -> None:
    team = await began(client)
    binder, _ = await team.link("read")
    note, folder = await make(client, title="Une"), await make_folder(client, title="Débats")
    (listed,) = await added(client, folder.edit, note.read)
    known = await comes_by(client, binder)

    for path, base, cookie in (
        (note.read, note.read, note.cookie),
        (f"{note.edit}?view=edit", note.edit, note.cookie),
        (folder.read, folder.read, folder.cookie),
        (listed.replace(folder.edit, folder.read), folder.read, folder.cookie),
        (binder, binder, known),
        (team.base, team.base, known),
    ):
        page = await (await client.get(path, headers=cookie)).text()
        assert f'<link rel="manifest" href="{base}/app.webmanifest" crossorigin="use-credentials">' in page
        assert '<link rel="apple-touch-icon" href="/static/apple-touch-icon.png">' in page


async def added(client: Client, path: str, note: str) -> list[str]:
    answer = await client.post(f"{path}/notes", json={"links": [f"http://x{note}"]})
    return [one["read"] for one in (await answer.json())["notes"]]


async def test_who_is_not_known_there_gets_neither_a_name_nor_the_manifest_of_a_link(client: Client) -> None:
    note = await make(client, title="Loyers encadrés")
    prints = await share(client, note, role="print")

    assert (await manifest(client, note.read, {}))["name"] == "Pochette"
    robot = await client.get(f"{note.read}/app.webmanifest", headers={"Sec-Fetch-Site": "none"})
    assert (robot.status, "Loyers" in await robot.text()) == (403, False)
    stranger = await client.get(f"/n/{note.id}/app.webmanifest", headers=await visit(client))
    assert stranger.status == 404
    door = await client.get("/n/" + prints["url"].rpartition("/")[2])
    assert 'href="/static/site.webmanifest"' in await door.text()
    first = await (await client.get(note.read, headers={"Sec-Fetch-Site": "none"})).text()
    assert 'href="/static/site.webmanifest"' in first


async def test_no_manifest_has_another_token_than_its_address(client: Client) -> None:
    note, folder = await make(client, title="Une"), await make_folder(client)

    for path, cookie in ((note.read, note.cookie), (folder.read, folder.cookie)):
        told = json.dumps(await manifest(client, path, cookie))
        assert set(TOKEN.findall(told)) == {path.rpartition("/")[2]}
    assert not TOKEN.findall(json.dumps(await manifest(client, f"/n/{note.id}", note.cookie)))


async def test_a_link_that_was_closed_has_no_manifest(client: Client) -> None:
    note = await make(client, title="Une")
    made = await share(client, note, role="read")
    path = "/n/" + made["url"].rpartition("/")[2]
    cookie = await visit(client)
    await manifest(client, path, cookie)

    await client.delete(f"{note.edit}/links/{made['id']}", headers=note.cookie)

    assert (await client.get(f"{path}/app.webmanifest", headers=cookie)).status == 404
