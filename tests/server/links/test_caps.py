"""A link keeps through which link it was made; addresses are shown to their makers and to who manages."""

from typing import Any

import pytest
from yarl import URL

from server.clock import now_ms
from server.http.keys import ENGINE
from tests.conftest import Client
from tests.server.binders.binders import began, comes_by
from tests.server.links.sharing import share
from tests.server.pochettes import make_folder
from tests.server.visits import cookie_of, facts_of, make, visit

JSON = {"Accept": "application/json"}
SOON, LATER = "2031-05-02T10:00:00+00:00", "2032-05-02T10:00:00+00:00"


async def urls(client: Client, base: str, cookie: dict[str, str]) -> dict[str, str | None]:
    """The addresses that somebody is told, by the names of the links; without a name by what they give."""
    told = await (await client.get(f"{base}/links", headers=cookie | JSON)).json()
    return {one["label"] or one["role"]: one["url"] for one in told["links"] if one["is_open"]}


async def made(client: Client, base: str, cookie: dict[str, str] | None, **wish: Any) -> dict[str, Any]:
    answer = await client.post(f"{base}/links", json=wish, headers=cookie)
    assert answer.status == 201, await answer.text()
    facts: dict[str, Any] = await answer.json()
    return facts


def path_of(facts: dict[str, Any]) -> str:
    return URL(facts["url"]).path


async def given(client: Client, base: str, manager: dict[str, str], role: str) -> dict[str, str]:
    """The cookie of a browser that has asked for access and was given it."""
    asked = await client.post(f"{base}/access", data={"name": "Léa"}, allow_redirects=False)
    lea = cookie_of(asked)
    told = await (await client.get(f"{base}/links", headers=manager | JSON)).json()
    url = f"{base}/requests/{told['requests'][0]['id']}"
    assert (await client.post(url, json={"role": role}, headers=manager)).status == 200
    return lea


async def test_an_editor_is_told_the_address_of_links_that_they_made_or_came_by_alone(client: Client) -> None:
    note = await make(client, markdown="# Loyers")
    way_in = await share(client, note, role="edit", label="Groupe")
    for label, wish in (("Presse", {"role": "read"}), ("Copie", {"role": "print", "recipient": "Anne"})):
        await share(client, note, label=label, **wish)
    karim = await visit(client)
    await client.get(path_of(way_in), headers=karim)
    own = await made(client, path_of(way_in), karim, role="read", label="À moi")

    told = await urls(client, path_of(way_in), karim)

    assert told == {
        "Groupe": way_in["url"],
        "À moi": own["url"],
        **dict.fromkeys(("Presse", "Copie", "edit", "read")),
    }
    assert await urls(client, f"/n/{note.id}", karim) == told, "at the own address too"
    assert None not in (await urls(client, note.edit, note.cookie)).values(), "who manages is told all"
    page = await facts_of(await client.get(f"{path_of(way_in)}?view=edit", headers=karim))
    assert page["links"] == {"edit": way_in["url"], "read": own["url"]}
    moved = await (await client.get(f"{path_of(way_in)}/moved", headers=karim)).json()
    assert moved["links"] == page["links"]


async def test_no_page_of_a_pochette_tells_who_composes_it_another_ones_address(client: Client) -> None:
    folder = await make_folder(client, title="Lundi")
    guest = await visit(client)
    page = await client.get(folder.edit, headers=guest)
    assert (await facts_of(page))["links"] == {"edit": str(client.make_url(folder.edit))}
    assert URL(folder.read).name not in await page.text()
    assert folder.read in str((await facts_of(await client.get(folder.edit, headers=folder.cookie)))["links"])


@pytest.mark.parametrize("has_cookie", [True, False])
async def test_a_link_ends_no_later_than_the_one_through_which_it_was_made(
    client: Client, *, has_cookie: bool
) -> None:
    note = await make(client, markdown="# Loyers")
    way_in = path_of(await share(client, note, role="edit", label="Groupe", expires_at=SOON))
    karim = await visit(client) if has_cookie else {}
    if has_cookie:
        await client.get(way_in, headers=karim)
        told = await (await client.get(f"{way_in}/links", headers=karim | JSON)).json()
        assert told["ends_at"] == SOON
    for wish in ({}, {"expires_at": LATER}, {"expires_at": None}):
        assert (await made(client, way_in, karim, role="read", **wish))["expires_at"] == SOON
    sooner = "2031-01-01T00:00:00+00:00"
    own = await made(client, way_in, karim, role="read", expires_at=sooner)
    assert own["expires_at"] == sooner
    changed = await client.put(
        f"{note.edit}/links/{own['id']}", json={"expires_at": None}, headers=note.cookie
    )
    assert (await changed.json())["expires_at"] == SOON, "nor is it given a later end afterwards"
    assert (await made(client, note.edit, note.cookie, role="read"))["expires_at"] is None
    told = await (await client.get(f"{note.edit}/links", headers=note.cookie | JSON)).json()
    assert told["ends_at"] is None


async def test_what_was_made_through_a_link_gives_no_more_than_it_gives_later(client: Client) -> None:
    note = await make(client, markdown="# Loyers")
    group = await share(client, note, role="edit", label="Groupe")
    karim = await visit(client)
    await client.get(path_of(group), headers=karim)
    own = await made(client, path_of(group), karim, role="edit", label="À moi")
    awa = await visit(client)
    await client.get(path_of(own), headers=awa)
    theirs = await made(client, path_of(own), awa, role="comment", label="D’Awa")
    reading = await made(client, path_of(own), awa, role="read", label="Lecture")

    wish = {"role": "read", "expires_at": SOON}
    assert (
        await client.put(f"{note.edit}/links/{group['id']}", json=wish, headers=note.cookie)
    ).status == 200

    told = await (await client.get(f"{note.edit}/links", headers=note.cookie | JSON)).json()
    found = {one["id"]: (one["role"], one["expires_at"]) for one in told["links"]}
    assert [found[one["id"]] for one in (group, own, theirs, reading)] == [("read", SOON)] * 4
    for one in (own, theirs):
        text = await client.put(f"{path_of(one)}/card", json={"theme": "x"}, headers=awa)
        assert text.status == 403
    raised = await client.put(f"{note.edit}/links/{own['id']}", json={"role": "edit"}, headers=note.cookie)
    assert raised.status == 403


async def test_an_expired_link_leaves_nothing_open_that_was_made_through_it(client: Client) -> None:
    team = await began(client)
    note = await team.note("# Loyers")
    path, id_ = await team.link("edit", label="Groupe", expires_at=SOON)
    karim = await comes_by(client, path)
    of_binder = await made(client, path, karim, role="read", label="Classeur")
    of_note = await made(client, f"/n/{note}", karim, role="edit", label="Note")
    assert of_binder["expires_at"] == of_note["expires_at"] == SOON
    past = now_ms() - 1
    change = "UPDATE links SET expires_at = ? WHERE expires_at IS NOT NULL"
    await client.app[ENGINE].write(lambda db: list(db.execute(change, (past,))))
    for address in (path_of(of_binder), path_of(of_note), f"/n/{note}/note.md"):
        assert (await client.get(address, headers=karim)).status in {404, 410}, address
    assert id_


async def test_home_leads_to_the_own_address_where_a_right_is_no_links(client: Client) -> None:
    note = await make(client, markdown="# Loyers")
    folder = await make_folder(client, title="Lundi", day="2031-05-02", headers=note.cookie)
    lea = await given(client, f"/n/{note.id}", note.cookie, "edit")
    for cookie in (lea, note.cookie):
        home = await (await client.get("/", headers=cookie)).text()
        assert f'href="/n/{note.id}' in home
        for secret in (note.edit, note.read, folder.edit, folder.read):
            assert secret not in home
    guest = await visit(client)
    await client.get(note.edit, headers=guest)
    assert f'href="{note.edit}' in await (await client.get("/", headers=guest)).text()


@pytest.mark.parametrize("role", ["read", "comment", "edit"])
async def test_a_pochette_holds_what_a_given_right_brought_by_a_link_of_its_own(
    client: Client, role: str
) -> None:
    note = await make(client, markdown="# Loyers")
    lea = await given(client, f"/n/{note.id}", note.cookie, role)
    own = await make_folder(client, title="À Léa", headers=lea)
    for _ in range(2):  # brought twice, held once
        added = await client.post(f"{own.edit}/notes", json={"notes": [note.id]}, headers=lea)
        assert added.status == 200, await added.text()
    told = await (await client.get(f"{note.edit}/links", headers=note.cookie | JSON)).json()
    (held,) = [one for one in told["links"] if one["label"]]
    assert (held["label"], held["role"]) == ("Pochette «\u202fÀ Léa\u202f»", "read")
    (item,) = (await (await client.get(f"{own.edit}/notes", headers=lea)).json())["notes"]
    assert not item["withdrawn"]
    await client.delete(f"{note.edit}/links/{held['id']}", headers=note.cookie)
    (item,) = (await (await client.get(f"{own.edit}/notes", headers=lea)).json())["notes"]
    assert item["withdrawn"], "closing that link takes it out there, and nowhere else"
