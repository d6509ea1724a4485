"""A note of a pochette whose link gets a password: it is read there while whoever brought it may read it."""

from typing import Any

from yarl import URL

from tests.conftest import Client
from tests.server.home.passwords import OTHER, PASSWORD, set_password, submit_password
from tests.server.links.sharing import share
from tests.server.pochettes import Pochette, add, make_folder
from tests.server.visits import Made, make, visit

GONE = "Note retirée par ses auteurs"


async def listed(client: Client, base: str, cookie: dict[str, str]) -> list[dict[str, Any]]:
    answer = await client.get(f"{base}/notes", headers=cookie)
    found: list[dict[str, Any]] = (await answer.json())["notes"]
    return found


async def brought(client: Client, made: Made, cookie: dict[str, str]) -> tuple[Pochette, str, str]:
    """A pochette of somebody who was given a link to read; the path and the id of that link."""
    facts = await share(client, made, role="read", label="Équipe")
    folder = await make_folder(client, title="Lundi", headers=cookie)
    answer = await client.post(f"{folder.edit}/notes", json={"links": [facts["url"]]}, headers=cookie)
    assert answer.status == 200
    return folder, URL(facts["url"]).path, facts["id"]


async def test_it_goes_until_whoever_brought_it_has_said_the_password(client: Client) -> None:
    made, claire, reader = (
        await make(client, markdown="# Retraites\n"),
        await visit(client),
        await visit(client),
    )
    folder, path, link = await brought(client, made, claire)
    (item,) = await listed(client, folder.read, reader)
    assert (item["title"], item["withdrawn"]) == ("Retraites", False)

    for password in (PASSWORD, OTHER):
        await set_password(client, made, link, password)
        assert await listed(client, folder.read, reader) == []
        assert (await client.get(item["read"], headers=reader)).status == 404
        assert "Retraites" not in await (await client.get(folder.read, headers=reader)).text()
        (gone,) = await listed(client, folder.edit, claire)
        assert (gone["title"], gone["withdrawn"]) == (GONE, True)
        await submit_password(client, path, password, reader)
        assert await listed(client, folder.read, reader) == [], "a reader's answer is not that of its author"
        await submit_password(client, path, password, claire)
        (again,) = await listed(client, folder.read, reader)
        assert (again["id"], again["title"]) == (item["id"], "Retraites")
        assert "Retraites" in await (await client.get(item["read"], headers=reader)).text()


async def test_it_stays_where_its_own_manager_has_put_it(client: Client) -> None:
    made = await make(client, markdown="# Retraites\n")
    folder, _, link = await brought(client, made, made.cookie)
    await set_password(client, made, link, PASSWORD)
    (item,) = await listed(client, folder.read, await visit(client))
    assert item["title"] == "Retraites"


async def test_who_may_read_it_brings_it_again_in_its_place(client: Client) -> None:
    made, claire, karim = (
        await make(client, markdown="# Retraites\n"),
        await visit(client),
        await visit(client),
    )
    folder, path, link = await brought(client, made, claire)
    (item,) = await listed(client, folder.read, karim)
    await set_password(client, made, link, PASSWORD)
    await submit_password(client, path, PASSWORD, karim)
    answer = await client.post(f"{folder.edit}/notes", json={"links": [path]}, headers=karim)
    assert answer.status == 200
    (again,) = await listed(client, folder.read, await visit(client))
    assert (again["id"], again["withdrawn"]) == (item["id"], False)


async def test_a_link_without_a_password_needs_nobody(client: Client) -> None:
    """Notes that were brought by a program, without a browser."""
    made = await make(client, markdown="# Retraites\n")
    folder = await make_folder(client, title="Lundi")
    (item,) = await add(client, folder, made)
    assert (item["title"], item["withdrawn"]) == ("Retraites", False)
