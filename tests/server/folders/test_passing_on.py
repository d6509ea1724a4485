"""What *Partager* passes on in a pochette and in its notes: never more than the device has."""

import re
from html import unescape

import pytest
from yarl import URL

from tests.conftest import Client
from tests.server.binders.binders import began, comes_by
from tests.server.links.sharing import share
from tests.server.pochettes import Pochette, add, make_folder
from tests.server.visits import Made, cookie_of, make, visit


async def passed_on(client: Client, path: str, cookie: dict[str, str]) -> str:
    """The path of the address that the page shares."""
    page = unescape(await (await client.get(path, headers=cookie)).text())
    found = re.search(r'id="share" data-url="([^"]+)"', page)
    assert found is not None
    return URL(found[1]).path


async def with_note(client: Client) -> tuple[Pochette, Made, str]:
    """A pochette with a note, and the end of its address in the reader."""
    folder, note = await make_folder(client, title="Lundi"), await make(client, title="Une")
    (listed,) = await add(client, folder, note)
    return folder, note, f"/notes/{listed['id']}"


async def known(client: Client, path: str) -> dict[str, str]:
    """The cookie of a browser that has opened a link."""
    return cookie_of(await client.get(path))


async def test_a_reader_of_the_pochette_passes_on_an_address_of_the_note_that_gives_nothing(
    client: Client,
) -> None:
    folder, note, item = await with_note(client)

    assert await passed_on(client, folder.read + item, await visit(client)) == f"/n/{note.id}"
    assert (await client.get(f"/n/{note.id}", headers=await visit(client))).status == 404


@pytest.mark.parametrize("role", ["read", "comment", "edit"])
async def test_who_also_has_a_link_to_the_note_passes_on_at_most_a_link_to_read(
    client: Client, role: str
) -> None:
    folder, note, item = await with_note(client)
    made = await share(client, note, role=role)
    cookie = await known(client, URL(made["url"]).path)

    shared = await passed_on(client, folder.read + item, cookie)

    assert shared == f"/n/{note.id}"
    makes = f'data-links="{URL(made["url"]).path}/links"'
    page = await (await client.get(folder.read + item, headers=cookie)).text()
    assert (makes in page) == (role == "edit"), "its editor makes a link by the press"
    assert await passed_on(client, folder.read + item, note.cookie) == note.read


@pytest.mark.parametrize("role", ["read", "comment", "edit"])
async def test_who_holds_the_classeur_passes_on_the_note_alone(client: Client, role: str) -> None:
    team = await began(client)
    note = await team.note("# Une\n\nTexte.")
    made = await client.post(f"{team.base}/folders", json={"title": "Lundi"}, headers=team.cookie)
    folder = URL((await made.json())["url"]).path
    added = await client.post(f"{folder}/notes", json={"notes": [note]}, headers=team.cookie)
    (listed,) = (await added.json())["notes"]
    link, _ = await team.link(role)
    cookie = await comes_by(client, link)

    assert await passed_on(client, listed["read"], cookie) == f"/n/{note}"
    assert await passed_on(client, f"{folder}?view=read", cookie) == folder


async def test_the_page_of_a_pochette_passes_on_its_own_address_and_never_one_that_composes(
    client: Client,
) -> None:
    folder, _, _ = await with_note(client)

    assert await passed_on(client, folder.read, await visit(client)) == folder.read
    guest = await visit(client)
    assert await passed_on(client, f"{folder.edit}?view=read", guest) == f"/p/{folder.id}"
    made = await client.post(f"{folder.edit}/links", json={"role": "read"}, headers=guest)
    own = URL((await made.json())["url"]).path
    assert await passed_on(client, f"{folder.edit}?view=read", guest) == own
    assert await passed_on(client, f"/p/{folder.id}?view=read", folder.cookie) == folder.read


async def test_without_a_link_to_read_an_address_is_passed_on_that_gives_nothing(client: Client) -> None:
    folder, _, _ = await with_note(client)
    listed = await (await client.get(f"{folder.edit}/links", headers=folder.cookie)).json()
    (reading,) = [one["id"] for one in listed["links"] if one["role"] == "read"]

    await client.delete(f"{folder.edit}/links/{reading}", headers=folder.cookie)

    assert await passed_on(client, f"{folder.edit}?view=read", folder.cookie) == f"/p/{folder.id}"
