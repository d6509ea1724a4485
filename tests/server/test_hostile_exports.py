"""A note that wants to harm the printer, at the server's door: a cause in words, and the others print on."""

import asyncio
import io
import time

import pikepdf
import pytest

from tests.conftest import Client
from tests.export.hostile import KILLERS, TRICKS
from tests.server.visits import make


@pytest.mark.first(1)
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("two thousand footnotes", "200"),
        ("a paragraph of a million characters", "300"),
        ("quotations in quotations", "20"),
    ],
)
async def test_a_killer_is_refused_with_its_cause(name: str, said: str, client: Client) -> None:
    made = await make(client, markdown=KILLERS[name])
    began = time.monotonic()
    answer = await client.get(f"{made.read}/note.pdf")

    assert answer.status == 422
    assert said in await answer.text()
    assert time.monotonic() - began < 20


async def test_a_note_that_asks_for_addresses_gets_none_of_them(client: Client) -> None:
    heard = []

    async def hear(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.read(100))
        writer.close()

    canary = await asyncio.start_server(hear, "127.0.0.1", 0)
    port = canary.sockets[0].getsockname()[1]
    wishes = [text.format(http=f"http://127.0.0.1:{port}/x", file=__file__) for text in TRICKS.values()]
    async with canary:
        made = await make(client, markdown="# T\n\n" + "\n\n".join(wishes))
        answer = await client.get(f"{made.read}/note.pdf")
        reader = await client.get(made.read)
        printed = await answer.read()

    assert (answer.status, reader.status, heard) == (200, 200, [])
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        assert list(pdf.attachments) == ["note.md"]
