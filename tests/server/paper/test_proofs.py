"""Proofs: pages of a print before it is taken, the rights to see them, and the queue."""

import asyncio
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from crdt.roles import Role
from server.jobs.fair_queue import MOST_OF_ONE
from tests.conftest import Client
from tests.server.notes.cards import set_card
from tests.server.notes.imports import import_file
from tests.server.paper.editions import take_edition
from tests.server.pochettes import words
from tests.server.visits import Made, facts_of, make, visit

TEXT = "# Eau\n\n## Constat\n\n" + "Un long paragraphe de la note.\n\n" * 60 + "## Coût\n\nDix millions.\n"

LONG = "# Eau\n\n" + "Un long paragraphe de la note, qui dit une chose et une autre.\n\n" * 500


async def printed(client: Client, address: str, **wish: str) -> dict[str, Any]:
    """What there is to see, once it is there or cannot be."""
    query = dict(wish)
    while True:
        answer = await client.get(f"{address}/print/pages", params=query)
        assert answer.status == 200, await answer.text()
        told: dict[str, Any] = await answer.json()
        if told["ready"] or told["problem"]:
            return told
        query |= {"key": told["key"], "seen": str(told["before"])}


async def picture(client: Client, address: str, key: str, number: int, **query: str) -> tuple[int, int]:
    answer = await client.get(f"{address}/print/{key}/{number}.png", params=query)
    assert (answer.status, answer.content_type) == (200, "image/png"), await answer.text()
    with Image.open(BytesIO(await answer.read())) as image:
        return image.size


async def page(client: Client, address: str, made: Made, **wish: str) -> str:
    return await (await client.get(f"{address}/print", params=wish, headers=made.cookie)).text()


async def test_the_pages_are_those_that_print(client: Client) -> None:
    made = await make(client, markdown=TEXT)
    told = await printed(client, made.edit)
    assert [sheet["headings"] for sheet in told["pages"]] == [["Eau", "Constat"], [], ["Coût"]]
    assert 2 < told["extent"] < 3
    assert await picture(client, made.edit, told["key"], 3, width="248") == (248, 351)
    assert (await client.get(f"{made.edit}/print/{told['key']}/4.png")).status == 404
    assert (await client.get(f"{made.edit}/print/{told['key']}/1.png?width=99999")).status == 400
    again = await printed(client, made.edit)
    assert again["key"] == told["key"], "the same text is the same proof"


async def test_each_option_changes_the_pages(client: Client) -> None:
    made = await make(client, markdown=TEXT)
    large = await printed(client, made.edit, format="large")
    folded = await printed(client, made.edit, format="pocket", booklet="1")
    assert len(large["pages"]) > 3
    assert {(sheet["width"], sheet["height"]) for sheet in folded["pages"]} == {(296.0, 210.0)}
    named = {"recipient": "L. Benali", "copy": "7", "watermark": "1"}
    keys = [large["key"], folded["key"]] + [
        (await printed(client, made.edit, **wish))["key"]
        for wish in ({}, {"recipient": "L. Benali"}, named, {"recipient": "T. Okafor"})
    ]
    assert len(set(keys)) == len(keys)


async def test_whoever_may_read_chooses_how_the_pages_are_set(client: Client) -> None:
    made = await make(client, markdown=TEXT)
    wishes: tuple[dict[str, str], ...] = (
        {},
        {"size": "larger"},
        {"cover": "1"},
        {"margin": "0"},
        {"contents": "0"},
    )
    told = [await printed(client, made.read, **wish) for wish in wishes]
    assert len({one["key"] for one in told}) == len(wishes)
    usual, larger, covered, _, bare = [one["extent"] for one in told]
    assert larger > usual
    assert covered <= usual, "a cover is no page of the text"
    assert len(told[2]["pages"]) == len(told[0]["pages"]) + 1
    assert bare == usual, "the note is too short for contents"
    paper = await words(await read_pdf(client, f"{made.read}/note.pdf?cover=1&size=larger"))
    assert paper.count("LECTURE") == 1
    as_usual = {"size": "normal", "cover": "0", "margin": "1", "contents": "1"}
    assert (await printed(client, made.read, **as_usual))["key"] == told[0]["key"]


async def test_addresses_of_links_are_listed_where_that_is_asked_for(client: Client) -> None:
    made = await make(client, markdown="# Eau\n\nVoir [le rapport](https://rapport.example/eau).")
    proof, listed = [await printed(client, made.read, **wish) for wish in ({}, {"addresses": "1"})]
    assert proof["key"] != listed["key"]
    paper = await words(await read_pdf(client, f"{made.read}/note.pdf?addresses=1"))
    assert "rapport.example" in paper
    assert "rapport.example" not in await words(await read_pdf(client, f"{made.read}/note.pdf?addresses=0"))
    edition = await take_edition(client, made, addresses=True)
    assert "rapport.example" in await words(await read_pdf(client, edition["pdf"]))


async def test_a_note_fits_in_the_pages_that_are_asked_for(client: Client) -> None:
    made = await make(client, markdown="# Eau\n\n" + "Un long paragraphe de la note.\n\n" * 27)
    by_itself, airy, asked = [
        await printed(client, made.read, **wish) for wish in ({}, {"pages": "0"}, {"pages": "1"})
    ]
    assert [len(one["pages"]) for one in (by_itself, airy, asked)] == [1, 2, 1]
    assert asked["fitting"]["fits"] is asked["fitting"]["is_closer"] is True
    assert 10.6 <= asked["fitting"]["letters"] <= 11
    assert airy["fitting"]["is_closer"] is False
    assert airy["fitting"]["lines_left"] is None
    assert (await printed(client, made.read, pages="2"))["fitting"]["lines_left"] > 40
    edition = await take_edition(client, made, pages=0)
    kept = await read_pdf(client, edition["pdf"])
    assert len(kept) != len(await read_pdf(client, (await take_edition(client, made))["pdf"]))
    assert await read_pdf(client, edition["pdf"]) == kept


async def test_how_many_lines_are_too_many_is_told(client: Client) -> None:
    made = await make(client, markdown="# Eau\n\n" + "Un long paragraphe de la note.\n\n" * 40)
    await set_card(client, made, budget=1)
    fitting = (await printed(client, made.edit))["fitting"]
    assert (fitting["asked"], fitting["fits"]) == (1, False)
    assert 10 < fitting["missing_lines"] < 25


async def test_an_edition_keeps_how_it_was_set(client: Client) -> None:
    made = await make(client, markdown=TEXT)
    usual, larger = (
        await take_edition(client, made),
        await take_edition(client, made, size="larger", cover=True),
    )
    first = await read_pdf(client, larger["pdf"])
    assert len(first) != len(await read_pdf(client, usual["pdf"]))
    assert await read_pdf(client, larger["pdf"]) == first


@pytest.mark.parametrize(
    "wish", [{"size": "huge"}, {"cover": "perhaps"}, {"margin": "2"}, {"pages": "201"}, {"addresses": "2"}]
)
async def test_an_option_that_there_is_not_is_refused_in_words(client: Client, wish: dict[str, str]) -> None:
    made = await make(client, markdown=TEXT)
    for address in (f"{made.read}/print/pages", f"{made.edit}/print", f"{made.read}/note.pdf"):
        answer = await client.get(address, params=wish, headers={"Accept": "application/json"})
        assert answer.status == 400
        told = await answer.json()
        assert told["error"]["code"] == "bad_setting"
        assert f"« {next(iter(wish))} »" in told["error"]["message"].replace("\u00a0", " ").replace(
            "\u202f", " "
        )


async def test_a_picture_that_is_kept_no_more_is_printed_anew(client: Client) -> None:
    made = await make(client, markdown=TEXT)
    assert await picture(client, made.edit, "0" * 32, 1, format="large") == (744, 1053)


async def test_no_page_shows_what_was_erased_since(client: Client) -> None:
    made = await make(client, markdown="# Eau\n\nUn mot de passe collé.\n")
    told = await printed(client, made.edit)
    erased = await client.post(
        f"{made.edit}/erasures", json={"text": "mot de passe collé"}, headers=made.cookie
    )
    assert erased.status == 201, await erased.text()
    again = await printed(client, made.edit, key=told["key"], seen="0")
    assert again["key"] != told["key"]
    old, new = [
        await (await client.get(f"{made.edit}/print/{key}/1.png")).read()
        for key in (told["key"], again["key"])
    ]
    assert old == new, "printed anew"


async def test_the_first_pages_of_a_long_note_come_before_the_others(client: Client) -> None:
    made = await make(client, markdown=LONG)
    told = await _pages(client, made, {})
    query: dict[str, str] = {}
    while not told["first"]:
        query = {"key": told["key"], "seen": str(told["before"]), "first": "0"}
        told = await _pages(client, made, query)
        assert not told["ready"]
    assert [(sheet["width"], sheet["headings"]) for sheet in told["first"]] == [(210.0, ["Eau"]), (210.0, [])]
    assert told["pages"] == []
    begun = f"{made.edit}/print/{told['key']}/2.png?width=248&first=1"
    answer = await client.get(begun)
    assert (answer.status, answer.headers["Cache-Control"]) == (200, "no-store")
    html = await page(client, made.edit, made)
    assert 'http-equiv="refresh"' in html
    assert html.count('loading="lazy"') == 2
    assert f"{told['key']}/1.png?first=1&amp;width=744" in html
    assert "la suite arrive" in html

    whole = await printed(client, made.edit)
    assert whole["key"] == told["key"]
    assert whole["first"] == []
    assert len(whole["pages"]) > 8
    last = len(whole["pages"])
    for address, status in ((begun, 200), (begun.replace("/2.png", f"/{last + 1}.png"), 404)):
        assert (await client.get(address)).status == status, "the same address gives the page of the whole"


async def test_the_first_pages_show_nothing_that_was_erased_since(client: Client) -> None:
    made = await make(client, markdown=LONG.replace("# Eau", "# Eau\n\nUn mot de passe collé."))
    told = await _pages(client, made, {})
    while not told["first"]:
        told = await _pages(client, made, {"key": told["key"], "seen": str(told["before"]), "first": "0"})
    begun = f"{made.edit}/print/{told['key']}/1.png?first=1&width=744"
    before = await (await client.get(begun)).read()
    await client.post(f"{made.edit}/erasures", json={"text": "mot de passe collé"}, headers=made.cookie)
    again = await _pages(client, made, {"key": told["key"], "seen": "0", "first": "2"})
    assert again["key"] != told["key"]
    assert await (await client.get(begun)).read() != before


async def test_the_proof_of_one_note_is_not_that_of_another(client: Client) -> None:
    one, other = await make(client, markdown=TEXT), await make(client, markdown="# Autre")
    told = await printed(client, one.edit)
    answer = await client.get(f"{other.edit}/print/{told['key']}/3.png")
    assert answer.status == 404


async def test_looking_takes_no_edition_and_tells_the_number_to_come(client: Client) -> None:
    made = await make(client, markdown=TEXT)
    await printed(client, made.edit)
    assert "Ce sera l’édition n°\u00a01" in await page(client, made.edit, made)
    await take_edition(client, made)
    html = await page(client, made.edit, made)
    assert "Ce sera l’édition n°\u00a02" in html
    assert "Barres de changement depuis l’édition n°\u00a01" in html


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


async def test_a_reader_sees_the_text_of_now_in_each_format_and_no_number(client: Client) -> None:
    made = await make(client, markdown="# Eau\n\n## Arrêté")
    await set_card(client, made, status="ready")
    await take_edition(client, made)
    plain = await printed(client, made.read)
    wished = await printed(client, made.read, text="frozen", bars="1", recipient="L. Benali", watermark="1")
    assert plain["key"] == wished["key"]
    answer = await client.get(f"{made.read}/print")
    html = await answer.text()
    assert not (await facts_of(answer))["mayTake"]
    assert "édition n°" not in html.replace("ni numéro d’édition", "")
    assert f'href="{made.read}/note.pdf?format=note"' in html
    large = await client.get(f"{made.read}/note.pdf", params={"format": "large"})
    assert (large.status, large.content_type) == (200, "application/pdf")


@pytest.mark.parametrize("path", ["/print", "/print/pages", f"/print/{'0' * 32}/1.png", "/extent"])
async def test_a_link_to_print_shows_no_page(client: Client, path: str) -> None:
    made = await make(client, markdown=TEXT)
    wish = {"role": Role.PRINT.value}
    link = await (await client.post(f"{made.edit}/links", json=wish, headers=made.cookie)).json()
    token = link["url"].rpartition("/n/")[2]
    assert (await client.get(f"/n/{token}{path}")).status in (403, 404)


async def test_what_cannot_be_printed_says_why_and_the_page_opens(client: Client) -> None:
    made = await make(client, markdown="# T\n\n" + "mot " * 6_000)
    told = await printed(client, made.edit)
    assert "paragraphe" in told["problem"]
    html = await page(client, made.edit, made)
    assert told["problem"] in html
    assert "http-equiv" not in html


async def test_without_script_the_pages_come_with_the_page(client: Client) -> None:
    made = await make(client, markdown=TEXT)
    first = await page(client, made.edit, made, format="large")
    assert '<noscript><meta http-equiv="refresh"' in first
    told = await printed(client, made.edit, format="large")
    html = await page(client, made.edit, made, format="large")
    assert "http-equiv" not in html
    assert html.count('loading="lazy"') == len(told["pages"])
    assert 'alt="Page 1 sur 4' in html or f'alt="Page 1 sur {len(told["pages"])}' in html
    assert f'formaction="{made.edit}/editions"' in html


async def test_one_is_told_how_many_prints_come_before_and_waits_only_for_the_last_wish(
    client: Client,
) -> None:
    """Each of ten wishes takes the place of the one before."""
    made = await make(client, markdown=TEXT)
    held = [await make(client, markdown=f"# Note {n}\n\n" + "Un mot.\n\n" * 300) for n in range(4)]
    ahead = [asyncio.create_task(_read(client, f"{one.edit}/note.pdf", await visit(client))) for one in held]
    seen = []
    for number in range(10):
        wish = {"format": "large", "recipient": f"N{number}"}
        answer = await client.get(f"{made.edit}/print/pages", params=wish, headers=made.cookie)
        seen.append((await answer.json())["before"])
    assert 1 <= max(seen) <= len(held), "never one's own wishes of before"
    query = {"format": "large", "recipient": "N9"}
    while not (told := await _pages(client, made, query))["ready"]:
        query |= {"key": told["key"], "seen": str(told["before"])}
        assert told["before"] <= max(seen)
    assert len(told["pages"]) > 3
    await asyncio.gather(*ahead)


async def test_too_many_who_wait_are_told_in_words(client: Client) -> None:
    made = await make(client, markdown="# Eau")
    # Made first: the pages that were looked at are still being drawn when the prints are asked for.
    files = [await make(client, markdown=f"# Note {number}") for number in range(MOST_OF_ONE + 5)]
    paths = [f"{made.edit}/print/pages?recipient=N{number}" for number in range(2 * MOST_OF_ONE)]
    answers = await asyncio.gather(*(_told(client, f"{path}&copy=1", made) for path in paths))
    assert all(not told["problem"] for told in answers), "looking at other options waits for nothing"
    asked = [asyncio.create_task(client.get(f"{one.edit}/note.pdf", headers=made.cookie)) for one in files]
    refused = None
    while refused is None:
        done, _ = await asyncio.wait(asked, return_when=asyncio.FIRST_COMPLETED)
        asked = [task for task in asked if task not in done]
        refused = next((task.result() for task in done if task.result().status == 503), None)
    assert "Trop de notes s’impriment en même temps" in await refused.text()
    for task in asked:
        task.cancel()
    await asyncio.gather(*asked, return_exceptions=True)


async def read_pdf(client: Client, path: str) -> bytes:
    return await (await client.get(path)).read()


async def _told(client: Client, path: str, made: Made) -> dict[str, Any]:
    told: dict[str, Any] = await (await client.get(path, headers=made.cookie)).json()
    return told


async def _pages(client: Client, made: Made, query: dict[str, str]) -> dict[str, Any]:
    answer = await client.get(f"{made.edit}/print/pages", params=query, headers=made.cookie)
    told: dict[str, Any] = await answer.json()
    return told


async def _read(client: Client, path: str, headers: dict[str, str]) -> bytes:
    return await (await client.get(path, headers=headers)).read()


async def test_a_word_that_is_cut_is_told_in_the_preview_and_not_on_paper(client: Client) -> None:
    made = await make(client, markdown=f"# Eau\n\nUn mot : {'9a' * 80}.")
    assert (await printed(client, made.read))["cut"].startswith("9a9a")
    assert "coupé" in await (await client.get(f"{made.read}/print")).text()
    assert "coupé" not in await words(await read_pdf(client, f"{made.read}/note.pdf"))
    assert (await printed(client, (await make(client, markdown="# Eau\n\nUn mot.")).read))["cut"] == ""
