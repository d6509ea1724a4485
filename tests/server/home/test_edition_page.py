"""GET /e/{code}: what the page of a printed sheet says, and to whom."""

import re
from dataclasses import replace

import pytest
from aiohttp import ClientSession, DummyCookieJar
from yarl import URL

from server.app import create_app
from server.http.keys import SEAL
from server.secrets.tokens import Seal, edition_of, new_edition_id
from server.settings.config import Config
from tests.conftest import Client, client_of
from tests.server.live.editors import rewrite
from tests.server.notes.cards import set_card
from tests.server.paper.editions import TEXT, take_edition
from tests.server.visits import make


async def page_of(client: Client, edition: dict[str, object], headers: dict[str, str] | None = None) -> str:
    answer = await client.get(URL(str(edition["url"])).path, headers=headers)
    assert answer.status == 200
    return await answer.text()


async def test_a_sheet_that_says_what_the_note_says_is_current(client: Client) -> None:
    made = await make(client, markdown=TEXT)
    page = await page_of(client, await take_edition(client, made))
    assert "Toujours à jour" in page
    assert "n°\u00a01" in page


async def test_what_has_changed_is_told_by_its_headings_and_not_its_words(client: Client) -> None:
    made = await make(client, markdown=TEXT)
    edition = await take_edition(client, made)
    await rewrite(client, made.edit_token, "Dix millions", "Onze millions")
    page = await page_of(client, edition)
    assert "La note a changé" in page
    assert "Un passage n’est plus celui de cette feuille" in page
    assert "Coût" in page
    assert "millions" not in page
    assert made.edit_token not in page


async def test_what_only_fetches_the_code_of_a_sheet_learns_no_heading(client: Client) -> None:
    made = await make(client, markdown=TEXT)
    edition = await take_edition(client, made)
    await rewrite(client, made.edit_token, "Dix millions", "Onze millions")
    path = URL(str(edition["url"])).path
    async with ClientSession(client.make_url("/"), cookie_jar=DummyCookieJar()) as robot:
        seen = await (await robot.get(path, headers={"Accept-Language": "fr"})).text()
        assert "La note a changé" in seen
        assert "Coût" not in seen
        pressed = await (await robot.post(path, headers={"Accept-Language": "fr"})).text()
    assert "Coût" in pressed
    assert "millions" not in pressed


async def test_the_words_are_for_a_device_that_has_opened_the_note(client: Client) -> None:
    made = await make(client, markdown=TEXT)
    edition = await take_edition(client, made)
    await rewrite(client, made.edit_token, "Dix millions", "Onze <b> millions")
    page = await page_of(client, edition, made.cookie)
    assert "<del>Dix millions.</del>" in page
    assert "<ins>Onze &lt;b&gt; millions.</ins>" in page
    assert f'href="/n/{made.id}"' in page, "where the right is no link's, by the own address"


async def test_the_head_of_the_page_names_nothing_and_gives_no_cookie(client: Client) -> None:
    made = await make(client, markdown=TEXT)
    edition = await take_edition(client, made)
    answer = await client.get(URL(edition["url"]).path)
    head = re.search(r"<head>.*</head>", await answer.text(), re.DOTALL)
    assert head is not None
    assert "Eau" not in head[0]
    assert "<title>Pochette</title>" in head[0]
    assert "noindex" in head[0]
    assert "Set-Cookie" not in answer.headers


async def test_a_newer_edition_and_a_frozen_version_are_named(client: Client) -> None:
    made = await make(client, markdown=TEXT)
    await set_card(client, made, status="ready")
    first = await take_edition(client, made, text="frozen")
    await rewrite(client, made.edit_token, "Dix", "Onze")
    page = await page_of(client, first)
    assert "La version bonne à imprimer est encore celle de cette feuille" in page
    second = await take_edition(client, made)
    assert "Une édition plus récente a été imprimée\u00a0: la n°\u00a02." in await page_of(client, first)
    assert "Toujours à jour" in await page_of(client, second)


@pytest.mark.parametrize("code", ["a" * 32, "a" * 31, "é", "A" * 33, "A" * 26, "1" * 26])
@pytest.mark.parametrize("address", ["/e/{}", "/E/{}", "/E/{}/2"])
async def test_a_code_that_was_never_printed_is_not_found(client: Client, address: str, code: str) -> None:
    answer = await client.get(address.format(code))
    assert answer.status == 404
    assert "Feuille inconnue" in await answer.text()


async def test_the_code_is_in_capitals_and_an_older_one_answers_as_well(client: Client) -> None:
    made = await make(client, markdown=TEXT)
    edition = await take_edition(client, made)
    assert re.fullmatch(r"HTTP://127\.0\.0\.1:\d+/E/[A-Z2-7]{26}", edition["url"])
    id_ = edition_of(URL(edition["url"]).name)
    assert id_ is not None
    older = client.app[SEAL].older_code(id_, 1)
    for code in (URL(edition["url"]).name, older):
        for head in ("e", "E"):
            for tail, said in (("", "Toujours à jour"), ("/1", "Rien n’a changé sur cette page")):
                answer = await client.get(f"/{head}/{code}{tail}")
                assert (answer.status, said in await answer.text()) == (200, True)


async def test_the_code_of_a_sheet_opens_no_note_and_a_link_no_sheet(client: Client) -> None:
    made = await make(client, markdown=TEXT)
    code = URL((await take_edition(client, made))["url"]).name
    assert (await client.get(f"/n/{code}")).status == 404
    assert (await client.get(f"/e/{made.edit_token}")).status == 404


async def test_another_key_or_a_changed_letter_opens_nothing(client: Client) -> None:
    made = await make(client, markdown=TEXT)
    code = URL((await take_edition(client, made))["url"]).name
    for at in (0, 13, 25):
        other = code[:at] + ("A" if code[at] != "A" else "B") + code[at + 1 :]
        assert (await client.get(f"/e/{other}")).status == 404


def test_codes_are_made_of_key_edition_and_generation() -> None:
    edition = new_edition_id()
    seal = Seal(bytes(32))
    assert seal.answers(seal.code(edition, 1), edition, 1)
    assert not seal.answers(seal.code(edition, 1), edition, 2)
    assert not Seal(bytes(31) + b"\x01").answers(seal.code(edition, 1), edition, 1)
    assert not seal.answers(seal.older_code(edition, 1), edition, 2)
    assert edition_of(seal.code(edition, 1)) == edition_of(seal.older_code(edition, 1)) == edition


async def test_a_sheet_outlives_a_restart_of_the_server(config: Config) -> None:
    config = replace(config, url="http://127.0.0.1:8000")
    async with client_of(create_app(config)) as before:
        edition = await take_edition(before, await make(before, markdown=TEXT))
    async with client_of(create_app(config)) as after:
        assert "Toujours à jour" in await page_of(after, edition)
