"""A classeur as a zip of Markdown files and pictures."""

import io
from functools import partial
from secrets import token_urlsafe

import pytest
from aiohttp import ClientPayloadError
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from export.files.bundle import MOST_NAME, Names
from server.http.keys import ENGINE
from server.storage import Db
from tests.conftest import Client
from tests.server.binders.archives import archive, texts
from tests.server.binders.binders import Team, began, comes_by


def picture(colour: tuple[int, int, int], form: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 6), colour).save(out, form)
    return out.getvalue()


async def add_picture(team: Team, note: str, content: bytes) -> str:
    answer = await team.client.post(f"/n/{note}/images", data=content, headers=team.cookie)
    assert answer.status == 201, await answer.text()
    address: str = (await answer.json())["address"]
    return address


async def write(team: Team, markdown: str, raw: bytes = b"") -> tuple[str, str]:
    """A note with a picture at its end, and the picture's address."""
    made = await team.note("")
    address = await add_picture(team, made, raw) if raw else ""
    text = f"{markdown}\n\n![Courbe]({address})\n" if raw else markdown
    headers = {**team.cookie, "Accept": "application/json"}
    answer = await team.client.post(
        f"/n/{made}/import", params={"name": "a.md"}, data=text.encode(), headers=headers
    )
    assert answer.status == 201, await answer.text()
    return made, address


async def test_each_theme_is_a_folder_and_notes_lead_to_each_other(client: Client) -> None:
    team = await began(client)
    first = await team.note("---\ntheme: Logement\n---\n# Loyers: plafond / 2026\n\nTexte.\n")
    origin = str(client.make_url("/")).rstrip("/")
    second = await team.note(
        f"---\ntheme: Santé\n---\n# Déserts\n\nVoir [a](/n/{first}), [b]({origin}/n/{first}#plafond),"
        f" [c](https://ailleurs.example/n/{first}) et `[d](/n/{first})`.\n"
    )
    third, address = await write(team, f"# Sans thème\n\nVoir [a](/n/{second}).", picture((9, 9, 9)))
    found = await archive(client, team.base, team.cookie)
    files = texts(found)
    assert [*files] == ["Sans thème.md", "Logement/Loyers plafond 2026.md", "Santé/Déserts.md"]
    assert files["Logement/Loyers plafond 2026.md"].startswith("---\ntheme: Logement\n---\n\n# Loyers")
    there = "../Logement/Loyers%20plafond%202026.md"
    assert files["Santé/Déserts.md"].endswith(
        f"Voir [a]({there}), [b]({there}#plafond),"
        f" [c](https://ailleurs.example/n/{first}) et `[d](/n/{first})`.\n"
    )
    assert "[a](Sant%C3%A9/D%C3%A9serts.md)" in files["Sans thème.md"]
    id_ = address.removeprefix("image/")
    assert f"![Courbe](images/{id_}.png)" in files["Sans thème.md"]
    shown = await client.get(f"/n/{third}/{address}", headers=team.cookie)
    assert found.read(f"images/{id_}.png") == await shown.read()


async def test_a_reader_gets_it_without_authors_and_comments_and_a_stranger_nothing(client: Client) -> None:
    team = await began(client)
    await client.put("/api/visitor", json={"name": "Inès Aubry"}, headers=team.cookie)
    note = await team.note("# Loyers\n\nUn chiffre.\n")
    said = await client.post(f"/n/{note}/comments", json={"text": "Vraiment ?"}, headers=team.cookie)
    assert said.status == 201
    path, _ = await team.link("read")
    reader = await comes_by(client, path)
    for base in (path, team.base):
        assert texts(await archive(client, base, reader)) == {"Loyers.md": "# Loyers\n\nUn chiffre.\n"}
        refused = await client.get(f"{base}/classeur.zip", params={"comments": "1"}, headers=reader)
        assert refused.status == 403
    with_comments = texts(await archive(client, team.base, team.cookie, comments="1"))
    assert "Vraiment ?" in with_comments["Loyers.md"]
    assert (await client.get(f"{team.base}/classeur.zip")).status == 404


async def test_archived_notes_come_when_asked_and_trashed_ones_never(client: Client) -> None:
    team = await began(client)
    old = await team.note("---\ntheme: Logement\n---\n# Ancien\n")
    gone = await team.note("# Jeté\n")
    await team.note("# Neuf\n")
    trashed = await client.post(f"/n/{gone}/trash", json={}, headers=team.cookie)
    assert trashed.status == 200, await trashed.text()

    def put_away(db: Db, note: str) -> None:
        db.execute("UPDATE notes SET archived_at = 1 WHERE id = ?", (note,))

    await client.app[ENGINE].write(partial(put_away, note=old))
    assert [*texts(await archive(client, team.base, team.cookie))] == ["Neuf.md"]
    both = texts(await archive(client, team.base, team.cookie, archive="1"))
    assert [*both] == ["Neuf.md", "Archive/Logement/Ancien.md"]


async def test_once_the_right_is_gone_the_archive_breaks_off(client: Client) -> None:
    team = await began(client)
    for number in range(24):  # more than the buffers between here and there hold
        await team.note(f"# Note {number}\n\n{token_urlsafe(450_000)}\n")
    path, id_ = await team.link("read")
    reader = await comes_by(client, path)
    answer = await client.get(f"{path}/classeur.zip", headers=reader)
    assert answer.status == 200
    closed = await client.delete(f"{team.base}/links/{id_}", headers=team.cookie)
    assert closed.status == 200
    with pytest.raises(ClientPayloadError):
        await answer.read()


async def test_a_head_is_answered_with_its_name_alone(client: Client) -> None:
    team = await began(client, "Programme 2027")
    answer = await client.head(f"{team.base}/classeur.zip", headers=team.cookie)
    assert answer.status == 200
    assert "Programme 2027.zip" in answer.headers["Content-Disposition"]


TITLES = st.text(max_size=200) | st.sampled_from(
    ["con", "../../x", "a" * 300, "é" * 90, ".", "NUL.txt", "a/b"]
)


@given(st.lists(st.tuples(TITLES, TITLES), max_size=12))
def test_names_are_safe_short_and_never_the_same(titles: list[tuple[str, str]]) -> None:
    names, paths = Names(), list[str]()
    for theme, title in titles:
        paths.append(names.file(names.folder(theme) if theme else "", title, "md"))
    assert len({path.casefold() for path in paths}) == len(paths)
    for path in paths:
        for part in path.split("/"):
            assert 0 < len(part.encode()) <= MOST_NAME
            assert not set(part) & set('\\:*?"<>|\0\n')
            assert not part.startswith((".", " "))
            assert part.split(".")[0].lower() not in {"con", "nul"}
