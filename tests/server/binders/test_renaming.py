"""Titles and themes that are changed from the list of a classeur."""

import json

from tests.conftest import Client
from tests.server.binders.binders import Team, began, comes_by
from tests.server.binders.listing import put_down, see
from tests.server.live.editors import join_synced


async def retitle(team: Team, note: str, title: object, cookie: dict[str, str]) -> tuple[int, str]:
    path, wish = f"{team.base}/notes/title", {"note": note, "title": title}
    answer = await team.client.post(path, json=wish, headers=cookie)
    return answer.status, await answer.text()


async def text_of(team: Team, note: str) -> str:
    return await (await team.client.get(f"/n/{note}/note.md", headers=team.cookie)).text()


async def test_a_title_is_written_into_the_text_as_an_edit_of_who_gives_it(client: Client) -> None:
    team = await began(client)
    note = await team.note("Une phrase.\n\n# Avant\n\nLa suite.")
    path, _ = await team.link("edit")
    karim = await comes_by(client, path)
    await client.put("/api/visitor", json={"name": "Karim Haddad"}, headers=karim)
    page = await join_synced(client, note, headers=team.cookie)
    status, told = await retitle(team, note, "Après", karim)
    assert (status, json.loads(told)) == (200, {"title": "Après", "before": "Avant"})
    await page.until(lambda: "# Après" in str(page.text))
    assert "Une phrase.\n\n# Après\n\nLa suite." in await text_of(team, note)
    seen = await see(client, team.base, team.cookie)
    assert seen.titles == ["Après"]
    assert "Karim Haddad a écrit" in seen.text


async def test_a_text_without_a_title_is_given_one(client: Client) -> None:
    team = await began(client)
    note = await team.note("Une phrase.")
    assert (await retitle(team, note, "Un titre", team.cookie))[0] == 200
    assert "# Un titre\n\nUne phrase." in await text_of(team, note)


async def test_signs_of_markdown_in_a_title_are_its_letters(client: Client) -> None:
    team = await began(client)
    note = await team.note("# Le **plan**\n\nmot")
    assert (await see(client, team.base, team.cookie)).titles == ["Le plan"]
    assert (await retitle(team, note, "Le *prix* #", team.cookie))[0] == 200
    assert (await see(client, team.base, team.cookie)).titles == ["Le *prix* #"]
    assert "# Le \\*prix\\* \\#\n\nmot" in await text_of(team, note)


async def test_who_may_not_edit_and_what_is_no_title_change_nothing(client: Client) -> None:
    team = await began(client)
    note = await put_down(team, "Un")
    path, _ = await team.link("comment")
    assert (await retitle(team, note, "Deux", await comes_by(client, path)))[0] == 403
    for title in ("", "  ", "Un\nDeux", "x" * 201, 3):
        status, told = await retitle(team, note, title, team.cookie)
        assert status == (400 if title != "Un\nDeux" else 200), told
        if status == 200:
            assert '"title": "Un Deux"' in told
    assert (await retitle(team, "A" * 22, "Deux", team.cookie))[0] == 404
    other = await began(client, "Débats")
    assert (await retitle(other, note, "Deux", other.cookie))[0] == 404
    archived = await client.post(f"{team.base}/notes/archive", json={"notes": [note]}, headers=team.cookie)
    assert archived.status == 200
    assert (await retitle(team, note, "Deux", team.cookie))[0] == 409


async def test_a_theme_gets_another_name_on_each_card(client: Client) -> None:
    team = await began(client)
    for title, theme in (("Un", "Logment"), ("Deux", "Logment"), ("Trois", "Santé")):
        await put_down(team, title, theme=theme)
    other = await began(client, "Débats")
    await put_down(other, "Ailleurs", theme="Logment")
    page = await join_synced(client, await put_down(team, "Quatre", theme="Logment"), headers=team.cookie)
    answer = await client.post(
        f"{team.base}/themes", json={"from": "Logment", "to": "Logement"}, headers=team.cookie
    )
    assert await answer.json() == {"changed": 3}
    await page.until(lambda: any(said.get("theme") == "Logement" for said in page.events))
    assert (await see(client, team.base, team.cookie)).sections.keys() == {"Logement", "Santé"}
    assert (await see(client, other.base, other.cookie)).sections.keys() == {"Logment"}
    led = await client.post(
        f"{team.base}/themes",
        data={"from": "Santé", "to": "Soins"},
        headers=team.cookie,
        allow_redirects=False,
    )
    assert (led.status, led.headers["Location"]) == (303, f"{team.base}?view=liste&theme=Soins")
    path, _ = await team.link("read")
    reader = await comes_by(client, path)
    refused = await client.post(f"{team.base}/themes", json={"from": "Soins", "to": "X"}, headers=reader)
    assert refused.status == 403
