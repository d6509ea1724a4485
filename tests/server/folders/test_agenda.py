"""Agenda and message of a pochette at the door: shown to who reads, with numbers that follow their notes."""

import random
import re
from dataclasses import replace
from html import unescape
from typing import Any

import pytest

from server.http.keys import ENGINE
from server.ids import FolderId
from server.storage import Db, folders
from tests.conftest import Client
from tests.server.pochettes import Pochette, add, make_folder
from tests.server.visits import make, visit

LINES = ["7 h 50 Matinale (notes 1 et 3)", "9 h Déplacement (note 2)", "12 h Repas (studio 104)"]


async def filled(client: Client, *names: str, **wish: Any) -> tuple[Pochette, list[str]]:
    """A pochette with an agenda, and the ids of its notes."""
    folder = await make_folder(client, day="2017-03-14", **wish)
    listed = await add(client, folder, *[await make(client, title=name) for name in names])
    return folder, [note["id"] for note in listed]


async def agenda(client: Client, path: str) -> list[str]:
    lines: list[str] = (await (await client.get(f"{path}/folder")).json())["agenda"]
    return lines


async def led(client: Client, folder: Pochette) -> list[tuple[str, str]]:
    """The links of the agenda on the page of who reads: the number that is said, and the item it leads to."""
    page = unescape(await (await client.get(folder.read, headers=await visit(client))).text())
    said = re.search(r'<section class="day-said".*?</section>', page, re.DOTALL)
    found = re.findall(
        r'<a href="[^"]*/notes/([^"]+)"[^>]*><span class="n t\d">(\d+)<', said[0] if said else ""
    )
    return [(number, item) for item, number in found]


async def test_who_reads_a_pochette_sees_its_agenda_and_its_message(client: Client) -> None:
    folder, items = await filled(client, "A", "B", "C", agenda=LINES, message="À rendre après usage.")

    page = unescape(await (await client.get(folder.read, headers=await visit(client))).text())

    assert "À rendre après usage." in page
    assert re.findall(r'<span class="time">(.*?)</span>', page) == ["7 h 50", "9 h", "12 h"]
    assert "(notes 1" not in page
    assert "studio 104" in page
    assert await led(client, folder) == [("1", items[0]), ("3", items[2]), ("2", items[1])]


async def test_numbers_of_its_agenda_its_message_and_its_notes_call(client: Client) -> None:
    folder = await make_folder(
        client, agenda=["9 h Mairie (06 12 34 56 78)"], message="Chauffeur : +33 6 98 76 54 32."
    )
    await add(client, folder, await make(client, markdown="# Mairie\n\nAccueil : 01 42 75 80 00."))
    reader = await visit(client)

    page = await (await client.get(folder.read, headers=reader)).text()
    (note,) = re.findall(rf'href="({folder.read}/notes/[^"]+)"', page)[:1]
    shown = await (await client.get(note, headers=reader)).text()

    assert re.findall(r'href="(tel:[^"]+)">([^<]+)<', page) == [
        ("tel:+33698765432", "+33 6 98 76 54 32"),
        ("tel:+33612345678", "06 12 34 56 78"),
    ]
    assert re.findall(r'href="(tel:[^"]+)"', shown) == ["tel:+33142758000"]


async def test_a_pochette_that_says_nothing_of_its_day_shows_no_agenda(client: Client) -> None:
    folder, _ = await filled(client, "A")

    page = await (await client.get(folder.read, headers=await visit(client))).text()

    assert "day-said" not in page
    assert 'class="word"' not in page


async def test_the_numbers_of_an_agenda_follow_their_notes(client: Client) -> None:
    folder, (a, b, c) = await filled(client, "A", "B", "C", agenda=LINES)

    moved = await client.put(f"{folder.edit}/notes", json={"order": [c, b, a]})

    assert (await moved.json())["agenda"] == await agenda(client, folder.read)
    assert (await agenda(client, folder.read))[:2] == ["7 h 50 Matinale (notes 3 et 1)", LINES[1]]
    await client.delete(f"{folder.edit}/notes/{c}")
    assert (await agenda(client, folder.read))[:2] == ["7 h 50 Matinale (note 2)", "9 h Déplacement (note 1)"]
    await client.delete(f"{folder.edit}/notes/{b}")
    assert (await agenda(client, folder.read))[:2] == ["7 h 50 Matinale (note 1)", "9 h Déplacement"]
    await client.post(f"{folder.edit}/notes/{b}")
    await client.post(f"{folder.edit}/notes/{c}")
    assert await led(client, folder) == [("3", a), ("1", c), ("2", b)]


@pytest.mark.parametrize("change", ["order", "remove", "put back", "add"])
async def test_an_agenda_of_an_older_version_keeps_its_notes_from_the_next_change_on(
    client: Client, change: str
) -> None:
    folder, (a, b, c) = await filled(client, "A", "B", "C")
    await client.delete(f"{folder.edit}/notes/{a}")

    def written(db: Db) -> None:
        row = folders.find(db, FolderId(folder.id))
        assert row is not None
        folders.update(db, replace(row, agenda="8 h Point (notes 1 et 2)"))

    await client.app[ENGINE].write(written)
    assert await led(client, folder) == [("1", b), ("2", c)]
    match change:
        case "order":
            await client.put(f"{folder.edit}/notes", json={"order": [c, b]})
        case "remove":
            await client.delete(f"{folder.edit}/notes/{b}")
        case "put back":
            await client.post(f"{folder.edit}/notes/{a}")
        case "add":
            await add(client, folder, await make(client, title="D"))
            await client.put(f"{folder.edit}/notes", json={"order": [c, b]})

    assert [item for _, item in await led(client, folder)] == ([c] if change == "remove" else [b, c])


async def test_a_note_that_is_withdrawn_is_named_no_more(client: Client) -> None:
    folder = await make_folder(client, agenda=LINES)
    first, *others = [await make(client, title=name) for name in ("A", "B", "C")]
    lent = await (
        await client.post(f"{first.edit}/links", json={"role": "read"}, headers=first.cookie)
    ).json()
    added = await client.post(f"{folder.edit}/notes", json={"links": [lent["url"]]})
    listed = [*(await added.json())["notes"], *(await add(client, folder, *others))[1:]]

    await client.delete(f"{first.edit}/links/{lent['id']}", headers=first.cookie)

    assert await led(client, folder) == [("2", listed[2]["id"]), ("1", listed[1]["id"])]
    assert (await agenda(client, folder.edit))[:2] == LINES[:2]
    assert (await agenda(client, folder.read))[:2] == ["7 h 50 Matinale (note 2)", "9 h Déplacement (note 1)"]


async def test_no_change_of_a_pochette_leads_a_line_to_another_note(client: Client) -> None:
    chance = random.Random(20261128)
    folder, items = await filled(client, "A", "B", "C", "D", "E")
    there, about = list(items), [items[0], items[3], items[4]]
    await client.put(f"{folder.edit}/folder", json={"agenda": ["8 h Point (notes 1, 4 et 5)"]})

    for _ in range(40):
        match chance.choice(("order", "remove", "put back", "write")):
            case "order":
                chance.shuffle(there)
                await client.put(f"{folder.edit}/notes", json={"order": there})
            case "remove" if there:
                gone = there.pop(chance.randrange(len(there)))
                await client.delete(f"{folder.edit}/notes/{gone}")
            case "put back" if len(there) < len(items):
                back = chance.choice([item for item in items if item not in there])
                await client.post(f"{folder.edit}/notes/{back}")
                listed = (await (await client.get(f"{folder.edit}/notes")).json())["notes"]
                there = [note["id"] for note in listed]
            case "write" if there:
                about = chance.sample(there, chance.randint(1, len(there)))
                said = ", ".join(str(there.index(item) + 1) for item in about)
                line = f"8 h Point (note{'s' if len(about) > 1 else ''} {said})"
                await client.put(f"{folder.edit}/folder", json={"agenda": [line]})
        shown = [(str(there.index(item) + 1), item) for item in about if item in there]
        assert await led(client, folder) == shown
