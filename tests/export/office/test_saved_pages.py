"""Files of word processors give the text that a paste gives; what stays behind is counted."""

import io
import re
import zipfile
from pathlib import Path

import pytest

from export.office.into import read_file
from tests.export.office.archives import WORD, docx

CLIPBOARD = Path(__file__).parents[2] / "journeys" / "clipboard"
ODF = {
    name: f"urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"
    for name, long in {
        "office": "office",
        "text": "text",
        "style": "style",
        "fo": "xsl-fo-compatible",
    }.items()
}


def without_rules(text: str) -> str:
    """A paste tells columns of figures by their contents, a file by their style."""
    return re.sub(r"^\|[ |:-]+\|$", "| - |", text, flags=re.MULTILINE)


@pytest.mark.parametrize("name", ["word", "word-filtered", "writer"])
def test_a_saved_page_gives_the_text_that_a_paste_gives(name: str) -> None:
    page = CLIPBOARD / f"{name}.html"
    came = read_file("x.html", page.read_bytes()).markdown
    # A picture beside the page leaves its description.
    came = came.replace("[Carte des gares]\n\n", "")
    assert without_rules(came) == without_rules(page.with_suffix(".md").read_text("utf-8"))


def test_what_a_saved_page_says_and_a_note_cannot_is_counted() -> None:
    page = (CLIPBOARD / "word-filtered.html").read_bytes()
    assert read_file("x.html", page).lost == {"underline": 1, "colour": 1, "highlight": 1}
    said = (
        "<p class=MsoNormal>Oui <del cite='mailto:a' datetime='2026-01-01T10:00'>non</del>"
        "<ins cite='mailto:a' datetime='2026-01-01T10:00'>si</ins>"
        "<span class=MsoCommentReference><a class=msocomanchor href='#_msocom_1'>[a1]</a></span></p>"
        "<div style='mso-element:comment-list'><p class=MsoCommentText>Vu</p></div>"
        "<div style='mso-element:header'><p>Confidentiel</p></div><p style='display:none'>caché</p>"
    )
    came = read_file("x.html", said.encode())
    assert came.markdown == "# x\n\nOui si\n"
    assert came.lost == {"changes": 1, "comments": 1, "margins": 1}


def test_a_page_of_googles_documents_keeps_its_title_and_its_page_break() -> None:
    page = (
        "<p class='c0 title'><span class='c1'>Le plan</span></p><h1 id='h.1'>Constat</h1><p>Un mot.</p>"
        '<hr style="page-break-before:always;display:none;"><h1>Coût</h1><p>Fin.</p>'
    )
    text = (CLIPBOARD / "google-title.md").read_text("utf-8")
    assert read_file("x.html", page.encode()).markdown == text


def test_signs_of_ours_in_a_page_are_no_signs() -> None:
    assert read_file("x.html", "<p>\ue0001;\ue001a\ue002b</p>".encode()).markdown == "# x\n\n1;ab\n"


def said(words: str, *, look: str = "", before: str = "") -> str:
    return f"<w:p>{before}<w:r><w:rPr>{look}</w:rPr><w:t>{words}</w:t></w:r></w:p>"


BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (said("Un") + BREAK + said("deux"), "Un\n\n\\newpage\n\ndeux"),
        (BREAK + said("Un") + BREAK + BREAK + said("deux") + BREAK, "Un\n\n\\newpage\n\ndeux"),
        (
            said("Un") + said("deux", before="<w:pPr><w:pageBreakBefore/></w:pPr>"),
            "Un\n\n\\newpage\n\ndeux",
        ),
        (said("Un") + said("deux", before='<w:pPr><w:pageBreakBefore w:val="0"/></w:pPr>'), "Un\n\ndeux"),
        (
            "<w:p><w:pPr><w:sectPr/></w:pPr><w:r><w:t>Un</w:t></w:r></w:p>" + said("deux"),
            "Un\n\n\\newpage\n\ndeux",
        ),
        (
            "<w:p><w:pPr><w:sectPr/></w:pPr><w:r><w:t>Un</w:t></w:r></w:p>"
            + said("deux")
            + '<w:sectPr><w:type w:val="continuous"/></w:sectPr>',
            "Un\n\ndeux",
        ),
        (
            '<w:p><w:r><w:t>Un</w:t><w:br w:type="page"/><w:t>deux</w:t></w:r></w:p>',
            "Un\n\n\\newpage\n\ndeux",
        ),
        (
            "<w:tbl><w:tr>"
            + f"<w:tc>{BREAK}{said('a')}</w:tc><w:tc>{said('b')}</w:tc>" * 1
            + "</w:tr></w:tbl>",
            "| a | b |",
        ),
    ],
)
def test_the_page_breaks_of_a_word_file_come(body: str, text: str) -> None:
    came = read_file("x.docx", docx(body)).markdown
    assert came.startswith(f"# x\n\n{text}")


def test_what_a_word_file_says_and_a_note_cannot_is_counted() -> None:
    body = (
        said("souligné", look='<w:u w:val="single"/>')
        + said("pas", look='<w:u w:val="none"/><w:color w:val="auto"/>')
        + said("rouge", look='<w:color w:val="FF0000"/>')
        + said("jaune", look='<w:highlight w:val="yellow"/>')
        + said("gris", look='<w:shd w:val="clear" w:fill="DDDDDD"/>')
        + '<w:p><w:ins w:id="1" w:author="A"><w:r><w:t>ajouté</w:t></w:r></w:ins>'
        + '<w:del w:id="2" w:author="A"><w:r><w:delText>ôté</w:delText></w:r></w:del></w:p>'
    )
    words = f'<w:hdr xmlns:w="{WORD}"><w:p><w:r><w:t>Confidentiel</w:t></w:r></w:p></w:hdr>'
    number = f'<w:ftr xmlns:w="{WORD}"><w:p><w:r><w:t>1</w:t></w:r></w:p></w:ftr>'
    came = read_file("x.docx", docx(body, header1=words, footer1=number))
    assert came.lost == {"underline": 1, "colour": 1, "highlight": 2, "changes": 2, "margins": 1}
    assert "ajouté" in came.markdown
    assert "ôté" not in came.markdown


def odt(styles: str, body: str, master: str = "") -> bytes:
    spaces = " ".join(f'xmlns:{name}="{uri}"' for name, uri in ODF.items())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        target.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        target.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        )
        target.writestr(
            "styles.xml",
            f"<office:document-styles {spaces}><office:master-styles><style:master-page style:name='S'>"
            f"{master}"
            "</style:master-page></office:master-styles></office:document-styles>",
        )
    return out.getvalue()


def test_the_page_breaks_of_a_writer_file_come_and_what_cannot_is_counted() -> None:
    styles = (
        "<style:style style:name='P1' style:family='paragraph'>"
        "<style:paragraph-properties fo:break-before='page'/></style:style>"
        "<style:style style:name='P2' style:family='paragraph' style:master-page-name='S'/>"
        "<style:style style:name='T1' style:family='text'><style:text-properties fo:color='#ff0000'"
        " style:text-underline-style='solid' fo:background-color='#ffff00'/></style:style>"
        "<style:style style:name='T2' style:family='text'><style:text-properties fo:color='#000000'"
        " style:text-underline-style='none'/></style:style>"
    )
    body = (
        "<text:p text:style-name='P2'>Un</text:p><text:p text:style-name='P1'>deux</text:p>"
        "<text:p><text:span text:style-name='T1'>rouge</text:span> "
        "<text:span text:style-name='T2'>noir</text:span>"
        "</text:p><text:h text:outline-level='2' text:style-name='P2'>Suite</text:h>"
    )
    heads = "<style:header><text:p>Confidentiel</text:p></style:header>"
    heads += "<style:footer><text:p>1</text:p></style:footer>"
    came = read_file("x.odt", odt(styles, body, heads))
    assert came.markdown == "# x\n\nUn\n\n\\newpage\n\ndeux\n\nrouge noir\n\n\\newpage\n\n## Suite\n"
    assert came.lost == {"underline": 1, "colour": 1, "highlight": 1, "margins": 1}
