"""What a device may do is the highest of its rights, what an address shows is its own."""

import pytest
from yarl import URL

from server.http.keys import ENGINE
from server.ids import NoteId
from tests.conftest import Client
from tests.server.binders.binders import Team, began, comes_by
from tests.server.visits import PHONE, cookie_of, facts_of, make, visit

RIGHTS = ("read", "comment", "edit")


async def link_to(client: Client, base: str, role: str, cookie: dict[str, str]) -> str:
    answer = await client.post(f"{base}/links", json={"role": role}, headers=cookie)
    assert answer.status == 201, await answer.text()
    return URL((await answer.json())["url"]).path


async def in_binder(client: Client) -> tuple[Team, str]:
    team = await began(client)
    return team, await team.note("# Loyers\n\nEncadrer.")


@pytest.mark.first(4)
@pytest.mark.parametrize("shown", RIGHTS)
@pytest.mark.parametrize("held", ["nothing", *RIGHTS])
async def test_an_address_shows_its_own_right_and_edit_stands_beside(
    client: Client, shown: str, held: str
) -> None:
    team, note = await in_binder(client)
    path = await link_to(client, f"/n/{note}", shown, team.cookie)
    cookie = await visit(client)
    await client.put("/api/visitor", json={"name": "Karim"}, headers=cookie)
    if held != "nothing":
        await client.get((await team.link(held))[0], headers=cookie)
    own_edit = f'href="/n/{note}?view=edit"'
    for headers in (cookie, cookie | PHONE):
        answer = await client.get(path, headers=headers)
        page = await answer.text()
        is_editor = 'id="editor"' in page
        assert is_editor is (shown != "read" and headers is cookie)
        if is_editor:
            assert (await facts_of(answer))["role"] == shown
        assert (own_edit in page) is (held == "edit" and shown != "edit"), (shown, held)
        assert (f'href="{team.base}"' in page) is (held != "nothing")


async def test_its_own_address_leads_back_to_the_classeur_for_who_holds_it(client: Client) -> None:
    team, note = await in_binder(client)
    for view in ("read", "edit"):
        page = await (await client.get(f"/n/{note}?view={view}", headers=team.cookie)).text()
        assert f'href="{team.base}"' in page
        assert "Programme" in page
    mine = await make(client, markdown="# Seule")
    page = await (await client.get(f"/n/{mine.id}?view=edit", headers=mine.cookie)).text()
    assert 'class="home" href="/"' in page


async def test_who_came_by_a_link_of_the_note_learns_nothing_of_its_classeur(client: Client) -> None:
    team, note = await in_binder(client)
    paul = cookie_of(await client.get(await link_to(client, f"/n/{note}", "edit", team.cookie)))
    for address in (f"/n/{note}?view=edit", f"/n/{note}?view=read"):
        answer = await client.get(address, headers=paul)
        page = await answer.text()
        assert answer.status == 200
        assert "Programme" not in page
        assert team.binder not in page


async def test_a_note_without_links_tells_that_it_has_none(client: Client) -> None:
    team, note = await in_binder(client)
    facts = await facts_of(await client.get(f"/n/{note}?view=edit", headers=team.cookie))
    assert facts["links"] == {"edit": None, "read": None}
    assert facts["token"] == note
    assert facts["linksAt"] == f"/n/{note}/links"
    assert facts["sync"] == f"/sync/{note}"


async def test_an_archived_note_is_read_and_says_so(client: Client) -> None:
    team, note = await in_binder(client)
    archive = "UPDATE notes SET archived_at = 1 WHERE id = ?"
    assert client.app is not None
    await client.app[ENGINE].write(lambda db: db.execute(archive, (NoteId(note),)))
    answer = await client.get(f"/n/{note}?view=edit", headers=team.cookie | {"Accept-Language": "fr"})
    page = await answer.text()
    assert "Archivée" in page
    assert 'id="editor"' not in page
    assert "view=edit" not in page
    unarchive = f'action="{team.base}/archive"'
    assert unarchive in page
    other = await comes_by(client, (await team.link("read"))[0])
    page = await (await client.get(f"/n/{note}", headers=other | {"Accept-Language": "fr"})).text()
    assert "Archivée" in page
    assert unarchive not in page
    back = await client.post(f"{team.base}/archive", data={"note": note}, headers=team.cookie)
    assert back.status == 200
    assert 'id="editor"' in await (await client.get(f"/n/{note}?view=edit", headers=team.cookie)).text()
