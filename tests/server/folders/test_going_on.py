"""The page of a pochette to who reads: what changed since they read each note, and where they go on."""

import re
from html import unescape

from tests.conftest import Client
from tests.server.pochettes import add, make_folder
from tests.server.visits import Made, cookie_of, make

FRENCH = {"Accept-Language": "fr"}


async def page_of(client: Client, path: str, cookie: dict[str, str]) -> str:
    return unescape(await (await client.get(path, headers={**FRENCH, **cookie})).text())


def told(page: str) -> list[str]:
    """What the list says of each note: its state, in words."""
    rows = re.findall(r'<li><a[^>]*href="[^"]+/notes/[^"]+">.*?</a></li>', page)
    found = (re.search(r'class="read-state (\w+)', row) for row in rows)
    return [state[1] if state else "" for state in found]


def goes_on(page: str) -> tuple[str, str]:
    """The words of the button, and the item to which it leads."""
    found = re.search(r'<a class="btn primary big" href="[^"]+/notes/([^"]+)">.*?</svg>(.*?)</a>', page)
    assert found is not None
    return found[2], found[1]


async def says_read(client: Client, path: str, cookie: dict[str, str]) -> None:
    page = await page_of(client, path, cookie)
    seen = re.search(r'name="seen" value="([^"]+)"', page)
    assert seen is not None
    said = {"seen": seen[1], "do": "read"}
    answer = await client.post(f"{path}/read", json=said, headers=cookie)
    assert answer.status == 200, await answer.text()


async def three(client: Client) -> tuple[str, list[Made], list[str]]:
    """The path of a pochette to read with three notes, and their addresses there."""
    folder = await make_folder(client)
    made = [await make(client, markdown=f"# {name}\n\nTexte de {name}.\n") for name in ("A", "B", "C")]
    listed = await add(client, folder, *made)
    return folder.read, made, [f"{folder.read}/notes/{note['id']}" for note in listed]


async def test_reading_begins_goes_on_and_begins_again(client: Client) -> None:
    folder, _, items = await three(client)
    cookie = cookie_of(await client.get(folder))

    page = await page_of(client, folder, cookie)
    assert told(page) == ["", "", ""]
    assert goes_on(page) == ("Lire", items[0].rpartition("/")[2])
    await says_read(client, items[0], cookie)
    page = await page_of(client, folder, cookie)
    assert told(page) == ["read", "", ""]
    assert goes_on(page) == ("Reprendre à la note 2", items[1].rpartition("/")[2])
    for item in items[1:]:
        await says_read(client, item, cookie)
    page = await page_of(client, folder, cookie)
    assert told(page) == ["read"] * 3
    assert goes_on(page) == ("Relire", items[0].rpartition("/")[2])


async def test_a_note_that_came_since_is_new_to_who_reads_and_not_to_who_composes(client: Client) -> None:
    folder = await make_folder(client)
    await add(client, folder, await make(client, title="A"))
    cookie = cookie_of(await client.get(folder.read))

    await add(client, folder, await make(client, title="B"))

    assert told(await page_of(client, folder.read, cookie)) == ["", "new"]
    assert told(await page_of(client, f"{folder.edit}?view=read", folder.cookie)) == ["", ""]


async def test_another_device_is_told_nothing_of_it(client: Client) -> None:
    folder, _, items = await three(client)
    await says_read(client, items[0], cookie_of(await client.get(folder)))

    other = cookie_of(await client.get(folder))

    assert told(await page_of(client, folder, other)) == ["", "", ""]
