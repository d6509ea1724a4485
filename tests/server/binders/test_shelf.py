"""The pochettes of a classeur by their day, and the band of today's above its notes."""

import re
from html import unescape
from random import randbytes

import pytest
from yarl import URL

from export.folder.folder import day_in_words
from server.app import create_app
from server.http.keys import ENGINE
from server.settings.config import Config
from tests.conftest import Client, client_of
from tests.days import iso, today
from tests.server.binders.binders import Team, began, comes_by
from tests.server.binders.pochettes import make_in, put_in
from tests.server.visits import visit

FRENCH = {"Accept-Language": "fr"}


async def page_of(client: Client, path: str, cookie: dict[str, str]) -> str:
    answer = await client.get(path, headers=cookie | FRENCH)
    assert answer.status == 200, await answer.text()
    return unescape(await answer.text())


def band(page: str) -> str:
    """The words of the band of the day, '' where there is none."""
    found = re.search(r'<section class="band.*?</section>', page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", found[0]).split()) if found else ""


async def with_note(team: Team, path: str, title: str, status: str = "draft") -> None:
    note = await team.note(f"# {title}\n\n" + "Un texte. " * 300)
    answer = await team.client.put(f"/n/{note}/card", json={"status": status}, headers=team.cookie)
    assert answer.status == 200, await answer.text()
    await put_in(team.client, path, note, cookie=team.cookie)


async def test_they_stand_by_their_day(client: Client) -> None:
    team = await began(client)
    for days, audience in ((0, "Aujourd'hui"), (1, "Demain"), (3, "Plus tard"), (-9, "Jadis")):
        await make_in(team, day=iso(days), audience=audience)
    await make_in(team, title="Logement")

    page = await page_of(client, f"{team.base}/pochettes", team.cookie)

    order = [page.index(f"<span>{name}") for name in ("Demain", "Plus tard", "Aujourd'hui")]
    assert order == sorted(order)
    assert page.index("Logement") > order[-1]
    assert "Jadis" not in page
    assert f'name="day" value="{iso(2)}"' in page
    assert "?weeks=all" in page
    every = await page_of(client, f"{team.base}/pochettes?weeks=all", team.cookie)
    assert every.index("Jadis") > every.index("Logement")
    assert "Semaine du" in every


async def test_each_tells_its_notes_in_words_and_how_far_it_is(client: Client) -> None:
    team = await began(client)
    path = await make_in(team, title="Logement")
    page = await page_of(client, f"{team.base}/pochettes", team.cookie)
    assert "à composer" in page
    await with_note(team, path, "Loyers", "ready")
    await with_note(team, path, "Vacants", "to-review")
    await with_note(team, path, "Rénover")
    page = await page_of(client, f"{team.base}/pochettes", team.cookie)
    assert "bonnes à imprimer\u00a0: 1, à relire\u00a0: 1, sur 3" in page
    assert '<i class="ready"></i><i class="to-review"></i><i class="draft"></i>' in page
    assert '<span class="state">à relire' in page
    made = await client.post(f"{path}/editions", json={}, headers=team.cookie)
    assert made.status == 201, await made.text()
    page = await page_of(client, f"{team.base}/pochettes", team.cookie)
    assert "imprimée aujourd’hui" in page
    assert re.search(r"3 notes, \d+ p\.", page)


async def test_who_only_reads_begins_none_there_and_finds_the_same(client: Client) -> None:
    team = await began(client)
    await make_in(team, day=iso(0), audience="Pour la candidate")
    reader = await comes_by(client, (await team.link("read"))[0])
    page = await page_of(client, f"{team.base}/pochettes", reader)
    assert "Pour la candidate" in page
    assert f"{team.binder}/folders" not in page
    for cookie in ({}, await visit(client)):
        assert (await client.get(f"{team.base}/pochettes", headers=cookie)).status == 404


async def test_yesterdays_is_duplicated_by_one_press_without_script(client: Client) -> None:
    team = await began(client)
    path = await make_in(team, day=iso(-1), audience="Pour la candidate")
    await with_note(team, path, "Loyers")
    page = await page_of(client, f"{team.base}/pochettes", team.cookie)
    assert "Dupliquer la pochette d’hier" in page
    source = path.rpartition("/")[2]
    assert f'name="from" value="{source}"' in page
    form = {"day": iso(0), "from": source}
    made = await client.post(f"{team.base}/folders", data=form, headers=team.cookie, allow_redirects=False)
    assert made.status == 303, await made.text()
    assert "Loyers" in await page_of(client, URL(made.headers["Location"]).path + "?view=read", team.cookie)


async def test_the_band_tells_todays_pochette(client: Client) -> None:
    team = await began(client)
    await team.note("# Reste")
    reader = await comes_by(client, (await team.link("read"))[0])
    none = band(await page_of(client, team.base, team.cookie))
    assert none == "Pas encore de pochette pour aujourd’hui Composer"
    path = await make_in(team, day=iso(0))
    assert "attend ses premières notes" in band(await page_of(client, team.base, team.cookie))
    await with_note(team, path, "Loyers", "ready")
    await with_note(team, path, "Vacants")
    assert (await client.post(f"{path}/editions", json={}, headers=team.cookie)).status == 201
    told = band(await page_of(client, team.base, team.cookie))
    day = day_in_words(iso(0), "fr").removesuffix(f" {today().year}")
    assert told.startswith(f"Pochette du jour {day} 1 sur 2 bonne à imprimer · ")
    assert re.search(r"\d+ pages, \d+ feuilles · \d+ min", told)
    assert told.endswith("Composer Lire Imprimer")
    assert band(await page_of(client, f"{team.base}?view=liste", reader)) == "", "Aujourd'hui has it"


@pytest.mark.parametrize("days", [1, 4])
async def test_without_one_for_today_the_band_leads_to_the_next(client: Client, days: int) -> None:
    team = await began(client)
    await team.note("# Reste")
    await make_in(team, day=iso(days))
    day = day_in_words(iso(days), "fr").removesuffix(f" {today().year}")
    told = band(await page_of(client, team.base, team.cookie))
    assert told == f"Pas encore de pochette pour aujourd’hui La prochaine\u00a0: {day} Composer".replace(
        "\u00a0", " "
    )


async def test_a_note_that_cannot_be_loaded_leaves_the_list_and_the_band(config: Config) -> None:
    async with client_of(create_app(config)) as client:
        team = await began(client)
        await with_note(team, await make_in(team, day=iso(0)), "Loyers", "ready")
    app = create_app(config)
    async with client_of(app) as client:
        await app[ENGINE].write(lambda db: db.execute("UPDATE journal SET updates = ?", (randbytes(200),)))
        page = await page_of(client, team.base, team.cookie)
        assert "1 sur 1 bonne à imprimer" in band(page)
