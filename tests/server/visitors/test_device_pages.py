"""A visitor's devices: one joins by a code, one is closed, all others are when one was stolen."""

import re

import pytest
from yarl import URL

from server.config import Config
from server.visitors.agents import named
from tests.conftest import Client
from tests.server.command.test_shell import pochette
from tests.server.live.editors import Editor
from tests.server.visits import cookie_of, make, visit

PHONE = {
    "User-Agent": "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140 Mobile"
}


async def code_of(client: Client, cookie: dict[str, str]) -> str:
    """The path that another browser is to open."""
    text = await (await client.post("/devices/code", headers=cookie)).text()
    found = re.search(r'value="[^"]*(/devices/add/[\w-]+)"', text)
    assert found is not None
    return found[1]


async def joined(client: Client, cookie: dict[str, str]) -> dict[str, str]:
    """The cookie of a telephone that has joined the device of `cookie`."""
    path = await code_of(client, cookie)
    asked = await client.get(path, headers=PHONE)
    assert asked.status == 200
    phone = cookie_of(asked)
    answer = await client.post(path, headers=phone, allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (303, "/devices")
    return phone


async def listed(client: Client, cookie: dict[str, str]) -> list[str]:
    """The devices' ids, this one among them."""
    text = await (await client.get("/devices", headers=cookie)).text()
    return re.findall(r'action="/devices/([\w-]+)/close"', text)


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


async def test_what_a_device_had_before_it_joined_stays_its_own(client: Client) -> None:
    """Whoever shows a code to somebody gets nothing of theirs, however often they open it afterwards."""
    attacker, victim = await visit(client), await make(client, markdown="# Eau\n")
    await client.get(victim.edit, headers=victim.cookie)
    path = await code_of(client, attacker)
    await client.post(path, headers=victim.cookie, allow_redirects=False)
    await client.get(victim.edit, headers=victim.cookie)
    for cookie, finds in ((attacker, False), (victim.cookie, True)):
        assert ("Eau" in await (await client.get("/", headers=cookie)).text()) is finds
        managed = await client.get(f"{victim.edit}/manage", headers=cookie)
        assert managed.status == (200 if finds else 403)


async def test_a_code_is_good_once_and_looking_at_it_spends_nothing(client: Client) -> None:
    cookie = await visit(client)
    path = await code_of(client, cookie)
    for _ in range(3):
        assert (await client.get(path, headers=await visit(client))).status == 200
    first, second = await visit(client), await visit(client)
    assert (await client.post(path, headers=first, allow_redirects=False)).status == 303
    assert (await client.post(path, headers=second)).status == 410
    assert (await client.get(path, headers=second)).status == 410
    assert len(await listed(client, second)) == 1


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
    (new,) = set(re.findall(r'href="(/n/[\w-]{32})[?"]', home))
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
    code, told, _ = await pochette("audit", "--data", str(config.data))
    rows = told.splitlines()[:-1]
    assert (code, [row.split()[2] for row in rows]) == (
        0,
        ["device-joined", "device-joined", "device-closed", "devices-stolen"],
    )
    assert id_ in rows[2]
    gone = before - set(await listed(client, desk))
    assert len(gone) == 2
    assert all(device in rows[3] for device in gone)
    assert "links" in rows[3]
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
