"""Who is removed, or whose given access is taken away, keeps nothing that it let them make or see."""

from typing import Any

import pytest
from yarl import URL

from server.http.keys import ENGINE
from server.settings.config import Config
from tests.conftest import Client
from tests.server.binders.binders import began, comes_by
from tests.server.carrying.taken import taken
from tests.server.gate.audit_log import deeds
from tests.server.pochettes import make_folder
from tests.server.visits import cookie_of, make, visit

JSON = {"Accept": "application/json"}
FRENCH = {"Accept-Language": "fr"}


async def made(client: Client, base: str, cookie: dict[str, str], **wish: Any) -> str:
    """The path of a new link."""
    answer = await client.post(f"{base}/links", json=wish, headers=cookie)
    assert answer.status == 201, await answer.text()
    return URL((await answer.json())["url"]).path


async def links(client: Client, base: str, cookie: dict[str, str]) -> dict[str, dict[str, Any]]:
    told = await (await client.get(f"{base}/links", headers=cookie | JSON)).json()
    return {one["label"] or one["role"]: one for one in told["links"]}


async def given(client: Client, base: str, manager: dict[str, str], role: str) -> dict[str, str]:
    asked = await client.post(f"{base}/access", data={"name": "Léa"}, allow_redirects=False)
    told = await (await client.get(f"{base}/links", headers=manager | JSON)).json()
    url = f"{base}/requests/{told['requests'][0]['id']}"
    assert (await client.post(url, json={"role": role}, headers=manager)).status == 200
    return cookie_of(asked)


async def opens(client: Client, path: str, *cookies: dict[str, str]) -> bool:
    """Whether any of these browsers, or one without a cookie, gets something there."""
    answers = [await client.get(path, headers=one | {"Sec-Fetch-Mode": "navigate"}) for one in (*cookies, {})]
    return any(answer.status == 200 for answer in answers)


async def removal(client: Client, base: str, cookie: dict[str, str], label: str, name: str) -> str:
    one = (await links(client, base, cookie))[label]
    (person,) = [person for person in one["people"] if person["name"] == name]
    return f"{base}/links/{one['id']}/people/{person['visitor']}"


async def place(client: Client, kind: str) -> tuple[str, str, dict[str, str], list[str]]:
    """The own address of a note or a classeur, that of the note, its manager, and addresses of old."""
    if kind == "note":
        note = await make(client, markdown="# Loyers\n\nornithorynque")
        return f"/n/{note.id}", f"/n/{note.id}", note.cookie, [note.edit, note.read]
    team = await began(client)
    path, _ = await team.link("edit", label="Ancien")
    return team.base, f"/n/{await team.note('# Loyers')}", team.cookie, [path]


async def held(client: Client, note: str, cookie: dict[str, str], *, by: str = "") -> str:
    """The own address of a pochette of theirs with the note."""
    own = await make_folder(client, title="À moi", headers=cookie)
    wish = {"links": [f"http://x{by}"]} if by else {"notes": [note.removeprefix("/n/")]}
    added = await client.post(f"{own.edit}/notes", json=wish, headers=cookie)
    assert added.status == 200, await added.text()
    return own.edit


async def shown(client: Client, pochette: str, cookie: dict[str, str]) -> bool:
    (item,) = (await (await client.get(f"{pochette}/notes", headers=cookie)).json())["notes"]
    return not item["withdrawn"]


@pytest.mark.first(1)
@pytest.mark.parametrize("kind", ["note", "classeur"])
async def test_who_is_removed_keeps_no_link_that_they_made(client: Client, config: Config, kind: str) -> None:
    base, note, manager, old = await place(client, kind)
    await client.app[ENGINE].write(lambda db: list(db.execute("UPDATE links SET is_private = 0")))
    group = await made(client, base, manager, role="edit", label="Groupe")
    marc = await comes_by(client, group, "Marc") if kind == "classeur" else await visit(client)
    awa = await comes_by(client, group, "Awa") if kind == "classeur" else await visit(client)
    for cookie, name in ((marc, "Marc"), (awa, "Awa")):
        await client.put("/api/visitor", json={"name": name}, headers=cookie)
        await client.get(group, headers=cookie)
    alone = await made(client, group, marc, role="edit", label="Pour moi")
    of_note = await made(client, note, marc, role="edit", label="Note à moi")
    shared = await made(client, group, marc, role="read", label="Pour Inès")
    paper = await made(client, note, marc, role="print", label="Bureau")
    by_program = await made(client, group, {}, role="read", label="Robot")
    ines = await visit(client)
    if kind == "classeur":
        ines = await comes_by(client, shared, "Inès")
    await client.get(shared, headers=ines)
    pochette = await held(client, note, marc, by=of_note)
    url = await removal(client, base, manager, "Groupe", "Marc")

    numbers = await (await client.get(url, headers=manager | JSON)).json()
    page = await (await client.get(url, headers=manager | FRENCH)).text()

    assert (numbers["closed"], numbers["mailed"], numbers["held"]) == (4, 0, 1)
    assert numbers["stays"] == 2
    assert "Un lien que cette personne a fait change d’adresse" in page
    assert "3 liens que cette personne a faits se ferment" in page
    assert "Un lien d’impression se ferme\u00a0: Bureau." in page
    assert await shown(client, pochette, marc)

    form = {"told": numbers["told"], "seen": "1"}
    done = await client.post(url, data=form, headers=manager, allow_redirects=False)
    assert done.status == 303, await done.text()

    for path in (group, alone, of_note, shared, paper, by_program, base, note, f"{note}/note.md"):
        assert not await opens(client, path, marc), path
    assert not await shown(client, pochette, marc)
    assert not any([await opens(client, path, marc) for path in old]), "older links are renewed where ticked"
    assert (await client.get(group, headers=awa)).status == 200
    assert (await client.get(shared, headers=ines)).status == 200
    after = await links(client, base, manager)
    assert after["Pour Inès"]["url"], "whoever manages has it now"
    removed = [line for what, line in await deeds(config) if what == "person-removed"]
    assert len(removed) == 1


@pytest.mark.parametrize("kind", ["note", "classeur"])
@pytest.mark.parametrize("role", ["read", "comment", "edit"])
async def test_access_that_is_taken_away_leaves_nothing(client: Client, kind: str, role: str) -> None:
    base, note, manager, _ = await place(client, kind)
    lea = await given(client, base, manager, role)
    paths = [base, note, f"{note}/note.md"]
    if role == "edit":
        paths += [
            await made(client, base, lea, role="edit", label="souvenir"),
            await made(client, note, lea, role="read", label="autre souvenir"),
        ]
        told = await links(client, base, lea)
        assert {one["label"] for one in told.values() if one["url"]} <= {"souvenir", "autre souvenir"}
    pochette = await held(client, note, lea) if kind == "note" else ""
    (one,) = (await (await client.get(f"{base}/links", headers=manager | JSON)).json())["given"]
    url = f"{base}/given/{one['visitor']}"
    page = await client.get(url, headers=manager | FRENCH)
    assert "Cet accès s’arrête aussitôt" in await page.text()

    assert (await client.post(f"{url}/end", json={}, headers=manager)).status == 200

    for path in paths:
        assert not await opens(client, path, lea), path
    home = await (await client.get("/", headers=lea)).text()
    assert note not in home
    if pochette:
        assert not await shown(client, pochette, lea)
    assert (await client.post(f"{url}/end", json={}, headers=manager)).status == 404


async def test_a_right_that_is_lowered_leaves_the_links_below_it(client: Client) -> None:
    base, note, manager, _ = await place(client, "note")
    lea = await given(client, base, manager, "edit")
    high = await made(client, base, lea, role="edit", label="haut")
    low = await made(client, base, lea, role="read", label="bas")
    (one,) = (await (await client.get(f"{base}/links", headers=manager | JSON)).json())["given"]
    url = f"{base}/given/{one['visitor']}"
    page = await (await client.get(f"{url}?role=read", headers=manager | FRENCH)).text()
    assert "Un lien que cette personne a fait se ferme" in page

    for wrong in ("edit", "manage", "x"):
        assert (await client.post(f"{url}/end", json={"role": wrong}, headers=manager)).status == 400
    assert (await client.post(f"{url}/end", json={"role": "read"}, headers=manager)).status == 200

    assert not await opens(client, high, lea)
    assert await opens(client, low, lea)
    assert (await client.get(f"{note}/note.md", headers=lea)).status == 200
    assert (await client.put(f"{note}/card", json={"theme": "x"}, headers=lea)).status == 403


@pytest.mark.parametrize("kind", ["note", "classeur"])
@pytest.mark.parametrize("way", ["given", "link"])
async def test_what_was_taken_along_is_named_where_a_right_ends_that_let_it_be_taken(
    client: Client, kind: str, way: str
) -> None:
    """Also a note alone where the right to its classeur ends."""
    base, note, manager, _ = await place(client, kind)
    if way == "given":
        lea = await given(client, base, manager, "read")
        (one,) = (await (await client.get(f"{base}/links", headers=manager | JSON)).json())["given"]
        url = f"{base}/given/{one['visitor']}"
    else:
        group = await made(client, base, manager, role="read", label="Groupe")
        lea = await comes_by(client, group, "Léa") if kind == "classeur" else await visit(client)
        await client.put("/api/visitor", json={"name": "Léa"}, headers=lea)
        await client.get(group, headers=lea)
        url = await removal(client, base, manager, "Groupe", "Léa")
    before = await (await client.get(url, headers=manager | FRENCH)).text()
    await taken(client, note, lea)

    page = await (await client.get(url, headers=manager | FRENCH)).text()

    assert "emportée" not in before
    assert "Une note emportée reste lisible sans réseau jusqu’au" in page


async def test_a_press_does_nothing_else_than_its_page_has_told(client: Client) -> None:
    base, _, manager, _ = await place(client, "note")
    group = await made(client, base, manager, role="edit", label="Groupe")
    marc = await visit(client)
    await client.put("/api/visitor", json={"name": "Marc"}, headers=marc)
    await client.get(group, headers=marc)
    own = await made(client, group, marc, role="read", label="À moi")
    url = await removal(client, base, manager, "Groupe", "Marc")
    told = (await (await client.get(url, headers=manager | JSON)).json())["told"]
    await client.get(own, headers=await visit(client))

    refused = await client.post(url, json={"told": told}, headers=manager | JSON)

    assert (refused.status, (await refused.json())["error"]["code"]) == (409, "ending_changed")
    assert await opens(client, group, marc), "nothing half done"


async def test_what_was_shown_before_is_offered_unticked_and_reminded_of(client: Client) -> None:
    base, _, manager, (edit, _) = await place(client, "note")
    await client.app[ENGINE].write(lambda db: list(db.execute("UPDATE links SET is_private = 0")))
    group = await made(client, base, manager, role="edit", label="Groupe")
    marc, awa = await visit(client), await visit(client)
    await client.put("/api/visitor", json={"name": "Marc"}, headers=marc)
    await client.get(group, headers=marc)
    await client.get(edit, headers=awa)
    url = await removal(client, base, manager, "Groupe", "Marc")
    page = await (await client.get(url, headers=manager | FRENCH)).text()
    assert "Renouveler aussi 2 liens plus anciens" in page
    assert 'name="seen" value="1">' in page

    await client.post(url, headers=manager)

    assert (await client.get(edit, headers=awa)).status == 200
    told = await (await client.get(f"{base}/links", headers=manager | JSON)).json()
    assert told["outlived"] == 2
    reminded = await (await client.get(f"{base}/manage", headers=manager | FRENCH)).text()
    assert "2 liens restent ouverts dont une personne retirée" in reminded
    await client.post(f"{base}/manage/renew", headers=manager)
    told = await (await client.get(f"{base}/links", headers=manager | JSON)).json()
    assert told["outlived"] == 0
