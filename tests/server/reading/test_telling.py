"""What was read is told to the team where its reader wants that, and nowhere else."""

from typing import Any

from tests.conftest import Client
from tests.server.pochettes import Pochette, add, make_folder
from tests.server.reading.reader import Reader, rows
from tests.server.visits import Made, make

TEXT = "# Loyers\n\nEncadrer.\n"


async def composed(client: Client) -> tuple[Pochette, Made, Reader]:
    """A pochette with a note, and Camille, who reads the note there."""
    folder, made = await make_folder(client), await make(client, markdown=TEXT)
    (item,) = await add(client, folder, made)
    reader = await Reader.come(client, made.read)
    await client.get(folder.read, headers=reader.cookie)
    await client.put("/api/visitor", json={"name": "Camille"}, headers=reader.cookie)
    answer = await client.get(f"{folder.read}/notes/{item['id']}", headers=reader.cookie)
    assert answer.status == 200
    await reader.opens()
    return folder, made, reader


async def told(client: Client, path: str, cookie: dict[str, str]) -> list[Any]:
    answer = await client.get(f"{path}/notes", headers=cookie)
    (note,) = (await answer.json())["notes"]
    return [one["name"] for one in note["read_by"]] if "read_by" in note else [None]


async def tells(reader: Reader, *, on: bool) -> None:
    answer = await reader.client.put("/api/reading", json={"tells": on}, headers=reader.cookie)
    assert (answer.status, await answer.json()) == (200, {"tells": on})


async def test_it_is_off_until_it_is_asked_for_and_over_at_once(client: Client) -> None:
    folder, _, reader = await composed(client)
    await reader.says()
    answer = await client.get("/api/reading", headers=reader.cookie)
    assert await answer.json() == {"tells": False}
    assert await told(client, folder.edit, folder.cookie) == []
    await tells(reader, on=True)
    assert await told(client, folder.edit, folder.cookie) == ["Camille"]
    await tells(reader, on=False)
    assert await told(client, folder.edit, folder.cookie) == []


async def test_only_who_edits_the_pochette_is_told(client: Client) -> None:
    folder, _, reader = await composed(client)
    await tells(reader, on=True)
    assert await told(client, folder.edit, folder.cookie) == [], "it was only shown"
    await reader.says()
    assert await told(client, folder.edit, folder.cookie) == ["Camille"]
    assert await told(client, folder.read, reader.cookie) == [None]


async def test_who_never_came_to_the_pochette_is_not_told_of_there(client: Client) -> None:
    folder, made, reader = await composed(client)
    elsewhere = await make_folder(client)
    await add(client, elsewhere, made)
    await tells(reader, on=True)
    await reader.says()
    assert await told(client, elsewhere.edit, elsewhere.cookie) == []
    assert await told(client, folder.edit, folder.cookie) == ["Camille"]


async def test_a_closed_device_is_told_of_no_more(client: Client) -> None:
    folder, made, reader = await composed(client)
    await tells(reader, on=True)
    await reader.says()
    page = await (await client.get("/devices", headers=reader.cookie)).text()
    path = page.partition('action="/devices/')[2].partition("/close")[0]
    await client.post(f"/devices/{path}/close", headers=reader.cookie, allow_redirects=False)
    assert await told(client, folder.edit, folder.cookie) == []
    assert await rows(client, made.id) == []


async def test_the_page_of_the_devices_has_the_choice_without_script(client: Client) -> None:
    _, _, reader = await composed(client)
    for form, said in (({"tells": "on"}, "Ne plus le dire"), ({}, "Le dire")):
        answer = await client.post(
            "/devices/reading", data=form, headers=reader.cookie, allow_redirects=False
        )
        assert (answer.status, answer.headers["Location"]) == (303, "/devices")
        assert said in await (await client.get("/devices", headers=reader.cookie)).text()
    for wrong in ({}, {"tells": 1}, {"tells": "on"}):
        answer = await client.put("/api/reading", json=wrong, headers=reader.cookie)
        assert answer.status == 400
