"""Printing editions: what a sheet says of itself, the list of them, and their end."""

import json
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from PIL import Image
from yarl import URL

from export.note import raster
from server.settings.config import Config
from tests.conftest import Client
from tests.export.change_bars import change_bars
from tests.server.database import database
from tests.server.live.conftest import Join, join
from tests.server.notes.cards import set_card
from tests.server.paper.editions import TEXT, take_edition
from tests.server.visits import Made, make

__all__ = ["join"]


async def pdf(client: Client, path: str) -> bytes:
    answer = await client.get(path)
    assert (answer.status, answer.content_type) == (200, "application/pdf")
    return await answer.read()


async def list_of(client: Client, made: Made) -> dict[str, Any]:
    found: dict[str, Any] = await (await client.get(f"{made.edit}/editions")).json()
    return found


def attached(printed: bytes) -> str:
    """The Markdown inside a PDF."""
    with pikepdf.open(BytesIO(printed)) as document:
        (file,) = document.attachments.values()
        return file.get_file().read_bytes().decode()


def ink(printed: bytes) -> int:
    """How many pixels of the first page, drawn small, are not white."""
    with Image.open(BytesIO(raster.picture(printed, 1, width=300))) as page:
        return sum(page.convert("L").histogram()[:250])


async def test_each_print_has_a_number_a_version_and_a_code_of_its_own(client: Client) -> None:
    made = await make(client, markdown=TEXT)
    first, second = await take_edition(client, made), await take_edition(client, made, recipient="L. Benali")
    assert [one["number"] for one in (first, second)] == [1, 2]
    assert [one["version"] for one in (first, second)] == [1, 1], "the same text is the same version"
    assert first["url"] != second["url"]
    assert first["label"] != second["label"]
    assert made.edit_token not in first["url"]
    assert len(URL(first["url"]).name) == 26
    assert await list_of(client, made) == {"next": 3, "editions": [second, first]}


async def test_the_sheet_says_its_card_and_version_and_is_printed_again_as_it_was(client: Client) -> None:
    made = await make(client, markdown=TEXT)
    await set_card(
        client, made, kind="Note thématique", theme="Eau", status="reviewed", authors=["C. Marchand"]
    )
    edition = await take_edition(client, made)
    printed = await pdf(client, edition["pdf"])
    said = attached(printed)
    assert all(word in said for word in ("kind: Note thématique", "status: Relue", "version: v1", "Marchand"))
    await set_card(client, made, kind="Autre", status="draft")
    assert await pdf(client, edition["pdf"]) == printed


async def test_a_sheet_of_a_release_with_other_fields_is_printed_again(
    client: Client, config: Config
) -> None:
    made = await make(client, markdown=TEXT)
    await set_card(client, made, kind="Note thématique", theme="Eau", authors=["C. Marchand", "T. Okafor"])
    edition = await take_edition(client, made)
    with database(config) as rows:
        ((kept,),) = list(rows.execute("SELECT card FROM editions"))
        card = {**json.loads(kept), "later": "Plus tard"}
        del card["theme"]
        rows.execute("UPDATE editions SET card = ?", (json.dumps(card),))
    said = attached(await pdf(client, edition["pdf"]))
    assert all(word in said for word in ("kind: Note thématique", "C. Marchand", "T. Okafor"))
    assert not any(word in said for word in ("theme:", "Plus tard"))


async def test_a_form_of_the_page_is_led_to_the_sheet(client: Client) -> None:
    made = await make(client, markdown=TEXT)
    answer = await client.post(f"{made.edit}/editions", data={"format": "large"}, allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (303, f"{made.edit}/edition/1.pdf")
    assert (await list_of(client, made))["editions"][0]["format"] == "large"


async def test_a_copy_has_a_number_and_a_name_on_every_page(client: Client) -> None:
    made = await make(client, markdown=TEXT)
    plain = await take_edition(client, made, recipient="L. Benali")
    marked = await take_edition(client, made, recipient="L. Benali", copy=7, watermark=True)
    assert (plain["number"], marked["number"]) == (1, 2)
    bare, named = [ink(await pdf(client, edition["pdf"])) for edition in (plain, marked)]
    assert named > bare + 400, "the name lies across the page"
    bad = await client.post(f"{made.edit}/editions", json={"copy": 0}, headers=made.cookie)
    assert (bad.status, (await bad.json())["error"]["code"]) == (400, "bad_link")


async def test_the_frozen_version_prints_while_writing_goes_on(client: Client) -> None:
    made = await make(client, markdown=TEXT)
    await set_card(client, made, status="ready")
    await set_card(client, made, status="draft", theme="Autre")
    edition = await take_edition(client, made, text="frozen")
    assert (edition["version"], edition["status"]) == (1, "ready")
    assert "status: Bonne à imprimer" in attached(await pdf(client, edition["pdf"]))


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"text": "frozen"}, "not_frozen"),
        ({"text": "yesterday"}, "bad_edition"),
        ({"format": "A3"}, "bad_edition"),
        ({"recipient": "a" * 121}, "bad_card_text"),
        ({"colour": "red"}, "unknown_field"),
    ],
)
async def test_what_cannot_be_printed_is_no_edition(client: Client, wish: dict[str, Any], code: str) -> None:
    made = await make(client, markdown=TEXT)
    answer = await client.post(f"{made.edit}/editions", json=wish)
    assert (answer.status, (await answer.json())["error"]["code"]) == (400, code)
    assert await list_of(client, made) == {"next": 1, "editions": []}


async def test_a_note_that_is_too_much_for_paper_is_no_edition(client: Client) -> None:
    made = await make(client, markdown="|" + "a|" * 50 + "\n|" + "-|" * 50 + "\n")
    answer = await client.post(f"{made.edit}/editions", json={})
    assert (answer.status, (await answer.json())["error"]["code"]) == (422, "export")
    assert await list_of(client, made) == {"next": 1, "editions": []}


async def test_readers_print_no_editions_and_see_none(client: Client) -> None:
    made = await make(client, markdown=TEXT)
    await take_edition(client, made)
    for method, path in (
        ("GET", "editions"),
        ("POST", "editions"),
        ("GET", "edition/1.pdf"),
        ("POST", "edition/1/close"),
    ):
        assert (await client.request(method, f"{made.read}/{path}")).status == 403


async def test_an_edition_of_another_note_is_not_found(client: Client) -> None:
    made, other = await make(client, markdown=TEXT), await make(client, markdown=TEXT)
    await take_edition(client, made)
    assert (await client.get(f"{other.edit}/edition/1.pdf")).status == 404


async def test_a_closed_code_answers_no_more_and_the_edition_stays(client: Client) -> None:
    made = await make(client, markdown=TEXT)
    edition = await take_edition(client, made)
    path = URL(edition["url"]).path
    assert (await client.get(path)).status == 200
    answer = await client.post(f"{made.edit}/edition/1/close", headers=made.cookie)
    assert (await answer.json())["url"] is None
    assert (await client.get(path)).status == 404
    assert (await list_of(client, made))["editions"] == [edition | {"url": None}]


async def test_copies_of_one_text_carry_the_same_bars(client: Client, join: Join) -> None:
    made = await make(client, markdown=TEXT)
    first = await take_edition(client, made, bars=True)
    writer = await join(made.edit_token)
    await writer.until(lambda: writer.is_saved)
    await writer.type("\nUn mot de plus.\n")
    await writer.until(lambda: writer.is_saved)

    changed, again = [await take_edition(client, made, bars=True, copy=number) for number in (1, 2)]

    assert [one["copy"] for one in (first, changed, again)] == [None, 1, 2]
    assert sum(change_bars(await pdf(client, first["pdf"]))) == 0
    assert sum(change_bars(await pdf(client, changed["pdf"]))) == 1
    assert sum(change_bars(await pdf(client, again["pdf"]))) == 1
