"""Whoever closes a link is told what was made through it, and closes that with it where they want."""

from typing import Any

import pytest
from yarl import URL

from tests.conftest import Client
from tests.server.links.sharing import share
from tests.server.visits import Made, make, visit

JSON = {"Accept": "application/json"}
FRENCH = {"Accept-Language": "fr"}


async def made(client: Client, base: str, cookie: dict[str, str], **wish: Any) -> str:
    answer = await client.post(f"{base}/links", json=wish, headers=cookie)
    assert answer.status == 201, await answer.text()
    return URL((await answer.json())["url"]).path


async def chain(client: Client) -> tuple[Made, str, str, list[str]]:
    """A note, a link's id and path, and what was made through it: unused, used by Awa, made by Awa."""
    note = await make(client, markdown="# Loyers")
    group = await share(client, note, role="edit", label="Groupe")
    path = URL(group["url"]).path
    karim, awa = await visit(client), await visit(client)
    await client.get(path, headers=karim)
    alone = await made(client, path, karim, role="edit", label="Seul")
    await client.get(alone, headers=karim)
    used = await made(client, path, karim, role="edit", label="Pour Awa")
    await client.get(used, headers=awa)
    return note, group["id"], path, [alone, used, await made(client, used, awa, role="read", label="D’Awa")]


async def works(client: Client, paths: list[str]) -> list[bool]:
    stranger = await visit(client)
    return [(await client.get(path, headers=stranger)).status == 200 for path in paths]


@pytest.mark.first(2)
@pytest.mark.parametrize(
    ("also", "left"),
    [
        ([], [True, True, True]),
        (["unused"], [False, True, False]),
        (["used"], [True, False, True]),
        (["unused", "used"], [False, False, False]),
    ],
)
@pytest.mark.parametrize("by", ["page", "program"])
async def test_what_was_made_through_a_link_is_closed_with_it_where_asked(
    client: Client, also: list[str], left: list[bool], by: str
) -> None:
    note, id_, path, through = await chain(client)
    url = f"{note.edit}/links/{id_}"
    told = await (await client.get(f"{url}/close", headers=note.cookie | JSON)).json()
    assert [(one["value"], one["is_ticked"]) for one in told["also"]] == [("unused", True), ("used", False)]
    if by == "page":
        form = {"also": also}
        answer = await client.post(f"{url}/close", data=form, headers=note.cookie, allow_redirects=False)
        assert answer.headers["Location"] == f"{note.edit}/manage?done=closed"
    else:
        query = "&".join(f"also={one}" for one in also or [""])
        assert (await client.delete(f"{url}?{query}", headers=note.cookie)).status == 200
    assert await works(client, [path]) == [False]
    assert await works(client, through) == left


async def test_the_page_counts_and_a_program_that_says_nothing_closes_what_nobody_uses(
    client: Client,
) -> None:
    note, id_, _, through = await chain(client)
    url = f"{note.edit}/links/{id_}"
    page = await (await client.get(f"{url}/close", headers=note.cookie | FRENCH)).text()
    assert "3 liens ont été faits par celui-ci." in page
    assert "Fermer aussi 2 liens que personne d’autre n’utilise" in page
    assert "Fermer aussi un lien que d’autres utilisent. Une personne perd alors l’accès." in page
    listed = await (await client.get(f"{note.edit}/manage", headers=note.cookie | FRENCH)).text()
    assert f'href="{url}/close"' in listed
    assert (await client.delete(f"{url}?also=everything", headers=note.cookie)).status == 400
    assert (await client.delete(url, headers=note.cookie)).status == 200
    assert await works(client, through) == [False, True, False]
    assert (await client.get(f"{url}/close", headers=note.cookie | JSON)).status == 409


async def test_nobody_closes_anothers_link_or_is_told_what_it_ends(client: Client) -> None:
    note, id_, path, _ = await chain(client)
    guest = await visit(client)
    await client.get(path, headers=guest)
    for method in ("GET", "POST"):
        answer = await client.request(method, f"{path}/links/{id_}/close", headers=guest | JSON)
        assert answer.status == 403
    assert await works(client, [path]) == [True]
    assert note.id
