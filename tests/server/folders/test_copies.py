"""A link that prints a pochette, its door, its editions, and the code on their covers."""

import io
import re
from typing import Any

import pikepdf
import pytest
from yarl import URL

from tests.conftest import Client
from tests.server.live.editors import rewrite
from tests.server.pochettes import Pochette, add, make_folder, share, words
from tests.server.visits import Made, make, visit


async def bound(client: Client, **wish: Any) -> tuple[Pochette, list[Made]]:
    """A pochette of two notes, of which the first is good for print."""
    folder = await make_folder(client, day="2017-03-14", **wish)
    made = [await make(client, markdown=f"# {name}\n\nTexte de {name}.\n") for name in ("Santé", "Pêche")]
    await client.put(f"{made[0].edit}/card", json={"status": "ready"}, headers=made[0].cookie)
    await add(client, folder, *made)
    return folder, made


async def opened(client: Client, path: str) -> bytes:
    answer = await client.post(path, data={})
    assert (answer.status, answer.content_type) == (200, "application/pdf"), await answer.text()
    return await answer.read()


async def test_a_robot_that_fetches_the_link_gets_and_spends_nothing(client: Client) -> None:
    folder, _ = await bound(client)
    path = URL((await share(client, folder, role="print", max_openings=1))["url"]).path
    for method in ("GET", "HEAD", "GET"):
        answer = await client.request(method, path, headers={"User-Agent": "WhatsApp/2.24"})
        assert (answer.status, "Set-Cookie" in answer.headers) == (200, False)
        assert not {"Santé", "14 mars"} & set(re.findall("Santé|14 mars", await answer.text()))

    assert b"%PDF" in await opened(client, path)

    assert (await client.post(path, data={})).status == 410
    found = (await (await client.get(f"{folder.edit}/links")).json())["links"]
    assert [(link["openings"], link["is_open"]) for link in found if link["max_openings"]] == [(1, False)]


async def test_a_copy_carries_the_name_of_its_reader_on_each_page(client: Client) -> None:
    folder, _ = await bound(client)
    wish = {"role": "print", "recipient": "L. Benali", "copy_number": 1}
    path = URL((await share(client, folder, **wish))["url"]).path

    pdf = await opened(client, path)

    pages = (await words(pdf)).split("\f")
    assert "remis à L. Benali" in pages[0]
    assert all("Exemplaire n° 01 — L. Benali" in pages[at] for at in (1, 2, 4))
    assert pdf.count(b"/Subtype /Form") >= 1


async def test_the_markdown_of_its_notes_goes_along_only_to_who_may_read_it(client: Client) -> None:
    folder, _ = await bound(client)
    printed = await opened(client, URL((await share(client, folder, role="print"))["url"]).path)
    read = await (await client.get(f"{folder.read}/pochette.pdf")).read()

    with pikepdf.open(io.BytesIO(printed)) as sheet, pikepdf.open(io.BytesIO(read)) as whole:
        assert list(sheet.attachments) == []
        assert list(whole.attachments) == ["note-01.md", "note-02.md"]


@pytest.mark.whole
async def test_live_and_frozen_copies_differ_once_somebody_writes_on(client: Client) -> None:
    folder, (ready, _) = await bound(client)
    live, frozen = [
        URL((await share(client, folder, role="print", source=source))["url"]).path
        for source in ("live", "frozen")
    ]
    await client.post(f"{ready.edit}/import", json={"markdown": "# Santé\n\nAutre texte.\n"})
    await client.put(f"{ready.edit}/card", json={"theme": "Hôpital", "status": "draft"}, headers=ready.cookie)

    assert "Brouillon" in await words(await opened(client, live))
    assert "Texte de Santé" in await words(await opened(client, frozen))


async def test_what_opens_twice_while_nothing_changes_is_one_edition(client: Client) -> None:
    folder, (note, _) = await bound(client)
    path = URL((await share(client, folder, role="print"))["url"]).path

    first, second = await opened(client, path), await opened(client, path)
    assert first == second
    await client.put(f"{note.edit}/card", json={"theme": "Hôpital"}, headers=note.cookie)
    assert await opened(client, path) != first
    listed = (await (await client.get(f"{folder.edit}/editions")).json())["editions"]
    assert [edition["number"] for edition in listed] == [2, 1]


@pytest.mark.whole
async def test_an_edition_prints_again_as_it_was(client: Client) -> None:
    folder, (note, _) = await bound(client, recipients=["L. Benali", "C. Marchand"])
    made = await (await client.post(f"{folder.edit}/editions", json={"copy": 2})).json()
    before = await (await client.get(made["pdf"])).read()
    await client.put(f"{note.edit}/card", json={"theme": "Hôpital"}, headers=note.cookie)
    await client.put(f"{folder.edit}/folder", json={"title": "Débat", "message": "Lisez ceci."})

    again = await client.get(made["pdf"])

    assert await again.read() == before
    assert "1 C. Marchand.pdf" in again.headers["Content-Disposition"].replace("%20", " ")
    assert (await client.post(f"{folder.edit}/editions", json={"copy": 3})).status == 400
    assert (await client.get(f"{folder.edit}/edition/2.pdf")).status == 404


async def test_the_code_on_the_cover_tells_which_notes_have_changed(client: Client) -> None:
    folder, (one, _) = await bound(client)
    made = await (await client.post(f"{folder.edit}/editions", json={})).json()
    code = URL(made["url"]).path
    stranger = await visit(client)
    assert "Toujours à jour" in await (await client.get(code, headers=stranger)).text()

    other = await make(client, title="Secrets", headers=one.cookie)
    await add(client, folder, other)
    listed = (await (await client.get(f"{folder.edit}/notes")).json())["notes"]
    await client.delete(f"{folder.edit}/notes/{listed[1]['id']}")
    theirs = await (await client.get(code, headers=stranger)).text()
    await client.get(folder.read, headers=stranger)
    mine = await (await client.get(code, headers=stranger)).text()

    assert "La pochette a changé" in theirs
    assert "Pêche" in theirs
    assert "1 note ajoutée" in theirs
    assert "Secrets" not in theirs
    assert folder.read not in theirs
    assert "Secrets" in mine
    assert folder.read in mine
    assert (await client.post(f"{folder.edit}/edition/1/close", json={})).status == 200
    assert (await client.get(code)).status == 404


async def test_the_cover_names_a_note_when_its_words_have_changed_and_not_its_signs(client: Client) -> None:
    folder, (one, _) = await bound(client)
    made = await (await client.post(f"{folder.edit}/editions", json={})).json()
    code = URL(made["url"]).path

    await rewrite(client, one.edit_token, "Texte de Santé.", "Texte *de* Santé :")
    assert "Toujours à jour" in await (await client.get(code)).text()

    await rewrite(client, one.edit_token, "Texte", "Textes")
    assert "La pochette a changé" in await (await client.get(code)).text()


@pytest.mark.whole
async def test_the_codes_are_left_out_where_the_pochette_says_so(client: Client) -> None:
    """An edition keeps it, and has its page all the same."""
    folder, _ = await bound(client)
    await client.put(f"{folder.edit}/folder", json={"code": False})
    bare = await (await client.post(f"{folder.edit}/editions", json={})).json()
    await client.put(f"{folder.edit}/folder", json={"code": True})
    coded = await (await client.post(f"{folder.edit}/editions", json={})).json()

    pdfs = [await (await client.get(edition["pdf"])).read() for edition in (bare, coded)]

    said = [one["label"] in await words(pdf) for one, pdf in zip((bare, coded), pdfs, strict=True)]
    assert said == [False, True]
    drawn = [_drawn(pdf) for pdf in pdfs]
    assert all(with_code > without + 500 for without, with_code in zip(*drawn, strict=True))
    assert (await client.get(URL(bare["url"]).path)).status == 200


def _drawn(pdf: bytes) -> list[int]:
    """How much is drawn on each page of a note, in letters: a code is a path of some hundreds."""
    with pikepdf.open(io.BytesIO(pdf)) as bound:
        pages = [page.Contents for page in bound.pages][2::2]
        return [sum(len(part.read_bytes()) for part in parts) for parts in pages]


@pytest.mark.whole
async def test_the_code_of_a_preview_answers_nothing(client: Client) -> None:
    folder, _ = await bound(client)
    assert (await client.get(f"{folder.read}/page/1.png?width=372")).status == 200
    assert (await (await client.get(f"{folder.edit}/editions")).json())["editions"] == []


@pytest.mark.first(2)
@pytest.mark.parametrize("rest", ["/folder", "/notes", "/links", "/editions", "/print", "/edition/1.pdf"])
async def test_a_link_to_print_gives_nothing_else(client: Client, rest: str) -> None:
    folder, _ = await bound(client)
    await client.post(f"{folder.edit}/editions", json={})
    assert (await client.get(folder.print + rest)).status == 403


async def test_an_opening_is_of_its_link_alone(client: Client) -> None:
    folder, _ = await bound(client)
    first, second = [URL((await share(client, folder, role="print"))["url"]).path for _ in "ab"]
    answer = await client.post(first, data={}, allow_redirects=False)
    place = answer.headers["Location"]

    assert (await client.get(place)).status == 200
    moved = await client.get(place.replace(first, second), allow_redirects=False)
    assert (moved.status, moved.headers["Location"]) == (303, second)
    assert (await client.get(place.replace(first, folder.read))).status == 404


async def test_a_pochette_says_itself_how_its_copies_print(client: Client) -> None:
    folder = await make_folder(client)
    wish = {"role": "print", "format": "pocket"}
    assert (await client.post(f"{folder.edit}/links", json=wish, headers=folder.cookie)).status == 400
