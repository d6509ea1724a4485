"""Notes that a device may read in a pochette alone: found while it shows them, opened there."""

from typing import Any

import pytest
from yarl import URL

from tests.conftest import Client
from tests.server.binders.binders import Team, began, comes_by
from tests.server.binders.pochettes import make_in
from tests.server.pochettes import Pochette, add, make_folder, share
from tests.server.search.asking import ask, found
from tests.server.search.indexed import until_whole
from tests.server.visits import Made, make, visit

WORD = "zirconium"


async def _reader(client: Client, folder: Pochette) -> tuple[dict[str, str], dict[str, Any]]:
    """A browser that came by a link to read the pochette, and the link."""
    link = await share(client, folder, role="read")
    cookie = await visit(client)
    path = "/p/" + link["url"].rpartition("/")[2]
    assert (await client.get(path, headers=cookie)).status == 200
    return cookie, link


async def _pochette(client: Client) -> tuple[Pochette, Made, str]:
    """A pochette with a note, the note, and its place there."""
    folder = await make_folder(client, title="Lundi")
    note = await make(client, markdown=f"# Mines\n\nLe {WORD} manque.\n", headers=folder.cookie)
    await make(client, markdown=f"# Ailleurs\n\nLe {WORD} non.\n", headers=folder.cookie)
    (item,) = await add(client, folder, note)
    await until_whole(client)
    return folder, note, item["id"]


async def test_who_reads_a_pochette_finds_its_notes_and_opens_them_there(client: Client) -> None:
    folder, note, item = await _pochette(client)
    cookie, _ = await _reader(client, folder)
    answer = await ask(client, WORD, cookie)
    (result,) = answer["results"]
    assert (result["note"], result["by"], answer["looked"]) == (note.id, None, 1)
    assert result["url"] == f"/p/{folder.id}/notes/{item}"
    read = await client.get(result["url"], headers=cookie)
    assert read.status == 200
    assert WORD in await read.text()
    assert answer["facets"]["people"] == []


async def test_words_of_comments_and_starts_of_words_are_those_of_the_note_alone(client: Client) -> None:
    folder, note, _ = await _pochette(client)
    cookie, _ = await _reader(client, folder)
    await client.post(f"{note.edit}/comments", json={"text": "Avec du molybdène."}, headers=folder.cookie)
    await until_whole(client)
    assert await found(client, "molybdène", cookie) == []
    assert await found(client, "zirc", cookie) == [note.id]


@pytest.mark.first(2)
@pytest.mark.parametrize("end", ["link", "item", "note", "source"])
async def test_what_the_pochette_shows_no_more_is_found_no_more(client: Client, end: str) -> None:
    folder, note, item = await _pochette(client)
    cookie, link = await _reader(client, folder)
    assert await found(client, WORD, cookie) == [note.id]
    match end:
        case "link":
            answer = await client.delete(f"{folder.edit}/links/{link['id']}", headers=folder.cookie)
        case "item":
            answer = await client.delete(f"{folder.edit}/notes/{item}", headers=folder.cookie)
        case "note":
            answer = await client.post(f"{note.edit}/trash", headers=folder.cookie, allow_redirects=False)
        case _:
            links = await (await client.get(f"{note.edit}/links", headers=folder.cookie)).json()
            (of,) = [one["id"] for one in links["links"] if one["role"] == "read"]
            answer = await client.delete(f"{note.edit}/links/{of}", headers=folder.cookie)
    assert answer.status < 400, await answer.text()
    assert await found(client, WORD, cookie) == []


async def _day(client: Client, team: Team, read: str) -> tuple[str, str]:
    """The path of a pochette of the classeur with a note that came by its link to read, and its place."""
    day = await make_in(team, day="2017-03-14")
    answer = await client.post(f"{day}/notes", json={"links": [f"http://x{read}"]}, headers=team.cookie)
    assert answer.status == 200, await answer.text()
    (item,) = (await answer.json())["notes"]
    return day, item["id"]


@pytest.mark.parametrize("held", [False, True])
async def test_who_reads_a_classeur_finds_what_its_pochettes_show_from_elsewhere(
    client: Client, *, held: bool
) -> None:
    team, others = await began(client), await began(client, "Ailleurs")
    text = f"# Mines\n\nLe {WORD} manque.\n"
    if held:
        note = await others.note(text)
        link = await client.post(f"/n/{note}/links", json={"role": "read"}, headers=others.cookie)
        read = URL((await link.json())["url"]).path
    else:
        made = await make(client, markdown=text, headers=others.cookie)
        note, read = made.id, made.read
    await others.note(f"# Ici\n\nLe {WORD} non.\n")
    await client.post(f"/n/{note}/comments", json={"text": "Du molybdène."}, headers=others.cookie)
    assert (await client.get(read, headers=team.cookie)).status == 200
    day, item = await _day(client, team, read)
    reader = await comes_by(client, (await team.link("read"))[0])
    assert (await client.get(f"/n/{note}", headers=reader)).status == 404
    await until_whole(client)
    for where in ({}, {"binder": team.binder}):
        answer = await ask(client, WORD, reader, **where)
        (result,) = answer["results"]
        assert (result["note"], result["binder"], result["by"], answer["looked"]) == (note, None, None, 1)
        assert result["url"] == f"{day}/notes/{item}"
        assert WORD in await (await client.get(result["url"], headers=reader)).text()
    assert await found(client, WORD, reader, binder=others.binder) == []
    assert await found(client, "molybdène", reader) == []
    await client.delete(f"{day}/notes/{item}", headers=team.cookie)
    assert await found(client, WORD, reader) == []
    await client.post(f"{day}/notes/{item}", headers=team.cookie)
    assert await found(client, WORD, reader) == [note]
    # By a link with a password it is shown once who brought it has said that.
    links = (await (await client.get(f"/n/{note}/links", headers=others.cookie)).json())["links"]
    for link_ in [one["id"] for one in links if one["role"] == "read"]:
        locked = {"password": "bolu-miretu-4821"}
        answer_ = await client.put(f"/n/{note}/links/{link_}", json=locked, headers=others.cookie)
        assert answer_.status == 200, await answer_.text()
    assert await found(client, WORD, reader) == []


async def test_who_may_only_print_a_pochette_finds_nothing_of_it(client: Client) -> None:
    folder, _, _ = await _pochette(client)
    cookie = await visit(client)
    assert (await client.get(folder.print, headers=cookie)).status == 200
    assert await found(client, WORD, cookie) == []
