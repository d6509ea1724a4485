"""GET /e/{code}/{number}: which page of which edition it is, and what has changed on it."""

from functools import partial

import pytest
from aiohttp import ClientSession, DummyCookieJar
from yarl import URL

from server.http.keys import ENGINE
from server.secrets.tokens import edition_of
from server.storage import Db, edition_words
from tests.conftest import Client
from tests.server.live.editors import rewrite
from tests.server.paper.editions import take_edition
from tests.server.pochettes import make_folder
from tests.server.visits import make, visit

PAGES = (
    "# Eau\n\nUn début.\n\n## Constat\n\nLe **réseau** fuit.\n\n\\newpage\n\n"
    "## Coût\n\nDix millions [par an](https://example.org).\n\n- la fonte\n- le plomb\n\n\\newpage\n\n"
    "## Calendrier\n\nAvant l’été.\n"
)
FRENCH = {"Accept-Language": "fr"}


async def page_of(
    client: Client, edition: dict[str, object], number: int | str, headers: dict[str, str] | None = None
) -> str:
    answer = await client.get(f"{URL(str(edition['url'])).path}/{number}", headers=headers)
    assert answer.status == 200, await answer.text()
    return await answer.text()


def forget_words(db: Db, *, edition: dict[str, object]) -> None:
    id_ = edition_of(URL(str(edition["url"])).name)
    assert id_ is not None
    assert edition_words.of_edition(db, id_) != []
    edition_words.forget(db, id_)


async def test_a_page_says_which_it_is_and_that_nothing_on_it_has_changed(client: Client) -> None:
    made = await make(client, markdown=PAGES)
    edition = await take_edition(client, made)
    for number in (1, 2, 3):
        page = await page_of(client, edition, number)
        assert "Rien n’a changé sur cette page" in page
        assert f"Page {number} sur 3 de l’édition n°\u00a01." in page
    await rewrite(client, made.edit_token, "Dix millions", "Onze millions")
    for number in (1, 3):
        page = await page_of(client, edition, number)
        assert "Rien n’a changé sur cette page" in page
        assert "Un autre passage de la note a changé." in page
        assert f'href="{URL(str(edition["url"])).path}"' in page
        assert "Coût" not in page


async def test_a_page_tells_its_own_changes_in_words_to_readers(client: Client) -> None:
    made = await make(client, markdown=PAGES)
    edition = await take_edition(client, made)
    await rewrite(client, made.edit_token, "Dix millions [par", "Onze **millions** [par")
    await rewrite(client, made.edit_token, "- le plomb", "- le plomb\n- le cuivre")
    await rewrite(client, made.edit_token, "Avant l’été", "Après l’été")
    held = await page_of(client, edition, 2)
    assert "Cette page a changé" in held
    assert "Coût" in held
    assert "millions" not in held
    assert "Un autre passage de la note a changé." in held
    read = await page_of(client, edition, 2, made.cookie)
    assert "<del>Dix</del> <ins>Onze</ins> millions par an." in read
    assert "<ins>le cuivre</ins>" in read
    assert "été" not in read
    assert "**" not in read.partition("<main>")[2]


@pytest.mark.whole
async def test_what_was_put_in_stands_where_the_passage_before_it_ends(client: Client) -> None:
    made = await make(client, markdown=PAGES)
    edition = await take_edition(client, made)
    await rewrite(client, made.edit_token, "- le plomb\n", "- le plomb\n\nUn ajout.\n")
    told = [await page_of(client, edition, number) for number in (1, 2, 3)]
    assert ["Cette page a changé" in page for page in told] == [False, True, False]
    await rewrite(client, made.edit_token, "# Eau", "# Eaux")
    assert "Cette page a changé" in await page_of(client, edition, 1)


async def test_where_only_signs_have_changed_a_page_is_current(client: Client) -> None:
    made = await make(client, markdown=PAGES)
    edition = await take_edition(client, made)
    await rewrite(client, made.edit_token, "**réseau**", "réseau")
    assert "Rien n’a changé sur cette page" in await page_of(client, edition, 1, made.cookie)


async def test_where_the_texts_cannot_be_compared_a_sheet_says_that_the_note_has_changed(
    client: Client,
) -> None:
    made = await make(client, markdown=PAGES)
    edition = await take_edition(client, made)
    await rewrite(client, made.edit_token, "# Eau", "---\ntitle: [\n---\n\n# Eau")
    for path in ("", "/2"):
        answer = await client.get(f"{URL(str(edition['url'])).path}{path}", headers=made.cookie | FRENCH)
        page = await answer.text()
        assert answer.status == 200
        assert "La note a changé" in page
        assert "ne peuvent pas être comparés" in page
        assert "Toujours à jour" not in page


async def test_what_only_fetches_the_code_of_a_page_learns_no_heading(client: Client) -> None:
    made = await make(client, markdown=PAGES)
    edition = await take_edition(client, made)
    await rewrite(client, made.edit_token, "Dix millions", "Onze millions")
    path = f"{URL(str(edition['url'])).path}/2"
    async with ClientSession(client.make_url("/"), cookie_jar=DummyCookieJar()) as robot:
        seen = await (await robot.get(path, headers=FRENCH)).text()
        assert "Cette page a changé" in seen
        assert "Coût" not in seen
        pressed = await (await robot.post(path, headers=FRENCH)).text()
    assert "Coût" in pressed
    assert "millions" not in pressed


@pytest.mark.whole
async def test_a_page_that_was_not_printed_is_told_in_clear_words(client: Client) -> None:
    made = await make(client, markdown=PAGES)
    edition = await take_edition(client, made)
    path = URL(str(edition["url"])).path
    answer = await client.get(f"{path}/4", headers=FRENCH)
    assert answer.status == 404
    assert "La dernière page de cette édition est la page 3." in await answer.text()
    for wrong in ("0", "x", "01", "1/2", "9999999999"):
        assert (await client.get(f"{path}/{wrong}")).status == 404


@pytest.mark.whole
async def test_an_edition_without_boxes_says_so_and_tells_all(client: Client) -> None:
    made = await make(client, markdown=PAGES)
    edition = await take_edition(client, made)
    await client.app[ENGINE].write(partial(forget_words, edition=edition))
    await rewrite(client, made.edit_token, "Avant l’été", "Après l’été")
    page = await page_of(client, edition, 1)
    assert "On ne sait plus ce qui était imprimé sur cette page" in page
    assert "Calendrier" in page


@pytest.mark.whole
async def test_an_erased_passage_leaves_the_pages_of_its_lines_unknown_at_most(client: Client) -> None:
    made = await make(client, markdown=PAGES)
    edition = await take_edition(client, made)
    wish = {"text": "la fonte\n- le plomb"}
    answer = await client.post(f"{made.edit}/erasures", json=wish, headers=made.cookie)
    assert answer.status == 201, await answer.text()
    page = await page_of(client, edition, 1)
    assert "plomb" not in page


async def test_a_closed_edition_answers_for_none_of_its_pages(client: Client) -> None:
    made = await make(client, markdown=PAGES)
    edition = await take_edition(client, made)
    await client.post(f"{made.edit}/edition/1/close", headers=made.cookie)
    assert (await client.get(f"{URL(str(edition['url'])).path}/1")).status == 404


async def test_a_page_of_a_pochette_says_of_which_note_it_is(client: Client) -> None:
    first = await make(client, markdown=PAGES)
    second = await make(client, markdown="# Énergie\n\nTexte.\n", headers=first.cookie)
    folder = await make_folder(client, title="Lundi", headers=first.cookie)
    await client.post(f"{folder.edit}/notes", json={"notes": [first.id, second.id]}, headers=first.cookie)
    printed = await client.post(f"{folder.edit}/editions", json={}, headers=first.cookie)
    assert printed.status == 201, await printed.text()
    edition = await printed.json()
    last = 7
    assert (await client.get(f"{URL(edition['url']).path}/{last + 1}")).status == 404
    # Cover and contents, then three pages of the first note, a blank one, the second.
    for number, title, where in ((3, "Eau", "1 sur 3"), (5, "Eau", "3 sur 3"), (last, "Énergie", "1 sur 1")):
        page = await page_of(client, edition, number, first.cookie)
        assert "Rien n’a changé sur cette page" in page
        assert f"Page {number} sur {last} de l’édition n°\u00a01 de la pochette." in page
        assert f"<dd>{title}</dd>" in page
        assert f"<dd>{where}</dd>" in page
    for number in (1, 2, 6):
        assert f"{number} sur {last}" in await page_of(client, edition, number)
    await rewrite(client, first.edit_token, "Dix millions", "Onze millions")
    told = {number: await page_of(client, edition, number, first.cookie) for number in (3, 4, last)}
    assert {number: "Cette page a changé" in page for number, page in told.items()} == {
        3: False,
        4: True,
        last: False,
    }
    assert "Un autre passage de la note a changé." in told[3]
    assert "Coût" in told[4]
    # In words to who may read the pochette; under headings to a browser that was here before.
    assert "<del>Dix</del> <ins>Onze</ins> millions par an." in told[4]
    elsewhere = await make(client, title="Ailleurs", headers=await visit(client))
    known = await page_of(client, edition, 4, elsewhere.cookie)
    assert "Coût" in known
    assert "millions" not in known
    assert "qui a déjà ouvert la pochette" in known
    assert "Une autre note de la pochette a changé." in told[last]
    async with ClientSession(client.make_url("/"), cookie_jar=DummyCookieJar()) as robot:
        seen = await (await robot.get(f"{URL(edition['url']).path}/4", headers=FRENCH)).text()
    assert "Cette page a changé" in seen
    assert "Eau" not in seen
    assert "Coût" not in seen


@pytest.mark.first(1)
@pytest.mark.parametrize("number", [3, 4])
async def test_a_note_that_left_the_pochette_is_told_on_its_pages(client: Client, number: int) -> None:
    made = await make(client, markdown=PAGES)
    folder = await make_folder(client, title="Lundi", headers=made.cookie)
    added = await client.post(f"{folder.edit}/notes", json={"notes": [made.id]}, headers=made.cookie)
    assert added.status == 200
    edition = await (await client.post(f"{folder.edit}/editions", json={}, headers=made.cookie)).json()
    assert (await client.post(f"{made.edit}/trash", headers=made.cookie)).status in {200, 303}
    page = await page_of(client, edition, number, made.cookie)
    assert "Cette note n’est plus dans la pochette" in page
