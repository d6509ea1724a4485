"""Comments that leave with a note: on paper and in files, and only for who may see them."""

import io
import subprocess
from pathlib import Path
from typing import Any

import pytest
from yarl import URL

from tests.conftest import Client
from tests.server.comments.commenter import NOTE, Commenter, commenter, passage
from tests.server.history.writer import writer
from tests.server.live.editors import Editor
from tests.server.visits import Made, cookie_of, facts_of, make

WORD = "canari"
FORMS = ("md", "html", "txt", "docx", "pdf")


def words_of(pdf: bytes, tmp_path: Path) -> str:
    path = tmp_path / "read.pdf"
    path.write_bytes(pdf)
    run = subprocess.run(["pdftotext", "-enc", "UTF-8", path, "-"], capture_output=True, check=True)
    return " ".join(run.stdout.decode().split())


async def commented(client: Client) -> tuple[Made, Commenter, Editor]:
    """A note on which Inès has said a word, with who writes in it."""
    made = await make(client, markdown=NOTE)
    ines = await commenter(client, made, "Inès")
    claire = await writer(client, made, "Claire")
    assert (await ines.says(WORD, **await passage(claire, "prix est libre")))[0] == 201
    return made, ines, claire


async def link_to(client: Client, made: Made, role: str, **more: object) -> str:
    answer = await client.post(f"{made.edit}/links", json={"role": role, **more}, headers=made.cookie)
    assert answer.status == 201, await answer.text()
    return URL((await answer.json())["url"]).path


@pytest.mark.first(2)
@pytest.mark.parametrize("form", FORMS)
async def test_who_may_see_comments_takes_them_along_and_nobody_else(client: Client, form: str) -> None:
    made, ines, _ = await commented(client)
    for link, cookie in ((made.edit, made.cookie), (ines.link, ines.cookie)):
        answer = await client.get(f"{link}/note.{form}?comments=1", headers=cookie)
        assert answer.status == 200
        with_them = await answer.read()
        without = await (await client.get(f"{link}/note.{form}", headers=cookie)).read()
        assert len(with_them) > len(without)
        if form in {"md", "html", "txt"}:
            assert (WORD in with_them.decode(), WORD in without.decode()) == (True, False)
    for role in ("read", "print"):
        link = await link_to(client, made, role)
        answer = await client.get(f"{link}/note.{form}?comments=1", headers={"Accept": "application/json"})
        assert (answer.status, (await answer.json())["error"]["code"]) == (403, "role")
        assert WORD not in await answer.text()


async def test_a_reader_is_shown_no_comments_in_the_preview_either(client: Client, tmp_path: Path) -> None:
    made, ines, _ = await commented(client)
    for link, cookie, shows in ((ines.link, ines.cookie, True), (made.read, {}, False)):
        said = await client.get(f"{link}/print?comments=1", headers=cookie)
        assert ('name="comments"' in await said.text()) is shows
        facts = await facts_of(await client.get(f"{link}/print?comments=1", headers=cookie))
        plain = await facts_of(await client.get(f"{link}/print", headers=cookie))
        assert (facts["state"]["key"] != plain["state"]["key"]) is shows
    printed = await (await client.get(f"{made.read}/note.pdf")).read()
    assert WORD not in words_of(printed, tmp_path)


async def test_a_call_stands_at_its_passage_wherever_that_has_gone(client: Client) -> None:
    made, ines, claire = await commented(client)
    await ines.says("Perdu", **await passage(claire, "rare"))
    await claire.type("Fin.")
    start = NOTE.encode().index(b"La r\xc3\xa9gie")
    await claire.erase(start, start + len("La régie est rare.".encode()))
    await claire.until(lambda: claire.is_saved)
    html = await (await client.get(f"{made.edit}/note.html?comments=1", headers=made.cookie)).text()
    assert 'Le prix est libre<a class="comment-call" id="comment-call-1"' in html
    assert 'id="comment-call-2"' not in html
    assert html.index("n’est plus dans le texte") < html.index("Perdu")


async def test_an_edition_keeps_the_comments_of_its_moment(client: Client, tmp_path: Path) -> None:
    made, ines, _ = await commented(client)

    async def edition(**wish: object) -> dict[str, Any]:
        answer = await client.post(f"{made.edit}/editions", json=wish, headers=made.cookie)
        assert answer.status == 201, await answer.text()
        told: dict[str, Any] = await answer.json()
        return told

    async def words(number: int) -> str:
        answer = await client.get(f"{made.edit}/edition/{number}.pdf", headers=made.cookie)
        return words_of(await answer.read(), tmp_path)

    assert (await edition())["comments"] is False
    assert (await edition(comments=True))["comments"] is True
    (thread,) = await ines.threads()
    await ines.says("plus tard", thread=thread["id"])
    assert WORD not in await words(1)
    second = await words(2)
    assert "Le prix est libre C1" in second
    assert WORD in second
    assert "plus tard" not in second


async def test_comments_on_a_version_that_is_frozen_stand_where_its_words_are(
    client: Client, tmp_path: Path
) -> None:
    made, _, claire = await commented(client)
    status = await client.put(f"{made.edit}/card", json={"status": "ready"}, headers=made.cookie)
    assert status.status == 200, await status.text()
    await claire.erase(0, len("# Eau\n\n"))
    await claire.until(lambda: claire.is_saved)
    wish = {"text": "frozen", "comments": True}
    answer = await client.post(f"{made.edit}/editions", json=wish, headers=made.cookie)
    assert answer.status == 201, await answer.text()
    printed = await client.get((await answer.json())["pdf"], headers=made.cookie)
    assert "Le prix est libre C1" in words_of(await printed.read(), tmp_path)


async def test_a_link_to_print_never_gives_them(client: Client, tmp_path: Path) -> None:
    made, _, _ = await commented(client)
    answer = await client.post(
        f"{made.edit}/links", json={"role": "print", "comments": True}, headers=made.cookie
    )
    assert answer.status == 400
    link = await link_to(client, made, "print")
    opened = await client.post(f"{link}?comments=1", data={"comments": "1"})
    assert opened.status == 200
    assert WORD not in words_of(await opened.read(), tmp_path)


async def test_a_file_with_comments_comes_back_without_them(client: Client) -> None:
    made, _, _ = await commented(client)
    file = await (await client.get(f"{made.edit}/note.md?comments=1", headers=made.cookie)).read()
    assert b"<!-- pochette:comments -->" in file
    cookie = cookie_of(await client.get("/"))
    answer = await client.post(
        "/notes/import?name=note.md", data=io.BytesIO(file), headers=cookie | {"Accept": "application/json"}
    )
    assert answer.status == 201, await answer.text()
    address = URL((await answer.json())["links"]["read"]).path
    assert await (await client.get(f"{address}/note.md")).text() == NOTE
