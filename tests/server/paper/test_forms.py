"""GET /n/{token}/note.html, .txt, .docx, .odt and .epub."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from export.files.forms import FORMS
from export.office.pandoc import pandoc
from tests.conftest import Client
from tests.server.visits import make

JSON = {"Accept": "application/json"}


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (30, 20), "red").save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("form", "kind", "shown"),
    [
        ("html", "text/html", "inline"),
        ("txt", "text/plain", "inline"),
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "attachment"),
        ("odt", "application/vnd.oasis.opendocument.text", "attachment"),
        ("epub", "application/epub+zip", "attachment"),
    ],
)
async def test_a_note_leaves_in_every_form(client: Client, form: str, kind: str, shown: str) -> None:
    note = await make(client, title="Été", markdown="Un texte.")
    answer = await client.get(f"{note.read}/note.{form}")
    assert (answer.status, answer.content_type) == (200, kind)
    assert answer.headers["Content-Disposition"].startswith(f'{shown}; filename="Ete.{form}"')
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    content = await answer.read()
    if form in {"docx", "odt", "epub"}:
        assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    else:
        assert "Un texte." in content.decode()


async def test_the_editor_offers_every_form_with_comments_and_without(client: Client) -> None:
    note = await make(client, markdown="Un texte.")
    page = await (await client.get(f"{note.edit}?view=edit", headers=note.cookie)).text()
    links: list[tuple[str, str]] = re.findall(r'/note\.(\w+)(\?comments=1)?(?:\?cover=1)?"', page)
    for comments in ("", "?comments=1"):
        assert {*FORMS, "md"} <= {form for form, asked in links if asked == comments}


async def test_a_cover_comes_along_where_it_is_asked_for(client: Client) -> None:
    note = await make(client, title="Été", markdown="Un texte.")
    for form, part, mark in (
        ("docx", "word/document.xml", b'"Pochette-cover-title"'),
        ("odt", "content.xml", b'"Pochette-cover-title"'),
        ("epub", "EPUB/content.opf", b'"cover-image"'),
    ):
        for asked in ("0", "1"):
            answer = await client.get(f"{note.read}/note.{form}?cover={asked}")
            found = zipfile.ZipFile(io.BytesIO(await answer.read())).read(part)
            assert (mark in found) is (asked == "1"), form


async def test_pictures_are_in_every_form_and_in_the_reader(client: Client) -> None:
    note = await make(client)
    told = await (await client.post(f"{note.edit}/images", data=png())).json()
    shown = await make(client, markdown=f"# T\n\n![Une gare]({told['address']})\n")
    await client.post(f"{shown.edit}/images", data=png())

    page = await (await client.get(f"{shown.read}?view=read")).text()
    assert f'<img src="{shown.read}/{told["address"]}" alt="Une gare">' in page
    html = await (await client.get(f"{shown.read}/note.html")).text()
    assert 'src="data:image/png;base64,' in html
    docx = await (await client.get(f"{shown.read}/note.docx")).read()
    assert any("media" in name for name in zipfile.ZipFile(io.BytesIO(docx)).namelist())
    pdf = await (await client.get(f"{shown.read}/note.pdf")).read()
    assert b"/Subtype /Image" in pdf or b"/Subtype/Image" in pdf


async def test_an_unknown_form_is_not_found_and_a_form_needs_a_right(client: Client) -> None:
    note = await make(client)
    assert (await client.get(f"{note.read}/note.exe")).status == 404
    assert (await client.get("/n/nonsense/note.docx")).status == 404


async def test_a_server_without_pandoc_says_what_it_lacks_and_still_gives_text(
    client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """As where the extra is not installed: a package of its name that has no program in it."""
    (tmp_path / "pypandoc").mkdir()
    (tmp_path / "pypandoc" / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("PATH", "/nowhere")
    pandoc.cache_clear()
    note = await make(client, title="Été")
    answer = await client.get(f"{note.read}/note.docx", headers=JSON | {"Accept-Language": "fr"})
    assert answer.status == 503
    assert "pochette[office]" in (await answer.json())["error"]["message"]
    assert (await client.get(f"{note.read}/note.txt")).status == 200
