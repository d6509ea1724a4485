"""Who manages renews all links at once, has a way back, and hands the right on; nobody else does."""

import re

import pytest
from yarl import URL

from server.settings.config import Config
from tests.conftest import Client
from tests.server.database import database
from tests.server.links.managing import recovery, visitors
from tests.server.links.sharing import listed, share
from tests.server.live.editors import Editor
from tests.server.pochettes import make_folder
from tests.server.visits import cookie_of, make, visit
from tests.shell import place_of, pochette


async def named(client: Client, path: str, name: str) -> dict[str, str]:
    """Somebody who has opened a link and said a name."""
    cookie = cookie_of(await client.get(path))
    assert (await client.put("/api/visitor", json={"name": name}, headers=cookie)).status == 200
    return cookie


async def manages(client: Client, path: str, cookie: dict[str, str]) -> bool:
    return (await client.get(f"{path}/manage", headers=cookie)).status == 200


async def test_all_links_are_renewed_at_once_and_every_connection_ends(client: Client) -> None:
    made = await make(client, markdown="# Eau\n")
    other = URL((await share(client, made, role="read", label="Presse"))["url"]).path
    editors = [Editor() for _ in range(3)]
    for editor, path in zip(editors, (made.edit, made.read, other), strict=True):
        token = path.rpartition("/")[2]
        await editor.connect(client.session, str(client.make_url(f"/sync/{token}")))
    answer = await client.post(f"{made.edit}/manage/renew", headers=made.cookie, allow_redirects=False)
    assert answer.status == 303
    for editor in editors:
        assert (await editor.closed())[0] == 4403
    for path in (made.edit, made.read, other):
        assert (await client.get(path)).status == 404
    page = await client.get(answer.headers["Location"], headers=made.cookie)
    text = await page.text()
    addresses = re.findall(r'value="[^"]*(/n/[\w-]{32})"', text)
    assert page.status == 200
    assert "Presse" in text
    assert len(addresses) == 3
    for path in addresses:
        assert (await client.get(path)).status == 200


async def test_a_recovery_link_gives_the_right_back_once(client: Client, config: Config) -> None:
    made = await make(client, title="Retraites")
    path = await recovery(client, made.edit, made.cookie)
    for _ in range(3):
        seen = await client.get(path)
        assert seen.status == 200
        assert "Retraites" not in await seen.text()
    first, second = await visit(client), await visit(client)
    assert not await manages(client, made.edit, first)
    answer = await client.post(path, headers=first, allow_redirects=False)
    assert (answer.status, URL(answer.headers["Location"]).path) == (303, f"{made.edit}/manage")
    assert await manages(client, made.edit, first)
    assert "Retraites" in await (await client.get("/", headers=first)).text()
    assert (await client.post(path, headers=second)).status == 410
    assert (await client.get(path)).status == 410
    assert not await manages(client, made.edit, second)
    with database(config) as opened:
        assert list(opened.execute("SELECT * FROM recoveries")) == []


async def test_it_is_shown_once_kept_as_a_hash_and_replaced_by_the_next(
    client: Client, config: Config
) -> None:
    made = await make(client)
    before = await recovery(client, made.edit, made.cookie)
    page = await (await client.get(f"{made.edit}/manage", headers=made.cookie)).text()
    assert "/recover/" not in page
    with database(config) as opened:
        ((kept,),) = list(opened.execute("SELECT hash FROM recoveries"))
    assert before.rpartition("/")[2] not in kept
    now = await recovery(client, made.edit, made.cookie)
    claire = await visit(client)
    assert (await client.post(before, headers=claire)).status == 410
    assert (await client.post(now, headers=claire, allow_redirects=False)).status == 303


async def test_it_works_when_every_link_is_closed_and_for_a_pochette(client: Client) -> None:
    made = await make(client, markdown="# Eau\n")
    path = await recovery(client, made.edit, made.cookie)
    for link in await listed(client, made):
        if not link["is_this"]:
            await client.delete(f"{made.edit}/links/{link['id']}", headers=made.cookie)
    (mine,) = [link for link in await listed(client, made) if link["is_this"]]
    await client.delete(f"{made.edit}/links/{mine['id']}", headers=made.cookie)
    claire = await visit(client)
    answer = await client.post(path, headers=claire, allow_redirects=False)
    where = URL(answer.headers["Location"]).path
    assert (await client.get(where, headers=claire)).status == 200

    folder = await make_folder(client, title="Lundi")
    path = await recovery(client, folder.edit, folder.cookie)
    assert (await client.post(path, headers=claire, allow_redirects=False)).status == 303
    assert await manages(client, folder.edit, claire)
    answer = await client.post(f"{folder.edit}/manage/renew", headers=claire, allow_redirects=False)
    assert (await client.get(folder.read)).status == 404
    assert (await client.get(answer.headers["Location"], headers=claire)).status == 200


@pytest.mark.parametrize("keeps", [True, False])
async def test_the_right_is_handed_on_to_somebody_who_is_known_here(client: Client, *, keeps: bool) -> None:
    made = await make(client, markdown="# Eau\n")
    assert await visitors(client, made) == {}
    claire = await named(client, made.edit, "Claire")
    elsewhere = await visit(client)
    await client.put("/api/visitor", json={"name": "Karim"}, headers=elsewhere)
    known = await visitors(client, made)
    assert known.keys() == {"Claire"}
    assert not await manages(client, made.edit, claire)
    wish = {"visitor": known["Claire"], **({"keep": "1"} if keeps else {})}
    answer = await client.post(
        f"{made.edit}/manage/give", data=wish, headers=made.cookie, allow_redirects=False
    )
    assert answer.status == 303
    assert await manages(client, made.edit, claire)
    assert await manages(client, made.edit, made.cookie) is keeps
    unknown = await client.post(
        f"{made.edit}/manage/give", data={"visitor": "nobody", "keep": "1"}, headers=claire
    )
    assert unknown.status == 404


async def test_nobody_else_does_any_of_it(client: Client) -> None:
    made = await make(client)
    stranger = await visit(client)
    for method, path in (("GET", ""), ("POST", "/renew"), ("POST", "/recovery"), ("POST", "/give")):
        answer = await client.request(method, f"{made.edit}/manage{path}", headers=stranger)
        assert answer.status == 403
    assert (await client.get(made.read)).status == 200


async def test_all_of_it_is_in_the_audit_log_without_a_code(client: Client, config: Config) -> None:
    made = await make(client)
    claire = await named(client, made.edit, "Claire")
    known = await visitors(client, made)
    wish = {"visitor": known["Claire"], "keep": "1"}
    await client.post(f"{made.edit}/manage/give", data=wish, headers=made.cookie, allow_redirects=False)
    path = await recovery(client, made.edit, made.cookie)
    await client.post(path, headers=await visit(client), allow_redirects=False)
    await client.post(f"{made.edit}/manage/renew", headers=claire, allow_redirects=False)
    _, told, _ = await pochette("audit", *place_of(config))
    deeds = [line.split()[2] for line in told.splitlines()[:-1]]
    assert deeds == [
        "note-made",
        "device-let-in",
        "manage-given",
        "recovery-made",
        "recovery-used",
        "links-renewed",
    ]
    assert told.count(f"note {made.id}") == 6
    assert path.rpartition("/")[2] not in told
    assert "Claire" not in told
