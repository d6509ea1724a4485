"""Beside a note: titles to link to, themes in use, and what a token opens, each told only to who may know."""

from typing import Any

import pytest

from server.binders.rules.siblings import one_spelling
from tests.conftest import Client
from tests.server.binders.binders import Team, began, comes_by
from tests.server.home.passwords import submit_password
from tests.server.visitors.pairs import joined
from tests.server.visits import cookie_of, make, visit

PASSWORD = "cheval pile agrafe"


async def asked(client: Client, address: str, cookie: dict[str, str]) -> dict[str, Any]:
    answer = await client.get(address, headers=cookie | {"Accept": "application/json"})
    assert answer.status == 200, await answer.text()
    told: dict[str, Any] = await answer.json()
    return told


async def titles(client: Client, note: str, cookie: dict[str, str], query: str = "") -> list[str]:
    told = await asked(client, f"/n/{note}/siblings?q={query}", cookie)
    return [one["title"] for one in told["notes"]]


async def full(client: Client) -> tuple[Team, list[str]]:
    team = await began(client)
    ids = [
        await team.note(f"# {title}") for title in ("Bail", "Œuvres d’art", "Économie", "Loyers : l'écart")
    ]
    return team, ids


async def link_to(client: Client, note: str, cookie: dict[str, str], **wish: Any) -> str:
    answer = await client.post(f"/n/{note}/links", json=wish, headers=cookie)
    assert answer.status == 201, await answer.text()
    url: str = (await answer.json())["url"]
    return url[url.index("/n/") :]


async def test_titles_are_found_without_accents_and_never_the_note_itself(client: Client) -> None:
    team, (bail, *_) = await full(client)
    assert await titles(client, bail, team.cookie) == ["Économie", "Loyers : l'écart", "Œuvres d’art"]
    for query, found in (
        ("eco", ["Économie"]),
        ("OEUVRES", ["Œuvres d’art"]),
        ("ecart loyers", ["Loyers : l'écart"]),
        ("l’e", ["Loyers : l'écart"]),
        ("bail", []),
        ("xyz", []),
    ):
        assert await titles(client, bail, team.cookie, query) == found, query


async def test_nothing_outside_of_its_classeur_is_told(client: Client) -> None:
    team, (bail, *_) = await full(client)
    await make(client, markdown="# Dehors", headers=team.cookie)
    other = await began(client, "Débats", cookie=team.cookie)
    await other.note("# Ailleurs")
    assert not {"Dehors", "Ailleurs"} & set(await titles(client, bail, team.cookie))


async def test_a_note_in_no_classeur_is_told_what_the_device_may_read(client: Client) -> None:
    team, _ = await full(client)
    alone = await make(client, markdown="# Seule", headers=team.cookie)
    paul = await visit(client)
    theirs = await make(client, markdown="# Brouillon de Paul", headers=paul)
    note = alone.edit.rsplit("/", 1)[-1]
    assert await titles(client, note, paul) == ["Brouillon de Paul"]
    # What its classeur gives, and what was opened by a link of its own, without their rights.
    await client.get(theirs.read, headers=team.cookie)
    told = await asked(client, f"{alone.edit}/siblings", team.cookie)
    own = {"Bail", "Économie", "Loyers : l'écart", "Œuvres d’art", "Brouillon de Paul"}
    assert {one["title"] for one in told["notes"]} == own
    assert (told["is_in"], told["more"]) == (False, 0)
    assert {one["url"] for one in told["notes"]} == {f"/n/{one['note']}" for one in told["notes"]}
    assert theirs.read not in str(told)
    assert await titles(client, note, team.cookie, "OEUVRES") == ["Œuvres d’art"]
    assert await titles(client, note, paul, "bail") == []


async def test_a_note_in_no_classeur_is_not_told_what_is_gone_or_closed(client: Client) -> None:
    team, _ = await full(client)
    alone = await make(client, markdown="# Seule", headers=team.cookie)
    note = alone.edit.rsplit("/", 1)[-1]
    karim = await visit(client)
    for title in ("Fermée", "Secrète", "À imprimer", "Jetée"):
        made = await make(client, markdown=f"# {title}", headers=team.cookie)
        id_ = (await asked(client, f"{made.edit}/own", team.cookie))["url"].rsplit("/", 1)[-1]
        wish = {"Secrète": {"role": "read", "password": PASSWORD}, "À imprimer": {"role": "print"}}
        path = await link_to(client, id_, team.cookie, **wish.get(title, {"role": "read"}))
        await client.get(path, headers=karim)
        if title == "Fermée":
            assert await titles(client, note, karim) == ["Fermée"]
            for link in (await asked(client, f"/n/{id_}/links", team.cookie))["links"]:
                await client.delete(f"/n/{id_}/links/{link['id']}", headers=team.cookie)
        if title == "Jetée":
            assert await titles(client, note, karim) == ["Jetée"]
            gone = await client.post(f"/n/{id_}/trash", headers=team.cookie)
            assert gone.status == 200, await gone.text()
    assert await titles(client, note, karim) == []


async def test_a_note_in_no_classeur_is_told_what_opens_at_its_own_address_alone(client: Client) -> None:
    alone = await make(client, markdown="# Seule")
    note, maker = alone.edit_token, await visit(client)
    karim = await visit(client)
    paths: dict[str, tuple[str, str]] = {}
    for title in ("Lue", "Dite", "Non dite", "Imprimée", "Renouvelée", "Effacée"):
        made = await make(client, markdown=f"# {title}", headers=maker)
        wish = {"password": PASSWORD} if "ite" in title else {}
        role = "print" if title == "Imprimée" else "read"
        path = await link_to(client, made.id, maker, role=role, **wish)
        await client.get(path, headers=karim)
        paths[title] = made.id, path
    await submit_password(client, paths["Dite"][1], PASSWORD, karim)
    await client.get(paths["Dite"][1], headers=karim)
    assert await titles(client, note, karim) == ["Dite", "Effacée", "Lue", "Renouvelée"]
    await client.post(f"/n/{paths['Renouvelée'][0]}/manage/renew", headers=maker, allow_redirects=False)
    erased = {"note": paths["Effacée"][0]}
    await client.post(f"/n/{erased['note']}/trash", headers=maker)
    assert (await client.post("/trash", json=erased | {"do": "purge"}, headers=maker)).status == 200
    told = (await asked(client, f"/n/{note}/siblings", karim))["notes"]
    opens = [
        title
        for title, (id_, _) in paths.items()
        if (await client.get(f"/n/{id_}/note.md", headers=karim)).status == 200
    ]
    assert sorted(opens) == [one["title"] for one in told] == ["Dite", "Lue"]
    assert not [path for _, path in paths.values() if path.rpartition("/")[2] in str(told)]
    # A linked device has not said the password; a browser that keeps no cookie is told nothing.
    assert await titles(client, note, await joined(client, karim)) == ["Lue"]
    assert await titles(client, note, {}) == []
    assert (await client.get(f"/n/{alone.id}/siblings", headers=karim)).status == 404


async def test_of_many_notes_twenty_are_told_and_the_others_counted(client: Client) -> None:
    maker = await visit(client)
    for number in range(23):
        await make(client, markdown=f"# Fiche {number:02}", headers=maker)
    alone = await make(client, markdown="# Seule", headers=maker)
    told = await asked(client, f"{alone.edit}/siblings", maker)
    assert [one["title"] for one in told["notes"]] == [f"Fiche {number:02}" for number in range(20)]
    assert told["more"] == 3
    assert await titles(client, alone.edit_token, maker, "fiche 22") == ["Fiche 22"]


async def test_who_came_by_links_of_notes_sees_those_notes_alone(client: Client) -> None:
    team, (bail, _, economy, _) = await full(client)
    paul = cookie_of(await client.get(await link_to(client, bail, team.cookie, role="edit")))
    assert await titles(client, bail, paul) == []
    path = await link_to(client, economy, team.cookie, role="read")
    await client.get(path, headers=paul)
    assert await titles(client, bail, paul) == ["Économie"]
    links = await asked(client, f"/n/{economy}/links", team.cookie)
    (link,) = links["links"]
    await client.delete(f"/n/{economy}/links/{link['id']}", headers=team.cookie)
    assert await titles(client, bail, paul) == []
    assert await asked(client, f"/n/{bail}/themes", paul) == {"themes": []}


@pytest.mark.parametrize("role", ["read", "comment"])
async def test_who_may_not_edit_is_told_neither_titles_nor_themes(client: Client, role: str) -> None:
    team, (bail, *_) = await full(client)
    reader = await comes_by(client, (await team.link(role))[0])
    for address in ("siblings", "themes"):
        assert (await client.get(f"/n/{bail}/{address}", headers=reader)).status == 403


async def test_themes_are_those_in_use_each_in_one_spelling(client: Client) -> None:
    team, ids = await full(client)
    for note, theme in zip(ids, ("Logement", "logement ", "Énergie", "Logement"), strict=True):
        put = await client.put(f"/n/{note}/card", json={"theme": theme}, headers=team.cookie)
        assert put.status == 200, await put.text()
    assert await asked(client, f"/n/{ids[0]}/themes", team.cookie) == {"themes": ["Énergie", "Logement"]}


def test_spellings_that_fold_alike_are_one() -> None:
    found = {"Energie": 1, "Énergie": 3, "ÉNERGIE": 1, "Santé": 1, "Vœux  2027": 1, "voeux 2027": 2}
    assert one_spelling(found) == ["Énergie", "Santé", "voeux 2027"]


@pytest.mark.parametrize("role", ["read", "comment", "edit"])
async def test_a_token_tells_its_own_address_its_title_and_its_right(client: Client, role: str) -> None:
    team, (bail, *_) = await full(client)
    path = await link_to(client, bail, team.cookie, role=role)
    for cookie in ({}, await visit(client), team.cookie):
        assert await asked(client, f"{path}/own", cookie) == {
            "url": f"/n/{bail}",
            "title": "Bail",
            "gives": role,
        }
    assert (await asked(client, f"/n/{bail}/own", team.cookie))["gives"] is None
    binder, _ = await team.link(role)
    assert await asked(client, f"{binder}/own", {}) == {
        "url": team.base,
        "title": "Programme",
        "gives": role,
    }


async def test_a_token_to_print_tells_no_title(client: Client) -> None:
    team, (bail, *_) = await full(client)
    path = await link_to(client, bail, team.cookie, role="print")
    assert await asked(client, f"{path}/own", {}) == {"url": f"/n/{bail}", "title": "", "gives": "print"}


async def test_a_token_that_opens_nothing_tells_nothing(client: Client) -> None:
    team, (bail, *_) = await full(client)
    json = {"Accept": "application/json"}
    locked = await link_to(client, bail, team.cookie, role="read", password=PASSWORD)
    stranger = await visit(client)
    for address, status in ((locked, 403), (f"/n/{'A' * 32}", 404), (f"/n/{bail}", 404)):
        answer = await client.get(f"{address}/own", headers=stranger | json)
        assert answer.status == status
        told = await answer.text()
        assert "Bail" not in told
        assert bail not in told


async def test_asking_what_a_token_opens_gives_the_device_no_way_in(client: Client) -> None:
    team, (bail, *_) = await full(client)
    path = await link_to(client, bail, team.cookie, role="edit")
    paul = await visit(client)
    await asked(client, f"{path}/own", paul)
    assert (await client.get(f"/n/{bail}", headers=paul)).status == 404
