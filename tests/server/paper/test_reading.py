"""The reader shows what the print refuses: as it was typed, with the reason."""

import pytest

from tests.conftest import Client
from tests.server.pochettes import add, make_folder
from tests.server.visits import make

TOO_MUCH = {
    "a paragraph": "mot " * 6000,
    "a text": "mot.\n\n" * 70_000,
    "a table": "|" + "a|" * 60 + "\n|" + "-|" * 60 + "\n",
}


@pytest.mark.parametrize("text", TOO_MUCH.values(), ids=TOO_MUCH)
async def test_a_note_that_cannot_be_laid_out_is_read_as_it_was_typed(client: Client, text: str) -> None:
    made = await make(client, markdown=f"# Eau\n\n<script>alert(1)</script> & fin\n\n{text}")
    page = await client.get(made.read, headers={"Accept-Language": "en"})
    said = await page.text()
    assert page.status == 200
    assert "This note cannot be laid out" in said
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; fin" in said
    assert "<h1>Eau</h1>" in said
    printed = await client.get(f"{made.read}/note.pdf", headers={"Accept": "application/json"})
    assert printed.status == 422


async def test_so_it_is_in_a_pochette(client: Client) -> None:
    folder = await make_folder(client)
    (item,) = await add(client, folder, await make(client, markdown=TOO_MUCH["a paragraph"]))
    page = await client.get(f"{folder.read}/notes/{item['id']}")
    assert (page.status, "mot mot" in await page.text()) == (200, True)
