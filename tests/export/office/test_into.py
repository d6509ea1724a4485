"""Foreign files as notes."""

import io
import re
import zipfile
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from export.errors import Unreadable
from export.note.brief import Brief, read_brief
from export.note.uploaded_picture import redrawn
from export.office.into import ENDINGS, Brought, read_file, readable
from export.office.out import office
from export.process.one_shot import one_shot
from export.samples import sample
from tests.export.office.archives import with_entry_changed

Read = Callable[..., Brief]

_FILES = Path(__file__).parent / "files"


def html(body: str, name: str = "page.html") -> str:
    return read_file(name, f"<!DOCTYPE html><html><body>{body}</body></html>".encode()).markdown


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (30, 20), "red").save(out, "PNG")
    return out.getvalue()


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in files.items():
            target.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


def charts_of(markdown: str) -> list[str]:
    return [one.replace("’", "'") for one in re.findall(r"```graphique.*?```", markdown, re.DOTALL)]


@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_the_example_comes_back_as_it_left(brief: Read, kind: str) -> None:
    left = brief(sample("fr"))
    came = read_file(f"x.{kind}", office(kind, left)).markdown
    back = brief(came)
    assert back.title == left.title
    for line in filter(None, left.body.split("\n")):
        if line.startswith(("|", "[^", "::: ", "```", "> —")) or ";" in line or "[^" in line:
            continue
        assert line.replace("'", "’") in came.replace("<https", "<https"), line
    assert came.count("\n::: ") == left.body.count("\n::: ") + 1
    assert came.count("\n[^") == 4
    assert came.count("Table: ") == 1
    assert charts_of(came) == charts_of(left.body)
    assert "- [x] Recenser" in came
    assert "\n: Parce que nous" in came


@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_the_card_comes_back_as_a_card_and_not_as_a_line_of_the_text(brief: Read, kind: str) -> None:
    left = brief(
        "---\nkind: Fiche\ntheme: Été : l’eau\nstatus: Relue\naudience: Mme D.\nclassification: Interne\n"
        "authors: [A, B]\ndeck: Un chapeau.\n---\n\n# T\n\nTexte.\n"
    )
    back = brief(read_file(f"x.{kind}", office(kind, left)).markdown)
    assert back == left


@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_whose_words_a_quotation_is_stays_inside_it(brief: Read, kind: str) -> None:
    text = "# T\n\n> Un mot.\n>\n> — Quelqu’un\n\nSuite.\n"
    assert read_file(f"x.{kind}", office(kind, brief(text))).markdown == text


@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_pictures_and_their_descriptions_come_back(brief: Read, kind: str) -> None:
    picture = redrawn(png())
    for caption in ("", ' "À Vierzon"'):
        text = f"# T\n\n![Une gare](image/{picture.id}{caption})\n"
        note = replace(brief(text), images={picture.id: picture.content})
        came = read_file(f"x.{kind}", office(kind, note))
        assert came.markdown == text
        assert came.pictures == {picture.id: picture}


def test_a_file_of_word() -> None:
    """Word 16 wrote it; from python-docx 1.2.0."""
    came = read_file("liens.docx", (_FILES / "word.docx").read_bytes())
    assert came.markdown.startswith("# liens\n\nNo hyperlinks\n\nOne [awesome hyperlink](http://yahoo.com/).")


def test_a_file_of_writer() -> None:
    """LibreOffice 25.2 wrote it."""
    came = read_file("x.odt", (_FILES / "writer.odt").read_bytes())
    (picture,) = came.pictures
    assert came.markdown.split("\n") == [
        "# Une note écrite dans Writer",
        "",
        "Un paragraphe avec **du gras**, *de l’italique* et une note[^1].",
        "",
        "## Première partie",
        "",
        "- un",
        "- deux",
        "  - deux et demi",
        "",
        "1. premier",
        "2. second",
        "",
        "| Mesure | Coût |",
        "| -- | --: |",
        "| Gares | 8 M€ |",
        "| Rails | 120 M€ |",
        "",
        "Table: Ce que cela coûte.",
        "",
        f"![Une gare vue du quai](image/{picture})",
        "",
        "## Seconde partie",
        "",
        "> Une citation.",
        "",
        "[^1]: Le texte de la note.",
        "",
    ]


def test_words_that_look_like_marks_stay_words(brief: Read) -> None:
    odd = (
        r"# pas un titre",
        "- pas une liste",
        "1. non plus",
        "> ni ceci",
        "deux * deux * quatre, _ceci_ et `cela`",
        "[lien](x) et [^1] mais [à vérifier]",
        "a_b_c <b>",
        "::: retenir",
        "===",
    )
    came = html("".join(f"<p>{line.replace('&', '&amp;').replace('<', '&lt;')}</p>" for line in odd))
    note = read_brief(came, printed_at=brief("x").printed_at)
    back = office("docx", note)
    text = read_file("x.docx", back).markdown
    assert text == came
    assert "[à vérifier]" in came


def test_the_only_first_heading_is_the_title_and_else_the_files_name_is() -> None:
    assert html("<h1>Un</h1><h2>Deux</h2>") == "# Un\n\n## Deux\n"
    assert html("<h1>Un</h1><h1>Deux</h1>", "Ma note.html") == "# Ma note\n\n## Un\n\n## Deux\n"
    page = "<html><head><title>Onglet</title></head><body><div><h1>Un</h1><p>x</p></div></body></html>"
    assert read_file("x.html", page.encode()).markdown == "# Un\n\nx\n"


def test_merged_cells_are_split_and_boxes_drawn_as_tables_are_boxes() -> None:
    table = (
        "<table><tr><th colspan=2>A|B</th><th>C</th></tr>"
        "<tr><td rowspan=2>1</td><td>2</td><td>3</td></tr>"
        "<tr><td>4</td><td><p>5</p><p>6</p></td></tr></table>"
    )
    assert html(table).split("\n")[2:-1] == [
        "| A\\|B |  | C |",
        "| -- | -- | -- |",
        "| 1 | 2 | 3 |",
        "|  | 4 | 5<br>6 |",
    ]
    lines = "<p><b>un<br>deux</b></p><ul><li>a</li><li>b</li></ul><ol start=3><li>c</li></ol><pre>d\ne</pre>"
    assert "| **un<br>deux**<br>• a<br>• b<br>3. c<br>``` d e ``` |  |" in html(
        f"<table><tr><th>x</th><th>y</th></tr><tr><td>{lines}</td><td></td></tr></table>"
    )
    assert "| \\<br> |  |" in html(
        "<table><tr><td>x</td><td>y</td></tr><tr><td>&lt;br&gt;</td><td></td></tr></table>"
    )
    assert "::: contexte\nseul\n:::" in html("<table><tr><td>seul</td></tr></table>")


def test_spaces_of_typography_are_left_to_the_print_and_figures_raised_by_sign() -> None:
    came = html("<p>«\u00a0Ah\u202f!\u00a0» 3&nbsp;m<sup>2</sup>, CO<sub>2</sub>, le 1<sup>er</sup></p>")
    assert "« Ah ! » 3 m², CO₂, le 1er" in came


def test_a_picture_from_elsewhere_is_a_link_and_one_inside_is_kept() -> None:
    inside = f"data:image/png;base64,{b64encode(png()).decode()}"
    came = read_file(
        "x.html",
        "<p><img src='https://example.org/a.png' alt='La carte'></p>"
        f"<p><img src='{inside}' alt='Un point'></p>"
        "<p><img src='file:///etc/passwd' alt='non'> <a href='javascript:alert(1)'>mot</a></p>".encode(),
    )
    assert "[La carte](https://example.org/a.png)" in came.markdown
    assert f"![Un point](image/{next(iter(came.pictures))})" in came.markdown
    assert "passwd" not in came.markdown
    assert "javascript" not in came.markdown


def test_text_and_markdown_need_no_pandoc_and_come_as_they_are() -> None:
    assert read_file("a.md", "---\ntitre: É\n---\n\n# T\r\n".encode()) == Brought(
        "---\ntitre: É\n---\n\n# T\n"
    )
    assert read_file("a.TXT", "Été".encode("cp1252")).markdown == "Été"
    assert read_file("a.txt", "Été".encode("utf-16")).markdown == "Été"
    with pytest.raises(Unreadable):
        read_file("a.txt", b"\x00\x01\x02")


def test_what_claims_to_be_small_is_counted_as_it_unpacks() -> None:
    bomb = zipped(word__document_xml=bytes(60 << 20))
    assert len(bomb) < 100_000
    with pytest.raises(Unreadable) as refused:
        one_shot("read", "bomb.docx", bomb)
    assert refused.value.key == "files.bomb"


def test_an_entity_is_refused_and_a_macro_is_not_even_unpacked(brief: Read) -> None:
    made = office("docx", brief("# T\n\nTexte.\n"))
    evil = with_entry_changed(
        made,
        "word/document.xml",
        lambda xml: xml.replace(
            b"<w:document", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document', 1
        ),
    )
    with pytest.raises(Unreadable) as refused:
        read_file("x.docx", evil)
    assert refused.value.key == "files.broken"
    out = io.BytesIO(made)
    with zipfile.ZipFile(out, "a") as target:
        target.writestr("word/vbaProject.bin", b"Sub AutoOpen()")
    assert read_file("x.docm", out.getvalue()).markdown == "# T\n\nTexte.\n"


@pytest.mark.parametrize(
    ("name", "raw", "why"),
    [
        ("a.docx", b"not a zip", "files.broken"),
        ("a.docx", zipped(content_xml=b"<x/>"), "files.other-kind"),
        ("a.odt", zipped(content_xml=b"<x"), "files.broken"),
        ("a.pdf", b"%PDF", "files.unknown-kind"),
        ("a", b"text", "files.no-kind"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(name: str, raw: bytes, why: str) -> None:
    with pytest.raises(Unreadable) as refused:
        one_shot("read", name, raw)
    assert refused.value.key == why


@pytest.mark.parametrize(("bullet", "box"), [("☐", "[ ]"), ("☒", "[x]"), ("☑", "[x]")])
def test_bullets_that_are_boxes_are_tasks_in_a_writer_file(brief: Read, bullet: str, box: str) -> None:
    made = office("odt", brief("# T\n\n- un\n- deux\n\nFin.\n"))
    boxed = with_entry_changed(
        made,
        "content.xml",
        lambda xml: re.sub(b'(bullet-char=")[^"]+', rf"\g<1>{bullet}".encode(), xml),
    )
    assert read_file("x.odt", boxed).markdown == f"# T\n\n- {box} un\n- {box} deux\n\nFin.\n"


def test_without_pandoc_markdown_and_text_are_offered() -> None:
    assert readable(with_pandoc=True) == ENDINGS
    assert set(readable(with_pandoc=False)) == {"md", "markdown", "mkd", "txt", "text"}


def test_a_page_of_ten_thousand_boxes_in_boxes_is_refused() -> None:
    deep = "<div>" * 10_000 + "<p>fond</p>" + "</div>" * 10_000
    with pytest.raises(Unreadable) as refused:
        one_shot("read", "x.html", deep.encode())
    assert refused.value.key == "files.too-deep"
