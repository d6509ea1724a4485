"""A brief as Word, Writer and e-book files."""

import io
import re
import shutil
import subprocess
import zipfile
from base64 import b64decode
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from export.note.brief import Brief
from export.office.out import office
from export.process.one_shot import one_shot
from export.samples import sample

Read = Callable[..., Brief]

DOT = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
ID = "abcdefghijkl"


def part(made: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(made)).read(name).decode()


def names(made: bytes) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(made)).namelist()


def test_word_gets_headings_boxes_tables_and_real_footnotes(brief: Read) -> None:
    made = office("docx", brief(sample("fr")))
    document = part(made, "word/document.xml")
    styles = set(re.findall(r'<w:pStyle w:val="([^"]+)"', document))
    assert {
        "Title",
        "Heading1",
        "Heading2",
        "Pochette-retenir-title",
        "Pochette-vigilance",
        "Pochette-vigilance-title",
    } <= styles
    assert document.count("<w:tbl>") == 4 + 6, "key figures, chart, costs, answers; and each box is one"
    assert document.count("<w:footnoteReference") == 4
    assert "Comptages automatiques" in part(made, "word/footnotes.xml")
    assert "Source Serif 4" in part(made, "word/styles.xml")
    assert "NUMPAGES" in part(made, "word/footer.xml")


def test_writer_gets_the_same(brief: Read) -> None:
    made = office("odt", brief(sample("fr")))
    content = part(made, "content.xml")
    assert content.count("<text:note ") == 4
    assert content.count("<table:table ") == 4 + 6
    assert "Pochette-vigilance" in content
    assert "<text:page-count>" in part(made, "styles.xml")
    kept = re.search(r'<style:style [^>]*"Pochette-kind"', part(made, "styles.xml"))
    assert kept, "what a file does not define is lost when Writer saves it"


def test_an_e_book_has_its_title_language_authors_and_an_identity_that_stays(brief: Read) -> None:
    note = brief("---\nauteurs: [Claire, Karim]\n---\n# Été\n\nTexte.\n")
    first, second = (office("epub", note) for _ in range(2))
    assert first == second
    about = part(first, "EPUB/content.opf")
    assert ">Été<" in about
    assert "Karim" in about
    assert re.search(r"<dc:language[^>]*>fr<", about)
    other = office("epub", replace(note, body="Autre.\n"))
    identity = re.compile(r"urn:uuid:[0-9a-f-]{36}")
    assert identity.findall(about)[0] != identity.findall(part(other, "EPUB/content.opf"))[0]


def test_names_of_another_direction_turn_no_sentence_of_a_file(brief: Read) -> None:
    note = brief("# T\n\nعبد الرحمن a présidé la séance 12 %.\n\nهذا نص كامل, Paris.\n")
    document = part(office("docx", note), "word/document.xml")
    paragraphs = re.findall(r"<w:p>.*?</w:p>", document)
    (french,) = (one for one in paragraphs if "12" in one)
    (arabic,) = (one for one in paragraphs if "Paris" in one)
    assert "<w:bidi" not in french
    assert re.search(r"<w:rPr>(?:(?!</w:rPr>).)*<w:rtl ?/>", french)
    assert "<w:bidi" in arabic
    book = part(office("epub", note), "EPUB/text/ch001.xhtml")
    assert '<span dir="rtl">عبد الرحمن</span>' in book
    assert re.search(r'<div dir="rtl">\s*<p>', book)


@pytest.mark.parametrize(
    ("said", "iso"),
    [("18 février 2027", "2027-02-18"), ("Mars 2027", "2027-03"), ("un jour", None), ("", None)],
)
def test_an_e_book_says_its_date_as_its_format_asks_and_as_it_was_written(
    brief: Read, said: str, iso: str | None
) -> None:
    """The rule of epubcheck (RSC-005): `dc:date` is never empty."""
    made = office("epub", brief(f"---\ndate: {said}\n---\n# Été\n\nTexte.\n"))
    dates = re.findall(r"<dc:date[^>]*>(.*?)</dc:date>", part(made, "EPUB/content.opf"))
    assert dates == ([iso] if iso else [])
    assert said in part(made, "EPUB/text/title_page.xhtml").replace("\u00a0", " ")


@pytest.mark.skipif(shutil.which("epubcheck") is None, reason="epubcheck is not installed here")
@pytest.mark.timeout(300)
@pytest.mark.parametrize("has_cover", [True, False])
@pytest.mark.parametrize("said", ["18 février 2027", "un jour", ""])
def test_epubcheck_finds_no_fault(brief: Read, tmp_path: Path, said: str, *, has_cover: bool) -> None:
    note = brief(f"---\ndate: {said}\n---\n{sample('fr')}\n\n[Nulle part](#nulle-part).\n")
    book = tmp_path / "book.epub"
    book.write_bytes(office("epub", replace(note, has_cover=has_cover)))
    # Debian's command is the jar itself, which not every kernel starts.
    program = Path(shutil.which("epubcheck") or "").resolve()
    command = ["java", "-jar", program] if program.suffix == ".jar" else [program]
    run = subprocess.run([*command, book], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize(
    ("kind", "file", "caption"),
    [
        ("docx", "word/document.xml", r'<w:pStyle w:val="ImageCaption" ?/>.*?{}</w:t>'),
        ("odt", "content.xml", r'text:style-name="FigureCaption">{}</text:p>'),
        ("epub", "EPUB/text/ch001.xhtml", r"<figcaption[^>]*>\s*<p>{}</p>|<figcaption[^>]*>{}</figcaption>"),
    ],
)
@pytest.mark.parametrize(
    ("title", "said"), [("", "Une gare"), (' "La gare de Vierzon"', "La gare de Vierzon")]
)
def test_a_picture_alone_has_a_caption_as_on_paper(
    brief: Read, kind: str, file: str, caption: str, title: str, said: str
) -> None:
    note = replace(brief(f"# T\n\n![Une gare](image/{ID}{title})\n"), images={ID: DOT})
    words = r"\s*(?:</w:t></w:r><w:r><w:t[^>]*>|<w:t[^>]*>)*\s*".join(said.split())
    assert re.search(caption.replace("{}", words), part(office(kind, note), file), re.DOTALL)


@pytest.mark.parametrize(
    ("kind", "file", "caption"),
    [("docx", "word/document.xml", "ImageCaption"), ("odt", "content.xml", "FigureCaption")],
)
def test_a_picture_without_a_description_has_none(brief: Read, kind: str, file: str, caption: str) -> None:
    note = replace(brief(f"# T\n\n![](image/{ID})\n"), images={ID: DOT})
    assert caption not in part(office(kind, note), file)


@pytest.mark.parametrize(
    ("kind", "folder"), [("docx", "word/media/"), ("odt", "Pictures/"), ("epub", "EPUB/media/")]
)
def test_pictures_travel_inside_and_others_are_described(brief: Read, kind: str, folder: str) -> None:
    note = brief(f'# T\n\n![Une gare]({"image/" + ID} "La gare")\n\nUn ![point](image/absentabsent).\n')
    made = office(kind, replace(note, images={ID: DOT}))
    assert [name for name in names(made) if name.startswith(folder) and name.endswith(".png")]


@pytest.mark.parametrize("kind", ["docx", "odt", "epub"])
def test_the_same_brief_gives_the_same_bytes(brief: Read, kind: str) -> None:
    assert office(kind, brief(sample("en"))) == office(kind, brief(sample("en")))


@pytest.mark.parametrize(
    ("kind", "file", "width"),
    [
        # Half of 150 mm, in the units of Word.
        ("docx", "word/document.xml", 'cx="2698750"'),
        ("odt", "content.xml", 'style:rel-width="50.0%"'),
        ("epub", "EPUB/text/ch001.xhtml", "width:50.0%"),
    ],
)
def test_a_picture_is_as_wide_as_its_text_says(brief: Read, kind: str, file: str, width: str) -> None:
    drawn = io.BytesIO()
    Image.new("RGB", (900, 400), "#b98a55").save(drawn, "PNG")
    text = f"# T\n\nligne\n![Une gare](image/{ID}){{width=50%}}\nligne\n"
    note = replace(brief(text), images={ID: drawn.getvalue()})
    made = part(office(kind, note), file)
    assert width in made
    assert "{width" not in made


def test_a_classification_is_not_lost(brief: Read) -> None:
    note = brief("---\nclassification: Diffusion restreinte\n---\n# T\n\nTexte.\n")
    assert "restreinte" in part(office("docx", note), "word/document.xml")


def test_an_errand_writes_the_same_in_its_own_process(brief: Read) -> None:
    # A drawing has the faces of the process that draws it.
    note = brief(re.sub(r"```graphique.*?```", "", sample("fr"), flags=re.DOTALL))
    assert one_shot("write", "docx", note).parts == (office("docx", note),)


def test_a_picture_is_in_a_word_file_once(brief: Read) -> None:
    note = replace(brief(f"![Une gare](image/{ID})\n"), images={ID: DOT})
    document = part(office("docx", note), "word/document.xml")
    assert "base64" not in document
    assert 'descr="Une gare"' in document


def test_each_numbered_list_of_a_word_file_counts_by_itself(brief: Read) -> None:
    lists = "1. un\n2. deux\n   1. a\n   2. b\n3. trois\n   1. c\n\nTexte.\n\n5. cinq\n6. six\n"

    numbering = part(office("docx", brief(f"# T\n\n{lists}")), "word/numbering.xml")

    kept = dict(re.findall(r'<w:num w:numId="(\d+)"><w:abstractNumId w:val="(\d+)"', numbering))
    assert "<w:startOverride" not in numbering
    assert len(set(kept.values())) == len(kept)
    names = re.findall(r'<w:nsid w:val="(\w+)"', numbering)
    assert len(set(names)) == len(names)
    starts = re.findall(r'<w:abstractNum w:abstractNumId="10\d+">.*?<w:start w:val="(\d+)"', numbering)
    assert starts == ["1", "1", "1", "5"]
