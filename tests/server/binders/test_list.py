"""The list of a classeur: sections, filters, order and pages, all in its address; who sees what of it."""

import re
from functools import partial

import pytest

from server.http.keys import ENGINE
from server.ids import NoteId
from server.storage import Db, notes
from tests.conftest import Client
from tests.server.binders.binders import Team, began, comes_by
from tests.server.binders.listing import put_down, see
from tests.server.live.editors import Editor
from tests.server.visits import make


async def filled(client: Client) -> tuple[Team, dict[str, str]]:
    """A classeur with notes of three themes, by their titles."""
    team = await began(client)
    await client.put("/api/visitor", json={"name": "Inès Roy"}, headers=team.cookie)
    made: dict[str, str] = {}
    for title, theme, status in (
        ("Un", "Logement", "draft"),
        ("Deux", "Logement", "to-review"),
        ("Trois", "Logement", "reviewed"),
        ("Quatre", "Logement", "draft"),
        ("Cinq", "Économie", "to-review"),
        ("Six", "", "draft"),
    ):
        made[title] = await put_down(team, title, theme=theme, status=status)
    return team, made


async def test_themes_show_three_rows_and_the_others_by_a_link(client: Client) -> None:
    team, _ = await filled(client)
    seen = await see(client, team.base, team.cookie)
    assert seen.sections == {"Économie": ["Cinq"], "Logement": ["Quatre", "Trois", "Deux"], "": ["Six"]}
    assert "1 autre" in seen.text
    whole = await see(client, f"{team.base}?view=liste&deplie=Logement", team.cookie)
    assert whole.sections["Logement"] == ["Quatre", "Trois", "Deux", "Un"]


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ("theme=Logement", ["Quatre", "Trois", "Deux", "Un"]),
        ("theme=-", ["Six"]),
        ("statut=to-review", ["Cinq", "Deux"]),
        ("theme=Logement&statut=to-review", ["Deux"]),
        ("qui=moi&par=date", ["Six", "Cinq", "Quatre", "Trois", "Deux", "Un"]),
        ("qui=In%C3%A8s+Roy&theme=-", ["Six"]),
        ("par=date&tri=titre", ["Cinq", "Deux", "Quatre", "Six", "Trois", "Un"]),
        ("par=personne&tri=statut&deplie=In%C3%A8s+Roy", ["Six", "Quatre", "Un", "Cinq", "Deux", "Trois"]),
    ],
)
async def test_the_address_says_which_notes_in_which_order(
    client: Client, asked: str, titles: list[str]
) -> None:
    team, _ = await filled(client)
    assert (await see(client, f"{team.base}?view=liste&{asked}", team.cookie)).titles == titles


@pytest.mark.parametrize(
    "asked", ["theme=Nulle+part", "qui=Karim", "statut=approuv%C3%A9e", "theme=Nulle+part&qui=moi"]
)
async def test_a_filter_that_nothing_has_answers_like_any_empty_one(client: Client, asked: str) -> None:
    team, _ = await filled(client)
    seen = await see(client, f"{team.base}?view=liste&{asked}", team.cookie)
    assert seen.titles == []
    assert "Aucune note ne correspond à ces filtres." in seen.text


@pytest.mark.parametrize("asked", ["par=couleur", "tri=hasard", "suite=-3", "suite=%D9%A3", "view=suivi"])
async def test_what_is_no_word_of_an_address_is_as_at_the_beginning(client: Client, asked: str) -> None:
    team, _ = await filled(client)
    assert (await see(client, f"{team.base}?{asked}", team.cookie)).titles == (
        await see(client, team.base, team.cookie)
    ).titles


async def test_who_reads_sees_titles_status_and_time_and_nobody(client: Client) -> None:
    team, made = await filled(client)
    said = await client.post(f"/n/{made['Un']}/comments", json={"text": "Le chiffre ?"}, headers=team.cookie)
    assert said.status == 201
    path, _ = await team.link("read")
    reader = await comes_by(client, path)
    assert "1 commentaire ouvert" in (await see(client, f"{team.base}?deplie=Logement", team.cookie)).text
    for asked in ("&deplie=Logement", "&par=personne", "&qui=In%C3%A8s+Roy&deplie=Logement", "&qui=moi"):
        seen = await see(client, f"{path}?view=liste{asked}", reader)
        assert len(seen.titles) >= 5
        for word in ("Inès", "IR<", "commentaire", "a changé", "écrit", "avatar", "Les miennes", "checkbox"):
            assert word not in seen.text, (asked, word)
        assert "À relire" in seen.text


async def test_what_is_outside_archived_or_in_the_trash_is_neither_shown_nor_counted(client: Client) -> None:
    team, made = await filled(client)
    out = await client.post(f"{team.base}/take-out", json={"notes": [made["Un"]]}, headers=team.cookie)
    assert out.status == 200
    assert (await client.post(f"/n/{made['Deux']}/trash", json={}, headers=team.cookie)).status == 200
    await client.app[ENGINE].write(partial(archive, note=NoteId(made["Trois"])))
    seen = await see(client, team.base, team.cookie)
    assert seen.titles == ["Six", "Cinq", "Quatre"] or sorted(seen.titles) == ["Cinq", "Quatre", "Six"]
    assert "Toutes <i>3</i>" in seen.text


def archive(db: Db, *, note: NoteId) -> None:
    db.execute("UPDATE notes SET archived_at = 1 WHERE id = ?", (note,))


async def test_a_note_that_is_written_now_has_its_title_of_now(client: Client) -> None:
    team = await began(client)
    note = await team.note("")
    path, _ = await team.link("edit")
    karim = await comes_by(client, path)
    await client.put("/api/visitor", json={"name": "Karim Haddad"}, headers=karim)
    writer = Editor()
    await writer.connect(client.session, str(client.make_url(f"/sync/{note}")), headers=karim)
    await writer.until(lambda: writer.is_saved)
    await writer.type("# Sept\n\n")
    await writer.until(lambda: writer.is_saved)
    seen = await see(client, team.base, team.cookie)
    assert seen.titles == ["Sept"]
    assert "1 personne écrit" in seen.text
    assert "Karim Haddad a écrit" in seen.text
    mine = await see(client, f"{team.base}?qui=Karim+Haddad", team.cookie)
    assert mine.titles == ["Sept"]


async def test_a_title_that_a_server_could_not_keep_is_read_from_the_text(client: Client) -> None:
    team, made = await filled(client)
    await client.app[ENGINE].write(partial(forget, note=NoteId(made["Six"])))
    assert "Six" in (await see(client, team.base, team.cookie)).titles


def forget(db: Db, *, note: NoteId) -> None:
    """As a server leaves it that was killed while somebody wrote."""
    db.execute("UPDATE notes SET title = 'Avant', titled_seq = 0 WHERE id = ?", (note,))


async def test_the_pages_that_were_counted_last_are_told(client: Client) -> None:
    team, made = await filled(client)
    await client.app[ENGINE].write(partial(notes.set_pages, note=NoteId(made["Six"]), pages=1.2))
    assert "2 p." in (await see(client, team.base, team.cookie)).text


async def test_a_long_list_goes_on_behind_a_link(client: Client) -> None:
    team = await began(client)
    for number in range(103):
        await team.note(f"# Note {number:03}")
    first = await see(client, f"{team.base}?view=liste&par=date&tri=titre", team.cookie)
    assert first.titles == [f"Note {number:03}" for number in range(100)]
    assert "Suite de la liste" in first.text
    rest = await see(client, f"{team.base}?view=liste&par=date&tri=titre&suite=2", team.cookie)
    assert rest.titles == ["Note 100", "Note 101", "Note 102"]
    assert "Suite de la liste" not in rest.text


async def test_an_empty_one_offers_ten_loose_notes_that_this_device_manages(client: Client) -> None:
    team = await began(client)
    for number in range(11):
        await make(client, markdown=f"# Libre {number:02}", headers=team.cookie)
    await make(
        client, markdown="---\nclassification: Diffusion restreinte\n---\n# Secrète", headers=team.cookie
    )
    other = await began(client, "Débats")
    await client.get(
        (await make(client, markdown="# D'autrui", headers=other.cookie)).edit, headers=team.cookie
    )
    seen = await see(client, team.base, team.cookie)
    offered = re.findall(r'name="notes" value="([\w-]+)"', seen.text)
    assert len(offered) == 10
    assert "Libre 10" in seen.text
    for hidden in ("Libre 00", "Secrète", "D'autrui", "D&#39;autrui"):
        assert hidden not in seen.text
    led = await client.post(
        f"{team.base}/put", data=[("notes", one) for one in offered[:2]], headers=team.cookie
    )
    assert led.status == 200
    assert sorted((await see(client, team.base, team.cookie)).titles) == ["Libre 09", "Libre 10"]


async def test_an_empty_one_offers_nothing_to_who_reads_or_has_no_loose_note(client: Client) -> None:
    team = await began(client)
    assert "Ranger des notes" not in (await see(client, team.base, team.cookie)).text
    path, _ = await team.link("read")
    reader = await comes_by(client, path)
    await make(client, markdown="# À lui", headers=reader)
    seen = await see(client, path, reader)
    assert "À lui" not in seen.text
    assert "Écrire la première" not in seen.text
