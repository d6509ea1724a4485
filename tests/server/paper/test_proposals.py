"""Proposals of a preview: what would make a note fit is measured, and true once it is pressed.

`POCHETTE_PROPOSED_NOTES=100` tries more notes than a normal run has time for.
"""

import io
import os
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pikepdf
import pytest

from export.paper import closer
from export.process.worker import Worker
from tests.conftest import Client
from tests.images import png
from tests.server.notes.cards import set_card
from tests.server.notes.images import add_image
from tests.server.paper.editions import take_edition
from tests.server.paper.proofs import page, printed, read_pdf
from tests.server.paper.proposing import cut, note_by_chance, pressed
from tests.server.paper.proposing import proposed as measured
from tests.server.visits import Made, make

NOTES = int(os.environ.get("POCHETTE_PROPOSED_NOTES", "2"))
LINE = "Une phrase de texte qui coule sur une ligne entière ou presque, mais pas plus loin.\n\n"


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    printer = Worker()
    yield printer
    printer.close()


async def proposed(client: Client, address: str, **wish: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The print, and its proposals once they are measured."""
    told = await printed(client, address, **wish)
    query = wish | {"key": told["key"], "seen": "0", "ready": "1"}
    while told["proposals"] is None:
        told = await (await client.get(f"{address}/print/pages", params=query)).json()
    return told, told["proposals"]


@pytest.mark.parametrize("seed", range(NOTES))
async def test_whatever_is_proposed_for_a_note_by_chance_is_true(seed: int, worker: Worker) -> None:
    note = note_by_chance(seed)
    usual = worker.page_count(replace(note, pages_wanted=0))
    note = replace(note, pages_wanted=max(1, usual.pages - 1))

    count, found = await measured(worker, note)

    assert count.fitting is not None
    assert found or (count.fitting.fits and count.fitting.step <= closer.MILD) or usual.pages > 24
    for one in found:
        changed = cut(worker, pressed(note, one), one.cuts) if one.cuts else pressed(note, one)
        if changed is None or (one.cuts and "|" in note.body):  # a table may find another place
            continue
        told, _, pdf = worker.located_pdf(changed)
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            assert len(opened.pages) == told.pages
        assert told.pages <= one.pages if one.cuts else told.pages == one.pages, (one, told)
        if one.is_looser or one.asks:
            assert told.fitting is not None
            assert told.fitting.step <= closer.MILD


async def crowded(client: Client) -> Made:
    """A note of a page and its picture, of which a page is asked."""
    first = await make(client)
    address = await add_image(client, first, png(width=300, height=300))
    made = await make(
        client, markdown=f"# Eau\n\n{LINE * 20}![Une gare]({address}){{width=60%}}\n\n{LINE * 2}"
    )
    assert await add_image(client, made, png(width=300, height=300)) == address
    await set_card(client, made, budget=1)
    return made


async def test_a_press_on_what_is_proposed_does_what_it_says(client: Client) -> None:
    made = await crowded(client)
    told, found = await proposed(client, made.edit)
    assert len(told["pages"]) == 2
    said = [one["said"] for one in found]
    (without,) = [one for one in found if one["options"] == {"pictures": "0"}]
    (more,) = [one for one in found if "pages" in one["options"]]
    (cuts,) = [one for one in found if one["cuts"] and not one["options"]]
    assert without["said"] == "Tient en 1 page sans l’image"
    assert (more["said"], more["options"]) == ("Tient en 2 pages", {"pages": "2"})
    assert cuts["said"].startswith("Tient en 1 page en coupant ")
    assert len(said) == len(set(said))
    for one in (without, more):
        now = await printed(client, made.edit, **one["options"])
        assert f"Tient en {len(now['pages'])} page" in one["said"]

    read = [one["said"] for one in (await proposed(client, made.read))[1]]
    assert read == [one for one in said if "coupant" not in one], "only who writes cuts lines"
    shown = ""
    while "Ce qui aiderait" not in shown:  # from one ten minutes to the next it is another print
        await proposed(client, made.edit)
        shown = await page(client, made.edit, made)
    assert f'href="{made.edit}/print?pictures=0">Tient en 1 page sans l’image</a>' in shown
    english = ""
    while "What would help" not in english:
        await proposed(client, made.read)
        answer = await client.get(f"{made.read}/print", headers={"Accept-Language": "en"})
        english = await answer.text()
    assert "Fits in 1 page without the image" in english


async def test_nothing_is_proposed_where_nothing_is_wanted(client: Client) -> None:
    made = await crowded(client)
    for wish in ({"pages": "0"}, {"pages": "2"}, {"pages": "3"}):
        assert (await proposed(client, made.edit, **wish))[1] == []


async def test_pictures_are_left_out_of_a_print_an_edition_and_a_link_to_print(client: Client) -> None:
    made = await crowded(client)

    async def has_picture(path: str) -> bool:
        with pikepdf.open(io.BytesIO(await read_pdf(client, path))) as pdf:
            return any(one.get_images() for one in pdf.pages)

    assert await has_picture(f"{made.read}/note.pdf")
    assert not await has_picture(f"{made.read}/note.pdf?pictures=0")
    assert await has_picture((await take_edition(client, made))["pdf"])
    assert not await has_picture((await take_edition(client, made, pictures=False))["pdf"])
