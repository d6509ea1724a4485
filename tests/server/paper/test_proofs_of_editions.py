"""Proofs and editions: the number to come, how the last was set, bars since then, the frozen text."""

import pytest

from tests.conftest import Client
from tests.server.notes.cards import set_card
from tests.server.notes.imports import import_file
from tests.server.paper.editions import take_edition
from tests.server.paper.proofs import TEXT, page, printed, read_pdf
from tests.server.pochettes import words
from tests.server.visits import make


async def test_an_edition_keeps_how_it_was_set(client: Client) -> None:
    made = await make(client, markdown=TEXT)
    usual, larger = (
        await take_edition(client, made),
        await take_edition(client, made, size="larger", cover=True),
    )
    first = await read_pdf(client, larger["pdf"])
    assert len(first) != len(await read_pdf(client, usual["pdf"]))
    assert await read_pdf(client, larger["pdf"]) == first


async def test_looking_takes_no_edition_and_tells_the_number_to_come(client: Client) -> None:
    made = await make(client, markdown=TEXT)
    await printed(client, made.edit)
    assert "Ce sera l’édition n°\u00a01" in await page(client, made.edit, made)
    await take_edition(client, made)
    html = await page(client, made.edit, made)
    assert "Ce sera l’édition n°\u00a02" in html
    assert "Barres de changement depuis l’édition n°\u00a01" in html


@pytest.mark.whole
async def test_bars_are_named_after_the_edition_that_they_compare_with(client: Client) -> None:
    """The last one of another text: copies of one text are printed one after the other."""
    made = await make(client, markdown="# Eau\n\nUn.\n")
    await take_edition(client, made)
    await set_card(client, made, status="ready")
    await import_file(client, made, "note.md", b"# Eau\n\nDeux.\n", place="whole")
    for copy in (1, 2):
        await take_edition(client, made, copy=copy, bars=True)

    live, frozen = [
        await (await client.get(f"{made.edit}/print/pages", params={"text": text})).json()
        for text in ("live", "frozen")
    ]
    html = await page(client, made.edit, made, text="live")
    paper = await words(await read_pdf(client, (await take_edition(client, made, bars=True))["pdf"]))

    # The frozen text is that of edition 1: it is compared with the last of the other text.
    assert (live["since"], frozen["since"]) == (1, 3)
    assert "Barres de changement depuis l’édition n°\u00a01<" in html
    assert "Un passage a changé depuis l’édition n° 1 : barre en marge." in paper


@pytest.mark.whole
async def test_the_code_is_left_out_where_nobody_wants_it(client: Client) -> None:
    made = await make(client, markdown="# Eau\n\nUn.\n")
    told, without = await printed(client, made.edit), await printed(client, made.edit, code="0")
    assert (await printed(client, made.edit, code="1"))["key"] == told["key"]
    assert without["key"] != told["key"]
    html = await page(client, made.edit, made, code="0")
    assert '<p id="says-code" hidden>' in html
    assert 'name="code" value="1">' in html
    assert 'name="code" value="1" checked>' in await page(client, made.edit, made)

    bare, coded = [await take_edition(client, made, code=code) for code in (False, True)]
    sheets = [await words(await read_pdf(client, edition["pdf"])) for edition in (bare, coded)]
    assert [one["label"] in sheet for one, sheet in zip((bare, coded), sheets, strict=True)] == [False, True]
    form = await client.post(
        f"{made.edit}/editions", data=[("code", "1"), ("code", "0")], headers=made.cookie
    )
    assert "Note vivante" in await words(await form.read()), "the first value counts: the box is ticked"


async def test_the_frozen_version_is_shown_while_writing_goes_on(client: Client) -> None:
    made = await make(client, markdown="# Eau\n\n## Arrêté")
    await set_card(client, made, status="ready")
    assert "Version arrêtée (v1)" in await page(client, made.edit, made)
    frozen = await printed(client, made.edit, text="frozen")
    assert (await printed(client, made.edit))["key"] == frozen["key"], "what is ready is what prints"


async def test_bars_show_in_the_proof_of_what_has_changed(client: Client) -> None:
    made = await make(client, markdown=TEXT)
    await set_card(client, made, status="ready")
    await take_edition(client, made, text="frozen")
    with_bars, without = [await printed(client, made.edit, bars=bars) for bars in ("1", "")]
    assert with_bars["key"] != without["key"]
