"""How much comes over the line, and for how long the loop is held, where many notes are taken along."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import pytest

from export.note.pictures import id_of
from server.binders.rules.sections import MOST_TAKEN as MOST_NOTES
from server.carrying import carry
from server.clock import now_ms
from server.http.keys import ENGINE
from server.ids import NoteId, VisitorId
from server.reading.readings import READINGS
from server.storage import files
from server.storage.files import File
from tests.conftest import Client
from tests.full_disk import no_room
from tests.images import png
from tests.server.binders.binders import began, comes_by
from tests.server.binders.pochettes import make_in, put_in
from tests.server.carrying.taken import page, taken
from tests.server.carrying.visitors import reader_of
from tests.server.live.editors import join_synced
from tests.server.pochettes import Pochette, add, make_folder
from tests.server.visits import Made, make


async def write(client: Client, token: str, text: str, cookie: dict[str, str]) -> None:
    editor = await join_synced(client, token, headers=cookie)
    await editor.type(text)
    await editor.until(lambda: editor.is_saved)
    assert editor.socket is not None
    await editor.socket.close()


async def keep_picture(client: Client, note: str, width: int) -> str:
    """The address of a picture that a note keeps, as an upload leaves it."""
    content = png(width=width)
    id_ = id_of(content)
    file = File(id=id_, kind="image/png", width=width, height=20, name="", content=content)
    keep = partial(files.insert, note=NoteId(note), file=file, by=VisitorId("v"), at=now_ms())
    await client.app[ENGINE].write(keep)
    return f"image/{id_}"


async def with_picture(client: Client, number: int) -> Made:
    """A note that shows one of its two pictures."""
    made = await make(client, markdown=f"# Note {number} : le prix de l'eau dans les communes du bassin")
    shown = await keep_picture(client, made.id, 40 + 2 * number)
    await keep_picture(client, made.id, 41 + 2 * number)
    await write(client, made.edit_token, f"\n\n![Carte]({shown})\n", made.cookie)
    return made


async def of_thirty(client: Client) -> Pochette:
    folder = await make_folder(client, title="Lundi 30")
    for start in range(0, 30, 10):
        await add(client, folder, *[await with_picture(client, start + at) for at in range(10)])
    return folder


async def bytes_of(client: Client, path: str, cookie: dict[str, str]) -> int:
    """How many bytes a browser sends and gets for one question, headers included."""
    asks = (
        f"GET {path} HTTP/1.1\r\nHost: {client.host}:{client.port}\r\nConnection: close\r\n"
        f"Accept: application/json\r\nAccept-Encoding: gzip, deflate, br\r\nCookie: {cookie['Cookie']}\r\n"
        "User-Agent: Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148\r\n\r\n"
    ).encode()
    reader, writer = await asyncio.open_connection(client.host, client.port, family=socket.AF_INET)
    writer.write(asks)
    told = await reader.read()
    writer.close()
    await writer.wait_closed()
    assert told.startswith(b"HTTP/1.1 200"), told[:400]
    return len(asks) + len(told)


async def test_a_pochette_without_change_takes_few_bytes(client: Client) -> None:
    folder = await of_thirty(client)
    cookie = await reader_of(client, folder.read)
    for base in (folder.read, f"/p/{folder.id}"):
        told = await taken(client, base, cookie)
        assert (len(told["pages"]), len(told["files"]), told["left_out"]) == (31, 30, 0)
        whole = await bytes_of(client, f"{base}/carry", cookie)
        known = await bytes_of(client, f"{base}/carry?known={told['version']}", cookie)
        print(f"{base[:4]}: whole {whole} B, known {known} B")  # noqa: T201
        assert known <= 2_000
        assert whole <= (10_000 if base == folder.read else 16_000)


async def test_only_pictures_that_a_text_shows_are_named(client: Client) -> None:
    made = await with_picture(client, 1)
    cookie = await reader_of(client, made.read)
    told = await taken(client, made.read, cookie)
    (file,) = told["files"]
    text = await page(client, made.read, cookie)
    assert f'src="{file["url"]}"' in text
    answer = await client.get(file["url"], headers=cookie)
    assert (answer.status, len(await answer.read())) == (200, file["bytes"])


@asynccontextmanager
async def longest() -> AsyncIterator[list[float]]:
    """The longest time for which the loop answered nobody, in seconds of the process's CPU."""
    held = [0.0]
    is_over = asyncio.Event()

    async def watch() -> None:
        while not is_over.is_set():
            before = time.thread_time()
            await asyncio.sleep(0)
            held[0] = max(held[0], time.thread_time() - before)

    watching = asyncio.create_task(watch())
    try:
        yield held
    finally:
        is_over.set()
        await watching


@pytest.mark.whole
async def test_a_classeur_of_many_notes_holds_nobody_up(client: Client) -> None:
    team = await began(client)
    for number in range(MOST_NOTES + 5):
        await team.note(f"# Note {number}\n\nTexte.")
    path, _ = await team.link("read")
    cookie = await comes_by(client, path, "")
    await taken(client, path, cookie)
    async with longest() as held:
        told = await taken(client, path, cookie)
    assert (told["notes"], told["left_out"]) == (MOST_NOTES, 5)
    print(f"the loop was held for {1000 * held[0]:.0f} ms")  # noqa: T201
    assert held[0] <= 0.05


async def test_what_finds_no_room_is_said(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pochette of the day first, then as many notes as there is room for the pictures of."""
    team = await began(client)
    made = [await with_picture_in(client, team.base, team.cookie, number) for number in range(4)]
    day = await make_in(team, day="2999-01-01")
    await put_in(client, day, made[0], cookie=team.cookie)
    path, _ = await team.link("read")
    cookie = await comes_by(client, path, "")
    told = await taken(client, path, cookie)
    sizes = [one["bytes"] for one in told["files"]]
    monkeypatch.setattr(carry, "MOST_PICTURES", sum(sizes[:3]))
    told = await taken(client, path, cookie)
    assert told["left_out"] > 0
    assert told["notes"] == 4 - told["left_out"]
    assert sum(one["bytes"] for one in told["files"]) <= sum(sizes[:3])
    kinds = [one["kind"] for one in told["pages"]]
    assert kinds[:4] == ["today", "list", "folder", "note"]
    assert told["pages"][3]["note"] == made[0]


@pytest.mark.sqlite("its file cannot grow")
async def test_a_full_disk_keeps_nobody_from_taking_along(client: Client) -> None:
    """Only what is known of it afterwards is not written."""
    made = await make(client, markdown="# Eau")
    cookie = await reader_of(client, made.read)
    await client.app[READINGS].settled()
    with no_room():
        assert [one["kind"] for one in (await taken(client, made.read, cookie))["pages"]] == ["note"]


async def with_picture_in(client: Client, base: str, cookie: dict[str, str], number: int) -> str:
    """The id of a note of a classeur that shows a picture."""
    answer = await client.post(f"{base}/notes", json={"markdown": f"# Note {number}"}, headers=cookie)
    note: str = (await answer.json())["note"]
    shown = await keep_picture(client, note, 30 + number)
    await write(client, note, f"\n\n![Carte]({shown})\n", cookie)
    return note


@pytest.mark.parametrize(
    "many", [40, pytest.param(MOST_NOTES, marks=[pytest.mark.long, pytest.mark.timeout(600)])]
)
async def test_a_device_that_takes_many_pages_is_not_refused_and_keeps_nobody_waiting(
    client: Client, many: int
) -> None:
    """A few at a time, as the worker asks; somebody else reads on meanwhile."""
    team = await began(client)
    for number in range(many):
        await team.note(f"# Note {number}\n\n" + "Le fleuve monte, la régie rend compte. " * 40)
    path, _ = await team.link("read")
    cookie = await comes_by(client, path, "")
    other = await make(client, markdown="# Autre\n\nLue par une autre personne.")
    reader = await reader_of(client, other.read)
    urls = [one["url"] for one in (await taken(client, path, cookie))["pages"]]
    began_at, waits, done = time.monotonic(), list[float](), asyncio.Event()

    async def take() -> None:
        while urls:
            await page(client, urls.pop(), cookie)

    async def read_on() -> None:
        while not done.is_set():
            since = time.monotonic()
            assert (await client.get(other.read, headers=reader)).status == 200
            waits.append(time.monotonic() - since)

    reading = asyncio.create_task(read_on())
    await asyncio.gather(*(take() for _ in range(4)))
    done.set()
    await reading
    took = time.monotonic() - began_at
    waits.sort()
    print(f"{many} notes in {took:.1f} s; the other reader waited {1000 * waits[len(waits) // 2]:.0f} ms")  # noqa: T201
    # The other reader gets a page for each few that are taken.
    assert len(waits) * 12 > many
