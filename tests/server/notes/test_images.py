"""POST /n/{token}/images and GET /n/{token}/image/{id}."""

import io
import json
import zipfile
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest
from aiohttp import FormData
from PIL import Image

from server.command import backup
from server.notes.images import MOST_BYTES
from server.notes.rules.pictures import MOST_FILES
from server.settings.config import Config
from tests.conftest import Client
from tests.images import png
from tests.server.notes.images import add_image
from tests.server.visits import make

JSON = {"Accept": "application/json"}


async def test_a_picture_is_kept_and_shown_with_the_right_of_the_note(client: Client) -> None:
    note = await make(client, title="Été")
    answer = await client.post(f"{note.edit}/images", data=png(width=3000))
    told = await answer.json()
    assert (answer.status, told["width"], told["address"]) == (201, 2000, f"image/{told['id']}")

    shown = await client.get(f"{note.read}/{told['address']}")

    assert (shown.status, shown.content_type) == (200, "image/png")
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert shown.headers["Cache-Control"] == "private, no-cache"
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert Image.open(io.BytesIO(await shown.read())).size == (2000, 13)


async def test_a_form_brings_a_picture_as_well(client: Client) -> None:
    note = await make(client)
    form = FormData()
    form.add_field("file", png(), filename="C:\\photos\\gare.png", content_type="image/png")
    answer = await client.post(f"{note.edit}/images", data=form)
    assert answer.status == 201


async def test_a_browser_that_has_it_gets_it_no_second_time_but_is_asked_for_its_right(
    client: Client,
) -> None:
    note, other = await make(client), await make(client)
    address = await add_image(client, note)
    first = await client.get(f"{note.read}/{address}")
    known = {"If-None-Match": first.headers["ETag"]}
    assert (await client.get(f"{note.read}/{address}", headers=known)).status == 304
    assert (await client.get(f"{other.read}/{address}", headers=known)).status == 404


async def test_a_reader_brings_nothing_and_another_note_shows_nothing(client: Client) -> None:
    note, other = await make(client), await make(client)
    assert (await client.post(f"{note.read}/images", data=png())).status == 403
    address = await add_image(client, note)
    assert (await client.get(f"{other.edit}/{address}")).status == 404
    assert (await client.get(f"/n/nonsense/{address}")).status == 404


@pytest.mark.parametrize(
    ("content", "status", "word"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", 422, "SVG"),
        (png()[:60], 422, "endommagée"),
        (b"%PDF-1.7", 422, "PNG"),
        (bytes(MOST_BYTES + 1), 413, "12 Mo"),
    ],
)
async def test_what_is_no_picture_is_refused_in_words(
    client: Client, content: bytes, status: int, word: str
) -> None:
    note = await make(client)
    body = io.BytesIO(content)
    answer = await client.post(f"{note.edit}/images", data=body, headers=JSON | {"Accept-Language": "fr"})
    assert answer.status == status
    assert word in (await answer.json())["error"]["message"]


async def test_a_note_holds_so_many_pictures_and_the_same_one_once(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.notes.rules.pictures.MOST_FILES", 2)
    note = await make(client)
    assert MOST_FILES > 2
    first = await add_image(client, note, png("red"))
    await add_image(client, note, png("blue"))
    assert await add_image(client, note, png("red")) == first
    answer = await client.post(f"{note.edit}/images", data=png("green"))
    assert answer.status == 413


async def test_pictures_come_back_from_a_backup(client: Client, config: Config, tmp_path: Path) -> None:
    note = await make(client)
    address = await add_image(client, note)
    before = await (await client.get(f"{note.read}/{address}")).read()
    saved = tmp_path / "all.zip"
    await backup.back_up(config, saved)
    restored = Config(data=tmp_path / "restored", bundle=config.bundle)
    await backup.restore(restored, saved)
    rows = [row for row in _rows(saved) if row[0] == "files"]
    assert [b64decode(row[1]["bytes"]["base64"]) for row in rows] == [before]


def _rows(saved: Path) -> list[list[Any]]:
    with zipfile.ZipFile(saved) as archive:
        names = [name for name in archive.namelist() if name.startswith("notes/")]
        return [json.loads(line) for name in names for line in archive.read(name).splitlines()]
