"""A visitor's devices: one joins by a code, one is closed, all others are when one was stolen."""

import re

import pytest
from yarl import URL

from server.settings.config import Config
from server.visitors.agents import named
from tests.conftest import Client
from tests.server.live.editors import Editor
from tests.server.visitors.pairs import PHONE, joined, listed
from tests.server.visits import make, visit
from tests.shell import place_of, pochette


async def test_a_device_that_joins_has_the_notes_and_the_rights(client: Client) -> None:
    made = await make(client, markdown="# Eau\n\nEau du lac.\n")
    await client.get(made.edit, headers=made.cookie)
    phone = await joined(client, made.cookie)
    assert "Eau" in await (await client.get("/", headers=phone)).text()
    page = await (await client.get("/devices", headers=phone)).text()
    assert "Chrome sur Android" in page or "Chrome on Android" in page
    assert len(await listed(client, phone)) == 2
    wish = {"text": "Eau du lac"}
    answer = await client.post(f"{made.edit}/erasures", json=wish, headers=phone)
    assert answer.status == 201, "what the creator's device manages, this one does too"


async def test_a_closed_device_is_cut_off_and_told_to_clear_what_it_kept(client: Client) -> None:
    made = await make(client, markdown="# Eau\n")
    phone = await joined(client, made.cookie)
    editor = Editor()
    await editor.connect(client.session, str(client.make_url(f"/sync/{made.edit_token}")), headers=phone)
    await editor.until(lambda: editor.is_saved)
    page = await (await client.get("/devices", headers=made.cookie)).text()
    other = re.findall(r'/devices/([\w-]+)/close"><button class="btn" aria-label="[^"]*Chrome', page)[-1]
    answer = await client.post(f"/devices/{other}/close", headers=made.cookie, allow_redirects=False)
    assert answer.status == 303
    code, _ = await editor.closed()
    assert code == 4405
    again = Editor()
    await again.connect(client.session, str(client.make_url(f"/sync/{made.edit_token}")), headers=phone)
    assert (await again.closed())[0] == 4405
    home = await client.get("/", headers=phone)
    assert home.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "Eau" not in await home.text()
    assert len(await listed(client, made.cookie)) == 1


async def test_when_one_was_stolen_all_others_go_and_so_do_the_links_that_they_made(client: Client) -> None:
    desk = await visit(client)
    phone = await joined(client, desk)
    made = await make(client, headers=phone, markdown="# Eau\n")
    await client.get(made.edit, headers=phone)
    answer = await client.post(f"{made.edit}/links", json={"role": "read", "label": "Lens"}, headers=phone)
    named_link = (await answer.json())["url"]
    page = await (await client.post("/devices/stolen", headers=desk)).text()
    assert "Eau" in page, "what it had opened is listed"
    assert (await client.get(made.edit)).status == 404
    assert (await client.get(made.read)).status == 404
    assert (await client.get(URL(named_link).path)).status == 404
    assert (await client.get("/", headers=phone)).headers["Clear-Site-Data"] == '"cache", "storage"'
    home = await (await client.get("/", headers=desk)).text()
    (new,) = set(re.findall(r'href="(/n/[\w-]{22,32})[?"]', home))
    assert (await client.get(f"{new}/note.md", headers=desk)).status == 200, "its owner still has it"
    assert len(await listed(client, desk)) == 1


async def test_joining_closing_and_theft_are_in_the_audit_log(client: Client, config: Config) -> None:
    desk = await visit(client)
    phone, tablet = [await joined(client, desk) for _ in range(2)]
    made = await make(client, headers=tablet)
    before = set(await listed(client, desk))
    await client.post("/devices/nobody/close", headers=desk)
    other = await visit(client)
    (id_,) = await listed(client, other)
    await client.post(f"/devices/{id_}/close", headers=other, allow_redirects=False)
    await client.post("/devices/stolen", headers=desk)
    code, told, _ = await pochette("audit", *place_of(config))
    rows = [row for row in told.splitlines()[:-1] if "pairing-" not in row]
    assert (code, [row.split()[2] for row in rows]) == (
        0,
        ["device-joined", "device-joined", "note-made", "device-closed", "devices-stolen"],
    )
    assert id_ in rows[3]
    gone = before - set(await listed(client, desk))
    assert len(gone) == 2
    assert all(device in rows[4] for device in gone)
    assert "links" in rows[4]
    assert made.edit_token not in told
    for cookie in (desk, phone, tablet):
        assert cookie["Cookie"].partition("=")[2] not in told


async def test_nobody_closes_the_device_of_somebody_else(client: Client) -> None:
    mine, other = await visit(client), await visit(client)
    (id_,) = await listed(client, other)
    assert (await client.post(f"/devices/{id_}/close", headers=mine)).status == 404
    assert await listed(client, other) == [id_]


@pytest.mark.parametrize(
    ("agent", "is_called"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", ("Firefox", "Linux")),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
            ("Edge", "Windows"),
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1",
            ("Safari", "iPhone"),
        ),
        (PHONE["User-Agent"], ("Chrome", "Android")),
        ("curl/8.5", ("", "")),
    ],
)
def test_a_browser_is_called_as_its_owner_knows_it(agent: str, is_called: tuple[str, str]) -> None:
    assert named(agent) == is_called
