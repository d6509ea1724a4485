"""Files of other programs as notes, and into notes that others write in."""

import asyncio
import io
import re
import zipfile
from base64 import b64encode
from pathlib import Path

import pytest
from aiohttp import FormData
from PIL import Image
from yarl import URL

from server.notes.imports import MOST_BYTES
from server.settings.config import Config
from tests.conftest import Client
from tests.images import png
from tests.server.live.editors import Editor
from tests.server.notes.imports import JSON, import_file
from tests.server.visits import make, markdown_of, visit

FILES = Path(__file__).parents[2] / "export" / "office" / "files"


def form(name: str, content: bytes, **fields: str) -> FormData:
    data = FormData(fields)
    data.add_field("file", io.BytesIO(content), filename=name)
    return data


async def test_a_form_without_script_makes_a_note_with_its_pictures(client: Client) -> None:
    cookie = await visit(client)
    writer = (FILES / "writer.odt").read_bytes()
    answer = await client.post(
        "/notes/import", data=form("Ma note.odt", writer), headers=cookie, allow_redirects=False
    )
    assert answer.status == 303
    path = URL(answer.headers["Location"]).path
    text = await markdown_of(client, path)
    assert text.startswith("# Une note écrite dans Writer\n")
    picture = text.partition("](")[2].partition(")")[0]
    assert (await client.get(f"{path}/{picture}")).content_type == "image/png"
    assert "Une note écrite dans Writer" in await (await client.get("/", headers=cookie)).text()


async def test_a_program_is_told_the_links_and_the_card_of_the_file_is_that_of_the_note(
    client: Client,
) -> None:
    source = "---\ntitre: Été\nthème: Santé\nstatut: Bonne à imprimer\nà moi: gardé\n---\n\nTexte.\n"
    answer = await client.post("/notes/import", params={"name": "é.md"}, data=source.encode(), headers=JSON)
    assert answer.status == 201
    path = URL((await answer.json())["links"]["edit"]).path
    card = await (await client.get(f"{path}/card")).json()
    assert (card["theme"], card["status"]) == ("Santé", "reviewed")
    assert (await markdown_of(client, path)).endswith("---\n\n# Été\n\nTexte.\n")


async def test_a_file_comes_behind_the_text_and_the_text_of_before_is_a_version(client: Client) -> None:
    note = await make(client, title="Note", markdown="Un[^1].\n\n[^1]: note\n")
    before = await markdown_of(client, note.edit)
    assert await import_file(client, note, "plus.md", b"# Plus\n\nDeux[^1].\n\n[^1]: autre\n") == (
        f"{note.edit}?view=edit"
    )
    assert await markdown_of(client, note.edit) == (
        "# Note\n\nUn[^1].\n\n[^1]: note\n\n## Plus\n\nDeux[^2].\n\n[^2]: autre\n"
    )
    (version,) = (await (await client.get(f"{note.edit}/versions")).json())["versions"]
    assert (version["kind"], version["name"]) == ("import", "Avant l’import de plus.md")
    assert await (await client.get(f"{note.edit}/version/1.md")).text() == before


async def test_what_somebody_types_while_a_file_takes_the_place_of_the_text_is_not_lost(
    client: Client,
) -> None:
    note = await make(client, markdown="# Note\n\nAncien.\n\nCommun.\n")
    editor = Editor()
    await editor.connect(client.session, str(client.make_url(f"/sync/{note.edit_token}")))
    await editor.until(lambda: str(editor.text) == "# Note\n\nAncien.\n\nCommun.\n")
    bringing = asyncio.create_task(
        import_file(client, note, "neuf.html", b"<h1>Note</h1><p>Neuf.</p><p>Commun.</p>", "whole")
    )
    typed = 0
    while not bringing.done():
        await editor.type(f"mot{typed} ")
        typed += 1
        await asyncio.sleep(0)
        await editor.until(lambda: editor.is_saved)
    await bringing
    await editor.until(lambda: "Neuf." in str(editor.text))
    text = str(editor.text)
    assert typed > 1
    assert text == await markdown_of(client, note.edit)
    assert text.startswith("# Note\n\nNeuf.\n\nCommun.\n")
    kept = await (await client.get(f"{note.edit}/version/1.md")).text()
    assert [f"mot{number} " in text for number in range(typed)] == [
        f"mot{number} " not in kept for number in range(typed)
    ]
    assert "Ancien" in kept
    assert "Ancien" not in text


async def test_an_empty_note_takes_a_file_as_it_is_and_keeps_no_version(client: Client) -> None:
    note = await make(client)
    await import_file(client, note, "a.txt", "Été\r\nfin".encode("cp1252"))
    assert await markdown_of(client, note.edit) == "Été\nfin"
    assert (await (await client.get(f"{note.edit}/versions")).json())["versions"] == []


async def test_a_form_without_script_brings_a_file_into_a_note(client: Client) -> None:
    note = await make(client, title="Note", markdown="Un mot.")
    page = await (await client.get(f"{note.edit}/import")).text()
    assert 'value="whole"' in page
    assert "Note" in page
    answer = await client.post(
        f"{note.edit}/import", data=form("a.md", b"Neuf.", place="whole"), allow_redirects=False
    )
    assert (answer.status, answer.headers["Location"]) == (303, f"{note.edit}?view=edit")
    assert await markdown_of(client, note.edit) == "Neuf."


async def test_who_may_only_read_brings_nothing(client: Client) -> None:
    note = await make(client, markdown="Un mot.")
    assert (await client.get(f"{note.read}/import")).status == 403
    answer = await client.post(f"{note.read}/import", data=form("a.md", b"Neuf."))
    assert answer.status == 403
    assert await markdown_of(client, note.edit) == "Un mot."


@pytest.mark.parametrize(
    ("name", "content", "status", "said"),
    [
        ("a.pdf", b"%PDF", 422, ".pdf ne peut pas être importé"),
        ("../../etc/passwd", b"root", 422, "pas d’extension"),
        ("a.docx", b"PK no", 422, "endommagé"),
        ("a.md", b"", 400, "Choisissez un fichier"),
        ("a.md", b"---\ntitre: 'pas fini\n---\n", 422, "ligne 3"),
        ("a.md", b"a" * (2 << 20) + b"b", 413, "trop long pour une note"),
        ("a.odt", bytes(MOST_BYTES + 70_000), 413, "32 Mo"),
    ],
)
async def test_what_cannot_be_imported_is_refused_in_words(
    client: Client, name: str, content: bytes, status: int, said: str
) -> None:
    answer = await client.post("/notes/import", params={"name": name}, data=io.BytesIO(content), headers=JSON)
    assert answer.status == status
    assert said in (await answer.json())["error"]["message"]
    note = await make(client, markdown="Un mot.")
    answer = await client.post(f"{note.edit}/import", data=form(Path(name).name, content))
    assert answer.status == status
    page = await answer.text()
    assert said in page
    assert f'href="{note.edit}/import"' in page
    assert await markdown_of(client, note.edit) == "Un mot."
    assert (await (await client.get(f"{note.edit}/versions")).json())["versions"] == []


async def test_a_place_that_there_is_not_is_named(client: Client) -> None:
    note = await make(client)
    answer = await client.post(
        f"{note.edit}/import", params={"name": "a.md", "place": "middle"}, data=b"x", headers=JSON
    )
    assert (answer.status, (await answer.json())["error"]["code"]) == (400, "bad_place")


async def test_a_note_has_room_for_so_many_pictures_and_a_refusal_keeps_none(client: Client) -> None:
    note = await make(client, markdown="Un mot.")

    def page(first: int, many: int) -> bytes:
        shown = []
        for number in range(first, first + many):
            out = io.BytesIO()
            Image.new("RGB", (2, 2), (number, 1, 1)).save(out, "PNG")
            shown.append(f"<p><img src='data:image/png;base64,{b64encode(out.getvalue()).decode()}'></p>")
        return "".join(shown).encode()

    await import_file(client, note, "a.html", page(0, 60))
    answer = await client.post(
        f"{note.edit}/import", params={"name": "b.html"}, data=page(60, 60), headers=JSON
    )
    assert answer.status == 413
    assert "100 images" in (await answer.json())["error"]["message"]
    assert len((await (await client.get(f"{note.edit}/versions")).json())["versions"]) == 1


async def test_a_note_that_is_full_takes_no_file_and_stays_as_it_is(client: Client, config: Config) -> None:
    note = await make(client)
    await import_file(client, note, "é.md", ("é" * (config.max_note // 3)).encode())
    await import_file(client, note, "a.md", b"a" * (config.max_note // 3 - 10))
    answer = await client.post(f"{note.edit}/import", params={"name": "a.md"}, data=b"a" * 100, headers=JSON)
    assert answer.status == 413


async def test_a_long_name_is_cut_where_the_version_names_it(client: Client) -> None:
    note = await make(client, markdown="Un mot.")
    await import_file(client, note, f"{'très-long-' * 15}.md", b"x")
    (version,) = (await (await client.get(f"{note.edit}/versions")).json())["versions"]
    assert version["name"].endswith("très-long…")


async def test_a_macro_does_not_come_along(client: Client) -> None:
    out = io.BytesIO((FILES / "word.docx").read_bytes())
    with zipfile.ZipFile(out, "a") as target:
        target.writestr("word/vbaProject.bin", b"Sub AutoOpen()")
    answer = await client.post("/notes/import", params={"name": "x.docm"}, data=out.getvalue(), headers=JSON)
    assert answer.status == 201


async def test_a_page_puts_a_file_where_its_caret_is_and_is_told_what_stayed_behind(client: Client) -> None:
    note = await make(client, title="Note", markdown="Un[^1].\n\n[^1]: note\n")
    before = await markdown_of(client, note.edit)
    page = (
        "<h1>Plus</h1><p>Un <u>mot</u><img alt=gare"
        f' src="data:image/png;base64,{b64encode(png()).decode()}"></p>'
    )
    answer = await client.post(
        f"{note.edit}/import",
        params={"name": "plus.html", "place": "here"},
        data=page.encode(),
        headers=JSON | note.cookie,
    )
    assert answer.status == 201, await answer.text()
    told = await answer.json()
    picture = told["markdown"].partition("](")[2].removesuffix(")")
    assert told == {"markdown": f"## Plus\n\nUn mot![gare]({picture})", "left": "Soulignement retiré."}
    assert (await client.get(f"{note.edit}/{picture}", headers=note.cookie)).content_type == "image/png"
    assert await markdown_of(client, note.edit) == before


async def test_a_form_without_script_is_told_what_stayed_behind(client: Client) -> None:
    note = await make(client, title="Note")
    page = b"<h1>Plus</h1><p>Un <u>mot</u>.</p>"
    for path in ("/notes/import", f"{note.edit}/import"):
        sent = form("plus.html", page, place="end")
        answer = await client.post(path, data=sent, headers=note.cookie, allow_redirects=False)
        told = await answer.text()
        assert answer.status == 200, told
        assert "Soulignement retiré." in told
        (way,) = re.findall(r'href="([^"]+)">Ouvrir la note', told)
        text = await markdown_of(client, URL(way.replace("&amp;", "&")).path)
        assert "Plus\n\nUn mot." in text
