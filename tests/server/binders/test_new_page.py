"""A classeur that begins on a page: its name, then its recovery link, once."""

import re

from tests.conftest import Client
from tests.server.visits import visit

FRENCH = {"Accept-Language": "fr"}


async def test_its_name_is_asked_and_its_recovery_link_shown_once(client: Client) -> None:
    cookie = await visit(client) | FRENCH
    asked = await (await client.get("/binders/new", headers=cookie)).text()
    assert '<form method="post" action="/binders/new"' in asked
    made = await (await client.post("/binders/new", data={"name": "Programme"}, headers=cookie)).text()
    assert "Programme est prêt" in made
    (code,) = re.findall(r'value="http[^"]*(/recover/[^"]+)"', made)
    (binder,) = re.findall(r'href="(/c/[^"]+)"', made)
    for later in (binder, f"{binder}/manage", "/"):
        assert code not in await (await client.get(later, headers=cookie)).text()
    other = await visit(client)
    assert (await client.get(binder, headers=other)).status == 404
    back = await client.post(code, headers=other, allow_redirects=False)
    assert back.status == 303
    assert (await client.get(f"{binder}/manage", headers=other)).status == 200


async def test_a_name_without_a_visible_letter_is_refused_in_words(client: Client) -> None:
    cookie = await visit(client) | FRENCH
    for name in ("", "  ", "\u200b", "x" * 81):
        answer = await client.post("/binders/new", data={"name": name}, headers=cookie)
        assert answer.status == 400
        assert "au moins une lettre ou un chiffre visible" in await answer.text()
    assert "Classeurs" not in await (await client.get("/", headers=cookie)).text()


async def test_a_form_that_is_sent_twice_makes_one(client: Client) -> None:
    cookie = await visit(client)
    seen = set()
    for name in ("Programme", "Programme", "Débats"):
        made = await (await client.post("/binders/new", data={"name": name}, headers=cookie)).text()
        seen.update(re.findall(r'href="(/c/[^"]+)"', made))
    assert len(seen) == 2


async def test_who_has_no_name_may_say_one_with_the_first_classeur(client: Client) -> None:
    cookie = await visit(client)
    form = {"name": "Programme", "you": "Claire Marchand"}
    made = await client.post("/binders/new", data=form, headers=cookie)
    assert made.status == 200, await made.text()
    base = re.search(r'href="(/c/[^"]+)"', await made.text())
    assert base is not None
    note = await client.post(f"{base[1]}/notes", json={"markdown": "# Loyers"}, headers=cookie)
    assert note.status == 201
    assert "Claire Marchand" in await (await client.get(base[1], headers=cookie)).text()
    again = await (await client.get("/binders/new", headers=cookie)).text()
    assert 'name="you"' not in again


async def test_a_name_that_cannot_be_one_makes_the_classeur_all_the_same(client: Client) -> None:
    cookie = await visit(client)
    for you in ("", "   ", "x" * 41, "a\u0007b"):
        made = await client.post(
            "/binders/new", data={"name": f"Débats {len(you)}", "you": you}, headers=cookie
        )
        assert made.status == 200, you
    assert 'name="you"' in await (await client.get("/binders/new", headers=cookie)).text()
