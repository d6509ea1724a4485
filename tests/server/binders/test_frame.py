"""The frame of a classeur's pages: what it counts, and what it tells to whom."""

import re

from tests.conftest import Client
from tests.server.binders.binders import Team, began, comes_by


async def page(client: Client, path: str, cookie: dict[str, str]) -> str:
    answer = await client.get(path, headers={"Accept-Language": "fr", **cookie})
    assert answer.status == 200, await answer.text()
    return await answer.text()


async def themed(team: Team, title: str, theme: str) -> str:
    note = await team.note(f"# {title}")
    path = f"/n/{note}/card"
    assert (await team.client.put(path, json={"theme": theme}, headers=team.cookie)).status == 200
    return note


async def test_the_rail_has_themes_in_the_order_of_the_alphabet_with_the_colours_of_the_print(
    client: Client,
) -> None:
    team = await began(client)
    for theme in ("Santé", "Œuvres sociales", "Économie", "Énergie", "Logement", "Économie"):
        await themed(team, "Une note", theme)
    seen = await page(client, team.base, team.cookie)
    rail = re.findall(r'class="t(\d)"><a href="([^"]*)".*?<span>\s*([^<]*?)\s*</span><i[^>]*>(\d+)', seen)
    assert [(colour, name, count) for colour, _, name, count in rail] == [
        ("1", "Économie", "2"),
        ("2", "Énergie", "1"),
        ("3", "Logement", "1"),
        ("4", "Œuvres sociales", "1"),
        ("5", "Santé", "1"),
    ]
    assert rail[0][1].startswith(f"{team.base}?view=liste&amp;theme=%C3%89conomie")


async def test_notes_of_the_trash_are_not_counted(client: Client) -> None:
    team = await began(client)
    await themed(team, "Reste", "Santé")
    gone = await themed(team, "Part", "Transports")
    assert (await client.post(f"/n/{gone}/trash", json={}, headers=team.cookie)).status == 200
    seen = await page(client, team.base, team.cookie)
    assert "Transports" not in seen
    assert re.search(r"Notes<i>1</i>", seen)
    assert re.search(r"Corbeille<i>1</i>", seen)


async def test_who_reads_is_offered_nothing_to_change_and_told_of_nobody(client: Client) -> None:
    team = await began(client)
    await themed(team, "Reste", "Santé")
    path, _ = await team.link("read")
    seen = await page(client, path, await comes_by(client, path))
    for offer in ("Nouvelle note", 'id="share"', "Importer", "Renommer", "Gérer", "Corbeille", "lien actif"):
        assert offer not in seen, offer
    assert "Peut lire toutes les notes de ce classeur" in seen
    mine = await page(client, path, team.cookie)
    assert "Nouvelle note" not in mine
    assert f'href="{team.base}">Cet appareil peut aussi gérer' in mine


async def test_the_switch_offers_only_classeurs_that_still_open(client: Client) -> None:
    other = await began(client, "Débats")
    path, link = await other.link("read")
    reader = await comes_by(client, path)
    team = await began(client, "Programme")
    here, _ = await team.link("read")
    await client.get(here, headers=reader)
    assert "Débats" in await page(client, here, reader)
    assert (await client.delete(f"{other.base}/links/{link}", headers=other.cookie)).status == 200
    assert "Débats" not in await page(client, here, reader)


async def test_it_is_renamed_without_script_by_who_manages_it(client: Client) -> None:
    team = await began(client)
    path, _ = await team.link("edit")
    karim = await comes_by(client, path)
    for cookie, status in ((karim, 403), (team.cookie, 303)):
        answer = await client.post(
            f"{team.base}/binder", data={"name": "Le programme"}, headers=cookie, allow_redirects=False
        )
        assert answer.status == status, await answer.text()
    assert "Le programme" in await page(client, team.base, team.cookie)
