"""Proofs: pages of a print before it is taken, the rights to see them, and the queue."""

import asyncio
from typing import Any

import pytest

from crdt.roles import Role
from server.jobs.fair_queue import MOST_OF_ONE
from tests.conftest import Client
from tests.images import columns
from tests.server.notes.cards import set_card
from tests.server.notes.images import add_image
from tests.server.paper.editions import take_edition
from tests.server.paper.proofs import TEXT, answer_of, page, picture, printed, read_pdf
from tests.server.pochettes import words
from tests.server.visits import Made, facts_of, make, visit


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


@pytest.mark.whole
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


@pytest.mark.whole
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
    assert (await printed(client, made.read, pages="2"))["fitting"]["lines_left"] > 30
    edition = await take_edition(client, made, pages=0)
    kept = await read_pdf(client, edition["pdf"])
    assert len(kept) != len(await read_pdf(client, (await take_edition(client, made))["pdf"]))
    assert await read_pdf(client, edition["pdf"]) == kept


@pytest.mark.whole
async def test_how_many_lines_are_too_many_is_told(client: Client) -> None:
    def written(lines: int) -> str:
        return "# Eau\n\n" + "Un long paragraphe de la note.\n\n" * lines

    made = await make(client, markdown=written(40))
    await set_card(client, made, budget=1)
    fitting = (await printed(client, made.edit))["fitting"]
    assert (fitting["asked"], fitting["fits"]) == (1, False)
    assert 0 < fitting["missing_lines"] < 25
    less = await make(client, markdown=written(40 - fitting["missing_lines"]))
    await set_card(client, less, budget=1)
    assert (await printed(client, less.edit))["fitting"]["fits"]


@pytest.mark.parametrize(
    "wish",
    [
        {"size": "huge"},
        {"cover": "perhaps"},
        {"margin": "2"},
        {"pages": "201"},
        {"addresses": "2"},
        {"holes": "2"},
    ],
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


@pytest.mark.whole
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


async def test_the_proof_of_one_note_is_not_that_of_another(client: Client) -> None:
    one, other = await make(client, markdown=TEXT), await make(client, markdown="# Autre")
    told = await printed(client, one.edit)
    answer = await client.get(f"{other.edit}/print/{told['key']}/3.png")
    assert answer.status == 404


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


@pytest.mark.whole
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
    while not (told := await answer_of(client, made, query))["ready"]:
        query |= {"key": told["key"], "seen": str(told["before"])}
        assert told["before"] <= max(seen)
    assert len(told["pages"]) > 3
    await asyncio.gather(*ahead)


@pytest.mark.own_printers
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


async def _told(client: Client, path: str, made: Made) -> dict[str, Any]:
    told: dict[str, Any] = await (await client.get(path, headers=made.cookie)).json()
    return told


async def _read(client: Client, path: str, headers: dict[str, str]) -> bytes:
    return await (await client.get(path, headers=headers)).read()


@pytest.mark.whole
async def test_a_word_that_is_cut_is_told_in_the_preview_and_not_on_paper(client: Client) -> None:
    made = await make(client, markdown=f"# Eau\n\nUn mot : {'9a' * 80}.")
    assert (await printed(client, made.read))["cut"].startswith("9a9a")
    assert "coupé" in await (await client.get(f"{made.read}/print")).text()
    assert "coupé" not in await words(await read_pdf(client, f"{made.read}/note.pdf"))
    assert (await printed(client, (await make(client, markdown="# Eau\n\nUn mot.")).read))["cut"] == ""


@pytest.mark.whole
async def test_a_sign_without_a_face_is_told_in_the_preview_and_not_on_paper(client: Client) -> None:
    made = await make(client, markdown="# Eau\n\nUn signe : \U00010600.")
    assert (await printed(client, made.read))["signs"] == "U+10600"
    assert "sans police" in await (await client.get(f"{made.read}/print")).text()
    assert "sans police" not in await words(await read_pdf(client, f"{made.read}/note.pdf"))


async def test_a_drawing_whose_colours_are_one_gray_is_told_with_its_page_in_the_preview_alone(
    client: Client,
) -> None:
    red_and_blue = columns("#d62728", "#1f77b4")
    made = await make(client)
    address = await add_image(client, made, red_and_blue)
    one = await make(client, markdown=f"# Eau\n\nUn mot.\n\n\\newpage\n\n![Débits]({address})")
    two = await make(client, markdown=f"# Eau\n\n![Débits]({address})\n\n![Crues]({address})")
    for note in (one, two):
        await add_image(client, note, red_and_blue)

    said = "Page 2 : en gris, des couleurs de l’image « Débits » se confondent."
    assert plain((await printed(client, one.read))["gray"]) == said
    assert said in plain(await (await client.get(f"{one.read}/print")).text())
    assert "confondent" not in await words(await read_pdf(client, f"{one.read}/note.pdf"))
    both = "Pages 1, 2 : en gris, des couleurs de plusieurs images se confondent."
    assert plain((await printed(client, two.read))["gray"]) == both
    assert (await printed(client, two.read, pictures="0"))["gray"] == ""
    english = await (await client.get(f"{one.read}/print", headers={"Accept-Language": "en"})).text()
    assert "Page 2: in gray, colours of the image “Débits” look the same." in english


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")
