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
