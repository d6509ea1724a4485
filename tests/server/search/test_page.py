"""GET and POST /search: the search without script."""

from html import unescape
from typing import Any

from tests.conftest import Client
from tests.server.binders.binders import Team, began, comes_by
from tests.server.search.indexed import until_whole


async def filled(client: Client) -> tuple[Team, str]:
    team = await began(client)
    await client.put("/api/visitor", json={"name": "Inès Robert"}, headers=team.cookie)
    paragraphs = "\n\n".join(f"Un logement vide, {number}." for number in range(4))
    note = await team.note(f"# Logements <vacants>\n\n## Le constat\n\n{paragraphs}\n")
    card = {"theme": "Logement", "status": "reviewed"}
    assert (await client.put(f"/n/{note}/card", json=card, headers=team.cookie)).status == 200
    await until_whole(client)
    return team, note


async def page(client: Client, cookie: dict[str, str], lang: str = "fr", **form: Any) -> str:
    """The text of the page, with any space as a plain one."""
    answer = await client.post("/search", data=form, headers=cookie | {"Accept-Language": lang})
    assert answer.status == 200, await answer.text()
    assert answer.headers["Cache-Control"] == "no-store"
    return unescape((await answer.text()).replace("\u202f", " ").replace("\u00a0", " "))


async def test_what_was_found_is_a_list_with_the_words_marked(client: Client) -> None:
    team, note = await filled(client)
    found = await page(client, team.cookie, q="logement vide")
    assert "4 passages dans 1 note" in found
    assert f'<h2><a href="/n/{note}"><mark>Logements</mark> <vacants></a></h2>' in found
    behind = "#passage=Un%20logement%20vide%2C%200."
    assert f'<a href="/n/{note}{behind}">Un <mark>logement vide</mark>, 0.</a>' in found
    assert "<summary>2 autres passages</summary>" in found
    for said in ("Logement", "Programme", "Inès Robert", "modifiée à", "Relue", 'value="logement vide"'):
        assert said in found, said
    assert "4 passages in 1 note" in await page(client, team.cookie, "en", q="logement vide")


async def test_filters_stay_chosen_and_offer_what_may_be_known(client: Client) -> None:
    team, _ = await filled(client)
    found = await page(
        client, team.cookie, q="logement", binder=team.binder, status="reviewed", since="2020-01-02"
    )
    for chosen in (f'value="{team.binder}" selected', 'value="reviewed" selected', 'value="2020-01-02"'):
        assert chosen in found, chosen
    assert '<option value="Inès Robert">' in found
    reader = await comes_by(client, (await team.link("read"))[0])
    found = await page(client, reader, q="logement")
    assert "1 note" in found
    assert "Inès" not in found
    assert 'name="who"' not in found


async def test_nothing_found_says_where_it_looked(client: Client) -> None:
    team, _ = await filled(client)
    found = await page(client, team.cookie, q="gaz de schiste")
    assert "Rien ne parle de « gaz de schiste »" in found
    assert "Dans la note que cet appareil peut lire" in found
    found = await page(client, team.cookie, status="draft")
    assert "Aucune note avec ces filtres" in found
    empty = await (await client.get("/search", headers=team.cookie)).text()
    assert 'role="search"' in empty
    assert 'class="results"' not in empty


async def test_more_notes_follow_by_a_button_with_the_same_filters(client: Client) -> None:
    team, _ = await filled(client)
    for number in range(25):
        await team.note(f"# Note {number}\n\nUn loyer.\n")
    await until_whole(client)
    first = await page(client, team.cookie, q="loyer", comments="on")
    assert first.count('class="head"') == 20
    assert 'name="after" value="20"' in first
    second = await page(client, team.cookie, q="loyer", comments="on", after="20")
    assert second.count('class="head"') == 5
    assert 'name="after"' not in second


async def test_a_refusal_is_told_above_the_form_that_keeps_what_was_typed(client: Client) -> None:
    team, _ = await filled(client)
    form = {"q": "loyer statut:inconnu ", "theme": "Logement"}
    answer = await client.post("/search", data=form, headers=team.cookie | {"Accept-Language": "fr"})
    told = unescape(await answer.text())
    assert answer.status == 400
    assert 'role="alert"' in told
    assert 'value="loyer statut:inconnu "' in told
    assert 'value="Logement" selected' in told
    answer = await client.post("/search", data={"q": "a", "after": "x"}, headers=team.cookie)
    assert (answer.status, 'role="alert"' in await answer.text()) == (400, True)


async def test_a_comment_leads_to_its_thread(client: Client) -> None:
    team, note = await filled(client)
    await client.post(f"/n/{note}/comments", json={"text": "Et les apprentis ?"}, headers=team.cookie)
    await until_whole(client)
    found = await page(client, team.cookie, q="apprenti", comments="on")
    assert f'href="/n/{note}?view=edit#c-1"' in found
    assert "Dans un commentaire" in found
    assert 'class="results"' in await page(client, team.cookie, q="apprenti"), "a field elsewhere has no box"
    assert 'class="results"' not in await page(client, team.cookie, q="apprenti", chosen="1")
